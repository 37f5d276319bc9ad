"""Policies that a county writes itself: kept as packs of text, used beside and before those of the program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from db.errors import Refusal
from db.ids import derived_id
from db.queries.decisions import PackRow, pack_text, policy_packs
from db.store import Connection
from swstation.i18n import N_
from swstation.operations.book import Book, Changes, do
from swstation.operations.install import units_above
from swstation.rules.policy import NATIONAL, PolicySet, shipped
from swstation.rules.reading import PackText, read, text_of

if TYPE_CHECKING:
    from db.gateway import Change

PART: Final = 40_000
"""No part of a pack's text is longer than this many characters."""
DECIDING: Final = "CMP"
"""The tiers whose word goes for the stations below."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack as this installation has it. ``flaw``: why it is not used (a reason of ``messages/policy.py``)."""

    row: PackRow
    text: str
    flaw: str = ""

    @property
    def used(self) -> bool:
        """Whether it is in use and whole."""
        return self.row.state == "in_use" and not self.flaw


def packs(connection: Connection, unit: str | None = None) -> list[Pack]:
    """The packs known here (for a unit: its own and those of the units above it), the earliest first."""
    deciders = None if unit is None else units_above(unit)
    return [
        _whole(row, pack_text(connection, row.id))
        for row in policy_packs(connection)
        if row.unit[0] in DECIDING and (deciders is None or row.unit in deciders)
    ]


def _whole(row: PackRow, parts: dict[int, str]) -> Pack:
    if sorted(parts) != list(range(1, row.parts + 1)):
        return Pack(row, "", "pack_incomplete")
    text = "".join(parts[place] for place in sorted(parts))
    return Pack(row, text, "" if sha256(text.encode("utf-8")).hexdigest() == row.text_hash else "pack_hash")


def policies_of(connection: Connection, unit: str) -> PolicySet:
    """The policies that can hold for a unit: those of the program, and the packs of the units above it."""
    found = tuple(
        PackText(one.row.title, one.row.policy, one.text, one.flaw)
        for one in packs(connection, unit)
        if one.row.state == "in_use"
    )
    return _together(found) if found else shipped()


@lru_cache(maxsize=8)
def _together(found: tuple[PackText, ...]) -> PolicySet:
    # Kept by what the packs say, so that what a merge or an undo changes is never answered from memory.
    return shipped().with_packs(found)


def add_pack(book: Book, file: Path, title: str = "") -> tuple[str, Changes]:
    """Keep a policy file as a pack of this county; gives the pack's id.

    Refuses a station, a file with problems (the first of them), the national rules, and a text that is in use already.
    """
    from db.gateway import Change

    if book.unit[0] not in DECIDING:
        raise Refusal("policy.county_only")
    policy, problems = read(file)
    if policy is None:
        raise problems[0].refusal()
    if policy.id == NATIONAL:
        raise Refusal("policy.national_fixed")
    text = text_of(file)
    hashed = sha256(text.encode("utf-8")).hexdigest()
    last = [one for one in packs(book.connection, book.unit) if one.row.policy == policy.id and one.used][-1:]
    if last and last[0].row.text_hash == hashed:
        raise Refusal("policy.pack_there", token=policy.id)
    pack, bodies = book.source.row_id(), parts_of(text)
    ident = {
        "unit": book.unit, "policy": policy.id, "title": title or policy.meta.name_zh, "issued_on": _today(book),
        "text_hash": hashed, "parts": len(bodies),
    }  # fmt: skip
    changes = [Change("policy_pack", pack, {"ident": ident, "state": {"state": "in_use", "state_on": _today(book)}})]
    changes += [_part(pack, position, body) for position, body in enumerate(bodies, 1)]
    return pack, do(book, N_("Policy added"), changes, policy.id)


def withdraw_pack(book: Book, pack: str) -> Changes:
    """Use a pack no more: what was there before it holds again. Refuses another unit's pack."""
    from db.gateway import Change

    found = next((one for one in policy_packs(book.connection) if one.id == pack), None)
    if found is None:
        raise Refusal("policy.unknown_pack", token=pack)
    if found.unit != book.unit:
        raise Refusal("policy.pack_of_other", token=found.unit)
    state = {"state": "withdrawn", "state_on": _today(book)}
    return do(book, N_("Policy withdrawn"), [Change("policy_pack", pack, {"state": state})], found.policy)


def parts_of(text: str) -> list[str]:
    """The text in parts of at most ``PART`` characters; together they are the text again."""
    return [text[start : start + PART] for start in range(0, len(text), PART)]


def _part(pack: str, position: int, body: str) -> Change:
    from db.gateway import Change

    groups = {"text": {"pack": pack, "position": position, "body": body}}
    return Change("policy_part", derived_id("policy_part", pack, str(position)), groups)


def _today(book: Book) -> str:
    day: date = book.source.now().date()
    return day.isoformat()
