"""The county's stations and months: received, recounted, stale, missing; what a month rests on; Enter recounts one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from textual import on

from screens.actions import bindings
from screens.board import words_of
from screens.reports_written import write_form
from screens.stations_grid import MONTHS, StationsByMonth
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section
from swstation.exchange.station_month_words import WORDS, cell_words, coverage_words, long_word
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from swstation.exchange.station_months import StationLine, StationMonth, StationMonths

_LINES: Final = 5
"""Lines kept for what is known of the place under the bar."""


class StationMonthsScreen(StationsByMonth["StationMonths", "StationLine", "StationMonth"]):
    """A station a row, a month a column. F7 puts the stations in order, F5 writes the comparison out."""

    TITLE_MSGID = N_("Stations compared")
    ENTER_LABEL = N_("Recount")
    BINDINGS = bindings(
        "go.back", "county.rank", "county.write", "county.sums", "board.earlier", "board.later", footer=True
    )
    HELP_TEXT = N_(
        "What each station reported is counted anew from the rows that are here; Enter shows where the two differ and"
        " which rows explain it."
    )
    COLUMN = Column(N_("Station"), 10, grow=1)
    WORDS = WORDS
    UNSAID = frozenset({"open"})

    async def fetch(self, last: str) -> StationMonths:
        return await self.station.backend.station_months(last, MONTHS, self.station.today)

    def __init__(self) -> None:
        super().__init__()
        self._to_count: list[str] = []

    async def _load(self) -> None:
        await super()._load()
        found = self._found
        assert found is not None
        # The newest month first: what a clerk looks at is there before what is a year old.
        self._to_count = [
            month
            for at, month in reversed(list(enumerate(found.months)))
            if any(line.cells[at].frozen for line in found.lines)
        ]
        await self._count()

    async def _count(self) -> None:
        """Count month after month as long as somebody looks: behind another page it would only hold that one up."""
        found = self._found
        while self._to_count and found is not None and self.is_current:
            month = self._to_count[0]
            counted = await self.station.backend.recounted(found, month)
            if self._found is None or self._found.months != found.months:
                return
            self._to_count.remove(month)
            found = self._found = found.recounted(month, counted)
            self.fill()

    def on_screen_resume(self) -> None:
        anew = self._stale  # then all of it is read again
        super().on_screen_resume()
        if self._to_count and not anew:
            self.station.go(self._count(), "load-stations", exclusive=True)

    def lines(self, found: StationMonths) -> Sequence[StationLine]:
        return found.lines

    def row(self, line: StationLine) -> Row:
        return Row(line.unit, (Cell(line.name), *self.state_cells(line), Cell(f"{line.came}/{line.due}", "muted")))

    def columns(self, found: StationMonths) -> tuple[Column, ...]:
        return (*super().columns(found), Column(N_("In"), 5, right=True))

    def words_here(self, line: StationLine, month: StationMonth) -> Sequence[str]:
        return _words_of(line, month)[:_LINES]

    def head(self, found: StationMonths) -> None:
        month = found.months[self.place]
        note = coverage_words(found.coverage(month)) if found.lines else ""
        self.query_one(Section).say(_("Stations") + f"  {month}", note=note)

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        from screens.recount import RecountScreen

        event.stop()
        here = self.here
        if here is None:
            return
        if here[1].frozen is None:
            self.notify(_("No report of this month has come: there is nothing to compare."), timeout=6, markup=False)
            return
        self.app.push_screen(RecountScreen(here[0].unit, here[1].month))

    def action_county_rank(self) -> None:
        from screens.ranking import RankingScreen

        if self._found is not None and self._found.lines:
            self.app.push_screen(RankingScreen(self._found.months[self.place]))

    def action_county_sums(self) -> None:
        from screens.rollup import RollupScreen

        if self._found is not None:
            self.app.push_screen(RollupScreen(self._found.months[self.place]))

    def action_county_write(self) -> None:
        if self._found is not None and self._found.lines:
            write_form(self, "stations", _("Stations compared"), self._found.months[self.place])


def _words_of(line: StationLine, cell: StationMonth) -> list[str]:
    from swstation.exchange.board import BoardRow

    row = BoardRow(line.unit, line.name, (), (), (), None)
    first = f"{line.name}  {cell.month}  {long_word(cell.state)}"
    return [first, *cell_words(cell), *words_of(row, cell.board)[1:]]
