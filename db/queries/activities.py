"""Reads of community activities, and of log entries that name one."""

from __future__ import annotations

from typing import NamedTuple

from db.queries.sql import rows
from db.store import Connection


class ActivityRow(NamedTuple):
    """An activity. ``logs``: entries of the log that name it."""

    id: str
    number: str
    unit: str
    title: str
    kind: str | None
    held_on: str
    field: str | None
    worker: str
    worker_name: str | None
    plan: str | None
    aims: str | None
    target: str | None
    planned_heads: int | None
    budget_fen: int | None
    village: str | None
    village_name: str | None
    place: str | None
    heads: int | None
    volunteers: int | None
    minutes: int | None
    partners: str | None
    spent_fen: int | None
    note: str | None
    summary: str | None
    effect: str | None
    state: str
    approval: str | None
    approved_on: str | None
    approval_reason: str | None
    conflicts: int
    logs: int


_SQL = (
    "SELECT a.id, a.number, a.unit, a.title, a.kind, a.held_on, a.field, a.worker, w.name, a.plan, a.aims, a.target,"
    " a.planned_heads, a.budget_fen, a.village, a.village_name, a.place, a.heads, a.volunteers, a.minutes, a.partners,"
    " a.spent_fen, a.note, a.summary, a.effect, a.state, a.approval, a.approved_on, a.approval_reason, a.conflicts,"
    " (SELECT count(*) FROM service_log l WHERE l.unit = a.unit AND l.service_date = a.held_on AND l.alive"
    "   AND l.activity_ref = a.id)"
    " FROM activity a LEFT JOIN staff w ON w.id = a.worker WHERE a.alive"
)


def activity_list(connection: Connection, *, owner: str | None = None, state: str | None = None) -> list[ActivityRow]:
    """Activities, the latest first. ``owner``: the unit whose they are now."""
    return rows(
        connection,
        ActivityRow,
        f"{_SQL} AND (:owner IS NULL OR a.owner = :owner) AND (:state IS NULL OR a.state = :state)"
        " ORDER BY a.held_on DESC, a.number DESC",
        {"owner": owner, "state": state},
    )


def activity_by_id(connection: Connection, activity: str) -> ActivityRow | None:
    """One activity."""
    found = rows(connection, ActivityRow, f"{_SQL} AND a.id = unhex(:id)", {"id": activity})
    return found[0] if found else None


def activity_numbers(connection: Connection) -> list[str]:
    """All numbers of activities, deleted ones too (a number is never given twice)."""
    return [r[0] for r in connection.execute("SELECT number FROM activity WHERE number IS NOT NULL")]


class TitledLog(NamedTuple):
    """An entry of the log that names an activity: whose, in what state."""

    id: str
    writer: str
    state: str
    heads: int | None
    volunteers: int | None
    minutes: int | None


def logs_of_activity(connection: Connection, activity: str, unit: str) -> list[TitledLog]:
    """The entries of the log that name an activity, the oldest first."""
    return rows(
        connection,
        TitledLog,
        "SELECT id, writer, state, coalesce(person_times, heads), volunteers, minutes FROM service_log"
        " WHERE unit = ? AND method = 'activity' AND activity_ref = unhex(?) AND alive ORDER BY entered_at, id",
        (unit, activity),
    )
