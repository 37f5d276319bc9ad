"""Reads of projects: what their checks and their indicators are made of."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, NamedTuple

from db.store import Connection

_SUPERVISED = (
    "FROM supervision s WHERE s.alive AND s.held_on BETWEEN :first"
    " AND :last AND (s.project = :project OR EXISTS (SELECT 1 FROM supervisee e JOIN project_staff p ON"
    " p.staff = e.staff AND p.alive AND p.project = :project AND p.start_on <= s.held_on"
    " AND (p.end_on IS NULL OR p.end_on >= s.held_on) WHERE e.supervision = s.id AND e.alive))"
)


def supervised_months(connection: Connection, project: str, first: str, last: str) -> int:
    """Months from a day to a day in which the project, or somebody in it, had a supervision."""
    sql = f"SELECT count(DISTINCT substr(s.held_on, 1, 7)) {_SUPERVISED}"
    return _one(connection, sql, project=bytes.fromhex(project), first=first, last=last)


def supervisions_of(connection: Connection, project: str, first: date, last: date) -> list[str]:
    """The supervisions (rows, hex) from a day to a day of a project or of somebody in it."""
    values = {"project": bytes.fromhex(project), "first": first.isoformat(), "last": last.isoformat()}
    return [row[0].hex() for row in connection.execute(f"SELECT s.id {_SUPERVISED}", values)]


def surveyed(connection: Connection, project: str, unit: str, start_on: str) -> bool:
    """Whether a survey of needs names the project, or its unit made one in the year before the start."""
    return bool(surveys_of(connection, project, unit, date.fromisoformat(start_on)))


def surveys_of(connection: Connection, project: str, unit: str, start_on: date) -> list[str]:
    """The surveys of needs (rows, hex) behind ``surveyed``."""
    sql = (
        "SELECT id FROM need_survey WHERE alive AND (project = :project OR (unit = :unit"
        " AND surveyed_on BETWEEN date(:start, '-1 year') AND :start)) ORDER BY surveyed_on, id"
    )
    values = {"project": bytes.fromhex(project), "unit": unit, "start": start_on.isoformat()}
    return [row[0].hex() for row in connection.execute(sql, values)]


class _Count(NamedTuple):
    """One count: ``rows`` give who did it, the day, how much (``n``) or what counts once (``key``), and the row of
    which register (``tbl``, ``id``) says so."""

    rows: str
    distinct: bool = False


# The words of the indicators are those of the monthly report, so what they count is what its figures count: contacts
# with the people nobody named, visits by household, groups and activities from their registers, and what was only
# told of in an entry once for a title and a session or a day.
_HANDED = "l.alive AND l.state IN ('submitted', 'approved')"
_MET = "(SELECT count(*) FROM log_client m WHERE m.service_log = l.id AND m.alive AND m.outcome = 'met')"
_PERSON_TIMES = f"{_MET} + coalesce(l.person_times, l.heads, 0)"
_LOG = "'service_log' AS tbl, l.id AS id"
_LOGS = f"SELECT l.writer AS who, l.service_date AS day, {_LOG}, {{what}} FROM service_log l WHERE {_HANDED}"
_DIRECT = "l.method IN ('home_visit', 'interview', 'phone', 'online', 'consultation', 'accompaniment')"
_OF_CASE = (
    "l.service_case IS NOT NULL AND l.method IN ('home_visit', 'interview', 'online', 'accompaniment')"
    f" AND {_PERSON_TIMES} > 0"
)
_FILED = (
    "CASE l.method WHEN 'activity' THEN EXISTS (SELECT 1 FROM activity a WHERE a.id = l.activity_ref AND a.alive"
    " AND a.state = 'held' AND a.unit = l.unit)"
    " ELSE EXISTS (SELECT 1 FROM group_session s JOIN service_group g ON g.id = s.service_group AND g.alive"
    " WHERE s.alive AND s.held_on IS NOT NULL AND g.unit = l.unit AND (s.service_log = l.id"
    " OR (s.service_group = l.group_ref AND s.session_no = l.session_no))) END"
)
_CALLED = (
    "coalesce(CASE l.method WHEN 'activity' THEN coalesce(hex(l.activity_ref), l.activity_title) || l.service_date"
    " ELSE coalesce(hex(l.group_ref), l.group_title) || '/' || coalesce(l.session_no, l.service_date)"
    " || substr(l.service_date, 1, 7) END, hex(l.id))"
)


def _loose(method: str, what: str) -> str:
    # Beside max() SQLite gives the other columns of that very row.
    return (
        f"SELECT who, day, tbl, id, {what} AS n FROM (SELECT l.writer AS who, l.service_date AS day, {_LOG},"
        f" max({_PERSON_TIMES}) AS heads FROM service_log l WHERE {_HANDED} AND l.method = '{method}'"
        f" AND NOT {_FILED} GROUP BY l.unit, {_CALLED})"
    )


_SESSIONS = (
    "SELECT g.worker AS who, s.held_on AS day, 'group_session' AS tbl, s.id AS id, {what} AS n FROM group_session s"
    " JOIN service_group g ON g.id = s.service_group AND g.alive"
    " LEFT JOIN service_log l ON l.id = s.service_log AND l.alive"
    " WHERE s.alive AND s.held_on IS NOT NULL AND coalesce(l.state, 'approved') IN ('submitted', 'approved')"
)
_THERE = (
    "coalesce(s.unnamed_heads, 0) + (SELECT count(*) FROM group_attendance p JOIN group_member m ON m.id ="
    " p.group_member AND m.alive WHERE p.group_session = s.id AND p.alive AND p.state = 'present')"
)
_TOLD = "SELECT 1 FROM service_log l WHERE l.activity_ref = a.id AND l.method = 'activity' AND l.unit = a.unit AND"
_ACTIVITIES = (
    "SELECT a.worker AS who, a.held_on AS day, 'activity' AS tbl, a.id AS id, {what} AS n FROM activity a"
    " WHERE a.alive AND a.state = 'held'"
    f" AND (NOT EXISTS ({_TOLD} l.alive) OR EXISTS ({_TOLD} {_HANDED}))"
)


def _all(*parts: str) -> str:
    return " UNION ALL ".join(parts)


_CLIENTS_MET = (
    f"SELECT l.writer AS who, l.service_date AS day, {_LOG}, m.client AS key FROM service_log l JOIN log_client m"
    f" ON m.service_log = l.id AND m.alive AND m.outcome = 'met' WHERE {_HANDED}"
)
_SERVED = _all(
    f"{_CLIENTS_MET} AND ({_DIRECT} OR l.method = 'activity' OR (l.method = 'group_session' AND NOT {_FILED}))",
    "SELECT g.worker, s.held_on, 'group_session', s.id, m.client FROM group_session s"
    " JOIN service_group g ON g.id = s.service_group AND g.alive"
    " JOIN group_attendance p ON p.group_session = s.id AND p.alive AND p.state = 'present'"
    " JOIN group_member m ON m.id = p.group_member AND m.alive AND m.client IS NOT NULL"
    " LEFT JOIN service_log l ON l.id = s.service_log AND l.alive"
    " WHERE s.alive AND s.held_on IS NOT NULL AND coalesce(l.state, 'approved') IN ('submitted', 'approved')",
)
_CASES = (
    "SELECT s.worker AS who, {day} AS day, 'service_case' AS tbl, s.id AS id, 1 AS n FROM service_case s WHERE s.alive"
)
COUNTS: Final[dict[str, _Count]] = {
    "contacts": _Count(
        _all(
            _LOGS.format(what=f"{_PERSON_TIMES} AS n") + f" AND {_DIRECT}", _SESSIONS.format(what=_THERE),
            _ACTIVITIES.format(what="coalesce(a.heads, 0)"), _loose("group_session", "heads"),
            _loose("activity", "heads"),
        )
    ),
    "clients": _Count(_SERVED, distinct=True),
    "home_visits": _Count(
        _LOGS.format(
            what="coalesce(l.households, 0) + (SELECT count(DISTINCT coalesce(c.household, m.client)) FROM log_client m"
            " LEFT JOIN client c ON c.id = m.client WHERE m.service_log = l.id AND m.alive AND m.outcome = 'met') AS n"
        )
        + " AND l.method = 'home_visit'"
    ),
    "cases_opened": _Count(_CASES.format(day="s.opened_on")),
    "cases_closed": _Count(_CASES.format(day="s.closed_on") + " AND s.state = 'closed'"),
    "cases_followed": _Count(_LOGS.format(what="l.service_case AS key") + f" AND {_OF_CASE}", distinct=True),
    "case_sessions": _Count(_LOGS.format(what="1 AS n") + f" AND {_OF_CASE}"),
    "groups": _Count(
        "SELECT g.worker AS who, g.opened_on AS day, 'service_group' AS tbl, g.id AS id, 1 AS n FROM service_group g"
        " WHERE g.alive AND g.state <> 'cancelled'"
    ),
    "group_sessions": _Count(_all(_SESSIONS.format(what="1"), _loose("group_session", "1"))),
    "activities": _Count(_all(_ACTIVITIES.format(what="1"), _loose("activity", "1"))),
    "activity_heads": _Count(_all(_ACTIVITIES.format(what="coalesce(a.heads, 0)"), _loose("activity", "heads"))),
    "volunteer_hours": _Count(
        "SELECT coalesce(a.worker, g.worker) AS who, v.served_on AS day, 'volunteer_shift' AS tbl, v.id AS id,"
        " v.minutes AS n FROM volunteer_shift v"
        " LEFT JOIN activity a ON a.id = v.activity LEFT JOIN service_group g ON g.id = v.service_group WHERE v.alive"
    ),
    "trainings": _Count(
        "SELECT a.staff AS who, t.end_on AS day, 'attendance' AS tbl, a.id AS id, t.id AS key FROM attendance a"
        " JOIN training t ON t.id = a.training AND t.alive WHERE a.alive",
        distinct=True,
    ),
    "supervisions": _Count(
        "SELECT e.staff AS who, s.held_on AS day, 'supervision' AS tbl, s.id AS id, s.id AS key FROM supervision s"
        " JOIN supervisee e ON e.supervision = s.id AND e.alive WHERE s.alive",
        distinct=True,
    ),
    "resources_linked": _Count(_LOGS.format(what="1 AS n") + " AND l.method = 'resource_linking'"),
}  # fmt: skip
_MINUTES: Final = {"volunteer_hours": 60}
"""Counts that are kept in minutes and shown in whole hours."""


def done(connection: Connection, counts: str, project: str, first: str, last: str) -> int:
    """What the people of a project did from a day to a day, as the list ``indicator_counts`` names it.

    Each counts only on the days on which they were in the project. Raises ``KeyError`` for what is not counted.
    """
    n = _one(
        connection, _sql(counts, "count(DISTINCT key)" if COUNTS[counts].distinct else "coalesce(sum(n), 0)"),
        project=bytes.fromhex(project), first=first, last=last,
    )  # fmt: skip
    return n // _MINUTES.get(counts, 1)


def served(connection: Connection, project: str, first: str, last: str) -> list[str]:
    """The clients behind the count ``clients`` (hex), each once; two files of one person are two."""
    values = {"project": bytes.fromhex(project), "first": first, "last": last}
    return [row[0].hex() for row in connection.execute(_sql("clients", "DISTINCT key"), values)]


class CountedRow(NamedTuple):
    """A row behind a count: what it gives (``n``), or what it names that counts once (``key``, hex)."""

    table: str
    row: str
    n: int
    key: str


def done_rows(connection: Connection, counts: str, project: str, first: str, last: str) -> list[CountedRow]:
    """The rows behind ``done``, in the unit in which they are kept (voluntary work in minutes)."""
    distinct = COUNTS[counts].distinct
    values = {"project": bytes.fromhex(project), "first": first, "last": last}
    found = connection.execute(_sql(counts, f"tbl, id, {'key' if distinct else 'n'}"), values)
    rows = [(table, row.hex(), value) for table, row, value in found]
    if distinct:
        return [CountedRow(table, row, 0, value.hex()) for table, row, value in rows if value is not None]
    return [CountedRow(table, row, value, "") for table, row, value in rows if value]


def _sql(counts: str, what: str) -> str:
    return (
        f"SELECT {what} FROM ({COUNTS[counts].rows}) WHERE day BETWEEN :first AND :last AND EXISTS (SELECT 1 FROM"
        " project_staff p WHERE p.alive AND p.project = :project AND p.staff = who AND p.start_on <= day"
        " AND (p.end_on IS NULL OR p.end_on >= day))"
    )


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
