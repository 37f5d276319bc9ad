"""The one door to the database file: opening, the key, pragmas, transactions, the writer's lock, the one DB thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlcipher3 import dbapi2

from db.errors import Refusal
from db.migrations import APPLICATION_ID, LATEST

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

# Asked how to bind these three, the driver looks for a hook on each single value: twenty times the cost of binding it.
dbapi2.register_adapter(type(None), lambda none: none)
dbapi2.register_adapter(bytes, bytearray)
dbapi2.register_adapter(bool, int)

Connection = Any
"""A sqlcipher3 connection: DB-API, rows as tuples."""

DatabaseError = dbapi2.Error
"""What the driver raises; ``explain`` says it in our words."""

T = TypeVar("T")
Seal = tuple[int, str]
"""How the pages of an encrypted database are kept: their size in bytes, and what each is checked by."""
SEAL: Seal = (4096, "HMAC_SHA256")
"""New ones. A save writes some fifteen pages and each is encrypted whole, so small ones are what makes it quick."""
EARLIER_SEAL: Seal = (16384, "HMAC_SHA512")
"""Those made before 2026-12: read and written as they are."""
_CACHE_KIB = 32_000
_MUCH = 256 << 20
BUSY_SECONDS = 5.0
"""How long a short write waits for another one to end."""
STATEMENTS = 512
"""So many statements stay prepared: a merge writes the rows of a register by one for each choice of fields."""
_HEADER = b"SQLite format 3\0"


def _understand(connection: Connection) -> None:
    # Records of newer programs that waited for this one take part as soon as it has the columns for them.
    from db.rebuild import parked, rebuild

    if parked(connection):
        connection.execute("BEGIN IMMEDIATE")
        try:
            rebuild(connection)
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def data_folder(database: Path) -> Path:
    """Backups, inbox and archive of a database."""
    return database.with_name(database.name + ".d")


class Store:
    """An open database. Use it from one thread; ``run`` does so from an event loop."""

    def __init__(self, path: Path, key: bytes | None = None, *, create: bool = False, only_look: bool = False) -> None:
        """Open (or with ``create`` make) the database at ``path``. ``key``: 32 raw bytes, ``None`` without encryption.

        Refuses: a missing file, one that is not a database of ours, a wrong key, a newer program's database. With
        ``only_look`` that one is opened too (``newer``), and nothing can be written to it or made of it.
        """
        self.path = path
        self.key = key
        self.newer = False
        if create:
            if path.exists():
                raise Refusal("store.exists", path=path.name)
            path.parent.mkdir(parents=True, exist_ok=True)
        elif not path.is_file():
            raise Refusal("store.missing", path=path.name)
        self.connection = self._connect(create, only_look)
        self._executor: ThreadPoolExecutor | None = None

    def _connect(self, create: bool, only_look: bool) -> Connection:
        connection = connect(self.path, self.key, create=create, newer=only_look)
        try:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version > LATEST:
                self.newer = True
                connection.execute("PRAGMA query_only = ON")
                return connection
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            if version < LATEST:
                self._migrate(connection, create)
        except dbapi2.DatabaseError as error:
            connection.close()
            raise explain(error, self.path, self.key) from None
        except Refusal:
            connection.close()
            raise
        return connection

    def _migrate(self, connection: Connection, create: bool) -> None:
        from db.migrations import migrate

        with writer_lock(self.path):
            if not create:
                from db.backup import backup_file

                backup_file(connection, self.path, self.key, "before-migration")
            migrate(connection)
            if not create:
                _understand(connection)

    def refuse_newer(self) -> None:
        """Refuse to write to a newer program's database, and to make of it what others rely on (bundles, reports)."""
        if self.newer:
            raise Refusal("store.newer_version", path=self.path.name)

    def backup(self, label: str, target: Path | None = None) -> Path:
        """A checked copy of the database (``db.backup``); not inside a transaction."""
        self.refuse_newer()
        from db.backup import backup_file

        return backup_file(self.connection, self.path, self.key, label, target)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One write transaction: committed whole, or rolled back on any error (which is explained)."""
        self.refuse_newer()
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
        except dbapi2.Error as error:
            raise explain(error, self.path, self.key) from error

    @contextmanager
    def much(self, transactions: int) -> Iterator[None]:
        """For so many large transactions in turn, not inside one: with room for more pages in memory (128 MB; of an
        encrypted database each that is read again is decrypted again). What several commit goes into the database file
        itself now and then, not after each of them; it is on the disk all the same, in a log that may grow to 256 MB.
        """
        self.connection.execute(f"PRAGMA cache_size = -{_MUCH >> 11}")
        try:
            with self._seldom() if transactions > 1 else nullcontext():
                yield
        finally:
            self.connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")

    @contextmanager
    def _seldom(self) -> Iterator[None]:
        often = int(self.connection.execute("PRAGMA wal_autocheckpoint").fetchone()[0])
        page = int(self.connection.execute("PRAGMA page_size").fetchone()[0])  # of an encrypted database it is a text
        self.connection.execute(f"PRAGMA wal_autocheckpoint = {_MUCH // page}")
        self.connection.execute(f"PRAGMA journal_size_limit = {often * page}")
        try:
            yield
        finally:
            self.connection.execute(f"PRAGMA wal_autocheckpoint = {often}")
            with suppress(dbapi2.Error):  # then the next large commit does it
                self.connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """One read transaction: everything read inside is of the same moment."""
        try:
            self.connection.execute("BEGIN")
            try:
                yield self.connection
            finally:
                if self.connection.in_transaction:
                    self.connection.execute("COMMIT")
        except dbapi2.Error as error:
            raise explain(error, self.path, self.key) from error

    def settle(self) -> None:
        """Bring all that was committed into the database file itself and onto the disk; not inside a transaction.

        Refuses while another program reads or writes.
        """
        self.refuse_newer()
        try:
            self.connection.execute("PRAGMA checkpoint_fullfsync = ON")
            busy, waiting, moved = self.connection.execute("PRAGMA wal_checkpoint(FULL)").fetchone()
        except dbapi2.Error as error:
            raise explain(error, self.path, self.key) from error
        if busy or waiting != moved:
            raise Refusal("store.busy", path=self.path.name)

    async def run(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Call ``function(store, …)`` on the DB thread and wait for it without blocking the loop."""
        import asyncio
        from concurrent.futures import ThreadPoolExecutor

        if self._executor is None:
            self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="db")
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, partial(function, self, *args, **kwargs))

    def close(self) -> None:
        """Close the file; the store is not used again."""
        if self._executor is not None:
            self._executor.shutdown(wait=True)
        self.connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()


def connect(
    path: Path, key: bytes | None, *, create: bool = False, read_only: bool = False, newer: bool = False
) -> Connection:
    """A bare connection to a database of ours, keyed and looked at, nothing written.

    ``read_only``: for a copy that nobody writes; not even side files are made beside it. Refuses: a file that is not
    a database of ours, a wrong key, a newer program's database unless ``newer``.
    """
    if not create and key is None and not _has_header(path):
        raise Refusal("store.not_a_database", path=path.name)
    *others, last = [SEAL] if key is None or create else _seals(path)
    for seal in others:
        with suppress(_OtherSeal):
            return _connect(path, key, seal, create, read_only, newer)
    try:
        return _connect(path, key, last, create, read_only, newer)
    except _OtherSeal as error:
        raise explain(error.args[0], path, key) from None


class _OtherSeal(Exception):
    """The file cannot be read so: sealed otherwise, with another key, or damaged."""


def _connect(path: Path, key: bytes | None, seal: Seal, create: bool, read_only: bool, newer: bool) -> Connection:
    target = str(path)
    if read_only:
        alone = not path.with_name(path.name + "-wal").exists()
        target = f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if alone else ''}"
    try:
        connection = dbapi2.connect(
            target,
            isolation_level=None,
            check_same_thread=False,
            timeout=BUSY_SECONDS,
            uri=read_only,
            cached_statements=STATEMENTS,
        )
    except dbapi2.Error:
        raise Refusal("store.cannot_open", path=path.name) from None
    try:
        if key is not None:
            # Silence first: a failed page check would otherwise print over the screen.
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            connection.execute(f"PRAGMA cipher_page_size = {seal[0]}")
            connection.execute(f"PRAGMA cipher_hmac_algorithm = {seal[1]}")
        elif create:
            connection.execute("PRAGMA page_size = 8192")
        if not create and connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise Refusal("store.not_a_database", path=path.name)
        if connection.execute("PRAGMA user_version").fetchone()[0] > LATEST and not newer:
            raise Refusal("store.newer_version", path=path.name)
    except dbapi2.OperationalError as error:
        connection.close()
        raise explain(error, path, key) from None
    except dbapi2.DatabaseError as error:
        connection.close()
        raise _OtherSeal(error) from None
    except Refusal:
        connection.close()
        raise
    return connection


def _seals(path: Path) -> tuple[Seal, ...]:
    # The log beside a database says its page size in the clear; without one its length may tell.
    try:
        with path.with_name(path.name + "-wal").open("rb") as log:
            told = int.from_bytes(log.read(12)[8:], "big")
    except OSError:
        told = 0
    found = tuple(seal for seal in (SEAL, EARLIER_SEAL) if seal[0] == told)
    if found:
        return found
    try:
        return (SEAL, EARLIER_SEAL) if path.stat().st_size % EARLIER_SEAL[0] == 0 else (SEAL,)
    except OSError:
        return (SEAL,)


def copy_into(connection: Connection, target: Path) -> None:
    """Write a copy of an open database, sealed as that is, under the same key (``VACUUM INTO``)."""
    # SQLCipher makes such a copy by its defaults, and one with two sizes of page cannot be read again.
    size, check = (connection.execute(f"PRAGMA cipher_{of}").fetchone() for of in ("page_size", "hmac_algorithm"))
    if size is not None and check is not None:
        connection.execute(f"PRAGMA cipher_default_page_size = {size[0]}")
        connection.execute(f"PRAGMA cipher_default_hmac_algorithm = {check[0]}")
    connection.execute("VACUUM INTO ?", (str(target),))


def _has_header(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_HEADER)) == _HEADER
    except OSError:
        raise Refusal("store.cannot_open", path=path.name) from None


def explain(error: Exception, path: Path, key: bytes | None) -> Refusal:
    """What SQLite refused, in our words. A wrong key looks like a damaged page: the slot file has been asked before."""
    text = str(error)
    if "locked" in text or "busy" in text:
        reason = "busy"
    elif "not a database" in text:
        reason = "damaged" if key is not None else "not_a_database"
    elif "malformed" in text or "hmac" in text:
        reason = "damaged"
    elif "readonly" in text or "read-only" in text or "unable to open" in text:
        reason = "read_only"
    elif "is full" in text:
        reason = "disk_full"
    elif "I/O error" in text:
        reason = "disk_error"
    else:
        reason = "cannot_open"
    return Refusal(f"store.{reason}", path=path.name)


@contextmanager
def writer_lock(path: Path, timeout: float = 0.0) -> Iterator[None]:
    """The lock that merge, import, restore, a migration and the interface hold. Refuses if another program has it."""
    from filelock import FileLock, Timeout

    # Taken on one thread and given back on another: the interface opens the book beside its loop.
    lock = FileLock(str(path.with_name(path.name + ".lock")), timeout=timeout, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise Refusal("store.in_use", path=path.name) from None
    except OSError:
        raise Refusal("store.read_only", path=path.name) from None
    try:
        yield
    finally:
        lock.release()


def setting(connection: Connection, key: str, default: str = "") -> str:
    """A value of this machine's settings."""
    row = connection.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
    return default if row is None or row[0] is None else str(row[0])


def put_setting(connection: Connection, key: str, value: str | None) -> None:
    """Keep a value in this machine's settings."""
    connection.execute(
        "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )


def remove_database(path: Path) -> None:
    """Take away a database that was only half made."""
    for suffix in ("", "-wal", "-shm", ".keys", ".lock"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
