"""Every path the program uses by itself."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path


def default_database() -> Path:
    """Where the database is unless told otherwise: ``SWSTATION_DB``, else the platform's user data folder."""
    if given := os.environ.get("SWSTATION_DB"):
        return Path(given)
    from platformdirs import user_data_path

    return user_data_path("swstation", appauthor=False) / "swstation.db"


def state_folder() -> Path:
    """What the program remembers of this user's machine: ``SWSTATION_STATE``, else the platform's state folder."""
    if given := os.environ.get("SWSTATION_STATE"):
        return Path(given)
    return _state_folder()


@cache  # asked at every save
def _state_folder() -> Path:
    from platformdirs import user_state_path

    return user_state_path("swstation", appauthor=False)
