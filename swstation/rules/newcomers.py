"""New joiners and the training that a policy has given to them before or after they take up a post.

The duty is on whoever gives the training, not on the worker: nobody is judged, the list says whom it still owes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from swstation.rules.facts import Attendance, Person
from swstation.rules.model import Clause, Policy

JOINERS = "joiners"
"""The audience of a kind of training that is for those who joined within the calendar year."""


class Newcomer(NamedTuple):
    """One who joined in the year of the day asked; ``trained_on`` is the last day of such a training, if any."""

    staff: str
    staff_id: str
    policy: str
    kind: str
    kind_zh: str
    kind_en: str
    joined_on: date
    trained_on: date | None
    clause: Clause

    def as_dict(self) -> dict[str, object]:
        """As ``training newcomers --json`` prints it."""
        return {
            "staff": self.staff,
            "staff_id": self.staff_id,
            "policy": self.policy,
            "kind": self.kind,
            "joined_on": self.joined_on.isoformat(),
            "trained_on": self.trained_on.isoformat() if self.trained_on else None,
            "clause": self.clause.as_dict(),
        }


def newcomers(
    people: Iterable[Person], attendances: Iterable[Attendance], policies: Sequence[Policy], as_of: date
) -> list[Newcomer]:
    """Everybody employed on ``as_of`` who joined in its calendar year, once for each kind meant for joiners.

    Any training of the kind that ended by ``as_of`` is taken, before the joining day too; approval is not asked.
    """
    kinds = [(policy, kind) for policy in policies for kind in policy.kinds if kind.audience == JOINERS]
    if not kinds:
        return []
    given = list(attendances)
    found = []
    for person in people:
        joined = person.joined_on
        if joined is None or joined.year != as_of.year or not person.employed_on(as_of):
            continue
        for policy, kind in kinds:
            days = [
                one.end_on
                for one in given
                if one.staff_id == person.id and one.end_on <= as_of and policy.kind(one.kind) == kind
            ]
            trained = max(days, default=None)
            found.append(
                Newcomer(person.name, person.id, policy.id, kind.id, kind.zh, kind.en, joined, trained, kind.clause)
            )
    return found
