"""Ledgers of cases and service logs into the registers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from db.errors import Refusal
from db.queries.cases import CaseRow, case_list, case_numbers
from db.queries.clients import client_list
from db.queries.logs import LogRow, log_list
from swstation import lists
from swstation.importing.applying.base import Roster, RowRefused, Taking, iso
from swstation.importing.applying.clients import Villages
from swstation.importing.rows import ParsedRow
from swstation.operations.cases import find_case, open_case_changes
from swstation.operations.logs import Item, LogInput, new_log_changes
from swstation.operations.numbers import case_number, next_counter
from swstation.operations.standing import policy_of
from swstation.rules.fields import service_fields


@dataclass
class _Named(Taking):
    roster: Roster = field(init=False)
    people: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.roster = Roster(self.book)
        for row in client_list(self.book.connection, date.max.isoformat()):
            for name in (row.name, *(row.aliases or "").split("、")):
                if name:
                    self.people[name].append((row.id, row.village_name or row.address or ""))
        self._fields = {
            word: known.id
            for known in service_fields(policy_of(self.book.connection, self.book.unit))
            for word in (known.zh, known.en, known.id)
        }

    def client(self, name: str) -> str:
        """The client of a name. Refuses one that nobody or that several have."""
        found = self.people.get(name, [])
        if not found:
            raise RowRefused("client", "importing.unknown_client", name=name)
        if len(found) > 1:
            choices = [f"{name} {where}".strip() for _id, where in found]
            raise RowRefused("client", "importing.several_clients", choices=choices)
        return found[0][0]

    def service_field(self, text: str | None) -> str | None:
        """The id of a service field of the unit's policy."""
        if not text:
            return None
        if text not in self._fields:
            choices = [word for word in self._fields if not word.isascii()]
            raise RowRefused("field", "importing.unknown_field", choices=choices, name=text)
        return self._fields[text]


@dataclass
class CaseTaking(_Named):
    """One row, one case: the same clients and opening day are the same case."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._known: dict[tuple[frozenset[str], str], CaseRow | None] = {
            (frozenset((c.client_ids or "").split()), c.opened_on): c for c in case_list(self.book.connection)
        }
        letter = self.book.letter or "A"
        self._next = next_counter(case_numbers(self.book.connection), self.book.unit, letter)

    def row(self, row: ParsedRow) -> str:
        """Open a case, or move the one that is there to where the row says it is."""
        values = iso(row.values)
        clients = [self.client(name) for name in values["client"]]
        worker = self.roster.need(values["worker"], key="worker")
        stage = values.get("stage") or ("closure" if values.get("closed_on") else "intake")
        if lists.by_code("stage")[stage].closes and not values.get("closed_on"):
            raise RowRefused("closed_on", "value.missing")
        key = (frozenset(clients), values["opened_on"])
        if key in self._known:
            return self._change(self._known[key], values, worker, stage)
        number = case_number(self.book.unit, int(values["opened_on"][:4]), self.book.letter or "A", self._next)
        self._next += 1
        changes, _case = open_case_changes(
            self.book, clients, opened_on=values["opened_on"], worker=worker, stage=stage, number=number,
            field=self.service_field(values.get("field")), problem=values.get("problem"),
            next_contact=values.get("next_contact"), closed_on=values.get("closed_on"),
        )  # fmt: skip
        self.changes += changes
        self._known[key] = None
        return "added"

    def _change(self, case: CaseRow | None, values: dict[str, Any], worker: str, stage: str) -> str:
        from db.gateway import Change

        if case is None:
            return "unchanged"
        groups: dict[str, dict[str, Any]] = {}
        if worker != case.worker:
            groups["worker"] = {"worker": worker}
        if values.get("stage") and stage != case.stage:
            on = values.get("closed_on") or self.as_of.isoformat()
            groups["stage"] = {"stage": stage, "stage_on": on}
            if lists.by_code("stage")[stage].closes:
                groups["state"] = {"state": "closed", "closed_on": on}
        for key, name in (("problem", "problem"), ("next_contact", "contact")):
            if values.get(key) and values[key] != getattr(case, key):
                groups[name] = {key: values[key]}
        if not groups:
            return "unchanged"
        self.changes.append(Change("service_case", case.id, groups))
        return "updated"


@dataclass
class LogTaking(_Named):
    """One row, one entry; a wholly equal entry that is there already is left alone."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._villages = Villages(self.book.unit[1:].split("-")[0])
        self._seen = {_signature(row) for row in log_list(self.book.connection)}

    def row(self, row: ParsedRow) -> str:
        """Write an entry."""
        values = iso(row.values)
        writer = self.roster.need(values["worker"], key="worker")
        outcome = values.get("outcome") or "met"
        village = values.get("village")
        entry = LogInput(
            service_date=values["service_date"],
            method=values["method"],
            minutes=values.get("minutes"),
            field=self.service_field(values.get("field")),
            note=values.get("note"),
            clients=tuple((self.client(name), outcome) for name in values.get("client", ())),
            colleagues=tuple(self.roster.need(name, key="worker") for name in values.get("colleagues", ())),
            service_case=self._case(values.get("service_case")),
            group_title=values.get("group"),
            activity_title=values.get("activity"),
            village=self._villages.find(village) if village else None,
            village_name=village,
            next_contact=values.get("next_contact"),
            heads=values.get("heads"),
            person_times=values.get("person_times"),
            households=values.get("households"),
            session_no=values.get("session_no"),
            value_fen=values.get("value"),
            items=self._items(values),
        )
        signature = _of_input(entry, writer)
        if signature in self._seen:
            return "unchanged"
        self._seen.add(signature)
        changes, _log = new_log_changes(self.book.as_worker(writer), entry)
        self.changes += changes
        return "added"

    def _items(self, values: dict[str, Any]) -> tuple[Item, ...]:
        code = values.get("item")
        if not code:
            return ()
        unit = values.get("item_unit") or lists.by_code("item")[code].unit
        return (Item(code, None, values.get("count", 1), unit),)

    def _case(self, typed: str | None) -> str | None:
        if not typed:
            return None
        try:
            return find_case(self.book, typed).id
        except Refusal as refusal:
            raise RowRefused("service_case", refusal.code, choices=refusal.choices) from None


Signature = tuple[object, ...]


def _of_input(entry: LogInput, writer: str) -> Signature:
    items = tuple((i.item, i.n, i.unit) for i in entry.items)
    return (
        entry.service_date, entry.method, writer, frozenset(entry.clients), entry.minutes, entry.note or None,
        entry.heads, entry.person_times, entry.households, entry.session_no, entry.value_fen, items,
        entry.service_case, entry.group_title, entry.activity_title, entry.village_name, entry.next_contact,
    )  # fmt: skip


def _signature(row: LogRow) -> Signature:
    items = tuple((i.item, i.n, i.unit) for i in row.items)
    return (
        row.service_date, row.method, row.writer, frozenset((c.id, c.outcome) for c in row.clients), row.minutes,
        row.note or None, row.heads, row.person_times, row.households, row.session_no, row.value_fen, items,
        row.service_case, row.group_title, row.activity_title, row.village_name, row.next_contact,
    )  # fmt: skip
