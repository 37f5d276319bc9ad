"""Where evaluations stand: who has which, who is under two systems, who has none for a year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from db.queries import evaluation as reads
from swstation.operations.book import Book
from swstation.operations.post_standing import holding_facts, own_unit, policies_of
from swstation.operations.standing import continuations, people_facts
from swstation.rules.clauses import Asked, asked, find
from swstation.rules.evaluation import Assessed, Clash, clashes, without
from swstation.rules.facts import Person


@dataclass(frozen=True, slots=True)
class EvaluationBoard:
    """Schemes and evaluations, clashes between systems, and who has none in the year of the day.

    ``rule`` asks for an appraisal of everybody in post, where a policy does.
    """

    schemes: list[reads.SchemeRow]
    rows: list[reads.EvaluationRow]
    clashes: list[Clash]
    without: list[Person]
    rule: Asked | None
    span: tuple[date, date]


def evaluation_board(book: Book, as_of: date) -> EvaluationBoard:
    """The evaluations of this installation; the span is the calendar year of ``as_of``, up to it."""
    connection = book.connection
    rows = reads.evaluations(connection)
    found = [
        Assessed(
            row.id, row.staff, row.scheme, row.policy or "", row.source or "", row.subject or "",
            date.fromisoformat(row.start_on), date.fromisoformat(row.end_on),
        )
        for row in rows
        if row.staff
    ]  # fmt: skip
    policies, decided = policies_of(connection, book.unit), continuations(connection, book.unit)
    in_post: dict[str, list[tuple[date, date | None]]] = defaultdict(list)
    for one in holding_facts(connection):
        in_post[one.staff].append((one.start_on, one.end_on))
    span = (as_of.replace(month=1, day=1), as_of)
    people = people_facts(connection, own_unit(book)).people
    appraisal = find(policies, "evaluation.rule", "appraisal")
    return EvaluationBoard(
        reads.schemes(connection),
        rows,
        clashes(policies, found, in_post, decided, as_of),
        without(people, found, *span),
        asked(*appraisal, decided, as_of) if appraisal else None,
        span,
    )
