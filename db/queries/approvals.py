"""Reads of approving: who stands where, the entries of a month as they wait, what was reported, what was approved."""

from __future__ import annotations

from typing import NamedTuple

from db.queries.sql import rows
from db.store import Connection


def post_holders(connection: Connection, unit: str, on: str) -> list[tuple[str, str]]:
    """Who holds a post of a unit on a day, and the post's title."""
    found = connection.execute(
        "SELECT lower(hex(h.staff)), p.title FROM post_holding h JOIN post p ON p.id = h.post"
        " WHERE h.alive AND p.alive AND p.unit = :unit AND h.start_on <= :on AND (h.end_on IS NULL OR h.end_on >= :on)"
        " AND (p.closed_on IS NULL OR p.closed_on >= :on)",
        {"unit": unit, "on": on},
    )
    return [(staff, title) for staff, title in found]


def qualified(connection: Connection) -> list[str]:
    """Staff with a qualification to supervise on file."""
    found = connection.execute(
        "SELECT lower(hex(id)) FROM staff WHERE alive AND supervisor_qualification IS NOT NULL"
        " AND trim(supervisor_qualification) <> ''"
    )
    return [staff for (staff,) in found]


def working_above(connection: Connection, unit: str) -> list[str]:
    """Staff of the units above a unit."""
    found = connection.execute(
        "WITH RECURSIVE above(code) AS (SELECT parent FROM unit WHERE alive AND code = ?1 AND parent IS NOT NULL"
        " UNION SELECT u.parent FROM unit u JOIN above a ON u.code = a.code WHERE u.alive AND u.parent IS NOT NULL)"
        " SELECT lower(hex(id)) FROM staff WHERE alive AND unit IN (SELECT code FROM above)",
        (unit,),
    )
    return [staff for (staff,) in found]


class Waiting(NamedTuple):
    """An entry of a month with what it is judged by. ``entered_on``: the day on which it was written."""

    id: str
    service_date: str
    writer: str
    writer_name: str | None
    method: str
    minutes: int | None
    note: str | None
    state: str
    return_reason: str | None
    corrects: str | None
    late_reason: str | None
    review_manner: str | None
    conflicts: int
    entered_on: str
    clients: str | None
    about: str | None
    met: int
    """Somebody was met, or nobody is named."""
    ops: int
    """How many records the entry has: more, when it was written again."""


def entries_of(connection: Connection, unit: str, first: str, last: str) -> list[Waiting]:
    """The entries of a unit with a day of service from ``first`` to ``last`` that are no drafts, by day."""
    return rows(
        connection,
        Waiting,
        "SELECT l.id, l.service_date, l.writer, s.name, l.method, l.minutes, l.note, l.state, l.return_reason,"
        " l.corrects, l.late_reason, l.review_manner, l.conflicts, substr(l.entered_at, 1, 10),"
        " (SELECT group_concat(c.name, '、') FROM log_client m JOIN client c ON c.id = m.client"
        "   WHERE m.alive AND m.service_log = l.id),"
        " coalesce(k.number, l.group_title, l.activity_title),"
        " NOT EXISTS (SELECT 1 FROM log_client m WHERE m.service_log = l.id AND m.alive)"
        "   OR EXISTS (SELECT 1 FROM log_client m WHERE m.service_log = l.id AND m.alive AND m.outcome = 'met'),"
        " l.ops FROM service_log l LEFT JOIN staff s ON s.id = l.writer"
        " LEFT JOIN service_case k ON k.id = l.service_case"
        " WHERE l.alive AND l.unit = :unit AND l.state <> 'draft' AND l.service_date BETWEEN :first AND :last"
        " ORDER BY l.service_date, l.entered_at, l.id",
        {"unit": unit, "first": first, "last": last},
    )


def returned_before(connection: Connection, unit: str, first: str, last: str) -> set[str]:
    """The entries of a unit and a span that were returned at any time."""
    found = connection.execute(
        "SELECT DISTINCT lower(hex(l.id)) FROM service_log l JOIN op o ON o.k = l.id AND o.t = 'service_log'"
        " WHERE l.alive AND l.unit = :unit AND l.service_date BETWEEN :first AND :last AND o.payload IS NOT NULL"
        " AND json_extract(o.payload, '$.state.state') = 'returned'",
        {"unit": unit, "first": first, "last": last},
    )
    return {log for (log,) in found}


class MonthRow(NamedTuple):
    """What was decided about a month."""

    id: str
    unit: str
    period: str
    state: str
    approved_by: str | None
    approver: str | None
    approved_on: str | None
    seed: str | None
    sampled: int
    read: int
    total: int
    note: str | None


def month_approvals(connection: Connection, unit: str | None = None) -> list[MonthRow]:
    """The months decided about, the newest first."""
    return rows(
        connection,
        MonthRow,
        "SELECT m.id, m.unit, m.period, m.state, m.approved_by, s.name, m.approved_on, m.seed, m.sampled, m.read,"
        " m.total, m.note FROM month_approval m LEFT JOIN staff s ON s.id = m.approved_by WHERE m.alive"
        " AND (:unit IS NULL OR m.unit = :unit) ORDER BY m.period DESC, m.unit",
        {"unit": unit},
    )


def reported_since(connection: Connection, unit: str, kind: str, period: str) -> frozenset[str]:
    """The periods of a unit's frozen reports of a kind, from one period on."""
    # Asked at every save. ``alive`` last: it lies behind the report's figures, often on another page.
    found = connection.execute(
        "SELECT period FROM report_snapshot WHERE period >= ? AND kind = ? AND unit = ? AND alive", (period, kind, unit)
    )
    return frozenset(one for (one,) in found)


class AdjustmentRow(NamedTuple):
    """Something that was written into a period after its report."""

    id: str
    unit: str
    period: str
    subject_table: str
    subject: str
    adjusted_on: str
    reason: str


def adjustments(connection: Connection, unit: str, period: str | None = None) -> list[AdjustmentRow]:
    """The adjustments of a unit, of one period or of all, by day."""
    return rows(
        connection,
        AdjustmentRow,
        "SELECT id, unit, period, subject_table, subject, adjusted_on, reason FROM report_adjustment WHERE alive"
        " AND unit = :unit AND (:period IS NULL OR period = :period) ORDER BY period, adjusted_on, id",
        {"unit": unit, "period": period},
    )
