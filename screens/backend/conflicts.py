"""Conflicts: what two people wrote without having seen each other's, and settling them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from screens.backend.base import Part
from screens.backend.masks import masked_address, masked_id, masked_phone

if TYPE_CHECKING:
    from db.conflicts import OpenConflict, Value
    from screens.ports import Choice, Conflict, ConflictValue, Fact, Saved
    from swstation.operations.book import Book

MASKS = {
    "resident_id": masked_id,
    "phone": masked_phone,
    "guardian_phone": masked_phone,
    "emergency_phone": masked_phone,
    "address": masked_address,
}
_LISTS = {"method", "outcome", "category", "stage", "close_reason", "tier", "item"}
MOST = 200
"""Conflicts shown at once; the next ones come when these are settled."""


class ConflictPart(Part):
    """The open conflicts."""

    async def conflicts(self) -> Sequence[Conflict]:
        return await self.call(_conflicts, False)

    async def reveal_conflict(self, conflict: str) -> Conflict:
        return await self.call(_revealed, conflict)

    async def settle(self, conflict: str, op: str) -> Saved:
        from swstation.operations.conflicts import resolve_conflict

        saved = self.saved(await self.call(resolve_conflict, conflict, take=op), conflict)
        self.forget()
        return saved

    async def settled_conflicts(self) -> Sequence[Conflict]:
        return await self.call(_settled)

    async def settle_typed(self, conflict: str, values: Mapping[str, str]) -> Saved:
        from swstation.operations.conflicts import resolve_conflict

        saved = self.saved(await self.call(resolve_conflict, conflict, values=values), conflict)
        self.forget()
        return saved

    async def alike(self, conflict: str) -> Sequence[Choice]:
        return await self.call(_alike, conflict)

    async def settle_alike(self, conflict: str, rule: str) -> Saved:
        from swstation.operations.conflicts import settle_alike

        changes, _n = await self.call(settle_alike, conflict, rule)
        saved = self.saved(changes)
        self.forget()
        return saved


def _conflicts(book: Book, reveal: bool) -> Sequence[Conflict]:
    from db.conflicts import open_conflicts

    names = _Names(book)
    return [_conflict(one, names, reveal) for one in open_conflicts(book.connection)[:MOST]]


def _settled(book: Book) -> Sequence[Conflict]:
    from db.conflicts import settlements
    from screens.ports import Conflict
    from swstation.i18n import _, listed

    names = _Names(book)
    made = []
    for one in settlements(book.connection)[:MOST]:
        values = (one.taken, *one.aside)
        differing = _differing([value.value for value in values])
        word = _("taken") if one.holds else _("taken then")
        shown = [
            _one(value, _facts(one.group, value.value, differing, names, False), names, tag)
            for value, tag in zip(values, (word, *(_("set aside") for _value in one.aside)), strict=True)
        ]
        about = listed(dict.fromkeys(fact.label for fact in shown[0].facts))
        made.append(
            Conflict(
                one.op, table_word(one.table), names.row(one.table, one.row), about, shown,
                _("settled") if one.holds else _("changed since"), settled=True,
            )
        )  # fmt: skip
    return made


def _alike(book: Book, conflict: str) -> Sequence[Choice]:
    from screens.ports import Choice
    from swstation.i18n import N_, _, ngettext
    from swstation.operations.conflicts import COUNTY, NEWEST, STATION, alike, find_conflict

    words = {
        COUNTY: N_("The county's value"),
        NEWEST: N_("The value written last"),
        STATION: N_("The value of the station it belongs to"),
    }
    found = find_conflict(book, conflict)
    counted = {rule: len(alike(book, found, rule)) for rule in words}
    return [
        Choice(rule, _(words[rule]), ngettext("{n} conflict", "{n} conflicts", n).format(n=n))
        for rule, n in counted.items()
        if n
    ]


def _revealed(book: Book, conflict: str) -> Conflict:
    from db import local
    from swstation.operations.conflicts import find_conflict

    found = find_conflict(book, conflict)
    with book.store.transaction() as connection:
        local.audit(connection, book.source.at(), book.worker, "reveal", found.table, found.row, found.group)
    return _conflict(found, _Names(book), True)


def _conflict(one: OpenConflict, names: _Names, reveal: bool) -> Conflict:
    from screens.ports import Conflict
    from swstation.i18n import _, listed
    from swstation.operations.conflicts import CAUSE_WORDS

    differing = _differing([value.value for value in one.values])
    values = [
        _one(value, _facts(one.group, value.value, differing, names, reveal), names, "" if place else _("shown now"))
        for place, value in enumerate(one.values)
    ]
    about = listed(dict.fromkeys(fact.label for fact in values[0].facts)) if values else ""
    base = _facts(one.group, one.base.value, differing, names, reveal) if one.base is not None else ()
    who = names.row(one.table, one.row)
    return Conflict(one.id, table_word(one.table), who, about, values, _(CAUSE_WORDS[one.cause]), base)


def _one(value: Value, facts: Sequence[Fact], names: _Names, tag: str) -> ConflictValue:
    from screens.ports import ConflictValue

    at = value.at[:16].replace("T", " ")
    return ConflictValue(value.op, value.worker or "", names.unit(value.station), at, facts, tag)


def _differing(values: Sequence[Mapping[str, Any]]) -> list[str]:
    fields = dict.fromkeys(field for value in values for field in value)
    return [field for field in fields if len({repr(value.get(field)) for value in values}) > 1]


def _facts(
    group: str, value: Mapping[str, Any], differing: Sequence[str], names: _Names, reveal: bool
) -> Sequence[Fact]:
    from db.registry import ALIVE
    from db.special import OWNER
    from screens.ports import Fact
    from swstation.errors import field_label
    from swstation.i18n import _

    if group == ALIVE:
        return [Fact(_("Record"), _("deleted") if value.get("alive") is False else _("kept, with its changes"))]
    if group == OWNER:
        return [
            Fact(field_label("unit"), names.unit(str(value.get("to") or ""))),
            Fact(_("From"), str(value.get("on") or "")),
            Fact(field_label("reason"), names.value("reason", value.get("reason"))),
        ]
    made = []
    for field in differing:
        mask = MASKS.get(field)
        words = names.value(field, value.get(field))
        hidden = mask is not None and not reveal and value.get(field) is not None
        made.append(Fact(field_label(field), mask(words) if mask and hidden else words, field, hidden))
    return made


def table_word(table: str) -> str:
    """The word for a register."""
    from swstation.i18n import N_, _

    words = {
        "unit": N_("unit"),
        "staff": N_("worker"),
        "client": N_("client"),
        "household": N_("household"),
        "service_case": N_("case"),
        "case_goal": N_("goal of a case"),
        "service_log": N_("log entry"),
        "log_client": N_("log entry"),
        "log_colleague": N_("log entry"),
        "affairs_item": N_("affairs item"),
        "training": N_("training"),
        "attendance": N_("training"),
        "certificate": N_("certificate"),
        "registration": N_("registration"),
        "visit_plan": N_("visit plan"),
        "client_category": N_("category"),
        "case_client": N_("case"),
        "policy_continuation": N_("policy"),
        "person_link": N_("doubles"),
    }
    return _(words.get(table, table))


class _Names:
    """Names of the rows that conflicts are about; each register is read once, when it is first asked for."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._staff: dict[str, str] | None = None
        self._units: dict[str, tuple[str, str]] | None = None

    def unit(self, code: str) -> str:
        """The name of a unit by its code."""
        return next((name for name, own in self._known_units().values() if own == code), code)

    def _known_units(self) -> dict[str, tuple[str, str]]:
        from db.queries.units import units

        if self._units is None:
            self._units = {row.id: (row.name, row.code) for row in units(self._book.connection)}
        return self._units

    def staff(self, row: str) -> str:
        """The name of a worker by the row."""
        from db.queries.people import staff_list

        if self._staff is None:
            self._staff = {one.id: one.name for one in staff_list(self._book.connection)}
        return self._staff.get(row, "")

    def row(self, table: str, row: str) -> str:
        """What a row is called: a name, a number, or a day and a name; empty where it has none."""
        from db.queries.cases import case_by_id
        from db.queries.logs import log_by_id
        from swstation.i18n import listed

        connection = self._book.connection
        if table == "unit":
            return self._known_units().get(row, ("", ""))[0]
        if table == "staff":
            return self.staff(row)
        if table == "client":
            return self._client(row)
        if table == "service_case":
            case = case_by_id(connection, row)
            return f"{case.clients or ''} {case.number}".strip() if case else ""
        if table == "person_link":
            from db.queries.registers import row_values

            pair = row_values(connection, table, bytes.fromhex(row)) or {}
            return listed(name for client in ("a", "b") if (name := self._client(str(pair.get(client) or ""))))
        if table == "service_log":
            log = log_by_id(connection, row)
            return "  ".join([log.service_date, *(client.name for client in log.clients)]) if log else ""
        from swstation.exchange.naming import Names

        called = str(Names(connection).row(table, bytes.fromhex(row)))
        return "" if row.startswith(called) else called

    def _client(self, row: str) -> str:
        from datetime import date

        from db.queries.clients import client_by_id

        found = client_by_id(self._book.connection, row, date.max.isoformat())
        return found.name if found else ""

    def value(self, field: str, value: Any) -> str:
        """A value as people read it."""
        from swstation import divisions, lists
        from swstation.i18n import _

        if value is None:
            return _("empty")
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        text = str(value)
        if field in _LISTS:
            return lists.label(field, text)
        if field == "verdict":
            return _("one person") if text == "same" else _("two people")
        if field in ("gender",):
            from screens.backend.clients import gender_word

            return gender_word(text) or text
        if field in ("worker", "staff", "writer", "opened_by"):
            return self.staff(text) or text[:8]
        if field == "client":
            return self._client(text) or text[:8]
        if field == "village" and text.isdigit():
            return divisions.name(text) or text
        return text
