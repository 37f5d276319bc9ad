"""One line above a list: type to narrow it; the count beside says how far."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input

from screens.widgets.section import Words
from screens.widgets.text_input import TextInput
from swstation.i18n import N_, _, ngettext


class FilterBar(Horizontal):
    """Filter as you type. Down or Enter goes to the list, Esc clears and then goes there."""

    HINT = N_("Ctrl+F name, initials or part of a word")

    @dataclass
    class Changed(Message):
        """Another text is wanted."""

        bar: FilterBar
        typed: str

        @property
        def control(self) -> FilterBar:
            return self.bar

    @dataclass
    class Left(Message):
        """The list should have the focus."""

        bar: FilterBar

        @property
        def control(self) -> FilterBar:
            return self.bar

    def compose(self) -> ComposeResult:
        yield Words(_("Filter"), classes="filter-label")
        yield TextInput(placeholder=_(self.HINT))
        yield Words(classes="filter-count")

    @property
    def typed(self) -> str:
        return self.query_one(Input).value.strip()

    def focus_input(self) -> None:
        """Begin to type."""
        self.query_one(Input).focus()

    def clear(self) -> None:
        """Show everything again."""
        self.query_one(Input).value = ""

    def say_count(self, shown: int, whole: int | None = None, more: str = "") -> None:
        """How many rows are shown, and of how many."""
        text = ngettext("{n} row", "{n} rows", shown).format(n=f"{shown:,}")
        if whole is not None and whole != shown:
            text = f"{shown:,} / {whole:,}"
        self.query_one(".filter-count", Words).say(f"{more}  {text}" if more else text)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(self, event.value.strip()))

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Left(self))

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            event.stop()
            if self.query_one(Input).value:
                self.clear()
            else:
                self.post_message(self.Left(self))
        elif event.key == "down":
            event.stop()
            self.post_message(self.Left(self))
