"""Months without names that came from below: a station a row, a month a column; Enter opens one to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on

from screens.actions import bindings
from screens.month_page import MonthScreen
from screens.stations_grid import MONTHS, StationsByMonth
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Row
from screens.widgets.section import Section
from swstation.exchange.month_words import WORDS, covered_words, long_word
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from swstation.exchange.months import MonthCell, MonthRow, Months

PROFILES = ("aggregate", "deidentified")


class MonthsScreen(StationsByMonth["Months", "MonthRow", "MonthCell"]):
    """What covers a month, and what is missing in it. F5 changes between figures and rows, F7 adds all stations up."""

    DEFAULT_CSS = """
    MonthsScreen #here { height: 4; }
    """
    TITLE_MSGID = N_("Months without names")
    ENTER_LABEL = N_("Read it")
    BINDINGS = bindings(
        "go.back", "month.profile", "month.total", "county.sums", "board.earlier", "board.later", footer=True
    )
    HELP_TEXT = N_(
        "Figures and rows that stations or counties sent without anybody's name. The newest of a month counts; it is"
        " never merged into the book."
    )
    WORDS = WORDS

    def __init__(self) -> None:
        super().__init__()
        self._profile = PROFILES[0]

    async def fetch(self, last: str) -> Months:
        return await self.station.backend.months_here(self._profile, last, MONTHS, self.station.today)

    def lines(self, found: Months) -> Sequence[MonthRow]:
        return found.rows

    def row(self, line: MonthRow) -> Row:
        return Row(line.unit, (Cell(line.name), *self.state_cells(line)))

    def words_here(self, line: MonthRow, month: MonthCell) -> Sequence[str]:
        return _words_of(line, month)

    def empty(self) -> tuple[str, str]:
        return (
            _("No month without names has come."),
            _("F5 under Exchange writes such a month at a station or a county; F7 there takes it in."),
        )

    def head(self, found: Months) -> None:
        kind = _("Figures") if self._profile == "aggregate" else _("Rows without names")
        covered = found.covered[self.place]
        self.query_one(Section).say(f"{kind}  {covered.month}", note=covered_words(covered))

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        here = self.here
        if here is None or here[1].kept is None:
            self.notify(_("Nothing of this month has come."), timeout=3, markup=False)
            return
        self.app.push_screen(MonthScreen(here[0].unit, here[1].month, self._profile))

    def action_month_profile(self) -> None:
        self._profile = PROFILES[1 - PROFILES.index(self._profile)]
        self.load()

    def action_month_total(self) -> None:
        if self.here is None or not self._found or not self._found.covered[self.place].sent:
            self.notify(_("Nothing of this month has come."), timeout=3, markup=False)
            return
        self.app.push_screen(MonthScreen("", self.here[1].month, "aggregate"))

    def action_county_sums(self) -> None:
        from screens.rollup import RollupScreen

        if self._found is not None:
            self.app.push_screen(RollupScreen(self._found.months[self.place]))


def _words_of(row: MonthRow, cell: MonthCell) -> list[str]:
    lines = [f"{row.name}  {cell.month}  {long_word(cell.state)}"]
    if cell.kept is not None:
        lines.append(_("bundle {no}, came {day}").format(no=cell.kept.bundle_no, day=cell.kept.at[:10]))
    if cell.missing:
        said = ngettext(
            "{n} record was missing where it was made", "{n} records were missing where it was made", cell.missing
        )
        lines.append("! " + said.format(n=f"{cell.missing:,}"))
    if cell.conflicts:
        said = ngettext("{n} value was in dispute", "{n} values were in dispute", cell.conflicts)
        lines.append("! " + said.format(n=f"{cell.conflicts:,}"))
    return lines
