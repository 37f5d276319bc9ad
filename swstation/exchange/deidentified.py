"""The de-identified profile: one row a log, a client, a case; codes and coarse dates, and no way back to a person.

Fields go out because they are named here, never because they are there: a register or a field that comes later stays
at home until somebody puts it in. A code goes out only if a list knows it, so that nothing typed can pass for one.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from db import snapshots
from db.errors import Invalid
from db.resident_id import check
from db.store import Connection
from swstation import divisions, lists
from swstation.reports.period import Span

_BANDS: Final = (3, 7, 14, 18, 35, 60, 70, 80)

Rule = Callable[[Any], Any]


def _one_of(*codes: str) -> Rule:
    return lambda value: value if value in codes else None if value is None else "other"


def _listed(kind: str) -> Rule:
    return lambda value: value if value in lists.by_code(kind) else None if value is None else "other"


def _number(value: Any) -> Any:
    return value if type(value) is int else None


def _month(value: Any) -> Any:
    return None if value is None else str(value)[:7]


def _township(value: Any) -> Any:
    code = "" if value is None else str(value)[:9]
    return code if len(code) == 9 and divisions.exists(code) else None


CLIENT: Final[Mapping[str, Rule]] = {
    "gender": _one_of("male", "female"),
    "village": _township,
    "residence": _one_of("registered", "living", "both"),
    "living_situation": _one_of("alone", "with_partner", "with_children", "other"),
    "self_care": _one_of("full", "partial", "none"),
    "attention_level": _one_of("high", "key", "general"),
    "source": _one_of("visit", "village", "self", "assigned", "grid", "ledger"),
    "file_state": _one_of("open", "paused", "ended"),
    "opened_on": _month,
    "ended_on": _month,
    "end_reason": _one_of("moved", "died", "no_need", "other"),
}
CASE: Final[Mapping[str, Rule]] = {
    "stage": _listed("stage"),
    "state": _one_of("open", "closed", "transferred", "suspended"),
    "opened_on": _month,
    "closed_on": _month,
    "close_reason": _listed("close_reason"),
    "satisfaction": _number,
}
LOG: Final[Mapping[str, Rule]] = {
    "service_date": _month,
    "part_of_day": _one_of("morning", "afternoon", "evening"),
    "minutes": _number,
    "method": _listed("method"),
    "village": _township,
    "heads": _number,
    "person_times": _number,
    "households": _number,
    "session_no": _number,
    "volunteers": _number,
    "value_fen": _number,
    "state": _one_of("submitted", "approved"),
}
NAMES: Final = {
    "village": "township", "opened_on": "opened_month", "ended_on": "ended_month", "closed_on": "closed_month",
    "service_date": "month",
}  # fmt: skip
"""What a field is called once it is coarser."""


class Pseudonyms:
    """Stands for rows of one station: the same from month to month, and only the device that has the key can tell."""

    def __init__(self, secret: bytes, unit: str) -> None:
        """``secret``: of the device that makes them; it never leaves it."""
        self._key = hmac.digest(secret, b"swpseudonym1\0" + unit.encode(), "sha256")

    def of(self, table: str, row: bytes) -> str:
        """24 hex."""
        return hmac.new(self._key, table.encode() + b"\0" + row, hashlib.sha256).hexdigest()[:24]


def rows(
    connection: Connection, unit: str, span: Span, names: Pseudonyms, fields: frozenset[str]
) -> list[dict[str, Any]]:
    """The rows of a station: the logs of a month that count, the files and cases there were by its end.

    ``fields``: the service fields of the unit's policy, which may go out.
    """
    field = _one_of(*fields)
    made: list[dict[str, Any]] = []
    held = snapshots.held_by(connection, unit, span.start, span.end)
    for row, values, categories in held.clients:
        known = sorted({CATEGORY(one) for one in categories})
        made.append(
            {
                "t": "client", "id": names.of("client", row), **_coarse(CLIENT, values),
                "age_band": age_band(values["birth_date"], values["resident_id"], span.last), "categories": known,
            }
        )  # fmt: skip
    for row, values, clients, goals in held.cases:
        made.append(
            {
                "t": "service_case", "id": names.of("service_case", row), **_coarse(CASE, values),
                "field": field(values["field"]),
                "clients": sorted(names.of("client", one) for one in clients),
                "goals": {word: goals.count(word) for word in ("yes", "partly", "no")}, "goals_set": len(goals),
            }
        )  # fmt: skip
    for row, values, contacts, colleagues, items in held.logs:
        case = values["service_case"]
        made.append(
            {
                "t": "service_log", "id": names.of("service_log", row), **_coarse(LOG, values),
                "field": field(values["field"]),
                "service_case": None if case is None else names.of("service_case", case),
                "contacts": sorted([names.of("client", client), OUTCOME(outcome)] for client, outcome in contacts),
                "colleagues": colleagues,
                "items": sorted([ITEM(item) or "other", n] for item, n in items),
            }
        )  # fmt: skip
    return sorted(made, key=lambda one: (one["t"], one["id"]))


CATEGORY: Final = _listed("category")
OUTCOME: Final = _listed("outcome")
ITEM: Final = _listed("item")


def _coarse(rules: Mapping[str, Rule], values: Mapping[str, Any]) -> dict[str, Any]:
    return {NAMES.get(field, field): rule(values[field]) for field, rule in rules.items()}


def age_band(born: str | None, number: str | None, on: date) -> str | None:
    """``60-69`` and the like on a day, from the date of birth, else from the identity number; ``80+`` is the last."""
    day = _born(born, number)
    if day is None or day > on:
        return None
    age = on.year - day.year - ((on.month, on.day) < (day.month, day.day))
    low = 0
    for bound in _BANDS:
        if age < bound:
            return f"{low}-{bound - 1}"
        low = bound
    return f"{low}+"


def _born(born: str | None, number: str | None) -> date | None:
    if born is not None:
        return date.fromisoformat(born)
    try:
        return check(number).birth_date if number else None
    except Invalid:
        return None
