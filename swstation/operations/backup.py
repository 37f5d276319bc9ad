"""Copies of the database, and going back to one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from db import digest, local, protect
from db.backup import verify
from db.errors import Refusal
from db.ids import Source
from db.store import Store, put_setting, setting
from swstation.operations.book import Book


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy that was opened again and checked: its change records and bytes."""

    file: Path
    ops: int
    bytes: int


def back_up(book: Book, target: Path | None = None, label: str = "copy") -> Copied:
    """Copy the open database and verify the copy. Refuses: no room, no right, a target that exists."""
    file = book.store.backup(label, target)
    ops = verify(file, book.store.key)
    with book.store.transaction() as connection:
        put_setting(connection, "backup_at", book.source.at())
        local.audit(connection, book.source.at(), book.worker, "backup")
    return Copied(file, ops, file.stat().st_size)


def copy_before(book: Book, label: str) -> None:
    """Copy the database before something big, unless nothing changed since the last such copy."""
    code, ops, _tables = digest.whole(book.connection)
    if not ops or setting(book.connection, "backup_digest") == code:
        return
    back_up(book, label=label)
    with book.store.transaction() as connection:
        put_setting(connection, "backup_digest", code)


@dataclass(frozen=True, slots=True)
class Restored:
    """The database in place again, what was put aside, and the new replica id."""

    file: Path
    aside: Path | None
    replica: str


def restore(database: Path, copy: Path, passphrase: Callable[[], str], source: Source | None = None) -> Restored:
    """Put a verified copy in place of the database; the old file is kept. The caller holds the writer's lock.

    What is written after a restore must not reuse sequence numbers that were sent before: the installation gets a
    new replica id that names the old one as its parent.
    """
    if not copy.is_file():
        raise Refusal("store.missing", path=copy.name)
    if database.exists() and copy.samefile(database):
        raise Refusal("store.restore_itself", path=copy.name)
    key = protect.unlock(copy, passphrase()) if protect.is_encrypted(copy) else None
    verify(copy, key)
    source = source or Source()
    coming = _copied_beside(database, copy)
    aside = _put_aside(database, source.now().strftime("%Y%m%dT%H%M%S"))
    for file in coming:
        file.replace(file.with_name(file.name.removesuffix(_COMING)))
    with Store(database, key) as store, store.transaction() as connection:
        old_replica = setting(connection, "replica")
        replica = source.replica_id()
        put_setting(connection, "replica", replica)
        put_setting(connection, "replica_parent", old_replica)
        local.audit(connection, source.at(), setting(connection, "worker"), "restore")
    return Restored(database, aside, replica)


_COMING = ".restoring"


def _copied_beside(database: Path, copy: Path) -> list[Path]:
    # All that needs room and may fail comes before the database is touched.
    coming = []
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        for suffix in ("", "-wal", ".keys"):  # a copy made by hand may have its newest pages in the journal
            source = copy.with_name(copy.name + suffix)
            if source.exists():
                coming.append(database.with_name(database.name + suffix + _COMING))
                shutil.copyfile(source, coming[-1])
    except OSError:
        for file in coming:
            file.unlink(missing_ok=True)
        raise
    # The keys first: a database without them would be lost to a cut of power between the two.
    return coming[::-1]


def _put_aside(database: Path, stamp: str) -> Path | None:
    if not database.exists():
        return None
    aside = database.with_name(f"{database.name}.before-{stamp}")
    while aside.exists():
        aside = aside.with_name(f"{aside.name}-2")
    for suffix in ("", "-wal", "-shm", ".keys"):
        old = database.with_name(database.name + suffix)
        if old.exists():
            old.rename(aside.with_name(aside.name + suffix))
    return aside
