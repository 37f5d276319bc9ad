"""Shutting an open interface from outside: a file is touched, and the interface looks at it now and then."""

from __future__ import annotations

from pathlib import Path

from db.errors import Refusal
from db.store import data_folder


def _file(database: Path) -> Path:
    return data_folder(database) / "lock-asked"


def ask_lock(database: Path) -> None:
    """Ask an interface that has this database open to shut it. Refuses where nothing can be written."""
    try:
        _file(database).parent.mkdir(parents=True, exist_ok=True)
        _file(database).write_bytes(b"")
    except OSError:
        raise Refusal("store.read_only", path=_file(database).name) from None


def asked(database: Path) -> int:
    """A number that grows each time it was asked for; 0 if never."""
    try:
        return _file(database).stat().st_mtime_ns
    except OSError:
        return 0
