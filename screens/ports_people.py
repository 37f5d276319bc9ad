"""What the page of a person asks for: sections of lines, what may be added to each, and leaving or moving."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from screens.ports import Bar, Choice, Clause, Saved, StaffRow


class PersonLine(NamedTuple):
    """A line of a section: three cells and a tone. ``heading`` spans the list and only parts it.

    ``key`` says what it is: ``field:NAME`` (changed in the person's form), ``row:TABLE:ID`` (a record), ``rule:N``
    (what a rule says, with its ``clause``), or nothing to open. ``masked`` is the field to reveal.
    """

    key: str
    label: str
    text: str = ""
    remark: str = ""
    tone: str = ""
    heading: bool = False
    clause: Clause | None = None
    masked: str = ""


class PersonSection(NamedTuple):
    """A part of the page. ``adds``: the registers a line can be added to here; ``empty``: what belongs here."""

    name: str
    label: str
    lines: Sequence[PersonLine]
    adds: Sequence[Choice] = ()
    empty: Sequence[str] = ()


class PersonPage(NamedTuple):
    """All about one person. ``open_cases``: in hand; ``lacking``: how much a policy wants recorded and is not."""

    row: StaffRow
    unit: str
    bars: Sequence[Bar]
    sections: Sequence[PersonSection]
    open_cases: int = 0
    lacking: int = 0


class Parting(NamedTuple):
    """What somebody who leaves has in hand. ``lines``: to read, with true for a heading."""

    name: str
    cases: int
    clients: int
    groups: int
    posts: int
    lines: Sequence[tuple[str, bool]]
    colleagues: Sequence[Choice]


class WorkforceCell(NamedTuple):
    """So many people of a kind, and holders of a national certificate among them; ``dimension`` in words.

    ``key``: which figure it is to the rows behind it.
    """

    dimension: str
    label: str
    people: int
    holders: int
    key: str = ""


class Workforce(NamedTuple):
    """The workforce of the unit and those below it in figures. ``head``: lines to read above."""

    people: int
    head: Sequence[str]
    cells: Sequence[WorkforceCell]


class PeoplePort(Protocol):
    """The page of a person.

    ``parting``: what is in hand on a day. ``part``: leave or hand over; values are on, reason, receiver, cases,
    clients and leaves (each yes or no), keys, note. ``handover_page`` writes the sheet to print, ``write_listing``
    one of the lists of people (``swstation.reports.listings``); both give the number of rows.
    """

    async def person_page(self, staff_id: str, as_of: date) -> PersonPage: ...
    async def parting(self, staff_id: str, on: date) -> Parting: ...
    async def part(self, staff_id: str, values: Mapping[str, str]) -> Saved: ...
    async def handover_page(self, sheet: str, target: Path) -> int: ...
    async def workforce(self, as_of: date) -> Workforce: ...
    async def write_listing(self, kind: str, target: Path, numbers: bool) -> int: ...
