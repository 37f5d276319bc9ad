"""Sums by county or prefecture: a figure a row, an area a column; Enter says what a sum rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, on

from screens.actions import bindings
from screens.dialogs.say import SayDialog
from screens.one_month import OneMonth
from screens.reports_written import write_form
from screens.text import clean
from screens.widgets.grid_table import GridTable
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section, Words
from swstation.exchange.figure_words import words_of
from swstation.exchange.rollup_words import coverage_of, short_coverage, short_sum, sum_words, title_of
from swstation.i18n import N_, _, listed

if TYPE_CHECKING:
    from swstation.exchange.rollup import Area, Rollup

FIGURE = Column(N_("Figure"), 20, grow=1)
_CELL, _WIDEST, _TAKEN = 9, 14, 28
"""Cells of a sum at least and at most, and those that the figures and the frame take."""
_ROW_OF_STATIONS = "#in"


class RollupScreen(OneMonth["Rollup"]):
    """One month. ``[`` and ``]`` go from month to month, F7 to further areas where not all fit."""

    TITLE_MSGID = N_("Sums below")
    ENTER_LABEL = N_("Rests on")
    BINDINGS = bindings("go.back", "county.more", "county.write", "period.previous", "period.next", footer=True)
    HELP_TEXT = N_(
        "A sum with + is the least it can be: a station has not come, is not whole, or keeps a small count back."
        " Stations whose records are here are counted from them."
    )

    def __init__(self, month: str) -> None:
        super().__init__(month)
        self._from = 0

    @property
    def title_words(self) -> str:
        return title_of(self._found.total.code) if self._found is not None else super().title_words

    def table(self) -> RecordTable:
        return GridTable((FIGURE,))

    async def fetch(self) -> Rollup:
        return await self.station.backend.rollup(self.month, self.station.today)

    def on_resize(self, _event: events.Resize) -> None:
        self.redraw()

    @property
    def _shown(self) -> list[Area]:
        found = self._found
        if found is None:
            return []
        room = max((self.size.width - _TAKEN) // (_CELL + 1) - 1, 1)
        return [found.total, *found.areas[self._from : self._from + room]]

    def fill(self, found: Rollup) -> None:
        shown = self._shown
        self.query_one(Section).say(clean(found.total.name), note=short_coverage(found.total))
        left = len(found.areas) - self._from - len(shown) + 1
        absent = listed((*found.total.absent, *found.total.silent))
        said = [_("(missing: {names})").format(names=absent)] if absent else []
        if found.total.newest:
            said.append(_("The last came {day}.").format(day=found.total.newest))
        if self._from or left > 0:
            said.append(_("F7: {n} of {total} areas are shown").format(n=len(shown) - 1, total=len(found.areas)))
        self.query_one("#about", Words).say("\n".join(clean(one) for one in said))
        table = self.query_one(GridTable)
        labels = [_("Sum of all"), *(one.name for one in shown[1:])]
        cells = max(_CELL, min(_WIDEST, (self.size.width - _TAKEN) // len(shown) - 1))
        table.set_columns((FIGURE, *(Column(label, cells, right=True) for label in labels)))
        rows = [Row(_ROW_OF_STATIONS, (Cell(_("Stations in"), "muted"), *(_stations(one) for one in shown)))]
        rows += [Row(code, (_label(code), *(_cell(one, code) for one in shown))) for code in found.codes]
        table.show(rows)

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        shown = self._shown
        place = self.query_one(GridTable).column - 1
        if not 0 <= place < len(shown):
            return
        one = shown[place]
        lines = [coverage_of(one)]
        if event.key != _ROW_OF_STATIONS:
            said = words_of(event.key)
            lines.insert(0, f"{said.figure} {said.label}: {sum_words(one, event.key)} {said.unit}")
        if one.absent:
            lines.append(_("(missing: {names})").format(names=listed(one.absent)))
        self.app.push_screen(SayDialog(clean(one.name), "\n".join(clean(line) for line in lines)))

    def action_county_more(self) -> None:
        found = self._found
        if found is None:
            return
        step = len(self._shown) - 1
        self._from = self._from + step if self._from + step < len(found.areas) else 0
        self.redraw()

    def action_county_write(self) -> None:
        write_form(self, "rollup", self.title_words, self.month)


def _label(code: str) -> Cell:
    said = words_of(code)
    number = f"{said.figure:>2} " if said.level == 0 else "   "
    return Cell(number + "  " * said.level + said.label, "" if said.level else "strong")


def _stations(one: Area) -> Cell:
    return Cell(f"{one.came}/{one.stations}", "muted" if one.whole else "caution")


def _cell(one: Area, code: str) -> Cell:
    words = short_sum(one, code)
    return Cell(words, "caution" if words.endswith("+") else "" if words[:1].isdigit() else "muted")
