"""The screens' ports over an installation: operations and queries, awaited on the one database thread."""

from __future__ import annotations

from screens.backend.activities import ActivityPart
from screens.backend.approving import ApprovingPart
from screens.backend.attaching import AttachingPart
from screens.backend.behind import BehindPart
from screens.backend.board import BoardPart
from screens.backend.care import CarePart
from screens.backend.cases import CasePart
from screens.backend.casework import CaseworkPart
from screens.backend.clients import ClientPart
from screens.backend.closing import ClosingPart
from screens.backend.conflicts import ConflictPart
from screens.backend.county import CountyPart
from screens.backend.credit import CreditPart
from screens.backend.devices import DevicesPart
from screens.backend.door import DoorPart
from screens.backend.due import DuePart
from screens.backend.erasing import ErasingPart
from screens.backend.evaluation import EvaluationPart
from screens.backend.exchange import ExchangePart
from screens.backend.finding import FindingPart
from screens.backend.groups import GroupPart
from screens.backend.guarding import GuardPart
from screens.backend.households import HouseholdPart
from screens.backend.ledgers import LedgerPart
from screens.backend.listings import ListingsPart
from screens.backend.looking import LookingPart
from screens.backend.months import MonthsPart
from screens.backend.needs import NeedPart
from screens.backend.own_forms import OwnFormsPart
from screens.backend.ownership import OwnershipPart
from screens.backend.papers import PapersPart
from screens.backend.parting import PartingPart
from screens.backend.people import PeoplePart
from screens.backend.person import PersonPart
from screens.backend.plans import PlanPart
from screens.backend.policies import PoliciesPart
from screens.backend.posts import PostPart
from screens.backend.projects import ProjectPart
from screens.backend.quick import QuickPart
from screens.backend.receipts import ReceiptPart
from screens.backend.registers import RegisterPart
from screens.backend.rounds import RoundPart
from screens.backend.seeing import SeeingPart
from screens.backend.side import SidePart
from screens.backend.supervision import SupervisionPart
from screens.backend.together import TogetherPart
from screens.backend.training import TrainingPart
from screens.backend.waiting import WaitingPart
from screens.backend.ways import WaysPart


class BookBackend(
    GuardPart,
    DoorPart,
    QuickPart,
    CasePart,
    DevicesPart,
    GroupPart,
    ActivityPart,
    NeedPart,
    CaseworkPart,
    AttachingPart,
    ApprovingPart,
    HouseholdPart,
    ClientPart,
    PeoplePart,
    TrainingPart,
    PoliciesPart,
    SidePart,
    PersonPart,
    PartingPart,
    PapersPart,
    OwnFormsPart,
    ExchangePart,
    BoardPart,
    DuePart,
    ReceiptPart,
    ConflictPart,
    LedgerPart,
    PlanPart,
    PostPart,
    EvaluationPart,
    CreditPart,
    SupervisionPart,
    CarePart,
    LookingPart,
    SeeingPart,
    TogetherPart,
    OwnershipPart,
    FindingPart,
    RoundPart,
    WaitingPart,
    RegisterPart,
    ProjectPart,
    ClosingPart,
    BehindPart,
    CountyPart,
    MonthsPart,
    ErasingPart,
    WaysPart,
    ListingsPart,
):
    """Everything a screen asks for, of one database file."""
