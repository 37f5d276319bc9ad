"""The inbox: a folder watched while the page is open; what comes is listed, and taken in when a person says so."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.dialogs.form_dialog import FormDialog
from screens.files import folder_of
from screens.text import clean, in_fours
from screens.widgets.fields import FieldSpec
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section, Words
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from screens.ports import InboxLine, InboxState, Saved

EVERY = 3.0
"""Seconds between two looks into the folder while the page is open."""

COLUMNS = (
    Column(N_("Station"), 14, grow=2),
    Column(N_("No."), 5, right=True),
    Column(N_("State"), 8),
    Column(N_("File"), 25, grow=1),
    Column(N_("Why"), 10, grow=3, wide=70),
)


class InboxScreen(BaseScreen):
    """Bundles on the stick or in a shared folder, those kept here, and what each is."""

    DEFAULT_CSS = """
    InboxScreen #folder { padding: 1 1; }
    InboxScreen #here { padding: 0 1; height: 4; background: $tint; }
    """
    TITLE_MSGID = N_("Inbox")
    ENTER_LABEL = N_("Take it in")
    RELOAD_ON = frozenset({"*"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings(
        "go.back",
        "inbox.take",
        "inbox.folder",
        "inbox.held",
        "exchange.receipts",
        "exchange.down",
        "inbox.look",
        footer=True,
    )
    HELP_TEXT = N_(
        "Space marks bundles; F7 takes in the marked ones, or all that are new. Files still being copied wait until"
        " they are whole. Nothing is written before you have seen what it would do."
    )

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[str, InboxLine] = {}
        self._folder: Path | None = None
        self._shown: InboxState | None = None

    def body(self) -> ComposeResult:
        yield Words(id="folder")
        yield Section(_("Bundles"))
        yield RecordTable(COLUMNS, markable=True)
        yield Words(id="here")

    def on_mount(self) -> None:
        self.set_interval(EVERY, self._look_again)

    def load(self) -> None:
        self.station.go(self._look(), "inbox", exclusive=True)

    def _look_again(self) -> None:
        # A look that takes longer than the time between two is not asked for again meanwhile.
        busy = any(worker.group == "inbox" and not worker.is_finished for worker in self.app.workers)
        if self.is_current and self.station.session is not None and not busy:
            self.load()

    async def _look(self) -> None:
        found = await self.station.backend.inbox()
        if found == self._shown:
            return
        self._shown = found
        self._folder = found.folder
        self._lines = {one.id: one for one in found.lines}
        self.query_one("#folder", Words).say(self._words(found))
        table = self.query_one(RecordTable)
        if found.folder is None:
            table.say_empty(_("No folder is watched yet."), _("F5 chooses one: the stick, or where chats save files."))
        else:
            table.say_empty(_("No bundle lies here."), _("What is put into the folder shows up by itself."))
        table.show([self._row(one) for one in found.lines])
        new = sum(one.state == "new" for one in found.lines)
        self.query_one(Section).say(note=ngettext("{n} new", "{n} new", new).format(n=new) if new else "")
        self._draw()

    def _words(self, found: InboxState) -> str:
        if found.gone:
            return f"! {found.gone}"
        return "" if found.folder is None else _("Watching {folder}").format(folder=found.folder)

    def _row(self, one: InboxLine) -> Row:
        return Row(
            one.id,
            (
                one.station,
                str(one.number or ""),
                Cell(one.label, one.tone),
                Cell(one.name, "muted"),
                Cell(one.why, one.tone if one.state in ("held", "bad") else "muted"),
            ),
        )

    def _draw(self) -> None:
        here = self._lines.get(self.query_one(RecordTable).cursor_key or "")
        lines = []
        if here is not None:
            lines.append(clean(here.name))
            if here.code:
                lines.append(_("Check code of the file: {code}").format(code=in_fours(here.code)))
            if here.why:
                lines.append(clean(here.why))
        self.query_one("#here", Words).say("\n".join(lines))

    @on(RecordTable.Moved)
    def _moved(self, event: RecordTable.Moved) -> None:
        event.stop()
        self._draw()

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        here = self._lines.get(event.key)
        if here is None:
            return
        if here.state in ("new", "held"):
            self._take([here.path])
        else:
            self.notify(here.why or here.label, timeout=6, markup=False)

    def action_inbox_take(self) -> None:
        """The marked ones, else all that are new."""
        marked = [self._lines[key] for key in self.query_one(RecordTable).marked if key in self._lines]
        files = [one.path for one in marked if one.state in ("new", "held")]
        files = files or [one.path for one in self._lines.values() if one.state == "new"]
        if files:
            self._take(files)
        else:
            self.notify(_("Nothing new lies here."), timeout=3, markup=False)

    def action_inbox_held(self) -> None:
        """Try again what is kept here."""
        self.station.go(self._held(), "held", exclusive=True)

    async def _held(self) -> None:
        files = await self.station.backend.held_files()
        if files:
            self._take(files)
        else:
            self.notify(_("Nothing waits here."), timeout=3, markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("exchange_receipts", "exchange_down"):
            return bool(self.station.session and self.station.session.collects)
        return super().check_action(action, parameters)

    def action_exchange_receipts(self) -> None:
        from screens.receipts import ask_and_write

        ask_and_write(self, self._folder or Path.home())

    def action_exchange_down(self) -> None:
        from screens.sending import ask_down

        self.station.go(ask_down(self, self._folder or Path.home()), "down", exclusive=True)

    def action_inbox_look(self) -> None:
        self._shown = None
        self.load()

    def _take(self, files: Sequence[Path]) -> None:
        from screens.rehearsal import RehearsalScreen

        self.app.push_screen(RehearsalScreen(files))

    def action_inbox_folder(self) -> None:
        specs = [FieldSpec("folder", N_("Folder"), required=True, hint=N_("a USB stick or any folder"))]

        async def save(values: Mapping[str, str]) -> Saved:
            from screens.ports import Saved

            await self.station.backend.watch(await asyncio.to_thread(folder_of, values["folder"], "folder"))
            self._shown = None
            self.load()
            return Saved("inbox", frozenset())

        about = _("It is watched while this page is open; what is put there shows up by itself.")
        begin = str(self._folder or Path.home())
        self.app.push_screen(FormDialog(_("Watched folder"), specs, save, values={"folder": begin}, about=about))
