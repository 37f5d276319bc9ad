"""Past training into the registers."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from db.errors import Refusal
from db.ids import derived_id
from swstation import lists
from swstation.importing.applying.base import Result, RowRefused, Taking, iso
from swstation.importing.applying.roster import Roster
from swstation.importing.cells import fold
from swstation.importing.offers import kind_names
from swstation.importing.rows import ParsedRow
from swstation.operations.book import Book
from swstation.operations.standing import policy_and_set
from swstation.rules.model import Policy
from swstation.rules.policy import PolicySet


def kind_words(policy: Policy, known: PolicySet) -> dict[str, str]:
    """The words for kinds of training and their ids: the policy's, the nation's, then the shared list's."""
    found: dict[str, str] = {}
    for one in known.beside(policy):
        for kind in one.kinds:
            for word in (kind.zh, kind.en, kind.id):
                found.setdefault(fold(word), kind.id)
    for entry in lists.entries("training_kind"):
        for word in (entry.zh, entry.en, entry.code, *entry.aliases):
            found.setdefault(fold(word), entry.code)
    return found


def kind_code(book: Book, text: str | None) -> str | None:
    """The kind of training that a word or a code means under the unit's policies. Refuses another word."""
    if not text:
        return None
    policy, known = policy_and_set(book.connection, book.unit)
    found = kind_words(policy, known).get(fold(text))
    if found is None:
        raise Refusal("training.unknown_kind", field="kind", token=text, choices=kind_names(policy, known))
    return found


class TrainingTaking(Taking):
    """One row, one person at one training: trainings are told apart by title, provider and days."""

    def __init__(self, book: Book, as_of: date) -> None:
        super().__init__(book, as_of)
        self.roster = Roster(self.registers)
        self._of: dict[tuple[str, str, str], dict[str | None, str]] = defaultdict(dict)
        for training, groups in self.registers.rows("training").items():
            ident = groups["ident"]
            self._of[ident["title"], ident["start_on"], ident["end_on"]][ident["provider"]] = training
        self._policy, self._known = policy_and_set(book.connection, book.unit)
        self._kinds = kind_words(self._policy, self._known)

    def row(self, row: ParsedRow) -> Result:
        """Add the training if it is new, and the person's attendance."""
        values = iso(row.values)
        staff = self.roster.need(values["name"], values.get("resident_id"))
        training, changed = self._training(values)
        attendance = derived_id("attendance", training, staff)
        known = self.registers.rows("attendance").get(attendance)
        said: dict[str, Any] = {"training": training, "staff": staff, "tenths": values["amount"]}
        approved = values.get("approved", False if known is None else None)
        if approved is not None:
            said["approved"] = approved
            if known is None or approved != known["approval"]["approved"]:
                said["approved_by"] = self.book.worker if approved else None
                said["approved_on"] = self.as_of.isoformat() if approved else None
        changed = self.registers.say("attendance", attendance, said) or changed
        return "added" if known is None else "updated" if changed else "unchanged"

    def _training(self, values: dict[str, Any]) -> tuple[str, bool]:
        days = (values["title"], values["start_on"], values["end_on"])
        found = self._find(days, values.get("provider"))
        said: dict[str, Any] = {"kind": self._kind(values["kind"])} if "kind" in values else {}
        if found is None:
            training = self.book.source.row_id()
            new = {
                "title": values["title"], "provider": values.get("provider"), "start_on": values["start_on"],
                "end_on": values["end_on"], "tenths": values["amount"], "measure": values["unit"],
            }  # fmt: skip
            self.registers.say("training", training, new, aside=True)
            self.later(lambda: self._of[days].update({values.get("provider"): training}))
        else:
            training = found
            if self.registers.get("training", training, "measure") != values["unit"]:
                raise RowRefused("unit", "importing.other_unit")
        changed = self.registers.say("training", training, said)
        return training, self._proof(training, values.get("proof_number")) or changed

    def _proof(self, training: str, proof: str | None) -> bool:
        # One training has one entry for many people: the number of each one's proof is kept beside the others.
        known = str(self.registers.get("training", training, "proof_number") or "")
        if proof is None or proof in known.split("、"):
            return False
        both = f"{known}、{proof}" if known else proof
        return self.registers.say("training", training, {"proof_number": both}, aside=True)

    def _find(self, days: tuple[str, str, str], provider: str | None) -> str | None:
        known = self._of.get(days, {})
        if provider is not None or None in known or len(known) < 2:
            return known.get(provider) or (next(iter(known.values()), None) if provider is None else None)
        raise RowRefused("provider", "importing.several_trainings", choices=[p for p in known if p])

    def _kind(self, text: str) -> str:
        if code := self._kinds.get(fold(text)):
            return code
        raise RowRefused("kind", "importing.unknown_kind", choices=kind_names(self._policy, self._known), kind=text)
