"""What of a county's records concerns one of its stations, and what the station must be given of rows handed to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import chain

import orjson

from db.ownership import stand
from db.queries.closure import history
from db.records import OP_COLUMNS, Op
from db.registry import specs
from db.special import ADMIT, OWNER, covers
from db.store import Connection

COMMON = frozenset(
    ("unit", "enrolment", "policy_continuation", "policy_pack", "policy_part", "measure_conversion", "list_entry")
)
"""Registers that concern every station: who there is, whose devices are trusted, what a county decided for all."""

_ABOUT = {"person_link": ("client", ("a", "b")), "assignment": ("staff", ("staff",))}
"""Registers of the county about rows of a station: which register, and the fields that name them."""
_POINTS_AT = (("client", "household", "household"), ("attendance", "training", "training"))
"""Rows that stay with the old unit and without which a row handed over says too little: register, field, register."""


class Concerns:
    """One station's share, within one transaction."""

    def __init__(self, connection: Connection, unit: str) -> None:
        self._connection = connection
        self._unit = unit
        self._rows: dict[tuple[str, bytes], bool] = {}
        # What came to the station out of its chain: a later word of the county about it must come, too.
        self._given = {
            row[0]
            for row in connection.execute(
                "SELECT op FROM sent_loose WHERE bundle_no IN (SELECT bundle_no FROM sent_bundle WHERE peer = ?)",
                (unit,),
            )
        }

    def keep(self, table: str, row: bytes, op: Op) -> bool:
        """Whether a record travels with its content.

        Of a common register; a form of the county's own; of a row that is or was the station's, or that it was given
        to know; an order to erase, which concerns whoever holds what it names.
        """
        if table in COMMON or op.a == "erase":
            return True
        if (table, row) not in self._rows:
            self._rows[table, row] = self._is_theirs(table, row)
        return self._rows[table, row]

    def _is_theirs(self, table: str, row: bytes) -> bool:
        wrote = self._connection.execute("SELECT DISTINCT st FROM op WHERE k = ? AND t = ?", (row, table))
        if any(self._theirs(unit) for (unit,) in wrote):
            return True
        if any(self._theirs(one["from"]) or self._theirs(one["to"]) for _op, one in self._transfers(table, row)):
            return True
        if self._given and not self._given.isdisjoint(op.id for op in self._records(table, row)):
            return True
        if table in _ABOUT:
            other, fields = _ABOUT[table]
            named = self._connection.execute(f"SELECT {', '.join(fields)} FROM {table} WHERE id = ?", (row,)).fetchone()
            return named is not None and any(self._is_theirs(other, one) for one in named if one is not None)
        if table == "attachment":
            return self._is_form(row)
        return table == "visit_plan" and self._is_for_all(row)

    def _is_form(self, row: bytes) -> bool:
        # A form that is handed down: an empty sheet of paper, tied to the unit itself.
        found = self._connection.execute(
            "SELECT 1 FROM attachment WHERE id = ? AND subject_table = 'unit' AND kind = 'own_form'", (row,)
        ).fetchone()
        return found is not None

    def _theirs(self, unit: str) -> bool:
        # What concerns a station concerns the county above it, for which a prefecture writes.
        return unit == self._unit or (self._unit[0] in "CMP" and covers(self._unit, unit))

    def _is_for_all(self, row: bytes) -> bool:
        # How often to visit whom, laid down for the station or for all below the county; not for one client.
        found = self._connection.execute(
            "SELECT unit FROM visit_plan WHERE id = ? AND client IS NULL", (row,)
        ).fetchone()
        return found is not None and self._unit[1:].startswith(str(found[0])[1:].partition("-")[0])

    def _transfers(self, table: str, row: bytes) -> list[tuple[bytes, dict[str, str]]]:
        found = self._connection.execute(
            "SELECT id, payload FROM op WHERE k = ? AND t = ? AND a = 'transfer' AND payload IS NOT NULL", (row, table)
        )
        return [(op_id, one) for op_id, payload in found if (one := orjson.loads(payload).get(OWNER))]

    def loose(self, known: Collection[bytes] = frozenset()) -> Iterator[Op]:
        """Records of rows that were handed over to the station and are still its, and of what was done about them;
        and those that others wrote on its rows and the county admitted.

        Its own and the ``known`` are left out. They leave their chains: what else those devices wrote is none of its
        business.
        """
        said: set[bytes] = set(known)
        for table, row in self._judged("transfer"):
            ops = self._records(table, row)
            if not ops or self._unit not in {op.groups[OWNER]["to"] for op in stand(ops, specs().get(table)).transfers}:
                continue
            for op in chain(ops, *(self._records(*one) for one in self._around(table, row))):
                if op.st != self._unit and op.id not in said:
                    said.add(op.id)
                    yield op
        for op in self._admitted():
            if op.id not in said:
                said.add(op.id)
                yield op

    def _judged(self, action: str) -> list[tuple[str, bytes]]:
        # Rows about which a unit that collects said so. Found by what it wrote: not all records here are walked.
        found: list[tuple[str, bytes]] = self._connection.execute(
            f"SELECT DISTINCT t, k FROM op WHERE a = '{action}' AND r IN"
            " (SELECT id FROM replica WHERE substr(station, 1, 1) IN ('C', 'M', 'P')) ORDER BY t, k"
        ).fetchall()
        return found

    def _admitted(self) -> Iterator[Op]:
        # What others wrote on the station's rows and the county let count: else only the county would show it.
        for table, row in self._judged("admit"):
            ops = self._records(table, row)
            if not ops or stand(ops, specs().get(table)).owner != self._unit:
                continue
            named = {one for op in ops if op.a == "admit" for one in op.groups[ADMIT]["ops"]}
            yield from (op for op in ops if op.st != self._unit and op.id.hex() in named)

    def _around(self, table: str, row: bytes) -> Iterator[tuple[str, bytes]]:
        # What must be known to make sense of it: what was done there before, and the rows that it points at.
        for other, key in history(self._connection, table, row.hex()):
            yield other, bytes.fromhex(key)
        for of, field, other in _POINTS_AT:
            if of == table:
                found = self._connection.execute(f"SELECT {field} FROM {of} WHERE id = ?", (row,)).fetchone()
                if found is not None and found[0] is not None:
                    yield other, found[0]

    def _records(self, table: str, row: bytes) -> list[Op]:
        found = self._connection.execute(
            f"SELECT {OP_COLUMNS} FROM op WHERE k = ? AND t = ? AND payload IS NOT NULL ORDER BY l, id", (row, table)
        )
        return [Op(*one) for one in found]


def note_loose(connection: Connection, bundle_no: int, ops: Iterable[bytes]) -> None:
    """Remember which records went out of their chains with a bundle."""
    connection.executemany(
        "INSERT OR IGNORE INTO sent_loose (bundle_no, op) VALUES (?, ?)", [(bundle_no, op) for op in ops]
    )


def loose_in(connection: Connection, bundles: Iterable[int]) -> frozenset[bytes]:
    """The records that went so with some bundles."""
    marks = orjson.dumps(sorted(bundles)).decode()
    found = connection.execute(
        "SELECT op FROM sent_loose WHERE bundle_no IN (SELECT value FROM json_each(?))", (marks,)
    )
    return frozenset(row[0] for row in found)
