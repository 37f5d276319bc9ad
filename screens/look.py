"""A bundle open on the table: read, not merged."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from screens.actions import bindings
from screens.base import BaseScreen
from screens.dialogs.form_dialog import FormDialog
from screens.dialogs.say import SayDialog
from screens.files import file_of
from screens.text import whole
from screens.widgets.fields import FieldSpec
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Words
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.app import StationApp
    from screens.ports import BundleOpened, RowOpened, Saved

REGISTERS = (Column(N_("Register"), 10, grow=1), Column(N_("Rows"), 7, right=True))
ROWS = (Column(N_("Which"), 16, grow=2), Column(N_("What it says"), 20, grow=5))


def ask_which(station: StationApp, folder: Path) -> None:
    """Ask for a bundle and open it."""
    specs = [FieldSpec("file", N_("File"), required=True, hint=N_("a bundle; it is not merged"))]

    async def save(values: Mapping[str, str]) -> Saved:
        from screens.ports import Saved

        file = await asyncio.to_thread(file_of, values["file"], "file")
        station.call_later(station.push_screen, LookScreen(file))
        return Saved("look", frozenset())

    about = _("Nothing of it is merged and nothing is written.")
    station.push_screen(FormDialog(_("Look into a bundle"), specs, save, values={"file": f"{folder}/"}, about=about))


class LookScreen(BaseScreen):
    """Registers on the left, their rows on the right; the manifest above. Nothing of it is in the book."""

    CSS_PATH: ClassVar[str] = "rehearsal.tcss"
    TITLE_MSGID = N_("Not merged: only looked at")
    ENTER_LABEL = N_("Read it")
    AUTO_FOCUS: ClassVar[str | None] = "#registers"
    BINDINGS = bindings("go.back", "bundle.compare", footer=True)
    HELP_TEXT = N_("This bundle is not merged. Tab goes to its rows, F5 compares it with another or with the book.")

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        self._opened: BundleOpened | None = None
        self._seen: dict[str, RowOpened] = {}
        self._shown = ""

    def period(self) -> str:
        return self._file.name

    def body(self) -> ComposeResult:
        yield Words(id="facts")
        with Horizontal(id="beside"):
            yield RecordTable(REGISTERS, id="registers")
            yield RecordTable(ROWS, id="rows")

    def load(self) -> None:
        """Open the bundle once."""
        if self._opened is None:
            self.query_one("#facts", Words).say(_("Opening ..."))
            self.station.go(self._load(), "look", exclusive=True)

    async def _load(self) -> None:
        from db.errors import Refusal

        try:
            self._opened = await self.station.backend.open_bundle(self._file)
        except Refusal:
            self.dismiss()
            raise
        opened = self._opened
        lines = ["  ".join(whole(f"{fact.label} {fact.value}") for fact in opened.facts)]
        if not opened.vouched:
            lines.append(_("! The device that signed it is not known here: nobody vouches for what it says."))
        self.query_one("#facts", Words).say("\n".join(lines))
        table = self.query_one("#registers", RecordTable)
        table.say_empty(_("It holds no record."))
        table.show([Row(name, (word, f"{n:,}")) for name, word, n in opened.registers])
        self._show(table.cursor_key)

    @on(RecordTable.Moved, "#registers")
    def _moved(self, event: RecordTable.Moved) -> None:
        event.stop()
        self._show(event.key)

    def _show(self, register: str | None) -> None:
        if self._opened is None or register is None or register == self._shown:
            return
        self._shown = register
        count = next((n for name, _word, n in self._opened.registers if name == register), 0)

        async def fetch(offset: int, limit: int) -> Sequence[Row]:
            found = await self.station.backend.bundle_rows(register, offset, limit)
            rows, part = [], _("(in part)")
            for place, one in enumerate(found, start=offset):
                self._seen[f"{register}-{place}"] = one
                name = f"{one.name}  {part}" if one.part else one.name
                rows.append(Row(f"{register}-{place}", (Cell(name, "strong"), Cell(one.values, "muted"))))
            return rows

        table = self.query_one("#rows", RecordTable)
        table.show_paged(count, fetch)
        table.action_list_first()

    @on(RecordTable.Opened)
    def _opened_row(self, event: RecordTable.Opened) -> None:
        event.stop()
        if event.table.id == "registers":
            self.query_one("#rows", RecordTable).focus()
        elif (one := self._seen.get(event.key)) is not None:
            self.app.push_screen(SayDialog(one.name, one.values.replace("  ", "\n")))

    def action_bundle_compare(self) -> None:
        """Ask with what, then show where they differ."""
        from screens.compare import CompareScreen

        specs = [FieldSpec("other", N_("The other"), hint=N_("another bundle; empty: the book"))]

        async def save(values: Mapping[str, str]) -> Saved:
            from screens.ports import Saved

            other = await asyncio.to_thread(file_of, values["other"], "other") if values.get("other") else None
            self.app.call_later(self.app.push_screen, CompareScreen(self._file, other))
            return Saved("compare", frozenset())

        self.app.push_screen(FormDialog(_("Compare"), specs, save))

    def action_go_back(self) -> None:
        """Close the bundle."""
        self.station.go(self.station.backend.close_bundle(), "look")
        super().action_go_back()
