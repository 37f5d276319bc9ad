"""The data check: pages, records, and whether all that is computed from the records is what it should be."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from db import digest, search
from db.chains import forked
from db.fold import fold
from db.gateway import BOOKKEEPING, columns, conflict_rows, foreign_rows
from db.rebuild import ledger, parked, rebuild, rows_of_records, writers
from db.records import OP_COLUMNS, BadRecord, Op, parse_line, to_line
from db.registry import specs
from db.store import Connection, Store

Found = dict[str, int | str]


@dataclass(frozen=True, slots=True)
class Check:
    """One check. ``found``: what was found, as numbers and identifiers by a short name, never personal data."""

    name: str
    ok: bool
    found: Found


def check_database(store: Store, progress: Callable[[str], None] | None = None) -> list[Check]:
    """All checks, on one moment of the database. ``progress`` is told each check's name before it runs."""
    from sqlcipher3 import dbapi2

    out: list[Check] = []
    with _reading(store) as connection:
        for name, check in CHECKS.items():
            if progress is not None:
                progress(name)
            try:
                found, ok = check(connection)
            except dbapi2.DatabaseError as error:
                found, ok = {"error": str(error)}, False
            out.append(Check(name, ok, found))
            if name == "pages" and not ok:
                break  # what lies on damaged pages cannot be judged
    return out


def repair_database(store: Store) -> int:
    """Build registers, conflicts, digest, ledgers and the search index anew, in one transaction; gives the rows."""
    with store.transaction() as connection:
        rows = rebuild(connection)
        search.rebuild(connection)
        return rows


@contextmanager
def _reading(store: Store) -> Iterator[Connection]:
    store.connection.execute("BEGIN")
    try:
        yield store.connection
    finally:
        if store.connection.in_transaction:
            store.connection.execute("ROLLBACK")


def _pages(connection: Connection) -> tuple[Found, bool]:
    found = [row[0] for row in connection.execute("PRAGMA quick_check(5)")]
    found += [row[0] for row in connection.execute("PRAGMA cipher_integrity_check")]
    wrong = [one for one in found if one != "ok"]
    return {"error": "; ".join(wrong[:5])} if wrong else {}, not wrong


def _records(connection: Connection) -> tuple[Found, bool]:
    count = wrong = bare = 0
    for row in connection.execute(f"SELECT {OP_COLUMNS} FROM op"):
        count += 1
        op = Op(*row)
        bare += op.payload is None
        wrong += not _reads_back(op)
    return {"records": count, "damaged": wrong, "withheld": bare}, not wrong


def _reads_back(op: Op) -> bool:
    try:
        return parse_line(to_line(op))[0] == op
    except BadRecord:
        return False


def _digest(connection: Connection) -> tuple[Found, bool]:
    kept = {t: (ops, total) for t, ops, total in connection.execute("SELECT t, ops, total FROM digest")}
    counted = digest.recount(connection)
    wrong = sorted(t for t in kept.keys() | counted.keys() if kept.get(t) != counted.get(t))
    return {"tables": len(counted), "wrong": ", ".join(wrong)}, not wrong


def _ledgers(connection: Connection) -> tuple[Found, bool]:
    kept = {row[0]: row[1:] for row in connection.execute("SELECT id, held, total, last, chain, highest FROM replica")}
    writing = [replica for replica, _station in writers(connection)]
    wrong = [replica.hex()[:8] for replica in sorted(kept.keys() - set(writing)) if kept[replica][0]]
    wrong += [replica.hex()[:8] for replica in writing if kept.get(replica) != ledger(connection, replica)]
    forks = [replica.hex()[:8] for replica in writing if forked(connection, replica)]
    return {"replicas": len(kept), "wrong": ", ".join(wrong), "forked": ", ".join(forks)}, not wrong


def _registers(connection: Connection) -> tuple[Found, bool]:
    wrong: dict[str, int] = {}
    seen: dict[str, int] = dict.fromkeys(specs(), 0)
    selects = {
        name: f"SELECT {', '.join((*spec.fields, *BOOKKEEPING))} FROM {name} WHERE id = ?"
        for name, spec in specs().items()
    }
    for table, key, ops in rows_of_records(connection):
        spec = specs()[table]
        folded = fold(spec, ops)
        row = connection.execute(selects[table], (key,)).fetchone()
        seen[table] += row is not None
        wanted = columns(spec, folded) if folded.ops else None
        if row != wanted:
            wrong[table] = wrong.get(table, 0) + 1
    extra: dict[str, int] = {}
    for table, rows in seen.items():
        if more := connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] - rows:
            extra[table] = more
    found: Found = {"rows": sum(seen.values()), "differ": _listed(wrong), "without_record": _listed(extra)}
    return found, not wrong and not extra


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{table} {n}" for table, n in sorted(counts.items()))


def _conflicts(connection: Connection) -> tuple[Found, bool]:
    kept = {row[0]: row[1:] for row in connection.execute("SELECT id, t, k, grp, heads FROM conflict")}
    aside = {row[0]: row[1:] for row in connection.execute("SELECT id, t, k, reason FROM foreign_op")}
    found: dict[bytes, tuple[Any, ...]] = {}
    foreign: dict[bytes, tuple[Any, ...]] = {}
    for table, key, ops in rows_of_records(connection):
        if len(ops) > 1:
            spec = specs()[table]
            folded = fold(spec, ops)
            found |= {row[0]: row[1:] for row in conflict_rows(spec, key, folded)}
            foreign |= {row[0]: row[1:] for row in foreign_rows(spec, key, folded)}
    return {"open": len(found), "kept": len(kept), "foreign": len(foreign)}, kept == found and aside == foreign


def _parked(connection: Connection) -> tuple[Found, bool]:
    (count,) = connection.execute("SELECT count(*) FROM op WHERE parked = 1").fetchone()
    known = len(parked(connection)) if count else 0
    return {"parked": count, "known": known}, not known


def _search(connection: Connection) -> tuple[Found, bool]:
    texts, wrong = search.check(connection)
    return {"texts": texts, "waiting": search.behind(connection), "stale": wrong}, not wrong


def _audit(connection: Connection) -> tuple[Found, bool]:
    chain, count = bytes(32), 0
    rows = connection.execute("SELECT at, worker, what, t, k, detail, chain FROM audit ORDER BY id")
    for at, worker, what, table, key, detail, kept in rows:
        parts = (at, worker.hex() if worker else "", what, table or "", key.hex() if key else "", detail or "")
        chain = hashlib.sha256(chain + "\0".join(parts).encode("utf-8")).digest()
        count += 1
        if chain != kept:
            return {"entries": count, "changed": count}, False
    return {"entries": count}, True


CHECKS: dict[str, Callable[[Connection], tuple[Found, bool]]] = {
    "pages": _pages,
    "records": _records,
    "digest": _digest,
    "ledgers": _ledgers,
    "registers": _registers,
    "conflicts": _conflicts,
    "parked": _parked,
    "search": _search,
    "audit": _audit,
}
"""Name to check, in the order they run. Repair makes digest, ledgers, registers, conflicts, parked and search right."""
