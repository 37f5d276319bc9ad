"""What the screens ask of the program, all of it: types alone, which nothing needs while it runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from screens.ports import (
    BundleOpened,
    BundleSeen,
    CardTaken,
    CasePage,
    CaseRow,
    Choice,
    ClientPage,
    ClientRow,
    Conflict,
    Door,
    Draft,
    Due,
    Entry,
    ExchangeState,
    Explained,
    Exported,
    Fact,
    Figure,
    InboxState,
    LedgerRead,
    Merged,
    NewCase,
    Place,
    Plan,
    PolicyOffer,
    Progress,
    ReceiptWritten,
    RegisterCompared,
    RowOpened,
    Saved,
    Sender,
    Session,
    SetUp,
    StaffRow,
    Theirs,
    Village,
    Visit,
)
from screens.ports_approving import ApprovingPort
from screens.ports_behind import BehindPort
from screens.ports_casework import AttachmentsPort, CaseworkPort
from screens.ports_closing import ClosingPort
from screens.ports_county import CountyPort
from screens.ports_devices import DevicesPort
from screens.ports_due import DuePort
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
from screens.ports_quick import EntryLine, QuickPort
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


class SeeingPort(Protocol):
    """A write refuses ``record.changed_meanwhile`` (params table, id, group) where others wrote since its ``SEEN``."""

    async def theirs(self, seen: str, table: str, row: str, group: str) -> Theirs: ...


class TodayPort(Protocol):
    """The quick line and the day."""

    async def quick_reader(self) -> Reader: ...
    async def log_service(self, parsed: object, late_reason: str = "") -> Saved: ...
    async def change_log(self, log_id: str, parsed: object, late_reason: str = "") -> Saved: ...
    async def correct_log(self, log_id: str, parsed: object, reason: str) -> Saved: ...
    async def delete_logs(self, log_ids: Sequence[str], late_reason: str = "") -> Saved: ...
    async def repeat_log(self, log_id: str) -> Saved: ...
    async def entry_line(self, log_id: str) -> EntryLine: ...
    async def todays_logs(self, day: date) -> Sequence[Entry]: ...
    async def due_list(self, as_of: date, days: int) -> Sequence[Due]: ...


class RoundPort(Protocol):
    """Walking a village's due list."""

    async def villages(self, as_of: date) -> Sequence[Village]: ...
    async def visits_due(self, village: str, as_of: date, tier: str | None = None) -> Sequence[Visit]: ...
    async def outcomes(self) -> Sequence[Choice]: ...
    async def log_visit(self, client: str, outcome: str, note: str, on: date) -> Saved: ...


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


class StaffPort(Protocol):
    """Staff."""

    async def staff(self, typed: str, as_of: date) -> Sequence[StaffRow]: ...
    async def training_kinds(self) -> Sequence[Choice]: ...
    async def certificate_levels(self) -> Sequence[Choice]: ...
    async def add_staff(self, values: Mapping[str, str]) -> Saved: ...
    async def add_certificate(self, staff_id: str, values: Mapping[str, str]) -> Saved: ...


class ExchangePort(Protocol):
    """Bundles out and in."""

    async def exchange_state(self) -> ExchangeState: ...
    async def senders(self) -> Sequence[Sender]: ...
    async def export(self, folder: Path, *, full: bool, progress: Progress, files: bool = False) -> Exported: ...
    async def merge(self, files: Sequence[Path], progress: Progress) -> Sequence[Merged]: ...
    async def take_card(self, file: Path) -> CardTaken: ...
    async def write_card(self, folder: Path) -> Path: ...


class InboxPort(Protocol):
    """A folder that is watched."""

    async def inbox(self) -> InboxState: ...
    async def watch(self, folder: Path) -> None: ...
    async def held_files(self) -> Sequence[Path]: ...


class ReceiptPort(Protocol):
    """Receipts, and what goes down."""

    async def explain_handed(self, no: int) -> Explained: ...
    async def explain_device(self, replica: str) -> Explained: ...
    async def write_receipts(self, folder: Path, progress: Progress) -> Sequence[ReceiptWritten]: ...
    async def read_code(self, code: str) -> str: ...
    async def export_asked(self, code: str, folder: Path, progress: Progress) -> Exported: ...
    async def enrolled_units(self) -> Sequence[Choice]: ...
    async def send_down(
        self, unit: str, folder: Path, progress: Progress, *, full: bool = False, files: bool = False
    ) -> Exported: ...


class BoardPort(Protocol):
    """The county's board. ``last``: the last of ``count`` months, as ``2026-11``."""

    async def board(self, last: str, count: int, as_of: date) -> Board: ...
    async def chase(self, units: Sequence[str], last: str, count: int, as_of: date) -> str: ...
    async def keep_text(self, file: Path, text: str) -> Path: ...


class ReportsPort(Protocol):
    """Reports."""

    async def monthly(self, month: str) -> Sequence[Figure]: ...


class SettingsPort(Protocol):
    """Settings and care of the book."""

    async def facts(self) -> Sequence[Fact]: ...
    async def backup(self) -> Path: ...
    async def check(self) -> Sequence[Fact]: ...
    async def change_passphrase(self, old: str, new: str) -> None: ...
    async def write_recovery_sheet(self) -> Path: ...
    def preference(self, name: str, default: str) -> str: ...
    def prefer(self, name: str, value: str) -> None: ...


class LedgersPort(Protocol):
    """Ledgers in, templates out."""

    async def ledger_kinds(self) -> Sequence[Choice]: ...
    async def files_offered(self, typed: str, suffixes: Sequence[str]) -> Sequence[Offered]: ...
    async def read_ledger(self, kind: str, file: Path, sheet: str, progress: Progress) -> LedgerRead: ...
    async def take_ledger(
        self, kind: str, file: Path, sheet: str, *, partial: bool, progress: Progress
    ) -> LedgerRead: ...
    async def write_template(self, kind: str, folder: Path) -> Path: ...


class PlansPort(Protocol):
    """Visit plans. ``values``: whom (``kind/code``), times, period, phone (yes or no), start_on, end_on, clause."""

    async def plans(self, client: str | None, as_of: date) -> Sequence[Plan]: ...
    async def plan_subjects(self, typed: str) -> Sequence[Choice]: ...
    async def plan_periods(self) -> Sequence[Choice]: ...
    async def set_plan(self, values: Mapping[str, str]) -> Saved: ...
    async def end_plan(self, plan: str, end_on: str, seen: str = "") -> Saved: ...


class LookingPort(Protocol):
    """Looking at bundles before or without merging them. ``compare`` without a second file: with the book."""

    async def rehearse(self, files: Sequence[Path], progress: Progress) -> Sequence[BundleSeen]: ...
    async def open_bundle(self, file: Path) -> BundleOpened: ...
    async def bundle_rows(self, register: str, offset: int, limit: int) -> Sequence[RowOpened]: ...
    async def close_bundle(self) -> None: ...
    async def compare(self, file: Path, other: Path | None) -> Sequence[RegisterCompared]: ...


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
    DuePort,
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
