"""How far the writing of many rows is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

STEP: Final = 250
"""After so many rows somebody is told, and may stop it."""


class Steps:
    """Says every so many rows how far the writing is."""

    def __init__(self, whole: int, progress: Callable[[int, int], None] | None) -> None:
        self._whole, self._progress, self._done = whole, progress, 0

    def one(self) -> None:
        """One row more is written."""
        self._done += 1
        if self._progress is not None and self._done % STEP == 0:
            self._progress(self._done, self._whole)
