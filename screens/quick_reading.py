"""From what the parser understood to what the quick line shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.widgets.quick_line import Reader

if TYPE_CHECKING:
    from swstation.quicklog import Index


def reader(index: Index) -> Reader:
    """Read lines against what is known here."""
    if callable(index):
        return index
    raise NotImplementedError
