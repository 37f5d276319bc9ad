"""Ledgers of clients into the registers: people, their households and categories."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from swstation import lists
from swstation.importing.applying.base import Result, RowRefused, Taking, iso
from swstation.importing.applying.households import Households, Member
from swstation.importing.applying.people import from_number
from swstation.importing.applying.villages import Villages
from swstation.importing.rows import ParsedRow
from swstation.operations.book import Book

_LEDGER = (
    "gender", "resident_id", "birth_date", "phone", "address", "village", "village_name", "relation", "guardian",
    "guardian_phone", "disability_kind", "disability_grade",
)  # fmt: skip
"""The fields of a client that a ledger may have, beside the name: all alike, and two rows are one person."""
_PLACE = ("village", "village_name", "address")


class ClientTaking(Taking):
    """One row, one person: by identity number, else by name with birth date or telephone, else somebody new."""

    def __init__(self, book: Book, as_of: date) -> None:
        super().__init__(book, as_of)
        self._villages = Villages.of_unit(book.unit)
        self._homes = Households(self.registers)
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self._by_number: dict[str, str] = {}
        self._new: set[str] = set()
        for client in self.registers.rows("client"):
            self._know(client)
        self._held: set[tuple[str, str]] = set()
        for row in self.registers.rows("client_category").values():
            ident = row["ident"]
            if ident["end_on"] is None or ident["end_on"] >= as_of.isoformat():
                self._held.add((ident["household"] or ident["client"], ident["category"]))

    def row(self, row: ParsedRow) -> Result:
        """Open a file, or change what the row says otherwise."""
        values = iso(row.values)
        name = values["name"]
        head, categories = values.pop("head", None), values.pop("categories", ())
        if "village" in values:
            values["village"], values["village_name"] = self._villages.find(values["village"])
        found = self._find(values | from_number(values, {}), head, categories)
        client = found or self.book.source.row_id()
        known = self.registers.rows("client").get(client, {})
        values |= from_number(values, known.get("ident", {}))
        if found is None:
            values |= {
                "opened_on": self.as_of.isoformat(), "opened_by": self.book.worker, "source": "ledger",
                "file_state": "open",
            }  # fmt: skip
            if self._could_be(name, values.get("resident_id")):
                self.look("name", "importing.possible_duplicate")
        elif client not in self._by_name.get(name, ()):
            del values["name"]  # an alias: the file goes on under its own name
        given = {key: values[key] for key in _PLACE if key in values}
        place = {key: known.get("place", {}).get(key) for key in _PLACE} | given
        member = Member(client, name, head, values.get("relation"), place, given)
        changed = False
        home = self.registers.get("client", client, "household")
        if member.head_name is not None:
            home, changed = self._home(member)
            values["household"] = home
        changed = self.registers.say("client", client, values) or changed
        changed = self._categories(client, home, categories) or changed
        self.later(lambda: self._know(client))
        if found is None:
            self.later(lambda: self._new.add(client))
        return "added" if found is None else "updated" if changed else "unchanged"

    def _know(self, client: str) -> None:
        name, number = self._get(client, "name"), self._get(client, "resident_id")
        if client not in self._by_name[name]:
            self._by_name[name].append(client)
        if number:
            self._by_number[number] = client

    def _get(self, client: str, field: str) -> Any:
        return self.registers.get("client", client, field)

    def _find(self, values: dict[str, Any], head: str | None, categories: tuple[str, ...]) -> str | None:
        name, number = values["name"], values.get("resident_id")
        if number and (found := self._by_number.get(number)):
            if found not in self._by_name.get(name, ()) and name not in (self._get(found, "aliases") or "").split("、"):
                raise RowRefused("resident_id", "importing.number_of_another")
            return found
        named = self._could_be(name, number)
        for key in ("birth_date", "phone"):
            if key in values:
                same = [c for c in named if self._get(c, key) == values[key]]
                if len(same) > 1:
                    raise RowRefused("name", "importing.several_alike")
                if same:
                    return same[0]
        return next((c for c in named if self._alike(c, values, head, categories)), None)

    def _could_be(self, name: str, number: str | None) -> list[str]:
        # Who has a number and another one is somebody else of the same name.
        return [c for c in self._by_name.get(name, ()) if not (number and self._get(c, "resident_id"))]

    def _alike(self, client: str, values: dict[str, Any], head: str | None, categories: tuple[str, ...]) -> bool:
        if any(self._get(client, field) != values.get(field) for field in _LEDGER):
            return False
        home = self._get(client, "household")
        if head is not None and (home is None or self.registers.get("household", home, "head_name") != head):
            return False
        return all((holder, code) in self._held for code in categories for holder in [self._holder(client, home, code)])

    def _home(self, member: Member) -> tuple[str, bool]:
        found = self._homes.find(member)
        home = found or self.book.source.row_id()
        self.later(lambda: self._homes.remember(home, member))
        if found is None:
            self.later(lambda: self._new.add(home))
        return home, self._homes.say(home, member, new=found is None)

    def _holder(self, client: str, home: str | None, code: str) -> str:
        """Who holds a category: the household, where the list says so and there is one; else the person."""
        of_home = home is not None and lists.by_code("category")[code].holder == "household"
        return home if of_home and home is not None and (client, code) not in self._held else client

    def _categories(self, client: str, home: str | None, categories: tuple[str, ...]) -> bool:
        added = False
        for code in categories:
            holder = self._holder(client, home, code)
            if (holder, code) in self._held:
                continue
            # Since when is not in the ledger; who was on file before did not have it until today.
            known = holder in self.registers.rows("client") or holder in self.registers.rows("household")
            said = {
                "client": None if holder == home else client, "household": home if holder == home else None,
                "category": code,
                "start_on": self.as_of.isoformat() if known and holder not in self._new else None,
            }  # fmt: skip
            self.registers.say("client_category", self.book.source.row_id(), said)
            self.later(lambda held=(holder, code): self._held.add(held))  # type: ignore[misc]
            added = True
        return added
