"""Reads behind figures 8, 9, 10, 13 and 14: groups, activities, what was linked and given, voluntary service.

A group, an activity, a need, a volunteer belongs to the unit it names; what was given or referred, to its owner.
"""

from __future__ import annotations

from dataclasses import dataclass

from db.queries.sql import rows
from db.store import Connection


@dataclass(frozen=True, slots=True)
class GroupFact:
    """A group as it is shown now."""

    id: str
    opened_on: str
    state: str
    ended_on: str | None
    worker: str


@dataclass(frozen=True, slots=True)
class SessionFact:
    """A session that was held. ``log_state``: of its entry of the log, ``None`` where that is not here."""

    id: str
    service_group: str
    session_no: int
    held_on: str
    unnamed: int
    log: str | None
    log_state: str | None


@dataclass(frozen=True, slots=True)
class PresentFact:
    """A member who was present; ``client`` where the member is on file."""

    session: str
    member: str
    client: str | None


@dataclass(frozen=True, slots=True)
class ActivityFact:
    """An activity that was held. ``approved`` and ``counted``: of its entries of the log; ``logs``: how many."""

    id: str
    held_on: str
    kind: str | None
    heads: int
    volunteers: int
    worker: str
    approval: str | None
    logs: int
    counted: int
    approved: int
    shifts: int


@dataclass(frozen=True, slots=True)
class MatchFact:
    """A match that was done. ``provider``: who gave; ``valued``: its entry of the log has a value already."""

    id: str
    state_on: str
    provider: str
    benefited: int
    value_fen: int
    log: str | None
    valued: int
    worker: str | None


@dataclass(frozen=True, slots=True)
class GivenFact:
    """Something that was given; ``log``: the entry it belongs to."""

    id: str
    given_on: str
    value_fen: int
    log: str | None


@dataclass(frozen=True, slots=True)
class ReferralFact:
    """A referral."""

    id: str
    referred_on: str
    accepted: int
    worker: str


@dataclass(frozen=True, slots=True)
class ShiftFact:
    """Somebody's voluntary service on a day."""

    id: str
    volunteer: str
    served_on: str
    minutes: int
    confirmed: int
    log: str | None
    activity: str | None


def groups(connection: Connection, unit: str) -> list[GroupFact]:
    """The groups of a unit that were not given up."""
    return rows(
        connection,
        GroupFact,
        "SELECT id, opened_on, state, ended_on, worker FROM service_group"
        " WHERE unit = ? AND alive AND state <> 'cancelled' ORDER BY opened_on, id",
        (unit,),
    )


def sessions(connection: Connection, unit: str) -> list[SessionFact]:
    """Their sessions that were held, of all years."""
    return rows(
        connection,
        SessionFact,
        "SELECT s.id, s.service_group, s.session_no, s.held_on, coalesce(s.unnamed_heads, 0), s.service_log, l.state"
        " FROM service_group g CROSS JOIN group_session s ON s.service_group = g.id"
        " LEFT JOIN service_log l ON l.id = s.service_log AND l.alive"
        " WHERE g.unit = ? AND g.alive AND s.alive AND s.held_on IS NOT NULL ORDER BY s.held_on, s.id",
        (unit,),
    )


def present(connection: Connection, unit: str) -> list[PresentFact]:
    """Who was present at those sessions."""
    return rows(
        connection,
        PresentFact,
        "SELECT s.id, m.id, m.client FROM service_group g CROSS JOIN group_session s ON s.service_group = g.id"
        " CROSS JOIN group_attendance a ON a.group_session = s.id CROSS JOIN group_member m ON m.id = a.group_member"
        " WHERE g.unit = ? AND g.alive AND s.alive AND s.held_on IS NOT NULL AND a.alive AND a.state = 'present'"
        " AND m.alive ORDER BY s.id, m.id",
        (unit,),
    )


def activities(connection: Connection, unit: str) -> list[ActivityFact]:
    """The activities of a unit that were held."""
    return rows(
        connection,
        ActivityFact,
        "WITH told AS (SELECT activity_ref AS a, count(*) AS n,"
        "   sum(state IN ('submitted', 'approved')) AS counted, sum(state = 'approved') AS approved"
        "   FROM service_log WHERE unit = ?1 AND alive AND activity_ref IS NOT NULL AND method = 'activity' GROUP BY 1)"
        " SELECT a.id, a.held_on, a.kind, coalesce(a.heads, 0), coalesce(a.volunteers, 0), a.worker, a.approval,"
        " coalesce(t.n, 0), coalesce(t.counted, 0), coalesce(t.approved, 0),"
        " (SELECT count(*) FROM volunteer_shift s WHERE s.activity = a.id AND s.alive)"
        " FROM activity a LEFT JOIN told t ON t.a = a.id"
        " WHERE a.unit = ?1 AND a.alive AND a.state = 'held' ORDER BY a.held_on, a.id",
        (unit,),
    )


def matches(connection: Connection, unit: str) -> list[MatchFact]:
    """Matches that were done for needs of a unit."""
    return rows(
        connection,
        MatchFact,
        "SELECT m.id, m.state_on, coalesce(r.provider, lower(hex(coalesce(m.resource, m.volunteer, m.staff)))),"
        " coalesce(m.benefited, 0), coalesce(m.value_fen, 0), m.service_log,"
        " coalesce(l.value_fen, 0) > 0 OR EXISTS (SELECT 1 FROM material_given g WHERE g.service_log = m.service_log"
        "   AND g.alive AND g.value_fen > 0), m.staff"
        " FROM need n CROSS JOIN need_match m ON m.need = n.id LEFT JOIN resource r ON r.id = m.resource"
        " LEFT JOIN service_log l ON l.id = m.service_log AND l.alive"
        " WHERE n.unit = ? AND n.alive AND m.alive AND m.state = 'done' ORDER BY m.state_on, m.id",
        (unit,),
    )


def given(connection: Connection, unit: str) -> list[GivenFact]:
    """What a unit gave."""
    return rows(
        connection,
        GivenFact,
        "SELECT id, given_on, coalesce(value_fen, 0), service_log FROM material_given"
        " WHERE owner = ? AND alive ORDER BY given_on, id",
        (unit,),
    )


def referrals(connection: Connection, unit: str) -> list[ReferralFact]:
    """The referrals of a unit."""
    return rows(
        connection,
        ReferralFact,
        "SELECT id, referred_on, coalesce(result = 'accepted', 0), worker FROM case_referral"
        " WHERE owner = ? AND alive ORDER BY referred_on, id",
        (unit,),
    )


def shifts(connection: Connection, unit: str) -> list[ShiftFact]:
    """The service of a unit's volunteers."""
    return rows(
        connection,
        ShiftFact,
        "SELECT s.id, s.volunteer, s.served_on, coalesce(s.minutes, 0), s.confirmed, s.service_log, s.activity"
        " FROM volunteer v CROSS JOIN volunteer_shift s ON s.volunteer = v.id"
        " WHERE v.unit = ? AND v.alive AND s.alive ORDER BY s.served_on, s.id",
        (unit,),
    )
