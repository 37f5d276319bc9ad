"""What of a person's training counts for a requirement: kind, approval, unit, and a county's conversion.

小时 and 学时 are never mixed. Only where a county has decided what one is worth in the other is an amount converted,
and then it stands apart, under the name of the decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from swstation.rules.facts import Attendance, Conversion
from swstation.rules.model import Policy, Requirement


class Converted(NamedTuple):
    """What one decision adds: ``tenths`` of ``unit`` approved are ``gives`` of the requirement's own unit.

    ``pending`` and ``pending_gives`` are the same for what is not approved yet. Rounded down to the tenth: nobody is
    given more than was decided.
    """

    decision: str
    unit: str
    tenths: int
    gives: int
    pending: int = 0
    pending_gives: int = 0

    def as_dict(self) -> dict[str, object]:
        """As ``training status --json`` prints it."""
        return {
            "decision": self.decision,
            "unit": self.unit,
            "amount": amount(self.tenths),
            "gives": amount(self.gives),
            "pending": amount(self.pending),
            "pending_gives": amount(self.pending_gives),
        }


class Sums(NamedTuple):
    """Sums over a window, in tenths of the requirement's unit; ``other_units`` in tenths of the other one.

    ``earned`` and ``pending`` hold what was converted, too; ``met_on`` is the day the amount asked for was reached.
    """

    earned: int = 0
    pending: int = 0
    other_units: int = 0
    other_kinds: int = 0
    conversions: tuple[Converted, ...] = ()
    met_on: date | None = None


class _Part:
    # Approved and waiting amounts under one decision, or without one.
    __slots__ = ("earned", "pending")

    def __init__(self) -> None:
        self.earned = self.pending = 0


def amount(tenths: int) -> int | float:
    """Tenths as the number people read: 800 is 80, 75 is 7.5."""
    return tenths // 10 if tenths % 10 == 0 else tenths / 10


def counts(policy: Policy, requirement: Requirement, kind: str | None) -> bool:
    """Whether training of that kind counts: one of the policy's kinds must be among those that count."""
    known = policy.kind(kind)
    return known is None or not requirement.counts_kinds or known.id in requirement.counts_kinds


def conversion_on(
    conversions: Iterable[Conversion], policy: str, from_unit: str, to_unit: str, day: date
) -> Conversion | None:
    """The decision that holds for training that ended on ``day``.

    One made for the policy goes before one for all, then the one that began last; a decision that says nothing
    (an amount of 0, a unit into itself) is none.
    """
    holding = [
        one
        for one in conversions
        if (one.from_unit, one.to_unit) == (from_unit, to_unit)
        and from_unit != to_unit
        and one.policy in ("", policy)
        and one.from_tenths > 0
        and one.to_tenths > 0
        and one.start_on <= day
        and (one.end_on is None or day <= one.end_on)
    ]
    return max(
        holding, key=lambda c: (c.policy != "", c.start_on, c.decision, c.to_tenths, c.from_tenths), default=None
    )


COUNTS = "counts"
CONVERTED = "converted"
OTHER_UNIT = "other_unit"
OTHER_KIND = "other_kind"
OUTSIDE = "outside"


def judge(
    one: Attendance,
    policy: Policy,
    requirement: Requirement,
    window: tuple[date, date],
    as_of: date,
    conversions: Sequence[Conversion] = (),
) -> tuple[str, Conversion | None]:
    """What a training is for a requirement, whether approved or not, and the decision that converts it.

    ``counts``, ``converted``, ``other_unit``, ``other_kind``, or ``outside`` of the window or not ended yet.
    """
    if not window[0] <= one.end_on <= min(window[1], as_of):
        return OUTSIDE, None
    counted = counts(policy, requirement, one.kind)
    if one.unit == requirement.unit:
        return (COUNTS if counted else OTHER_KIND), None
    decided = conversion_on(conversions, policy.id, one.unit, requirement.unit, one.end_on) if counted else None
    return (CONVERTED if decided else OTHER_UNIT), decided


def count(
    attendances: Iterable[Attendance],
    policy: Policy,
    requirement: Requirement,
    window: tuple[date, date],
    as_of: date,
    conversions: Sequence[Conversion] = (),
) -> Sums:
    """Add up what ended in the window by ``as_of``; both of its days are counted."""
    beside = {OTHER_UNIT: 0, OTHER_KIND: 0}
    parts: dict[Conversion | None, _Part] = {}
    approved: list[tuple[date, Conversion | None, int]] = []
    for one in attendances:
        word, decided = judge(one, policy, requirement, window, as_of, conversions)
        if word in beside:
            beside[word] += one.tenths
        elif word != OUTSIDE:
            part = parts.setdefault(decided, _Part())
            if one.approved:
                part.earned += one.tenths
                approved.append((one.end_on, decided, one.tenths))
            else:
                part.pending += one.tenths
    return Sums(
        sum(_worth(decided, part.earned) for decided, part in parts.items()),
        sum(_worth(decided, part.pending) for decided, part in parts.items()),
        beside[OTHER_UNIT],
        beside[OTHER_KIND],
        tuple(
            Converted(
                decided.decision,
                decided.from_unit,
                part.earned,
                _worth(decided, part.earned),
                part.pending,
                _worth(decided, part.pending),
            )
            for decided, part in sorted(
                ((d, p) for d, p in parts.items() if d is not None), key=lambda pair: (pair[0].start_on, pair[0])
            )
        ),
        _met_on(approved, requirement.tenths),
    )


def _worth(decided: Conversion | None, tenths: int) -> int:
    return tenths if decided is None else tenths * decided.to_tenths // decided.from_tenths


def _met_on(approved: list[tuple[date, Conversion | None, int]], required: int) -> date | None:
    so_far: dict[Conversion | None, int] = {}
    for day, decided, tenths in sorted(approved, key=lambda one: one[0]):
        so_far[decided] = so_far.get(decided, 0) + tenths
        if sum(_worth(*one) for one in so_far.items()) >= required:
            return day
    return None
