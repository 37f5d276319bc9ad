"""What the tables of stations and months have in common: a station a row, a month a column, a year at a time."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content

from screens.base import BaseScreen
from screens.text import clean, width
from screens.widgets.grid_table import GridTable
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section, Words
from swstation.exchange.states import StateWords
from swstation.i18n import N_, _

MONTHS = 12
STATION = Column(N_("Station"), 17, grow=1)


class StationLike(Protocol):
    """A station and what is known of each of its months."""

    @property
    def unit(self) -> str: ...
    @property
    def cells(self) -> Sequence[Any]: ...


class MonthLike(Protocol):
    """A month of a station."""

    @property
    def month(self) -> str: ...
    @property
    def state(self) -> str: ...


class FoundLike(Protocol):
    """A table of them."""

    @property
    def months(self) -> tuple[str, ...]: ...


Found = TypeVar("Found", bound=FoundLike)
Line = TypeVar("Line", bound=StationLike)
Month = TypeVar("Month", bound=MonthLike)


class StationsByMonth(BaseScreen, Generic[Found, Line, Month]):
    """A page of stations and months. Under the table stand the signs used in it and what is known of the place.

    A page of this kind says what it shows: ``fetch``, ``lines``, ``row``, ``words_here``; more where it has more.
    """

    DEFAULT_CSS = """
    StationsByMonth #legend { padding: 0 1; height: auto; }
    StationsByMonth #here { padding: 0 1; height: 5; background: $tint; }
    """
    RELOAD_ON = frozenset({"*"})
    AUTO_FOCUS: ClassVar[str | None] = "GridTable"
    COLUMN: ClassVar[Column] = STATION
    """The column of the stations."""
    WORDS: ClassVar[Mapping[str, StateWords]] = {}
    """By state its sign and what it means."""
    UNSAID: ClassVar[frozenset[str]] = frozenset()
    """States whose sign is not explained."""
    AT_FIRST: ClassVar[int] = -2
    """The month under the bar on arrival: the one before the newest, the last that can be whole."""

    def __init__(self) -> None:
        super().__init__()
        self._last = ""
        self._found: Found | None = None

    @abstractmethod
    async def fetch(self, last: str) -> Found:
        """Ask for the year that ends with ``last``."""

    @abstractmethod
    def lines(self, found: Found) -> Sequence[Line]:
        """The stations."""

    @abstractmethod
    def row(self, line: Line) -> Row:
        """A station as it stands in the table."""

    @abstractmethod
    def words_here(self, line: Line, month: Month) -> Sequence[str]:
        """What is known of the place under the bar, line by line."""

    def empty(self) -> tuple[str, str]:
        """What to say where there is no station."""
        return _("No station is known yet."), _("F8 on the exchange page takes in the card of a station's laptop.")

    def columns(self, found: Found) -> tuple[Column, ...]:
        """The station and the months."""
        return (self.COLUMN, *(Column(month[5:], 4) for month in found.months))

    def head(self, found: Found) -> None:
        """Say above the table what it shows; again whenever the bar moves."""

    def body(self) -> ComposeResult:
        yield Section(_("Stations"))
        yield GridTable((self.COLUMN,))
        yield Words(id="legend")
        yield Words(id="here")

    def period(self) -> str:
        return f"{self._found.months[0]} ~ {self._found.months[-1]}" if self._found else ""

    def load(self) -> None:
        self._last = self._last or self.station.today.isoformat()[:7]
        self.query_one(Section).say(note=_("Loading ..."))
        self.station.go(self._load(), "load-stations", exclusive=True)

    async def _load(self) -> None:
        opening = self._found is None
        found = self._found = await self.fetch(self._last)
        table = self.query_one(GridTable)
        table.say_empty(*self.empty())
        table.set_columns(self.columns(found))
        self.fill()
        if opening:
            table.to_column(max(len(found.months) + 1 + self.AT_FIRST, 1))
        self.refresh_top()

    def fill(self) -> None:
        """Draw what was found."""
        found = self._found
        if found is not None:
            lines = self.lines(found)
            self.query_one(GridTable).show([self.row(one) for one in lines])
            self.query_one("#legend", Words).say(self._legend(lines))
            self._draw()

    def state_cells(self, line: Line) -> tuple[Cell, ...]:
        """The signs of a station's months."""
        words = [self.WORDS[one.state] for one in line.cells]
        return tuple(Cell(_(one.short) if one.short else "", one.tone) for one in words)

    def _legend(self, lines: Sequence[Line]) -> Content:
        # A sign and its words are never parted: lines are broken here, between two of them.
        there = {cell.state for line in lines for cell in line.cells} - self.UNSAID
        room, taken = max(self.size.width - 2, 1), 0
        pieces: list[tuple[str, str]] = []
        for state, words in self.WORDS.items():
            if state in there and words.short:
                short, long = _(words.short), f" {_(words.long)}"
                wide = width(short) + width(long)
                if taken:
                    gap = "\n" if taken + 3 + wide > room else "   "
                    pieces.append((gap, ""))
                    taken = 0 if gap == "\n" else taken + 3
                taken += wide
                pieces += [(short, f"${words.tone}" if words.tone else ""), (long, "$muted")]
        return Content.assemble(*pieces)

    def on_resize(self, _event: events.Resize) -> None:
        if self._found is not None:
            self.query_one("#legend", Words).say(self._legend(self.lines(self._found)))

    @property
    def place(self) -> int:
        """The month under the bar; a column after the months stands for the last one."""
        assert self._found is not None
        return min(max(self.query_one(GridTable).column - 1, 0), len(self._found.months) - 1)

    @property
    def here(self) -> tuple[Line, Month] | None:
        """The station and the month under the bar."""
        key, found = self.query_one(GridTable).cursor_key, self._found
        if found is None or key is None:
            return None
        line = next((one for one in self.lines(found) if one.unit == key), None)
        return None if line is None else (line, line.cells[self.place])

    def _draw(self) -> None:
        found = self._found
        if found is None:
            return
        self.head(found)
        here = self.here
        lines = self.words_here(*here) if here else []
        self.query_one("#here", Words).say("\n".join(clean(line) for line in lines))

    @on(RecordTable.Moved)
    @on(GridTable.Sideways)
    def _moved(self, event: RecordTable.Moved | GridTable.Sideways) -> None:
        event.stop()
        self._draw()

    def action_board_earlier(self) -> None:
        self._turn(-MONTHS)

    def action_board_later(self) -> None:
        self._turn(MONTHS)

    def _turn(self, months: int) -> None:
        new = min(shifted(self._last, months), self.station.today.isoformat()[:7])
        if new != self._last:
            self._last = new
            self.load()


def shifted(month: str, count: int) -> str:
    """The month so many months later, or earlier."""
    index = int(month[:4]) * 12 + int(month[5:7]) - 1 + count
    return f"{index // 12}-{index % 12 + 1:02d}"
