"""Ledgers of clients into the registers: people, their households and categories."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from db.queries.clients import ClientRow, client_list, households
from swstation import divisions, lists
from swstation.importing.applying.base import RowRefused, Taking, iso
from swstation.importing.rows import ParsedRow, Problem
from swstation.operations import clients as write

_SELF = frozenset(("本人", "户主", "自己"))
_COMMITTEE = re.compile("(社区)?(居民委员会|居委会|村民委员会|村委会|社区|村)$")


class Villages:
    """The villages of the unit's place, by the names people use for them."""

    def __init__(self, division: str) -> None:
        self._known: dict[str, str] = {}
        for village in divisions.villages(division[:9]):
            for word in (village.name, _COMMITTEE.sub("", village.name)):
                self._known.setdefault(word, village.code)

    def find(self, text: str) -> str | None:
        """The code of a village; ``None`` for a name the list does not know."""
        return self._known.get(text) or self._known.get(_COMMITTEE.sub("", text))


@dataclass
class ClientTaking(Taking):
    """One row, one person: by identity number, else by name with birth date or telephone, else somebody new."""

    known: dict[str, ClientRow | dict[str, Any]] = field(default_factory=dict)
    by_name: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    by_number: dict[str, str] = field(default_factory=dict)
    homes: dict[tuple[str, str], str] = field(default_factory=dict)
    placed: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._villages = Villages(self.book.unit[1:].split("-")[0])
        for row in client_list(self.book.connection, date.max.isoformat()):
            self._know(row.id, row, row.name, row.resident_id)
            for code in (row.categories or "").split(" "):
                self.placed.add((row.id, code))
                if row.household:
                    self.placed.add((row.household, code))
        for home in households(self.book.connection):
            if home.head_name:
                self.homes[home.head_name, home.village or home.village_name or ""] = home.id

    def _know(self, client: str, row: ClientRow | dict[str, Any], name: str, number: str | None) -> None:
        self.known[client] = row
        self.by_name[name].append(client)
        if number:
            self.by_number[number] = client

    def row(self, row: ParsedRow) -> str:
        """Open a file, or change what the row says otherwise."""
        values = iso(row.values)
        categories = values.pop("categories", ())
        head, relation = values.pop("head", None), values.get("relation")
        if village := values.get("village"):
            values["village_name"] = village
            values["village"] = self._villages.find(village)
        client = self._find(values)
        if client is None:
            return self._add(row, values, categories, head, relation)
        changed = self._change(client, values)
        changed = self._settle(client, values, categories, head, relation) or changed
        return "updated" if changed else "unchanged"

    def _find(self, values: dict[str, Any]) -> str | None:
        number = values.get("resident_id")
        if number and (found := self.by_number.get(number)):
            if found not in self.by_name.get(values["name"], ()):
                raise RowRefused("resident_id", "importing.number_of_another")
            return found
        named = [c for c in self.by_name.get(values["name"], ()) if not (number and self._get(c, "resident_id"))]
        for key in ("birth_date", "phone"):
            if key in values:
                same = [c for c in named if self._get(c, key) == values[key]]
                if len(same) > 1:
                    raise RowRefused("name", "importing.several_clients")
                if same:
                    return same[0]
        return next((c for c in named if self._wholly_equal(c, values)), None)

    def _get(self, client: str, key: str) -> Any:
        row = self.known[client]
        return row.get(key) if isinstance(row, dict) else getattr(row, key, None)

    def _wholly_equal(self, client: str, values: dict[str, Any]) -> bool:
        keys = ("gender", "resident_id", "birth_date", "phone", "address", "village_name", "relation", "guardian",
                "guardian_phone", "disability_kind", "disability_grade")  # fmt: skip
        return all(self._get(client, key) == values.get(key) for key in keys)

    def _add(
        self,
        row: ParsedRow,
        values: dict[str, Any],
        categories: tuple[str, ...],
        head: str | None,
        relation: str | None,
    ) -> str:
        alike = self.by_name.get(values["name"])
        if alike:
            self.outcome.warnings.append(
                Problem(row.number, "", values["name"], "importing.possible_duplicate", "name")
            )
        changes, client = write.new_client_changes(self.book, values, opened_on=self.as_of.isoformat(), source="ledger")
        self.changes += changes
        self._know(client, values, values["name"], values.get("resident_id"))
        self._settle(client, values, categories, head, relation)
        return "added"

    def _change(self, client: str, values: dict[str, Any]) -> bool:
        from db.gateway import Change

        row = self.known[client]
        given = {key: value for key, value in values.items() if value is not None}
        if isinstance(row, dict):
            changed_fields = {key for key, value in given.items() if row.get(key) != value}
            current: dict[str, dict[str, Any]] = write.grouped(row, write.GROUP_OF)
        else:
            current = write.current_groups(self.book, "client", client)
            flat = {key: value for fields in current.values() for key, value in fields.items()}
            changed_fields = {key for key, value in given.items() if flat.get(key) != value}
        if not changed_fields:
            return False
        groups = {
            name: {**current.get(name, {}), **fields}
            for name, fields in write.grouped(given, write.GROUP_OF).items()
            if changed_fields & fields.keys()
        }
        self.changes.append(Change("client", client, groups))
        return True

    def _settle(
        self, client: str, values: dict[str, Any], categories: tuple[str, ...], head: str | None, relation: str | None
    ) -> bool:
        mark = len(self.changes)
        home = self._home(client, values, head, relation)
        for code in categories:
            of_home = home is not None and lists.by_code("category")[code].holder == "household"
            holder = home if of_home and home is not None else client
            if (holder, code) in self.placed or (client, code) in self.placed:
                continue
            self.placed |= {(holder, code), (client, code)}
            holding = {"household": holder} if of_home else {"client": holder}
            self.changes.append(write.category_change(self.book, code, **holding))
        return len(self.changes) > mark

    def _home(self, client: str, values: dict[str, Any], head: str | None, relation: str | None) -> str | None:
        from db.gateway import Change

        is_head = relation in _SELF or head == values["name"]
        name = head or (values["name"] if is_head else None)
        before = self._get(client, "household")
        if name is None:
            return str(before) if before else None
        place = values.get("village") or values.get("village_name") or ""
        home = self.homes.get((name, place)) or (str(before) if before else None)
        if home is None:
            home = self.book.source.row_id()
            where = {"village": values.get("village"), "village_name": values.get("village_name")}
            ident = {"head_name": name, "head": client if is_head else None}
            groups = {"ident": ident, "place": {**where, "address": values.get("address")}}
            self.changes.append(Change("household", home, groups))
        elif is_head and (name, place) not in self._heads:
            self.changes.append(Change("household", home, {"ident": {"head_name": name, "head": client}}))
        self.homes[name, place] = home
        if is_head:
            self._heads.add((name, place))
        if before != home:
            self.changes.append(Change("client", client, {"household": {"household": home, "relation": relation}}))
            row = self.known[client]
            if isinstance(row, dict):
                row["household"] = home
        return home

    @property
    def _heads(self) -> set[tuple[str, str]]:
        if not hasattr(self, "_heads_known"):
            self._heads_known = {
                (home.head_name, home.village or home.village_name or "")
                for home in households(self.book.connection)
                if home.head and home.head_name
            }
        return self._heads_known
