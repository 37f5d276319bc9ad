"""Ledgers of services into the log."""

from __future__ import annotations

from datetime import date
from typing import Any

from db.errors import Refusal
from db.queries.cases import CaseRow, case_list
from db.queries.logs import LogFilter, LogRow, log_list
from swstation import lists
from swstation.importing.applying.base import Result, RowRefused, iso
from swstation.importing.applying.named import NamedTaking
from swstation.importing.rows import ParsedRow
from swstation.operations.book import Book
from swstation.operations.cases import find_case
from swstation.operations.logs import Item, LogInput, new_log_changes

Signature = tuple[object, ...]


class LogTaking(NamedTaking):
    """One row, one entry; a wholly equal entry that is there already is left alone."""

    def __init__(self, book: Book, as_of: date) -> None:
        super().__init__(book, as_of)
        self._seen = {_of_row(row) for row in log_list(book.connection, LogFilter(unit=book.unit))}
        self._all_cases = case_list(book.connection)
        self._cases: dict[str, CaseRow | Refusal] = {}
        self._promises: dict[str, tuple[str, str]] = {}

    def row(self, row: ParsedRow) -> Result:
        """Write an entry."""
        values = iso(row.values)
        writer = self.roster.need(values["worker"], key="worker")
        case = self._case(values.get("service_case"))
        entry = self._entry(values, case)
        signature = _of_input(entry, writer)
        if signature in self._seen:
            return "unchanged"
        changes, _log = new_log_changes(self.book.as_worker(writer), entry)
        # What a log promises its case is settled at the end: ledgers are not in the order of their days.
        self.registers.adopt(change for change in changes if change.table != "service_case")
        self.later(lambda: self._seen.add(signature))
        if case is not None and entry.next_contact is not None:
            promise = (entry.service_date, entry.next_contact)
            self.later(lambda: self._promise(case, promise))
        return "added"

    def finish(self) -> None:
        """The promise of a case's newest entry is its next contact, unless the case has met since or is closed."""
        for case, (_on, day) in self._promises.items():
            self.registers.say("service_case", case, {"next_contact": day}, aside=True)

    def _promise(self, case: CaseRow, promise: tuple[str, str]) -> None:
        if case.state == "open" and promise[0] >= max(case.last_met or "", self._promises.get(case.id, ("",))[0]):
            self._promises[case.id] = promise

    def _entry(self, values: dict[str, Any], case: CaseRow | None) -> LogInput:
        clients = self.clients(values.get("client", ()))
        if case is not None and not clients:
            clients = (case.client_ids or "").split()
            if len(clients) > 1:
                raise RowRefused("client", "importing.whom_of_case", choices=(case.clients or "").split("、"))
        outcome = values.get("outcome") or "met"
        if outcome != "met" and not clients:
            raise RowRefused("outcome", "importing.outcome_of_nobody")
        village, village_name = self.villages.find(values["village"]) if "village" in values else (None, None)
        return LogInput(
            service_date=values["service_date"],
            method=values["method"],
            minutes=values.get("minutes"),
            field=self.service_field(values.get("field")),
            note=values.get("note"),
            clients=tuple((client, outcome) for client in clients),
            colleagues=tuple(self.roster.need(name, key="worker") for name in values.get("colleagues", ())),
            service_case=case.id if case else None,
            group_title=values.get("group"),
            activity_title=values.get("activity"),
            village=village,
            village_name=village_name,
            next_contact=values.get("next_contact"),
            heads=values.get("heads"),
            person_times=values.get("person_times"),
            households=values.get("households"),
            session_no=values.get("session_no"),
            value_fen=values.get("value"),
            items=_items(values),
        )

    def _case(self, typed: str | None) -> CaseRow | None:
        if typed is None:
            return None
        if typed not in self._cases:
            try:
                self._cases[typed] = find_case(self.book, typed, self._all_cases)
            except Refusal as refusal:
                self._cases[typed] = refusal
        found = self._cases[typed]
        if isinstance(found, Refusal):
            raise RowRefused("service_case", found.code, choices=found.choices, **found.params)
        return found


def _items(values: dict[str, Any]) -> tuple[Item, ...]:
    code = values.get("item")
    if not code:
        return ()
    unit = values.get("item_unit") or lists.by_code("item")[code].unit
    return (Item(code, None, values.get("count", 1), unit, values.get("item_result")),)


def _of_input(entry: LogInput, writer: str) -> Signature:
    items = tuple((i.item, i.n, i.unit, i.result) for i in entry.items)
    return (
        entry.service_date, entry.method, writer, frozenset(entry.colleagues) - {writer}, frozenset(entry.clients),
        entry.minutes, entry.field, entry.note or None, entry.heads, entry.person_times, entry.households,
        entry.session_no, entry.value_fen, items, entry.service_case, entry.group_title, entry.activity_title,
        entry.village, entry.village_name, entry.next_contact,
    )  # fmt: skip


def _of_row(row: LogRow) -> Signature:
    items = tuple((i.item, i.n, i.unit, i.result) for i in row.items)
    return (
        row.service_date, row.method, row.writer, frozenset(id for id, _name in row.colleagues),
        frozenset((c.id, c.outcome) for c in row.clients), row.minutes, row.field, row.note or None, row.heads,
        row.person_times, row.households, row.session_no, row.value_fen, items, row.service_case, row.group_title,
        row.activity_title, row.village, row.village_name, row.next_contact,
    )  # fmt: skip
