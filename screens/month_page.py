"""A month without names, opened: its figures line by line, or its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from screens.actions import bindings
from screens.base import BaseScreen
from screens.dialogs.say import SayDialog
from screens.text import clean
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section, Words
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.ports_months import MonthSeen

FIGURES = (
    Column(N_("No."), 4, right=True),
    Column(N_("Figure"), 24, grow=3),
    Column(N_("Month"), 22, right=True),
    Column(N_("Counted in"), 12, grow=1),
)
REGISTERS = (Column(N_("Register"), 10, grow=1), Column(N_("Rows"), 7, right=True))
ROWS = (Column(N_("Which"), 9), Column(N_("What it says"), 20, grow=5))


class MonthScreen(BaseScreen):
    """Only read. A figure that is kept back says so; what it was nobody here knows."""

    CSS_PATH: ClassVar[str] = "rehearsal.tcss"
    DEFAULT_CSS = """
    MonthScreen #facts { height: auto; max-height: 6; }
    """
    TITLE_MSGID = N_("Month without names")
    ENTER_LABEL = N_("Read it")
    AUTO_FOCUS: ClassVar[str | None] = ""
    BINDINGS = bindings("go.back", footer=True)
    HELP_TEXT = N_(
        "Counts from 1 to 4 are kept back, and with them others that would give them away. Rows stand for people whom"
        " only their own station can name."
    )

    def __init__(self, unit: str, month: str, profile: str) -> None:
        super().__init__()
        self._which = (unit, month, profile)
        self._seen: MonthSeen | None = None

    def period(self) -> str:
        return self._which[1]

    def body(self) -> ComposeResult:
        yield Section("", id="title")
        yield Words(id="facts")
        if self._which[2] == "aggregate":
            yield RecordTable(FIGURES, id="figures")
        else:
            with Horizontal(id="beside"):
                yield RecordTable(REGISTERS, id="registers")
                yield RecordTable(ROWS, id="rows")

    def load(self) -> None:
        """Read it once."""
        if self._seen is None:
            self.query_one("#facts", Words).say(_("Opening ..."))
            self.station.go(self._load(), "open-month", exclusive=True)

    async def _load(self) -> None:
        seen = self._seen = await self.station.backend.open_month(*self._which)
        self.query_one("#title", Section).say(clean(seen.title), note=self._which[1])
        self.query_one("#facts", Words).say("\n".join(clean(line) for line in seen.lines))
        if self._which[2] == "aggregate":
            table = self.query_one("#figures", RecordTable)
            table.say_empty(_("It says nothing."))
            table.show(
                [
                    Row(
                        str(place),
                        (
                            Cell(one.number, "muted"),
                            Cell("  " * one.level + one.label, "" if one.level else "strong"),
                            Cell(one.value, "caution" if one.back else ""),
                            Cell(one.unit, "muted"),
                        ),
                    )
                    for place, one in enumerate(seen.figures)
                ]
            )
        else:
            table = self.query_one("#registers", RecordTable)
            table.say_empty(_("It says nothing."))
            table.show([Row(str(n), (one.word, f"{len(one.rows):,}")) for n, one in enumerate(seen.registers)])
            self._show(table.cursor_key)
        table.focus()

    def _show(self, register: str | None) -> None:
        if self._seen is None or register is None:
            return
        rows = self._seen.registers[int(register)].rows
        table = self.query_one("#rows", RecordTable)
        table.show([Row(str(n), (Cell(name, "strong"), Cell(said, "muted"))) for n, (name, said) in enumerate(rows)])
        table.action_list_first()

    @on(RecordTable.Moved, "#registers")
    def _moved(self, event: RecordTable.Moved) -> None:
        event.stop()
        self._show(event.key)

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        if self._seen is None:
            return
        if event.table.id == "registers":
            self.query_one("#rows", RecordTable).focus()
        elif event.table.id == "rows":
            here = self._seen.registers[int(self.query_one("#registers", RecordTable).cursor_key or 0)]
            name, said = here.rows[int(event.key)]
            self.app.push_screen(SayDialog(name, said.replace("  ", "\n")))
        else:
            one = self._seen.figures[int(event.key)]
            self.app.push_screen(SayDialog(one.label, f"{one.value} {one.unit}".strip()))
