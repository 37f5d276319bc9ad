"""The quick-log line in front of another page: Enter saves and stays, Esc goes back to where one was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from screens.base import Dialog
from screens.late import ask_reason
from screens.quick_more import keep_template, marked_word, say_more
from screens.today import DRAFT_FORM
from screens.widgets.quick_line import QuickLine
from screens.widgets.section import Words
from swstation.errors import Refusal, message
from swstation.i18n import _
from swstation.quicklog.many import asks_for_due

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screens.ports import Saved


class QuickLogDialog(Dialog[None]):
    """The line, and under it what was just saved."""

    HAS_LINE = True
    CSS = """
    QuickLogDialog { align: center top; }
    QuickLogDialog > Vertical { width: 100%; height: auto; margin-top: 1; background: $background; }
    QuickLogDialog #saved { padding: 0 2; color: $good; }
    """

    def compose(self) -> ComposeResult:
        with Vertical():
            yield QuickLine()
            yield Words(id="saved")

    def __init__(self, marked: Sequence[str] = ()) -> None:
        super().__init__()
        self._marked = tuple(marked)
        self._for_many = False

    def on_mount(self) -> None:
        self.query_one(QuickLine).input.focus()
        self.station.go(self._begin(), "index", exclusive=True)

    async def _begin(self) -> None:
        await self._renew_index()
        if self._marked:
            self.query_one(QuickLine).edit(f"{marked_word()} ")

    async def _renew_index(self) -> None:
        line, backend = self.query_one(QuickLine), self.station.backend
        self._for_many = bool(self._marked) or asks_for_due(line.text)
        line.read_with(await (backend.reader_for_many(self._marked) if self._for_many else backend.quick_reader()))

    @on(QuickLine.Typed)
    def _typed(self, event: QuickLine.Typed) -> None:
        if not self._for_many and asks_for_due(event.text):
            self.station.go(self._renew_index(), "index", exclusive=True)

    @on(QuickLine.Saved)
    def _template(self, event: QuickLine.Saved) -> None:
        self.station.go(keep_template(self, event, self._renew_index), "write", exclusive=True)

    @on(QuickLine.Submitted)
    def _submitted(self, event: QuickLine.Submitted) -> None:
        self.station.go(self._save(event), "write", exclusive=True)

    async def _save(self, event: QuickLine.Submitted) -> None:
        try:
            saved = await self.station.backend.log_service(event.reading.parsed)
        except Refusal as refusal:

            async def late(reason: str) -> Saved:
                return await self.station.backend.log_service(event.reading.parsed, reason)

            if not ask_reason(self, refusal, late, event.line.clear):
                event.line.refuse(message(refusal))
            return
        event.line.clear()
        self.station.publish(saved)
        self.query_one("#saved", Words).say(_("Saved: {line}").format(line=event.text))
        say_more(self, event.reading)
        if event.reading.ending:
            from screens.client_forms import ask_end_file

            await ask_end_file(self, event.reading.ending)

    @on(QuickLine.Kept)
    def _kept(self, event: QuickLine.Kept) -> None:
        self.station.go(self._keep(event), "write", exclusive=True)

    async def _keep(self, event: QuickLine.Kept) -> None:
        await self.station.backend.keep_draft(DRAFT_FORM, None, {"line": event.text})
        self.dismiss(None)

    @on(QuickLine.Left)
    def _left(self, event: QuickLine.Left) -> None:
        if event.line.text.strip():
            self.station.go(self._keep_text(event.line.text), "write")
        self.dismiss(None)

    async def _keep_text(self, text: str) -> None:
        await self.station.backend.keep_draft(DRAFT_FORM, None, {"line": text})
