"""Reads of supervision and mentoring."""

from __future__ import annotations

from typing import NamedTuple

from db.queries.sql import rows
from db.store import Connection


class SessionRow(NamedTuple):
    """A supervision; ``staff`` are the row ids of the supervised, parted by blanks, ``names`` their names."""

    id: str
    held_on: str
    minutes: int | None
    form: str
    onsite: int | None
    aim: str | None
    supervisor: str | None
    supervisor_name: str | None
    unit: str | None
    project: str | None
    topics: str | None
    advice: str | None
    due_on: str | None
    carried_out: str | None
    carried_out_on: str | None
    supervisor_signed_on: str | None
    supervisee_signed_on: str | None
    staff: str | None
    names: str | None


def sessions(connection: Connection, since: str = "") -> list[SessionRow]:
    """Supervisions from a day on, the latest first."""
    return rows(
        connection,
        SessionRow,
        "SELECT s.id, s.held_on, s.minutes, s.form, s.onsite, s.aim, s.supervisor, coalesce(w.name, s.supervisor_name),"
        " s.unit, s.project, s.topics, s.advice, s.due_on, s.carried_out, s.carried_out_on, s.supervisor_signed_on,"
        " s.supervisee_signed_on,"
        " (SELECT group_concat(lower(hex(m.staff)), ' ') FROM supervisee m WHERE m.supervision = s.id AND m.alive),"
        " (SELECT group_concat(name, '、') FROM (SELECT p.name FROM supervisee m JOIN staff p ON p.id = m.staff"
        "   WHERE m.supervision = s.id AND m.alive ORDER BY p.name, p.id))"
        " FROM supervision s LEFT JOIN staff w ON w.id = s.supervisor WHERE s.alive AND s.held_on >= ?"
        " ORDER BY s.held_on DESC, s.id DESC",
        (since,),
    )


class MentoringRow(NamedTuple):
    """A pair of mentor and mentee."""

    id: str
    mentor: str
    mentor_name: str | None
    mentee: str
    mentee_name: str | None
    start_on: str
    end_on: str | None
    aim: str | None
    outcome: str | None


def mentorings(connection: Connection) -> list[MentoringRow]:
    """All pairs, those without an end first."""
    return rows(
        connection,
        MentoringRow,
        "SELECT m.id, m.mentor, a.name, m.mentee, b.name, m.start_on, m.end_on, m.aim, m.outcome FROM mentoring m"
        " LEFT JOIN staff a ON a.id = m.mentor LEFT JOIN staff b ON b.id = m.mentee WHERE m.alive"
        " ORDER BY m.end_on IS NOT NULL, m.start_on DESC, m.id",
    )


class SupervisorRow(NamedTuple):
    """Somebody who may supervise; ``units`` are the assigned stations as they were typed, parted by 、."""

    id: str
    name: str
    qualification: str | None
    units: str | None
    unit: str


def supervisors(connection: Connection) -> list[SupervisorRow]:
    """Staff with a qualification to supervise or with stations assigned to them."""
    return rows(
        connection,
        SupervisorRow,
        "SELECT id, name, supervisor_qualification, supervised_units, unit FROM staff WHERE alive"
        " AND (coalesce(supervisor_qualification, '') <> '' OR coalesce(supervised_units, '') <> '') ORDER BY name, id",
    )


def career_starts(connection: Connection) -> dict[str, str]:
    """Since when each member of staff has been a social worker: as recorded, else the joining day."""
    return {
        row[0].hex(): row[1]
        for row in connection.execute(
            "SELECT id, coalesce(social_work_since, joined_on) FROM staff WHERE alive"
            " AND coalesce(social_work_since, joined_on) IS NOT NULL"
        )
    }


def graduates(connection: Connection) -> list[str]:
    """Who is recorded to have studied social work."""
    return [row[0].hex() for row in connection.execute("SELECT id FROM staff WHERE alive AND social_work_graduate")]
