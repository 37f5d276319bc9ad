"""Something to read before going on: Esc or Enter leaves."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from screens.base import Dialog
from screens.widgets.section import Words, framed
from swstation.i18n import _


class SayDialog(Dialog[None]):
    """A title and sentences, already translated."""

    def __init__(self, title: str, words: str) -> None:
        super().__init__()
        self._title = title
        self._words = words

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog") as box:
            box.border_title = framed(self._title)
            box.border_subtitle = _("Esc leaves")
            yield Words(self._words)

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            self.dismiss(None)
