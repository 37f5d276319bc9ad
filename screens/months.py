"""Months without names that came from below: a station a row, a month a column; Enter opens one to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from screens.actions import bindings
from screens.base import BaseScreen
from screens.board import MONTHS, STATION, shifted
from screens.month_page import MonthScreen
from screens.text import clean
from screens.widgets.grid_table import GridTable
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section, Words
from swstation.exchange.month_words import WORDS, covered_words, long_word
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from swstation.exchange.months import MonthCell, MonthRow, Months

PROFILES = ("aggregate", "deidentified")


class MonthsScreen(BaseScreen):
    """What covers a month, and what is missing in it. F5 changes between figures and rows, F7 adds all stations up."""

    DEFAULT_CSS = """
    MonthsScreen #legend { padding: 0 1; height: auto; }
    MonthsScreen #here { padding: 0 1; height: 4; background: $tint; }
    """
    TITLE_MSGID = N_("Months without names")
    ENTER_LABEL = N_("Read it")
    RELOAD_ON = frozenset({"*"})
    AUTO_FOCUS: ClassVar[str | None] = "GridTable"
    BINDINGS = bindings(
        "go.back", "month.profile", "month.total", "county.sums", "board.earlier", "board.later", footer=True
    )
    HELP_TEXT = N_(
        "Figures and rows that stations or counties sent without anybody's name. The newest of a month counts; it is"
        " never merged into the book."
    )

    def __init__(self) -> None:
        super().__init__()
        self._last = ""
        self._profile = PROFILES[0]
        self._found: Months | None = None

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
        self.station.go(self._load(), "load-months", exclusive=True)

    async def _load(self) -> None:
        found = await self.station.backend.months_here(self._profile, self._last, MONTHS, self.station.today)
        opening = self._found is None
        self._found = found
        table = self.query_one(GridTable)
        table.say_empty(
            _("No month without names has come."),
            _("F5 under Exchange writes such a month at a station or a county; F7 there takes it in."),
        )
        table.set_columns((STATION, *(Column(month[5:], 4) for month in found.months)))
        table.show([_row(row) for row in found.rows])
        if opening:  # the month before this one: the last that can be whole
            table.to_column(max(len(found.months) - 1, 1))
        self.query_one("#legend", Words).say(self._legend(found))
        self.refresh_top()
        self._draw()

    def _legend(self, found: Months) -> Content:
        there = {cell.state for row in found.rows for cell in row.cells}
        pieces: list[tuple[str, str]] = []
        for state, words in WORDS.items():
            if state in there and words.short:
                whole = f"\u00a0{long_word(state)}".replace(" ", "\u00a0")
                pieces += [(_(words.short), f"${words.tone}"), (whole, "$muted"), ("   ", "")]
        return Content.assemble(*pieces)

    @property
    def _here(self) -> tuple[MonthRow, MonthCell] | None:
        table = self.query_one(GridTable)
        if self._found is None or not self._found.rows or table.cursor_key is None:
            return None
        row = next((one for one in self._found.rows if one.unit == table.cursor_key), None)
        return None if row is None else (row, row.cells[table.column - 1])

    def _draw(self) -> None:
        here, found = self._here, self._found
        if found is None:
            return
        kind = _("Figures") if self._profile == "aggregate" else _("Rows without names")
        covered = found.covered[max(self.query_one(GridTable).column - 1, 0)]
        self.query_one(Section).say(f"{kind}  {covered.month}", note=covered_words(covered))
        lines = _words_of(*here) if here else []
        self.query_one("#here", Words).say("\n".join(clean(line) for line in lines))

    @on(RecordTable.Moved)
    @on(GridTable.Sideways)
    def _moved(self, event: RecordTable.Moved | GridTable.Sideways) -> None:
        event.stop()
        self._draw()

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        here = self._here
        if here is None or here[1].kept is None:
            self.notify(_("Nothing of this month has come."), timeout=3, markup=False)
            return
        self.app.push_screen(MonthScreen(here[0].unit, here[1].month, self._profile))

    def action_month_profile(self) -> None:
        self._profile = PROFILES[1 - PROFILES.index(self._profile)]
        self.load()

    def action_month_total(self) -> None:
        here = self._here
        if here is None or not self._found or not self._found.covered[self._found.months.index(here[1].month)].sent:
            self.notify(_("Nothing of this month has come."), timeout=3, markup=False)
            return
        self.app.push_screen(MonthScreen("", here[1].month, "aggregate"))

    def action_county_sums(self) -> None:
        from screens.rollup import RollupScreen

        if self._found is not None:
            place = max(self.query_one(GridTable).column - 1, 0)
            self.app.push_screen(RollupScreen(self._found.months[place]))

    def action_board_earlier(self) -> None:
        self._turn(-MONTHS)

    def action_board_later(self) -> None:
        self._turn(MONTHS)

    def _turn(self, months: int) -> None:
        new = min(shifted(self._last, months), self.station.today.isoformat()[:7])
        if new != self._last:
            self._last = new
            self.load()


def _row(row: MonthRow) -> Row:
    cells = (
        Cell(_(WORDS[one.state].short) if WORDS[one.state].short else "", WORDS[one.state].tone) for one in row.cells
    )
    return Row(row.unit, (Cell(row.name), *cells))


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
