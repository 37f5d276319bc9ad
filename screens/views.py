"""A page with several views of one matter: F7 turns to the next, its name stands in the top line."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual.app import ComposeResult

from screens.base import BaseScreen
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Column
from swstation.i18n import _


class View(NamedTuple):
    """One view: its name, its msgid, its columns, and what an empty one says (msgids)."""

    name: str
    label: str
    columns: tuple[Column, ...]
    empty: tuple[str, ...]


class ViewsScreen(BaseScreen):
    """Shows one of ``VIEWS`` at a time; a subclass reads its rows in ``load``."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    VIEWS: ClassVar[tuple[View, ...]]
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"

    def __init__(self) -> None:
        super().__init__()
        self._place = 0

    @property
    def view(self) -> View:
        """The one that is shown."""
        return self.VIEWS[self._place]

    def period(self) -> str:
        place = f"{self._place + 1}/{len(self.VIEWS)}"
        return f"{_(self.view.label)} {place}"

    def body(self) -> ComposeResult:
        yield RecordTable(self.view.columns, markable=True)

    def action_view_next(self) -> None:
        """The next view; after the last the first."""
        self.turn((self._place + 1) % len(self.VIEWS))

    def turn(self, place: int) -> None:
        """Show another view."""
        self._place = place
        table = self.query_one(RecordTable)
        table.say_empty("")  # not yet known to be empty
        table.show([])
        table.set_columns(self.view.columns)
        self.refresh_top()
        self.refresh_bindings()
        self.load()

    def say_empty(self) -> None:
        """What the empty list says."""
        self.query_one(RecordTable).say_empty(*(_(line) for line in self.view.empty))
