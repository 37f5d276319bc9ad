"""Complaints: what is open for how long, the next step of each; and the credit archive with its public list."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.dialogs.form_dialog import FormDialog
from screens.files import first_folder, folder_of
from screens.register_page import RegisterScreen, register_form
from screens.widgets.fields import FieldSpec
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Column
from screens.widgets.section import Words
from screens.widgets.sums import sums_line
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from screens.ports import Saved

COLUMNS = (
    Column(N_("Received on"), 10),
    Column(N_("About"), 14, grow=2),
    Column(N_("Kind"), 8),
    Column(N_("State"), 8),
    Column(N_("Open for"), 8, right=True),
    Column(N_("To be settled by"), 12),
    Column(N_("Handler"), 8, grow=1),
)


class ComplaintsScreen(BaseScreen):
    """Who complains is not shown in the list: Enter opens the entry."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    DEFAULT_CSS = """
    ComplaintsScreen #sums { padding: 1 1 1 1; height: auto; }
    """
    TITLE_MSGID = N_("Complaints")
    ENTER_LABEL = N_("Change")
    RELOAD_ON = frozenset({"complaint", "staff", "institution", "project"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("go.back", "complaint.add", "complaint.step", footer=True)
    HELP_TEXT = N_("F5 takes the complaint one step on; who complained stays in the entry.")

    def body(self) -> ComposeResult:
        yield Words(id="sums")
        yield RecordTable(COLUMNS)

    def load(self) -> None:
        self.station.go(self._load(), "load-complaints", exclusive=True)

    async def _load(self) -> None:
        seen = await self.station.backend.complaints(self.station.today)
        self.query_one("#sums", Words).say(sums_line(seen.sums))
        table = self.query_one(RecordTable)
        table.say_empty(
            _("No complaint yet."),
            _("What clients, workers or the public complain of stands here until it is settled."),
            _("Insert takes the first one down."),
        )
        table.show(seen.rows)
        self.land(table)

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self._ask(event.key)

    def action_complaint_add(self) -> None:
        self._ask(None)

    def _ask(self, row: str | None) -> None:
        self.station.go(register_form(self, "complaint", row, then=self._landed), "form", exclusive=True)

    def _landed(self, saved: Saved | None) -> None:
        if saved and saved.ids:
            self.landing = saved.ids[0]
            self.load()

    def action_complaint_step(self) -> None:
        key = self.query_one(RecordTable).cursor_key
        if key is not None:
            self.station.go(self._step(key), "form", exclusive=True)

    async def _step(self, key: str) -> None:
        backend = self.station.backend
        now = await backend.complaint_steps(key)
        if not now.steps:
            self.notify(_("This complaint is settled."), severity="warning", timeout=6, markup=False)
            return
        specs = [
            FieldSpec("state", N_("Next step"), "choice", True, choices=now.steps),
            FieldSpec("on", N_("On"), "date", True),
            FieldSpec("due_on", N_("To be settled by"), "date", hint=N_("until when it is to be settled")),
            FieldSpec("result", N_("Result"), "long", hint=N_("needed from handling on")),
        ]

        async def save(values: Mapping[str, str]) -> Saved:
            return await backend.move_complaint(key, values)

        values = {"on": self.station.today.isoformat(), "result": now.result, "state": now.steps[0].value}
        title = _("Complaint about {name}").format(name=now.title)
        self.app.push_screen(FormDialog(title, specs, save, values=values, begin="state"), self._landed)


class CreditScreen(RegisterScreen):
    """The credit archive; F5 writes the entries that may be made public into a file."""

    BINDINGS = bindings("credit.publish", footer=True)

    def __init__(self) -> None:
        super().__init__("credit_entry")

    def action_credit_publish(self) -> None:
        specs = [FieldSpec("folder", N_("Folder"), required=True, hint=N_("only entries with a legal basis leave"))]
        backend, today = self.station.backend, self.station.today

        async def save(values: Mapping[str, str]) -> Saved:
            from screens.ports import Saved

            file = folder_of(values["folder"], "folder") / Path(f"credit-{today.isoformat()}.csv")
            number = await backend.write_public_credit(file, today)
            words = ngettext("{n} entry written: {file}", "{n} entries written: {file}", number)
            self.notify(words.format(n=number, file=file), timeout=10, markup=False)
            return Saved("publish", frozenset())

        values = {"folder": str(first_folder())}
        self.app.push_screen(FormDialog(_("Public list"), specs, save, values=values))
