"""What the pages of one month of a county have in common: a line above, what it rests on, a table; month by month."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult

from screens.base import BaseScreen
from screens.stations_grid import shifted
from screens.widgets.record_table import RecordTable
from screens.widgets.section import Section, Words
from swstation.i18n import _

Found = TypeVar("Found")


class OneMonth(BaseScreen, Generic[Found]):
    """A page about ``month``. ``fetch`` asks for it, ``fill`` draws it, ``table`` is what it is drawn in.

    Where the page has the keys for it, ``[`` and ``]`` go from month to month.
    """

    DEFAULT_CSS = """
    OneMonth #about { padding: 0 1; height: auto; color: $muted; }
    """
    RELOAD_ON = frozenset({"*"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"

    def __init__(self, month: str) -> None:
        super().__init__()
        self.month = month
        self._found: Found | None = None

    @abstractmethod
    async def fetch(self) -> Found:
        """Ask for what the page shows."""

    @abstractmethod
    def fill(self, found: Found) -> None:
        """Draw it."""

    @abstractmethod
    def table(self) -> RecordTable:
        """The empty table."""

    def period(self) -> str:
        return self.month

    def body(self) -> ComposeResult:
        yield Section("")
        yield Words(id="about")
        yield self.table()

    def load(self) -> None:
        for section in self.query(Section):
            section.say(note=_("Loading ..."))
        self.station.go(self._load(), "load-month", exclusive=True)

    async def _load(self) -> None:
        self._found = await self.fetch()
        self.redraw()
        self.refresh_top()

    def redraw(self) -> None:
        """Draw what was found once more."""
        if self._found is not None:
            self.fill(self._found)

    def action_period_previous(self) -> None:
        self._turn(-1)

    def action_period_next(self) -> None:
        self._turn(1)

    def _turn(self, months: int) -> None:
        new = shifted(self.month, months)
        if new <= self.station.today.isoformat()[:7]:
            self.month = new
            self.load()
