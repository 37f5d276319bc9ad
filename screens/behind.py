"""The rows behind a figure of any report; Enter opens the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.text import clean
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Words
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from screens.ports_behind import BehindLine, BehindSeen
    from swstation.reports.behind_cells import Asked

COLUMNS = (
    Column(N_("Date"), 10),
    Column(N_("Kind"), 12),
    Column(N_("Worker"), 8),
    Column(N_("Who"), 14, grow=1),
    Column(N_("Content"), 16, grow=3),
)
GIVES = 10
"""Cells of what a row gives."""


class BehindScreen(BaseScreen):
    """One figure: ``title`` says which, ``amount`` what it is where it was asked for, both in words."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    DEFAULT_CSS = """
    BehindScreen #about { padding: 1 1 1 1; height: auto; color: $muted; }
    """
    TITLE_MSGID = N_("Behind the figure")
    RELOAD_ON = frozenset({"*"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("go.back", footer=True)
    HELP_TEXT = N_("These entries make up the figure. Enter opens one of them.")

    def __init__(self, asked: Asked, title: str, amount: str = "") -> None:
        super().__init__()
        self.asked = asked
        self._title = title
        self._amount = amount
        self._seen: BehindSeen | None = None

    def period(self) -> str:
        return self.asked.period

    def body(self) -> ComposeResult:
        yield Words(id="about")
        yield RecordTable(COLUMNS)

    def load(self) -> None:
        if self._seen is None:
            self.query_one("#about", Words).say(f"{clean(self._title, 120)}  {_('Loading ...')}")
        self.station.go(self._load(), "load-behind", exclusive=True)

    async def _load(self) -> None:
        seen = self._seen = await self.station.backend.rows_behind(self.asked)
        self.query_one("#about", Words).say(self._about(seen))
        table = self.query_one(RecordTable)
        table.set_columns((*COLUMNS, Column(seen.measure, GIVES, right=True)) if seen.measure else COLUMNS)
        table.say_empty(seen.empty, _("Esc goes back to the figures."))
        table.show([_row(place, one) for place, one in enumerate(seen.lines)])
        self.refresh_top()

    def _about(self, seen: BehindSeen) -> str:
        number = len(seen.lines)
        rows = ngettext("{n} row behind it", "{n} rows behind it", number).format(n=f"{number:,}")
        total = _("together {sum} {unit}").format(sum=seen.whole, unit=seen.measure) if seen.measure else ""
        first = "  ".join(clean(part, 120) for part in (self._title, self._amount, rows, total) if part)
        return f"{first}\n{seen.note}" if seen.note else first

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        opens = self._seen.lines[int(event.key)].opens if self._seen else ""
        if opens:
            self.station.open_record(opens)
        else:
            self.notify(_("There is no page for this entry."), timeout=6, markup=False)


def _row(place: int, one: BehindLine) -> Row:
    return Row(
        f"{place}",
        (
            one.day, one.what, Cell(clean(one.worker), "muted"), Cell(clean(one.who), "strong"),
            Cell(clean(one.note), "muted"), Cell(one.gives, "strong"),
        ),
    )  # fmt: skip
