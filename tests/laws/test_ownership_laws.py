"""Whose a row is and which of its records count, held against a second program: one row, many hands, any set."""

from __future__ import annotations

import os
import random
from typing import Any

import independent_fold
import independent_reader
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import db.fold
from db.records import Op, make, to_line, withheld
from db.registry import specs

UNITS = ["T532301102", "T532301102", "T532301103", "T532301104", "C532301", "C532301", "C532302", "M5323"]
"""Who writes: two laptops of a station, two other stations, two desks of a county, another county, the prefecture."""
ROW = bytes(range(16))
ACTIONS = ["set", "set", "set", "transfer", "transfer", "transfer", "ack", "ack", "admit", "quarantine"]
STEP = st.tuples(
    st.integers(0, len(UNITS) - 1), st.sampled_from(ACTIONS), st.integers(0, 99), st.integers(0, 99), st.booleans()
)
LAWS = settings(
    max_examples=400,
    phases=[Phase.explicit, Phase.generate] if "LAWS_EXAMPLES" in os.environ else settings.default.phases,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)


def record(made: list[Op], who: int, action: str, one: int, two: int, seen: bool) -> Op | None:
    """The next record of a hand that saw all so far, or nothing."""
    moves = [op for op in made if op.a == "transfer"]
    o: dict[str, list[str]] = {}
    groups: dict[str, dict[str, Any]]
    if action == "set":
        groups = {"place": {"village": None, "village_name": None, "address": str(two % 3)}}
        if one % 3 == 0:
            groups["ident"] = {"number": None, "head": None, "head_name": str(one % 2)}
        if seen:
            o = {g: ids for g in groups if (ids := sorted(op.id.hex() for op in made if g in op.groups))}
    elif action == "transfer":
        start, to = UNITS[one % 5], UNITS[two % 5]
        groups = {"_owner": {"from": start, "to": to, "on": f"2026-03-0{1 + one % 2}", "reason": "x"}}
        if seen and moves:
            o = {"_owner": sorted(op.id.hex() for op in moves)}
        if start == to or who < 4:
            return None
    elif action == "ack":
        if not moves:
            return None
        groups = {"_ack": {"transfer": moves[one % len(moves)].id.hex()}}
        if two % 4:  # mostly who may say so
            who = UNITS.index(moves[one % len(moves)].groups["_owner"]["from"])
    else:
        if who < 4 or not made:
            return None
        named = {made[one % len(made)].id.hex(), made[two % len(made)].id.hex()}
        groups = {"_admit": {"ops": sorted(named), "admitted": action == "admit", "reason": "x"}}
    n = sum(op.r == bytes([who] * 16) for op in made) + 1
    return make(
        r=bytes([who] * 16), n=n, lamport=len(made) + 1 - (one % 2 if not seen and made else 0),
        at="2026-03-02T09:00:00+08:00", w=bytes(16), st=UNITS[who], t="household", k=ROW, a=action, o=o,
        groups=groups, salt=bytes(16),
    )  # fmt: skip


def history(steps: list[tuple[int, str, int, int, bool]]) -> list[Op]:
    """A row as a station made it, and what was said of it."""
    made: list[Op] = []
    for step in [(0, "set", 0, 0, False), *steps]:
        op = record(made, *step)
        if op is not None:
            made.append(op)
    return made


@LAWS
@given(st.lists(STEP, min_size=2, max_size=14), st.integers(0, 5), st.randoms(use_true_random=False))
def test_two_programs_judge_a_row_alike(
    steps: list[tuple[int, str, int, int, bool]], bare: int, rng: random.Random
) -> None:
    spec = specs()["household"]
    ops = [withheld(op) if bare and op.id[0] % 6 == bare else op for op in history(steps)]
    rng.shuffle(ops)
    found = db.fold.fold(spec, ops)
    (said,) = independent_fold.fold(
        [independent_reader.read(to_line(op)) for op in ops], {"household": set(spec.required)}
    ).values()
    assert dict(found.aside) == said.aside
    assert bool(found.ops) != said.empty
    if not said.empty:
        assert found.owner == said.owner
        assert {c.group: list(c.heads) for c in found.conflicts} == said.disputed
        for fields in said.shown.values():
            assert {name: found.values[name] for name in fields} == fields
    assert db.fold.fold(spec, rng.sample(ops, len(ops))) == found
