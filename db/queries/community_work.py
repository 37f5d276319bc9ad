"""Reads of needs, matches and voluntary service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from db.queries.sql import rows
from db.store import Connection


class NeedRow(NamedTuple):
    """A need. ``provider``: who is to meet it or met it, joined by 、."""

    id: str
    title: str
    kind: str | None
    client: str | None
    client_name: str | None
    found_on: str
    wanted_by: str | None
    urgency: str | None
    state: str
    state_on: str | None
    provider: str | None


_NEEDS = (
    "SELECT n.id, n.title, n.kind, n.client, c.name, n.found_on, n.wanted_by, n.urgency, n.state, n.state_on,"
    " (SELECT group_concat(coalesce(r.title, v.name, s.name, ''), '、') FROM need_match m"
    "   LEFT JOIN resource r ON r.id = m.resource LEFT JOIN volunteer v ON v.id = m.volunteer"
    "   LEFT JOIN staff s ON s.id = m.staff WHERE m.need = n.id AND m.alive AND m.state <> 'failed')"
    " FROM need n LEFT JOIN client c ON c.id = n.client WHERE n.alive"
)


def need_list(connection: Connection, *, owner: str | None = None) -> list[NeedRow]:
    """Needs: those without a match first, the urgent ones before the others, then by how long they wait."""
    return rows(
        connection,
        NeedRow,
        f"{_NEEDS} AND (:owner IS NULL OR n.owner = :owner) ORDER BY"
        " CASE n.state WHEN 'open' THEN 0 WHEN 'matched' THEN 1 ELSE 2 END,"
        " CASE n.urgency WHEN 'urgent' THEN 0 WHEN 'soon' THEN 1 ELSE 2 END, n.found_on, n.id",
        {"owner": owner},
    )


def need_by_id(connection: Connection, need: str) -> NeedRow | None:
    """One need."""
    found = rows(connection, NeedRow, f"{_NEEDS} AND n.id = unhex(:id)", {"id": need})
    return found[0] if found else None


class MatchRow(NamedTuple):
    """A match of a need."""

    id: str
    need: str
    state: str
    service_log: str | None


def matches_of(connection: Connection, need: str | None) -> list[MatchRow]:
    """The matches of a need, or all of them."""
    return rows(
        connection,
        MatchRow,
        "SELECT id, need, state, service_log FROM need_match WHERE alive AND (:need IS NULL OR need = unhex(:need))"
        " ORDER BY entered_at, id",
        {"need": need},
    )


class ShiftRow(NamedTuple):
    """Somebody's voluntary service on a day."""

    id: str
    confirmed: int


def shifts_by_id(connection: Connection, shifts: Sequence[str]) -> list[ShiftRow]:
    """These rows of voluntary service."""
    marks = ", ".join(["unhex(?)"] * len(shifts))
    sql = f"SELECT id, confirmed FROM volunteer_shift WHERE alive AND id IN ({marks}) ORDER BY id"
    return rows(connection, ShiftRow, sql, tuple(shifts))
