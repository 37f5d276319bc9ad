"""The passphrase that opens the book, at the start and after it was locked."""

from __future__ import annotations

import os
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from db.errors import Refusal
from screens.base import Common
from screens.widgets.bars import KeyBar
from screens.widgets.section import Words, framed
from screens.widgets.text_input import TextInput
from swstation.errors import message
from swstation.i18n import N_, _


class UnlockScreen(Common[None]):
    """One box. ``again`` when the book was open before: it then returns to where one was."""

    CSS_PATH: ClassVar[str] = "unlock.tcss"
    HELP_TEXT = N_("Type the passphrase of this book and press Enter. Ctrl+Q leaves.")

    def __init__(self, unit: str = "", *, again: bool = False) -> None:
        super().__init__()
        self._unit = unit
        self._again = again
        self._opening = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = framed(self._unit or _("The social-work station's book"))
            box.border_subtitle = _("Enter opens, Ctrl+Q leaves")
            yield Words(
                _("Locked. Everything you typed is kept.") if self._again else _("The passphrase, please."), id="say"
            )
            yield TextInput(password=True, placeholder=_("Passphrase"))
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(Input).focus()
        given = os.environ.get("SWSTATION_PASSPHRASE")
        if given and not self._again:
            self._try(given)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value and not self._opening:
            self._try(event.value)

    def _try(self, passphrase: str) -> None:
        self._opening = True
        self._say(_("Opening ..."), bad=False)
        self.station.go(self._open(passphrase), "open", exclusive=True)

    async def _open(self, passphrase: str) -> None:
        try:
            session = await self.station.backend.open(passphrase)
        except Refusal as refusal:
            self._say(message(refusal), bad=True)
            self.query_one(Input).value = ""
            return
        finally:
            self._opening = False
        if self._again:
            self.dismiss()
        self.station.entered(session)

    def _say(self, words: str, *, bad: bool) -> None:
        line = self.query_one("#say", Words)
        line.set_class(bad, "bad")
        line.say(words)
