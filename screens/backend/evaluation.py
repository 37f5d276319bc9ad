"""Evaluation in words: who has which grade, figures from the logs beside each element, schemes, warnings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from db.errors import Refusal
from screens.backend.base import Part
from screens.backend.people import clause_of
from screens.backend.posts import rule_words
from screens.ports_evaluation import ElementSeen, EvaluationSeen, EvaluationsSeen, SetSeen
from screens.widgets.rows import Cell, Row

if TYPE_CHECKING:
    from screens.ports import Choice, Saved
    from screens.ports_posts import Told
    from swstation.operations.book import Book
    from swstation.operations.evaluation_standing import EvaluationBoard
    from swstation.operations.figures import Figures
    from swstation.rules.evaluation import Clash

_TONES = {"confirmed": "good", "disputed": "bad", "draft": "muted"}


class EvaluationPart(Part):
    """Schemes, evaluations and scores."""

    async def evaluations(self, view: str, as_of: date) -> EvaluationsSeen:
        return await self.call(_seen, view, as_of)

    async def evaluation_sets(self) -> Sequence[Choice]:
        return await self.call(_sets)

    async def evaluation_set(self, source: str) -> SetSeen:
        return await self.call(_set, source)

    async def make_scheme(self, chosen: SetSeen, values: Mapping[str, str]) -> Saved:
        from swstation.operations.evaluations import Weighted, make_scheme

        elements = [
            Weighted(*_titled(title), _weight(values.get(f"weight_{n}", "")), _guess(title))
            for n, title in enumerate(chosen.elements, 1)
        ]
        given: dict[str, Any] = {
            "title": values["title"], "subject": chosen.subject, "policy": chosen.policy or None,
            "source": chosen.source or None, "start_on": values["start_on"], "end_on": values.get("end_on") or None,
            "grades": values.get("grades") or None, "full_score": _full(values.get("full_score", "")),
        }  # fmt: skip
        made = [one._replace(element=await self.call(_element_id, chosen, one.title)) for one in elements]
        with _beside("weight_1"):
            scheme, changes = await self.call(make_scheme, given, made)
        return self.saved(changes, scheme)

    async def scheme_form(self, scheme: str) -> tuple[Sequence[tuple[str, str]], Mapping[str, str]]:
        return await self.call(_scheme_form, scheme)

    async def weigh_scheme(self, scheme: str, values: Mapping[str, str]) -> Saved:
        from swstation.operations.evaluations import weigh

        rows = list(dict.fromkeys(key.partition("_")[2] for key in values))
        given = {
            row: (_weight(values.get(f"weight_{row}", "")), values.get(f"figure_{row}") or None) for row in rows if row
        }
        with _beside(f"weight_{rows[0]}" if rows else "weight"):
            changes = await self.call(weigh, scheme, given)
        return self.saved(changes, scheme)

    async def schemes(self) -> Sequence[Choice]:
        return await self.call(_schemes)

    async def begin_evaluations(self, staff: Sequence[str], values: Mapping[str, str]) -> Saved:
        from swstation.operations.evaluations import begin

        made, changes = await self.call(begin, values["scheme"], list(staff), values["start_on"], values["end_on"])
        return self.saved(changes, *made)

    async def evaluation(self, row: str, as_of: date) -> EvaluationSeen:
        return await self.call(_one, row, as_of)

    async def score_evaluation(self, row: str, values: Mapping[str, str], *, own: bool) -> Saved:
        from swstation.operations.evaluations import score

        given, notes = await self.call(_given, row, values)
        on = self.today.isoformat() if own else None
        return self.saved(await self.call(score, row, given, own=own, notes=notes, on=on), row)

    async def confirm_evaluation(self, row: str, values: Mapping[str, str]) -> Saved:
        from swstation.operations.evaluations import confirm

        names = ("evaluated_on", "evaluator", "evaluator_name", "evaluator_kind", "comment", "used_for")
        given: dict[str, Any] = {name: values.get(name) or None for name in names if name in values}
        if not given.get("evaluator") and not given.get("evaluator_name"):
            given["evaluator"] = self.book.worker
        return self.saved(await self.call(confirm, row, given), row)

    async def dispute_evaluation(self, row: str, comment: str) -> Saved:
        from swstation.operations.evaluations import dispute

        return self.saved(await self.call(dispute, row, comment or None), row)


@contextmanager
def _beside(field: str) -> Iterator[None]:
    """What is refused about the weights together stands beside the first of them."""
    try:
        yield
    except Refusal as refusal:
        if refusal.field != "weight":
            raise
        there = Refusal(refusal.code, field=field, token=refusal.token)
        there.params.update(refusal.params)
        raise there from None


def points(tenths: int | None) -> str:
    """Tenths as points; empty for none."""
    if tenths is None:
        return ""
    return f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"


def _weight(typed: str) -> int | None:
    import unicodedata

    text = unicodedata.normalize("NFKC", typed).strip().removesuffix("%")
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or int(text[:4]) > 100:
        raise Refusal("evaluation.weight_bad", field="weight_1", token=typed)
    return int(text)


def _full(typed: str) -> int | None:
    from swstation.rules.evaluation import tenths_of

    if not typed:
        return None
    found = tenths_of(typed)
    if not found:
        raise Refusal("evaluation.score_bad", field="full_score", token=typed, full="10000")
    return found


def _titled(title: str) -> tuple[str]:
    return (title,)


def _guess(title: str) -> str | None:
    """The figure that is likely to stand beside an element of this name; it can be changed in the scheme."""
    for words, figure in ((("满意", "反馈"), "satisfaction"), (("绩效", "业绩"), "contacts"), (("知识",), "training")):
        if any(word in title for word in words):
            return figure
    return None


def _element_id(book: Book, chosen: SetSeen, title: str) -> str | None:
    from swstation.operations.evaluations import set_of

    if not chosen.source:
        return None
    return next((entry.id for entry in set_of(book, chosen.source).items if entry.zh == title), None)


def _sets(book: Book) -> Sequence[Choice]:
    from screens.ports import Choice
    from swstation.i18n import listed
    from swstation.operations.evaluations import sets, word

    return [Choice(item.id, word(item), listed(word(entry) for entry in item.items)) for item in sets(book)]


def _set(book: Book, source: str) -> SetSeen:
    from swstation.operations.evaluations import set_of
    from swstation.rules.clauses import text
    from swstation.rules.evaluation import SUBJECTS

    item = set_of(book, source)
    subject = SUBJECTS.get(text(item, "subject"), "staff")
    # A scheme travels to machines of either language, so it keeps the policy's own Chinese.
    return SetSeen(item.zh, subject, item.clause.policy, item.id, [entry.zh for entry in item.items])


def _scheme_form(book: Book, scheme: str) -> tuple[Sequence[tuple[str, str]], Mapping[str, str]]:
    from db.queries.evaluation import elements

    found = elements(book.connection, scheme)
    values = {f"weight_{one.id}": str(one.weight or "") for one in found}
    values |= {f"figure_{one.id}": one.figure or "" for one in found}
    return [(one.id, one.title) for one in found], values


def _schemes(book: Book) -> Sequence[Choice]:
    from db.queries.evaluation import schemes
    from screens.ports import Choice

    return [Choice(one.id, one.title, one.start_on) for one in schemes(book.connection) if one.elements]


def _seen(book: Book, view: str, as_of: date) -> EvaluationsSeen:
    from swstation.operations.evaluation_standing import evaluation_board

    found = evaluation_board(book, as_of)
    rows = {"evaluations": _rows, "without": _without, "schemes": _scheme_rows}[view](found)
    return EvaluationsSeen(_sums(found), rows, _told(found))


def _sums(found: EvaluationBoard) -> list[tuple[str, str]]:
    from swstation.i18n import _

    done = sum(one.state == "confirmed" for one in found.rows)
    out = [
        (_("{n} evaluations").format(n=len(found.rows)), "strong"),
        (_("{n} confirmed").format(n=done), "good" if done else "muted"),
        (_("{n} without one this year").format(n=len(found.without)), "caution" if found.without else "muted"),
    ]
    if found.clashes:
        out.append((_("! {n} under the wrong system").format(n=len(found.clashes)), "bad"))
    return out


def _told(found: EvaluationBoard) -> list[Told]:
    names = {row.id: row.name or "" for row in found.rows}
    told = [
        (f"{names.get(one.one.id, '')}  {_clash_words(one)}", clause_of(one.rule.clause, one.rule.decision or None))
        for one in found.clashes
    ]
    if found.rule is not None:
        told.append((rule_words(found.rule), clause_of(found.rule.clause, found.rule.decision or None)))
    return told


def _clash_words(one: Clash) -> str:
    from swstation.i18n import _

    if one.other is not None:
        return _("! evaluated under two systems at a time; only one of them holds")
    return _("! holds a post: only the evaluation of posts holds")


def _rows(found: EvaluationBoard) -> list[Row]:
    from swstation import lists

    wrong = {one.one.id for one in found.clashes} | {one.other.id for one in found.clashes if one.other}
    rows = []
    for row in found.rows:
        state = lists.label("evaluation_state", row.state)
        cells = (
            row.name or "",
            Cell(row.scheme_title or "", "muted"),
            Cell(f"{row.start_on[:7]} ~ {row.end_on[:7]}", "muted"),
            Cell(points(row.total), "strong"),
            row.grade or "",
            Cell(f"! {state}" if row.id in wrong else state, "bad" if row.id in wrong else _TONES.get(row.state, "")),
        )
        rows.append(Row(row.id, cells))
    return rows


def _without(found: EvaluationBoard) -> list[Row]:
    return [
        Row(one.id, (one.name, Cell(one.joined_on.isoformat() if one.joined_on else "", "muted")))
        for one in found.without
    ]


def _scheme_rows(found: EvaluationBoard) -> list[Row]:
    from swstation import lists

    rows = []
    for one in found.schemes:
        wrong = one.weights != 100
        cells = (
            one.title,
            lists.label("evaluation_scheme_subject", one.subject),
            Cell(one.start_on, "muted"),
            str(one.elements),
            Cell(f"! {one.weights or 0}%" if wrong else "100%", "bad" if wrong else "good"),
            str(one.evaluations or ""),
        )
        rows.append(Row(one.id, cells))
    return rows


def _given(book: Book, row: str, values: Mapping[str, str]) -> tuple[dict[str, int | None], dict[str, str | None]]:
    from db.queries import evaluation as reads
    from swstation.rules.evaluation import FULL_SCORE, tenths_of

    found = reads.evaluations(book.connection, row=row)
    if not found:
        raise Refusal("evaluation.unknown", token=row)
    scheme = next(one for one in reads.schemes(book.connection) if one.id == found[0].scheme)
    full = scheme.full_score or FULL_SCORE
    given: dict[str, int | None] = {}
    notes: dict[str, str | None] = {}
    for element in reads.elements(book.connection, scheme.id):
        typed = values.get(f"score_{element.id}", "")
        tenths = tenths_of(typed) if typed else None
        if typed and (tenths is None or tenths > full):
            raise Refusal("evaluation.score_bad", field=f"score_{element.id}", token=typed, full=points(full))
        given[element.id] = tenths
        notes[element.id] = values.get(f"note_{element.id}") or None
    return given, notes


def _one(book: Book, row: str, as_of: date) -> EvaluationSeen:
    from db.queries import evaluation as reads
    from db.queries.registers import one_row
    from swstation import lists
    from swstation.i18n import _
    from swstation.operations.evaluation_standing import evaluation_board
    from swstation.operations.figures import figures
    from swstation.rules.evaluation import FULL_SCORE

    board = evaluation_board(book, as_of)
    found = next((one for one in board.rows if one.id == row), None)
    scheme = next((one for one in board.schemes if found and one.id == found.scheme), None)
    if found is None or scheme is None:
        raise Refusal("evaluation.unknown", token=row)
    worker = one_row(book.connection, "staff", found.staff) if found.staff else None
    numbers = None
    if found.staff and worker:
        first, last = date.fromisoformat(found.start_on), date.fromisoformat(found.end_on)
        numbers = figures(book.connection, worker["unit"], found.staff, first, min(last, max(first, as_of)))
    given = {one.element: one for one in reads.scores(book.connection, row)}
    elements = []
    for element in reads.elements(book.connection, scheme.id):
        score = given.get(element.id)
        elements.append(
            ElementSeen(
                element.id, element.title, f"{element.weight}%" if element.weight is not None else "",
                _figure(element.figure, numbers), points(score.self_score) if score else "",
                points(score.score) if score else "", (score.note or score.self_note or "") if score else "",
            )
        )  # fmt: skip
    own = [one for one in board.clashes if row in (one.one.id, one.other.id if one.other else None)]
    warnings = [_clash_words(one) for one in own]
    told = [(words, clause_of(one.rule.clause, None)) for words, one in zip(warnings, own, strict=True)]
    result = "  ".join(part for part in (points(found.total), found.grade or "") if part)
    return EvaluationSeen(
        found.name or "", scheme.title, f"{found.start_on} - {found.end_on}",
        lists.label("evaluation_state", found.state), result or _("no total yet"),
        points(scheme.full_score or FULL_SCORE), elements, warnings, [*_source(book, scheme), *told],
        found.used_for or "", found.comment or "",
    )  # fmt: skip


def _source(book: Book, scheme: Any) -> list[Told]:
    from swstation.i18n import listed
    from swstation.operations.evaluations import sets
    from swstation.rules.clauses import texts

    for item in sets(book):
        if item.id == scheme.source and item.clause.policy == scheme.policy:
            uses = listed(texts(item, "uses_zh"))
            return [(f"{item.zh}  {uses}".strip(), clause_of(item.clause, None))]
    return []


def _figure(code: str | None, numbers: Figures | None) -> str:
    from swstation.i18n import _, listed

    if not code or numbers is None:
        return ""
    if code == "contacts":
        words = _("{n} person-times").format(n=f"{numbers.contacts:,}")
        return words + (f" ({_('{n} not approved').format(n=numbers.pending)})" if numbers.pending else "")
    if code == "cases_closed":
        return _("{n} cases closed").format(n=numbers.cases_closed)
    if code == "visit_rate":
        rate = numbers.visit_rate
        return _("no visit due") if rate is None else f"{numbers.kept}/{numbers.due} = {rate // 10}.{rate % 10}%"
    if code == "training":
        units = {"hour": _("hours"), "class_hour": _("class hours")}
        return listed(f"{points(n)} {units.get(measure, measure)}" for measure, n in numbers.training) or "0"
    if code == "complaints":
        return _("{n} complaints").format(n=numbers.complaints)
    mean = numbers.satisfaction
    if mean is None:
        return _("no closed case was asked")
    return _("{mean} of 100 from {n} cases").format(mean=points(mean), n=numbers.satisfied_cases)
