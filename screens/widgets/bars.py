"""The first and the last line of every screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from textual import events
from textual.content import Content
from textual.widget import Widget

from screens.actions import PAGES, action_of, key_word
from screens.text import clean, fit, width
from swstation.i18n import _

if TYPE_CHECKING:
    from screens.base import BaseScreen

FOOTER_KEYS = 6
"""At most so many keys in the key bar at 80 columns."""
ENTER = "list.open"

Line = tuple[str, str, bool, str]
"""Key, word, enabled and action of a key in the bar."""


class TopBar(Widget):
    """Unit, page and period on the left; the writer and a quiet "saved 14:02" on the right.

    Where there is room, the first page of each kind shows all of them with their digits, itself stronger.
    """

    def render(self) -> Content:
        screen = cast("BaseScreen", self.screen)
        unit, page, period, writer, saved = (clean(part, 60) for part in screen.top_line())
        right = Content.assemble((saved, "$muted"), "  " if saved and writer else "", (writer, "$foreground"))
        here = Content.styled(f" {page} ", "bold $cursor-text on $cursor-ground")
        tail = Content.styled(f"  {period}" if period else "", "$muted")
        room = self.size.width - right.cell_length - tail.cell_length - 3
        pages = self._pages()
        # A page that was opened from another says its own name: the digits would not tell which one it is.
        if self._is_first and width(unit) + 2 + pages.cell_length <= room:
            here = pages
        unit = fit(unit, min(width(unit), max(4, room - here.cell_length - 2)), ellipsis="..")
        left = Content.assemble((f" {unit} ", "bold $primary"), here, tail)
        gap = max(1, self.size.width - left.cell_length - right.cell_length - 1)
        return Content.assemble(left, " " * gap, right)

    @property
    def _is_first(self) -> bool:
        stack = self.app.screen_stack
        return bool(stack) and stack[0] is self.screen

    def _pages(self) -> Content:
        pieces = []
        for page in PAGES:
            label = _(page.short or page.label)
            if page.name == self.app.current_mode:
                pieces.append(Content.styled(f" {page.key} {label} ", "bold $cursor-text on $cursor-ground"))
            else:
                pieces.append(Content.assemble((f" {page.key} ", "$primary"), (f"{label} ", "$muted")))
        return Content("").join(pieces)


class KeyBar(Widget):
    """The few keys that matter here; clickable."""

    def __init__(self) -> None:
        super().__init__()
        self._places: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.refresh())

    def render(self) -> Content:
        if self.app.screen is not self.screen:
            return Content("")  # a question stands in front: its own frame says its keys
        shown = self._shown()
        fitting = self._fitting(shown)
        enter = next((line for line in shown if line[3] == ENTER), None)
        if enter is not None and enter not in fitting and getattr(self.screen, "ENTER_DECIDES", False):
            # Here Enter does more than to open: nobody shall press it without having read what.
            rest = [line for line in shown if line is not enter]
            fitting = self._fitting([*rest[:1], enter, *rest[1:]])
        self._places.clear()
        out = Content(" ")
        for key, word, enabled, action in fitting:
            start = out.cell_length
            out = out + Content.assemble(
                (key, "bold $primary" if enabled else "$muted"),
                " ",
                (word, "$foreground" if enabled else "$muted"),
            )
            self._places.append((start, out.cell_length, action))
            out = out + "  "
        return out

    def _fitting(self, lines: Sequence[Line]) -> list[Line]:
        """The first of the lines, as many as there is room for, each action once."""
        out: list[Line] = []
        used = 1
        for line in lines:
            if line[3] in {one[3] for one in out} or len(out) == FOOTER_KEYS:
                continue
            cells = width(line[0]) + 1 + width(line[1])
            if used + cells + 2 > self.size.width:
                break
            out.append(line)
            used += cells + 2
        return out

    def _shown(self) -> list[Line]:
        """Key, word, enabled and action of what may stand here: this place's own keys before everyone's."""
        here: list[Line] = []
        general: list[Line] = []
        for key, active in self.screen.active_bindings.items():
            binding = active.binding
            action = action_of(binding)
            if action is None or not binding.show or key not in (*action.keys, "comma"):
                continue
            line = (key_word(key), binding.description, active.enabled, action.id)
            (general if action.id.startswith("app.") else here).append(line)
        return general[:1] + here + general[1:]

    def on_click(self, event: events.Click) -> None:
        for start, end, action in self._places:
            if start <= event.x < end:
                for active in self.screen.active_bindings.values():
                    found = action_of(active.binding)
                    if found is not None and found.id == action:
                        self.call_later(self.app.run_action, active.binding.action, active.node)
                        return
