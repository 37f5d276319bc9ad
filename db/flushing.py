"""Making files and names last through a cut of power."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path


def copy_file(source: Path, target: Path) -> None:
    """Copy a file to the disk itself: what gets a name afterwards must not lose its content to a cut of power."""
    with source.open("rb") as content, target.open("wb") as out:
        shutil.copyfileobj(content, out)
        out.flush()
        os.fsync(out.fileno())


def flush_folder(folder: Path) -> None:
    """Make names given in a folder last through a cut of power, where the system lets a folder be opened."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
