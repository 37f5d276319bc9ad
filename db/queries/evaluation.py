"""Reads of evaluation schemes, evaluations and scores; of credit entries and complaints."""

from __future__ import annotations

from typing import NamedTuple

from db.queries.sql import rows
from db.store import Connection


class SchemeRow(NamedTuple):
    """A scheme with how many elements it has, their weights' sum, and how many evaluations stand under it."""

    id: str
    title: str
    unit: str
    subject: str
    policy: str | None
    source: str | None
    start_on: str
    end_on: str | None
    grades: str | None
    full_score: int | None
    elements: int
    weights: int | None
    evaluations: int


def schemes(connection: Connection) -> list[SchemeRow]:
    """All schemes, the newest first."""
    return rows(
        connection,
        SchemeRow,
        "SELECT s.id, s.title, s.unit, s.subject, s.policy, s.source, s.start_on, s.end_on, s.grades, s.full_score,"
        " (SELECT count(*) FROM scheme_element e WHERE e.scheme = s.id AND e.alive),"
        " (SELECT sum(e.weight) FROM scheme_element e WHERE e.scheme = s.id AND e.alive),"
        " (SELECT count(*) FROM evaluation v WHERE v.scheme = s.id AND v.alive)"
        " FROM evaluation_scheme s WHERE s.alive ORDER BY s.start_on DESC, s.id",
    )


class ElementRow(NamedTuple):
    """An element of a scheme."""

    id: str
    scheme: str
    position: int
    element: str | None
    title: str
    weight: int | None
    figure: str | None


def elements(connection: Connection, scheme: str) -> list[ElementRow]:
    """The elements of a scheme in their order."""
    return rows(
        connection,
        ElementRow,
        "SELECT id, scheme, position, element, title, weight, figure FROM scheme_element"
        " WHERE alive AND scheme = unhex(?) ORDER BY position, id",
        (scheme,),
    )


class EvaluationRow(NamedTuple):
    """An evaluation with its scheme, and the name of whom or what it is about."""

    id: str
    scheme: str
    scheme_title: str | None
    subject: str | None
    policy: str | None
    source: str | None
    staff: str | None
    institution: str | None
    project: str | None
    post: str | None
    name: str | None
    start_on: str
    end_on: str
    state: str
    grade: str | None
    total: int | None
    comment: str | None
    used_for: str | None
    evaluator: str | None
    evaluator_name: str | None
    evaluator_kind: str | None
    evaluated_on: str | None
    self_signed_on: str | None


def evaluations(
    connection: Connection, *, scheme: str | None = None, staff: str | None = None, row: str | None = None
) -> list[EvaluationRow]:
    """Evaluations, of one scheme or one person or one by its id; the latest period first, then by name."""
    return rows(
        connection,
        EvaluationRow,
        "SELECT v.id, v.scheme, s.title, s.subject, s.policy, s.source, v.staff, v.institution, v.project, v.post,"
        " coalesce(p.name, i.name, j.title, o.title), v.start_on, v.end_on, v.state, v.grade, v.total, v.comment,"
        " v.used_for, v.evaluator, coalesce(w.name, v.evaluator_name), v.evaluator_kind, v.evaluated_on,"
        " v.self_signed_on FROM evaluation v LEFT JOIN evaluation_scheme s ON s.id = v.scheme"
        " LEFT JOIN staff p ON p.id = v.staff LEFT JOIN institution i ON i.id = v.institution"
        " LEFT JOIN project j ON j.id = v.project LEFT JOIN post o ON o.id = v.post"
        " LEFT JOIN staff w ON w.id = v.evaluator"
        " WHERE v.alive AND (:scheme IS NULL OR v.scheme = unhex(:scheme)) AND (:staff IS NULL OR v.staff ="
        " unhex(:staff)) AND (:row IS NULL OR v.id = unhex(:row)) ORDER BY v.end_on DESC, 11, v.id",
        {"scheme": scheme, "staff": staff, "row": row},
    )


class ScoreRow(NamedTuple):
    """What was given for one element."""

    id: str
    element: str
    self_score: int | None
    self_note: str | None
    score: int | None
    note: str | None


def scores(connection: Connection, evaluation: str) -> list[ScoreRow]:
    """The scores of an evaluation."""
    return rows(
        connection,
        ScoreRow,
        "SELECT id, element, self_score, self_note, score, note FROM evaluation_score"
        " WHERE alive AND evaluation = unhex(?)",
        (evaluation,),
    )


class CreditRow(NamedTuple):
    """A credit entry and whom it is about."""

    id: str
    staff: str | None
    institution: str | None
    name: str | None
    kind: str
    happened_on: str
    content: str | None
    document: str | None
    issuer: str | None
    public: int
    public_basis: str | None
    public_until: str | None


def credit_entries(connection: Connection, staff: str | None = None) -> list[CreditRow]:
    """Credit entries, of one person or all; the latest first."""
    return rows(
        connection,
        CreditRow,
        "SELECT c.id, c.staff, c.institution, coalesce(p.name, i.name), c.kind, c.happened_on, c.content, c.document,"
        " c.issuer, c.public, c.public_basis, c.public_until FROM credit_entry c LEFT JOIN staff p ON p.id = c.staff"
        " LEFT JOIN institution i ON i.id = c.institution WHERE c.alive AND (:staff IS NULL OR c.staff ="
        " unhex(:staff)) ORDER BY c.happened_on DESC, c.id",
        {"staff": staff},
    )


class ComplaintRow(NamedTuple):
    """A complaint and whom or what it is about. ``complainant`` and ``phone`` are personal data."""

    id: str
    received_on: str
    staff: str | None
    institution: str | None
    project: str | None
    unit: str | None
    name: str | None
    kind: str | None
    source: str | None
    complainant: str | None
    phone: str | None
    content: str | None
    state: str
    due_on: str | None
    handler: str | None
    handler_name: str | None
    result: str | None
    settled_on: str | None


def complaints(connection: Connection, row: str | None = None) -> list[ComplaintRow]:
    """All complaints, or one by its id."""
    return rows(
        connection,
        ComplaintRow,
        "SELECT c.id, c.received_on, c.staff, c.institution, c.project, c.unit,"
        " coalesce(p.name, i.name, j.title, u.name, c.unit), c.kind, c.source, c.complainant, c.phone, c.content,"
        " c.state, c.due_on, c.handler, h.name, c.result, c.settled_on FROM complaint c"
        " LEFT JOIN staff p ON p.id = c.staff LEFT JOIN institution i ON i.id = c.institution"
        " LEFT JOIN project j ON j.id = c.project LEFT JOIN unit u ON u.code = c.unit AND u.alive"
        " LEFT JOIN staff h ON h.id = c.handler WHERE c.alive AND (:row IS NULL OR c.id = unhex(:row))"
        " ORDER BY c.received_on DESC, c.id",
        {"row": row},
    )


class StaffFigures(NamedTuple):
    """What a person did in a span, from the registers (see ``swstation/reports`` for what a contact is)."""

    cases_closed: int
    satisfaction: int | None
    """The mean of the closed cases' satisfaction in tenths of a point of 100; ``None`` where none was asked."""
    satisfied_cases: int
    complaints: int


def staff_figures(connection: Connection, staff: str, first: str, last: str) -> StaffFigures:
    """Cases closed by the worker in the span with their satisfaction, and complaints received about the person."""
    closed, mean, asked = connection.execute(
        "SELECT count(*), round(10.0 * avg(satisfaction)), count(satisfaction) FROM service_case"
        " WHERE alive AND worker = unhex(?) AND state = 'closed' AND closed_on BETWEEN ? AND ?",
        (staff, first, last),
    ).fetchone()
    (about,) = connection.execute(
        "SELECT count(*) FROM complaint WHERE alive AND staff = unhex(?) AND received_on BETWEEN ? AND ?"
        " AND state NOT IN ('rejected', 'withdrawn')",
        (staff, first, last),
    ).fetchone()
    return StaffFigures(closed, None if mean is None else int(mean), asked, about)
