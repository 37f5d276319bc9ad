"""Which languages there are and which is asked for; apart from the catalogues, for the quick answers at start."""

from __future__ import annotations

import os
import sys

LANGUAGES = ("zh_CN", "en")
DEFAULT = "zh_CN"


def detect() -> str:
    """The language asked for by the environment, else the system's, else Chinese."""
    wanted = os.environ.get("SWSTATION_LANG") or ""
    if wanted in LANGUAGES:
        return wanted
    # Not locale.getlocale(): it calls the C locale English, and a bare C says nothing of the user.
    system = next((v for k in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(k))), "")
    if not system and sys.platform == "win32":
        import locale

        system = (locale.getlocale()[0] or "").lower()
    return "en" if system.startswith("en") else DEFAULT
