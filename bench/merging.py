"""Merging, every record verified, against moving the same by ATTACH and INSERT … SELECT, nothing verified.

A merge leaves two things behind, the change records and the rows folded from them: so does the counterpart that the
goal is held against. Moving the bare rows alone stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlcipher3 import dbapi2

from bench.data import Data, opened
from bench.measure import Result, compare, cpu, hottest
from db.registry import specs
from db.store import writer_lock
from swstation.exchange.exporting import export
from swstation.exchange.merging import merge
from swstation.operations.book import Book

GATE = 6.0
"""Times the unverified move of records and rows: no merge may be slower."""


def results(data: Data) -> Iterator[Result]:
    """The first merge, the same again, and one month into a small and a large county."""
    runs = 1 if data.stations > 10 else 3
    plain, whole = _Plain(data), _Plain(data, records=True)
    mine: list[float] = []

    def ours() -> float:
        database = data.county_before()
        with opened(database) as book, writer_lock(database):
            mine.append(cpu(lambda: _well(merge(book, data.bundles, backup=False).well)))
        data.drop(database)
        return mine[-1]

    first = compare(
        f"merge {len(data.bundles)} stations × {data.years} years, all new, every record verified",
        "ATTACH + INSERT … SELECT of the same records and rows, nothing verified", ours, whole.run, runs=runs, goal=3.0,
    )  # fmt: skip
    first = replace(first, limit=GATE)
    beside = compare(
        "the same merge", "ATTACH + INSERT … SELECT of the rows alone, without the records behind them", ours,
        plain.run, runs=runs, goal=None,
    )  # fmt: skip
    database = data.county_before()
    with opened(database) as book, writer_lock(database):
        where = hottest(lambda: merge(book, data.bundles[-1:], backup=False), 8)
        merge(book, data.bundles, backup=False)
        yield replace(first, costs=where)
        yield beside
        yield _by_sqlite_utils(first, whole)
        yield _by_sessions(first, whole, records=sum(b.ops for b in data.made.bundles if b.file in data.bundles))
        yield compare(
            "the same again", "the first merge", lambda: cpu(lambda: merge(book, data.bundles, backup=False)),
            lambda: first.ours, runs=3, goal=0.02,
        )  # fmt: skip
    data.drop(database)
    yield from _growth(data)
    yield from _month(data, first)


def _by_sqlite_utils(first: Result, whole: _Plain) -> Result:
    theirs = whole.upsert_all()
    against = "sqlite-utils `upsert_all` of the same records and rows, nothing verified"
    return Result("the same merge", against, first.ours, theirs, first.ours / theirs, 1.0, "CPU", 1)


def _by_sessions(first: Result, whole: _Plain, records: int) -> Result:
    ours, theirs = first.ours / records, whole.session_merge()
    return Result(
        "each record of it", "`Session.merge` of an entry's row", ours, theirs, ours / theirs, 1 / 20, "CPU", 1
    )


def _growth(data: Data) -> Iterator[Result]:
    """What a record costs among the last stations against among the first, if there are enough to tell."""
    some = len(data.bundles) // 10
    if not some:
        return
    ops = {bundle.file: bundle.ops for bundle in data.made.bundles}

    def each(book: Book, files: list[Path]) -> float:
        return cpu(lambda: _well(merge(book, files, backup=False).well)) / sum(ops[file] for file in files)

    database = data.county_before()
    with opened(database) as book, writer_lock(database):
        first = each(book, data.bundles[:some])
        each(book, data.bundles[some:-some])
        last = each(book, data.bundles[-some:])
    data.drop(database)
    yield Result(
        f"a record of the last {some} stations of {len(data.bundles)}", f"of the first {some}", last, first,
        last / first, 1.2, "CPU", 1,
    )  # fmt: skip


def _well(well: bool) -> None:
    assert well


def _month(data: Data, first: Result) -> Iterator[Result]:
    """The last station handed in all but its last month; that month now comes alone, as after a receipt."""
    last = data.made.laptops[-1]
    bundle = next(b for b in data.made.bundles if b.laptop == last.laptop)
    with opened(data.copy(last.database)) as book:
        with book.store.transaction() as connection:
            row = connection.execute("SELECT ranges FROM sent_bundle").fetchone()
            import orjson

            sent = orjson.loads(row[0])[0]["last"]
            op = connection.execute("SELECT id FROM op WHERE n = ?", (sent,)).fetchone()
            assert op is not None
            chain = _chain_at(connection, sent)
            county = connection.execute("SELECT fingerprint FROM card WHERE kind = 'county_card'").fetchone()[0]
            connection.execute(
                "INSERT INTO receipt (replica, county, incarnation, n, chain, at) VALUES (?, ?, 1, ?, ?, ?)",
                (bytes.fromhex(book.replica), county, sent, chain, book.source.at()),
            )
        month = export(book, data.place())
    assert month.file is not None
    file = month.file
    small = data.county_before()
    with opened(small) as book, writer_lock(small):
        _well(merge(book, [bundle.file], backup=False).well)

    def into(county: Path) -> float:
        copy = data.copy(county)
        with opened(copy) as book, writer_lock(copy):
            taken = cpu(lambda: _well(merge(book, [file], backup=False).well))
        data.drop(copy)
        return taken

    runs = 3 if data.quick else 5
    yield compare(
        f"one month of one station ({month.ops} records) into a county with {data.logs:,} entries",
        "the same month into a county with that station alone", lambda: into(data.made.county), lambda: into(small),
        runs=runs, goal=1.5,
    )  # fmt: skip
    share = first.ours * month.ops / sum(b.ops for b in data.made.bundles if b.file in data.bundles)
    yield compare(
        "one month of one station", "its share of the first merge", lambda: into(data.made.county), lambda: share,
        runs=runs, goal=3.0,
    )  # fmt: skip
    whole = next(b for b in data.made.bundles if b.laptop == last.laptop)
    yield Result(
        f"size of a month's bundle ({month.bytes / 1000:.0f} kB)", f"the whole ({whole.bytes / 1000:.0f} kB)",
        month.bytes, whole.bytes, month.bytes / whole.bytes, 1 / 25 if data.years > 2 else 3 / (12 * data.years),
        "bytes", 1,
    )  # fmt: skip


def _chain_at(connection: object, n: int) -> bytes:
    from db.records import ZERO_CHAIN, next_chain

    chain = ZERO_CHAIN
    for row in connection.execute("SELECT id FROM op WHERE n <= ? ORDER BY n", (n,)):  # type: ignore[attr-defined]
        chain = next_chain(chain, row[0])
    return chain


class _Plain:
    """One file per station with the bare rows, and a county with the same tables and indexes.

    ``records``: with the change records, too.
    """

    def __init__(self, data: Data, *, records: bool = False) -> None:
        self._data, self._files = data, []
        self._tables = [*specs(), *(["op"] if records else [])]
        folder = data.place()
        source = dbapi2.connect(str(data.copy(data.made.county)), isolation_level=None)
        self._schema = [
            row[0]
            for row in source.execute(
                "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name IN"
                f" ({','.join('?' * len(self._tables))}) ORDER BY type DESC",
                self._tables,
            )
        ]
        units = sorted({one.laptop.unit for one in data.made.laptops})
        for unit in units:
            file = folder / f"{unit}.db"
            source.execute("ATTACH ? AS out", (str(file),))
            for table in self._tables:
                of = "st" if table == "op" else "owner"
                source.execute(f"CREATE TABLE out.{table} AS SELECT * FROM main.{table} WHERE {of} = ?", (unit,))
            source.execute("DETACH out")
            self._files.append(file)
        source.close()
        self._columns = {table: self._all_columns(table) for table in self._tables}

    def _all_columns(self, table: str) -> list[str]:
        connection = dbapi2.connect(str(self._files[0]))
        found = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        connection.close()
        return found

    def run(self) -> float:
        with self._empty() as connection:
            taken = cpu(lambda: self._all(connection))
            merged = connection.execute("SELECT count(*) FROM service_log WHERE alive").fetchone()[0]
            assert merged == self._data.logs
        return taken

    def upsert_all(self) -> float:
        """CPU seconds of the usual way to do it in a few lines."""
        from sqlite_utils import Database

        def all_of_them() -> None:
            into = Database(connection)
            for file in self._files:
                source = Database(dbapi2.connect(str(file)))
                for table in self._columns:
                    keys = ["r", "n", "id"] if table == "op" else "id"
                    into.table(table).upsert_all(source[table].rows, pk=keys)
                source.close()

        with self._empty() as connection:
            return cpu(all_of_them)

    def session_merge(self) -> float:
        """CPU seconds for each of the first thousand entries, taken in as an ORM does it."""
        from sqlmodel import Session, create_engine, select

        from db.tables import table

        entry = table("service_log")
        with self._empty() as connection:
            path = connection.execute("PRAGMA database_list").fetchone()[2]
            with Session(create_engine(f"sqlite:///{self._files[0]}")) as session:
                said = [one.model_dump() for one in session.exec(select(entry).limit(1_000))]

            def one_by_one() -> None:
                with Session(create_engine(f"sqlite:///{path}")) as session:
                    for values in said:
                        session.merge(entry(**values))
                    session.commit()

            return cpu(one_by_one) / len(said)

    @contextmanager
    def _empty(self) -> Iterator[dbapi2.Connection]:
        place = self._data.place()
        connection = dbapi2.connect(str(place / "plain.db"), isolation_level=None)
        connection.execute("PRAGMA page_size = 8192")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA cache_size = -32000")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        for statement in self._schema:
            connection.execute(statement)
        yield connection
        connection.close()
        self._data.drop(place / "plain.db")

    def _all(self, connection: dbapi2.Connection) -> None:
        for file in self._files:
            connection.execute("ATTACH ? AS st", (str(file),))
            connection.execute("BEGIN IMMEDIATE")
            for table, columns in self._columns.items():
                updates = ", ".join(f"{c} = excluded.{c}" for c in columns if c != "id")
                newer = f"(id) DO UPDATE SET {updates} WHERE excluded.changed_at > {table}.changed_at"
                connection.execute(
                    f"INSERT INTO main.{table} SELECT * FROM st.{table} WHERE true"
                    f" ON CONFLICT {'DO NOTHING' if table == 'op' else newer}"
                )
            connection.execute("COMMIT")
            connection.execute("DETACH st")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
