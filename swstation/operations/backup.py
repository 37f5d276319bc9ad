"""Copies of the database, and going back to one."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from db import digest, local, protect
from db.attached_copies import Carried, carry, needed, owner_of
from db.backup import verify
from db.errors import Refusal
from db.flushing import copy_file, flush_folder
from db.ids import Source
from db.queries.attachments import hashes_named
from db.store import DatabaseError, Store, data_folder, explain, put_setting, remove_database, setting
from swstation.operations import guards
from swstation.operations.book import Book, book_of


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy that was opened again and checked: its change records and bytes; ``files``: the attachments with it.

    ``files`` is ``None`` for a copy in the database's own folder: it lies beside the same attachments.
    """

    file: Path
    ops: int
    bytes: int
    files: Carried | None = None


def back_up(book: Book, target: Path | None = None, label: str = "copy") -> Copied:
    """Copy the open database and its attachments, and verify the copy.

    The attachments go to ``TARGET.d/attachments``, each checked by its hash; one that is damaged here, or is not
    here, is counted and stops nothing. Refuses: no room, no right, a target that exists.
    """
    book.store.refuse_newer()
    carried = None
    if target is not None and owner_of(target) != book.store.path:
        if target.exists():
            raise Refusal("store.exists", path=target.name)
        named = hashes_named(book.connection)
        _refuse_no_room(target, needed(book.store.path, named))
        # The files first: what has the copy's name has all that it names.
        carried = _carry(book.store.path, target, book.store.key, named)
    file = book.store.backup(label, target)
    ops = verify(file, book.store.key)
    with book.store.transaction() as connection:
        put_setting(connection, "backup_at", book.source.at())
        local.audit(connection, book.source.at(), book.worker, "backup")
    return Copied(file, ops, file.stat().st_size, carried)


def _refuse_no_room(target: Path, needed_bytes: int) -> None:
    if not target.parent.is_dir():
        raise Refusal("store.no_folder", path=str(target.parent))
    if needed_bytes and shutil.disk_usage(target.parent).free < needed_bytes:
        raise Refusal("store.disk_full", path=target.name)


def _carry(source: Path, target: Path, key: bytes | None, named: Iterable[str]) -> Carried:
    try:
        return carry(source, target, key, named)
    except OSError as error:
        raise Refusal("store.disk_full" if error.errno in _FULL else "store.disk_error", path=target.name) from error


def bring_back(book: Book, copy: Path) -> Carried:
    """Put attachments that are not here, or are damaged, in place again from a copy of this database."""
    return _carry(owner_of(copy), book.store.path, book.store.key, sorted(hashes_named(book.connection)))


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
    """The database in place again, what was put aside, the new replica id, and the attachments brought back."""

    file: Path
    aside: Path | None
    replica: str
    files: Carried


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
        files = _files_back(database, copy, made, key)
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
    return Restored(database, aside, replica, files)


def _files_back(database: Path, copy: Path, made: Path, key: bytes | None) -> Carried:
    # Before the database: a cut then leaves files that no row names yet, never a row without its file.
    owner = owner_of(copy)
    if owner == database:
        return Carried()
    with Store(made, key) as store:
        named = hashes_named(store.connection)
        store.settle()
    return carry(owner, database, key, named)


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
