"""Copies of the database that were opened again and checked before they count."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from db.errors import Refusal

KEEP = 30


def backup_file(connection: Any, database: Path, label: str, target: Path | None = None) -> Path:
    """Copy the open database with ``VACUUM INTO`` (it stays encrypted under the same key), then verify the copy.

    Without ``target`` it goes to ``PATH.d/backup/``. Refuses: no room, no right to write, a target that exists.
    """
    from sqlcipher3 import dbapi2

    from db.store import data_folder

    if target is None:
        folder = data_folder(database) / "backup"
        folder.mkdir(parents=True, exist_ok=True)
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")[:18]
        target = folder / f"{stamp}-{label}.db"
    if target.exists():
        raise Refusal("store.exists", path=target.name)
    if not target.parent.is_dir():
        raise Refusal("store.no_folder", path=str(target.parent))
    if shutil.disk_usage(target.parent).free < database.stat().st_size + (8 << 20):
        raise Refusal("store.disk_full", path=target.name)
    try:
        connection.execute("VACUUM INTO ?", (str(target),))
    except dbapi2.Error:
        target.unlink(missing_ok=True)
        raise Refusal("store.backup_failed", path=target.name) from None
    _thin(target.parent if target.parent.name == "backup" else None)
    keys = database.with_name(database.name + ".keys")
    if keys.exists():
        shutil.copyfile(keys, target.with_name(target.name + ".keys"))
    return target


def verify(path: Path, key: bytes | None) -> int:
    """Open a copy and check every page; gives the number of change records in it. Refuses a damaged one."""
    from sqlcipher3 import dbapi2

    from db.store import Store

    try:
        with Store(path, key) as store:
            if store.connection.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                raise Refusal("store.damaged", path=path.name)
            return int(store.connection.execute("SELECT count(*) FROM op").fetchone()[0])
    except dbapi2.Error:
        raise Refusal("store.damaged", path=path.name) from None


def _thin(folder: Path | None) -> None:
    # Keep the newest; at a copy before each merge sitting this is some months.
    if folder is None:
        return
    for old in sorted(folder.glob("*.db"))[:-KEEP]:
        old.unlink()
        old.with_name(old.name + ".keys").unlink(missing_ok=True)
