"""The quick-log line in front of another page: Enter saves and stays, Esc goes back to where one was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from screens.base import Dialog
from screens.late import ask_reason
from screens.today import DRAFT_FORM
from screens.widgets.quick_line import QuickLine
from screens.widgets.section import Words
from swstation.errors import Refusal, message
from swstation.i18n import _

if TYPE_CHECKING:
    from screens.ports import Saved


class QuickLogDialog(Dialog[None]):
    """The line, and under it what was just saved."""

    CSS = """
    QuickLogDialog { align: center top; }
    QuickLogDialog > Vertical { width: 100%; height: auto; margin-top: 1; background: $background; }
    QuickLogDialog #saved { padding: 0 2; color: $good; }
    """

    def compose(self) -> ComposeResult:
        with Vertical():
            yield QuickLine()
            yield Words(id="saved")

    def on_mount(self) -> None:
        self.query_one(QuickLine).input.focus()
        self.station.go(self._renew_index(), "index", exclusive=True)

    async def _renew_index(self) -> None:
        self.query_one(QuickLine).read_with(await self.station.backend.quick_reader())

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
