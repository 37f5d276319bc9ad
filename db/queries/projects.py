"""Reads of projects: what their checks and their indicators are made of."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from db.store import Connection


def supervised_months(connection: Connection, project: str, first: str, last: str) -> int:
    """Months from a day to a day in which the project, or somebody in it, had a supervision."""
    sql = (
        "SELECT count(DISTINCT substr(s.held_on, 1, 7)) FROM supervision s WHERE s.alive AND s.held_on BETWEEN :first"
        " AND :last AND (s.project = :project OR EXISTS (SELECT 1 FROM supervisee e JOIN project_staff p ON"
        " p.staff = e.staff AND p.alive AND p.project = :project AND p.start_on <= s.held_on"
        " AND (p.end_on IS NULL OR p.end_on >= s.held_on) WHERE e.supervision = s.id AND e.alive))"
    )
    return _one(connection, sql, project=bytes.fromhex(project), first=first, last=last)


def surveyed(connection: Connection, project: str, unit: str, start_on: str) -> bool:
    """Whether a survey of needs names the project, or its unit made one in the year before the start."""
    sql = (
        "SELECT count(*) FROM need_survey WHERE alive AND (project = :project OR (unit = :unit"
        " AND surveyed_on BETWEEN date(:start, '-1 year') AND :start))"
    )
    return _one(connection, sql, project=bytes.fromhex(project), unit=unit, start=start_on) > 0


class _Count(NamedTuple):
    """One count: what is counted, of which rows, who did it and when."""

    what: str
    of: str
    where: str
    who: str
    day: str


_LOGS = "service_log l"
_MET = "service_log l JOIN log_client c ON c.service_log = l.id AND c.alive AND c.outcome = 'met'"
_HANDED = "l.alive AND l.state IN ('submitted', 'approved')"
_BY_WRITER = ("l.writer", "l.service_date")
COUNTS: Final[dict[str, _Count]] = {
    "contacts": _Count("count(*)", _MET, _HANDED, *_BY_WRITER),
    "clients": _Count("count(DISTINCT c.client)", _MET, _HANDED, *_BY_WRITER),
    "home_visits": _Count("count(DISTINCT l.id)", _MET, f"{_HANDED} AND l.method = 'home_visit'", *_BY_WRITER),
    "cases_opened": _Count("count(*)", "service_case s", "s.alive", "s.worker", "s.opened_on"),
    "cases_closed": _Count(
        "count(*)", "service_case s", "s.alive AND s.state = 'closed'", "s.worker", "s.closed_on"
    ),
    "cases_followed": _Count("count(DISTINCT l.service_case)", _LOGS, _HANDED, *_BY_WRITER),
    "case_sessions": _Count(
        "count(*)", _LOGS,
        f"{_HANDED} AND l.service_case IS NOT NULL"
        " AND l.method IN ('home_visit', 'interview', 'online', 'accompaniment')",
        *_BY_WRITER,
    ),
    "groups": _Count("count(*)", "service_group g", "g.alive AND g.state <> 'cancelled'", "g.worker", "g.opened_on"),
    "group_sessions": _Count(
        "count(*)", "group_session s JOIN service_group g ON g.id = s.service_group AND g.alive", "s.alive",
        "g.worker", "s.held_on",
    ),
    "activities": _Count("count(*)", "activity a", "a.alive AND a.state = 'held'", "a.worker", "a.held_on"),
    "activity_heads": _Count(
        "coalesce(sum(a.heads), 0)", "activity a", "a.alive AND a.state = 'held'", "a.worker", "a.held_on"
    ),
    "volunteer_hours": _Count(
        "coalesce(sum(v.minutes), 0) / 60",
        "volunteer_shift v LEFT JOIN activity a ON a.id = v.activity"
        " LEFT JOIN service_group g ON g.id = v.service_group",
        "v.alive", "coalesce(a.worker, g.worker)", "v.served_on",
    ),
    "trainings": _Count(
        "count(DISTINCT t.id)", "attendance a JOIN training t ON t.id = a.training AND t.alive", "a.alive",
        "a.staff", "t.end_on",
    ),
    "supervisions": _Count(
        "count(DISTINCT s.id)", "supervision s JOIN supervisee e ON e.supervision = s.id AND e.alive", "s.alive",
        "e.staff", "s.held_on",
    ),
    "resources_linked": _Count("count(*)", _LOGS, f"{_HANDED} AND l.method = 'resource_linking'", *_BY_WRITER),
}  # fmt: skip


def done(connection: Connection, counts: str, project: str, first: str, last: str) -> int:
    """What the people of a project did from a day to a day, as the list ``indicator_counts`` names it.

    Each counts only on the days on which they were in the project. Raises ``KeyError`` for what is not counted.
    """
    one = COUNTS[counts]
    inside = (
        f"EXISTS (SELECT 1 FROM project_staff p WHERE p.alive AND p.project = :project AND p.staff = {one.who}"
        f" AND p.start_on <= {one.day} AND (p.end_on IS NULL OR p.end_on >= {one.day}))"
    )
    sql = f"SELECT {one.what} FROM {one.of} WHERE {one.where} AND {one.day} BETWEEN :first AND :last AND {inside}"
    return _one(connection, sql, project=bytes.fromhex(project), first=first, last=last)


def _one(connection: Connection, sql: str, **values: Any) -> int:
    return int(connection.execute(sql, values).fetchone()[0])


def library_met_on(connection: Connection, unit: str, on: str) -> str | None:
    """The day of the last review up to a day of any project of a unit's library."""
    (held,) = connection.execute(
        "SELECT max(r.held_on) FROM project_review r JOIN project p ON p.id = r.project AND p.alive"
        " WHERE r.alive AND p.unit = ? AND r.held_on <= ?",
        (unit, on),
    ).fetchone()
    return None if held is None else str(held)
