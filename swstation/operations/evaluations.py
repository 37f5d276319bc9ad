"""Writing schemes, evaluations and scores. Weights and grades are the county's; the elements are the policy's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from db.errors import Refusal
from db.queries import evaluation as reads
from swstation.i18n import N_, language
from swstation.operations.book import Book, Changes, do
from swstation.operations.registers import row_changes
from swstation.rules import evaluation as rules
from swstation.rules.model import Entry, Item

if TYPE_CHECKING:
    from db.gateway import Change

CONFIRMED, DISPUTED = "confirmed", "disputed"


class Weighted(NamedTuple):
    """An element as the county weighs it; ``element`` is the policy's id, empty for one of the county's own."""

    title: str
    weight: int | None
    figure: str | None = None
    element: str | None = None


def sets(book: Book) -> list[Item]:
    """The sets of elements that this unit's policies print."""
    from swstation.operations.post_standing import policies_of

    return [item for _policy, item in rules.sets(policies_of(book.connection, book.unit))]


def set_of(book: Book, source: str) -> Item:
    """One of them by its id. Refuses one that is not there."""
    found = sets(book)
    for item in found:
        if item.id == source:
            return item
    raise Refusal("evaluation.set_unknown", token=source, known=" ".join(item.id for item in found) or "-")


def word(entry: Entry | Item) -> str:
    """What a policy calls an element or a set, in the language of the screen; records keep the Chinese."""
    return entry.en if language() == "en" else entry.zh


def make_scheme(
    book: Book,
    values: Mapping[str, Any],
    elements: Sequence[Weighted],
) -> tuple[str, Changes]:
    """A scheme with its elements; gives its id. Refuses weights that do not add up to 100 and grades that cannot be
    read.
    """
    rules.check_weights([one.weight for one in elements])
    rules.bands(values.get("grades"), values.get("full_score"))
    changes, scheme = row_changes(book, "evaluation_scheme", None, {"unit": book.unit, **values})
    for position, one in enumerate(elements, 1):
        given = {"scheme": scheme, "position": position, **one._asdict()}
        changes += row_changes(book, "scheme_element", None, given)[0]
    return scheme, do(book, N_("Scheme made"), changes, str(values.get("title", "")))


def weigh(book: Book, scheme: str, weights: Mapping[str, tuple[int | None, str | None]]) -> Changes:
    """Other weights and figures for elements of a scheme (by row id); together they must add up to 100."""
    known = reads.elements(book.connection, scheme)
    new = {one.id: weights.get(one.id, (one.weight, one.figure)) for one in known}
    rules.check_weights([weight for weight, _figure in new.values()])
    changes: list[Change] = []
    for row, (weight, figure) in new.items():
        changes += row_changes(book, "scheme_element", row, {"weight": weight, "figure": figure})[0]
    return do(book, N_("Scheme changed"), changes)


def begin(book: Book, scheme: str, subjects: Sequence[str], start_on: str, end_on: str) -> tuple[list[str], Changes]:
    """An evaluation for each subject (workers, or institutions or projects where the scheme is about those).

    Whoever has one under this scheme for that period already is left out. Gives the ids of the new ones.
    """
    found = _scheme(book, scheme)
    if not reads.elements(book.connection, scheme):
        raise Refusal("evaluation.no_elements")
    if not subjects:
        raise Refusal("evaluation.nobody")
    field = found.subject if found.subject in ("institution", "project") else "staff"
    have = {
        getattr(one, field)
        for one in reads.evaluations(book.connection, scheme=scheme)
        if (one.start_on, one.end_on) == (start_on, end_on)
    }
    changes: list[Change] = []
    made: list[str] = []
    for subject in dict.fromkeys(subjects):
        if subject not in have:
            values = {"scheme": scheme, field: subject, "start_on": start_on, "end_on": end_on, "state": "draft"}
            more, row = row_changes(book, "evaluation", None, values)
            changes += more
            made.append(row)
    return made, do(book, N_("Evaluations begun"), changes)


def score(
    book: Book,
    evaluation: str,
    given: Mapping[str, int | None],
    *,
    own: bool,
    notes: Mapping[str, str | None] | None = None,
    on: str | None = None,
) -> Changes:
    """Scores by element (row ids, tenths), the worker's own or the assessor's; the total and grade follow.

    Once each element has the assessor's score the evaluation is ``scored``; the worker's own alone makes it
    ``self_scored``, and ``on`` is then the day of the worker's signature. Refuses a confirmed evaluation, and a score
    above the scheme's full score.
    """
    found, scheme = _evaluation(book, evaluation)
    if found.state == CONFIRMED:
        raise Refusal("evaluation.confirmed")
    full = scheme.full_score or rules.FULL_SCORE
    elements = reads.elements(book.connection, scheme.id)
    before = {one.element: one for one in reads.scores(book.connection, evaluation)}
    changes: list[Change] = []
    for element in elements:
        if element.id not in given:
            continue
        points = given[element.id]
        if points is not None and points > full:
            raise Refusal("evaluation.score_bad", field="score", token=_points(points), full=_points(full))
        values: dict[str, Any] = {"self_score" if own else "score": points}
        if notes is not None:
            values["self_note" if own else "note"] = notes.get(element.id)
        row = before[element.id].id if element.id in before else None
        if row is None:
            values |= {"evaluation": evaluation, "element": element.id}
        changes += row_changes(book, "evaluation_score", row, values, keys=("evaluation", "element"))[0]
    scores = {one.element: one.score for one in before.values()}
    if not own:
        scores.update(given)
    changes += _outcome(book, found, scheme, elements, scores, own, on)
    return do(book, N_("Scores entered"), changes, found.name or "")


def _outcome(
    book: Book,
    found: reads.EvaluationRow,
    scheme: reads.SchemeRow,
    elements: Sequence[reads.ElementRow],
    scores: Mapping[str, int | None],
    own: bool,
    on: str | None,
) -> list[Change]:
    total = rules.total([rules.Element(e.id, e.position, e.title, e.weight) for e in elements], scores)
    grade = rules.grade_of(total, rules.bands(scheme.grades, scheme.full_score))
    state = "scored" if total is not None else "self_scored" if own or found.state == "self_scored" else found.state
    values: dict[str, Any] = {"state": state, "total": total, "grade": grade or None}
    if own and on is not None:
        values["self_signed_on"] = on
    return row_changes(book, "evaluation", found.id, values)[0]


def confirm(book: Book, evaluation: str, values: Mapping[str, Any]) -> Changes:
    """The evaluation stands: who evaluated, on which day, a comment, what it is used for. Refuses missing scores."""
    found, scheme = _evaluation(book, evaluation)
    have = {one.element for one in reads.scores(book.connection, evaluation) if one.score is not None}
    missing = sum(one.id not in have for one in reads.elements(book.connection, scheme.id))
    if missing:
        raise Refusal("evaluation.scores_missing", missing=missing)
    changes, _row = row_changes(book, "evaluation", evaluation, {**values, "state": CONFIRMED})
    return do(book, N_("Evaluation confirmed"), changes, found.name or "")


def dispute(book: Book, evaluation: str, comment: str | None) -> Changes:
    """The evaluated does not agree: it can be scored anew."""
    values: dict[str, Any] = {"state": DISPUTED}
    if comment:
        values["comment"] = comment
    return do(book, N_("Evaluation disputed"), row_changes(book, "evaluation", evaluation, values)[0])


def _scheme(book: Book, scheme: str) -> reads.SchemeRow:
    for one in reads.schemes(book.connection):
        if one.id == scheme:
            return one
    raise Refusal("evaluation.scheme_unknown", token=scheme)


def _evaluation(book: Book, evaluation: str) -> tuple[reads.EvaluationRow, reads.SchemeRow]:
    found = reads.evaluations(book.connection, row=evaluation)
    if not found:
        raise Refusal("evaluation.unknown", token=evaluation)
    return found[0], _scheme(book, found[0].scheme)


def _points(tenths: int) -> str:
    return f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"
