"""Conflicts: what caused one, all its live values and what they replaced; settled ones with what was set aside.

Settling one is a record that names every head it saw. Nothing is lost by it: the values set aside stay in the set of
records, and ``settlements`` reads them from there for good.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.fold import deletion, heads
from db.gateway import Change, ops_of_row
from db.ownership import stand
from db.records import OP_COLUMNS, Op
from db.registry import ALIVE, specs
from db.special import OWNER
from db.store import Connection

EDIT, DELETE, SETTLEMENT, LATE, TRANSFER = CAUSES = ("edit", "delete", "settlement", "late", "transfer")
"""What did not see what: two edits; a deletion and an edit; two settlements; a settlement and an edit that came after
it; two transfers."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value: the record that wrote it (hex), its fields, by whom, from which device, when."""

    op: str
    value: dict[str, Any]
    worker: str | None
    station: str
    replica: str
    at: str


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """A field group with more than one live value; the shown one first. ``base``: what they all replaced, if one."""

    id: str
    table: str
    row: str
    group: str
    values: tuple[Value, ...]
    cause: str = EDIT
    base: Value | None = None
    owner: str = ""
    """The unit whose row it is."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """A settled conflict: the value taken, those set aside. ``holds``: it is still what is shown."""

    op: str
    table: str
    row: str
    group: str
    taken: Value
    aside: tuple[Value, ...]
    holds: bool


def conflict_count(connection: Connection) -> int:
    """How many conflicts are open."""
    return int(connection.execute("SELECT count(*) FROM conflict").fetchone()[0])


def open_conflicts(connection: Connection, conflict: str | None = None) -> list[OpenConflict]:
    """All open conflicts, or the one whose id begins so."""
    found = connection.execute(
        "SELECT lower(hex(id)), t, k, grp FROM conflict WHERE ?1 IS NULL OR substr(lower(hex(id)), 1, length(?1)) = ?1"
        " ORDER BY t, k, grp",
        (conflict,),
    ).fetchall()
    return _opened(connection, found)


def conflicts_of_row(connection: Connection, table: str, row: bytes) -> list[OpenConflict]:
    """The open conflicts of one row."""
    found = connection.execute(
        "SELECT lower(hex(id)), t, k, grp FROM conflict WHERE t = ? AND k = ? ORDER BY grp", (table, row)
    ).fetchall()
    return _opened(connection, found)


def _opened(connection: Connection, found: Iterable[tuple[str, str, bytes, str]]) -> list[OpenConflict]:
    names = _staff(connection)
    out = []
    for conflict_id, table, row, group in found:
        standing = stand(ops_of_row(connection, table, row), specs()[table])
        live = heads(standing.counted)
        ops = list(standing.transfers) if group == OWNER else live.get(group, [])
        if group == ALIVE:  # a deletion and the edits it did not see
            ops = deletion(live)[1]
        known = {op.id.hex(): op for op in standing.counted if group in op.groups}
        values = tuple(_value(known.get(_origin(known, op, group), op), group, names, op) for op in ops)
        base = None if group in (ALIVE, OWNER) else _base(known, ops, group)
        out.append(
            OpenConflict(
                conflict_id, table, row.hex(), group, values, _cause(group, ops),
                _value(base, group, names) if base else None, standing.owner,
            )
        )  # fmt: skip
    return out


def _staff(connection: Connection) -> dict[bytes, str]:
    return dict(connection.execute("SELECT id, name FROM staff").fetchall())


def _value(op: Op, group: str, names: Mapping[bytes, str], called: Op | None = None) -> Value:
    head = called or op
    return Value(head.id.hex(), head.groups.get(group, {}), names.get(op.w), op.st, op.r.hex(), op.at)


def _cause(group: str, ops: Sequence[Op]) -> str:
    if group in (ALIVE, OWNER):
        return DELETE if group == ALIVE else TRANSFER
    settled = [op.a == "resolve" for op in ops]
    return SETTLEMENT if all(settled) else LATE if any(settled) else EDIT


def _before(known: Mapping[str, Op], op: Op, group: str) -> set[str]:
    # All that a record replaced, and what those had replaced.
    seen: set[str] = set()
    waiting = [op]
    while waiting:
        for one in waiting.pop().replaced.get(group, ()):
            if one not in seen and one in known:
                seen.add(one)
                waiting.append(known[one])
    return seen


def _base(known: Mapping[str, Op], ops: Iterable[Op], group: str) -> Op | None:
    common = set.intersection(*(_before(known, op, group) for op in ops))
    return max((known[one] for one in common), key=lambda op: (op.l, op.id), default=None)


def _origin(known: Mapping[str, Op], op: Op, group: str) -> str:
    # A settlement that was taken back left the values again that it had found: each is still its first writer's.
    undone = [known[one] for one in op.replaced.get(group, ()) if one in known and known[one].a == "resolve"]
    if op.a != "set" or not undone:
        return op.id.hex()
    same = [
        one
        for settled in undone
        for one in settled.replaced.get(group, ())
        if one in known and known[one].groups[group] == op.groups[group]
    ]
    return _origin(known, known[min(same)], group) if same else op.id.hex()


_SETTLED = f"SELECT {OP_COLUMNS} FROM op WHERE a IN ('resolve', 'restore') AND payload IS NOT NULL AND parked = 0"
MOST = 500
"""Settlements listed at once, the newest first."""


def settlements(connection: Connection, table: str | None = None, row: str | None = None) -> list[Settlement]:
    """Settled conflicts, of one row or of all, with the values that were set aside; newest first."""
    if row is None:
        found = connection.execute(f"{_SETTLED} ORDER BY l DESC, id LIMIT {MOST}").fetchall()
    else:
        found = connection.execute(f"{_SETTLED} AND k = ? AND t = ? ORDER BY l DESC, id", (bytes.fromhex(row), table))
        found = found.fetchall()
    names = _staff(connection)
    out = []
    for op in map(Op._make, found):
        if op.t not in specs():
            continue
        standing = stand(ops_of_row(connection, op.t, op.k), specs()[op.t])
        by_id = {one.id.hex(): one for one in standing.counted}
        if op.id.hex() not in by_id:
            continue
        live = heads(standing.counted)
        for group in op.groups:
            seen = [by_id[one] for one in op.replaced.get(group, ()) if one in by_id]
            aside = [one for one in seen if one.groups[group] != op.groups[group]]
            if aside:
                known = {key: one for key, one in by_id.items() if group in one.groups}
                out.append(
                    Settlement(
                        op.id.hex(), op.t, op.k.hex(), group, _value(op, group, names),
                        tuple(_value(known[_origin(known, one, group)], group, names, one) for one in aside),
                        [one.id for one in live[group]] == [op.id],
                    )
                )  # fmt: skip
    return out


def resolving_change(conflict: OpenConflict, value: dict[str, Any]) -> Change:
    """The change that settles a conflict on a value; the gateway names every head that is live here."""
    action = "transfer" if conflict.group == OWNER else "resolve"
    return Change(conflict.table, conflict.row, {conflict.group: value}, action)
