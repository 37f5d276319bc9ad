"""The target board: what each policy wants to reach, what is counted, and how it came to that."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.register_page import RegisterScreen
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.ports import Clause

COLUMNS = (
    Column(N_("Target title"), 24, grow=3),
    Column(N_("Actual / target"), 20, grow=1),
    Column(N_("Due day"), 10),
    Column(N_("State"), 13),
    Column(N_("Years before"), 16, grow=1, wide=100),
)


class TargetsScreen(BaseScreen):
    """Targets of the unit's policies and its own."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    TITLE_MSGID = N_("Targets")
    ENTER_LABEL = ""
    RELOAD_ON = frozenset({"*"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("go.back", "target.own", "target.figures", "staff.clause", footer=True)
    HELP_TEXT = N_("A target of a wider area is not judged here: what is counted is the share of this unit.")

    def __init__(self) -> None:
        super().__init__()
        self._clauses: list[tuple[str, Clause]] = []

    def body(self) -> ComposeResult:
        yield RecordTable(COLUMNS)

    def load(self) -> None:
        self.station.go(self._load(), "load-targets", exclusive=True)

    async def _load(self) -> None:
        years, lines = await self.station.backend.target_board(self.station.today)
        self._clauses = [(line.label, line.clause) for line in lines]
        table = self.query_one(RecordTable)
        table.say_empty(_("The policies of this unit print no target."), _("Insert sets one of your own."))
        table.show(
            [
                Row(
                    str(place),
                    (
                        line.label, Cell(line.amount, "strong"), line.due, Cell(line.status, line.tone),
                        Cell("  ".join(f"{y}: {n}" for y, n in zip(years, line.before, strict=True) if n), "muted"),
                    ),
                )
                for place, line in enumerate(lines)
            ]
        )  # fmt: skip

    def action_staff_clause(self) -> None:
        from screens.dialogs.clauses import ClauseDialog

        if self._clauses:
            self.app.push_screen(ClauseDialog(self._clauses))

    def action_target_own(self) -> None:
        self.app.push_screen(RegisterScreen("county_target"))

    def action_target_figures(self) -> None:
        self.app.push_screen(RegisterScreen("target_figure"))
