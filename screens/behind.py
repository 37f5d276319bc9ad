"""The rows behind a figure of the monthly report; Enter opens the record."""

from __future__ import annotations

from collections.abc import Sequence
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
    from screens.ports import Figure
    from screens.ports_behind import BehindLine

COLUMNS = (
    Column(N_("Date"), 10),
    Column(N_("Method"), 10),
    Column(N_("Worker"), 8),
    Column(N_("Who"), 14, grow=1),
    Column(N_("Content"), 20, grow=3),
)


class BehindScreen(BaseScreen):
    """One line of one month of a unit; ``unit`` empty: one's own."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    DEFAULT_CSS = """
    BehindScreen #about { padding: 1 1 1 1; height: auto; color: $muted; }
    """
    TITLE_MSGID = N_("Behind the figure")
    RELOAD_ON = frozenset({"service_log", "log_client", "client", "service_case", "affairs_item"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("go.back", footer=True)
    HELP_TEXT = N_("These entries make up the figure. Enter opens one of them.")

    def __init__(self, month: str, figure: Figure, title: str, unit: str = "") -> None:
        super().__init__()
        self.month = month
        self._figure = figure
        self._title = title
        self._unit = unit
        self._found: Sequence[BehindLine] = ()

    def period(self) -> str:
        return self.month

    def body(self) -> ComposeResult:
        yield Words(id="about")
        yield RecordTable(COLUMNS)

    def load(self) -> None:
        self.station.go(self._load(), "load-behind", exclusive=True)

    async def _load(self) -> None:
        self._found = await self.station.backend.behind(self.month, self._figure.code, self._unit)
        rows = ngettext("{n} row behind it", "{n} rows behind it", len(self._found)).format(n=f"{len(self._found):,}")
        figure = self._figure
        self.query_one("#about", Words).say(f"{self._title}  {figure.month} {figure.unit}  {rows}")
        table = self.query_one(RecordTable)
        table.say_empty(_("Nothing of this month stands behind this figure."))
        table.show(
            [
                Row(
                    f"{place}",
                    (
                        one.day,
                        one.what,
                        Cell(clean(one.worker), "muted"),
                        Cell(clean(one.who), "strong"),
                        Cell(clean(one.note), "muted"),
                    ),
                )
                for place, one in enumerate(self._found)
            ]
        )
        self.refresh_top()

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        found = self._found[int(event.key)]
        if found.opens:
            self.station.open_record(found.opens)
        else:
            self.notify(_("There is no page for this entry."), timeout=6, markup=False)
