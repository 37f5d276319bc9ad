"""What a row is called, for people who look at a list of rows of any register."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from db.queries.registers import row_values
from db.registry import specs
from db.store import Connection
from swstation import lists

_ROLES: Final = {
    "worker": "staff", "writer": "staff", "opened_by": "staff", "reviewer": "staff", "approved_by": "staff",
    "head": "client",
}  # fmt: skip
"""Which register a reference means where its name does not say so."""

_CALLED: Final[dict[str, tuple[str, ...]]] = {
    "unit": ("name",),
    "policy_continuation": ("policy", "start_on"),
    "enrolment": ("unit", "name"),
    "staff": ("name",),
    "certificate": ("staff", "level"),
    "registration": ("certificate", "valid_until"),
    "training": ("title", "start_on"),
    "attendance": ("staff", "training"),
    "training_exemption": ("staff", "requirement"),
    "household": ("head", "head_name", "number", "village_name"),
    "client": ("name",),
    "client_category": ("client", "household", "category"),
    "visit_plan": ("client", "category", "period"),
    "service_case": ("number",),
    "case_client": ("service_case", "client"),
    "case_goal": ("service_case", "goal"),
    "service_log": ("service_date", "method", "writer", "group_title", "activity_title"),
    "log_client": ("service_log", "client", "outcome"),
    "log_colleague": ("service_log", "staff"),
    "affairs_item": ("service_log", "item", "item_title", "n"),
    "person_link": ("verdict",),
    "assignment": ("staff", "unit", "start_on"),
}
"""The fields that make up a row's name. A register that is not here is called by its first words and days."""

LISTS: Final = frozenset({"method", "outcome", "category", "stage", "close_reason", "tier", "item"})
"""Fields whose codes have words in a list of the same name."""

_DEEP: Final = 2
_LONGEST: Final = 60


class Names:
    """Names of rows, looked up in several books one after the other: the scratch book first, then the real one."""

    def __init__(self, *connections: Connection) -> None:
        self._connections = connections
        self.row = lru_cache(maxsize=20_000)(self._row)

    def _row(self, table: str, row: bytes, deep: int = 0) -> str:
        for connection in self._connections:
            # A book that has only what was written since may not know the name.
            values = row_values(connection, table, row)
            if values is not None:
                parts = [self.value(table, field, values.get(field), deep) for field in _called(table)]
                if found := "  ".join(part for part in parts if part)[:_LONGEST]:
                    return found
        return row.hex()[:8]

    def value(self, table: str, field: str, value: Any, deep: int = 0) -> str:
        """A value as people read it: the word for a code, the name of the row that is meant."""
        if value is None:
            return ""
        if field in specs()[table].refs:
            meant = referred(field)
            if meant is None or deep >= _DEEP:
                return str(value)[:8]
            return str(self.row(meant, bytes.fromhex(str(value)), deep + 1))
        text = str(value)
        return lists.label(field, text) if field in LISTS else text


def referred(field: str) -> str | None:
    """The register that a reference means; ``None`` where there is none yet."""
    meant = _ROLES.get(field, field)
    return meant if meant in specs() else None


def _called(table: str) -> Sequence[str]:
    if table in _CALLED:
        return _CALLED[table]
    return specs()[table].fields[:3]
