"""What waits for somebody in the work with people and cases: consents, children's files, incidents, referrals, steps,
sessions and activities that were planned, needs wanted by a day, the next plan.

``reminders`` is what the due list takes in; every item has a day, whom it is about and who should do it.
"""

from __future__ import annotations

from datetime import date, timedelta

from db.queries import care as reads
from db.queries.planned import planned, plans
from db.store import Connection
from swstation import standards
from swstation.operations.case_file import birth_date, consent_facts
from swstation.rules.case_dates import FollowUpFact, ReferralFact, StepFact, case_dates_due
from swstation.rules.child_files import ChildFact, child_files_due
from swstation.rules.consents import Consenting, consents_due
from swstation.rules.incidents import IncidentFact, incidents_due
from swstation.rules.planned import PlannedFact, WrittenPlan, planned_due, plans_due
from swstation.rules.reminders import KINDS, Reminder


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def reminders(connection: Connection, unit: str | None, as_of: date, days: int = 0) -> list[Reminder]:
    """What is due on ``as_of`` or shown within ``days`` after it, of one unit (``None``: of all), the latest first."""
    horizon = as_of + timedelta(days=days)
    found = [
        *incidents_due(incident_facts(connection, unit), standards.incident_duties(), as_of),
        *consents_due(
            consenting(connection, unit), consent_facts(connection, unit=unit), as_of, standards.consent_rule()
        ),
        *child_files_due(child_facts(connection, unit), standards.child_ages(), as_of),
        *case_dates_due(*_of_cases(connection, unit)),
        *planned_due(_planned(connection, unit, horizon)),
        *(plans_due(_plans(connection, unit)) if unit is not None else ()),
    ]
    due = [one for one in found if one.opens <= horizon]
    return sorted(due, key=lambda one: (one.on, KINDS.index(one.kind), one.who, one.ref))


_TABLES = {"session": "service_group", "activity": "activity", "need": "need"}
"""The page on which what was planned is recorded."""


def _planned(connection: Connection, unit: str | None, last: date) -> list[PlannedFact]:
    return [
        PlannedFact(
            one.kind, _TABLES[one.kind], one.owner_row, one.title, date.fromisoformat(one.planned_on), one.worker or "",
            one.number,
        )
        for one in planned(connection, last.isoformat(), unit)
    ]  # fmt: skip


def _plans(connection: Connection, unit: str) -> list[WrittenPlan]:
    return [
        WrittenPlan(one.id, one.kind, one.period, one.staff or "", one.name or "") for one in plans(connection, unit)
    ]


def consenting(connection: Connection, unit: str | None = None) -> list[Consenting]:
    """The people whose consent the rules look after."""
    return [
        Consenting(one.id, one.name, birth_date(one.birth_date, one.resident_id), one.worker or "")
        for one in reads.consenting(connection, unit)
    ]


def child_facts(connection: Connection, unit: str | None = None, client: str | None = None) -> list[ChildFact]:
    """Children's files as the rule takes them."""
    return [
        ChildFact(
            one.id, one.client, one.name, one.kind, date.fromisoformat(one.start_on), _day(one.end_on),
            birth_date(one.birth_date, one.resident_id), one.worker or "",
        )
        for one in reads.child_files(connection, client, unit)
    ]  # fmt: skip


def incident_facts(connection: Connection, unit: str | None = None, client: str | None = None) -> list[IncidentFact]:
    """Incidents as the rule takes them."""
    return [
        IncidentFact(
            one.id, one.kind, date.fromisoformat(one.found_on), one.client or "", one.name or "",
            birth_date(one.birth_date, one.resident_id), one.found_by or "", _day(one.reported_on), _day(one.closed_on),
        )
        for one in reads.incidents(connection, client, unit)
    ]  # fmt: skip


def _of_cases(
    connection: Connection, unit: str | None
) -> tuple[list[ReferralFact], list[StepFact], list[FollowUpFact]]:
    referred = [
        ReferralFact(
            one.id, one.who or "", one.service_case or "", one.client or "", one.worker, one.receiver,
            date.fromisoformat(one.referred_on), _day(one.answer_by), one.result or "", _day(one.followed_up_on),
        )
        for one in reads.referrals_due(connection, unit)
    ]  # fmt: skip
    steps = [
        StepFact(one.id, one.service_case, one.number, one.who or "", one.worker, one.step, _day(one.due_on))
        for one in reads.steps_due(connection, unit)
    ]
    after = [
        FollowUpFact(
            one.service_case, one.number, one.who or "", one.worker, date.fromisoformat(one.due_on), _day(one.met_on)
        )
        for one in reads.follow_ups_due(connection, unit)
    ]
    return referred, steps, after
