"""Reads of all that is recorded about members of staff: every field, posts held, exams, rates, payments, honours."""

from __future__ import annotations

from typing import NamedTuple

from db.queries.sql import rows
from db.store import Connection


class WorkerRow(NamedTuple):
    """Every field of a person; three-valued flags are 0, 1 or ``None``. ``evaluated``: confirmed appraisals."""

    id: str
    owner: str
    name: str
    gender: str | None
    birth_date: str | None
    resident_id: str | None
    phone: str | None
    ethnic_group: str | None
    political_status: str | None
    education: str | None
    degree: str | None
    major: str | None
    social_work_graduate: int | None
    source: str | None
    unit: str
    employment_kind: str | None
    joined_on: str | None
    left_on: str | None
    left_reason: str | None
    key_talent: str | None
    academic_title: str | None
    social_work_since: str | None
    working_time: str | None
    field: str | None
    talent_category: str | None
    native_place: str | None
    native: int | None
    institution_name: str | None
    course: str | None
    post_grade: str | None
    appointed_level: str | None
    appointed_on: str | None
    filing_number: str | None
    filed_on: str | None
    social_insurance: int | None
    housing_fund: int | None
    supervisor_qualification: str | None
    supervised_units: str | None
    public_roles: str | None
    evaluated: int


def workers(connection: Connection, unit: str | None = None, staff: str | None = None) -> list[WorkerRow]:
    """Everybody of a unit (of all units if ``None``), or one person, leavers too, by unit, joining day and name."""
    return rows(
        connection,
        WorkerRow,
        "SELECT s.id, s.owner, s.name, s.gender, s.birth_date, s.resident_id, s.phone, s.ethnic_group,"
        " s.political_status, s.education, s.degree, s.major, s.social_work_graduate, s.source, s.unit,"
        " s.employment_kind, s.joined_on, s.left_on, s.left_reason, s.key_talent, s.academic_title,"
        " s.social_work_since, s.working_time, s.field, s.talent_category, s.native_place, s.native,"
        " s.institution_name, s.course, s.post_grade, s.appointed_level, s.appointed_on, s.filing_number, s.filed_on,"
        " s.social_insurance, s.housing_fund, s.supervisor_qualification, s.supervised_units, s.public_roles,"
        " (SELECT count(*) FROM evaluation e WHERE e.alive AND e.staff = s.id AND e.state = 'confirmed')"
        " FROM staff s WHERE s.alive AND (:unit IS NULL OR s.unit = :unit) AND (:staff IS NULL OR s.id = unhex(:staff))"
        " ORDER BY s.unit, s.joined_on, s.name, s.id",
        {"unit": unit, "staff": staff},
    )


class HeldPostRow(NamedTuple):
    """A post somebody holds or held, with what the rules ask of it."""

    id: str
    staff: str
    post: str
    title: str
    kind: str
    professional: int | None
    funding: str | None
    post_grade: str | None
    project: str | None
    project_title: str | None
    contract_on: str | None
    start_on: str
    end_on: str | None
    employment: str | None
    track: str | None
    lent_to: str | None
    end_reason: str | None


def held_posts(connection: Connection, staff: str | None = None) -> list[HeldPostRow]:
    """Posts held by one person or by all, the latest first."""
    return rows(
        connection,
        HeldPostRow,
        "SELECT h.id, h.staff, p.id, p.title, p.kind, p.professional, p.funding, p.post_grade, j.id, j.title,"
        " j.start_on, h.start_on, h.end_on, coalesce(h.employment, p.employment), h.track, h.lent_to, h.end_reason"
        " FROM post_holding h JOIN post p ON p.id = h.post LEFT JOIN project j ON j.id = p.project AND j.alive"
        " WHERE h.alive AND p.alive AND (:staff IS NULL OR h.staff = unhex(:staff)) ORDER BY h.start_on DESC, h.id",
        {"staff": staff},
    )


class ExamRow(NamedTuple):
    """One subject of one exam year."""

    id: str
    staff: str
    level: str
    year: int
    subject: str
    state: str
    score: int | None
    passed_on: str | None


def exam_results(connection: Connection, staff: str | None = None) -> list[ExamRow]:
    """Exam results of one person or of all, the latest first."""
    return rows(
        connection,
        ExamRow,
        "SELECT id, staff, level, year, subject, state, score, passed_on FROM exam_result"
        " WHERE alive AND (:staff IS NULL OR staff = unhex(:staff)) ORDER BY year DESC, level, subject, id",
        {"staff": staff},
    )


class RateRow(NamedTuple):
    """A decision about the amount of an allowance."""

    id: str
    unit: str
    policy: str
    item: str
    level: str | None
    start_on: str
    end_on: str | None
    value_fen: int
    period: str
    decision: str | None


def allowance_rates(connection: Connection) -> list[RateRow]:
    """All decisions, the earliest first."""
    return rows(
        connection,
        RateRow,
        "SELECT id, unit, policy, item, level, start_on, end_on, value_fen, period, decision FROM allowance_rate"
        " WHERE alive AND owner = unit ORDER BY start_on, id",
    )


class PaymentRow(NamedTuple):
    """Money paid to a person."""

    id: str
    staff: str
    kind: str
    paid_on: str
    value_fen: int
    payer: str | None
    document: str | None


def payments(connection: Connection, staff: str | None = None) -> list[PaymentRow]:
    """Payments to one person or to all, the latest first."""
    return rows(
        connection,
        PaymentRow,
        "SELECT id, staff, kind, paid_on, value_fen, payer, document FROM subsidy_payment"
        " WHERE alive AND (:staff IS NULL OR staff = unhex(:staff)) ORDER BY paid_on DESC, id",
        {"staff": staff},
    )


class HonourRow(NamedTuple):
    """An honour of a person."""

    id: str
    staff: str
    title: str
    granted_on: str
    level: str | None
    kind: str | None
    issuer: str | None
    state: str | None


def honours(connection: Connection, staff: str | None = None) -> list[HonourRow]:
    """Honours of one person or of all people, the latest first."""
    return rows(
        connection,
        HonourRow,
        "SELECT id, staff, title, granted_on, level, kind, issuer, state FROM honour WHERE alive"
        " AND staff IS NOT NULL AND (:staff IS NULL OR staff = unhex(:staff)) ORDER BY granted_on DESC, id",
        {"staff": staff},
    )
