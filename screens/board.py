"""The county's board: a station a row, a month a column; what stands behind a place is one key away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from screens.actions import bindings
from screens.base import BaseScreen, Dialog
from screens.dialogs.text_dialog import TextDialog
from screens.text import clean
from screens.widgets.grid_table import GridTable
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section, Words, framed
from swstation.exchange.states import WORDS, long_word, short_word
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from swstation.exchange.board import Board, BoardCell, BoardRow

MONTHS = 12
STATION = Column(N_("Station"), 17, grow=1)
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
            lines[-1] += "  " + _("bundle {no}").format(no="、".join(map(str, hole.numbers)))
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


class BoardScreen(BaseScreen):
    """Who has handed in which month. Enter shows what is behind; F5 and F7 make the message to ask with."""

    DEFAULT_CSS = """
    BoardScreen #legend { padding: 0 1; height: auto; }
    BoardScreen #here { padding: 0 1; height: 6; background: $tint; }
    """
    TITLE_MSGID = N_("Board")
    ENTER_LABEL = N_("Behind it")
    RELOAD_ON = frozenset({"*"})
    AUTO_FOCUS: ClassVar[str | None] = "GridTable"
    BINDINGS = bindings("go.back", "board.chase", "board.chase_all", "board.earlier", "board.later", footer=True)
    HELP_TEXT = N_(
        "A month is in as soon as a bundle has come that was made after its last day; a bundle holds everything since"
        " the last receipt."
    )

    def __init__(self) -> None:
        super().__init__()
        self._last = ""
        self._board: Board | None = None

    def body(self) -> ComposeResult:
        yield Section(_("Stations"))
        yield GridTable((STATION,))
        yield Words(id="legend")
        yield Words(id="here")

    def period(self) -> str:
        return f"{self._board.months[0]} ~ {self._board.months[-1]}" if self._board else ""

    def load(self) -> None:
        self._last = self._last or self.station.today.isoformat()[:7]
        self.query_one(Section).say(note=_("Loading ..."))
        self.station.go(self._load(), "load-board", exclusive=True)

    async def _load(self) -> None:
        found = await self.station.backend.board(self._last, MONTHS, self.station.today)
        opening = self._board is None
        self._board = found
        table = self.query_one(GridTable)
        table.say_empty(
            _("No station is known yet."), _("F8 on the exchange page takes in the card of a station's laptop.")
        )
        table.set_columns((STATION, *(Column(month[5:], 4) for month in found.months)))
        table.show([self._row(row) for row in found.rows])
        if opening:
            table.to_column(len(found.months))
        lag = len(found.laggards)
        note = ngettext("{n} station owes something", "{n} stations owe something", lag).format(n=lag)
        self.query_one(Section).say(note=note if lag else _("nobody owes anything") if found.rows else "")
        self.query_one("#legend", Words).say(self._legend(found))
        self.refresh_top()
        self._draw()

    def _row(self, row: BoardRow) -> Row:
        cells = (Cell(short_word(cell.state), WORDS[cell.state].tone) for cell in row.cells)
        return Row(row.unit, (Cell(row.name, "strong" if row.lags else ""), *cells))

    def _legend(self, found: Board) -> Content:
        there = {cell.state for row in found.rows for cell in row.cells}
        pieces: list[tuple[str, str]] = []
        for state, words in WORDS.items():
            if state in there and words.short:
                tone = f"${words.tone}" if words.tone else ""
                # What belongs together is not parted at the end of a line.
                whole = f"\u00a0{long_word(state)}".replace(" ", "\u00a0")
                pieces += [(short_word(state), tone), (whole, "$muted"), ("   ", "")]
        return Content.assemble(*pieces)

    @property
    def _here(self) -> tuple[BoardRow, BoardCell] | None:
        table = self.query_one(GridTable)
        if self._board is None or not self._board.rows or table.cursor_key is None:
            return None
        row = next((one for one in self._board.rows if one.unit == table.cursor_key), None)
        return None if row is None else (row, row.cells[table.column - 1])

    def _draw(self) -> None:
        here = self._here
        self.query_one("#here", Words).say("\n".join(clean(line) for line in words_of(*here)) if here else "")

    @on(RecordTable.Moved)
    @on(GridTable.Sideways)
    def _moved(self, event: RecordTable.Moved | GridTable.Sideways) -> None:
        event.stop()
        self._draw()

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        here = self._here
        if here is not None:
            self.app.push_screen(BehindDialog(*here))

    def action_board_earlier(self) -> None:
        self._turn(-MONTHS)

    def action_board_later(self) -> None:
        self._turn(MONTHS)

    def _turn(self, months: int) -> None:
        new = min(shifted(self._last, months), self.station.today.isoformat()[:7])
        if new != self._last:
            self._last = new
            self.load()

    def action_board_chase(self) -> None:
        here = self._here
        if here is not None:
            self.station.go(self._chase([here[0].unit]), "chase", exclusive=True)

    def action_board_chase_all(self) -> None:
        lag = [row.unit for row in self._board.laggards] if self._board else []
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


def shifted(month: str, count: int) -> str:
    """The month so many months later, or earlier."""
    index = int(month[:4]) * 12 + int(month[5:7]) - 1 + count
    return f"{index // 12}-{index % 12 + 1:02d}"
