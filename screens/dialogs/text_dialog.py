"""A text to send on: it can be changed, copied, or written to a file."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import TextArea

from screens.actions import bindings
from screens.base import Dialog
from screens.files import first_folder
from screens.text import clean
from screens.widgets.section import Words, framed
from swstation.i18n import _


class TextDialog(Dialog[None]):
    """``file``: the name under which it is offered to be kept."""

    BINDINGS = bindings("text.copy", "form.save")
    AUTO_FOCUS: ClassVar[str | None] = "TextArea"
    DEFAULT_CSS = """
    TextDialog TextArea { height: 1fr; background: $surface; border: none; padding: 0; margin-top: 1; }
    TextDialog TextArea:focus { border: none; }
    TextDialog .dialog { height: 90%; }
    """

    def __init__(self, title: str, text: str, file: str) -> None:
        super().__init__()
        self._title = title
        self._text = "\n".join(clean(line, 4_000) for line in text.split("\n"))
        self._file = file

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = framed(self._title)
            box.border_subtitle = _("F5 copies, Ctrl+S writes a file, Esc leaves")
            yield Words(_("Paste it where you write to the station; you may change it here first."), classes="muted")
            area = TextArea(self._text, soft_wrap=True, show_line_numbers=False)
            area.cursor_blink = False
            yield area

    def on_mount(self) -> None:
        self.action_text_copy()

    def action_text_copy(self) -> None:
        self.app.copy_to_clipboard(self.query_one(TextArea).text)
        words = _("Sent to the clipboard. If nothing can be pasted, this window keeps it to itself: Ctrl+S.")
        self.notify(words, timeout=6, markup=False)

    def action_form_save(self) -> None:
        self.station.go(self._write(), "write", exclusive=True)

    async def _write(self) -> None:
        folder = await asyncio.to_thread(first_folder)
        file = await self.station.backend.keep_text(Path(folder) / self._file, self.query_one(TextArea).text)
        self.notify(_("Written: {file}").format(file=file), timeout=10, markup=False)
