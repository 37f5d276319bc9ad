"""The county's board: a station a row, a month a column; what stands behind a place is one key away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from screens.actions import bindings
from screens.base import Dialog
from screens.dialogs.text_dialog import TextDialog
from screens.stations_grid import MONTHS, StationsByMonth
from screens.text import clean
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section, Words, framed
from swstation.exchange.states import WORDS, long_word
from swstation.i18n import N_, _, listed, ngettext

if TYPE_CHECKING:
    from swstation.exchange.board import Board, BoardCell, BoardRow

BEHIND = (
    Column(N_("No."), 5, right=True),
    Column(N_("Made"), 10),
    Column(N_("Came"), 10),
    Column(N_("Records"), 8, right=True),
    Column(N_("new"), 6, right=True),
    Column(N_("State"), 20, grow=1),
)


def words_of(row: BoardRow, cell: BoardCell) -> list[str]:
    """What a place of the board means, line by line."""
    from swstation.exchange.chasing import code_of, month_words

    lines = [f"{row.name}  {month_words(cell.month)}  {long_word(cell.state)}"]
    for hole in cell.holes:
        lines.append(_("Missing: records {first} to {last}").format(first=hole.first, last=hole.last))
        if hole.numbers:
            lines[-1] += "  " + _("bundle {no}").format(no=listed(map(str, hole.numbers)))
        if code := code_of(hole):
            lines[-1] += "  " + _("request code {code}").format(code=code)
    if cell.aside:
        said = ngettext("{n} record was set aside", "{n} records were set aside", cell.aside)
        lines.append(said.format(n=f"{cell.aside:,}"))
    for replica in cell.silent:
        lines.append(_("Not heard of since before this month: device {code}").format(code=replica[:4]))
    if row.newest is not None:
        last = _("The last that came: bundle {no}, made {made}, came {came}").format(
            no=row.newest.number, made=row.newest.made.isoformat(), came=row.newest.came.isoformat()
        )
        lines.append(last)
    return lines


class BehindDialog(Dialog[None]):
    """The bundles and holes behind a place of the board."""

    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    DEFAULT_CSS = """
    BehindDialog RecordTable { height: auto; max-height: 12; min-height: 3; background: $surface; margin-top: 1; }
    """

    def __init__(self, row: BoardRow, cell: BoardCell) -> None:
        super().__init__()
        self._row = row
        self._cell = cell

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog") as box:
            box.can_focus = False
            box.border_title = framed(_("What stands behind it"))
            box.border_subtitle = _("Esc leaves")
            yield Words("\n".join(clean(line) for line in words_of(self._row, self._cell)))
            yield RecordTable(BEHIND)

    def on_mount(self) -> None:
        table = self.query_one(RecordTable)
        table.say_empty(_("No bundle of this month has come."))
        table.show(
            [
                Row(
                    one.sha256,
                    (
                        str(one.number or ""),
                        Cell(one.made.isoformat(), "muted"),
                        one.came.isoformat(),
                        f"{one.ops:,}",
                        f"{one.new:,}",
                        _state_of(one.status, one.newer, one.aside),
                    ),
                )
                for one in self._cell.bundles
            ]
        )

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.dismiss(None)


def _state_of(status: str, newer: bool, aside: int) -> Cell:
    if status == "held":
        return Cell(long_word("newer" if newer else "unenrolled"), "caution")
    if newer:
        return Cell(long_word("newer"), "bad")
    return Cell(long_word("aside"), "caution") if aside else Cell(_("merged"), "good")


class BoardScreen(StationsByMonth["Board", "BoardRow", "BoardCell"]):
    """Who has handed in which month. Enter shows what is behind; F5 and F7 make the message to ask with."""

    DEFAULT_CSS = """
    BoardScreen #here { height: 6; }
    """
    TITLE_MSGID = N_("Board")
    ENTER_LABEL = N_("Behind it")
    BINDINGS = bindings("go.back", "board.chase", "board.chase_all", "board.earlier", "board.later", footer=True)
    HELP_TEXT = N_(
        "A month is in as soon as a bundle has come that was made after its last day; a bundle holds everything since"
        " the last receipt."
    )
    WORDS = WORDS
    AT_FIRST = -1

    async def fetch(self, last: str) -> Board:
        return await self.station.backend.board(last, MONTHS, self.station.today)

    def lines(self, found: Board) -> Sequence[BoardRow]:
        return found.rows

    def row(self, line: BoardRow) -> Row:
        return Row(line.unit, (Cell(line.name, "strong" if line.lags else ""), *self.state_cells(line)))

    def words_here(self, line: BoardRow, month: BoardCell) -> Sequence[str]:
        return words_of(line, month)

    def head(self, found: Board) -> None:
        lag = len(found.laggards)
        note = ngettext("{n} station owes something", "{n} stations owe something", lag).format(n=lag)
        self.query_one(Section).say(note=note if lag else _("nobody owes anything") if found.rows else "")

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        if self.here is not None:
            self.app.push_screen(BehindDialog(*self.here))

    def action_board_chase(self) -> None:
        if self.here is not None:
            self.station.go(self._chase([self.here[0].unit]), "chase", exclusive=True)

    def action_board_chase_all(self) -> None:
        lag = [row.unit for row in self._found.laggards] if self._found else []
        if lag:
            self.station.go(self._chase(lag), "chase", exclusive=True)
        else:
            self.notify(_("Nobody owes anything."), timeout=3, markup=False)

    async def _chase(self, units: Sequence[str]) -> None:
        today = self.station.today
        text = await self.station.backend.chase(units, self._last, MONTHS, today)
        word = _("reminder")
        name = f"{word}-{today:%Y%m%d}.txt"
        self.app.push_screen(TextDialog(_("To ask with"), text, name))
