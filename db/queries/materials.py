"""Reads of goods that were given: with an entry of the log, a session, an activity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from db.queries.sql import rows
from db.store import Connection


class MaterialRow(NamedTuple):
    """Goods given on a day. ``source``: the resource they came from, or what was typed."""

    id: str
    service_log: str
    given_on: str
    what: str
    quantity: int | None
    measure: str | None
    value_fen: int | None
    source: str | None


def materials_of_logs(connection: Connection, logs: Sequence[str]) -> list[MaterialRow]:
    """The goods given with some entries of the log, by day."""
    marks = ", ".join(["unhex(?)"] * len(logs))
    return rows(
        connection,
        MaterialRow,
        "SELECT g.id, g.service_log, g.given_on, g.what, g.quantity, g.measure, g.value_fen,"
        " coalesce(r.title, g.source) FROM material_given g LEFT JOIN resource r ON r.id = g.resource"
        f" WHERE g.alive AND g.service_log IN ({marks}) ORDER BY g.given_on, g.entered_at, g.id",
        tuple(logs),
    )
