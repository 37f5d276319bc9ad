"""What somebody else wrote while a form was open: keep what was typed, take what is there now, or go back and look."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from screens.base import Dialog
from screens.text import clean
from screens.widgets.section import Words, framed
from swstation.i18n import _


class MeanwhileDialog(Dialog[str]):
    """Dismisses with ``mine``, ``theirs``, or None for back to the form.

    ``said``: who and when, a sentence; ``fields``: label, what was typed, what is there now.
    """

    def __init__(self, said: str, fields: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self._said = said
        self._fields = fields

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog") as box:
            box.border_title = framed(_("Changed meanwhile"))
            box.border_subtitle = _("1 or 2; Esc goes back to the form")
            yield Words(self._said)
            for label, mine, theirs in self._fields:
                words = _("{field}: you typed “{mine}”, there is now “{theirs}”")
                yield Words(words.format(field=label, mine=clean(mine), theirs=clean(theirs)))
            yield Words("")
            yield Words(_("1  Write mine over it. The other value stays in the history."))
            yield Words(_("2  Take what is there now into the form. Nothing is written yet."))

    def on_key(self, event: events.Key) -> None:
        if event.key in ("1", "2"):
            event.stop()
            self.dismiss("mine" if event.key == "1" else "theirs")
