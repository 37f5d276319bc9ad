"""Open conflicts, with all their live values; settling one is a record that names every head it saw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from db.fold import deletion, heads
from db.gateway import Change, ops_of_row
from db.ownership import stand
from db.registry import ALIVE, specs
from db.special import OWNER
from db.store import Connection


@dataclass(frozen=True, slots=True)
class Value:
    """One live value: the record that wrote it (hex), its fields, by whom, from which device, when."""

    op: str
    value: dict[str, Any]
    worker: str | None
    station: str
    replica: str
    at: str


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """A field group with more than one live value; the shown one first."""

    id: str
    table: str
    row: str
    group: str
    values: tuple[Value, ...]


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
    names = {row[0]: row[1] for row in connection.execute("SELECT id, name FROM staff")}
    out = []
    for conflict_id, table, row, group in found:
        standing = stand(ops_of_row(connection, table, row), specs()[table].owned)
        live = heads(standing.counted)
        ops = list(standing.transfers) if group == OWNER else live.get(group, [])
        if group == ALIVE:  # a deletion and the edits it did not see
            ops = deletion(live)[1]
        values = tuple(
            Value(op.id.hex(), op.groups.get(group, {}), names.get(op.w), op.st, op.r.hex(), op.at) for op in ops
        )
        out.append(OpenConflict(conflict_id, table, row.hex(), group, values))
    return out


def resolving_change(conflict: OpenConflict, value: dict[str, Any]) -> Change:
    """The change that settles a conflict on a value; the gateway names every head that is live here."""
    action = "transfer" if conflict.group == OWNER else "resolve"
    return Change(conflict.table, conflict.row, {conflict.group: value}, action)
