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
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from screens.ports_approving import ApprovingPort
from screens.ports_behind import BehindPort
from screens.ports_casework import AttachmentsPort, CaseworkPort
from screens.ports_closing import ClosingPort
from screens.ports_county import CountyPort
from screens.ports_devices import DevicesPort
from screens.ports_erasing import ErasingPort
from screens.ports_evaluation import EvaluationPort
from screens.ports_finding import FindingPort
from screens.ports_groups import GroupsPort
from screens.ports_households import HouseholdsPort
from screens.ports_listings import ListingsPort
from screens.ports_months import MonthsPort
from screens.ports_needs import NeedsPort
from screens.ports_own_forms import OwnFormsPort
from screens.ports_ownership import OwnershipPort
from screens.ports_papers import PapersPort
from screens.ports_people import PeoplePort
from screens.ports_policies import PoliciesPort
from screens.ports_posts import PostsPort
from screens.ports_projects import ProjectsPort
from screens.ports_quick import QuickPort
from screens.ports_registers import RegistersPort
from screens.ports_rounds import PaperPort
from screens.ports_side import SidePort
from screens.ports_supervision import SupervisionPort
from screens.ports_together import PairsPort, ProblemsPort
from screens.ports_training import TrainingPort
from screens.ports_waiting import WaitingPort
from screens.ports_ways import WaysPort

if TYPE_CHECKING:
    from db.errors import Refusal
    from screens.files import Offered
    from screens.widgets.quick_line import Reader
    from swstation.exchange.board import Board

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


class DoorPort(Protocol):
    """Before a book is open. ``door`` is answered at once and imports nothing heavy."""

    def door(self) -> Door: ...
    async def open(self, passphrase: str | None) -> Session: ...
    async def close(self) -> None: ...
    async def tiers(self) -> Sequence[Choice]: ...
    async def places(self, typed: str, tier: str) -> Sequence[Place]: ...
    async def policies(self, division: str) -> Sequence[PolicyOffer]: ...
    async def set_up(self, answers: SetUp) -> Session: ...
    async def recovery_code(self) -> str: ...
    def lock_asked(self) -> int: ...


class GuardPort(Protocol):
    """A copied or restored book. ``on_guard``: who is told when a record was refused because of it."""

    def on_guard(self, ask: Callable[[Refusal], None]) -> None: ...
    async def renew(self) -> Session: ...
    async def accept_place(self) -> None: ...
    async def back_before_merge(self) -> Session: ...


class StationPort(Protocol):
    """What every screen may need."""

    async def writers(self) -> Sequence[Choice]: ...
    async def switch_writer(self, staff_id: str) -> Session: ...
    async def undo(self) -> Saved: ...
    async def reveal(self, table: str, row: str, field: str) -> str: ...
    async def drafts(self, form: str | None = None) -> Sequence[Draft]: ...
    async def keep_draft(
        self, form: str, row: str | None, content: Mapping[str, str], draft: str | None = None
    ) -> str: ...
    async def drop_draft(self, draft_id: str) -> None: ...


class Theirs(NamedTuple):
    """What somebody else wrote while a form was open, as the form has it; ``seen``: now it has been seen."""

    values: Mapping[str, str]
    seen: str


class SeeingPort(Protocol):
    """A write refuses ``record.changed_meanwhile`` (params table, id, group) where others wrote since its ``SEEN``."""

    async def theirs(self, seen: str, table: str, row: str, group: str) -> Theirs: ...


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


class TodayPort(Protocol):
    """The quick line and the day."""

    async def quick_reader(self) -> Reader: ...
    async def log_service(self, parsed: object, late_reason: str = "") -> Saved: ...
    async def change_log(self, log_id: str, parsed: object, late_reason: str = "") -> Saved: ...
    async def correct_log(self, log_id: str, parsed: object, reason: str) -> Saved: ...
    async def delete_logs(self, log_ids: Sequence[str], late_reason: str = "") -> Saved: ...
    async def repeat_log(self, log_id: str) -> Saved: ...
    async def entry_line(self, log_id: str) -> str: ...
    async def todays_logs(self, day: date) -> Sequence[Entry]: ...
    async def due_list(self, as_of: date, days: int) -> Sequence[Due]: ...


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


class RoundPort(Protocol):
    """Walking a village's due list."""

    async def villages(self, as_of: date) -> Sequence[Village]: ...
    async def visits_due(self, village: str, as_of: date, tier: str | None = None) -> Sequence[Visit]: ...
    async def outcomes(self) -> Sequence[Choice]: ...
    async def log_visit(self, client: str, outcome: str, note: str, on: date) -> Saved: ...


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


class CasesPort(Protocol):
    """Cases."""

    async def cases(self, typed: str, *, closed: bool, as_of: date) -> Sequence[CaseRow]: ...
    async def case_page(self, case_id: str, as_of: date) -> CasePage: ...
    async def stages(self) -> Sequence[Choice]: ...
    async def closing_reasons(self) -> Sequence[Choice]: ...
    async def fields(self) -> Sequence[Choice]: ...
    async def find_clients(self, typed: str) -> Sequence[Choice]: ...
    async def open_case(self, case: NewCase) -> Saved: ...
    async def move_case(self, case_id: str, stage: str, on: date, reason: str | None) -> Saved: ...
    async def add_goal(
        self, case_id: str, text: str, baseline: str, target: str, baseline_score: str = "", target_score: str = ""
    ) -> Saved: ...
    async def score_goal(
        self, goal_id: str, achieved: str, on: date, result: str, seen: str = "", result_score: str = ""
    ) -> Saved: ...


# Clients -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ClientRow:
    """A client in a list; ``phone`` is masked."""

    id: str
    name: str
    gender: str
    age: int | None
    village: str
    categories: str
    phone: str
    last_service: date | None


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


class ClientsPort(Protocol):
    """Clients. The list is read a page at a time, so that it opens the same with 100,000 rows as with 100."""

    async def client_count(self, typed: str) -> int: ...
    async def client_window(self, typed: str, offset: int, limit: int) -> Sequence[ClientRow]: ...
    async def client_page(self, client_id: str, as_of: date) -> ClientPage: ...
    async def client_form(self, client_id: str | None) -> Mapping[str, str]: ...
    async def save_client(self, client_id: str | None, values: Mapping[str, str]) -> Saved: ...
    async def end_reasons(self) -> Sequence[Choice]: ...
    async def end_file(self, client_id: str, ended_on: str, reason: str, seen: str = "") -> Saved: ...
    async def categories(self) -> Sequence[Choice]: ...
    async def village_choices(self) -> Sequence[Choice]: ...


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


class StaffPort(Protocol):
    """Staff."""

    async def staff(self, typed: str, as_of: date) -> Sequence[StaffRow]: ...
    async def training_kinds(self) -> Sequence[Choice]: ...
    async def certificate_levels(self) -> Sequence[Choice]: ...
    async def add_staff(self, values: Mapping[str, str]) -> Saved: ...
    async def add_certificate(self, staff_id: str, values: Mapping[str, str]) -> Saved: ...


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

    ``id``: the card, until its digits are compared; empty once they are.
    """

    unit: str
    digits: str
    held: int
    id: str = ""


class ExchangePort(Protocol):
    """Bundles out and in."""

    async def exchange_state(self) -> ExchangeState: ...
    async def senders(self) -> Sequence[Sender]: ...
    async def export(self, folder: Path, *, full: bool, progress: Progress, files: bool = False) -> Exported: ...
    async def merge(self, files: Sequence[Path], progress: Progress) -> Sequence[Merged]: ...
    async def take_card(self, file: Path) -> CardTaken: ...
    async def write_card(self, folder: Path) -> Path: ...


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


class InboxPort(Protocol):
    """A folder that is watched."""

    async def inbox(self) -> InboxState: ...
    async def watch(self, folder: Path) -> None: ...
    async def held_files(self) -> Sequence[Path]: ...


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


class ReceiptPort(Protocol):
    """Receipts, and what goes down."""

    async def explain_handed(self, no: int) -> Explained: ...
    async def explain_device(self, replica: str) -> Explained: ...
    async def write_receipts(self, folder: Path, progress: Progress) -> Sequence[ReceiptWritten]: ...
    async def read_code(self, code: str) -> str: ...
    async def export_asked(self, code: str, folder: Path, progress: Progress) -> Exported: ...
    async def enrolled_units(self) -> Sequence[Choice]: ...
    async def send_down(self, unit: str, folder: Path, progress: Progress) -> Exported: ...


class BoardPort(Protocol):
    """The county's board. ``last``: the last of ``count`` months, as ``2026-11``."""

    async def board(self, last: str, count: int, as_of: date) -> Board: ...
    async def chase(self, units: Sequence[str], last: str, count: int, as_of: date) -> str: ...
    async def keep_text(self, file: Path, text: str) -> Path: ...


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


class ReportsPort(Protocol):
    """Reports."""

    async def monthly(self, month: str) -> Sequence[Figure]: ...
    async def write_report(self, month: str, form: str, file: Path) -> int: ...


class SettingsPort(Protocol):
    """Settings and care of the book."""

    async def facts(self) -> Sequence[Fact]: ...
    async def backup(self) -> Path: ...
    async def check(self) -> Sequence[Fact]: ...
    async def change_passphrase(self, old: str, new: str) -> None: ...
    async def write_recovery_sheet(self) -> Path: ...
    def preference(self, name: str, default: str) -> str: ...
    def prefer(self, name: str, value: str) -> None: ...


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


class LedgersPort(Protocol):
    """Ledgers in, templates out."""

    async def ledger_kinds(self) -> Sequence[Choice]: ...
    async def files_offered(self, typed: str, suffixes: Sequence[str]) -> Sequence[Offered]: ...
    async def read_ledger(self, kind: str, file: Path, sheet: str, progress: Progress) -> LedgerRead: ...
    async def take_ledger(
        self, kind: str, file: Path, sheet: str, *, partial: bool, progress: Progress
    ) -> LedgerRead: ...
    async def write_template(self, kind: str, folder: Path) -> Path: ...


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


class PlansPort(Protocol):
    """Visit plans. ``values``: whom (``kind/code``), times, period, phone (yes or no), start_on, end_on, clause."""

    async def plans(self, client: str | None, as_of: date) -> Sequence[Plan]: ...
    async def plan_subjects(self, typed: str) -> Sequence[Choice]: ...
    async def plan_periods(self) -> Sequence[Choice]: ...
    async def set_plan(self, values: Mapping[str, str]) -> Saved: ...
    async def end_plan(self, plan: str, end_on: str, seen: str = "") -> Saved: ...


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
    ``!`` before what is unusual; ``name``: what the file was called when it came."""

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


class LookingPort(Protocol):
    """Looking at bundles before or without merging them. ``compare`` without a second file: with the book."""

    async def rehearse(self, files: Sequence[Path], progress: Progress) -> Sequence[BundleSeen]: ...
    async def open_bundle(self, file: Path) -> BundleOpened: ...
    async def bundle_rows(self, register: str, offset: int, limit: int) -> Sequence[RowOpened]: ...
    async def close_bundle(self) -> None: ...
    async def compare(self, file: Path, other: Path | None) -> Sequence[RegisterCompared]: ...


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


class ConflictsPort(Protocol):
    """Open conflicts. ``op`` is the record whose value shall hold.

    ``settled_conflicts``: the value taken first, then what was set aside. ``alike``: the rules by which all conflicts
    like one can be settled, each with how many it settles.
    """

    async def conflicts(self) -> Sequence[Conflict]: ...
    async def settled_conflicts(self) -> Sequence[Conflict]: ...
    async def settle_typed(self, conflict: str, values: Mapping[str, str]) -> Saved: ...
    async def alike(self, conflict: str) -> Sequence[Choice]: ...
    async def settle_alike(self, conflict: str, rule: str) -> Saved: ...
    async def reveal_conflict(self, conflict: str) -> Conflict: ...
    async def settle(self, conflict: str, op: str) -> Saved: ...


class Backend(
    DoorPort,
    SeeingPort,
    GuardPort,
    StationPort,
    TodayPort,
    RoundPort,
    CasesPort,
    ClientsPort,
    StaffPort,
    PeoplePort,
    ListingsPort,
    ExchangePort,
    InboxPort,
    ReceiptPort,
    BoardPort,
    ReportsPort,
    SettingsPort,
    LedgersPort,
    PlansPort,
    ConflictsPort,
    LookingPort,
    PairsPort,
    ProblemsPort,
    OwnershipPort,
    DevicesPort,
    PostsPort,
    EvaluationPort,
    SupervisionPort,
    CaseworkPort,
    AttachmentsPort,
    ApprovingPort,
    HouseholdsPort,
    FindingPort,
    PaperPort,
    QuickPort,
    WaitingPort,
    RegistersPort,
    ProjectsPort,
    ClosingPort,
    PapersPort,
    OwnFormsPort,
    BehindPort,
    CountyPort,
    MonthsPort,
    TrainingPort,
    PoliciesPort,
    SidePort,
    ErasingPort,
    WaysPort,
    GroupsPort,
    NeedsPort,
    Protocol,
):
    """Everything together: what the app is given."""
