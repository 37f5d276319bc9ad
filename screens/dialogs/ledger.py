"""Which ledger to bring in: its kind, and the file found by typing, pasting or choosing. Reading it writes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from db.errors import Refusal
from screens.actions import bindings
from screens.base import Dialog
from screens.dialogs.picker import Picker
from screens.files import LEDGERS, Offered, file_of
from screens.ledgers import rehearse, template_form
from screens.ports import LedgerRead
from screens.widgets.fields import ChoiceField, FieldSpec
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Words
from screens.widgets.text_input import TextInput
from swstation.errors import message
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.ports import Choice

COLUMNS = (Column("", 20, grow=1), Column("", 12), Column("", 10))


class LedgerDialog(Dialog[LedgerRead]):
    """Dismisses with what the ledger would do, or None."""

    BINDINGS = bindings("ledger.template", footer=False)
    DEFAULT_CSS = """
    LedgerDialog { align: center top; }
    LedgerDialog .dialog { margin-top: 1; }
    LedgerDialog .row { height: auto; min-height: 1; }
    LedgerDialog .label { width: 8; color: $muted; text-align: right; padding: 0 1 0 0; }
    LedgerDialog ChoiceField { width: 24; background: $panel; padding: 0 1; }
    LedgerDialog ChoiceField:focus { background: $cursor-ground; color: $cursor-text; }
    LedgerDialog .side { width: 1fr; padding: 0 0 0 1; }
    LedgerDialog Input { width: 1fr; background: $panel; }
    LedgerDialog RecordTable { height: auto; max-height: 10; min-height: 3; background: $surface; margin-top: 1; }
    """

    def __init__(self, kinds: Sequence[Choice], kind: str) -> None:
        super().__init__()
        self._kinds = kinds
        self._kind = kind
        self._offered: dict[str, Offered] = {}

    def compose(self) -> ComposeResult:
        spec = FieldSpec("kind", N_("Ledger"), kind="choice", choices=self._kinds)
        with Vertical(classes="dialog") as box:
            box.border_title = _("Bring in a ledger")
            box.border_subtitle = _("Enter reads it, F8 template, Esc leaves")
            yield Words(_("An xlsx or csv file as the station keeps it. It is read first; nothing is written yet."))
            with Horizontal(classes="row"):
                yield Words(_("Ledger"), classes="label")
                yield ChoiceField(spec, self._kind)
                yield Words(_("Shift+Tab goes here, a digit changes it"), classes="side muted")
            with Horizontal(classes="row"):
                yield Words(_("File"), classes="label")
                yield TextInput(id="file", placeholder=_("Part of the name or a path; or drag the file in here"))
            yield Words(id="why", classes="bad")
            yield RecordTable(COLUMNS, header=False)

    @property
    def kind(self) -> str:
        """The kind of ledger that is chosen."""
        return self.query_one(ChoiceField).value

    def on_mount(self) -> None:
        table = self.query_one(RecordTable)
        table.can_focus = False
        table.say_empty(
            _("No xlsx or csv file here."), _("Looked in this folder, on the desktop, in downloads and at home.")
        )
        self.query_one("#why", Words).display = False
        self.query_one("#file").focus()
        self._look()

    # Finding

    @on(Input.Changed, "#file")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._say("")
        self._look()

    def _look(self) -> None:
        self.station.go(self._find(self.query_one("#file", Input).value), "files", exclusive=True)

    async def _find(self, typed: str) -> None:
        found = await self.station.backend.files_offered(typed, LEDGERS)
        self._offered = {str(one.path): one for one in found}
        table = self.query_one(RecordTable)
        table.show([self._row(one) for one in found])
        table.action_list_first()

    def _row(self, one: Offered) -> Row:
        if one.folder:
            return Row(str(one.path), (Cell(f"{one.path.name}/", "strong"), "", ""))
        return Row(str(one.path), (one.path.name, Cell(one.where, "muted"), Cell(one.day, "muted")))

    def on_key(self, event: events.Key) -> None:
        if not self.query_one("#file").has_focus:
            return
        table = self.query_one(RecordTable)
        moves = {
            "down": table.action_list_down,
            "up": table.action_list_up,
            "pagedown": table.action_list_page_down,
            "pageup": table.action_list_page_up,
            "tab": self._complete,
        }
        if event.key in moves:
            event.stop()
            event.prevent_default()
            moves[event.key]()

    def _complete(self) -> None:
        one = self._offered.get(self.query_one(RecordTable).cursor_key or "")
        if one is not None:
            field = self.query_one("#file", Input)
            field.value = f"{one.path}/" if one.folder else str(one.path)
            field.cursor_position = len(field.value)

    # Reading

    @on(Input.Submitted, "#file")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.station.go(self._choose(event.value), "read", exclusive=True)

    @on(RecordTable.Opened)
    def _clicked(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.station.go(self._choose(""), "read", exclusive=True)

    async def _choose(self, typed: str) -> None:
        path = await asyncio.to_thread(_file, typed) if typed.strip() else None
        if path is None:
            await self._find(typed)  # the list may be older than the last key
            one = self._offered.get(self.query_one(RecordTable).cursor_key or "")
            if one is None:
                self._say(message(Refusal("form.no_file", field="file", token=typed)))
                return
            if one.folder:
                self._complete()
                return
            path = one.path
        await self._read(path, "")

    async def _read(self, file: Path, sheet: str) -> None:
        answer = await rehearse(self.station, self.kind, file, sheet)
        if isinstance(answer, Refusal) and answer.code == "importing.sheets":
            from screens.ports import Choice

            sheets = [Choice(name, name) for name in answer.choices]

            def picked(name: str | None) -> None:
                if name is not None:
                    self.station.go(self._read(file, name), "read", exclusive=True)

            self.app.push_screen(Picker(_("Which sheet?"), sheets), picked)
        elif isinstance(answer, Refusal):
            self._say(message(answer))
        elif answer is not None:
            self.dismiss(answer)

    def _say(self, words: str) -> None:
        why = self.query_one("#why", Words)
        why.display = bool(words)
        why.say(words)

    def write_template(self) -> None:
        """Write the template of the kind that is chosen."""
        template_form(self.station, self._kinds, self.kind)


def _file(typed: str) -> Path | None:
    try:
        return file_of(typed, "file")
    except Refusal:
        return None
