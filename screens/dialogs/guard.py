"""The one question about a copied book: go on as a laptop of its own, or only look."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from screens.base import Dialog
from screens.widgets.section import Words, framed
from swstation.errors import Refusal
from swstation.i18n import N_, _

WHY = {
    "guard.copied": N_("This book is a copy, and the one it was made from is still there:\n{path}"),
    "guard.elsewhere": N_("This book was copied here from another machine or another user of this one."),
    "guard.behind": N_("This is an old copy of the book: records that were written here are missing from it."),
    "guard.place_sync": N_("A synchronising program copies this folder, which damages an open book:\n{path}"),
    "guard.place_network": N_("This folder lies on another machine's disk, where a book can be damaged:\n{path}"),
    "guard.place_removable": N_("This folder lies on a stick or a disk that can be pulled out:\n{path}"),
    "guard.split": N_("Two machines wrote under this laptop's number, because a book was copied."),
}


class GuardDialog(Dialog[bool]):
    """Dismisses with True to go on under a new number, else the book is only looked at."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__()
        self._refusal = refusal

    def compose(self) -> ComposeResult:
        why = _(WHY[self._refusal.code]).format(**self._refusal.params)
        with VerticalScroll(classes="dialog") as box:
            box.border_subtitle = _("1 or 2; Esc is 2")
            if self._refusal.code.startswith("guard.place"):
                box.border_title = framed(_("Not a safe place"))
                yield Words(why)
                yield Words(_("Better: leave the program and move the book to this machine's own disk.\n"))
                yield Words(_("1  Go on here all the same."))
                yield Words(_("2  Only look. Nothing is written here."))
                return
            box.border_title = framed(_("Whose number is this?"))
            yield Words(why)
            yield Words(_("Two books must not write under one number, or their records get mixed up.\n"))
            yield Words(_("1  Go on here as a laptop of its own, with a new number. The county is told by itself."))
            yield Words(_("2  Only look. Nothing is written here."))

    def on_key(self, event: events.Key) -> None:
        if event.key in ("1", "2"):
            event.stop()
            self.dismiss(event.key == "1")
