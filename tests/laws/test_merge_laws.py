"""The laws of merging: a set of records is the same set, whatever way its parts came together."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from typing import Any

import independent_reader
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from machines import Load, Machine, machines, split
from rows import sample

from db.gateway import Change
from db.merge import NotAsSaid
from db.rebuild import rebuild
from db.registry import specs

LAWS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)

UNITS = ["T532301102", "T532301102", "T532301103", "C532301"]
"""Two laptops of one station, another station, the county's own desk."""
COPIES = [*UNITS, "C532301", "C532301", "C532301"]

ROWS = [("client", "ident"), ("client", "contact"), ("client", "file"), ("household", "place"), ("log_client", "link")]
STEP = st.tuples(
    st.integers(0, len(UNITS) - 1),
    st.sampled_from(["set", "set", "set", "set", "delete", "restore", "resolve", "undo", "hear", "cut"]),
    st.integers(0, len(ROWS) - 1),
    st.integers(0, 2),
)
STEPS = st.lists(STEP, min_size=1, max_size=16)


@cache
def values(table: str, group: str, seed: int) -> dict[str, Any]:
    return sample(table, group, seed)


def groups() -> list[tuple[str, str]]:
    """Some groups of some tables, with and without row references, required and not."""
    return [(t, g) for t in ("client", "household", "log_client") for g in specs()[t].groups][:9]


def play(desks: list[Machine], steps: list[tuple[int, str, int, int]]) -> list[Load]:
    """Let desks write and hear of each other; gives the bundles they wrote on the way and at the end."""
    loads: list[Load] = []
    known = groups()
    for who, what, which, value in steps:
        desk = desks[who]
        table, group = known[which % len(known)]
        row = f"{value % 2:032x}"
        if what == "hear":
            desk.take_in(desks[(who + 1 + which) % len(desks)].hand_on())
        elif what == "cut":
            loads.append(desk.hand_on(None if value else loads[-1:] and position(loads[-1]) or None))
        elif what == "undo":
            desk.undo()
        elif what in ("delete", "restore"):
            desk.write(Change(table, row, {}, what))
        else:
            desk.write(Change(table, row, {group: values(table, group, value)}, what))
    return [*loads, *(desk.hand_on() for desk in desks)]


def position(load: Load) -> dict[bytes, tuple[int, bytes]]:
    """What a receipt for this bundle would say."""
    return {one.replica: (one.last, one.last_chain) for one in load.spans}


def union(county: Machine, loads: list[Load]) -> dict[str, Any]:
    for load in loads:
        county.take_in(load)
    return county.state()


@LAWS
@given(STEPS, st.randoms(use_true_random=False))
def test_any_order_any_repetition_the_same_state(steps: list[tuple[int, str, int, int]], rng: random.Random) -> None:
    with machines(COPIES) as (*desks, one, two, three):
        loads = play(desks, steps)
        wanted = union(one, loads)
        assert union(two, loads[::-1]) == wanted
        assert union(three, rng.sample(loads * 2, len(loads) * 2)) == wanted


@LAWS
@given(STEPS)
def test_again_changes_nothing(steps: list[tuple[int, str, int, int]]) -> None:
    with machines(COPIES) as (*desks, county, _two, _three):
        loads = play(desks, steps)
        wanted = union(county, loads)
        for load in loads:
            done = county.take_in(load)
            assert (done.new, done.newly_aside, done.conflicts) == (0, 0, 0)
            assert done.known == len(load.lines)
        assert county.state() == wanted


@LAWS
@given(STEPS)
def test_grouping_through_intermediate_machines_does_not_matter(steps: list[tuple[int, str, int, int]]) -> None:
    """(a + b) + c = a + (b + c), each bracket another county or a lead's laptop that passes all on."""
    with machines(COPIES) as (*desks, one, two, three):
        a, b, c, *rest = play(desks, steps)[-4:]
        union(one, [a, b])
        left = union(one, [c, *rest])
        union(two, [b, c])
        passed = two.hand_on()
        right = union(three, [a, passed, *rest])
        assert right == left


@LAWS
@given(STEPS, st.lists(st.integers(0, 60), max_size=4), st.randoms(use_true_random=False))
def test_split_anywhere_the_same_state(
    steps: list[tuple[int, str, int, int]], cuts: list[int], rng: random.Random
) -> None:
    with machines(COPIES) as (*desks, one, two, three):
        loads = play(desks, steps)
        wanted = union(one, loads)
        parts = loads[-4:]
        for cut in cuts:
            part = parts.pop(rng.randrange(len(parts)))
            parts += split(part, cut % (len(part.lines) + 1))
        rng.shuffle(parts)
        assert union(two, [*parts, *loads[:-4]]) == wanted
        # A machine that got the parts in that order hands on all of it.
        assert union(three, [two.hand_on()]) == wanted


@LAWS
@given(STEPS)
def test_built_anew_is_what_it_was(steps: list[tuple[int, str, int, int]]) -> None:
    with machines(COPIES) as (*desks, county, _two, _three):
        wanted = union(county, play(desks, steps)[::-1])
        rebuild(county.connection)
        assert county.state() == wanted
        for desk in desks:
            before = desk.state()
            rebuild(desk.connection)
            assert desk.state() == before


@LAWS
@given(STEPS)
def test_every_value_is_current_replaced_or_in_dispute(steps: list[tuple[int, str, int, int]]) -> None:
    """Held against a second program's fold: the exact value shown, the exact heads in dispute, who is gone."""
    with machines(COPIES) as (*desks, county, _two, _three):
        loads = play(desks, steps)
        union(county, loads)
        lines = {line for load in loads for line in load.lines}
        records = [independent_reader.read(line) for line in lines]
        assert county.ids == {record["id"] for record in records}, "what was delivered is here, and nothing else"
        assert independent_reader.digest(records) == county.state()["code"][0]
        expect(county, records)


def expect(county: Machine, records: list[dict[str, Any]]) -> None:
    """The registers and the conflicts are what the second program makes of the records."""
    disputes = {(t, k.hex(), g): heads for t, k, g, heads in county.all("SELECT t, k, grp, heads FROM conflict")}
    wanted: dict[tuple[str, str, str], str] = {}
    for (table, key), (shown, gone, disputed) in independent_reader.fold(records).items():
        spec = specs()[table]
        names = ", ".join((*spec.fields, "alive", "conflicts"))
        (row,) = county.all(f"SELECT {names} FROM {table} WHERE id = ?", bytes.fromhex(key))
        found = dict(zip((*spec.fields, "alive", "conflicts"), row, strict=True))
        for group, fields in shown.items():
            for field, value in fields.items():
                wanted_value = bytes.fromhex(value) if field in spec.refs and value is not None else value
                assert found[field] == wanted_value, (table, group, field)
        assert bool(found["alive"]) == (not gone and set(spec.required) <= set(shown))
        assert found["conflicts"] == len(disputed)
        wanted |= {(table, key, group): " ".join(h.hex() for h in heads) for group, heads in disputed.items()}
    assert disputes == wanted


@LAWS
@given(STEPS)
def test_merging_writes_nothing_of_its_own(steps: list[tuple[int, str, int, int]]) -> None:
    with machines(COPIES) as (*desks, county, _two, _three):
        loads = play(desks, steps)
        for machine in (county, desks[0]):
            own = machine.all("SELECT id FROM op WHERE r = ?", machine.replica)
            kept = machine.all("SELECT key, value FROM setting WHERE key <> 'lamport' ORDER BY 1")
            lamport = machine.lamport
            union(machine, loads)
            assert machine.all("SELECT id FROM op WHERE r = ?", machine.replica) == own
            assert machine.all("SELECT key, value FROM setting WHERE key <> 'lamport' ORDER BY 1") == kept
            assert machine.lamport >= lamport
            assert machine.all("SELECT count(*) FROM local_action") == [(0,)]


@LAWS
@given(STEPS, st.integers(0, 40))
def test_stopped_in_the_middle_is_as_before(steps: list[tuple[int, str, int, int]], at: int) -> None:
    class Stop(Exception):
        pass

    def stop(done: int) -> None:
        raise Stop

    with machines(COPIES) as (*desks, county, other, _three):
        loads = play(desks, steps)
        loads = [load for load in loads if load.lines]
        for number, load in enumerate(loads):
            if number == at % len(loads):
                before = county.state()
                with pytest.raises(Stop):
                    county.take_in(load, progress=stop)
                assert county.state() == before
            county.take_in(load)
        assert county.state() == union(other, loads)


def test_the_shown_value_is_the_exact_one() -> None:
    """County before station, then the later counter, then the larger id; asserted, not only that all agree."""
    with machines(["T532301102", "T532301103", "C532301", "C532301"]) as (a, b, county, reader):
        row = "0" * 32
        a.write(
            Change("client", row, {"ident": {"name": "甲"}, "file": {"opened_on": "2026-03-02", "file_state": "open"}})
        )
        for machine in (b, county):
            machine.take_in(a.hand_on())

        def shown(*loads: Load) -> str:
            for load in loads:
                reader.take_in(load)
            return str(reader.all("SELECT name FROM client")[0][0])

        a.write(Change("client", row, {"ident": {"name": "乙"}}))
        b.write(Change("client", row, {"ident": {"name": "丙"}}))
        larger = max((a, "乙"), (b, "丙"), key=lambda one: one[0].all("SELECT max(l), id FROM op")[0][1])
        assert shown(b.hand_on(), a.hand_on()) == larger[1]
        # One more step ahead in the counter wins over any id.
        smaller = b if larger[0] is a else a
        smaller.write(Change("client", row, {"contact": {"phone": "1"}}))
        smaller.write(Change("client", row, {"ident": {"name": "丁"}}))
        assert shown(smaller.hand_on()) == "丁"
        county.write(Change("client", row, {"ident": {"name": "县"}}))
        assert county.lamport < smaller.lamport
        assert shown(county.hand_on()) == "县"
        assert reader.all("SELECT conflicts FROM client") == [(1,)]


@pytest.mark.parametrize(
    "harm",
    [
        lambda load: Load(load.sender, load.spans, load.lines[:-1]),
        lambda load: Load(load.sender, load.spans, (*load.lines, load.lines[-1])),
        lambda load: Load(load.sender, load.spans, (load.lines[1], load.lines[0], *load.lines[2:])),
        lambda load: Load(load.sender, load.spans, (load.lines[0], load.lines[0], *load.lines[2:])),
        lambda load: Load(load.sender, load.spans[:0], load.lines),
        lambda load: Load(load.sender, (change(load, last_chain=bytes(32)),), load.lines),
        lambda load: Load(load.sender, (change(load, first_chain=b"1" * 32),), load.lines),
        lambda load: Load(load.sender, (change(load, total=bytes(32)),), load.lines),
        lambda load: Load(load.sender, (change(load, replica=bytes(16)),), load.lines),
        lambda load: Load(load.sender, (change(load, last=load.spans[0].last + 1),), load.lines),
        lambda load: Load(load.sender, (change(load, first=2, last=load.spans[0].last + 1),), load.lines),
    ],
    ids=["omitted", "doubled", "swapped", "repeated", "unsaid", "last_chain", "first_chain", "digest", "replica",
         "longer", "moved"],
)  # fmt: skip
def test_a_bundle_that_is_not_what_it_says_leaves_nothing(harm: Callable[[Load], Load]) -> None:
    with machines(["T532301102", "C532301"]) as (desk, county):
        for seed in range(4):
            desk.write(Change("household", f"{seed:032x}", {"place": {"address": str(seed)}}))
        load = desk.hand_on()
        before = county.state()
        with pytest.raises(NotAsSaid):
            county.take_in(harm(load))
        assert county.state() == before
        county.take_in(load)


def change(load: Load, **to: Any) -> Any:
    from dataclasses import replace

    return replace(load.spans[0], **to)
