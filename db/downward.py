"""What of a county's records concerns one of its stations, and what the station must be given of rows handed to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import orjson

from db.ownership import stand
from db.records import OP_COLUMNS, Op
from db.special import OWNER
from db.store import Connection

COMMON = frozenset(("unit", "enrolment", "policy_continuation"))
"""Registers that concern every station: who there is, whose devices are trusted, which policies go on."""


class Concerns:
    """One station's share, within one transaction."""

    def __init__(self, connection: Connection, unit: str) -> None:
        self._connection = connection
        self._unit = unit
        self._rows: dict[tuple[str, bytes], bool] = {}

    def keep(self, table: str, row: bytes, _op: Op) -> bool:
        """Whether a record travels with its content: of a common register, or of a row that is or was the station's."""
        if table in COMMON:
            return True
        if (table, row) not in self._rows:
            self._rows[table, row] = self._is_theirs(table, row)
        return self._rows[table, row]

    def _is_theirs(self, table: str, row: bytes) -> bool:
        wrote = self._connection.execute(
            "SELECT 1 FROM op WHERE k = ? AND t = ? AND st = ? LIMIT 1", (row, table, self._unit)
        ).fetchone()
        if wrote is not None or any(self._unit in (one["from"], one["to"]) for _o, one in self._transfers(table, row)):
            return True
        if table == "person_link":
            return self._is_about_theirs(row)
        return table == "visit_plan" and self._is_for_all(row)

    def _is_about_theirs(self, row: bytes) -> bool:
        pair = self._connection.execute("SELECT a, b FROM person_link WHERE id = ?", (row,)).fetchone()
        return pair is not None and any(self._is_theirs("client", one) for one in pair if one is not None)

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
        """Records of rows that were handed over to the station and are still its, but for its own and the ``known``.

        They leave out their chains: what else those devices wrote is none of its business.
        """
        from db.registry import specs

        rows = self._connection.execute(
            "SELECT DISTINCT t, k FROM op WHERE a = 'transfer' AND r IN"
            " (SELECT id FROM replica WHERE substr(station, 1, 1) IN ('C', 'M', 'P')) ORDER BY t, k"
        ).fetchall()
        for table, row in rows:
            history = self._history(table, row)
            owners = (
                {op.groups[OWNER]["to"] for op in stand(history, specs().get(table)).transfers} if history else set()
            )
            if self._unit in owners:
                yield from (op for op in history if op.st != self._unit and op.id not in known)

    def _history(self, table: str, row: bytes) -> list[Op]:
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
