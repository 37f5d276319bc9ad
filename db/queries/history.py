"""What a row showed after each of its change records: the history of a state, a stage, any field group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.ownership import shown_first
from db.records import OP_COLUMNS, Op
from db.store import Connection

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Shown:
    """What the groups asked for showed after one record: ``values`` of those set so far, ``changed`` by it.

    ``at`` is the wall time of the record (ISO 8601 with offset), ``by`` who wrote it, ``station`` where.
    """

    op: str
    at: str
    by: str
    station: str
    changed: frozenset[str]
    values: Mapping[str, Mapping[str, Any]]


def history(
    connection: Connection, table: str, row_ids: Sequence[str], groups: Iterable[str]
) -> dict[str, list[Shown]]:
    """For each row (hex id) of a register what its ``groups`` showed, oldest first.

    A record that changes none of them is left out.
    Records stand in the order of their Lamport counter, the order in which their writers could know of each other.
    The last entry is what the register shows now. Rows without records are not in the answer.
    """
    wanted = tuple(groups)
    out: dict[str, list[Shown]] = {}
    for start in range(0, len(row_ids), _CHUNK):
        keys = [bytes.fromhex(row) for row in row_ids[start : start + _CHUNK]]
        marks = ",".join("?" * len(keys))
        of_row: dict[bytes, list[Op]] = defaultdict(list)
        for found in connection.execute(
            f"SELECT {OP_COLUMNS} FROM op WHERE k IN ({marks}) AND t = ? AND payload IS NOT NULL AND parked = 0"
            " AND id NOT IN (SELECT id FROM foreign_op)"
            " ORDER BY l, id",
            (*keys, table),
        ):
            op = Op(*found)
            of_row[op.k].append(op)
        for key, ops in of_row.items():
            if steps := _steps(ops, wanted):
                out[key.hex()] = steps
    return out


def _steps(ops: Iterable[Op], wanted: Sequence[str]) -> list[Shown]:
    live: dict[str, list[tuple[Op, Mapping[str, Any]]]] = {group: [] for group in wanted}
    shown: dict[str, Mapping[str, Any]] = {}
    out: list[Shown] = []
    for op in ops:
        payload: dict[str, dict[str, Any]] = op.groups
        set_now = [group for group in wanted if group in payload]
        if not set_now:
            continue
        replaced = op.replaced
        changed = set()
        for group in set_now:
            gone = set(replaced.get(group, ()))
            live[group] = [one for one in live[group] if one[0].id.hex() not in gone]
            live[group].append((op, payload[group]))
            first = max(live[group], key=lambda one: shown_first(one[0]))[1]
            if shown.get(group) != first:
                shown[group] = first
                changed.add(group)
        if changed:
            out.append(Shown(op.id.hex(), op.at, op.w.hex(), op.st, frozenset(changed), dict(shown)))
    return out
