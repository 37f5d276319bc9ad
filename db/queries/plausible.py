"""What is well formed and yet unlikely: asked of the registers each time; the numbers come in from outside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from db.queries.problems import MOST, Problem
from db.store import Connection

VISITS, TEXTS, LENGTHS, DEATH, EMPTY, LAPSED = KINDS = (
    "many_visits", "texts_alike", "lengths_alike", "after_death", "session_empty", "registration_lapsed",
)  # fmt: skip
"""Very many visits on a day; one text again and again; all visits of one length; a visit after a death; a session
without attendance; a registration that has run out and still counts."""

_VISIT: Final = "l.alive AND l.state <> 'draft' AND l.method = 'home_visit' AND l.service_date >= ?"


def _asked(connection: Connection, kind: str, table: str, field: str, sql: str, *values: object) -> Iterator[Problem]:
    for row, owner, value, other in connection.execute(f"{sql} LIMIT {MOST}", values):
        yield Problem(kind, table, row.hex(), owner, field, str(value), other.hex() if other else "")


def many_visits(connection: Connection, since: str, most: int) -> Iterator[Problem]:
    """More than ``most`` people visited by one worker on one day; the day's first entry stands for them."""
    yield from _asked(
        connection, VISITS, "service_log", "service_date",
        "SELECT min(l.id), l.unit, l.service_date || ' ' || count(DISTINCT m.client), l.writer FROM service_log l"
        f" CROSS JOIN log_client m ON m.service_log = l.id WHERE {_VISIT} AND m.alive AND m.outcome = 'met'"
        " GROUP BY l.unit, l.writer, l.service_date HAVING count(DISTINCT m.client) > ? ORDER BY l.service_date DESC",
        since, most,
    )  # fmt: skip


def texts_alike(connection: Connection, since: str, least: int, shortest: int) -> Iterator[Problem]:
    """The same note of at least ``shortest`` characters in ``least`` entries of one worker and more."""
    yield from _asked(
        connection, TEXTS, "service_log", "note",
        "SELECT min(l.id), l.unit, count(*), l.writer FROM service_log l WHERE l.alive AND l.state <> 'draft'"
        " AND l.service_date >= ? AND length(l.note) >= ? GROUP BY l.unit, l.writer, l.note HAVING count(*) >= ?"
        " ORDER BY count(*) DESC, min(l.id)",
        since, shortest, least,
    )  # fmt: skip


def lengths_alike(connection: Connection, since: str, least: int) -> Iterator[Problem]:
    """All home visits of a worker's month of one length, ``least`` of them and more."""
    yield from _asked(
        connection, LENGTHS, "service_log", "minutes",
        "SELECT min(l.id), l.unit, substr(l.service_date, 1, 7) || ' ' || max(l.minutes), l.writer FROM service_log l"
        f" WHERE {_VISIT} AND l.minutes IS NOT NULL GROUP BY l.unit, l.writer, substr(l.service_date, 1, 7)"
        " HAVING count(*) >= ? AND min(l.minutes) = max(l.minutes) ORDER BY 3",
        since, least,
    )  # fmt: skip


def after_death(connection: Connection) -> Iterator[Problem]:
    """Entries that met somebody after the day the file was ended because of death."""
    yield from _asked(
        connection, DEATH, "service_log", "service_date",
        "SELECT l.id, l.unit, l.service_date, c.id FROM client c CROSS JOIN log_client m ON m.client = c.id"
        " CROSS JOIN service_log l ON l.id = m.service_log WHERE c.alive AND c.end_reason = 'died' AND m.alive"
        " AND m.outcome = 'met' AND l.alive AND l.state <> 'draft' AND l.service_date > c.ended_on"
        " ORDER BY l.service_date DESC, l.id",
    )  # fmt: skip


def sessions_empty(connection: Connection, until: str) -> Iterator[Problem]:
    """Sessions held by ``until`` with neither attendance nor a count of heads."""
    yield from _asked(
        connection, EMPTY, "group_session", "held_on",
        "SELECT s.id, s.owner, s.held_on, s.service_group FROM group_session s WHERE s.alive AND s.held_on <= ?"
        " AND ifnull(s.unnamed_heads, 0) = 0 AND NOT EXISTS (SELECT 1 FROM group_attendance a"
        " WHERE a.group_session = s.id AND a.alive) ORDER BY s.held_on DESC, s.id",
        until,
    )  # fmt: skip


def registrations_lapsed(connection: Connection, today: str) -> Iterator[Problem]:
    """The last registration of a certificate of somebody in service that had run out by ``today``."""
    yield from _asked(
        connection, LAPSED, "registration", "valid_until",
        "SELECT r.id, s.unit, max(r.valid_until), s.id FROM registration r JOIN certificate c ON c.id = r.certificate"
        " JOIN staff s ON s.id = c.staff WHERE r.alive AND c.alive AND s.alive"
        " AND (s.left_on IS NULL OR s.left_on >= ?1) GROUP BY r.certificate HAVING max(r.valid_until) < ?1"
        " ORDER BY 3, r.id",
        today,
    )  # fmt: skip
