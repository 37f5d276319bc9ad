"""Purchased projects: term, what is not kept, how many indicators are reached; open one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.register_page import register_form
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from screens.ports import Saved
    from screens.ports_projects import ProjectRow

COLUMNS = (
    Column(N_("Project"), 18, grow=3),
    Column(N_("Purchaser"), 10, grow=1, wide=90),
    Column(N_("State"), 8),
    Column(N_("End on"), 10),
    Column(N_("Indicators"), 10, right=True),
    Column(N_("Checks"), 20, grow=1),
)
TABLES = frozenset(
    (
        "project", "funding_line", "project_spending", "project_staff", "project_indicator", "project_evaluation",
        "project_review", "service_log", "log_client", "service_case", "supervision",
    )
)  # fmt: skip


class ProjectsScreen(BaseScreen):
    """The projects, those that end first on top."""

    PAGE = "projects"
    TITLE_MSGID = N_("Projects")
    RELOAD_ON = TABLES
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("project.add", "project.library", "target.board", footer=True)
    HELP_TEXT = N_("Checks come from the policy; Enter shows each with its clause.")

    def body(self) -> ComposeResult:
        yield RecordTable(COLUMNS)

    def load(self) -> None:
        self.station.go(self._load(), "load-projects", exclusive=True)

    async def _load(self) -> None:
        rows = await self.station.backend.projects(self.station.today)
        table = self.query_one(RecordTable)
        table.say_empty(
            _("No project yet."),
            _("Purchased projects: term, money, people, indicators, evaluation."),
            _("Insert adds the first entry."),
        )
        table.show([self._row(one) for one in rows])
        self.land(table)

    def _row(self, one: ProjectRow) -> Row:
        if one.breaches:
            checks = Cell("! " + ngettext("{n} not kept", "{n} not kept", one.breaches).format(n=one.breaches), "bad")
        elif one.waiting:
            checks = Cell(
                "~ " + ngettext("{n} to be done", "{n} to be done", one.waiting).format(n=one.waiting), "caution"
            )
        else:
            checks = Cell(_("all kept"), "good") if one.checks else Cell(_("the policy asks nothing"), "muted")
        late = one.end_on < self.station.today
        return Row(
            one.id,
            (
                Cell(one.title, "strong"), Cell(one.purchaser, "muted"), one.state,
                Cell(one.end_on.isoformat(), "muted" if late else ""), one.done, checks,
            ),
        )  # fmt: skip

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        from screens.project_page import ProjectScreen

        event.stop()
        self.app.push_screen(ProjectScreen(event.key))

    def action_project_add(self) -> None:
        self.station.go(register_form(self, "project", then=self._landed), "form", exclusive=True)

    def _landed(self, saved: Saved | None) -> None:
        if saved and saved.ids:
            self.landing = saved.ids[0]
            self.load()

    def action_project_library(self) -> None:
        from screens.library import LibraryScreen

        self.app.push_screen(LibraryScreen())

    def action_target_board(self) -> None:
        from screens.targets import TargetsScreen

        self.app.push_screen(TargetsScreen())
