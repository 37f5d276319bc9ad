"""Copies of the database, and going back to one."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from db import digest, local, protect
from db.backup import copy_file, flush_folder, verify
from db.errors import Refusal
from db.ids import Source
from db.store import DatabaseError, Store, data_folder, explain, put_setting, remove_database, setting
from swstation.operations import guards
from swstation.operations.book import Book, book_of


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


def copy_before(book: Book, label: str) -> Path | None:
    """Copy the database before something big, unless nothing changed since the last such copy; which one that is.

    ``None`` for a database without records.
    """
    code, ops, _tables = digest.whole(book.connection)
    if not ops:
        return None
    if setting(book.connection, "backup_digest") == code:
        return Path(setting(book.connection, "backup_file"))
    copied = back_up(book, label=label)
    with book.store.transaction() as connection:
        put_setting(connection, "backup_digest", code)
        put_setting(connection, "backup_file", str(copied.file))
    return copied.file


def copy_before_merge(book: Book) -> None:
    """The copy that ``restore_before_merge`` goes back to."""
    copied = copy_before(book, "before-merge")
    with book.store.transaction() as connection:
        put_setting(connection, MERGE_COPY, None if copied is None else copied.name)


MERGE_COPY = "merge_copy"


def merge_copy(book: Book) -> Path | None:
    """The copy made before the last merge, if it is still there."""
    name = setting(book.connection, MERGE_COPY)
    file = data_folder(book.store.path) / "backup" / name
    return file if name and file.is_file() else None


@dataclass(frozen=True, slots=True)
class Restored:
    """The database in place again, what was put aside, and the new replica id."""

    file: Path
    aside: Path | None
    replica: str


def restore(database: Path, copy: Path, passphrase: Callable[[], str], source: Source | None = None) -> Restored:
    """Put a verified copy in place of the database; the old file is kept. The caller holds the writer's lock.

    What is written after a restore must not reuse sequence numbers that were sent before: the installation goes on
    under a new replica id (``exchange.successors``). All is made ready beside the database, the new number in it;
    then one rename. A cut at any point leaves the old database or the new one.
    """
    if not copy.is_file():
        raise Refusal("store.missing", path=copy.name)
    if database.exists() and copy.samefile(database):
        raise Refusal("store.restore_itself", path=copy.name)
    key = protect.unlock(copy, passphrase()).key if protect.is_encrypted(copy) else None
    return _restore(database, copy, key, source or Source())


def restore_before_merge(book: Book) -> tuple[Restored, Book]:
    """Go back to the copy made before the last merge, in one step; the book to go on with. Closes ``book``.

    What was merged and written since is in the file put aside. Refuses: no such copy any more.
    """
    copy = merge_copy(book)
    if copy is None:
        raise Refusal("store.no_merge_copy")
    database, key = book.store.path, book.store.key
    verify(copy, key)
    book.close()
    done = _restore(database, copy, key, book.source)
    return done, book_of(Store(database, key), book.source)


def _restore(database: Path, copy: Path, key: bytes | None, source: Source) -> Restored:
    verify(copy, key)
    made = database.with_name(database.name + ".restoring")
    aside = None
    try:
        _remove(made)
        _copy_to(made, copy)
        replica = _renewed(made, database, key, source)
        verify(made, key)
        aside = _keep_aside(database, source.now().strftime("%Y%m%dT%H%M%S"))
        _put_in_place(made, database)
    except OSError as error:
        _clear_away(made, aside)
        raise Refusal("store.disk_full" if error.errno in _FULL else "store.disk_error", path=database.name) from error
    except DatabaseError as error:
        _clear_away(made, aside)
        raise explain(error, database, key) from error
    except BaseException:
        _clear_away(made, aside)
        raise
    _clear_away(made, None)
    with Store(database, key) as store:
        guards.remember(book_of(store, source))
    return Restored(database, aside, replica)


_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def _clear_away(made: Path, aside: Path | None) -> None:
    with suppress(OSError):  # what stays is in nobody's way: the next restore begins by removing it
        _remove(made)
    if aside is not None:
        with suppress(OSError):
            remove_database(aside)


def _remove(made: Path) -> None:
    remove_database(made)
    shutil.rmtree(data_folder(made), ignore_errors=True)  # an older copy is brought up to date there


def _copy_to(made: Path, copy: Path) -> None:
    # All that needs room and may fail comes before the database is touched.
    made.parent.mkdir(parents=True, exist_ok=True)
    for suffix in ("", "-wal", ".keys"):  # a copy made by hand may have its newest pages in the journal
        source = copy.with_name(copy.name + suffix)
        if source.exists():
            copy_file(source, made.with_name(made.name + suffix))


def _renewed(made: Path, database: Path, key: bytes | None, source: Source) -> str:
    from swstation.exchange.successors import new_incarnation, renew

    with Store(made, key) as store:
        book = book_of(store, source)
        level = new_incarnation(book.connection, _incarnation_outside(database, key, book.replica))
        done = renew(book, incarnation=level, place=database)
        with store.transaction() as connection:
            local.audit(connection, source.at(), book.worker, "restore")
        store.settle()
    return done.replica


def _incarnation_outside(database: Path, key: bytes | None, replica: str) -> int | None:
    found = guards.known_incarnation(database, replica)
    try:
        with Store(database, key) as store:
            here = guards.incarnation(store.connection)
            # What lies in the journal goes into the file: the file alone is what is put aside and replaced.
            store.settle()
    except Refusal:  # none there, damaged, or of another key
        return found
    return here if found is None else max(here, found)


def _keep_aside(database: Path, stamp: str) -> Path | None:
    if not database.exists():
        return None
    aside = database.with_name(f"{database.name}.before-{stamp}")
    while aside.exists():
        aside = aside.with_name(f"{aside.name}-2")
    for suffix in (".keys", "-wal", ""):
        old = database.with_name(database.name + suffix)
        if old.exists():
            kept = aside.with_name(aside.name + suffix)
            try:
                kept.hardlink_to(old)
            except OSError:  # a disk without such links
                copy_file(old, kept)
    return aside


def _put_in_place(made: Path, database: Path) -> None:
    # A journal left over belongs to the old file; over the new one it would be read as its own.
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    coming, keys = protect.keys_path(made), protect.keys_path(database)
    if coming.exists():  # first: those of a copy of the same installation open the old file as well
        coming.replace(keys)
        made.replace(database)
    else:
        made.replace(database)
        keys.unlink(missing_ok=True)
    flush_folder(database.parent)
