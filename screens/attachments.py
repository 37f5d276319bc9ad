"""The files of one row: attach one, write one out, take one off."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.dialogs.form_dialog import FormDialog
from screens.files import file_of, first_folder
from screens.text import clean
from screens.widgets.fields import FieldSpec
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.ports import Saved
    from screens.ports_casework import FileLine

COLUMNS = (
    Column(N_("Kind"), 10),
    Column(N_("Title"), 16, grow=2),
    Column(N_("Format"), 18, grow=1),
    Column(N_("Face"), 6),
    Column("", 10),
)


class AttachmentsScreen(BaseScreen):
    """Files lie encrypted beside the database; what is written out leaves that protection and is noted."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    TITLE_MSGID = N_("Attachments")
    ENTER_LABEL = N_("Write out")
    RELOAD_ON = frozenset({"attachment"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS: ClassVar = bindings("go.back", "sheet.add", "sheet.delete", footer=True)
    HELP_TEXT = N_("Insert attaches a file, Enter writes it out to look at, F8 takes it off.")

    def __init__(self, table: str, row: str, name: str) -> None:
        super().__init__()
        self.table = table
        self.row = row
        self._called = name

    def period(self) -> str:
        return clean(self._called, 40)

    def body(self) -> ComposeResult:
        yield RecordTable(COLUMNS)

    def load(self) -> None:
        self.station.go(self._load(), "load-files", exclusive=True)

    async def _load(self) -> None:
        table = self.query_one(RecordTable)
        table.say_empty(
            _("No file yet."),
            _("Insert attaches one: a photo, a sign-in sheet, a signed consent."),
        )
        table.show([self._line(one) for one in await self.station.backend.files_of(self.table, self.row)])
        self.land(table)

    def _line(self, one: FileLine) -> Row:
        face = Cell(_("face") if one.face else "", "caution")
        here = Cell("" if one.here else _("not here"), "muted")
        return Row(one.id, (Cell(one.kind, "strong"), one.title, Cell(one.about, "muted"), face, here))

    def action_sheet_add(self) -> None:
        self.station.go(self._ask(), "form", exclusive=True)

    async def _ask(self) -> None:
        from screens.ports import Choice

        backend = self.station.backend
        kinds = [one for one in await backend.list_choices("attachment_kind") if one.value != "own_form"]
        specs = [
            FieldSpec("file", N_("File"), required=True, hint=N_("drag it into the window")),
            FieldSpec("kind", N_("Kind"), "choice", required=True, choices=kinds),
            FieldSpec("title", N_("Title"), hint=N_("without personal data")),
            FieldSpec("taken_on", N_("Taken on"), "date"),
            FieldSpec(
                "shows_face", N_("Shows a face"), "choice", choices=[Choice("yes", _("yes")), Choice("no", _("no"))]
            ),
        ]

        async def save(given: Mapping[str, str]) -> Saved:
            file = await asyncio.to_thread(file_of, given["file"], "file")
            return await backend.attach_file(self.table, self.row, file, given)

        self.app.push_screen(FormDialog(_("Attach a file"), specs, save), self._landed)

    def _landed(self, saved: Saved | None) -> None:
        if saved and saved.ids:
            self.landing = saved.ids[0]
            self.load()

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.station.go(self._take(event.key), "write", exclusive=True)

    async def _take(self, key: str) -> None:
        folder = await asyncio.to_thread(first_folder)
        file = await self.station.backend.take_out_file(key, Path(folder))
        words = _("Written: {file}. It is no longer encrypted there; delete it when you have seen it.")
        self.notify(words.format(file=file), timeout=15, markup=False)

    def action_sheet_delete(self) -> None:
        key = self.query_one(RecordTable).cursor_key
        if key is not None:
            self.station.go(self._remove(key), "write", exclusive=True)

    async def _remove(self, key: str) -> None:
        saved = await self.station.backend.remove_file(key)
        self.station.publish(saved)
        self.done_words(saved.words)
