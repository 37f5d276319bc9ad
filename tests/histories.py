"""Histories of a county: machines that write, hand on and take in, with everything that goes wrong on the way."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any

import independent_fold
import independent_reader
import orjson
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from machines import Load, Machine, copy_of, machine, release
from rows import sample

from db.chains import forked
from db.gateway import Change
from db.merge import NotAsSaid, holes
from db.rebuild import rebuild
from db.registry import specs

GROUPS = [(t, g) for t in ("client", "household", "log_client") for g in specs()[t].groups][:9]
"""Some groups of some tables, with and without row references, required and not."""


@cache
def values(table: str, group: str, seed: int) -> dict[str, Any]:
    """Valid values, the same for the same seed."""
    return sample(table, group, seed)


def expect(county: Machine, records: list[dict[str, Any]]) -> None:
    """The registers and the conflicts are what the second program makes of the records."""
    disputes = {(t, k.hex(), g): heads for t, k, g, heads in county.all("SELECT t, k, grp, heads FROM conflict")}
    wanted: dict[tuple[str, str, str], str] = {}
    required = {name: set(spec.required) for name, spec in specs().items()}
    aside = {(t, k.hex(), op): why for t, k, op, why in county.all("SELECT t, k, id, reason FROM foreign_op")}
    expected: dict[tuple[str, str, bytes], str] = {}
    for (table, key), made in independent_fold.fold(records, required).items():
        expected |= {(table, key, op): why for op, why in made.aside.items()}
        spec = specs()[table]
        names = (*spec.fields, "alive", "conflicts", "owner")
        rows = county.all(f"SELECT {', '.join(names)} FROM {table} WHERE id = ?", bytes.fromhex(key))
        assert bool(rows) != made.empty, (table, key)
        if made.empty:
            continue
        found = dict(zip(names, rows[0], strict=True))
        assert found["owner"] == made.owner
        for group, fields in made.shown.items():
            for field, value in fields.items():
                wanted_value = bytes.fromhex(value) if field in spec.refs and value is not None else value
                assert found[field] == wanted_value, (table, group, field)
        assert bool(found["alive"]) == (not made.gone and set(spec.required) <= set(made.shown))
        assert found["conflicts"] == len(made.disputed)
        wanted |= {(table, key, group): " ".join(h.hex() for h in heads) for group, heads in made.disputed.items()}
    assert disputes == wanted
    assert aside == expected
    drop = {op.hex() for op in independent_fold.erased(records)}
    kept = county.all("SELECT lower(hex(id)) FROM op WHERE payload IS NOT NULL")
    assert not drop & {op for (op,) in kept}
    assert {r["id"].hex() for r in records if r["payload"] is not None} - drop <= {op for (op,) in kept}


DESKS = {"a1": "T532301102", "a2": "T532301102", "b": "T532301103", "c": "V532301104001"}
COUNTIES = {"county": "C532301", "copy": "C532301"}
CLOCKS = [datetime(1970, 1, 1, tzinfo=UTC), datetime(2099, 12, 31, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)]

DESK, COUNTY, ANY = st.sampled_from(sorted(DESKS)), st.sampled_from(sorted(COUNTIES)), st.integers(0, 10**6)
ROW, VALUE = st.integers(0, 2), st.integers(0, 2)


class Histories(RuleBasedStateMachine):
    """Three stations, one with two laptops, and two copies of a county. After each delivery the laws are looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Machine] = []
        self.at = {name: self._open(machine(unit, name)) for name, unit in {**DESKS, **COUNTIES}.items()}
        self.pool: list[Load] = []
        self.sent: dict[str, dict[bytes, tuple[int, bytes]]] = {}
        self.came: dict[str, list[Load]] = {name: [] for name in COUNTIES}
        self.held: dict[str, list[Load]] = {name: [] for name in COUNTIES}
        self.unknown = {self.at["c"].replica}

    def _open(self, made: Machine) -> Machine:
        self.opened.append(made)
        return made

    # What people do

    @rule(who=DESK, which=ANY, row=ROW, value=VALUE)
    def edit(self, who: str, which: int, row: int, value: int) -> None:
        table, group = GROUPS[which % len(GROUPS)]
        self.at[who].write(Change(table, f"{row:032x}", {group: values(table, group, value)}))

    @rule(who=st.sampled_from(sorted({**DESKS, **COUNTIES})), row=ROW, back=st.booleans())
    def delete_or_restore(self, who: str, row: int, back: bool) -> None:
        self.at[who].write(Change("client", f"{row:032x}", {}, "restore" if back else "delete"))

    @rule(who=st.sampled_from(sorted({**DESKS, **COUNTIES})), which=ANY, value=VALUE)
    def settle(self, who: str, which: int, value: int) -> None:
        desk = self.at[who]
        found = desk.all("SELECT id, t, k, grp, heads FROM conflict ORDER BY id")
        if found:
            _id, table, key, group, heads = found[which % len(found)]
            if group == "_alive":
                desk.write(Change(table, key.hex(), {}, "delete" if value else "restore"))
            elif group == "_owner":
                if who in DESKS:
                    return
                (said,) = desk.all("SELECT payload FROM op WHERE id = ?", bytes.fromhex(heads.split()[0]))
                desk.write(Change(table, key.hex(), orjson.loads(said[0]), "transfer"))
            else:
                desk.write(Change(table, key.hex(), {group: values(table, group, value)}, "resolve"))
            assert not desk.all("SELECT 1 FROM conflict WHERE id = ?", _id)

    @rule(
        who=COUNTY, what=st.sampled_from(["transfer", "transfer", "admit", "quarantine", "erase"]), which=ANY, value=ANY
    )
    def the_county_says(self, who: str, what: str, which: int, value: int) -> None:
        self.at[who].speak(what, which, value)

    @rule(who=DESK, which=ANY)
    def hand_over(self, who: str, which: int) -> None:
        self.at[who].speak("ack", which, 0)

    @rule(who=COUNTY, to=DESK, every=st.integers(1, 4))
    def send_down(self, who: str, to: str, every: int) -> None:
        """All that a county has, part of it without its content."""
        self._deliver(self.at[who].hand_on(keep=lambda t, k, op: op.id[-1] % every == 0), self.at[to])

    @rule(who=DESK)
    def undo(self, who: str) -> None:
        self.at[who].undo()

    @rule(who=DESK, to=st.sampled_from(CLOCKS))
    def set_the_clock(self, who: str, to: datetime) -> None:
        self.at[who].clock = to

    @rule(who=st.sampled_from(["a1", "b"]))
    def copy_the_database(self, who: str) -> None:
        if "clone" not in self.at:
            self.at["clone"] = self._open(copy_of(self.at[who], "clone"))

    @rule(which=ANY, row=ROW, value=VALUE)
    def edit_on_the_copy(self, which: int, row: int, value: int) -> None:
        if "clone" in self.at:
            self.edit("clone", which, row, value)

    # What travels

    @rule(who=st.sampled_from([*sorted(DESKS), "clone"]), since=st.sampled_from(["", "last", *sorted(COUNTIES)]))
    def export(self, who: str, since: str) -> None:
        """From the first record on, from the last export, or from what a county has."""
        if who in self.at:
            after = self.sent.get(who, {}) if since == "last" else self.at[since].position if since else {}
            self.pool.append(self.at[who].hand_on(after))
            self.sent[who] = {**self.sent.get(who, {}), **self.at[who].position}

    @rule(which=ANY, to=st.sampled_from(["a1", "a2"]))
    def hand_to_a_colleague(self, which: int, to: str) -> None:
        if self.pool:
            self._deliver(self.pool[which % len(self.pool)], self.at[to])

    @rule(which=ANY, to=COUNTY)
    def deliver(self, which: int, to: str) -> None:
        if self.pool:
            load = self.pool[which % len(self.pool)]
            if load.sender in {replica.hex() for replica in self.unknown}:
                self.held[to].append(load)
            else:
                self._deliver(load, self.at[to])
                self.came[to].append(load)

    @rule(to=COUNTY)
    def enrol_late(self, to: str) -> None:
        self.unknown.clear()
        for load in self.held[to]:
            self._deliver(load, self.at[to])
        self.came[to] += self.held[to]
        self.held[to] = []

    @rule(which=ANY)
    def lose(self, which: int) -> None:
        if self.pool:
            self.pool.pop(which % len(self.pool))

    @rule(one=COUNTY)
    def counties_meet(self, one: str) -> None:
        other = next(name for name in COUNTIES if name != one)
        self._deliver(self.at[one].hand_on(), self.at[other])
        self.came[other] += self.came[one]

    @rule(which=ANY, to=COUNTY, cut=st.integers(1, 5))
    def deliver_cut_short(self, which: int, to: str, cut: int) -> None:
        loads = [load for load in self.pool if load.lines]
        if loads:
            load = loads[which % len(loads)]
            before = self.at[to].state()
            with pytest.raises(NotAsSaid):
                self.at[to].take_in(Load(load.sender, load.spans, load.lines[:-cut]))
            assert self.at[to].state() == before

    @rule(which=ANY, to=COUNTY)
    def stop_in_the_middle(self, which: int, to: str) -> None:
        def stop(done: int) -> None:
            raise KeyboardInterrupt

        loads = [load for load in self.pool if load.lines]
        if loads:
            before = self.at[to].state()
            with pytest.raises(KeyboardInterrupt):
                self.at[to].take_in(loads[which % len(loads)], progress=stop)
            assert self.at[to].state() == before

    def _deliver(self, load: Load, to: Machine) -> None:
        before, own = to.ids, to.all("SELECT id FROM op WHERE r = ?", to.replica)
        arrived = {independent_reader.read(line)["id"] for line in load.lines}
        done = to.take_in(load)
        assert to.ids == before | arrived
        assert done.new == len(arrived - before) and done.new + done.known == len(load.lines)
        if to.name in COUNTIES:
            assert to.all("SELECT id FROM op WHERE r = ?", to.replica) == own, "merging writes nothing"

    # What always holds

    @invariant()
    def ledgers_say_what_is_here(self) -> None:
        for county in (self.at[name] for name in COUNTIES):
            for replica, held, last, highest in county.all("SELECT id, held, last, highest FROM replica"):
                numbers = {n for (n,) in county.all("SELECT n FROM op WHERE r = ?", replica)}
                assert set(range(1, last + 1)) <= numbers and last + 1 not in numbers and highest == max(numbers)
                missing = {n for first, end in holes(county.connection, replica) for n in range(first, end + 1)}
                assert missing == set(range(1, highest + 1)) - numbers
                assert held == county.all("SELECT count(*) FROM op WHERE r = ?", replica)[0][0]

    def teardown(self) -> None:
        try:
            self._all_comes_together()
        finally:
            release([one.connection for one in self.opened])

    def _all_comes_together(self) -> None:
        for name in COUNTIES:
            county = self.at[name]
            records = [independent_reader.read(line) for load in self.came[name] for line in load.lines]
            records += [independent_reader.read(line) for line in county.hand_on().lines]
            expect(county, records)
        # At last every machine sends all it has; both counties hear it, one of them backwards and twice.
        last = [self.at[name].hand_on() for name in sorted(self.at)]
        for load in last:
            self.at["county"].take_in(load)
        for load in [*last[::-1], *last]:
            self.at["copy"].take_in(load)
        state = self.at["county"].state()
        assert self.at["copy"].state() == state
        assert self.at["county"].ids >= set().union(*(one.ids for one in self.opened))
        for one in self.opened:
            twice = one.all("SELECT 1 FROM op WHERE r = ? GROUP BY n HAVING count(*) > 1", one.replica)
            assert forked(one.connection, one.replica) == bool(twice)
        rebuild(self.at["county"].connection)
        assert self.at["county"].state() == state
