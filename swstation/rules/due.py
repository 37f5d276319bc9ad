"""The due list: everything that waits for someone, the latest first.

Each item has a day by which it should be done (``on``; ``days`` counts to it, negative is late) and a day
from which it is shown (``opens``). A list for the next N days holds what opens within them:

| kind | due on | shown from |
|---|---|---|
| ``contact`` | the promised day (``contacts``) | that day |
| ``visit`` | the end of the plan's period, or of the first period wholly missed (``visits``, ``surges``) | that day |
| ``case_review`` | the review day of an active case | that day |
| ``registration`` | the end of validity; of the first registration's term | the policy's last months before it |
| ``training`` | the end of the window | at once when behind or missed, else that day |
| ``exam`` | the last exam year's end for what is missing; the end of a proof | that year's first day; a year before |
| ``post`` | the last day of a part-time holding's limit | some months before it |
| ``project`` | the day by which a policy wants something done (renewal, evaluation) | three months before |
| ``draft`` | the day it was kept | that day |
| ``consent``, ``case_step``, ``referral`` ... | as ``reminders`` gives them | as they say |
| ``entry`` | the day of an entry that was never submitted, or was returned | that day |
| ``empty_day`` | the working day before, if somebody who writes most days wrote nothing on it | that day |
| ``export`` | the end of the month of the first record not handed in | that day |
| ``backup`` | so many days after the last, as set | that day |

Training of a policy that has expired is history, not due. Who has left is not asked for anything. What was put off with
a reason (``SnoozeFact``) is left out until its day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final, NamedTuple

from swstation.i18n import N_
from swstation.rules import certificates, training
from swstation.rules.certificates import Standing
from swstation.rules.contacts import open_promises
from swstation.rules.counting import amount
from swstation.rules.dates import add_months, period_of
from swstation.rules.due_care import empty_days_due, entries_due, reminded
from swstation.rules.due_item import DueItem, Label, Labels, Word
from swstation.rules.exams import REVIEW, UNDER_WAY, ExamPath, to_do_by
from swstation.rules.facts import (
    BackupFact,
    CaseFact,
    Contact,
    DraftFact,
    EmptyDay,
    MetVisit,
    Person,
    SnoozeFact,
    Surge,
    Unsent,
    Unsubmitted,
    VisitClient,
    VisitPlan,
)
from swstation.rules.policy_state import CONTINUED, IN_FORCE
from swstation.rules.post_holders import Limit
from swstation.rules.projects import ProjectCheck
from swstation.rules.reminders import KINDS as REMINDED
from swstation.rules.reminders import Reminder
from swstation.rules.surges import surge_due
from swstation.rules.training import TrainingResult
from swstation.rules.visits import PlansOf, VisitDue, visit_due

KINDS: Final = (
    "contact", "visit", "case_review", "registration", "training", "exam", "post", "project", "draft",
    "export", "backup", *REMINDED, "entry", "empty_day",
)  # fmt: skip
"""Kinds that may be shown; the order of those that are as late as each other."""

_PROJECT_MONTHS: Final = 3
"""Months before its day from which something about a project is shown."""

_PERIODS: Final = {
    "day": N_("today"),
    "once": N_("until it ends"),
    "week": N_("this week"),
    "month": N_("this month"),
    "quarter": N_("this quarter"),
    "half_year": N_("this half-year"),
    "year": N_("this year"),
}
_UNITS: Final = {"hour": N_("hours"), "class_hour": N_("class hours")}
_REGISTRATION: Final = {
    certificates.RENEW: N_("Registration to renew: {level}"),
    certificates.VALID: N_("Registration to renew: {level}"),
    certificates.LAPSED: N_("Registration has lapsed: {level}"),
    certificates.NEVER: N_("First registration: {level}"),
}


class ProjectDue(NamedTuple):
    """Something that a policy wants done for a project by a day."""

    project: str
    title: str
    check: ProjectCheck


class DueFacts(NamedTuple):
    """All that the due list is made of.

    ``clients`` are those with a file, open or not; ``visits`` are the met home visits and calls, complete
    from ``records_since`` on (``visits.visits_from`` says how far back they are needed).
    """

    people: Sequence[Person] = ()
    standings: Mapping[str, Standing] = MappingProxyType({})
    training: Sequence[TrainingResult] = ()
    exams: Mapping[str, Sequence[ExamPath]] = MappingProxyType({})
    clients: Sequence[VisitClient] = ()
    plans: Sequence[VisitPlan] = ()
    surges: Sequence[Surge] = ()
    visits: Sequence[MetVisit] = ()
    records_since: date | None = None
    contacts: Sequence[Contact] = ()
    cases: Sequence[CaseFact] = ()
    drafts: Sequence[DraftFact] = ()
    limits: Sequence[Limit] = ()
    reminders: Sequence[Reminder] = ()
    entries: Sequence[Unsubmitted] = ()
    empty_days: Sequence[EmptyDay] = ()
    snoozes: Sequence[SnoozeFact] = ()
    projects: Sequence[ProjectDue] = ()
    unsent: Unsent | None = None
    backup: BackupFact | None = None
    month_start_day: int = 1


def due_list(facts: DueFacts, as_of: date, days: int = 0, *, put_off: bool = False) -> list[DueItem]:
    """What is due on ``as_of`` or within ``days`` after it, the latest first, then by kind and name.

    ``put_off``: only what is due and was put off with a reason; else everything but that.
    """
    horizon = as_of + timedelta(days=days)
    asleep = {(one.kind, one.ref) for one in facts.snoozes if one.until > as_of}
    items = [
        item
        for part in _PARTS
        for item in part(facts, as_of)
        if item.opens <= horizon and ((item.kind, item.ref) in asleep) == put_off
    ]
    return sorted(items, key=lambda item: (item.days, KINDS.index(item.kind), item.who, item.ref))


def visits_due(facts: DueFacts, as_of: date) -> list[VisitDue]:
    """The visits that are due, in the clients' order: what the round walks through."""
    of_client: dict[str, list[MetVisit]] = defaultdict(list)
    for visit in facts.visits:
        of_client[visit.client_id].append(visit)
    surges = [one for one in facts.surges if one.start_on <= as_of <= one.end_on]
    plans = PlansOf(facts.plans)
    out = []
    for client in facts.clients:
        met = of_client.get(client.id, ())
        usual = visit_due(client, plans.client(client), met, as_of, facts.month_start_day, facts.records_since)
        often = surge_due(client, surges, met, as_of) if surges else None
        # Of the two the one that is sooner: a visit now serves both.
        if often is not None and (usual is None or often.due <= usual.due):
            out.append(often)
        elif usual is not None:
            out.append(usual)
    return out


def _contacts(facts: DueFacts, as_of: date) -> Iterator[DueItem]:
    closed = frozenset(client.id for client in facts.clients if not client.open)
    for one in open_promises(facts.contacts, facts.cases, closed, as_of):
        message = N_("Next contact")
        if one.case_number:
            message = N_("Next contact, case {number}")
        elif one.subject[0] == "topic" and one.topic:
            message = N_("Next contact: {topic}")
        yield DueItem(
            "contact", one.who, one.due, (one.due - as_of).days, one.due, one.subject[1], message,
            {"number": one.case_number, "topic": one.topic}, one.worker_id,
            unit=one.unit if one.subject[0] == "topic" else "",
        )  # fmt: skip


def _visits(facts: DueFacts, as_of: date) -> Iterator[DueItem]:
    for one in visits_due(facts, as_of):
        if one.due >= one.period_start:
            message = (
                N_("{surge}: {done} of {times} {period}") if one.surge else N_("Visit: {done} of {times} {period}")
            )
        elif one.last_met:
            message = N_("Visit missed, last met {last_met}")
        else:
            message = N_("Visit missed, not met yet")
        params = {
            "done": one.done,
            "times": one.plan.times,
            "period": Word(_PERIODS[one.plan.period]),
            "last_met": one.last_met,
            "surge": one.surge,
        }
        yield DueItem(
            "visit", one.client.name, one.due, (one.due - as_of).days, one.due, one.client.id, message, params,
            one.client.worker_id, decision=one.plan.clause or None,
        )  # fmt: skip


def _reviews(facts: DueFacts, as_of: date) -> Iterator[DueItem]:
    for case in facts.cases:
        if case.active and case.review_due is not None:
            yield DueItem(
                "case_review", case.who, case.review_due, (case.review_due - as_of).days, case.review_due, case.id,
                N_("Review of case {number}"), {"number": case.number}, case.worker_id,
            )  # fmt: skip


def _registrations(facts: DueFacts, as_of: date) -> Iterator[DueItem]:
    for person in facts.people:
        standing = facts.standings.get(person.id)
        state = standing.registration if standing else None
        if state is None or state.due is None or state.opens is None or not person.employed_on(as_of):
            continue
        level = standing.national if standing else None
        params = {"level": Label(level.zh, level.en) if level else state.certificate.level}
        yield DueItem(
            "registration", person.name, state.due, (state.due - as_of).days, state.opens, person.id,
            _REGISTRATION[state.state], params, person.id, state.clause,
        )  # fmt: skip


def _training(facts: DueFacts, as_of: date) -> Iterator[DueItem]:
    working = {person.id for person in facts.people if person.employed_on(as_of)}
    for one in facts.training:
        wanted = one.status in (training.ON_TRACK, training.BEHIND, training.MISSED)
        if not wanted or one.policy_state not in (IN_FORCE, CONTINUED) or one.staff_id not in working:
            continue
        assert one.deadline is not None
        params = {
            "label": Label(one.label_zh, one.label_en),
            "missing": amount(one.missing),
            "required": amount(one.required),
            "unit": Word(_UNITS[one.unit]),
        }
        opens = one.deadline if one.status == training.ON_TRACK else as_of
        yield DueItem(
            "training", one.staff, one.deadline, (one.deadline - as_of).days, opens, one.staff_id,
            N_("{label}: {missing} of {required} {unit} missing"), params, one.staff_id, one.clause, one.decision,
        )  # fmt: skip


def _exams(facts: DueFacts, as_of: date) -> Iterator[DueItem]:
    for person in facts.people:
        if not person.employed_on(as_of):
            continue
        for path in facts.exams.get(person.id, ()):
            term = to_do_by(path)
            if term is None:
                continue
            on, opens = term
            message = N_("{exam}: result to be entered")
            if path.state == UNDER_WAY:
                message = N_("{exam}: {missing} to pass by the exam of {year}")
            elif path.state == REVIEW:
                message = N_("{exam}: review to pass while the proof is valid")
            params = {
                "exam": Label(path.rule.zh, path.rule.en),
                "missing": Labels(tuple(Label(one.zh, one.en) for one in path.missing)),
                "year": path.last_year,
            }
            yield DueItem(
                "exam", person.name, on, (on - as_of).days, opens, person.id, message, params, person.id, path.clause
            )


def _posts(facts: DueFacts, as_of: date) -> Iterator[DueItem]:
    for one in facts.limits:
        if one.rule.state in (IN_FORCE, CONTINUED):
            message = N_("Part-time in a post has lasted too long") if one.over else N_("Part-time in a post ends")
            yield DueItem(
                "post", one.holding.name, one.last, (one.last - as_of).days, one.opens, one.holding.staff, message,
                {}, one.holding.staff, one.rule.clause, one.rule.decision or None,
            )  # fmt: skip


def _projects(facts: DueFacts, as_of: date) -> Iterator[DueItem]:
    for one in facts.projects:
        on = one.check.on
        if on is not None and one.check.status in ("due", "late"):
            label = Label(one.check.label_zh, one.check.label_en)
            yield DueItem(
                "project", one.title, on, (on - as_of).days, add_months(on, -_PROJECT_MONTHS), one.project,
                N_("Project: {what}"), {"what": label}, "", one.check.clause,
            )  # fmt: skip


def _own(facts: DueFacts, as_of: date) -> Iterator[DueItem]:
    """Drafts, export and backup: what this machine itself waits for."""
    for draft in facts.drafts:
        yield DueItem(
            "draft", draft.who, draft.saved_on, (draft.saved_on - as_of).days, draft.saved_on, draft.id,
            N_("Draft to finish: {title}"), {"title": draft.title},
        )  # fmt: skip
    if facts.unsent is not None and facts.unsent.count > 0:
        on = period_of(facts.unsent.first_on, "month", facts.month_start_day)[1]
        params: Mapping[str, object] = {"count": facts.unsent.count}
        # Without the county's card nothing can be handed in: that comes first.
        what = N_("{count} records not handed in yet") if facts.unsent.card else N_("Take in the county's card first")
        yield DueItem("export", "", on, (on - as_of).days, on, "", what, params)
    if facts.backup is not None and facts.backup.changed_on is not None:
        on = (facts.backup.last_on or facts.backup.changed_on) + timedelta(days=facts.backup.every_days)
        message = N_("Backup, the last was on {last_on}") if facts.backup.last_on else N_("Backup, none made yet")
        yield DueItem("backup", "", on, (on - as_of).days, on, "", message, {"last_on": facts.backup.last_on})


def _care(facts: DueFacts, as_of: date) -> Iterator[DueItem]:
    yield from reminded(facts.reminders, as_of)
    yield from entries_due(facts.entries, as_of)
    yield from empty_days_due(facts.empty_days, as_of)


_PARTS: Final = (_contacts, _visits, _reviews, _registrations, _training, _exams, _posts, _projects, _own, _care)
