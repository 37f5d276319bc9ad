"""Cases: the list, one case, opening and moving on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from db.errors import Refusal
from screens.backend.base import Part
from screens.backend.logs import entry_of
from screens.backend.seeing import seen_in, token

if TYPE_CHECKING:
    from db.queries.cases import CaseRow as StoredCase
    from screens.ports import CasePage, CaseRow, Choice, NewCase, Saved
    from swstation.operations.book import Book

MOST_FOUND = 30
"""Records offered while typing."""


class CasePart(Part):
    """The cases."""

    async def cases(self, typed: str, *, closed: bool, as_of: date) -> Sequence[CaseRow]:
        return await self.call(_cases, typed, closed, as_of)

    async def case_page(self, case_id: str, as_of: date) -> CasePage:
        return await self.call(_page, case_id, as_of)

    async def stages(self) -> Sequence[Choice]:
        from screens.ports import Choice
        from swstation import lists

        return [Choice(entry.code, entry.label) for entry in lists.entries("stage")]

    async def closing_reasons(self) -> Sequence[Choice]:
        from screens.ports import Choice
        from swstation import lists

        return [Choice(entry.code, entry.label) for entry in lists.entries("close_reason")]

    async def fields(self) -> Sequence[Choice]:
        return await self.call(_fields)

    async def find_clients(self, typed: str) -> Sequence[Choice]:
        return await self.call(_find_clients, typed)

    async def open_case(self, case: NewCase) -> Saved:
        from swstation.operations.cases import open_case

        case_id, changes = await self.call(
            open_case,
            list(case.clients),
            opened_on=case.opened_on.isoformat(),
            field=case.field or None,
            problem=case.problem or None,
            next_contact=case.next_contact.isoformat() if case.next_contact else None,
            worker=case.worker,
        )
        return self.saved(changes, case_id)

    async def move_case(self, case_id: str, stage: str, on: date, reason: str | None) -> Saved:
        from swstation.operations.cases import move_case

        return self.saved(await self.call(move_case, case_id, stage, on.isoformat(), reason=reason), case_id)

    async def add_goal(
        self, case_id: str, text: str, baseline: str, target: str, baseline_score: str = "", target_score: str = ""
    ) -> Saved:
        from screens.backend.casework import tenths
        from swstation.operations.cases import set_goal

        changes = await self.call(
            set_goal, case_id, text, baseline=baseline or None, target=target or None,
            baseline_score=tenths(baseline_score, "baseline_score"), target_score=tenths(target_score, "target_score"),
        )  # fmt: skip
        return self.saved(changes, case_id)

    async def score_goal(
        self, goal_id: str, achieved: str, on: date, result: str, seen: str = "", result_score: str = ""
    ) -> Saved:
        from screens.backend.casework import tenths
        from swstation.operations.cases import score_goal

        changes = await self.call(
            score_goal, goal_id, achieved, on.isoformat(), result or None,
            result_score=tenths(result_score, "result_score"), seen=seen_in(seen),
        )  # fmt: skip
        return self.saved(changes, goal_id)


def short_number(number: str, letter: str) -> str:
    """The number a worker types (``12``), another laptop's with its letter (``B12``)."""
    from swstation.operations.numbers import short

    known = short(number)
    if known is None:
        return number
    return str(known[1]) if known[0] == (letter or "A") else f"{known[0]}{known[1]}"


def fields_of(book: Book, found: Sequence[StoredCase]) -> Mapping[str, str]:
    """The service fields of some cases in words."""
    from swstation.operations.standing import field_names

    return field_names(book.connection, book.unit, {row.field for row in found if row.field})


def row_of(row: StoredCase, as_of: date, letter: str, fields: Mapping[str, str]) -> CaseRow:
    """A case as a list shows it."""
    from screens.ports import CaseRow
    from swstation import lists

    contact = date.fromisoformat(row.next_contact) if row.next_contact else None
    return CaseRow(
        id=row.id,
        number=short_number(row.number, letter),
        clients=row.clients or "",
        worker=row.worker_name or "",
        field=fields.get(row.field or "", row.field or ""),
        stage=row.stage,
        stage_label=lists.label("stage", row.stage),
        open=row.state == "open",
        opened_on=date.fromisoformat(row.opened_on),
        next_contact=contact,
        days=(contact - as_of).days if contact else None,
    )


def _cases(book: Book, typed: str, closed: bool, as_of: date) -> Sequence[CaseRow]:
    from db.queries.cases import case_list
    from swstation.pinyin import match

    unit = book.unit if book.tier in ("village_room", "township_station") else None
    found = [row for row in case_list(book.connection, owner=unit) if closed or row.state == "open"]
    fields = fields_of(book, found)
    rows = [row_of(row, as_of, book.letter, fields) for row in found]
    if not typed:
        return rows
    wanted = typed.lstrip("&")
    return [
        row
        for row in rows
        if row.number == wanted or any(match(typed, text) is not None for text in (row.clients, row.worker, row.field))
    ]


def _page(book: Book, case_id: str, as_of: date) -> CasePage:
    from db.queries.cases import case_by_id, goals, stage_history
    from db.queries.logs import LogFilter, log_list
    from screens.ports import CasePage, Goal, Stage
    from swstation import lists

    row = case_by_id(book.connection, case_id)
    if row is None:
        raise Refusal("case.unknown", token=case_id)
    reached = {step.stage: step for step in stage_history(book.connection, case_id)}
    way = [
        Stage(
            entry.code,
            entry.label,
            date.fromisoformat(reached[entry.code].stage_on) if entry.code in reached else None,
            (reached[entry.code].worker or "") if entry.code in reached else "",
            entry.code == row.stage,
        )
        for entry in lists.entries("stage")
    ]
    with book.store.snapshot():
        aims = [
            Goal(
                one.id, one.goal, one.baseline or "", one.target or "", one.result or "", one.achieved or "",
                token(book, "case_goal", one.id),
            )
            for one in goals(book.connection, case_id)
        ]  # fmt: skip
    logs = [entry_of(log) for log in log_list(book.connection, LogFilter(case=case_id))]
    review = date.fromisoformat(row.review_due) if row.review_due else None
    return CasePage(
        row_of(row, as_of, book.letter, fields_of(book, [row])),
        row.problem or "",
        row.plan or "",
        row.risk or "",
        review,
        way,
        aims,
        logs,
    )


def _fields(book: Book) -> Sequence[Choice]:
    from screens.ports import Choice
    from swstation.i18n import language
    from swstation.operations.standing import policy_of
    from swstation.rules.fields import service_fields

    english = language() == "en"
    found = service_fields(policy_of(book.connection, book.unit))
    return [Choice(field.id, field.en if english else field.zh) for field in found]


def _find_clients(book: Book, typed: str) -> Sequence[Choice]:
    from db.queries.context import named_clients
    from screens.backend.logs import village_name
    from screens.ports import Choice
    from swstation.pinyin import Index

    clients = named_clients(book.connection)
    by_id = {client.id: client for client in clients}
    if typed:
        items = [(one.id, name) for one in clients for name in (one.name, *(one.aliases or "").split("、")) if name]
        ids = Index(items).find(typed, MOST_FOUND)
    else:
        ids = [one.id for one in clients[:MOST_FOUND]]
    return [Choice(key, by_id[key].name, village_name(by_id[key])) for key in ids]
