"""Leaving and handing over: what somebody has in hand, one form that gives it to a colleague, the sheet to sign."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from screens.actions import bindings
from screens.base import BaseScreen
from screens.dialogs.form_dialog import FormDialog
from screens.files import path_of
from screens.transfers import transfer_form
from screens.widgets.fields import FieldSpec
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Column, Row
from screens.widgets.section import Words
from swstation.i18n import N_, _, listed, ngettext

if TYPE_CHECKING:
    from screens.ports import Saved
    from screens.ports_people import Parting

COLUMNS = (Column("", 40, grow=1),)


class PartingScreen(BaseScreen):
    """What one person has in hand. F5 hands it over, in one action that Ctrl+Z takes back."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    TITLE_MSGID = N_("Handing over")
    ENTER_LABEL = ""
    RELOAD_ON = frozenset({"*"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("go.back", "parting.form", "parting.print", footer=True),
        *bindings("row.transfer", footer=False),
    ]
    HELP_TEXT = N_(
        "F5 names a colleague and gives cases, groups and clients over; F7 writes the sheet both sign. A county moves"
        " somebody to another station with F9."
    )

    def __init__(self, staff_id: str) -> None:
        super().__init__()
        self.staff_id = staff_id
        self._found: Parting | None = None
        self._sheet = ""

    def body(self) -> ComposeResult:
        yield Words(id="what")
        yield RecordTable(COLUMNS, header=False)

    def load(self) -> None:
        self.station.go(self._load(), "load-parting", exclusive=True)

    async def _load(self) -> None:
        found = await self.station.backend.parting(self.staff_id, self.station.today)
        self._found = found
        counts = self._counts(found)
        about = _("{name} has in hand: {what}").format(name=found.name, what=counts or _("nothing"))
        self.query_one("#what", Words).say(about)
        table = self.query_one(RecordTable)
        table.say_empty(_("Nothing is in hand."), _("F5 records the day of leaving; F7 then writes the sheet."))
        table.show([Row(str(at), (words,), heading) for at, (words, heading) in enumerate(found.lines)])

    def _counts(self, found: Parting) -> str:
        parts = [
            ngettext("{n} case", "{n} cases", found.cases).format(n=found.cases) if found.cases else "",
            ngettext("{n} group", "{n} groups", found.groups).format(n=found.groups) if found.groups else "",
            ngettext("{n} client", "{n} clients", found.clients).format(n=found.clients) if found.clients else "",
            ngettext("{n} post", "{n} posts", found.posts).format(n=found.posts) if found.posts else "",
        ]
        return listed(part for part in parts if part)

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()

    def action_parting_form(self) -> None:
        self.station.go(self._ask(), "form", exclusive=True)

    async def _ask(self) -> None:
        from screens.ports import Choice

        backend = self.station.backend
        found = self._found or await backend.parting(self.staff_id, self.station.today)
        reasons = await backend.sheet_list("handover_sheet_reason")
        yes_no = [Choice("yes", _("yes")), Choice("no", _("no"))]
        specs = [
            FieldSpec("leaves", N_("Leaves"), "choice", required=True, choices=yes_no,
                      hint=N_("no: only hands over")),
            FieldSpec("on", N_("Last day"), "date", required=True),
            FieldSpec("reason", N_("Reason"), "choice", required=True, choices=reasons),
            FieldSpec("words", N_("In words"), hint=N_("kept as the reason of leaving")),
            FieldSpec("receiver", N_("Receiver"), "choice", choices=found.colleagues),
            FieldSpec("cases", N_("Cases, groups"), "choice", choices=yes_no, hint=N_("go to the receiver")),
            FieldSpec("clients", N_("Clients"), "choice", choices=yes_no, hint=N_("go to the receiver")),
            FieldSpec("keys", N_("Keys and things"), hint=N_("keys, seals, files, devices")),
            FieldSpec("note", N_("Note")),
        ]  # fmt: skip
        values = {
            "leaves": "yes", "on": self.station.today.isoformat(), "reason": "leaving", "cases": "yes",
            "clients": "yes", "receiver": found.colleagues[0].value if len(found.colleagues) == 1 else "",
        }  # fmt: skip

        async def save(given: Mapping[str, str]) -> Saved:
            saved = await backend.part(self.staff_id, given)
            self._sheet = saved.ids[0]
            return saved

        def then(saved: Saved | None) -> None:
            if saved is not None:
                words = _("Handed over. F7 writes the sheet to sign; Ctrl+Z takes all of it back.")
                self.notify(words, timeout=8, markup=False)

        about = _("In one step, to the receiver: {what}. Posts end on the last day.").format(
            what=self._counts(found) or _("nothing")
        )
        title = _("Hand over: {name}").format(name=found.name)
        self.app.push_screen(FormDialog(title, specs, save, values=values, about=about), then)

    def action_parting_print(self) -> None:
        self.station.go(self._print(), "form", exclusive=True)

    async def _print(self) -> None:
        sheet = self._sheet or await self._last_sheet()
        if not sheet:
            self.notify(_("There is no handover sheet yet: F5 makes one."), timeout=5, markup=False)
            return
        # The name of a file is seen by everybody: it says nothing about whom.
        name = _("handover-{day}-{number}").format(day=self.station.today.isoformat(), number=sheet[-6:])
        specs = [FieldSpec("file", N_("File"), required=True, hint=N_("a page to print"))]

        async def save(given: Mapping[str, str]) -> Saved:
            from screens.ports import Saved

            file = path_of(given["file"])
            await self.station.backend.handover_page(sheet, file)
            self.notify(_("Written: {file}").format(file=file), timeout=10, markup=False)
            return Saved("report", frozenset())

        self.app.push_screen(
            FormDialog(_("Print sheet"), specs, save, values={"file": str(Path.home() / f"{name}.html")})
        )

    async def _last_sheet(self) -> str:
        rows = await self.station.backend.sheet_rows("handover_sheet", {"giver": self.staff_id})
        return rows[0].id if rows else ""

    def action_row_transfer(self) -> None:
        name = self._found.name if self._found is not None else ""
        self.station.go(transfer_form(self, "staff", self.staff_id, name), "form", exclusive=True)
