"""The laws of merging: a set of records is the same set, whatever way its parts came together."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import independent_reader
import pytest
from histories import GROUPS, expect, values
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from machines import Load, Machine, copy_of, machines, split

from db.chains import forked
from db.gateway import Change
from db.merge import NotAsSaid, holes
from db.rebuild import rebuild

LAWS = settings(
    max_examples=int(os.environ.get("LAWS_EXAMPLES", "50")),
    phases=[Phase.explicit, Phase.generate] if "LAWS_EXAMPLES" in os.environ else settings.default.phases,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
"""``LAWS_EXAMPLES=5000`` for a long search."""

UNITS = ["T532301102", "T532301102", "T532301103", "C532301"]
"""Two laptops of one station, another station, the county's own desk."""
COPIES = [*UNITS, "C532301", "C532301", "C532301"]

COUNTY_SAYS = ["transfer", "transfer", "admit", "quarantine", "erase"]
STEP = st.tuples(
    st.integers(0, len(UNITS) - 1),
    st.sampled_from(
        [*["set"] * 5, "delete", "restore", "resolve", "undo", "hear", "hear", "cut", "ack", "ack", *COUNTY_SAYS]
    ),
    st.integers(0, len(GROUPS) - 1),
    st.integers(0, 2),
)
STEPS = st.lists(STEP, min_size=1, max_size=16)


def play(desks: list[Machine], steps: list[tuple[int, str, int, int]]) -> list[Load]:
    """Let desks write and hear of each other; gives the bundles they wrote on the way and at the end."""
    loads: list[Load] = []
    for who, what, which, value in steps:
        desk = desks[who]
        table, group = GROUPS[which % len(GROUPS)]
        row = f"{value % 2:032x}"
        if what == "hear":
            desk.take_in(desks[(who + 1 + which) % len(desks)].hand_on())
        elif what == "cut":
            loads.append(desk.hand_on(None if value else (loads[-1:] and position(loads[-1])) or None))
        elif what == "undo":
            desk.undo()
        elif what in ("delete", "restore"):
            desk.write(Change(table, row, {}, what))
        elif what == "ack":
            desk.speak(what, which, value)
        elif what in COUNTY_SAYS:
            desks[len(UNITS) - 1].speak(what, which + who, value)
        else:
            desk.write(Change(table, row, {group: values(table, group, value)}, what))
    return [*loads, *(desk.hand_on() for desk in desks)]


def position(load: Load) -> dict[bytes, tuple[int, bytes]]:
    """What a receipt for this bundle would say."""
    return {one.replica: (one.last, one.last_chain) for one in load.spans}


@contextmanager
def batches_of(lines: int) -> Iterator[None]:
    """A row's records come in several batches of one bundle, as they do where a bundle holds thousands."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("db.merge.BATCH", lines)
        patch.setattr("db.merge._SOME", 1)
        patch.setattr("db.union._REMEMBERED", 2 * lines)
        yield


def union(county: Machine, loads: list[Load]) -> dict[str, Any]:
    for load in loads:
        county.take_in(load)
    return county.state()


@pytest.mark.fault(3)
@LAWS
@given(STEPS, st.randoms(use_true_random=False))
def test_any_order_any_repetition_the_same_state(steps: list[tuple[int, str, int, int]], rng: random.Random) -> None:
    with machines(COPIES) as (*desks, one, two, three):
        loads = play(desks, steps)
        wanted = union(one, loads)
        assert union(two, loads[::-1]) == wanted
        with batches_of(rng.randint(1, 3)):
            assert union(three, rng.sample(loads * 2, len(loads) * 2)) == wanted


@pytest.mark.fault(1, 58)
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


@pytest.mark.fault(81)
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


@pytest.mark.fault(6)
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
@given(STEPS, st.integers(1, 5), st.randoms(use_true_random=False))
@example([(0, "set", 0, 0), (0, "set", 0, 2)], 1, random.Random(0))
def test_withheld_records_are_filled_in_whenever_their_content_comes(
    steps: list[tuple[int, str, int, int]], every: int, rng: random.Random
) -> None:
    """Without content a record counts for chain and digest and says nothing; with it, it is as if it came whole."""
    with machines(COPIES) as (*desks, one, two, three):
        loads = play(desks, steps)
        wanted = union(one, loads)
        bare = [one.hand_on(keep=lambda t, k, op, rest=rest: op.id[-1] % every != rest) for rest in range(every)]
        union(two, rng.sample(bare[:1] * 2, 2))
        records = [independent_reader.read(line) for line in bare[0].lines]
        assert two.ids == one.ids and two.position == one.position
        assert two.state()["code"] == wanted["code"]
        expect(two, records)
        rebuild(two.connection)
        expect(two, records)
        passed = two.hand_on()
        assert set(passed.lines) == set(bare[0].lines), "what is withheld is handed on withheld"
        assert union(three, rng.sample([*bare, passed, *loads], len(loads) + len(bare) + 1)) == wanted
        assert union(two, loads) == wanted


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


@pytest.mark.fault(21)
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


@pytest.mark.fault(30)
@LAWS
@given(STEPS, STEPS, st.randoms(use_true_random=False))
def test_a_copied_database_loses_nothing(
    first: list[tuple[int, str, int, int]], then: list[tuple[int, str, int, int]], rng: random.Random
) -> None:
    """Two machines write under one number: both branches are there, in any order, and everybody knows."""
    with machines(COPIES) as (a, b, c, d, one, two, three):
        play([a, b, c, d], first)
        clone = copy_of(a, "clone")
        loads = play([a, b, clone, d], then)
        wanted = union(one, loads)
        assert one.ids == set().union(*(machine.ids for machine in (a, b, clone, d)))
        assert union(two, rng.sample(loads, len(loads))) == wanted
        assert union(three, [one.hand_on()]) == wanted
        twice = one.all("SELECT 1 FROM op WHERE r = ? GROUP BY n HAVING count(DISTINCT id) > 1", a.replica)
        assert forked(one.connection, a.replica) == bool(twice)
        assert not forked(one.connection, d.replica)
        # It goes on, and what either of them writes then still arrives.
        clone.take_in(a.hand_on())
        for machine in (a, clone):
            machine.write(Change("household", "9" * 32, {"place": {"address": machine.name}}))
            two.take_in(machine.hand_on())
            assert machine.ids <= two.ids


def test_the_shown_value_is_the_exact_one() -> None:
    """County before station, then the later counter, then the larger id; asserted, not only that all agree."""
    with machines(["T532301102", "T532301102", "C532301", "C532301"]) as (a, b, county, reader):
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


@pytest.mark.parametrize("lines", [1, 2, 5])
def test_a_row_whose_records_come_in_several_batches_is_the_one_of_its_author(lines: int) -> None:
    """The later ones are of every kind: again, of another group, out of turn, one that takes the row away."""
    whole, anew = (
        {"ident": {"name": name}, "file": {"opened_on": day, "file_state": "open"}}
        for name, day in (("甲", "2026-03-02"), ("乙", "2026-03-03"))
    )
    with machines(["T532301102", "C532301"]) as (desk, county):
        for row in range(4):
            desk.write(Change("client", f"{row:032x}", whole))
            desk.write(Change("client", f"{row:032x}", anew))
        desk.write(Change("client", f"{2:032x}", {"contact": {"phone": "1"}}))
        desk.write(Change("client", f"{3:032x}", {}, "delete"))
        desk.write(Change("client", f"{1:032x}", {"ident": {"name": "丁"}}))
        desk.write(Change("client", f"{0:032x}", {"ident": {"name": '戊"小"'}}))  # read the long way
        with batches_of(lines):
            county.take_in(desk.hand_on())
        rows = "SELECT * FROM client ORDER BY id"
        assert county.all(rows) == desk.all(rows)


@pytest.mark.fault(4, 5)
def test_a_hole_is_seen_and_closed() -> None:
    with machines(["T532301102", "C532301", "C532301"]) as (desk, county, other):
        parts: list[Load] = []
        for seed in range(9):
            desk.write(Change("household", f"{seed % 4:032x}", {"place": {"address": str(seed)}}))
            if seed % 3 == 2:
                parts.append(desk.hand_on(position(parts[-1]) if parts else None))
        first, second, third = parts
        assert [len(part.lines) for part in parts] == [3, 3, 3]

        def missing(machine: Machine) -> list[tuple[int, int]]:
            return holes(machine.connection, desk.replica)

        county.take_in(third)
        assert missing(county) == [(1, 6)] and county.position[desk.replica][0] == 0
        county.take_in(first)
        assert missing(county) == [(4, 6)] and county.position[desk.replica][0] == 3
        assert holes(county.connection, desk.replica, 5) == [(4, 5)]
        # A machine with a hole hands on both sides of it.
        other.take_in(county.hand_on())
        assert missing(other) == [(4, 6)] and other.ids == county.ids
        county.take_in(second)
        other.take_in(second)
        assert missing(county) == [] and county.position == {desk.replica: (9, third.spans[0].last_chain)}
        assert county.state() == other.state()
        assert holes(county.connection, desk.replica, 12) == [(10, 12)]
        assert holes(county.connection, bytes(16), 2) == [(1, 2)]


@pytest.mark.fault(69)
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


@LAWS
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=8),
    st.integers(0, 99),
    st.randoms(use_true_random=False),
)
def test_erased_is_erased_whatever_comes_first(written: list[tuple[int, int]], which: int, rng: random.Random) -> None:
    """An order drops what it names of its own row, before or after it came, and nothing else."""
    with machines(["T532301102", "C532301", "C532301", "C532301"]) as (desk, county, one, two):
        for row, value in written:
            desk.write(Change("household", f"{row:032x}", {"place": {"address": f"{value}"}}))
        whole = desk.hand_on()
        county.take_in(whole)
        ops = [(op.hex(), key.hex()) for op, key in county.all("SELECT id, k FROM op ORDER BY n")]
        named = sorted({ops[which % len(ops)][0], ops[which // 7 % len(ops)][0]})
        row = ops[which % len(ops)][1]
        county.write(Change("household", row, {"_erase": {"ops": named, "reason": "x"}}, "erase"))
        order = county.hand_on(keep=lambda t, k, op: op.a == "erase")
        loads = [whole, order, county.hand_on()]
        wanted = union(one, loads)
        assert union(two, rng.sample(loads * 2, 6)) == wanted == union(county, loads)
        gone = {op.hex() for (op,) in one.all("SELECT id FROM op WHERE payload IS NULL")}
        assert gone == {op for op, key in ops if op in named and key == row}
        expect(one, [independent_reader.read(line) for load in loads for line in load.lines])
