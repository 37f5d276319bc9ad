"""Rosters, certificates and past training into the registers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from db.queries.people import (
    AttendanceRow,
    CertificateRow,
    RegistrationRow,
    TrainingRow,
    attendances,
    certificates,
    registrations,
    trainings,
)
from swstation import lists
from swstation.importing.applying.base import Roster, RowRefused, Taking, iso
from swstation.importing.rows import ParsedRow
from swstation.operations import people as write
from swstation.operations.clients import current_groups, grouped
from swstation.operations.standing import policy_of
from swstation.rules.certificates import validity_end
from swstation.rules.facts import Registration
from swstation.rules.levels import levels_for
from swstation.rules.policy import shipped


@dataclass
class StaffTaking(Taking):
    """One row, one member of staff: matched by identity number, else by a name that only one has."""

    roster: Roster = field(init=False)

    def __post_init__(self) -> None:
        self.roster = Roster(self.book)

    def row(self, row: ParsedRow) -> str:
        """Add a person, or change what the row says otherwise."""
        values = iso(row.values)
        staff = self.roster.find(values["name"], values.get("resident_id"))
        if staff is None:
            changes, staff = write.new_staff_changes(self.book, values)
            self.changes += changes
            self.roster.add(staff, values["name"], values.get("resident_id"))
            return "added"
        current = current_groups(self.book, "staff", staff)
        groups = {n: {**current.get(n, {}), **new} for n, new in grouped(values, write.GROUP_OF).items()}
        changed = {n: new for n, new in groups.items() if new != current.get(n)}
        if not changed:
            return "unchanged"
        from db.gateway import Change

        self.changes.append(Change("staff", staff, changed))
        return "updated"


@dataclass
class CertificateTaking(Taking):
    """One row, one certificate and its registration: key is person, level and number (or day of issue)."""

    roster: Roster = field(init=False)
    known: list[CertificateRow] = field(init=False)
    registered: list[RegistrationRow] = field(init=False)

    def __post_init__(self) -> None:
        self.roster = Roster(self.book)
        self.known = certificates(self.book.connection)
        self.registered = registrations(self.book.connection)
        policy = policy_of(self.book.connection, self.book.unit)
        self._levels = levels_for(shipped(), policy)
        self._rule = next((r for p in shipped().beside(policy) for r in p.registrations), None)

    def row(self, row: ParsedRow) -> str:
        """Add a certificate, or its registration where that is new."""
        values = iso(row.values)
        staff = self.roster.need(values["name"], values.get("resident_id"))
        level = self._levels.resolve(values["level"])
        if level is None:
            choices = [known.zh for known in self._levels.all]
            raise RowRefused("level", "importing.unknown_level", choices=choices, level=values["level"])
        registration = self._registration(row)
        number, issued_on = values.get("number"), values["issued_on"]
        for known in self.known:
            same = known.number == number if number and known.number else known.issued_on == issued_on
            if known.staff == staff and known.level == level.id and same:
                return self._register(known.id, registration)
        changes = write.certificate_changes(self.book, staff, level.id, issued_on, number=number)
        self.changes += changes
        self.known.append(CertificateRow(changes[0].row, staff, level.id, number, issued_on))
        self._register(changes[0].row, registration)
        return "added"

    def _registration(self, row: ParsedRow) -> tuple[str, str] | None:
        first, last = row.values.get("registered_on"), row.values.get("valid_until")
        if not isinstance(first, date):
            if last is not None:
                raise RowRefused("registered_on", "value.missing")
            return None
        end = last if isinstance(last, date) else validity_end(Registration("", first), self._rule)
        if end is None:
            raise RowRefused("valid_until", "value.missing")
        return first.isoformat(), end.isoformat()

    def _register(self, certificate: str, registration: tuple[str, str] | None) -> str:
        before = [r for r in self.registered if r.certificate == certificate]
        if registration is None or any((r.registered_on, r.valid_until) == registration for r in before):
            return "unchanged"
        kind = "renewal" if before else "first"
        change = write.registration_change(self.book, certificate, *registration, kind)
        self.changes.append(change)
        self.registered.append(RegistrationRow(change.row, certificate, kind, *registration))
        return "updated"


@dataclass
class TrainingTaking(Taking):
    """One row, one person at one training: trainings are told apart by title, provider and days."""

    roster: Roster = field(init=False)
    known: dict[tuple[str, str | None, str, str], TrainingRow | str] = field(default_factory=dict)
    attended: dict[tuple[str, str], AttendanceRow | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.roster = Roster(self.book)
        for training in trainings(self.book.connection):
            self.known[training.title, training.provider, training.start_on, training.end_on] = training
        for one in attendances(self.book.connection):
            self.attended[one.training, one.staff] = one
        self._kinds = {
            word: kind.id
            for kind in policy_of(self.book.connection, self.book.unit).kinds
            for word in (kind.zh, kind.en, kind.id)
        }
        self._measures: dict[str, str] = {}

    def row(self, row: ParsedRow) -> str:
        """Add the training if it is new, and the person's attendance."""
        values = iso(row.values)
        staff = self.roster.need(values["name"], values.get("resident_id"))
        key = (values["title"], values.get("provider"), values["start_on"], values["end_on"])
        training, measure = self._training(key, values)
        if measure != values["unit"]:
            raise RowRefused("unit", "importing.other_unit")
        before = self.attended.get((training, staff))
        if (training, staff) in self.attended and before is None:
            return "unchanged"
        approved = values.get("approved", bool(before.approved) if before else False)
        if before and (before.tenths, bool(before.approved)) == (values["amount"], approved):
            return "unchanged"
        self.changes.append(
            write.attendance_change(
                training, staff, values["amount"], approved, self.book.worker,
                self.as_of.isoformat() if approved else None,
            )
        )  # fmt: skip
        self.attended[training, staff] = None
        return "updated" if before else "added"

    def _training(self, key: tuple[str, str | None, str, str], values: dict[str, Any]) -> tuple[str, str]:
        known = self.known.get(key)
        if isinstance(known, TrainingRow):
            return known.id, known.measure
        if known is not None:
            return known, self._measures[known]
        changes, training = write.training_changes(
            self.book, title=values["title"], provider=values.get("provider"), start_on=values["start_on"],
            end_on=values["end_on"], tenths=values["amount"], measure=values["unit"], kind=self._kind(values),
            proof_number=values.get("proof_number"),
        )  # fmt: skip
        self.changes += changes
        self.known[key] = training
        self._measures[training] = values["unit"]
        return training, values["unit"]

    def _kind(self, values: dict[str, Any]) -> str | None:
        text = values.get("kind")
        if not text:
            return None
        shared = lists.find("training_kind", text)
        if code := self._kinds.get(text) or (shared.code if shared else None):
            return code
        choices = [*dict.fromkeys(w for w in self._kinds if not w.isascii())]
        choices += [entry.label for entry in lists.entries("training_kind") if entry.label not in choices]
        raise RowRefused("kind", "importing.unknown_kind", choices=choices, kind=text)
