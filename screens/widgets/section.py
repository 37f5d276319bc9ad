"""A line above a part of a screen: what it is and how much there is of it."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from screens.text import clean, width, wrap


class Section(Widget):
    """``title`` is already translated; ``note`` stands beside it, quieter."""

    def __init__(self, title: str, note: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._title = title
        self._note = note

    def say(self, title: str | None = None, note: str | None = None) -> None:
        """Change what stands here."""
        self._title = self._title if title is None else title
        self._note = self._note if note is None else note
        self.refresh()

    def render(self) -> Content:
        return Content.assemble((clean(self._title), "bold"), "  ", (clean(self._note), "$muted"))


def framed(title: str) -> Content:
    """A title for a frame: text, never markup."""
    return Content(clean(title, 80))


class Words(Widget):
    """Sentences to read; never markup. Plain text is broken between Han characters, ``Content`` at its spaces."""

    DEFAULT_CSS = """
    Words { height: auto; width: 1fr; }
    """

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._text: str | Content = text

    def say(self, text: str | Content) -> None:
        """Show another text; ``Content`` is taken as it is."""
        self._text = text if isinstance(text, Content) else "\n".join(clean(line, 4_000) for line in text.split("\n"))
        self.refresh(layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        if isinstance(self._text, Content):
            return super().get_content_width(container, viewport)
        return max(width(line) for line in self._text.split("\n"))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        if isinstance(self._text, Content):
            return super().get_content_height(container, viewport, width)
        return len(wrap(self._text, max(1, width)))

    def render(self) -> Content:
        if isinstance(self._text, Content):
            return self._text
        return Content("\n".join(wrap(self._text, max(1, self.content_size.width))))
