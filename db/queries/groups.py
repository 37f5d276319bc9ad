"""Reads of groups: their members, sessions, who was there."""

from __future__ import annotations

from typing import Any, NamedTuple

from db.queries.sql import rows
from db.store import Connection


class GroupRow(NamedTuple):
    """A group. ``held``: sessions held; ``members``: on the list now; ``last_held``: day of the last session."""

    id: str
    number: str
    unit: str
    title: str
    kind: str
    opened_on: str
    field: str | None
    worker: str
    worker_name: str | None
    co_worker: str | None
    aims: str | None
    theory: str | None
    target: str | None
    planned_sessions: int | None
    place: str | None
    budget_fen: int | None
    recruitment: str | None
    wanted: int | None
    recruit_from: str | None
    recruit_to: str | None
    phase: str
    phase_on: str
    state: str
    ended_on: str | None
    end_reason: str | None
    summary: str | None
    effect: str | None
    pre_test: str | None
    post_test: str | None
    spent_fen: int | None
    approval: str | None
    approved_on: str | None
    approval_reason: str | None
    conflicts: int
    members: int
    held: int
    last_held: str | None
    next_planned: str | None


def coming_group(group: str, unit: str, title: str, kind: str, opened_on: str, worker: str) -> GroupRow:
    """A group that is about to be written, as it will be read: in its preparation, without anybody."""
    nothing: dict[str, Any] = dict.fromkeys(GroupRow._fields)
    values = {
        "id": group, "number": "", "unit": unit, "title": title, "kind": kind, "opened_on": opened_on, "worker": worker,
        "phase": "preparation", "phase_on": opened_on, "state": "open", "conflicts": 0, "members": 0, "held": 0,
    }  # fmt: skip
    return GroupRow(**{**nothing, **values})


_SQL = (
    "SELECT g.id, g.number, g.unit, g.title, g.kind, g.opened_on, g.field, g.worker, w.name, g.co_worker, g.aims,"
    " g.theory, g.target, g.planned_sessions, g.place, g.budget_fen, g.recruitment, g.wanted, g.recruit_from,"
    " g.recruit_to, g.phase, g.phase_on, g.state, g.ended_on, g.end_reason, g.summary, g.effect, g.pre_test,"
    " g.post_test, g.spent_fen, g.approval, g.approved_on, g.approval_reason, g.conflicts,"
    " (SELECT count(*) FROM group_member m WHERE m.service_group = g.id AND m.alive AND m.left_on IS NULL),"
    " (SELECT count(*) FROM group_session s WHERE s.service_group = g.id AND s.alive AND s.held_on IS NOT NULL),"
    " (SELECT max(s.held_on) FROM group_session s WHERE s.service_group = g.id AND s.alive),"
    " (SELECT min(s.planned_on) FROM group_session s WHERE s.service_group = g.id AND s.alive AND s.held_on IS NULL)"
    " FROM service_group g LEFT JOIN staff w ON w.id = g.worker WHERE g.alive"
)


def group_list(connection: Connection, *, owner: str | None = None, state: str | None = None) -> list[GroupRow]:
    """Groups, the newest first. ``owner``: the unit whose they are now."""
    return rows(
        connection,
        GroupRow,
        f"{_SQL} AND (:owner IS NULL OR g.owner = :owner) AND (:state IS NULL OR g.state = :state)"
        " ORDER BY g.opened_on DESC, g.number DESC",
        {"owner": owner, "state": state},
    )


def group_by_id(connection: Connection, group: str) -> GroupRow | None:
    """One group."""
    found = rows(connection, GroupRow, f"{_SQL} AND g.id = unhex(:id)", {"id": group})
    return found[0] if found else None


def group_numbers(connection: Connection) -> list[str]:
    """All numbers of groups, deleted ones too (a number is never given twice)."""
    return [r[0] for r in connection.execute("SELECT number FROM service_group WHERE number IS NOT NULL")]


class MemberRow(NamedTuple):
    """A member: a client on file, or a bare name. How often present, absent, on leave at sessions that were held."""

    id: str
    client: str | None
    name: str
    joined_on: str | None
    left_on: str | None
    left_reason: str | None
    present: int
    absent: int
    leave: int


def members(connection: Connection, group: str) -> list[MemberRow]:
    """The members of a group, those who left last; in the order in which they came, those of one moment by name."""
    return rows(
        connection,
        MemberRow,
        "SELECT m.id, m.client, coalesce(c.name, m.name, ''), m.joined_on, m.left_on, m.left_reason,"
        " count(CASE a.state WHEN 'present' THEN 1 END), count(CASE a.state WHEN 'absent' THEN 1 END),"
        " count(CASE a.state WHEN 'leave' THEN 1 END) FROM group_member m LEFT JOIN client c ON c.id = m.client"
        " LEFT JOIN (group_attendance a JOIN group_session s ON s.id = a.group_session AND s.alive"
        "   AND s.held_on IS NOT NULL) ON a.group_member = m.id AND a.alive"
        " WHERE m.alive AND m.service_group = unhex(?) GROUP BY m.id"
        " ORDER BY m.left_on IS NOT NULL, m.entered_at, coalesce(c.name, m.name), m.id",
        (group,),
    )


class SessionRow(NamedTuple):
    """A session, held (``held_on``) or only planned. ``log_state``: of the entry of the log that stands for it."""

    id: str
    service_group: str
    session_no: int
    planned_on: str | None
    topic: str | None
    aims: str | None
    materials: str | None
    held_on: str | None
    start_time: str | None
    end_time: str | None
    minutes: int | None
    place: str | None
    unnamed_heads: int | None
    note: str | None
    next_step: str | None
    service_log: str | None
    log_state: str | None
    spent_fen: int | None
    present: int
    absent: int
    leave: int


_SESSIONS = (
    "SELECT s.id, s.service_group, s.session_no, s.planned_on, s.topic, s.aims, s.materials, s.held_on, s.start_time,"
    " s.end_time, s.minutes, s.place, s.unnamed_heads, s.note, s.next_step, s.service_log,"
    " (SELECT l.state FROM service_log l WHERE l.id = s.service_log AND l.alive), s.spent_fen,"
    " (SELECT count(*) FROM group_attendance a WHERE a.group_session = s.id AND a.alive AND a.state = 'present'),"
    " (SELECT count(*) FROM group_attendance a WHERE a.group_session = s.id AND a.alive AND a.state = 'absent'),"
    " (SELECT count(*) FROM group_attendance a WHERE a.group_session = s.id AND a.alive AND a.state = 'leave')"
    " FROM group_session s WHERE s.alive"
)


def sessions(connection: Connection, group: str) -> list[SessionRow]:
    """The sessions of a group by their numbers, planned ones too."""
    return rows(
        connection, SessionRow, f"{_SESSIONS} AND s.service_group = unhex(?) ORDER BY s.session_no, s.id", (group,)
    )


def session_by_id(connection: Connection, session: str) -> SessionRow | None:
    """One session."""
    found = rows(connection, SessionRow, f"{_SESSIONS} AND s.id = unhex(?)", (session,))
    return found[0] if found else None


def sessions_of_log(connection: Connection, log: str) -> list[SessionRow]:
    """The sessions that an entry of the log stands for: one, or none."""
    return rows(connection, SessionRow, f"{_SESSIONS} AND s.service_log = unhex(?) ORDER BY s.id", (log,))


class Told(NamedTuple):
    """What an entry of the log said of a session, deleted or not; ``clients`` with their outcomes."""

    service_date: str
    start_time: str | None
    end_time: str | None
    minutes: int | None
    note: str | None
    place: str | None
    heads: int | None
    group_ref: str
    session_no: int | None
    clients: tuple[tuple[str, str], ...] = ()


def told_of_session(connection: Connection, log: str) -> Told | None:
    """What an entry said of a session of a group on file; ``None`` where it tells of none."""
    found = rows(
        connection,
        Told,
        "SELECT service_date, start_time, end_time, minutes, note, place, coalesce(person_times, heads), group_ref,"
        " session_no FROM service_log WHERE id = unhex(?) AND group_ref IS NOT NULL AND method = 'group_session'",
        (log,),
    )
    people = connection.execute("SELECT client, outcome FROM log_client WHERE service_log = unhex(?)", (log,))
    clients = tuple((client.hex(), outcome) for client, outcome in people)
    return found[0]._replace(clients=clients) if found else None


class AttendanceRow(NamedTuple):
    """Who was there: the row, the member, present, absent or leave; ``client`` where the member is on file."""

    id: str
    member: str
    client: str | None
    name: str
    state: str
    alive: int


def attendance(connection: Connection, session: str) -> list[AttendanceRow]:
    """What is said of each member at a session, deleted rows too."""
    return rows(
        connection,
        AttendanceRow,
        "SELECT a.id, a.group_member, m.client, coalesce(c.name, m.name, ''), a.state, a.alive"
        " FROM group_attendance a LEFT JOIN group_member m ON m.id = a.group_member"
        " LEFT JOIN client c ON c.id = m.client WHERE a.group_session = unhex(?) ORDER BY m.entered_at, m.id",
        (session,),
    )


def is_gone(connection: Connection, table: str, row: str) -> bool:
    """Whether there is such a row and it is deleted: it must be restored before it says anything again."""
    if table not in ("group_session", "group_attendance", "group_member"):
        raise KeyError(table)
    found = connection.execute(f"SELECT alive FROM {table} WHERE id = unhex(?)", (row,)).fetchone()
    return found is not None and not found[0]


class SurveyRow(NamedTuple):
    """A satisfaction survey. ``rate``: tenths of a percent satisfied or very satisfied of those returned."""

    id: str
    surveyed_on: str
    sent: int
    returned: int
    very_satisfied: int
    satisfied: int
    neutral: int
    dissatisfied: int
    very_dissatisfied: int

    @property
    def rate(self) -> int | None:
        """Tenths of a percent, half up; ``None`` where nothing came back."""
        if not self.returned:
            return None
        return (2000 * (self.very_satisfied + self.satisfied) + self.returned) // (2 * self.returned)


def surveys(connection: Connection, table: str, subject: str) -> list[SurveyRow]:
    """The satisfaction surveys about one row, the newest first."""
    return rows(
        connection,
        SurveyRow,
        "SELECT id, surveyed_on, sent, returned, very_satisfied, satisfied, neutral, dissatisfied, very_dissatisfied"
        " FROM satisfaction_survey WHERE alive AND subject_table = ? AND subject = unhex(?)"
        " ORDER BY surveyed_on DESC, id DESC",
        (table, subject),
    )
