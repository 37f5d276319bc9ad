"""What changes for whom if another policy comes into force: the rules run under both, nothing is written."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from db.special import covers
from db.store import Connection
from swstation.operations.packs import policies_of
from swstation.operations.standing import People, people_by_unit, policy_and_set, training_under
from swstation.rules.policy import PolicySet
from swstation.rules.training import NOT_APPLICABLE, TrainingResult


class Effect(NamedTuple):
    """One requirement of one person: the result as it is and as it would be; ``None`` where it is not asked then."""

    staff: str
    staff_id: str
    unit: str
    before: TrainingResult | None
    after: TrainingResult | None

    @property
    def changed(self) -> bool:
        """Whether the person would stand otherwise: another status, another amount asked for, or it comes or goes."""
        before, after = self.before, self.after
        if before is None or after is None:
            only = before or after
            return only is not None and only.status != NOT_APPLICABLE
        return (before.status, before.required, before.window_start, before.window_end) != (
            after.status, after.required, after.window_start, after.window_end
        )  # fmt: skip


def effect(connection: Connection, unit: str, policy: str, as_of: date, known: PolicySet | None = None) -> list[Effect]:
    """Everybody in post of a unit and those below it, requirement by requirement, under ``policy`` instead.

    ``known``: policies that hold ``policy`` where it is not published yet. The day decides: one in the future shows
    what comes then. Refuses a policy that is not there.
    """
    found = []
    for code, people in people_by_unit(connection).items():
        if not covers(unit, code):
            continue
        own, here = policy_and_set(connection, code)
        others = known or policies_of(connection, code)
        before = _results(connection, code, people, here, own.id, as_of)
        after = _results(connection, code, people, others, policy, as_of)
        for person in people.people:
            if not person.employed_on(as_of):
                continue
            keys = [key for key in {**before, **after} if key[0] == person.id]
            found += [Effect(person.name, person.id, code, before.get(key), after.get(key)) for key in keys]
    return [one for one in found if one.changed]


def _results(
    connection: Connection, unit: str, people: People, known: PolicySet, policy: str, as_of: date
) -> dict[tuple[str, str, str], TrainingResult]:
    rows = training_under(connection, unit, people, known, known.get(policy), as_of)
    return {(one.staff_id, one.policy, one.requirement): one for one in rows}
