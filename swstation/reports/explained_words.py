"""The rows that explain a difference, in words: what they are, of which day, who wrote what happened, about whom."""

from __future__ import annotations

from typing import NamedTuple

from db.queries.later import hanging
from db.queries.registers import row_values
from db.store import Connection
from swstation.errors import field_label
from swstation.exchange.naming import Names
from swstation.exchange.words import REGISTERS
from swstation.i18n import _
from swstation.reports.explained import Explained

_DAYS = ("service_date", "held_on", "opened_on", "state_on", "given_on", "referred_on", "served_on")
_GROUPS = {
    "when": "service_date", "what": "method", "who": "writer", "link": "service_case", "counts": "heads",
    "value": "value_fen",
}  # fmt: skip


class Said(NamedTuple):
    """``on``: the day the row is of; ``by``: who wrote what happened to it; ``what``: its register or method;
    ``who``: whom or what it is about; ``fields``: what was changed."""

    on: str
    by: str
    what: str
    who: str
    fields: str


class Wording:
    """Words for rows of one database."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._names = Names(connection)

    def of(self, one: Explained) -> Said:
        """The words of a row."""
        row = bytes.fromhex(one.row)
        values = row_values(self._connection, one.table, row) or {}
        day = next((str(values[name]) for name in _DAYS if values.get(name)), "")
        by = self._names.row("staff", bytes.fromhex(one.by))
        fields = "、".join(map(_field, one.fields))
        if one.table == "service_log":
            return Said(
                day, by, self._names.value(one.table, "method", values.get("method")), self._who(one.row), fields
            )
        name = self._names.row(one.table, row).removeprefix(day).strip()
        return Said(day, by, _(REGISTERS.get(one.table, one.table)), name, fields)

    def _who(self, log: str) -> str:
        # Of a deleted entry the clients are deleted with it; they are whom it was about all the same.
        parts = hanging(self._connection, "service_log", [log]).get(log, ())
        names = []
        for table, row in parts:
            values = row_values(self._connection, table, bytes.fromhex(row)) or {}
            if table == "log_client" and values.get("client"):
                names.append(self._names.row("client", bytes.fromhex(values["client"])))
            elif table == "affairs_item":
                item = self._names.value(table, "item", values.get("item")) or values.get("item_title") or ""
                names.append(f"{item} {values.get('n')}{values.get('measure') or ''}")
        return "、".join(names)


def _field(group: str) -> str:
    if group in REGISTERS:
        return _(REGISTERS[group])
    return field_label(_GROUPS.get(group, group))
