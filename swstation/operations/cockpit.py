"""One person's training under every rule at once, and a team sorted by who is most at risk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from db.errors import Refusal
from db.queries import people as reads
from db.store import Connection
from swstation.operations.standing import (
    conversions,
    newcomers_of,
    people_by_unit,
    policy_and_set,
    training_results,
)
from swstation.rules.counting import CONVERTED, COUNTS, judge
from swstation.rules.facts import Person
from swstation.rules.model import Policy
from swstation.rules.newcomers import Newcomer
from swstation.rules.policy import PolicySet
from swstation.rules.risk import most_at_risk, risk
from swstation.rules.totals import Total, totals
from swstation.rules.training import NOT_APPLICABLE, TrainingResult


class Verdict(NamedTuple):
    """What one training is for one requirement: a word of ``rules/counting.py``, and the decision that converts it.

    ``worth``: so many tenths of the requirement's unit are given for so many of the training's.
    """

    word: str
    decision: str = ""
    worth: tuple[int, int] = (1, 1)


@dataclass(frozen=True, slots=True)
class Cockpit:
    """All that is to be said of one person's training on a day.

    ``verdicts``: by training id and the place of the result in ``results``. ``year``: all training of the calendar
    year, asked for or not.
    """

    person: Person
    unit: str
    policy: Policy
    known: PolicySet
    results: tuple[TrainingResult, ...]
    trainings: tuple[reads.AttendanceRow, ...]
    verdicts: Mapping[tuple[str, int], Verdict]
    year: tuple[Total, ...]
    newcomer: tuple[Newcomer, ...]


def cockpit(connection: Connection, staff: str, as_of: date) -> Cockpit:
    """One person (by id), with the requirements that do not apply left out unless all do not. Refuses nobody's id."""
    found = people_by_unit(connection, staff)
    if not found:
        raise Refusal("people.unknown", token=staff)
    ((unit, people),) = found.items()
    policy, known = policy_and_set(connection, unit)
    results = training_results(connection, as_of, staff)
    shown = tuple(one for one in results if one.status != NOT_APPLICABLE) or tuple(results)
    worth = conversions(connection, unit)
    verdicts: dict[tuple[str, int], Verdict] = {}
    for place, result in enumerate(shown):
        asking = known.get(result.policy)
        requirement = asking.requirement(result.requirement)
        if requirement is None or result.window_start is None or result.window_end is None:
            continue
        window = (result.window_start, result.window_end)
        for one in people.attendances:
            word, decided = judge(one, asking, requirement, window, as_of, worth)
            verdicts[one.training_id, place] = (
                Verdict(word, decided.decision, (decided.to_tenths, decided.from_tenths)) if decided else Verdict(word)
            )
    first, last = date(as_of.year, 1, 1), date(as_of.year, 12, 31)
    return Cockpit(
        people.people[0], unit, policy, known, shown, tuple(reads.attendances(connection, staff)), verdicts,
        tuple(totals(people.attendances, first, last)), tuple(newcomers_of(connection, as_of, staff)),
    )  # fmt: skip


def given(found: Cockpit, place: int, *, approved: bool) -> list[tuple[str, int]]:
    """The attendances (ids) behind what a result has earned, or what waits for approval, each with its tenths.

    What is converted is rounded down over all of it together, as in the result: the last of them bears the rounding.
    """
    so_far: dict[tuple[str, tuple[int, int]], int] = defaultdict(int)
    out = []
    for one in sorted(found.trainings, key=lambda one: (one.end_on, one.id)):
        verdict = found.verdicts.get((one.training, place))
        if verdict is None or verdict.word not in (COUNTS, CONVERTED) or bool(one.approved) != approved:
            continue
        to, of = verdict.worth
        key = (verdict.decision, verdict.worth)
        before, so_far[key] = so_far[key], so_far[key] + one.tenths
        out.append((one.id, so_far[key] * to // of - before * to // of))
    return [(row, tenths) for row, tenths in out if tenths]


class Standing(NamedTuple):
    """One person of a team: the requirement most at risk, and how many there are in all."""

    person: Person
    unit: str
    result: TrainingResult | None
    asked: int


def team(connection: Connection, as_of: date, units: Sequence[str] | None = None) -> list[Standing]:
    """Everybody in post on a day (of these units, or of all), the one most at risk first."""
    by_person: dict[str, list[TrainingResult]] = defaultdict(list)
    for result in training_results(connection, as_of):
        by_person[result.staff_id].append(result)
    found = []
    for unit, people in people_by_unit(connection).items():
        if units is not None and unit not in units:
            continue
        for person in people.people:
            if person.employed_on(as_of):
                own = by_person[person.id]
                asked = sum(1 for one in own if one.status != NOT_APPLICABLE)
                found.append(Standing(person, unit, most_at_risk(own), asked))
    return sorted(found, key=lambda one: (one.result is None, risk(one.result) if one.result else (0, 0, date.max, 0)))
