"""What the screens ask of the program: reads that give frozen rows, writes that give a ``Saved``.

Screens import this module for its types only; ``screens/backend.py`` fulfils it with the operations and queries.
Every method is awaited on the interface's loop and does its work on the database thread. A refusal is raised as
``db.errors.Refusal``. Dates are dates, durations whole minutes, amounts of training tenths of their unit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from db.errors import Refusal

Progress = Callable[[str, int, int], None]
"""Called on any thread with a phase, how far it is and how far it goes (0: unknown). What it raises stops the work."""


@dataclass(frozen=True)
class Choice:
    """Something that can be chosen: what is kept, what is read, and a quieter remark."""

    value: str
    label: str
    remark: str = ""


@dataclass(frozen=True)
class Clause:
    """What decides a figure: a policy's clause, or the county's own decision."""

    document: str
    section: str
    rule: str = ""
    decision: str = ""


@dataclass(frozen=True)
class Session:
    """An opened book: whose it is and who is writing. ``clock``: why the machine's clock is not believed; ``newer``:
    of a newer program, only looked at."""

    unit: str
    tier: str
    collects: bool
    writer: Choice
    encrypted: bool
    policy: str = ""
    idle_minutes: int = 10
    clock: Sequence[Refusal] = ()
    newer: bool = False


@dataclass(frozen=True)
class Saved:
    """One write that went through: the rows it touched, by table, and its name for the undo line."""

    op: str
    tables: frozenset[str]
    ids: tuple[str, ...] = ()
    words: str = ""


# First start and the door ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """A township, county or prefecture of the divisions list; ``station`` is the unit name proposed for it."""

    code: str
    name: str
    path: str
    station: str


@dataclass(frozen=True)
class PolicyOffer:
    """A policy that may hold at a place. ``ended`` is set when its term is over."""

    id: str
    name: str
    document: str
    ended: date | None = None
    own: bool = True


@dataclass(frozen=True)
class SetUp:
    """All that the first start asks for. ``letter``: which of the station's laptops this is, A for the first."""

    tier: str
    division: str
    unit: str
    policy: str
    continue_from: date | None
    worker: str
    passphrase: str | None = field(repr=False, default=None)
    letter: str = "A"


Door = Literal["new", "locked", "open"]


class Theirs(NamedTuple):
    """What somebody else wrote while a form was open, as the form has it; ``seen``: now it has been seen."""

    values: Mapping[str, str]
    seen: str


@dataclass(frozen=True)
class Draft:
    """Something typed and not yet saved."""

    id: str
    form: str
    row: str | None
    content: Mapping[str, str]
    saved_at: str


# Today -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """One service log as a list shows it; ``outcome`` is empty for a contact that was made; ``late``: it was written so
    many days after the service that a list marks it.
    """

    id: str
    day: date
    start: str
    method: str
    who: str
    minutes: int | None
    outcome: str
    note: str
    writer: str
    state: str
    late: bool = False


@dataclass(frozen=True)
class Due:
    """Something due. ``days`` is negative when late; ``table`` and ``row`` lead to its record; ``ref``: what it is
    about, by which it can be put off.
    """

    kind: str
    label: str
    what: str
    who: str
    on: date
    days: int
    table: str = ""
    row: str = ""
    clause: Clause | None = None
    ref: str = ""


# Rounds ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Village:
    """A village and how many of its people are due for a visit."""

    id: str
    name: str
    due: int
    clients: int


@dataclass(frozen=True)
class Visit:
    """A visit that is due, or was made on this round."""

    client: str
    name: str
    categories: str
    address: str
    last: date | None
    due: date
    days: int


# Cases -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CaseRow:
    """A case in a list. ``days`` to the next contact is negative when late."""

    id: str
    number: str
    clients: str
    worker: str
    field: str
    stage: str
    stage_label: str
    open: bool
    opened_on: date
    next_contact: date | None
    days: int | None


@dataclass(frozen=True)
class Goal:
    """A goal of a case. ``achieved`` is yes, partly, no, or empty while it is open."""

    id: str
    text: str
    baseline: str
    target: str
    result: str
    achieved: str = ""
    seen: str = ""


@dataclass(frozen=True)
class Stage:
    """A step on the way of a case; ``on`` is empty for those to come."""

    code: str
    label: str
    on: date | None
    by: str = ""
    current: bool = False


@dataclass(frozen=True)
class CasePage:
    """All that the page of one case shows."""

    row: CaseRow
    problem: str
    plan: str
    risk: str
    review_due: date | None
    stages: Sequence[Stage]
    goals: Sequence[Goal]
    logs: Sequence[Entry]


@dataclass(frozen=True)
class NewCase:
    """What opening a case takes."""

    clients: Sequence[str]
    worker: str
    field: str
    opened_on: date
    problem: str
    next_contact: date | None


# Clients -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ClientRow:
    """A client in a list; ``phone`` is masked. ``station``: whose file it is, at a unit with
    stations below it and where it was handed over."""

    id: str
    name: str
    gender: str
    age: int | None
    village: str
    categories: str
    phone: str
    last_service: date | None
    station: str = ""


@dataclass(frozen=True)
class Fact:
    """A line on a page: label, value, and the field to reveal when it is masked."""

    label: str
    value: str
    field: str = ""
    masked: bool = False


@dataclass(frozen=True)
class ClientPage:
    """All that the page of one client shows."""

    row: ClientRow
    facts: Sequence[Fact]
    cases: Sequence[CaseRow]
    logs: Sequence[Entry]


# Staff -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class StaffRow:
    """A worker in a list. ``training`` and ``certificate`` are short words with a tone each."""

    id: str
    name: str
    certificate: str
    certificate_tone: str
    registration: str
    registration_tone: str
    earned: int | None
    required: int | None
    unit: str
    status: str
    status_tone: str
    employed: bool


@dataclass(frozen=True)
class Bar:
    """One training requirement of one person. Amounts are tenths of ``unit``."""

    label: str
    basis: str
    earned: int
    required: int
    pending: int
    other_units: str
    unit: str
    window_start: date
    window_end: date
    deadline: date
    status: str
    status_label: str
    tone: str
    policy_state: str
    clause: Clause


# Exchange, reports, settings ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Handed:
    """A bundle that was handed in, and what the county said to it."""

    no: int
    made: str
    file: str
    ops: int
    receipt: str
    tone: str


@dataclass(frozen=True)
class Sender:
    """A device of a station as the county sees it."""

    id: str
    name: str
    last: str
    held: int
    missing: int
    word: str
    tone: str


ALL_UNITS = "*"
"""Every station, where the one is chosen that something is sent to."""


@dataclass(frozen=True)
class ExchangeState:
    """What the exchange screen opens with. ``devices``: a line each on what the county has of them.

    ``handovers``: what waits to be confirmed as handed over. ``above``: at a county, the unit that it hands on to.
    """

    waiting: int
    since: str
    has_county: bool
    folder: Path
    digest: str
    handed: Sequence[Handed]
    conflicts: int = 0
    devices: Sequence[str] = ()
    advice: str = ""
    handovers: int = 0
    above: str = ""


@dataclass(frozen=True)
class Exported:
    """A bundle just written; ``file`` is None when there was nothing new. ``words``: what to say of it, by line."""

    file: Path | None
    no: int
    ops: int
    bytes: int
    words: Sequence[str] = ()


@dataclass(frozen=True)
class Merged:
    """What became of one bundle."""

    file: str
    status: str
    status_label: str
    new: int
    known: int
    conflicts: int
    reason: str
    tone: str


@dataclass(frozen=True)
class CardTaken:
    """A card that was taken in; both sides read the digits to each other. ``held``: bundles that waited for it.

    ``id``: the card, until its digits are compared; empty once they are. ``found``: it had been reported lost.
    """

    unit: str
    digits: str
    held: int
    id: str = ""
    found: bool = False


@dataclass(frozen=True)
class InboxLine:
    """A file of the watched folder, or one that is kept here. ``code``: the beginning of its SHA-256."""

    id: str
    path: Path
    name: str
    station: str
    number: int | None
    state: str
    label: str
    tone: str
    why: str
    code: str
    came: str


@dataclass(frozen=True)
class InboxState:
    """What an inbox shows. ``folder``: the one that is watched; ``gone``: why it cannot be read, in a sentence."""

    folder: Path | None
    lines: Sequence[InboxLine]
    gone: str = ""


@dataclass(frozen=True)
class Explained:
    """What stands behind a line: sentences, and records (number, what, why)."""

    title: str
    lines: Sequence[str]
    rows: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True)
class ReceiptWritten:
    """A receipt written for a station: records it confirms, how many it misses, how many it returns."""

    unit: str
    name: str
    confirmed: int
    missing: int
    returned: int
    file: str


@dataclass(frozen=True)
class Figure:
    """A line of a report; ``level`` 0 is the figure itself, 1 and 2 its parts. ``code`` says which it is."""

    number: str
    level: int
    label: str
    unit: str
    month: str
    year: str
    code: str = ""


# Ledgers -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LedgerNote:
    """A cell of a ledger that was refused or is worth a look; ``row`` is the sheet's own number."""

    row: int
    heading: str
    value: str
    reason: str


@dataclass(frozen=True)
class LedgerRead:
    """What a ledger would do, or did where ``taken``. ``left_aside``: first and last row, why, what stands there."""

    file: Path
    kind: str
    sheet: str
    sheet_name: str
    read: int
    added: int
    updated: int
    unchanged: int
    refused: Sequence[LedgerNote] = ()
    looks: Sequence[LedgerNote] = ()
    unknown: Sequence[str] = ()
    left_aside: Sequence[tuple[int, int, str, str]] = ()
    taken: bool = False


# Visit plans -------------------------------------------------------------------------------------------------------


class Plan(NamedTuple):
    """How often whom to visit: ``subject`` is ``kind/code``; ``state``: running, coming or ended.

    ``people``: for how many it is the one that holds; seen from one client, 1 where it holds for that one.
    """

    id: str
    subject: str
    whom: str
    times: int
    period: str
    often: str
    phone: bool
    start_on: date
    end_on: date | None
    clause: str
    people: int
    state: str
    seen: str = ""


# Rehearsing a merge ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RowSeen:
    """A row behind a count: what it is called, what becomes of it, and what changes in it."""

    name: str
    verdict: str
    remark: str = ""


@dataclass(frozen=True)
class RegisterSeen:
    """A register of a bundle: its word, how many rows of each verdict, and the first of them."""

    table: str
    word: str
    counts: Mapping[str, int]
    rows: Sequence[RowSeen]


@dataclass(frozen=True)
class BundleSeen:
    """What merging a file would do. ``well``: it would go in, or be kept until its device has a card; ``fresh``: it
    says something that is not here yet; ``months``: a station's month against the one before,
    ``!`` before what is unusual; ``name``: what the file was called when it came; ``sealed``: it cannot be read now."""

    file: Path
    station: str
    number: str
    status: str
    tone: str
    reason: str
    well: bool
    new: int
    counts: Mapping[str, int]
    registers: Sequence[RegisterSeen]
    months: Sequence[str]
    fresh: bool = True
    name: str = ""
    sealed: bool = False


@dataclass(frozen=True)
class BundleOpened:
    """A bundle that lies open: the facts of its manifest, and its registers (key, word, number of rows).

    ``vouched``: the signature is that of a device known here.
    """

    file: Path
    vouched: bool
    facts: Sequence[Fact]
    registers: Sequence[tuple[str, str, int]]


@dataclass(frozen=True)
class RowOpened:
    """A row of an open bundle; ``part``: an older row, of which only what was written since is in it."""

    row: str
    name: str
    values: str
    part: bool


@dataclass(frozen=True)
class RowCompared:
    """A row that is not the same on both sides; ``side``: only_here, only_there or different."""

    side: str
    name: str
    fields: str


@dataclass(frozen=True)
class RegisterCompared:
    """A register of two bundles: how many rows of each kind (``same`` too), and the first of those that differ."""

    table: str
    word: str
    counts: Mapping[str, int]
    rows: Sequence[RowCompared]


# Conflicts ---------------------------------------------------------------------------------------------------------


class ConflictValue(NamedTuple):
    """One of the values: the record that wrote it, by whom, where, when, and the fields in which they differ.

    ``tag``: what became of it, in words.
    """

    op: str
    by: str
    station: str
    at: str
    facts: Sequence[Fact]
    tag: str = ""


class Conflict(NamedTuple):
    """Values that people wrote without having seen each other's; the one that is shown now comes first."""

    id: str
    what: str
    who: str
    about: str
    values: Sequence[ConflictValue]
    cause: str = ""
    base: Sequence[Fact] = ()
    """What all of them replaced, in the fields in which they differ."""
    settled: bool = False
