"""A list of figures: the bar stands on one figure of a row; figures that do not fit wait at the side."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events

from screens.widgets.grid_table import GridTable
from screens.widgets.rows import Column

_NEVER = 1_000_000
"""Wider than any terminal: a column that waits at the side."""


class CellTable(GridTable):
    """``figures`` says of each column whether figures stand in it; left and right go from one of them to the next."""

    def __init__(self, columns: Sequence[Column] = (), figures: Sequence[bool] = (), *, id: str | None = None) -> None:
        super().__init__(columns, id=id)
        self._all = tuple(columns)
        self._figures: tuple[int, ...] = ()
        self.set_cells(columns, figures)

    def set_cells(self, columns: Sequence[Column], figures: Sequence[bool], at: int | None = None) -> None:
        """Other columns; the bar goes to the column ``at``, or to the last figure."""
        self._all = tuple(columns)
        self._figures = tuple(place for place, here in enumerate(figures) if here)
        if self._figures:
            self._column = at if at in self._figures else self._figures[-1]
        self._fit()

    @property
    def column(self) -> int:
        """The column under the bar; -1 where there are no figures."""
        return self._column if self._figures else -1

    def to_column(self, column: int) -> None:
        if not self._figures:
            return
        new = min(self._figures, key=lambda place: abs(place - column))
        if new != self._column:
            self._column = new
            self._fit()
            self.post_message(self.Sideways(self, new))

    def action_board_left(self) -> None:
        self._step(-1)

    def action_board_right(self) -> None:
        self._step(1)

    def _step(self, by: int) -> None:
        if self._figures:
            at = self._figures.index(self._column) + by
            self.to_column(self._figures[max(0, min(at, len(self._figures) - 1))])

    def on_resize(self) -> None:
        self._fit()
        super().on_resize()

    def _fit(self) -> None:
        """Show the figures around the bar for which there is room, those before it first."""
        words = [one for place, one in enumerate(self._all) if place not in self._figures and one.wide <= self.cells]
        room = self.cells - 2 - sum(one.cells + 1 for one in words)
        shown: set[int] = set()
        if self._figures:
            at = self._figures.index(self._column)
            for place in (*reversed(self._figures[: at + 1]), *self._figures[at + 1 :]):
                need = self._all[place].cells + 1
                if shown and need > room:
                    if place > self._column:
                        break
                    continue
                shown.add(place)
                room -= need
        columns = [
            one._replace(wide=_NEVER) if place in self._figures and place not in shown else one
            for place, one in enumerate(self._all)
        ]
        if tuple(columns) != self._columns:
            self.set_columns(columns)
        else:
            self._strips.clear()
            self.refresh()

    def on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        """A wheel that goes sideways turns the figures."""
        event.stop()
        self._step(-1)

    def on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        """The other way."""
        event.stop()
        self._step(1)
