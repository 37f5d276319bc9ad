"""Institutions: how many a district has, filing, the last thing each did, whose licence is gone and work goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.register_page import RegisterScreen, register_form
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Column
from screens.widgets.section import Words
from screens.widgets.sums import sums_line
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.ports import Saved
    from screens.ports_posts import InstitutionsSeen

COLUMNS = (
    Column(N_("Institution"), 20, grow=3),
    Column(N_("Filing"), 8),
    Column(N_("Registered"), 10),
    Column(N_("Last active"), 10),
    Column(N_("State"), 16, grow=1),
)


class InstitutionsScreen(BaseScreen):
    """The institutions known here; Enter changes one, F5 its years, F8 its checks."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    DEFAULT_CSS = """
    InstitutionsScreen #sums { padding: 1 1 1 1; height: auto; }
    """
    TITLE_MSGID = N_("Institutions")
    ENTER_LABEL = N_("Change")
    RELOAD_ON = frozenset(
        {"institution", "institution_year", "institution_check", "project", "post", "post_holding", "honour"}
    )
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings(
        "go.back", "institution.add", "institution.years", "institution.checks", "post.clause", footer=True
    )
    HELP_TEXT = N_("F5 shows the yearly figures of the institution under the bar, F8 the checks made of it.")

    def __init__(self) -> None:
        super().__init__()
        self._seen: InstitutionsSeen | None = None

    def body(self) -> ComposeResult:
        yield Words(id="sums")
        yield RecordTable(COLUMNS)

    def load(self) -> None:
        self.station.go(self._load(), "load-institutions", exclusive=True)

    async def _load(self) -> None:
        seen = self._seen = await self.station.backend.institutions(self.station.today)
        self.query_one("#sums", Words).say(sums_line(seen.sums))
        table = self.query_one(RecordTable)
        table.say_empty(
            _("No institution yet."),
            _("Those that are registered stand here, with filing, yearly report and checks."),
            _("Insert adds the first one."),
        )
        table.show(seen.rows)
        self.land(table)

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self._ask(event.key)

    def action_institution_add(self) -> None:
        self._ask(None)

    def _ask(self, row: str | None) -> None:
        self.station.go(register_form(self, "institution", row, then=self._landed), "form", exclusive=True)

    def _landed(self, saved: Saved | None) -> None:
        if saved and saved.ids:
            self.landing = saved.ids[0]
            self.load()

    def action_institution_years(self) -> None:
        self._open("institution_year")

    def action_institution_checks(self) -> None:
        self._open("institution_check")

    def _open(self, table: str) -> None:
        key = self.query_one(RecordTable).cursor_key
        if key is not None and self._seen is not None:
            self.app.push_screen(RegisterScreen(table, {"institution": key}, self._seen.names.get(key, "")))

    def action_post_clause(self) -> None:
        from screens.dialogs.clauses import ClauseDialog

        if self._seen is not None and self._seen.told:
            self.app.push_screen(ClauseDialog(list(self._seen.told)))
        else:
            words = _("No policy that holds here asks for a number of institutions.")
            self.notify(words, severity="warning", timeout=6, markup=False)
