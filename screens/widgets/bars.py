"""The first and the last line of every screen."""

from __future__ import annotations

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


class TopBar(Widget):
    """Unit, page and period on the left; the writer and a quiet "saved 14:02" on the right.

    Where there is room, all pages stand there with their digits, the one in sight stronger.
    """

    def render(self) -> Content:
        screen = cast("BaseScreen", self.screen)
        unit, page, period, writer, saved = (clean(part, 60) for part in screen.top_line())
        right = Content.assemble((saved, "$muted"), "  " if saved and writer else "", (writer, "$foreground"))
        here = Content.styled(f" {page} ", "bold $cursor-text on $cursor-ground")
        tail = Content.styled(f"  {period}" if period else "", "$muted")
        room = self.size.width - right.cell_length - tail.cell_length - 3
        pages = self._pages()
        if width(unit) + 2 + pages.cell_length <= room:
            here = pages
        unit = fit(unit, min(width(unit), max(4, room - here.cell_length - 2)), ellipsis="..")
        left = Content.assemble((f" {unit} ", "bold $primary"), here, tail)
        gap = max(1, self.size.width - left.cell_length - right.cell_length - 1)
        return Content.assemble(left, " " * gap, right)

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
        most = FOOTER_KEYS
        self._places.clear()
        out = Content(" ")
        seen: set[str] = set()
        for key, word, enabled, action in self._shown():
            if action in seen or len(seen) == most:
                continue
            start = out.cell_length
            piece = Content.assemble(
                (key, "bold $primary" if enabled else "$muted"),
                " ",
                (word, "$foreground" if enabled else "$muted"),
            )
            if start + piece.cell_length + 2 > self.size.width:
                break
            seen.add(action)
            self._places.append((start, start + piece.cell_length, action))
            out = out + piece + "  "
        return out

    def _shown(self) -> list[tuple[str, str, bool, str]]:
        """Key, word, enabled and action of what may stand here: this place's own keys before everyone's."""
        here: list[tuple[str, str, bool, str]] = []
        general: list[tuple[str, str, bool, str]] = []
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
