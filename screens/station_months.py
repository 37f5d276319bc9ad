"""The county's stations and months: received, recounted, stale, missing; what a month rests on; Enter recounts one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from screens.actions import bindings
from screens.base import BaseScreen
from screens.board import MONTHS, shifted, words_of
from screens.reports_written import write_form
from screens.text import clean
from screens.widgets.grid_table import GridTable
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section, Words
from swstation.exchange.station_month_words import WORDS, cell_words, coverage_words, long_word
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from swstation.exchange.station_months import StationLine, StationMonth, StationMonths

STATION = Column(N_("Station"), 10, grow=1)
_LINES = 5
"""Lines kept for what is known of the place under the bar."""


class StationMonthsScreen(BaseScreen):
    """A station a row, a month a column. F7 puts the stations in order, F5 writes the comparison out."""

    DEFAULT_CSS = """
    StationMonthsScreen #legend { padding: 0 1; height: auto; }
    StationMonthsScreen #here { padding: 0 1; height: 5; background: $tint; }
    """
    TITLE_MSGID = N_("Stations compared")
    ENTER_LABEL = N_("Recount")
    RELOAD_ON = frozenset({"*"})
    AUTO_FOCUS: ClassVar[str | None] = "GridTable"
    BINDINGS = bindings(
        "go.back", "county.rank", "county.write", "county.sums", "board.earlier", "board.later", footer=True
    )
    HELP_TEXT = N_(
        "What each station reported is counted anew from the rows that are here; Enter shows where the two differ and"
        " which rows explain it."
    )

    def __init__(self) -> None:
        super().__init__()
        self._last = ""
        self._found: StationMonths | None = None

    def body(self) -> ComposeResult:
        yield Section(_("Stations"))
        yield GridTable((STATION,))
        yield Words(id="legend")
        yield Words(id="here")

    def period(self) -> str:
        return f"{self._found.months[0]} ~ {self._found.months[-1]}" if self._found else ""

    def load(self) -> None:
        self._last = self._last or self.station.today.isoformat()[:7]
        self.query_one(Section).say(note=_("Loading ..."))
        self.station.go(self._load(), "load-stations", exclusive=True)

    async def _load(self) -> None:
        backend, opening = self.station.backend, self._found is None
        found = self._found = await backend.station_months(self._last, MONTHS, self.station.today)
        table = self.query_one(GridTable)
        table.say_empty(
            _("No station is known yet."), _("F8 on the exchange page takes in the card of a station's laptop.")
        )
        table.set_columns((STATION, *(Column(month[5:], 4) for month in found.months), Column(N_("In"), 5, right=True)))
        self._fill()
        if opening:  # the month before this one: the last that can be whole
            table.to_column(max(len(found.months) - 1, 1))
        self.refresh_top()
        # The newest month first: what a clerk looks at is there before what is a year old.
        for month in reversed(found.months):
            if any(line.cells[found.months.index(month)].frozen for line in found.lines):
                counted = await backend.recounted(found, month)
                if self._found is None or self._found.months != found.months:
                    return
                found = self._found = found.recounted(month, counted)
                self._fill()

    def _fill(self) -> None:
        found = self._found
        if found is not None:
            self.query_one(GridTable).show([_row(one) for one in found.lines])
            self.query_one("#legend", Words).say(_legend(found))
            self._draw()

    def _draw(self) -> None:
        found = self._found
        if found is None:
            return
        month = found.months[self._place]
        note = coverage_words(found.coverage(month)) if found.lines else ""
        self.query_one(Section).say(_("Stations") + f"  {month}", note=note)
        here = self._here
        lines = _words_of(*here) if here else []
        self.query_one("#here", Words).say("\n".join(clean(line) for line in lines[:_LINES]))

    @property
    def _place(self) -> int:
        """The month under the bar; the column of sums stands for the last one."""
        assert self._found is not None
        return min(max(self.query_one(GridTable).column - 1, 0), len(self._found.months) - 1)

    @property
    def _here(self) -> tuple[StationLine, StationMonth] | None:
        table = self.query_one(GridTable)
        if self._found is None or not self._found.lines or table.cursor_key is None:
            return None
        line = next((one for one in self._found.lines if one.unit == table.cursor_key), None)
        return None if line is None else (line, line.cells[self._place])

    @on(RecordTable.Moved)
    @on(GridTable.Sideways)
    def _moved(self, event: RecordTable.Moved | GridTable.Sideways) -> None:
        event.stop()
        self._draw()

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        from screens.recount import RecountScreen

        event.stop()
        here = self._here
        if here is None:
            return
        if here[1].frozen is None:
            self.notify(_("No report of this month has come: there is nothing to compare."), timeout=6, markup=False)
            return
        self.app.push_screen(RecountScreen(here[0].unit, here[1].month))

    def action_county_rank(self) -> None:
        from screens.ranking import RankingScreen

        if self._found is not None and self._found.lines:
            self.app.push_screen(RankingScreen(self._found.months[self._place]))

    def action_county_sums(self) -> None:
        from screens.rollup import RollupScreen

        if self._found is not None:
            self.app.push_screen(RollupScreen(self._found.months[self._place]))

    def action_county_write(self) -> None:
        if self._found is not None and self._found.lines:
            write_form(self, "stations", _("Stations compared"), self._found.months[self._place])

    def action_board_earlier(self) -> None:
        self._turn(-MONTHS)

    def action_board_later(self) -> None:
        self._turn(MONTHS)

    def _turn(self, months: int) -> None:
        new = min(shifted(self._last, months), self.station.today.isoformat()[:7])
        if new != self._last:
            self._last = new
            self.load()


def _row(line: StationLine) -> Row:
    cells = (
        Cell(_(WORDS[one.state].short) if WORDS[one.state].short else "", WORDS[one.state].tone) for one in line.cells
    )
    return Row(line.unit, (Cell(line.name), *cells, Cell(f"{line.came}/{line.due}", "muted")))


def _legend(found: StationMonths) -> Content:
    there = {cell.state for line in found.lines for cell in line.cells}
    pieces: list[tuple[str, str]] = []
    for state, words in WORDS.items():
        if state in there and words.short and state != "open":
            # What belongs together is not parted at the end of a line.
            whole = f"\u00a0{long_word(state)}".replace(" ", "\u00a0")
            pieces += [(_(words.short), f"${words.tone}" if words.tone else ""), (whole, "$muted"), ("   ", "")]
    return Content.assemble(*pieces)


def _words_of(line: StationLine, cell: StationMonth) -> list[str]:
    from swstation.exchange.board import BoardRow

    row = BoardRow(line.unit, line.name, (), (), (), None)
    first = f"{line.name}  {cell.month}  {long_word(cell.state)}"
    return [first, *cell_words(cell), *words_of(row, cell.board)[1:]]
