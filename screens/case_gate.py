"""The close gate: what a case file lacks by the standard; Enter asks for the part under the bar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.case_deciding import ask_close
from screens.case_writing import write_part
from screens.text import clean
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Words
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.ports import Choice
    from screens.ports_casework import GateLine

COLUMNS = (
    Column(N_("Stage"), 12),
    Column(N_("Missing"), 20, grow=2),
    Column(N_("Count"), 6, right=True),
    Column("", 8, grow=1),
)


class CaseGateScreen(BaseScreen):
    """What holds up the closing of one case. F5 closes it, when nothing does or with a lead's reason."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    DEFAULT_CSS = """
    CaseGateScreen #standard { padding: 1 1; color: $muted; height: auto; }
    """
    TITLE_MSGID = N_("Before closing")
    ENTER_LABEL = N_("Write it")
    RELOAD_ON = frozenset({"*"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS: ClassVar = bindings("go.back", "case.close", footer=True)
    HELP_TEXT = N_("Enter writes what is missing, one part after the other; F5 closes the case when the list is empty.")

    def __init__(self, case_id: str, name: str, clients: Sequence[Choice]) -> None:
        super().__init__()
        self.case_id = case_id
        self._called = name
        self._clients = clients
        self._lines: dict[str, GateLine] = {}

    def period(self) -> str:
        return clean(self._called, 40)

    def body(self) -> ComposeResult:
        yield Words(id="standard")
        yield RecordTable(COLUMNS)

    def load(self) -> None:
        self.station.go(self._load(), "load-gate", exclusive=True)

    async def _load(self) -> None:
        gate = await self.station.backend.case_gate(self.case_id, self.station.today)
        self._lines = {line.code: line for line in gate.lines}
        self.query_one("#standard", Words).say(_("By {standard}").format(standard=gate.standard))
        table = self.query_one(RecordTable)
        table.say_empty(_("Nothing is missing."), _("F5 closes the case."))
        table.show([self._row(line) for line in gate.lines])
        self.land(table)

    def _row(self, line: GateLine) -> Row:
        number = str(line.number) if line.number else ""
        advice = Cell("" if line.needed else _("(advice)"), "muted")
        return Row(line.code, (Cell(line.stage, "muted"), Cell(line.label, "strong"), number, advice))

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.station.go(write_part(self, self.case_id, event.key, self._clients), "form", exclusive=True)

    def action_case_close(self) -> None:
        whole = not any(line.needed for line in self._lines.values())
        self.station.go(ask_close(self, self.case_id, whole=whole), "form", exclusive=True)
