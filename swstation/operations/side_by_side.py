"""What the registers of a unit are worth under two policies at once, whichever of them holds there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db.errors import Refusal
from db.special import covers
from db.store import Connection
from swstation.operations.packs import policies_of
from swstation.operations.standing import people_by_unit, training_under
from swstation.operations.targets import target_facts
from swstation.rules.policy import PolicySet
from swstation.rules.side_by_side import Beside, TrainingSide, targets_beside, training_beside, training_side
from swstation.rules.targets import target_results
from swstation.rules.training import TrainingResult


def side_by_side(
    connection: Connection, unit: str, left: str, right: str, as_of: date, staff: str | None = None
) -> list[Beside]:
    """Training of everybody in post of a unit and those below it, and the indicators, under ``left`` and ``right``.

    ``staff``: only this person (id or name), and no indicators. Refuses a policy that is not there, one beside itself,
    and a person that is not.
    """
    known = policies_of(connection, unit)
    if left == right:
        raise Refusal("policy.same", field="policy", token=left)
    both = [known.get(one) for one in (left, right)]
    sides = [_training(connection, unit, known, one.id, as_of, staff) for one in both]
    lines = training_beside(*sides)
    if staff is not None:
        return lines
    facts = target_facts(connection, unit, as_of)
    targets = [(one, target_results([one], (), facts, as_of)) for one in both]
    return [*lines, *targets_beside(targets[0], targets[1])]


def _training(
    connection: Connection, unit: str, known: PolicySet, policy: str, as_of: date, staff: str | None
) -> Sequence[TrainingSide]:
    results: list[TrainingResult] = []
    seen = False
    for code, people in people_by_unit(connection, staff).items():
        if covers(unit, code):
            in_post = {one.id for one in people.people if staff is not None or one.employed_on(as_of)}
            seen = seen or bool(in_post)
            rows = training_under(connection, code, people, known, known.get(policy), as_of)
            results += [one for one in rows if one.staff_id in in_post]
    if staff is not None and not seen:
        raise Refusal("people.unknown", field="staff", token=staff)
    return [training_side(policy, one, results) for one in known.get(policy).requirements]
