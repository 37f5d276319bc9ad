"""Rosters and certificates into the registers."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from db import resident_id as gb11643
from swstation.importing.applying.base import Result, RowRefused, Taking, iso
from swstation.importing.applying.fields import ServiceFields
from swstation.importing.applying.roster import Roster
from swstation.importing.offers import level_names
from swstation.importing.rows import ParsedRow
from swstation.operations.book import Book
from swstation.operations.standing import policy_and_set, policy_of
from swstation.rules.certificates import validity_end
from swstation.rules.facts import Registration
from swstation.rules.levels import Level, levels_for


def from_number(values: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """The birth date and the gender that an identity number says, where neither row nor register has them."""
    if "resident_id" not in values:
        return {}
    said = gb11643.check(values["resident_id"])
    found = {"birth_date": said.birth_date.isoformat(), "gender": said.gender}
    return {key: value for key, value in found.items() if key not in values and known.get(key) is None}


class StaffTaking(Taking):
    """One row, one member of staff: matched by identity number, else by a name that only one has."""

    def __init__(self, book: Book, as_of: date) -> None:
        super().__init__(book, as_of)
        self.roster = Roster(self.registers)
        self._fields = ServiceFields(policy_of(book.connection, book.unit))

    def row(self, row: ParsedRow) -> Result:
        """Add a person, or change what the row says otherwise."""
        values = iso(row.values)
        name, number = values["name"], values.get("resident_id")
        found = self.roster.find(name, number)
        staff = found or self.book.source.row_id()
        known = self.registers.rows("staff").get(staff, {})
        values |= from_number(values, known.get("ident", {}))
        if "field" in values:
            values["field"] = self._fields.find(values["field"])
        if found is None:
            values["unit"] = self.book.unit
        changed = self.registers.say("staff", staff, values)
        self.later(lambda: self.roster.add(staff, name, number))
        return "added" if found is None else "updated" if changed else "unchanged"


class CertificateTaking(Taking):
    """One row, one certificate and its registration: told apart by person, level and number (or day of issue)."""

    def __init__(self, book: Book, as_of: date) -> None:
        super().__init__(book, as_of)
        self.roster = Roster(self.registers)
        self._of: dict[tuple[str, str], list[str]] = defaultdict(list)
        for certificate, groups in self.registers.rows("certificate").items():
            self._of[groups["ident"]["staff"], groups["ident"]["level"]].append(certificate)
        self._registered: dict[str, list[str]] = defaultdict(list)
        for registration, groups in self.registers.rows("registration").items():
            self._registered[groups["ident"]["certificate"]].append(registration)
        self._policy, self._known = policy_and_set(book.connection, book.unit)
        self._levels = levels_for(self._known, self._policy)
        self._rule = next((r for p in self._known.beside(self._policy) for r in p.registrations), None)

    def row(self, row: ParsedRow) -> Result:
        """Add a certificate or change it; register it, or renew its registration."""
        values = iso(row.values)
        staff = self.roster.need(values["name"], values.get("resident_id"))
        level = self._level(values["level"])
        said = {"staff": staff, "level": level.id, "issued_on": values["issued_on"]}
        if "number" in values:
            said["number"] = values["number"]
        found = self._find(staff, level.id, values.get("number"), values["issued_on"])
        certificate = found or self.book.source.row_id()
        changed = self.registers.say("certificate", certificate, said)
        changed = self._register(certificate, row) or changed
        if found is None:
            self.later(lambda: self._of[staff, level.id].append(certificate))
            return "added"
        return "updated" if changed else "unchanged"

    def _level(self, text: str) -> Level:
        level = self._levels.resolve(text)
        if level is None:
            choices = level_names(self._policy, self._known)
            raise RowRefused("level", "importing.unknown_level", choices=choices, level=text)
        return level

    def _find(self, staff: str, level: str, number: str | None, issued_on: str) -> str | None:
        for certificate in self._of.get((staff, level), ()):
            known = self.registers.get("certificate", certificate, "number")
            if number and known:
                if number == known:
                    return certificate
            elif self.registers.get("certificate", certificate, "issued_on") == issued_on:
                return certificate
        return None

    def _register(self, certificate: str, row: ParsedRow) -> bool:
        first, last = row.values.get("registered_on"), row.values.get("valid_until")
        before = self._registered.get(certificate, [])
        if not isinstance(first, date):
            if not isinstance(last, date) or last.isoformat() in self._days(before, "valid_until"):
                return False
            raise RowRefused("registered_on", "value.missing")
        for registration in before:
            if self.registers.get("registration", registration, "registered_on") == first.isoformat():
                # A blank cell leaves the old value, whatever the rule would say.
                given = {"valid_until": last.isoformat()} if isinstance(last, date) else {}
                return self.registers.say("registration", registration, given)
        end = last if isinstance(last, date) else validity_end(Registration("", first), self._rule)
        if end is None:
            raise RowRefused("valid_until", "value.missing")
        earlier = any(day < first.isoformat() for day in self._days(before, "registered_on"))
        registration = self.book.source.row_id()
        said = {
            "certificate": certificate, "kind": "renewal" if earlier else "first",
            "registered_on": first.isoformat(), "valid_until": end.isoformat(),
        }  # fmt: skip
        self.later(lambda: self._registered[certificate].append(registration))
        return self.registers.say("registration", registration, said)

    def _days(self, registrations: list[str], field: str) -> list[str]:
        return [self.registers.get("registration", one, field) for one in registrations]
