"""Copies of the database that were opened again and checked before they count."""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from db.errors import Refusal
from db.flushing import copy_file, flush_folder
from db.protect import keys_path
from db.renaming import rename

KEEP = 30
ABANDONED = 3600
"""Seconds after which a half-made copy is nobody's."""


def backup_file(connection: Any, database: Path, key: bytes | None, label: str, target: Path | None = None) -> Path:
    """Copy the open database with ``VACUUM INTO`` (it stays encrypted under the same key), then verify the copy.

    Without ``target`` it goes to ``PATH.d/backup/``, where the newest ``KEEP`` stay. Refuses: no room, no right to
    write, a target that exists. The name is there only once the copy is whole.
    """
    from sqlcipher3 import dbapi2

    from db.store import copy_into, data_folder

    if target is None:
        folder = data_folder(database) / "backup"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            raise Refusal("store.backup_failed", path=folder.name) from None
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")[:18]
        target = folder / f"{stamp}-{label}.db"
    if target.exists():
        raise Refusal("store.exists", path=target.name)
    if not target.parent.is_dir():
        raise Refusal("store.no_folder", path=str(target.parent))
    if shutil.disk_usage(target.parent).free < database.stat().st_size + (8 << 20):
        raise Refusal("store.disk_full", path=target.name)
    part = target.with_name(target.name + ".part")
    _remove(part)
    try:
        copy_into(connection, part)
        if verify(part, key) != connection.execute("SELECT count(*) FROM op").fetchone()[0]:
            raise Refusal("store.damaged", path=part.name)
        keys = keys_path(database)
        if keys.exists():
            copy_file(keys, keys_path(target))
        rename(part, target)
        flush_folder(target.parent)
    except (dbapi2.Error, OSError, Refusal):
        _remove(part)
        raise Refusal("store.backup_failed", path=target.name) from None
    if target.parent == data_folder(database) / "backup":
        _thin(target.parent)
    return target


def verify(path: Path, key: bytes | None) -> int:
    """Look at every page of a copy, which stays as it is; gives the number of its records. Refuses a damaged one."""
    from sqlcipher3 import dbapi2

    from db.store import connect

    if not path.is_file():
        raise Refusal("store.missing", path=path.name)
    connection = connect(path, key, read_only=True)
    try:
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise Refusal("store.damaged", path=path.name)
        return int(connection.execute("SELECT count(*) FROM op").fetchone()[0])
    except dbapi2.Error:
        raise Refusal("store.damaged", path=path.name) from None
    finally:
        connection.close()


def _thin(folder: Path) -> None:
    # Keep the newest; at a copy before each merge sitting this is some months.
    for old in sorted(folder.glob("*.db"))[:-KEEP]:
        _remove(old)
        _remove(keys_path(old))
    # A copy cut short stays under its name for a while: another process may be writing it right now.
    for part in folder.glob("*.part"):
        if time.time() - part.stat().st_mtime > ABANDONED:
            _remove(part)


def _remove(path: Path) -> None:
    # One copy too many is no harm; the copy just made is whole all the same.
    with suppress(OSError):
        path.unlink(missing_ok=True)
