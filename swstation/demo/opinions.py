"""Satisfaction surveys: what people ticked."""

from __future__ import annotations

from datetime import date
from random import Random

from db.gateway import Change
from swstation.operations.book import Book

_ANSWERS = ("very_satisfied", "satisfied", "neutral", "dissatisfied", "very_dissatisfied")
_WEIGHTS = (52, 36, 8, 3, 1)


def survey(book: Book, rng: Random, table: str, row: str, day: date, sent: int) -> Change:
    """The change that keeps a survey about a row; some forms never come back."""
    returned = sum(rng.random() < 0.88 for _form in range(sent))
    ticked = rng.choices(_ANSWERS, _WEIGHTS, k=returned)
    counts = {"sent": sent, "returned": returned, **{answer: ticked.count(answer) for answer in _ANSWERS}}
    return Change("satisfaction_survey", book.source.row_id(), {
        "ident": {"unit": book.unit, "subject_table": table, "subject": row, "surveyed_on": day.isoformat()},
        "counts": counts,
    })  # fmt: skip
