"""Reads of staff, certificates, registrations and training."""

from __future__ import annotations

from typing import NamedTuple

from db.queries.sql import rows
from db.store import Connection


class StaffRow(NamedTuple):
    """A person of the roster."""

    id: str
    name: str
    gender: str | None
    birth_date: str | None
    resident_id: str | None
    phone: str | None
    education: str | None
    major: str | None
    unit: str
    employment_kind: str | None
    joined_on: str | None
    left_on: str | None
    conflicts: int


def staff_list(connection: Connection, unit: str | None = None, on: str | None = None) -> list[StaffRow]:
    """The roster by joining day and name; ``on``: only who is in post that day."""
    return rows(
        connection,
        StaffRow,
        "SELECT id, name, gender, birth_date, resident_id, phone, education, major, unit, employment_kind, joined_on,"
        " left_on, conflicts FROM staff WHERE alive AND (:unit IS NULL OR unit = :unit) AND (:on IS NULL OR"
        " ((joined_on IS NULL OR joined_on <= :on) AND (left_on IS NULL OR left_on >= :on)))"
        " ORDER BY unit, joined_on, name, id",
        {"unit": unit, "on": on},
    )


class CertificateRow(NamedTuple):
    """A certificate."""

    id: str
    staff: str
    level: str
    number: str | None
    issued_on: str


def certificates(connection: Connection, staff: str | None = None) -> list[CertificateRow]:
    """Certificates, of one person or of all."""
    return rows(
        connection,
        CertificateRow,
        "SELECT id, staff, level, number, issued_on FROM certificate WHERE alive AND (:staff IS NULL OR staff ="
        " unhex(:staff)) ORDER BY issued_on, id",
        {"staff": staff},
    )


class RegistrationRow(NamedTuple):
    """A registration of a certificate."""

    id: str
    certificate: str
    kind: str
    registered_on: str
    valid_until: str


def registrations(connection: Connection) -> list[RegistrationRow]:
    """All registrations."""
    return rows(
        connection,
        RegistrationRow,
        "SELECT id, certificate, kind, registered_on, valid_until FROM registration WHERE alive"
        " ORDER BY registered_on, id",
    )


class TrainingRow(NamedTuple):
    """A training with the number of people who attended it."""

    id: str
    title: str
    kind: str | None
    provider: str | None
    mode: str | None
    start_on: str
    end_on: str
    tenths: int
    measure: str
    proof_number: str | None
    attended: int


def trainings(connection: Connection) -> list[TrainingRow]:
    """All trainings, newest first."""
    return rows(
        connection,
        TrainingRow,
        "SELECT t.id, t.title, t.kind, t.provider, t.mode, t.start_on, t.end_on, t.tenths, t.measure, t.proof_number,"
        " (SELECT count(*) FROM attendance a WHERE a.training = t.id AND a.alive) FROM training t WHERE t.alive"
        " ORDER BY t.end_on DESC, t.id",
    )


class AttendanceRow(NamedTuple):
    """What one person earned at one training; the amount is in tenths of the training's own unit."""

    id: str
    staff: str
    training: str
    title: str
    kind: str | None
    provider: str | None
    start_on: str
    end_on: str
    tenths: int
    measure: str
    approved: int
    proof_hash: str | None = None


def attendances(connection: Connection, staff: str | None = None) -> list[AttendanceRow]:
    """Attendance of one person or of all, newest first."""
    return rows(
        connection,
        AttendanceRow,
        "SELECT a.id, a.staff, t.id, t.title, t.kind, t.provider, t.start_on, t.end_on, a.tenths, t.measure,"
        " a.approved, a.proof_hash FROM attendance a JOIN training t ON t.id = a.training"
        " WHERE a.alive AND t.alive AND (:staff IS NULL OR a.staff = unhex(:staff)) ORDER BY t.end_on DESC, t.id, a.id",
        {"staff": staff},
    )


class ExemptionRow(NamedTuple):
    """A recorded exemption from a training requirement."""

    staff: str
    policy: str
    requirement: str
    start_on: str
    end_on: str | None
    reason: str


def exemptions(connection: Connection) -> list[ExemptionRow]:
    """All exemptions."""
    return rows(
        connection,
        ExemptionRow,
        "SELECT staff, policy, requirement, start_on, end_on, reason FROM training_exemption WHERE alive",
    )


class ContinuationRow(NamedTuple):
    """A decision to go on with an expired policy."""

    unit: str
    policy: str
    start_on: str
    end_on: str | None
    decision: str


def continuations(connection: Connection) -> list[ContinuationRow]:
    """All decisions, the earliest first; only those that the unit itself wrote, not others in its name."""
    return rows(
        connection,
        ContinuationRow,
        "SELECT unit, policy, start_on, end_on, decision FROM policy_continuation WHERE alive AND owner = unit"
        " ORDER BY start_on, id",
    )


class AssignmentRow(NamedTuple):
    """Where a member of staff works or worked."""

    id: str
    staff: str
    unit: str
    start_on: str | None
    end_on: str | None
    reason: str | None


def assignments(connection: Connection, staff: str) -> list[AssignmentRow]:
    """Where a member of staff worked, oldest first; empty for one who was never transferred."""
    return rows(
        connection,
        AssignmentRow,
        "SELECT id, staff, unit, start_on, end_on, reason FROM assignment WHERE alive AND staff = unhex(?)"
        " ORDER BY ifnull(start_on, ''), end_on IS NULL, id",
        (staff,),
    )


def is_of_unit(connection: Connection, staff: str, unit: str, on: str) -> bool:
    """Whether somebody is on the roster of a unit and has not left it before a day."""
    found = connection.execute(
        "SELECT 1 FROM staff WHERE id = unhex(?) AND alive AND owner = ? AND (left_on IS NULL OR left_on >= ?)",
        (staff, unit, on),
    ).fetchone()
    return found is not None


def any_project(connection: Connection) -> bool:
    """Whether any project is on file."""
    return connection.execute("SELECT 1 FROM project WHERE alive LIMIT 1").fetchone() is not None
