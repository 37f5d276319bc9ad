"""Several lines to type in; Tab leaves them, Enter begins a new one."""

from __future__ import annotations

from textual import events
from textual.widgets import TextArea


class LongInput(TextArea):
    """Some lines of text in a form. ``value`` is what was typed."""

    DEFAULT_CSS = """
    LongInput { width: 3fr; height: 4; border: none; padding: 0; background: $panel; }
    LongInput:focus { border: none; background: $cursor-ground; color: $cursor-text; }
    """

    def __init__(self, value: str = "", *, id: str | None = None) -> None:
        super().__init__(value, id=id, soft_wrap=True, show_line_numbers=False, tab_behavior="focus", compact=True)
        self.cursor_blink = False

    @property
    def value(self) -> str:
        """What was typed."""
        return self.text

    @value.setter
    def value(self, text: str) -> None:
        self.load_text(text)

    async def _on_key(self, event: events.Key) -> None:
        # At the first and the last line the arrows go on to the next field, as in a box of one line.
        row, last = self.cursor_location[0], self.document.line_count - 1
        if (event.key == "up" and row == 0) or (event.key == "down" and row == last):
            event.stop()
            event.prevent_default()
            if event.key == "up":
                self.screen.focus_previous()
            else:
                self.screen.focus_next()
            return
        await super()._on_key(event)
