"""Credit entries and complaints: what may be made public, what is open for how long."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from db.errors import Refusal
from swstation import lists

OPEN_STATES: Final = ("received", "accepted", "handled")
"""States in which a complaint still waits for something, in the order in which it goes through them."""
END_STATES: Final = ("closed", "rejected", "withdrawn")
NEXT: Final = {
    "received": ("accepted", "rejected", "withdrawn"),
    "accepted": ("handled", "withdrawn"),
    "handled": ("closed", "withdrawn"),
}
"""Where a complaint may go from each open state."""


class Entry(NamedTuple):
    """A credit entry as far as its publicity goes."""

    id: str
    public: bool
    basis: str = ""
    until: date | None = None


def may_be_public(entry: Entry, as_of: date) -> bool:
    """Whether an entry may leave in a public list: marked public, with a written legal basis, and not run out."""
    return entry.public and bool(entry.basis.strip()) and (entry.until is None or as_of <= entry.until)


def check_publicity(public: bool, basis: str | None) -> None:
    """Refuse to call an entry public without the legal basis for it."""
    if public and not (basis or "").strip():
        raise Refusal("credit.basis", field="public_basis")


class Complaint(NamedTuple):
    """A complaint as the list needs it."""

    id: str
    received_on: date
    state: str
    due_on: date | None = None
    settled_on: date | None = None

    @property
    def open(self) -> bool:
        """Whether it waits for something."""
        return self.state not in END_STATES


def days_open(one: Complaint, as_of: date) -> int:
    """Days from the day it was received to the day it was settled, or to ``as_of``; 0 on the day itself."""
    end = one.settled_on if not one.open and one.settled_on else as_of
    return max(0, (end - one.received_on).days)


def in_order(found: Iterable[Complaint]) -> list[Complaint]:
    """Open ones first, what is due first before the rest, the longest open before the newer; then the settled."""
    far = date.max.toordinal()

    def place(one: Complaint) -> tuple[bool, int, int, str]:
        received = one.received_on.toordinal()
        if one.open:
            return False, one.due_on.toordinal() if one.due_on else far, received, one.id
        return True, 0, -received, one.id

    return sorted(found, key=place)


def check_move(state: str, to: str, result: str | None) -> None:
    """Refuse a step that does not follow, and an end without a word about the outcome."""
    allowed = NEXT.get(state, ())
    if to not in allowed:
        words = "、".join(lists.label("complaint_state", code) for code in allowed) or "-"
        raise Refusal("complaint.step", field="state", token=to, choices=allowed, known=words)
    if to in ("closed", "rejected", "handled") and not (result or "").strip():
        raise Refusal("complaint.result", field="result")
