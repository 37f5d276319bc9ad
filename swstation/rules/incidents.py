"""Mandatory reporting: to whom an incident is reported, and what is still owed. The law says at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from swstation.i18n import N_
from swstation.rules.ages import under
from swstation.rules.reminders import Reminder
from swstation.standards import IncidentDuty


class IncidentFact(NamedTuple):
    """An incident: what, about whom, when it was found, reported, settled."""

    id: str
    kind: str
    found_on: date
    client_id: str = ""
    who: str = ""
    birth: date | None = None
    found_by: str = ""
    reported_on: date | None = None
    closed_on: date | None = None


def duty_of(kind: str, birth: date | None, found_on: date, duties: Sequence[IncidentDuty]) -> IncidentDuty | None:
    """The duty that holds for an incident: the first whose kinds and age fit; ``None`` for a kind without one."""
    for duty in duties:
        if kind in duty.kinds and (duty.below is None or under(birth, duty.below, found_on)):
            return duty
    return None


def incidents_due(incidents: Iterable[IncidentFact], duties: Sequence[IncidentDuty], as_of: date) -> Iterator[Reminder]:
    """Incidents not reported yet (due the day they were found), and those whose result nobody has written down."""
    for one in incidents:
        if one.closed_on is not None or one.found_on > as_of:
            continue
        duty = duty_of(one.kind, one.birth, one.found_on, duties)
        if duty is None:
            continue
        if one.reported_on is None:
            yield Reminder(
                "incident", one.who, one.found_on, one.found_on, "incident", one.id,
                N_("To be reported at once: {to}"), {"to": duty.report_to}, one.found_by, duty.basis,
            )  # fmt: skip
        else:
            on = one.found_on + timedelta(days=duty.result_days)
            yield Reminder(
                "incident", one.who, on, on, "incident", one.id, N_("Reported; what came of it?"), {}, one.found_by,
            )  # fmt: skip
