"""Which files are of one person: likely pairs, a person's verdict, taking it back. Rows are never fused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.errors import Refusal
from db.queries import candidates as reads
from db.queries.candidates import Filed
from db.queries.links import LinkRow, link_id, links, was_decided
from db.store import Connection
from swstation import matching
from swstation.i18n import N_
from swstation.matching import Candidate, Pair, Persons, Verdict
from swstation.operations.book import Book, Changes, do

if TYPE_CHECKING:
    from db.gateway import Change

SAME, DIFFERENT = "same", "different"
OPEN = "open"
"""The state of a pair about which nobody has said anything."""
_LETTERS = 4
"""Digits of a row id with which a pair may be named at the least."""


@dataclass(frozen=True, slots=True)
class Twins:
    """Two files that are, or may be, of one person. ``ground``: why they are likely (empty: somebody said so).

    ``state``: ``open``, ``same`` or ``different``; ``link`` the verdict about this very pair, ``None`` where it only
    follows from others or there is none.
    """

    a: str
    b: str
    ground: str
    state: str
    link: LinkRow | None = None

    @property
    def strong(self) -> bool:
        """Whether the ground is a strong one."""
        return self.ground in matching.STRONG


def persons(connection: Connection) -> Persons:
    """Who is one person after all verdicts in force."""
    return matching.Persons(verdicts_of(links(connection)))


def verdicts_of(rows: list[LinkRow]) -> Iterator[Verdict]:
    """Verdicts as ``Persons`` takes them; codes of a newer program say nothing here."""
    for row in rows:
        if row.verdict in (SAME, DIFFERENT):
            yield Verdict(row.a, row.b, row.verdict == SAME, row.authority)


def likely(connection: Connection) -> tuple[list[Candidate], list[Pair]]:
    """Likely pairs, and pairs that share a number but cannot be one person (a finding, never a likely pair)."""
    found = reads.blocks(connection)
    pairs = matching.candidates(found.number, found.birth_village, found.name_birth, found.near)
    return pairs, matching.shared_numbers(found.number)


def twins(connection: Connection) -> list[Twins]:
    """All likely pairs with what was decided about them, and decided pairs that are likely by no ground; by pair.

    Strong grounds first among the open ones.
    """
    known = links(connection)
    of_pair = {(row.a, row.b): row for row in known}
    who = matching.Persons(verdicts_of(known))
    out = []
    for one in likely(connection)[0]:
        said = of_pair.pop((one.a, one.b), None)
        out.append(Twins(one.a, one.b, one.ground, _state(who, one.a, one.b), said))
    out += [Twins(a, b, "", _state(who, a, b), row) for (a, b), row in of_pair.items()]
    return sorted(out, key=lambda one: (one.state != OPEN, _rank(one.ground), one.a, one.b))


def _rank(ground: str) -> int:
    return matching.GROUNDS.index(ground) if ground in matching.GROUNDS else len(matching.GROUNDS)


def _state(who: Persons, a: str, b: str) -> str:
    decided = who.decided(a, b)
    return OPEN if decided is None else SAME if decided else DIFFERENT


def undecided(connection: Connection, who: Persons | None = None) -> list[Candidate]:
    """The likely pairs about which nobody has said anything."""
    known = persons(connection) if who is None else who
    return [one for one in likely(connection)[0] if known.decided(one.a, one.b) is None]


def decide(book: Book, one: str, other: str, verdict: str, reason: str | None = None) -> Changes:
    """Say that two files are of one person (``same``) or not (``different``). It travels and holds everywhere.

    Refuses: a file that is not there, one and the same file, and at a station what a higher unit has decided.
    """
    from db.gateway import Change

    a, b = matching.pair(_there(book, one).id, _there(book, other).id)
    if a == b:
        raise Refusal("person.one_file", token=a)
    if verdict not in (SAME, DIFFERENT):
        raise Refusal("value.code", field="verdict", token=verdict, choices=[SAME, DIFFERENT])
    link = link_id(a, b)
    said = _said(book, link)
    _may_change(book, said)
    again = said is None and was_decided(book.connection, link)
    groups = {"verdict": {"a": a, "b": b, "verdict": verdict, "reason": reason}}
    name = N_("Said to be one person") if verdict == SAME else N_("Said to be two people")
    return do(book, name, [Change("person_link", link, groups, "restore" if again else "set")])


def withdraw(book: Book, one: str, other: str) -> Changes:
    """Take a verdict back: the pair is open again. Refuses where nothing was said of it, or a higher unit said it."""
    from db.gateway import Change

    link = link_id(one, other)
    said = _said(book, link)
    if said is None:
        raise Refusal("person.undecided")
    _may_change(book, said)
    change: Change = Change("person_link", link, {}, "delete")
    return do(book, N_("Verdict taken back"), [change])


def _said(book: Book, link: str) -> LinkRow | None:
    return next((row for row in links(book.connection) if row.id == link), None)


def _may_change(book: Book, said: LinkRow | None) -> None:
    from db.ownership import authority

    if said is not None and said.unit != book.unit and said.authority > authority(book.unit):
        raise Refusal("person.decided_above", unit=said.unit)


def _there(book: Book, client: str) -> Filed:
    found = reads.filed(book.connection, client)
    if found is None:
        raise Refusal("person.unknown", token=client)
    return found


def named(connection: Connection, typed: str) -> str:
    """The client meant by a row id, or by its last digits (at least four). Refuses none and several."""
    text = typed.strip().lower()
    found = reads.ending(connection, text) if len(text) >= _LETTERS else []
    if not found:
        raise Refusal("person.unknown", token=typed)
    if len(found) > 1:
        raise Refusal("person.several", token=typed, choices=found)
    return found[0]
