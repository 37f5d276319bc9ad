"""Clients and service fields as ledgers of cases and logs name them."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

from swstation.importing.applying.base import RowRefused, Taking
from swstation.importing.applying.roster import Roster
from swstation.importing.cells import fold
from swstation.operations.book import Book
from swstation.operations.standing import policy_of
from swstation.rules.fields import service_fields


class NamedTaking(Taking):
    """A ledger whose rows name clients by their names alone."""

    def __init__(self, book: Book, as_of: date) -> None:
        super().__init__(book, as_of)
        self.roster = Roster(self.registers)
        self._clients: dict[str, list[str]] = defaultdict(list)
        for client, groups in self.registers.rows("client").items():
            for name in dict.fromkeys((groups["ident"]["name"], *(groups["alias"]["aliases"] or "").split("、"))):
                if name:
                    self._clients[fold(name)].append(client)
        self._fields = {
            fold(word): known.id
            for known in service_fields(policy_of(book.connection, book.unit))
            for word in (known.zh, known.en, known.id)
        }
        self._field_names = [known.zh for known in service_fields(policy_of(book.connection, book.unit))]

    def clients(self, names: tuple[str, ...]) -> list[str]:
        """The clients of a cell, each once."""
        return list(dict.fromkeys(self._client(name) for name in names))

    def service_field(self, text: str | None) -> str | None:
        """The id of a service field of the unit's policy."""
        if text is None:
            return None
        if (found := self._fields.get(fold(text))) is None:
            raise RowRefused("field", "importing.unknown_field", choices=self._field_names, name=text)
        return found

    def _client(self, typed: str) -> str:
        found = self._clients.get(fold(typed), [])
        name, told = typed, False
        if not found and "(" in fold(typed):
            name, told = typed.replace("（", "(").partition("(")[0], True
            shown = self._told_apart(name)
            found = [client for client, words in shown.items() if fold(words) == fold(typed)]
        if not found:
            code = "importing.several_clients" if told and self._clients.get(fold(name)) else "importing.unknown_client"
            raise RowRefused("client", code, choices=list(self._told_apart(name).values()), name=typed)
        if len(found) > 1:
            raise RowRefused("client", "importing.several_clients", choices=list(self._told_apart(name).values()))
        return found[0]

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
