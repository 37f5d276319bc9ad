"""A box to type in that shows whatever it holds without letting it move the cursor."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widgets import Input

# Control characters and direction overrides take no cell: without them the line is as wide as before.
_UNSEEN = dict.fromkeys(
    [*range(0x20), *range(0x7F, 0xA0), 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A), 0xFEFF]
)


class TextInput(Input):
    """One compact line. What is kept is exactly what was typed; only its picture is made harmless."""

    def __init__(
        self, value: str = "", *, placeholder: str = "", password: bool = False, id: str | None = None
    ) -> None:
        super().__init__(value, placeholder=placeholder, password=password, id=id, compact=True, select_on_focus=False)

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        if all(segment.text.isprintable() for segment in strip):
            return strip
        return Strip(
            [Segment(segment.text.translate(_UNSEEN), segment.style, segment.control) for segment in strip],
            strip.cell_length,
        )
