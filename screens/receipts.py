"""Receipts: what stands behind a bundle or a device, and the county's receipts written onto the stick."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from screens.base import BaseScreen, Dialog
from screens.dialogs.form_dialog import FormDialog
from screens.dialogs.progress import ProgressDialog
from screens.files import folder_of
from screens.text import clean
from screens.widgets.fields import FieldSpec
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Words, framed
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.ports import Explained, Progress, ReceiptWritten, Saved

RETURNED = (
    Column(N_("No."), 8, right=True),
    Column(N_("Record"), 14, grow=1),
    Column(N_("Why"), 24, grow=3),
)
WRITTEN = (
    Column(N_("Station"), 14, grow=2),
    Column(N_("Confirmed"), 10, right=True),
    Column(N_("Missing"), 8, right=True),
    Column(N_("Returned"), 8, right=True),
    Column(N_("File"), 20, grow=1),
)


class ExplainDialog(Dialog[None]):
    """Lines, and records that were returned or set aside, each with the reason."""

    AUTO_FOCUS: ClassVar[str | None] = "VerticalScroll, RecordTable"
    DEFAULT_CSS = """
    ExplainDialog RecordTable { height: auto; max-height: 10; min-height: 2; background: $surface; margin-top: 1; }
    """

    def __init__(self, explained: Explained) -> None:
        super().__init__()
        self._explained = explained

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog") as box:
            box.border_title = framed(self._explained.title)
            box.border_subtitle = _("Esc leaves")
            yield Words("\n".join(clean(line) for line in self._explained.lines))
            if self._explained.rows:
                yield RecordTable(RETURNED)

    def on_mount(self) -> None:
        for table in self.query(RecordTable):
            table.show(
                [
                    Row(str(place), (number, Cell(what, "strong"), Cell(why, "caution")))
                    for place, (number, what, why) in enumerate(self._explained.rows)
                ]
            )

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.dismiss(None)


class WrittenDialog(Dialog[None]):
    """The receipts that were written."""

    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    DEFAULT_CSS = """
    WrittenDialog RecordTable { height: auto; max-height: 14; min-height: 3; background: $surface; margin-top: 1; }
    """

    def __init__(self, written: Sequence[ReceiptWritten], advice: str) -> None:
        super().__init__()
        self._written = written
        self._advice = advice

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog") as box:
            box.can_focus = False
            box.border_title = framed(_("Receipts written"))
            box.border_subtitle = _("Esc leaves")
            yield Words(_("Each station takes in its own file. Others cannot open it."), classes="muted")
            yield RecordTable(WRITTEN)
            if self._advice:
                yield Words(self._advice)

    def on_mount(self) -> None:
        table = self.query_one(RecordTable)
        table.say_empty(_("No bundle has been merged yet."))
        table.show(
            [
                Row(
                    one.unit,
                    (
                        one.name,
                        f"{one.confirmed:,}",
                        Cell(f"{one.missing:,}", "bad" if one.missing else "muted"),
                        Cell(f"{one.returned:,}", "caution" if one.returned else "muted"),
                        Cell(one.file, "muted"),
                    ),
                )
                for one in self._written
            ]
        )

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.dismiss(None)


def ask_and_write(screen: BaseScreen, folder: Path) -> None:
    """Ask for the folder, write a receipt for each station that sent something, and show the list."""
    specs = [FieldSpec("folder", N_("Folder"), required=True, hint=N_("a USB stick or any folder"))]

    async def save(values: Mapping[str, str]) -> Saved:
        from screens.ports import Saved

        chosen = await asyncio.to_thread(folder_of, values["folder"], "folder")

        async def work(progress: Progress) -> Sequence[ReceiptWritten]:
            return await screen.station.backend.write_receipts(chosen, progress)

        def done(result: tuple[Sequence[ReceiptWritten]] | None) -> None:
            if result is not None:
                screen.app.push_screen(WrittenDialog(result[0], ""))
                screen.station.publish(Saved("receipt", frozenset({"sent_bundle"})))

        screen.app.call_later(screen.app.push_screen, ProgressDialog(_("Receipts"), work, whole=False), done)
        return Saved("receipt", frozenset())

    about = _(
        "One small file for each station that handed in something: what is here, what is missing, what came back."
    )
    screen.app.push_screen(FormDialog(_("Write receipts"), specs, save, values={"folder": str(folder)}, about=about))
