"""Training hours against the policies, exact to the day and the tenth of an hour.

One result for every person and requirement. Hours of another unit, unapproved hours and hours of a kind
that does not count stand beside the earned ones; nothing is converted unless a county decided so, and the
amount asked for is never reduced: no policy says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from swstation.rules.certificates import certificate_of, current_registration, validity_end
from swstation.rules.counting import Converted, Sums, amount, count
from swstation.rules.dates import ONE_DAY, days_in, same_length
from swstation.rules.facts import Attendance, Certificate, Continuation, Conversion, Person, Registration
from swstation.rules.levels import Levels
from swstation.rules.model import Clause, Policy, RegistrationRule, Requirement
from swstation.rules.pace import Pace, pace
from swstation.rules.policy import NATIONAL
from swstation.rules.policy_state import State, state_of

MET = "met"
ON_TRACK = "on_track"
BEHIND = "behind"
MISSED = "missed"
NOT_APPLICABLE = "not_applicable"


class TrainingResult(NamedTuple):
    """Where one person stands on one requirement; amounts in tenths of ``unit``.

    ``earned`` + ``pending`` (not approved yet) + ``other_kinds`` (of a kind that does not count) is all that
    ended in the window in this unit by the day asked, and what a county's ``conversions`` make of the other unit;
    ``other_units`` is the rest of it, in its own tenths. ``missing`` is 0 where nothing is asked. Without a window
    (no registration) the days are empty. ``clause`` says where it is printed; once continued, ``decision`` stands in
    its place. ``pace`` is what is still to be done, ``met_on`` the day it was done, ``kinds`` the ids of the kinds
    that count (empty: all).
    """

    staff: str
    staff_id: str
    policy: str
    requirement: str
    label_zh: str
    label_en: str
    basis: str
    unit: str
    window_start: date | None
    window_end: date | None
    required: int
    earned: int
    pending: int
    other_units: int
    other_kinds: int
    missing: int
    status: str
    policy_state: str
    deadline: date | None
    clause: Clause | None
    decision: str | None
    applies_to: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    conversions: tuple[Converted, ...] = ()
    pace: Pace = Pace()
    met_on: date | None = None

    @property
    def converted(self) -> int:
        """What of ``earned`` was converted."""
        return sum(one.gives for one in self.conversions)

    def as_dict(self) -> dict[str, object]:
        """As ``training status --json`` prints it: amounts as numbers, days as ISO."""
        return {
            "staff": self.staff,
            "staff_id": self.staff_id,
            "policy": self.policy,
            "requirement": self.requirement,
            "basis": self.basis,
            "unit": self.unit,
            "window_start": _iso(self.window_start),
            "window_end": _iso(self.window_end),
            "required": amount(self.required),
            "earned": amount(self.earned),
            "pending": amount(self.pending),
            "other_units": amount(self.other_units),
            "other_kinds": amount(self.other_kinds),
            "missing": amount(self.missing),
            "status": self.status,
            "policy_state": self.policy_state,
            "deadline": _iso(self.deadline),
            "clause": self.clause.as_dict() if self.clause else {"decision": self.decision},
            "kinds": list(self.kinds),
            "converted": amount(self.converted),
            "conversions": [one.as_dict() for one in self.conversions],
            "per_month": amount(self.pace.per_month),
            "projected": _iso(self.met_on or self.pace.projected),
            "projected_missing": amount(self.pace.projected_missing),
            "met_on": _iso(self.met_on),
        }


def training_status(
    people: Iterable[Person],
    attendances: Iterable[Attendance],
    certificates: Iterable[Certificate],
    registrations: Iterable[Registration],
    policies: Sequence[Policy],
    continuations: Iterable[Continuation],
    as_of: date,
    levels: Levels | None = None,
    conversions: Iterable[Conversion] = (),
) -> list[TrainingResult]:
    """One result per person and requirement, in the order of the people and of the policies.

    ``policies`` are the unit's own first and the national beside it (``PolicySet.beside``); leavers and
    requirements that do not apply are included. ``levels`` is made from the policies if not given.
    """
    if not policies:
        return []
    national = next((policy for policy in policies if policy.id == NATIONAL), policies[-1])
    levels = levels or Levels(policies[0], national)
    decisions, converting = tuple(continuations), tuple(conversions)
    asked = [
        (policy, requirement, state_of(policy, requirement, decisions, as_of), levels.named(requirement.applies_to))
        for policy in policies
        for requirement in policy.requirements
    ]
    rule = next((found for policy in policies for found in policy.registrations), None)
    attended = _by_staff(attendances)
    held: dict[str, list[Certificate]] = defaultdict(list)
    for certificate in certificates:
        held[certificate.staff_id].append(certificate)
    registered: dict[str, list[Registration]] = defaultdict(list)
    for registration in registrations:
        registered[registration.certificate_id].append(registration)
    results = []
    for person in people:
        own = held.get(person.id, [])
        file = _File(person, attended.get(person.id, []), own, [r for c in own for r in registered.get(c.id, ())])
        for policy, requirement, state, named in asked:
            results.append(_result(file, policy, requirement, state, named, levels, rule, as_of, converting))
    return results


class _File(NamedTuple):
    """What is known of one person."""

    person: Person
    attendances: Sequence[Attendance]
    certificates: Sequence[Certificate]
    registrations: Sequence[Registration]


def _by_staff(attendances: Iterable[Attendance]) -> Mapping[str, list[Attendance]]:
    found: dict[str, list[Attendance]] = defaultdict(list)
    for attendance in attendances:
        found[attendance.staff_id].append(attendance)
    return found


def _result(
    file: _File,
    policy: Policy,
    requirement: Requirement,
    state: State,
    named: frozenset[str],
    levels: Levels,
    rule: RegistrationRule | None,
    as_of: date,
    conversions: Sequence[Conversion],
) -> TrainingResult:
    window = _window(file, requirement, state, levels, rule, as_of)
    sums = count(file.attendances, policy, requirement, window, as_of, conversions) if window else Sums()
    covered = window is not None and _covers(file, policy, requirement, named, levels, window, as_of)
    if window is None or not covered:
        status, left = NOT_APPLICABLE, Pace()
    else:
        start = window[0] if file.person.joined_on is None else max(window[0], file.person.joined_on)
        status = _status(sums.earned, requirement.tenths, (start, window[1]), as_of)
        left = pace(sums.earned, requirement.tenths, start, window[1], as_of)
    return TrainingResult(
        staff=file.person.name,
        staff_id=file.person.id,
        policy=policy.id,
        requirement=requirement.id,
        label_zh=requirement.zh,
        label_en=requirement.en,
        basis=requirement.basis,
        unit=requirement.unit,
        window_start=window[0] if window else None,
        window_end=window[1] if window else None,
        required=requirement.tenths,
        earned=sums.earned,
        pending=sums.pending,
        other_units=sums.other_units,
        other_kinds=sums.other_kinds,
        missing=0 if status == NOT_APPLICABLE else max(0, requirement.tenths - sums.earned),
        status=status,
        policy_state=state.state,
        deadline=window[1] if window else None,
        clause=None if state.continuation else requirement.clause,
        decision=state.continuation.decision if state.continuation else None,
        applies_to=requirement.applies_to,
        kinds=requirement.counts_kinds,
        conversions=sums.conversions,
        pace=left,
        met_on=sums.met_on if status == MET else None,
    )


def _window(
    file: _File,
    requirement: Requirement,
    state: State,
    levels: Levels,
    rule: RegistrationRule | None,
    as_of: date,
) -> tuple[date, date] | None:
    """First and last day of the window, both counted; ``None`` where there is no registration."""
    if requirement.basis == "registration":
        level = levels.highest(file.certificates, as_of)
        if level is None:
            return None
        certificate = certificate_of(level, file.certificates, file.registrations, as_of)
        latest = current_registration(
            (r for r in file.registrations if certificate and r.certificate_id == certificate.id), state.anchor
        )
        until = validity_end(latest, rule) if latest else None
        return (latest.registered_on, until) if latest and until else None
    if requirement.basis == "year":
        return date(state.anchor.year, 1, 1), date(state.anchor.year, 12, 31)
    start, end = requirement.period_start, requirement.period_end
    assert start is not None and end is not None
    if state.continuation is None:
        return start, end
    # The next window begins with the decision; without a successor it is followed by others as long.
    first = state.continuation.start_on
    last = same_length(start, end, first)
    while last < state.anchor:
        first = last + ONE_DAY
        last = same_length(start, end, first)
    return first, last


def _covers(
    file: _File,
    policy: Policy,
    requirement: Requirement,
    named: frozenset[str],
    levels: Levels,
    window: tuple[date, date],
    as_of: date,
) -> bool:
    last = min(window[1], as_of)
    if not file.person.employed_between(window[0], last):
        return False
    # An exemption counts on the day asked, in a window that is over on its last day.
    if any(one.holds(policy.id, requirement.id, last) for one in file.person.exemptions):
        return False
    if not named:
        return True
    level = levels.highest(file.certificates, as_of)
    return level is not None and level.id in named


def _status(earned: int, required: int, term: tuple[date, date], as_of: date) -> str:
    if earned >= required:
        return MET
    if as_of > term[1]:
        return MISSED
    # Compared in whole numbers: no rounding decides about a person.
    on_pace = earned * days_in(*term) >= required * days_in(term[0], as_of)
    return ON_TRACK if on_pace else BEHIND


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
