"""Records that speak of a row's ownership or of its records, not of its fields: who may write them, and their shape.

They stand on the row concerned, so that what a row shows stays a function of the row's own records.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from db.records import BadRecord, Op

OWNER = "_owner"
ACK = "_ack"
ADMIT = "_admit"
ERASE = "_erase"
GROUPS = {"transfer": OWNER, "ack": ACK, "admit": ADMIT, "quarantine": ADMIT, "erase": ERASE}
"""Action to the one group that it sets."""
SPECIAL = frozenset(GROUPS)
COUNTY_ONLY = SPECIAL - {"ack"}
"""Only a county or a tier above it writes these."""
_TIERS = "VTCMP"
_COUNTY = frozenset("CMP")
_ID = re.compile(r"[0-9a-f]{64}")


def covers(unit: str, other: str) -> bool:
    """Whether a unit is another one or stands above it: a higher tier whose area it lies in."""
    if unit == other:
        return True
    above = _TIERS.index(unit[0]) > _TIERS.index(other[0])
    return above and other[1:].startswith(unit[1:].partition("-")[0])


def check_author(op: Op) -> None:
    """Refuse a record that only a county writes, of a unit below one. Raises ``BadRecord``."""
    if op.a in COUNTY_ONLY and op.st[0] not in _COUNTY:
        raise BadRecord("authority", op.r, op.n)


def check_special(op: Op, groups: Mapping[str, Any]) -> None:
    """Check what a special record says. Raises ``BadRecord``."""
    name = GROUPS[op.a]
    values = groups.get(name)
    if list(groups) != [name] or type(values) is not dict:
        raise BadRecord("payload", op.r, op.n)
    if (wrong := wrong_field(op.a, values)) is not None:
        raise BadRecord("value" if wrong else "fields", op.r, op.n)
    if op.a == "transfer" and not (covers(op.st, values["from"]) and covers(op.st, values["to"])):
        raise BadRecord("authority", op.r, op.n)


def wrong_field(action: str, values: Mapping[str, Any]) -> str | None:
    """The first field of a special record that is wrong; empty if one is missing or too many; ``None``: all well."""
    shape = _SHAPES[action]
    if values.keys() != shape.keys():
        return ""
    wrong = next((field for field, check in shape.items() if not check(values[field])), None)
    return "to" if wrong is None and action == "transfer" and values["from"] == values["to"] else wrong


def _unit(value: Any) -> bool:
    from db.tables.kinds import UNIT_CODE

    return type(value) is str and UNIT_CODE.fullmatch(value) is not None


def _day(value: Any) -> bool:
    try:
        return type(value) is str and len(value) == 10 and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _reason(value: Any) -> bool:
    from db.tables.kinds import FORBIDDEN, MAX_TEXT

    return type(value) is str and len(value.strip()) > 0 and len(value) <= MAX_TEXT and not FORBIDDEN.search(value)


def _op(value: Any) -> bool:
    return type(value) is str and _ID.fullmatch(value) is not None


def _ops(value: Any) -> bool:
    return type(value) is list and bool(value) and all(map(_op, value)) and value == sorted(set(value))


_ADMIT = {"ops": _ops, "reason": _reason}
_SHAPES: dict[str, dict[str, Callable[[Any], bool]]] = {
    "transfer": {"from": _unit, "to": _unit, "on": _day, "reason": _reason},
    "ack": {"transfer": _op},
    "admit": {**_ADMIT, "admitted": lambda value: value is True},
    "quarantine": {**_ADMIT, "admitted": lambda value: value is False},
    "erase": {"ops": _ops, "reason": _reason},
}
