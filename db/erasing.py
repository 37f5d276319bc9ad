"""Erasing by order of a county: the payloads of named records go, their names and places in the chain stay.

An order counts for a record of the same row, of a unit that its author covers; never for another special record. It
holds for what is here and for what comes later, so it does not matter which comes first.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, KeysView

import orjson

from db.records import OP_COLUMNS, BadRecord, Op, parse_line, to_line, withheld
from db.special import ERASE, SPECIAL, covers
from db.store import Connection, put_setting, setting

FILES = "attachment"
"""The register whose records name files beside the database."""
_ERASED_FILES = "erased_files"
_NAMED = f"SELECT {OP_COLUMNS} FROM op WHERE k = ? AND t = ? AND id = ? AND payload IS NOT NULL"


def forget_written(connection: Connection) -> None:
    """Empty the file beside the database in which the last writes stand, if nobody else reads it now."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def erased_files(connection: Connection) -> list[str]:
    """Hashes of files whose records were erased here: the files themselves go after the commit, or if they come yet."""
    found: list[str] = orjson.loads(setting(connection, _ERASED_FILES, "[]"))
    return found


def _note_file(connection: Connection, op: Op) -> None:
    named = op.groups.get("file", {}).get("file_hash")
    known = erased_files(connection)
    if isinstance(named, str) and named not in known:
        put_setting(connection, _ERASED_FILES, orjson.dumps([*known, named]).decode())


class Erasures:
    """The orders that are here, and those that come."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._orders: dict[bytes, list[tuple[str, bytes, str]]] = defaultdict(list)
        for table, row, unit, payload in connection.execute(
            "SELECT t, k, st, payload FROM op WHERE a = 'erase' AND payload IS NOT NULL AND parked = 0"
        ):
            self._add(table, row, unit, orjson.loads(payload)[ERASE]["ops"])

    def _add(self, table: str, row: bytes, unit: str, named: Iterable[str]) -> None:
        for one in named:
            self._orders[bytes.fromhex(one)].append((table, row, unit))

    def __bool__(self) -> bool:
        return bool(self._orders)

    @property
    def named(self) -> KeysView[bytes]:
        """The ids that orders name, whether or not they may."""
        return self._orders.keys()

    def names(self, op: Op) -> bool:
        """Whether what a record says is to be dropped."""
        orders = self._orders.get(op.id)
        found = orders is not None and any(
            (op.t, op.k) == (table, row) and op.a not in SPECIAL and covers(unit, op.st) for table, row, unit in orders
        )
        if found and op.t == FILES and op.payload is not None:
            _note_file(self._connection, op)
        return found

    def allowed(self, op: Op) -> Op:
        """The record, without its payload if that is to be dropped."""
        return withheld(op) if op.payload is not None and self.names(op) else op

    def order(self, orders: Iterable[Op]) -> int:
        """Hear new orders and carry them out on what is here; gives how many records lost their payload."""
        count = 0
        for order in orders:
            named = order.groups[ERASE]["ops"]
            self._add(order.t, order.k, order.st, named)
            count += sum(self._drop(bytes.fromhex(one)) for one in named)
            self._drop_typed(order.t, order.k)
        return count

    def all_again(self) -> int:
        """Carry out every order once more."""
        return sum(self._drop(one) for one in list(self._orders))

    def _drop(self, op_id: bytes) -> int:
        count = 0
        for table, row in {order[:2] for order in self._orders[op_id]}:
            found = self._connection.execute(_NAMED, (row, table, op_id)).fetchall()
            for op in filter(self.names, map(Op._make, found)):
                self._connection.execute(
                    "UPDATE op SET payload = NULL, salt = NULL, ph = ?, parked = 0 WHERE r = ? AND n = ? AND id = ?",
                    (withheld(op).ph, op.r, op.n, op.id),
                )
                count += 1
        for number, line in self._connection.execute(
            "SELECT id, line FROM quarantine WHERE op_id = ?", (op_id,)
        ).fetchall():
            self._connection.execute(
                "UPDATE OR REPLACE quarantine SET line = ?2, digest = ?3 WHERE id = ?1 AND line <> ?2",
                (number, kept := self.line(line), hashlib.sha256(kept).digest()),
            )
        return count

    def line(self, line: bytes) -> bytes:
        """A line that is set aside, without its payload if that is to be dropped."""
        try:
            op, _groups = parse_line(line)
        except BadRecord:
            return line
        return to_line(withheld(op)) if self.names(op) else line

    def _drop_typed(self, table: str, row: bytes) -> None:
        # What was typed on this machine and not saved, and under what name an action on the row is listed.
        self._connection.execute("DELETE FROM draft WHERE row = ?", (row,))
        self._connection.execute(
            "UPDATE local_action SET subject = '' WHERE subject <> '' AND EXISTS"
            " (SELECT 1 FROM json_each(rows, '$.rows') WHERE value = ?)",
            (f'["{table}","{row.hex()}"]',),
        )
