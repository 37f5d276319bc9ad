"""The due list: everything that waits for someone, the latest first.

Each item has a day by which it should be done (``on``; ``days`` counts to it, negative is late) and a day
from which it is shown (``opens``). A list for the next N days holds what opens within them:

| kind | due on | shown from |
|---|---|---|
| ``contact`` | the promised day (``contacts``) | that day |
| ``visit`` | the end of the plan's period, or of the first period wholly missed (``visits``) | that day |
| ``case_review`` | the review day of an active case | that day |
| ``registration`` | the end of validity; of the first registration's term | the policy's last months before it |
| ``training`` | the end of the window | at once when behind or missed, else that day |
| ``exam`` | the last exam year's end for what is missing; the end of a proof | that year's first day; a year before |
| ``post`` | the last day of a part-time holding's limit | some months before it |
| ``project`` | the day by which a policy wants something done (renewal, evaluation) | three months before |
| ``draft`` | the day it was kept | that day |
| ``export`` | the end of the month of the first record not handed in | that day |
| ``backup`` | so many days after the last, as set | that day |

Training of a policy that has expired is history, not due. Who has left is not asked for anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final, NamedTuple

from swstation.i18n import N_, _, language
from swstation.rules import certificates, training
from swstation.rules.certificates import Standing
from swstation.rules.contacts import open_promises
from swstation.rules.counting import amount
from swstation.rules.dates import add_months, period_of
from swstation.rules.exams import REVIEW, UNDER_WAY, ExamPath, to_do_by
from swstation.rules.facts import (
    BackupFact,
    CaseFact,
    Contact,
    DraftFact,
    MetVisit,
    Person,
    Unsent,
    VisitClient,
    VisitPlan,
)
from swstation.rules.model import Clause
from swstation.rules.policy_state import CONTINUED, IN_FORCE
from swstation.rules.post_holders import Limit
from swstation.rules.projects import ProjectCheck
from swstation.rules.training import TrainingResult
from swstation.rules.visits import VisitDue, visit_due

KINDS: Final = (
    "contact", "visit", "case_review", "registration", "training", "exam", "post", "project", "draft",
    "export", "backup",
)  # fmt: skip

_PROJECT_MONTHS: Final = 3
"""Months before its day from which something about a project is shown."""

_PERIODS: Final = {
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


class DueItem(NamedTuple):
    """One thing that is due; ``decision`` is the county's own words where no policy's clause stands.

    ``ref`` is the row concerned (client, case, staff, draft), ``worker_id`` who should do it.
    """

    kind: str
    who: str
    on: date
    days: int
    opens: date
    ref: str
    message: str
    params: Mapping[str, object] = MappingProxyType({})
    worker_id: str = ""
    clause: Clause | None = None
    decision: str | None = None

    @property
    def what(self) -> str:
        """What is to be done, in the current language."""
        return _(self.message).format_map({key: _shown(value) for key, value in self.params.items()})

    def as_dict(self) -> dict[str, object]:
        """As ``due --json`` prints it."""
        clause: object = self.clause.as_dict() if self.clause else None
        if clause is None and self.decision:
            clause = {"decision": self.decision}
        return {
            "kind": self.kind,
            "what": self.what,
            "who": self.who,
            "date": self.on.isoformat(),
            "days": self.days,
            "clause": clause,
            "ref": self.ref,
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
    visits: Sequence[MetVisit] = ()
    records_since: date | None = None
    contacts: Sequence[Contact] = ()
    cases: Sequence[CaseFact] = ()
    drafts: Sequence[DraftFact] = ()
    limits: Sequence[Limit] = ()
    projects: Sequence[ProjectDue] = ()
    unsent: Unsent | None = None
    backup: BackupFact | None = None
    month_start_day: int = 1


def due_list(facts: DueFacts, as_of: date, days: int = 0) -> list[DueItem]:
    """What is due on ``as_of`` or within ``days`` after it, the latest first, then by kind and name."""
    horizon = as_of + timedelta(days=days)
    items = [item for part in _PARTS for item in part(facts, as_of) if item.opens <= horizon]
    return sorted(items, key=lambda item: (item.days, KINDS.index(item.kind), item.who, item.ref))


def visits_due(facts: DueFacts, as_of: date) -> list[VisitDue]:
    """The visits that are due, in the clients' order: what the round walks through."""
    of_client: dict[str, list[MetVisit]] = defaultdict(list)
    for visit in facts.visits:
        of_client[visit.client_id].append(visit)
    return [
        due
        for client in facts.clients
        if (
            due := visit_due(
                client,
                facts.plans,
                of_client.get(client.id, ()),
                as_of,
                facts.month_start_day,
                facts.records_since,
            )
        )
    ]


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
        )  # fmt: skip


def _visits(facts: DueFacts, as_of: date) -> Iterator[DueItem]:
    for one in visits_due(facts, as_of):
        if one.due >= one.period_start:
            message = N_("Visit: {done} of {times} {period}")
        elif one.last_met:
            message = N_("Visit missed, last met {last_met}")
        else:
            message = N_("Visit missed, not met yet")
        params = {
            "done": one.done,
            "times": one.plan.times,
            "period": _Word(_PERIODS[one.plan.period]),
            "last_met": one.last_met,
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
        params = {"level": _Label(level.zh, level.en) if level else state.certificate.level}
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
            "label": _Label(one.label_zh, one.label_en),
            "missing": amount(one.missing),
            "required": amount(one.required),
            "unit": _Word(_UNITS[one.unit]),
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
                "exam": _Label(path.rule.zh, path.rule.en),
                "missing": _Labels(tuple(_Label(one.zh, one.en) for one in path.missing)),
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
            label = _Label(one.check.label_zh, one.check.label_en)
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
        yield DueItem("export", "", on, (on - as_of).days, on, "", N_("{count} records not handed in yet"), params)
    if facts.backup is not None and facts.backup.changed_on is not None:
        on = (facts.backup.last_on or facts.backup.changed_on) + timedelta(days=facts.backup.every_days)
        message = N_("Backup, the last was on {last_on}") if facts.backup.last_on else N_("Backup, none made yet")
        yield DueItem("backup", "", on, (on - as_of).days, on, "", message, {"last_on": facts.backup.last_on})


_PARTS: Final = (_contacts, _visits, _reviews, _registrations, _training, _exams, _posts, _projects, _own)


class _Word(NamedTuple):
    """A word of ours inside a sentence, translated when it is shown."""

    msgid: str


class _Label(NamedTuple):
    """A name from a policy, in the language of the screen."""

    zh: str
    en: str


class _Labels(NamedTuple):
    """Several names from a policy."""

    names: tuple[_Label, ...]


def _shown(value: object) -> object:
    if isinstance(value, _Word):
        return _(value.msgid)
    if isinstance(value, _Labels):
        return "、".join(str(_shown(one)) for one in value.names)
    if isinstance(value, _Label):
        return value.en if language() == "en" else value.zh
    return value.isoformat() if isinstance(value, date) else value
