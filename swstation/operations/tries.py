"""Wrong passphrases: after five in a minute, half a minute's wait. What is tried elsewhere on a copy is not slowed."""

from __future__ import annotations

import hashlib
import math
import os
import time
from contextlib import suppress
from pathlib import Path

from db import protect
from db.errors import Refusal
from swstation.operations.machine import read_json, write_json
from swstation.paths import state_folder

TRIES = 5
WITHIN, WAIT = 60.0, 30.0
"""Seconds."""
_WRONG = frozenset({"store.passphrase_wrong", "recovery.wrong"})


def unlock(database: Path, passphrase: str, now: float | None = None) -> protect.Opened:
    """The key of a database, by passphrase or recovery code. Refuses as ``protect.unlock``, and ``recovery.wait``."""
    now = time.time() if now is None else now
    file = _file(database)
    # A time ahead of the clock says that the clock was set back.
    found = [t for t in read_json(file).get("failed", []) if type(t) in (int, float) and now - WITHIN < t <= now]
    if len(found) >= TRIES and (left := found[-1] + WAIT - now) > 0:
        raise Refusal("recovery.wait", n=math.ceil(left))
    try:
        opened = protect.unlock(database, passphrase)
    except Refusal as refusal:
        if refusal.code in _WRONG:
            with suppress(OSError):
                file.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
            write_json(file, {"failed": [*found, now][-TRIES:]})
        raise
    with suppress(OSError):
        file.unlink(missing_ok=True)
    return opened


def _file(database: Path) -> Path:
    name = hashlib.sha256(os.path.realpath(database).encode("utf-8", "surrogateescape")).hexdigest()[:32]
    return state_folder() / "tries" / f"{name}.json"
