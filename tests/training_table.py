"""A short way to write down one person's training and what the rules must say of it; used by the table of cases.

``2025-05-01 40h`` is an approved training of 40 小时 that ended on that day, ``30c?`` one of 30 学时 not approved,
``12h:practice_skill`` one of a kind. Facts beside it: ``joined D``, ``left D``, ``held LEVEL D``, ``reg LEVEL D D``,
``exempt POLICY REQUIREMENT D D``, ``goes-on POLICY D D WORDS``, ``1c=0.8h D D POLICY WORDS``; ``-`` leaves one out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from swstation.rules.facts import (
    Attendance,
    Certificate,
    Continuation,
    Conversion,
    Exemption,
    Person,
    Registration,
)
from swstation.rules.policy import PolicySet, shipped
from swstation.rules.reading import PackText
from swstation.rules.training import TrainingResult, training_status

UNITS = {"h": "hour", "c": "class_hour"}
LEVELS = {"A": "assistant_social_worker", "S": "social_worker", "P": "senior_social_worker"}
COUNTY = Path(__file__).parent / "county_policy.toml"
"""A county's own policy, beside its prefecture's: three requirements with three kinds of window."""


@cache
def policies() -> PolicySet:
    """The program's policies and that of the county."""
    return shipped().with_packs((PackText("自定", "yaoan", COUNTY.read_text(encoding="utf-8")),))


def _tenths(text: str) -> int:
    return round(float(text) * 10)


def _day(text: str) -> date | None:
    return None if text == "-" else date.fromisoformat(text)


def _attended(line: str, number: int) -> Attendance:
    day, what = line.split()
    amount, unit, waits, kind = re.fullmatch(r"([\d.]+)([hc])(\??)(?::(\w+))?", what).groups()  # type: ignore[union-attr]
    on = date.fromisoformat(day)
    return Attendance("p", f"t{number}", "培训", kind, on, on, _tenths(amount), UNITS[unit], not waits)


def person_of(text: str) -> dict[str, Any]:
    """What a line of facts says, as ``training_status`` takes it, without the policies and the day."""
    joined = left = None
    trained, exempt, held, registered, going_on, worth = [], [], [], [], [], []
    for number, line in enumerate(part.strip() for part in text.split(";") if part.strip()):
        word, *rest = line.split()
        if word == "joined":
            joined = _day(rest[0])
        elif word == "left":
            left = _day(rest[0])
        elif word == "held":
            held.append(Certificate(rest[0], "p", LEVELS.get(rest[0], rest[0]), "", _day(rest[1])))
        elif word == "reg":
            registered.append(Registration(rest[0], date.fromisoformat(rest[1]), _day(rest[2])))
        elif word == "exempt":
            policy, requirement = ("" if one == "-" else one for one in rest[:2])
            exempt.append(Exemption(policy, requirement, *map(_day, rest[2:4])))
        elif word == "goes-on":
            going_on.append(Continuation(rest[0], date.fromisoformat(rest[1]), _day(rest[2]), rest[3]))
        elif "=" in word:
            one, other = (re.fullmatch(r"([\d.]+)([hc])", side).groups() for side in word.split("="))  # type: ignore[union-attr]
            worth.append(
                Conversion(
                    UNITS[one[1]], UNITS[other[1]], _tenths(one[0]), _tenths(other[0]), date.fromisoformat(rest[0]),
                    _day(rest[1]), rest[3], "" if rest[2] == "-" else rest[2],
                )
            )  # fmt: skip
        else:
            trained.append(_attended(line, number))
    return {
        "people": [Person("p", "张桂芳", joined, left, tuple(exempt))],
        "attendances": trained,
        "certificates": held,
        "registrations": registered,
        "continuations": going_on,
        "conversions": worth,
    }


def results(policy: str, as_of: str, text: str) -> dict[str, TrainingResult]:
    """What the rules say of that person on that day, by ``policy.requirement``."""
    known = policies()
    beside = known.beside(known.get(policy))
    rows = training_status(policies=beside, as_of=date.fromisoformat(as_of), **person_of(text))
    return {f"{row.policy}.{row.requirement}": row for row in rows}


def said(row: TrainingResult) -> str:
    """``status state earned pending other-units missing``, as the table writes it."""
    amounts = (row.earned, row.pending, row.other_units, row.missing)
    return " ".join((row.status, row.policy_state, *(f"{tenths / 10:g}" for tenths in amounts)))


def unique(names: Sequence[str]) -> bool:
    """Whether no name stands twice."""
    return len(set(names)) == len(names)
