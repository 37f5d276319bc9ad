"""One project: its checks with their clauses, its indicators, its money; everything that belongs to it a key away."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.projects import TABLES
from screens.register_page import RegisterScreen, register_form
from screens.text import clean
from screens.widgets.facts import Facts
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from swstation.i18n import N_, _
from swstation.sheets import sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screens.ports import Clause
    from screens.ports_projects import ProjectPage

CHECK, MONEY = "check", "money-"
"""What the keys of checks and of lines of money begin with; that of an indicator is its row."""
COLUMNS = (
    Column(N_("Content"), 24, grow=3),
    Column(N_("Done / asked"), 22, grow=2),
    Column(N_("State"), 10),
    Column(N_("Basis"), 14, grow=1, wide=90),
)
PARTS = (
    "project_indicator", "funding_line", "project_spending", "project_staff", "project_evaluation", "project_review",
)  # fmt: skip


class ProjectScreen(BaseScreen):
    """The page of one project."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    TITLE_MSGID = N_("Project")
    ENTER_LABEL = N_("Behind it")
    RELOAD_ON = TABLES
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings(
        "go.back", "project.part", "project.parts", "project.folder", "project.edit", "staff.clause", footer=True
    )
    HELP_TEXT = N_(
        "Indicators with a count are counted from the entries: Enter shows which. On money it shows what was spent, on"
        " a check what it looks at; F8 shows the clauses."
    )

    def __init__(self, project: str) -> None:
        super().__init__()
        self.project = project
        self._title = ""
        self._clauses: list[tuple[str, Clause]] = []
        self._page: ProjectPage | None = None

    def period(self) -> str:
        return clean(self._title, 40)

    def body(self) -> ComposeResult:
        yield Facts()
        yield RecordTable(COLUMNS)

    def load(self) -> None:
        self.station.go(self._load(), "load-project", exclusive=True)

    async def _load(self) -> None:
        page = await self.station.backend.project_page(self.project, self.station.today)
        self._page = page
        self._title = page.row.title
        self._clauses = [(one.label, one.clause) for one in page.checks]
        self.refresh_top()
        self.query_one(Facts).show(page.facts)
        table = self.query_one(RecordTable)
        table.say_empty(_("No check and no indicator yet."), _("Insert adds an indicator, a funding line, a worker …"))
        table.show(_rows(page))

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        from screens.behind import BehindScreen
        from swstation.reports.behind_cells import Asked

        event.stop()
        page, key = self._page, event.key
        if page is None:
            return
        if key.startswith(CHECK):
            check = page.checks[int(key.removeprefix(CHECK))]
            asked = Asked("project", check.check, "check", table=self.project)
            self.app.push_screen(BehindScreen(asked, check.label, f"{check.status}  {check.amount}"))
        elif key.startswith(MONEY):
            money = page.money[int(key.removeprefix(MONEY))]
            asked = Asked("project", money.category, "spent", table=self.project)
            self.app.push_screen(
                BehindScreen(asked, f"{self._title}  {money.label}", f"{money.spent or 0} {_('yuan')}")
            )
        else:
            line = next(one for one in page.indicators if one.id == key)
            asked = Asked("project", line.id, "actual", table=self.project)
            self.app.push_screen(BehindScreen(asked, f"{self._title}  {line.title}", line.actual or "-"))

    def action_staff_clause(self) -> None:
        from screens.dialogs.clauses import ClauseDialog

        if self._clauses:
            self.app.push_screen(ClauseDialog(self._clauses))

    def action_project_edit(self) -> None:
        self.station.go(register_form(self, "project", self.project), "form", exclusive=True)

    def action_project_part(self) -> None:
        self._choose(self._add)

    def action_project_parts(self) -> None:
        self._choose(self._list)

    def action_project_folder(self) -> None:
        from screens.folder_form import folder_form

        folder_form(self, self.project, self._title)

    def _choose(self, then: object) -> None:
        from screens.dialogs.picker import Picker
        from screens.ports import Choice

        assert callable(then)
        choices = [Choice(table, _(sheet(table).label)) for table in PARTS]

        def chosen(table: str | None) -> None:
            if table is not None:
                then(table)

        self.app.push_screen(Picker(_("Of this project"), choices), chosen)

    def _add(self, table: str) -> None:
        form = register_form(self, table, where={"project": self.project}, then=lambda _saved: self.load())
        self.station.go(form, "form", exclusive=True)

    def _list(self, table: str) -> None:
        self.app.push_screen(RegisterScreen(table, {"project": self.project}, self._title))


def _rows(page: ProjectPage) -> Sequence[Row]:
    rows: list[Row] = []
    if page.checks:
        rows.append(Row("", (_("Checks"),), heading=True))
    for place, one in enumerate(page.checks):
        basis = f"{one.clause.document} {one.clause.section}"
        rows.append(Row(f"{CHECK}{place}", (one.label, one.amount, Cell(one.status, one.tone), Cell(basis, "muted"))))
    if page.indicators:
        rows.append(Row("", (_("Indicators"),), heading=True))
    for line in page.indicators:
        tone = "" if line.percent is None else "good" if line.percent >= 100 else "caution"
        percent = "" if line.percent is None else f"{line.percent}%"
        source = _("counted") if line.counted else _("entered by hand")
        amount = f"{line.actual or '-'} / {line.target or '-'}"
        rows.append(Row(line.id, (line.title, amount, Cell(percent, tone), Cell(source, "muted"))))
    if page.money:
        rows.append(Row("", (_("Project money"),), heading=True))
    for place, money in enumerate(page.money):
        spent = _("spent {n} of {total} yuan").format(n=money.spent or 0, total=money.budget or 0)
        rows.append(Row(f"{MONEY}{place}", (money.label, spent, money.share, "")))
    return rows
