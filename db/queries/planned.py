"""Reads of what was planned and is not recorded, and of plans and summaries."""

from __future__ import annotations

from typing import NamedTuple

from db.queries.sql import rows
from db.store import Connection


class PlannedRow(NamedTuple):
    """A session, activity or need with a day that nobody recorded, held or met. ``owner_row``: the page it is on."""

    kind: str
    owner_row: str
    title: str
    planned_on: str
    worker: str | None
    number: int


_SQL = (
    "SELECT 'session', g.id, g.title, s.planned_on, g.worker, s.session_no FROM group_session s"
    " JOIN service_group g ON g.id = s.service_group WHERE s.alive AND g.alive AND g.state = 'open'"
    " AND s.planned_on IS NOT NULL AND s.held_on IS NULL AND s.planned_on <= :last"
    " AND (:unit IS NULL OR g.owner = :unit)"
    " UNION ALL SELECT 'activity', a.id, a.title, a.held_on, a.worker, 0 FROM activity a WHERE a.alive"
    " AND a.state = 'planned' AND a.held_on <= :last AND (:unit IS NULL OR a.owner = :unit)"
    " UNION ALL SELECT 'need', n.id, n.title, n.wanted_by, NULL, 0 FROM need n WHERE n.alive"
    " AND n.state IN ('open', 'matched') AND n.wanted_by <= :last AND (:unit IS NULL OR n.owner = :unit)"
    " ORDER BY 4, 3"
)


def planned(connection: Connection, last: str, unit: str | None = None) -> list[PlannedRow]:
    """What was planned for days up to ``last``, of one unit or of all."""
    return rows(connection, PlannedRow, _SQL, {"last": last, "unit": unit})


class PlanRow(NamedTuple):
    """A plan or summary: of whom, empty for the station."""

    id: str
    kind: str
    period: str
    staff: str | None
    name: str | None


def plans(connection: Connection, unit: str | None = None) -> list[PlanRow]:
    """The plans and summaries of one unit, or of all; those of people who left are nobody's any more."""
    return rows(
        connection,
        PlanRow,
        "SELECT p.id, p.kind, p.period, p.staff, s.name FROM work_plan p LEFT JOIN staff s ON s.id = p.staff"
        " WHERE p.alive AND (:unit IS NULL OR p.unit = :unit) AND (p.staff IS NULL OR (s.alive AND s.left_on IS NULL))"
        " ORDER BY p.period, p.id",
        {"unit": unit},
    )
