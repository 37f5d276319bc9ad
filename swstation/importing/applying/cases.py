"""Ledgers of cases into the registers."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from db.queries.cases import case_numbers
from swstation import lists
from swstation.importing.applying.base import Result, RowRefused, iso
from swstation.importing.applying.named import NamedTaking
from swstation.importing.rows import ParsedRow
from swstation.operations.book import Book
from swstation.operations.cases import open_case_changes
from swstation.operations.numbers import case_number, next_counter


class CaseTaking(NamedTaking):
    """One row, one case: the same clients and opening day are the same case."""

    def __init__(self, book: Book, as_of: date) -> None:
        super().__init__(book, as_of)
        people: dict[str, set[str]] = defaultdict(set)
        for groups in self.registers.rows("case_client").values():
            people[groups["link"]["service_case"]].add(groups["link"]["client"])
        self._known: dict[tuple[frozenset[str], str], str] = {
            (frozenset(people[case]), groups["ident"]["opened_on"]): case
            for case, groups in self.registers.rows("service_case").items()
        }
        self._letter = book.letter or "A"
        self._next = next_counter(case_numbers(book.connection), book.unit, self._letter)

    def row(self, row: ParsedRow) -> Result:
        """Open a case, or move the one that is there to where the row says it is."""
        values = iso(row.values)
        clients = self.clients(values["client"])
        values["worker"] = self.roster.need(values["worker"], key="worker")
        if field := self.service_field(values.get("field")):
            values["field"] = field
        key = (frozenset(clients), values["opened_on"])
        if (case := self._known.get(key)) is not None:
            return "updated" if self._change(case, values) else "unchanged"
        stage = self._stage(values, "intake")
        number = case_number(self.book.unit, int(values["opened_on"][:4]), self._letter, self._next)
        changes, made = open_case_changes(
            self.book, clients, opened_on=values["opened_on"], worker=values["worker"], stage=stage, number=number,
            field=field, problem=values.get("problem"), next_contact=values.get("next_contact"),
            closed_on=values.get("closed_on"),
        )  # fmt: skip
        self.registers.adopt(changes)
        self.later(lambda: self._opened(key, made))
        return "added"

    def _opened(self, key: tuple[frozenset[str], str], case: str) -> None:
        self._known[key] = case
        self._next += 1

    def _stage(self, values: dict[str, Any], before: str, *, closed: bool = False) -> str:
        """The stage a row means: a closing day without a stage closes, and the two must agree."""
        stage = str(values.get("stage") or ("closure" if "closed_on" in values and not closed else before))
        closes = lists.by_code("stage")[stage].closes
        if closes and "closed_on" not in values and not closed:
            raise RowRefused("closed_on", "value.missing")
        if "closed_on" in values and not closes:
            raise RowRefused("stage", "importing.closed_in_stage")
        return stage

    def _change(self, case: str, values: dict[str, Any]) -> bool:
        state, before = self._get(case, "state"), self._get(case, "stage")
        closed = state == "closed"
        stage = self._stage(values, before, closed=closed)
        said: dict[str, Any] = {
            key: values[key] for key in ("worker", "field", "problem", "next_contact") if key in values
        }
        if closed:
            self._locked(case, {**said, "stage": stage, "closed_on": values.get("closed_on")})
        if stage != before:
            closes = lists.by_code("stage")[stage].closes
            on = values.get("closed_on") if closes and not closed else None
            said |= {"stage": stage, "stage_on": on or self.as_of.isoformat()}
            if closes and not closed:
                said |= {"state": "closed", "closed_on": on, "close_reason": None}
                said.setdefault("next_contact", None)
        return self.registers.say("service_case", case, said)

    def _locked(self, case: str, said: dict[str, Any]) -> None:
        """A closed case takes a follow-up and its next contact, nothing else."""
        for key, value in said.items():
            free = key == "next_contact" or (key == "stage" and lists.by_code("stage")[value].closes)
            if not free and value is not None and value != self._get(case, key):
                raise RowRefused(key, "case.locked")

    def _get(self, case: str, field: str) -> Any:
        return self.registers.get("service_case", case, field)
