"""Giving a file its name, also where something else holds it for a moment.

On Windows a virus scanner, an indexer or a cloud folder opens what was just written; until it lets go, the rename
fails.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

_HELD: Final = {5, 32, 33}
"""Windows: access denied, sharing violation, lock violation."""
WAITS: Final = (0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.85)
"""Seconds between tries, 2.5 in all."""


def held(error: OSError) -> bool:
    """Whether a rename failed because another program has the file open."""
    return getattr(error, "winerror", None) in _HELD


def rename(
    part: Path,
    target: Path,
    *,
    replace: Callable[[Path, Path], None] | None = None,
    sleep: Callable[[float], None] | None = None,
) -> None:
    """Put ``part`` in the place of ``target``, whole or not at all; tried again for 2.5 seconds where it is held.

    Raises ``OSError``, that of the last try.
    """
    for wait in WAITS:
        try:
            return (replace or os.replace)(part, target)
        except OSError as error:
            if not held(error):
                raise
            (sleep or time.sleep)(wait)
    return (replace or os.replace)(part, target)
