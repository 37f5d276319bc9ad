"""Where supervision and mentoring stand: who waits longest, whose advice is open, who leads whom, the budget line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from db.queries import posts as post_reads
from db.queries import supervision as reads
from db.queries.units import units
from swstation.operations.book import Book
from swstation.operations.post_standing import certified, day, own_unit, policies_of
from swstation.operations.standing import continuations, people_facts
from swstation.rules.clauses import Asked
from swstation.rules.dates import add_months
from swstation.rules.facts import Person
from swstation.rules.supervision import (
    BudgetLine,
    Pair,
    Rounds,
    Session,
    Supervised,
    budget_line,
    pair_kind,
    rounds,
    supervised,
    to_carry_out,
    unmentored,
)


@dataclass(frozen=True, slots=True)
class SupervisionBoard:
    """Supervision on one day; sessions, hours and rounds of the twelve months up to it."""

    rows: list[reads.SessionRow]
    people: list[Supervised]
    open_advice: list[Session]
    rounds: list[Rounds]
    lines: list[BudgetLine]
    span: tuple[date, date]


@dataclass(frozen=True, slots=True)
class Mentored:
    """A pair with its kind (``certificate``, ``seniority`` or empty)."""

    row: reads.MentoringRow
    kind: str
    runs: bool


@dataclass(frozen=True, slots=True)
class MentoringBoard:
    """The pairs, who works without a certificate and a mentor, and the rule that asks for pairs, if one does."""

    pairs: list[Mentored]
    alone: list[Person]
    rule: Asked | None


def session_fact(row: reads.SessionRow) -> Session:
    """A session as the rules take it."""
    return Session(
        row.id, date.fromisoformat(row.held_on), row.minutes or 0, row.form,
        None if row.onsite is None else bool(row.onsite), row.aim or "", row.supervisor or "",
        row.supervisor_name or "", row.unit or "", row.project or "", tuple((row.staff or "").split()),
        day(row.due_on), day(row.carried_out_on), bool(row.supervisor_signed_on and row.supervisee_signed_on),
    )  # fmt: skip


def supervision_board(book: Book, as_of: date) -> SupervisionBoard:
    """The supervision of this installation's people."""
    connection = book.connection
    rows = reads.sessions(connection)
    sessions = [session_fact(row) for row in rows]
    span = (add_months(as_of, -12), as_of)
    people = people_facts(connection, own_unit(book)).people
    policies, decided = policies_of(connection, book.unit), continuations(connection, book.unit)
    lines = (
        budget_line(
            policies, one.id, one.title, (date.fromisoformat(one.start_on), date.fromisoformat(one.end_on)), sessions,
            one.supervision_fen, decided, as_of,
        )
        for one in post_reads.project_people(connection, as_of.isoformat())
        if one.start_on <= as_of.isoformat()
    )  # fmt: skip
    return SupervisionBoard(
        rows, supervised(people, sessions, span, as_of), to_carry_out(sessions, as_of),
        rounds(_assigned(book), sessions, span, as_of), [one for one in lines if one is not None], span,
    )  # fmt: skip


def _assigned(book: Book) -> dict[str, tuple[str, list[str]]]:
    """Supervisors with the codes of the stations assigned to them; a name is read as the unit that has it."""
    known = {one.name: one.code for one in units(book.connection)}
    out: dict[str, tuple[str, list[str]]] = {}
    for one in reads.supervisors(book.connection):
        words = [word.strip() for word in (one.units or "").replace(",", "、").split("、")]
        if found := [known.get(word, word) for word in words if word]:
            out[one.id] = (one.name, found)
    return out


def mentoring_board(book: Book, as_of: date) -> MentoringBoard:
    """The mentoring of this installation's people."""
    connection = book.connection
    rows = reads.mentorings(connection)
    holders = certified(connection, book.unit, as_of)
    since = {staff: date.fromisoformat(on) for staff, on in reads.career_starts(connection).items()}
    pairs = [Pair(row.mentor, row.mentee, date.fromisoformat(row.start_on), day(row.end_on)) for row in rows]
    people = people_facts(connection, own_unit(book)).people
    policies, decided = policies_of(connection, book.unit), continuations(connection, book.unit)
    rule, alone = unmentored(policies, people, holders, pairs, decided, as_of)
    found = [
        Mentored(row, pair_kind(pair, holders, since), pair.holds_on(as_of))
        for row, pair in zip(rows, pairs, strict=True)
    ]
    return MentoringBoard(sorted(found, key=lambda one: not one.runs), alone, rule)
