"""A list in which one column is under the bar too: the place where a row and a month meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from textual.message import Message

from screens.actions import bindings
from screens.widgets.record_table import RecordTable


class GridTable(RecordTable):
    """Left and right move between the columns from ``first_column`` on."""

    BINDINGS = bindings("board.left", "board.right")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"grid-table--place"}
    DEFAULT_CSS = """
    GridTable > .grid-table--place { background: $primary; color: $background; text-style: bold reverse; }
    """

    @dataclass
    class Sideways(Message):
        """Another column stands under the bar."""

        table: GridTable
        column: int

        @property
        def control(self) -> GridTable:
            return self.table

    first_column = 1
    _column = 1

    @property
    def column(self) -> int:
        """The column under the bar."""
        return min(self._column, len(self._columns) - 1)

    def to_column(self, column: int) -> None:
        """Put the bar on a column."""
        new = max(self.first_column, min(column, len(self._columns) - 1))
        if new != self._column:
            self._column = new
            self._strips.clear()
            self.refresh()
            self.post_message(self.Sideways(self, new))

    def ground(self, place: int, state: str, base: Style) -> Style:
        if state == "focus" and place == self.column:
            return self.get_component_rich_style("grid-table--place")
        return base

    def action_board_left(self) -> None:
        self.to_column(self.column - 1)

    def action_board_right(self) -> None:
        self.to_column(self.column + 1)
