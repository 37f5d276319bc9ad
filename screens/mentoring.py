"""Mentoring: the pairs with their kind, and below who works without a certificate and without a mentor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.register_page import register_form
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Column
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.ports import Saved
    from screens.ports_supervision import MentoringSeen

COLUMNS = (
    Column(N_("Mentor"), 10, grow=1),
    Column(N_("Mentee"), 10, grow=1),
    Column(N_("Kind of pair"), 16, grow=1),
    Column(N_("Start on"), 10),
    Column(N_("End on"), 10),
)


class MentoringScreen(BaseScreen):
    """Insert pairs whoever stands under the bar; Enter changes a pair."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    TITLE_MSGID = N_("Mentoring")
    ENTER_LABEL = N_("Change")
    RELOAD_ON = frozenset({"mentoring", "staff", "certificate"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("go.back", "mentoring.add", "post.clause", footer=True)
    HELP_TEXT = N_("Insert on somebody without a mentor asks who leads them.")

    def __init__(self) -> None:
        super().__init__()
        self._seen: MentoringSeen | None = None

    def body(self) -> ComposeResult:
        yield RecordTable(COLUMNS)

    def load(self) -> None:
        self.station.go(self._load(), "load-mentoring", exclusive=True)

    async def _load(self) -> None:
        seen = self._seen = await self.station.backend.mentoring(self.station.today)
        table = self.query_one(RecordTable)
        table.say_empty(
            _("No pair yet, and everybody holds a certificate."),
            _("Who leads whom: holders those without a certificate, old hands beginners."),
            _("Insert adds the first one."),
        )
        table.show(seen.rows)
        self.land(table)

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self._ask(event.key)

    def action_mentoring_add(self) -> None:
        key = self.query_one(RecordTable).cursor_key or ""
        self._ask(key if key.startswith("alone/") else None)

    def _ask(self, key: str | None) -> None:
        alone = self._seen.alone if self._seen else {}
        values: dict[str, str] = {}
        labels: dict[str, str] = {}
        row = key
        if key is not None and key in alone:
            row = None
            values["mentee"] = key.partition("/")[2]
            labels[values["mentee"]] = alone[key]
        form = register_form(self, "mentoring", row, values=values, labels=labels, then=self._landed)
        self.station.go(form, "form", exclusive=True)

    def _landed(self, saved: Saved | None) -> None:
        if saved and saved.ids:
            self.landing = saved.ids[0]
            self.load()

    def action_post_clause(self) -> None:
        from screens.dialogs.clauses import ClauseDialog

        if self._seen is not None and self._seen.told:
            self.app.push_screen(ClauseDialog(list(self._seen.told)))
        else:
            words = _("No policy that holds here asks anything of it.")
            self.notify(words, severity="warning", timeout=6, markup=False)
