"""Supervision and mentoring: who has had none for how long, who leads whom, and the budget line of supervision.

Minutes are whole minutes, money is whole fen. No policy says how often to supervise; the lists sort and do not judge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from swstation.rules.clauses import Asked, asked, find, items, number, text
from swstation.rules.dates import period_of
from swstation.rules.facts import Continuation, Person
from swstation.rules.model import Policy

FEN_PER_YUAN = 100


class Session(NamedTuple):
    """One supervision: ``staff`` are the supervised, ``supervisor`` a row id or empty (then ``supervisor_name``)."""

    id: str
    held_on: date
    minutes: int = 0
    form: str = ""
    onsite: bool | None = None
    aim: str = ""
    supervisor: str = ""
    supervisor_name: str = ""
    unit: str = ""
    project: str = ""
    staff: tuple[str, ...] = ()
    due_on: date | None = None
    carried_out_on: date | None = None
    signed: bool = False


class Supervised(NamedTuple):
    """One person: the last session on or before the day, days since, sessions and minutes of the span asked for."""

    person: Person
    last_on: date | None
    days: int | None
    sessions: int
    minutes: int


def supervised(
    people: Iterable[Person], sessions: Iterable[Session], span: tuple[date, date], as_of: date
) -> list[Supervised]:
    """Everybody employed on ``as_of``: who never had any first (by joining day), then the longest without.

    A person who supervised and was not among the supervised has had none by it.
    """
    of: dict[str, list[Session]] = defaultdict(list)
    for session in sessions:
        if session.held_on <= as_of:
            for staff in dict.fromkeys(session.staff):
                of[staff].append(session)
    out = []
    for person in people:
        if not person.employed_on(as_of):
            continue
        own = of[person.id]
        last = max((one.held_on for one in own), default=None)
        within = [one for one in own if span[0] <= one.held_on <= span[1]]
        days = (as_of - last).days if last else None
        out.append(Supervised(person, last, days, len(within), sum(one.minutes for one in within)))
    return sorted(
        out, key=lambda one: (one.last_on or date.min, one.person.joined_on or date.min, one.person.name, one.person.id)
    )


def to_carry_out(sessions: Iterable[Session], as_of: date) -> list[Session]:
    """Advice that waits to be carried out, the earliest first."""
    found = [one for one in sessions if one.due_on is not None and one.carried_out_on is None and one.held_on <= as_of]
    return sorted(found, key=lambda one: (one.due_on or as_of, one.id))


class Rounds(NamedTuple):
    """A supervisor who travels: one unit of those assigned, how many sessions there in the span, and the last."""

    supervisor: str
    name: str
    unit: str
    sessions: int
    last_on: date | None


def rounds(
    supervisors: Mapping[str, tuple[str, Sequence[str]]],
    sessions: Iterable[Session],
    span: tuple[date, date],
    as_of: date,
) -> list[Rounds]:
    """Each supervisor's assigned units (row id to name and unit codes), the one longest not visited first."""
    of: dict[tuple[str, str], list[Session]] = defaultdict(list)
    for session in sessions:
        if session.held_on <= as_of:
            of[session.supervisor, session.unit].append(session)
    out = []
    for supervisor, (name, units) in supervisors.items():
        for unit in units:
            own = of[supervisor, unit]
            within = sum(span[0] <= one.held_on <= span[1] for one in own)
            last = max((one.held_on for one in own), default=None)
            out.append(Rounds(supervisor, name, unit, within, last))
    return sorted(out, key=lambda one: (one.last_on or date.min, one.name, one.unit))


class Pair(NamedTuple):
    """Mentor and mentee; without an end the pair goes on."""

    mentor: str
    mentee: str
    start_on: date
    end_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the pair is together on ``day``."""
        return self.start_on <= day and (self.end_on is None or day <= self.end_on)


def pair_kind(pair: Pair, certified: frozenset[str], since: Mapping[str, date], years: int = 0) -> str:
    """Which of the printed kinds a pair of people is: ``certificate``, ``seniority``, or empty.

    ``certificate``: the mentor holds a national certificate and the mentee none. ``seniority``: the mentor has been a
    social worker longer, by at least ``years``. A pair that is both is named by the certificate.
    """
    if pair.mentor in certified and pair.mentee not in certified:
        return "certificate"
    mentor, mentee = since.get(pair.mentor), since.get(pair.mentee)
    if mentor is not None and mentee is not None and mentor + timedelta(days=365 * years) < mentee:
        return "seniority"
    return ""


def unmentored(
    policies: Sequence[Policy],
    people: Iterable[Person],
    certified: frozenset[str],
    pairs: Iterable[Pair],
    continuations: Sequence[Continuation],
    as_of: date,
) -> tuple[Asked | None, list[Person]]:
    """Who works without a national certificate and without a mentor, longest in post first; and the rule, if one asks.

    The list is given whether or not a policy asks for pairs: a county may want it all the same.
    """
    found = find(policies, "enumerations.set", "mentoring")
    rule = asked(*found, continuations, as_of) if found else None
    led = {pair.mentee for pair in pairs if pair.holds_on(as_of)}
    out = [one for one in people if one.employed_on(as_of) and one.id not in certified and one.id not in led]
    return rule, sorted(out, key=lambda one: (one.joined_on or date.min, one.name, one.id))


class BudgetLine(NamedTuple):
    """The supervision line of one project: ``amount`` fen for each supervised person and month.

    ``months`` are first days of months with how many people were supervised in each; ``person_months`` their sum;
    ``wanted`` what they come to. ``budget`` is what the project's lines hold (``None``: no line), ``short`` what the
    budget lacks. ``without`` are the months of the project in which nobody was supervised.
    """

    project: str
    title: str
    rule: Asked
    amount: int
    months: tuple[tuple[date, int], ...]
    person_months: int
    wanted: int
    budget: int | None
    short: int
    without: tuple[date, ...]


def budget_line(
    policies: Sequence[Policy],
    project: str,
    title: str,
    term: tuple[date, date],
    sessions: Iterable[Session],
    budget: int | None,
    continuations: Sequence[Continuation],
    as_of: date,
) -> BudgetLine | None:
    """Persons x months x the printed amount, over the months of the project that have begun by ``as_of``.

    ``None`` where no policy prints such a line. It is a budget line counted by supervised person, neither pay of the
    supervised nor a fee of the supervisor. A person counts once a month, however many sessions.
    """
    found = next(
        (
            (policy, item)
            for policy, item in items(policies, "allowance.item")
            if text(item, "kind") == "project_budget_line" and item.id == "supervision_fund"
        ),
        None,
    )
    if found is None:
        return None
    people: dict[date, set[str]] = defaultdict(set)
    for session in sessions:
        if session.project == project and term[0] <= session.held_on <= min(term[1], as_of):
            people[session.held_on.replace(day=1)].update(session.staff)
    months, day = [], term[0]
    while day <= min(term[1], as_of):
        first, last = period_of(day, "month")
        months.append((first, len(people.get(first, ()))))
        day = last + timedelta(days=1)
    amount = number(found[1], "amount") * FEN_PER_YUAN
    total = sum(count for _month, count in months)
    wanted = total * amount
    return BudgetLine(
        project, title, asked(*found, continuations, as_of), amount, tuple(months), total, wanted, budget,
        max(0, wanted - (budget or 0)), tuple(month for month, count in months if not count),
    )  # fmt: skip
