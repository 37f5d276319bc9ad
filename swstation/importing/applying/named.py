"""Clients and service fields as ledgers of cases and logs name them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date

from swstation.importing.applying.base import RowRefused, Taking
from swstation.importing.applying.fields import ServiceFields
from swstation.importing.applying.roster import Roster
from swstation.importing.applying.villages import Villages
from swstation.importing.cells import fold
from swstation.operations.book import Book
from swstation.operations.standing import policy_of

_TOLD = re.compile(r"[^(]+\((.*?)(\d{4})?\)")


class NamedTaking(Taking):
    """A ledger whose rows name clients by their names alone."""

    def __init__(self, book: Book, as_of: date) -> None:
        super().__init__(book, as_of)
        self.roster = Roster(self.registers)
        self.villages = Villages.of_unit(book.unit)
        self._clients: dict[str, list[str]] = defaultdict(list)
        for client, groups in self.registers.rows("client").items():
            for name in dict.fromkeys((groups["ident"]["name"], *(groups["alias"]["aliases"] or "").split("、"))):
                if name:
                    self._clients[fold(name)].append(client)
        self._fields = ServiceFields(policy_of(book.connection, book.unit))

    def clients(self, names: tuple[str, ...]) -> list[str]:
        """The clients of a cell, each once."""
        return list(dict.fromkeys(self._client(name) for name in names))

    def service_field(self, text: str | None) -> str | None:
        """The id of a service field of the unit's policy."""
        return self._fields.find(text)

    def _client(self, typed: str) -> str:
        found = self._clients.get(fold(typed), [])
        name = typed
        if not found and (match := _TOLD.fullmatch(fold(typed))):
            name = typed.replace("（", "(").partition("(")[0].strip()
            alike = self._clients.get(fold(name), [])
            found = [c for c in alike if self._is_of(c, match[1], match[2] or "")] or alike
        if not found:
            raise RowRefused("client", "importing.unknown_client", name=name)
        if len(found) > 1:
            raise RowRefused("client", "importing.several_clients", choices=list(self._told_apart(name).values()))
        return found[0]

    def _is_of(self, client: str, place: str, year: str) -> bool:
        born = self.registers.get("client", client, "birth_date") or ""
        where = self.registers.get("client", client, "village_name") or ""
        return born.startswith(year) and (not place or self.villages.find(place)[1] == where or fold(where) == place)

    def _told_apart(self, name: str) -> dict[str, str]:
        """Words that tell clients of one name apart and are read back: 张三(东瓜社区), 张三(东瓜社区1948)."""
        alike = self._clients.get(fold(name), [])
        where = {c: self.registers.get("client", c, "village_name") or "" for c in alike}
        counts = Counter(where.values())
        out = {}
        for client in alike:
            words = where[client]
            if not words or counts[words] > 1:
                words += (self.registers.get("client", client, "birth_date") or "")[:4]
            out[client] = f"{name}({words})" if words else name
        return out
