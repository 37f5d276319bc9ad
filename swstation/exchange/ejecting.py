"""How to take a stick out without losing what was written: a few words for the system at hand."""

from __future__ import annotations

import sys
from pathlib import Path

from swstation.i18n import _


def advice_for(folder: Path, platform: str = sys.platform) -> str:
    """What to do before pulling out the stick that ``folder`` lies on; empty for this computer's own disk."""
    return advice(platform) if on_stick(folder) else ""


def on_stick(folder: Path) -> bool:
    """Whether a folder lies on another disk than the user's own files. In doubt it does."""
    try:
        return folder.stat().st_dev != Path.home().stat().st_dev
    except OSError:
        return True


def advice(platform: str) -> str:
    """The words for a system, ``win32``, ``darwin`` or another."""
    if platform == "win32":
        return _("Before pulling the stick out: “Safely remove hardware” at the bottom right, and wait for its answer.")
    if platform == "darwin":
        return _("Before pulling the stick out: the eject sign beside it in Finder, and wait until it is gone.")
    return _("Before pulling the stick out: the eject sign beside it in the file manager, and wait for its answer.")
