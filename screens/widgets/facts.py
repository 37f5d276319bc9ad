"""Lines of label and value on a record's page; masked ones are revealed one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from screens.text import clean, fit, width

if TYPE_CHECKING:
    from screens.ports import Fact


class Facts(Widget):
    """Facts in as many columns as fit. ``reveal`` puts a value in the place of its mask until the next reading."""

    DEFAULT_CSS = """
    Facts { height: auto; padding: 0 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._facts: Sequence[Fact] = ()
        self._open: dict[str, str] = {}

    def show(self, facts: Sequence[Fact]) -> None:
        """Show these; everything is masked again."""
        self._facts = [fact for fact in facts if fact.value]
        self._open.clear()
        self.refresh(layout=True)

    @property
    def masked(self) -> list[Fact]:
        """The facts that can be revealed and are not yet."""
        return [fact for fact in self._facts if fact.masked and fact.field not in self._open]

    def reveal(self, field: str, value: str) -> None:
        """Show one value in full."""
        self._open[field] = value
        self.refresh(layout=True)

    def render(self) -> Content:
        if not self._facts:
            return Content("")
        room = self.size.width or self.container_size.width or 78
        label_cells = max(width(fact.label) for fact in self._facts) + 2
        value_cells = max(12, min(36, max(width(self._value(fact)) for fact in self._facts) + 3))
        columns = max(1, room // (label_cells + value_cells))
        if columns == 1:
            value_cells = max(12, room - label_cells)
        lines: list[Content] = []
        for start in range(0, len(self._facts), columns):
            pieces: list[tuple[str, str]] = []
            for fact in self._facts[start : start + columns]:
                pieces.append((fit(fact.label, label_cells), "$muted"))
                tone = "$caution" if fact.field in self._open and fact.masked else "$foreground"
                pieces.append((fit(self._value(fact), value_cells), tone))
            lines.append(Content.assemble(*pieces))
        return Content("\n").join(lines)

    def _value(self, fact: Fact) -> str:
        return clean(self._open.get(fact.field, fact.value) if fact.masked else fact.value)
