"""Reads of the verdicts about which files are of one person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import orjson

from db.ids import derived_id
from db.ownership import authority
from db.store import Connection

TABLE = "person_link"


def link_id(one: str, other: str) -> str:
    """The row id of the verdict about two clients, whichever is named first."""
    return derived_id(TABLE, *sorted((one, other)))


class LinkRow(NamedTuple):
    """A verdict in force. ``authority`` grows with the tier of the unit whose verdict is shown."""

    id: str
    a: str
    b: str
    verdict: str
    reason: str | None
    unit: str
    authority: int
    worker: str | None
    at: str
    conflicts: int


_COLUMNS = "SELECT p.id, p.a, p.b, p.verdict, p.reason, p.conflicts FROM person_link p WHERE p.alive"


def any_link(connection: Connection) -> bool:
    """Whether a verdict is in force at all."""
    return connection.execute("SELECT 1 FROM person_link WHERE alive LIMIT 1").fetchone() is not None


def links(connection: Connection) -> list[LinkRow]:
    """All verdicts in force, by row id. A row under another id than its pair's own is no verdict."""
    found = connection.execute(f"{_COLUMNS} ORDER BY p.id").fetchall()
    if not found:
        return []
    from db.fold import heads  # these bring the models: a book without a verdict does without them
    from db.gateway import counted_ops

    names = dict(connection.execute("SELECT id, name FROM staff").fetchall())
    out = []
    for key, a, b, verdict, reason, conflicts in found:
        if key.hex() != link_id(a.hex(), b.hex()):
            continue
        op = heads(counted_ops(connection, TABLE, key))["verdict"][0]
        out.append(
            LinkRow(
                key.hex(), a.hex(), b.hex(), verdict, reason, op.st, authority(op.st), names.get(op.w), op.at, conflicts
            )
        )
    return out


def was_decided(connection: Connection, link: str) -> bool:
    """Whether there was ever a verdict under this row id, taken back or not."""
    found = connection.execute("SELECT 1 FROM person_link WHERE id = ?", (bytes.fromhex(link),)).fetchone()
    return found is not None


def households_of(connection: Connection, clients: Sequence[str]) -> dict[str, str]:
    """The household of each of these clients that has one."""
    found = connection.execute(
        "SELECT lower(hex(id)), lower(hex(household)) FROM client WHERE household IS NOT NULL"
        " AND id IN (SELECT unhex(value) FROM json_each(?))",
        (orjson.dumps(list(clients)).decode(),),
    )
    return dict(found.fetchall())
