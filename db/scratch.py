"""A book to try things in: the tables of the real one, and of its content only what the trial needs.

The trial runs the very code that will run on the real book, and nothing it does can reach that one: it is another
database, in memory or, where it would grow too large, in a file under a key that is kept nowhere.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from db.errors import Refusal
from db.registry import specs
from db.store import Connection, Store, connect, explain

WHOLE = ("unit", "enrolment", "policy_continuation")
"""Registers taken along whole: they decide whose word counts."""
_BY_ROW = {
    "op": "k",
    "conflict": "k",
    "foreign_op": "k",
    **dict.fromkeys((name for name in specs() if name not in WHOLE), "id"),
}
_LEFT = {"audit", "draft", "local_action", "snapshot_rows", "setting", *_BY_ROW}
_CHUNK = 500


class Scratch(Store):
    """An empty book with the tables of another; ``path`` stays that of the other, for its working folders."""

    def __init__(self, like: Store, file: Path | None = None) -> None:
        """``file``: where to put it instead of in memory (encrypted; gone at ``close``)."""
        self.path = like.path
        self.key = None
        self._file = file
        self._executor = None
        self._like = like.connection
        self.newer = False
        if file is None:
            self.connection = dbapi2.connect(":memory:", isolation_level=None, check_same_thread=False)
        else:
            self.connection = connect(file, secrets.token_bytes(32), create=True)
        try:
            self.connection.execute("PRAGMA journal_mode = MEMORY")
            self.connection.execute("PRAGMA synchronous = OFF")
            self.connection.execute("PRAGMA temp_store = MEMORY")
            self._make_tables()
        except dbapi2.Error as error:
            self.close()
            raise explain(error, like.path, None) from None

    def _make_tables(self) -> None:
        plain = [
            name
            for _schema, name, kind, *_rest in self._like.execute("PRAGMA main.table_list")
            if kind == "table" and not name.startswith("sqlite_")
        ]
        for name, table, sql in self._like.execute(
            "SELECT name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('table', 'index')"
            " ORDER BY type DESC"
        ):
            if table in plain and not name.startswith("sqlite_"):
                self.connection.execute(sql)
        self.tables = frozenset(plain)

    def take_along(self) -> None:
        """Settings, ledgers and the registers that decide whose word counts, all of them."""
        for table in sorted(self.tables - _LEFT):
            self._copy(table, self._like.execute(f"SELECT * FROM {table}"))
        self._copy("setting", self._like.execute("SELECT * FROM setting"))
        for table in WHOLE:
            self._copy("op", self._like.execute(f"SELECT * FROM op WHERE k IN (SELECT id FROM {table})"))
            for kept in ("conflict", "foreign_op"):
                self._copy(kept, self._like.execute(f"SELECT * FROM {kept} WHERE k IN (SELECT id FROM {table})"))

    def take_settings(self) -> None:
        """The settings alone: whose book it is."""
        self._copy("setting", self._like.execute("SELECT * FROM setting"))

    def take_rows(self, keys: Iterable[bytes]) -> None:
        """Everything that is known of some rows: their records, what is shown of them, their conflicts."""
        wanted = list(keys)
        for start in range(0, len(wanted), _CHUNK):
            part = wanted[start : start + _CHUNK]
            marks = ",".join("?" * len(part))
            for table, column in _BY_ROW.items():
                if table in self.tables:
                    found = self._like.execute(f"SELECT * FROM {table} WHERE {column} IN ({marks})", part)
                    self._copy(table, found)

    def take_replica(self, replica: bytes, above: int = 0) -> None:
        """All records of a replica above a number."""
        self._copy("op", self._like.execute("SELECT * FROM op WHERE r = ? AND n > ?", (replica, above)))

    def _copy(self, table: str, found: Any) -> None:
        first = found.fetchone()
        if first is None:
            return
        sql = f"INSERT OR IGNORE INTO {table} VALUES ({','.join('?' * len(first))})"
        self.connection.execute(sql, first)
        self.connection.executemany(sql, found)

    def backup(self, label: str, target: Path | None = None) -> Path:
        """Refused: nothing here is worth a copy."""
        raise Refusal("store.read_only", path=self.path.name)

    def close(self) -> None:
        """Forget all of it."""
        super().close()
        if self._file is not None:
            for suffix in ("", "-journal", "-wal", "-shm"):
                self._file.with_name(self._file.name + suffix).unlink(missing_ok=True)


VERDICTS = ("new", "changed", "conflicting", "duplicate", "foreign", "invalid", "unchanged", "parked")
"""What becomes of a row: see ``swstation/exchange/rehearsal.py``. ``invalid`` counts records, which may name no row."""


class Trial:
    """The rows that one bundle names, before and after it was taken in."""

    def __init__(self, scratch: Scratch) -> None:
        self.connection: Connection = scratch.connection
        self._scratch = scratch
        for table in ("touched_row", "was_op", "was_conflict", "was_foreign"):
            self.connection.execute(f"DROP TABLE IF EXISTS temp.{table}")
        self.connection.execute("CREATE TEMP TABLE touched_row (t TEXT, k BLOB, PRIMARY KEY (t, k)) WITHOUT ROWID")

    def name(self, rows: Sequence[tuple[str, bytes]]) -> None:
        """Rows that the bundle names; what the book knows of them is brought in."""
        fresh = [
            row
            for row in set(rows)
            if not self.connection.execute("SELECT 1 FROM temp.touched_row WHERE t = ? AND k = ?", row).fetchone()
        ]
        self._scratch.take_rows({k for _t, k in fresh})
        self.connection.executemany("INSERT INTO temp.touched_row VALUES (?, ?)", fresh)

    def begin(self) -> None:
        """Remember how things are before."""
        run = self.connection.execute
        run(
            "CREATE TEMP TABLE was_op AS SELECT op.t, op.k, count(*) ops, count(op.payload) filled"
            " FROM temp.touched_row w JOIN op ON op.k = w.k AND op.t = w.t GROUP BY op.t, op.k"
        )
        run("CREATE INDEX temp.was_op_k ON was_op (k)")
        run("CREATE TEMP TABLE was_conflict AS SELECT id FROM conflict")
        run("CREATE TEMP TABLE was_foreign AS SELECT id FROM foreign_op")
        for table in self._known():
            run(f"DROP TABLE IF EXISTS temp.was_{table}")
            run(
                f"CREATE TEMP TABLE was_{table} AS SELECT * FROM main.{table}"
                " WHERE id IN (SELECT k FROM temp.touched_row WHERE t = ?)",
                (table,),
            )
            run(f"CREATE INDEX temp.was_{table}_id ON was_{table} (id)")

    def _known(self) -> list[str]:
        found = self.connection.execute("SELECT DISTINCT t FROM temp.touched_row").fetchall()
        return sorted(t for (t,) in found if t in specs())

    def verdicts(self) -> dict[str, dict[str, list[bytes]]]:
        """Per table and verdict the rows, in the order of their ids."""
        out: dict[str, dict[str, list[bytes]]] = {}
        disputed = {
            (t, k)
            for t, k in self.connection.execute(
                "SELECT t, k FROM conflict WHERE id NOT IN (SELECT id FROM temp.was_conflict)"
            )
        }
        foreign = {
            (t, k)
            for t, k in self.connection.execute(
                "SELECT t, k FROM foreign_op WHERE id NOT IN (SELECT id FROM temp.was_foreign)"
            )
        }
        changed = {table: self._changed(table) for table in self._known()}
        for table, row, ops, filled, parked, had, had_filled in self.connection.execute(
            "SELECT w.t, w.k, count(op.id), count(op.payload), sum(op.parked), ifnull(max(b.ops), 0),"
            " ifnull(max(b.filled), 0) FROM temp.touched_row w JOIN op ON op.k = w.k AND op.t = w.t"
            " LEFT JOIN temp.was_op b ON b.k = w.k AND b.t = w.t GROUP BY w.t, w.k"
        ):
            if (ops, filled) == (had, had_filled):
                verdict = "duplicate"
            elif (table, row) in disputed:
                verdict = "conflicting"
            elif (table, row) in foreign:
                verdict = "foreign"
            elif table not in changed or parked == ops:
                verdict = "parked"
            elif not had:
                verdict = "new"
            else:
                verdict = "changed" if row in changed[table] else "unchanged"
            out.setdefault(table, {}).setdefault(verdict, []).append(row)
        return out

    def _changed(self, table: str) -> set[bytes]:
        # A row that is here for the first time, or is shown otherwise; who wrote last is not what is shown.
        fields = ("alive", *specs()[table].fields)
        now, was = (", ".join(f"{side}.{field}" for field in fields) for side in ("r", "b"))
        return {
            row
            for (row,) in self.connection.execute(
                f"SELECT r.id FROM main.{table} r LEFT JOIN temp.was_{table} b ON b.id = r.id"
                f" WHERE r.id IN (SELECT k FROM temp.touched_row WHERE t = ?)"
                f" AND (b.id IS NULL OR ({now}) IS NOT ({was}))",
                (table,),
            )
        }

    def values(self, table: str, row: bytes, *, before: bool = False) -> Mapping[str, Any]:
        """What is shown of a row, or was; empty if there is none."""
        fields = ("alive", *specs()[table].fields)
        source = f"temp.was_{table}" if before else f"main.{table}"
        found = self.connection.execute(f"SELECT {', '.join(fields)} FROM {source} WHERE id = ?", (row,)).fetchone()
        return {} if found is None else dict(zip(fields, found, strict=True))
