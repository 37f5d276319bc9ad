"""A child's file ends by itself: on the last day under the age that its kind is for (``standards.child_ages``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from swstation.i18n import N_
from swstation.rules.ages import last_day_under
from swstation.rules.reminders import Reminder
from swstation.standards import ChildAge


class ChildFact(NamedTuple):
    """A child's file and the child's birth date; ``end_on``: the day somebody ended it."""

    id: str
    client_id: str
    who: str
    kind: str
    start_on: date
    end_on: date | None = None
    birth: date | None = None
    worker_id: str = ""


def ends_on(child: ChildFact, ages: Mapping[str, ChildAge]) -> date | None:
    """The day a file ended or ends by itself; ``None`` where neither is known (no birth date)."""
    if child.end_on is not None:
        return child.end_on
    age = ages.get(child.kind)
    if age is None or child.birth is None:
        return None
    return max(child.start_on, last_day_under(child.birth, age.ends_at))


def in_force(child: ChildFact, ages: Mapping[str, ChildAge], day: date) -> bool:
    """Whether a child's file holds on ``day``."""
    end = ends_on(child, ages)
    return child.start_on <= day and (end is None or day <= end)


def child_files_due(children: Iterable[ChildFact], ages: Mapping[str, ChildAge], as_of: date) -> Iterator[Reminder]:
    """Files that end by age soon, or have ended by age and nobody has ended them; and those without a birth date."""
    for child in children:
        age = ages.get(child.kind)
        if child.end_on is not None or age is None or child.start_on > as_of:
            continue
        if child.birth is None:
            yield Reminder(
                "child_file", child.who, child.start_on, child.start_on, "client", child.client_id,
                N_("Child's file without a birth date: it ends at {years}"), {"years": age.ends_at}, child.worker_id,
                age.basis,
            )  # fmt: skip
            continue
        end = ends_on(child, ages)
        assert end is not None
        message = N_("Child's file ends at {years}") if as_of <= end else N_("Child's file has ended at {years}")
        yield Reminder(
            "child_file", child.who, end, end - timedelta(days=age.remind_days), "client", child.client_id, message,
            {"years": age.ends_at}, child.worker_id, age.basis,
        )  # fmt: skip
