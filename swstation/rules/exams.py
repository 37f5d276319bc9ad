"""The way to a certificate: subjects passed and missing, until when, and from which exam a person may sit it.

A subject counts in the exam years of the term (``within_years``), its own the first: with two, what was passed in 2025
counts in 2025 and 2026. Years of work are counted to the last day of the year of the exam.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from swstation.rules.dates import add_months, last_day
from swstation.rules.facts import Certificate
from swstation.rules.levels import Levels
from swstation.rules.model import Clause, Entry, EntryRoute, ExamRule, Policy
from swstation.rules.worker import Worker, education_of, rank

PASSED: Final = "passed"
REGISTERED: Final = "registered"
SOCIAL_WORK: Final = ("社会工作",)
WHOLE: Final = "exam"
"""The one subject of an exam whose subjects nobody prints (a local one)."""

HELD = "held"
REVIEW = "review"
LAPSED = "lapsed"
COMPLETE = "complete"
UNDER_WAY = "under_way"
OPEN = "open"
NOT_YET = "not_yet"
CLOSED = "closed"
UNKNOWN = "unknown"


class ExamResult(NamedTuple):
    """One subject of one exam year; ``state``: registered, passed, failed, absent."""

    staff_id: str
    level: str
    year: int
    subject: str
    state: str
    passed_on: date | None = None


class Admission(NamedTuple):
    """From when a person may sit an exam.

    ``state``: ``open`` in the exam year of the day asked for, ``not_yet`` (then ``full_on`` is the day on which the
    years are full, ``year`` the first exam year), ``closed`` (no route: education or certificate missing) or
    ``unknown`` (then ``missing`` says what was not recorded: education, major, social_work_since).
    """

    state: str
    full_on: date | None = None
    year: int = 0
    route: EntryRoute | None = None
    missing: tuple[str, ...] = ()


class ExamPath(NamedTuple):
    """Where a person stands on the way to one level.

    ``state``: ``held`` (has it), ``complete`` (all subjects passed in time), ``review`` (proof valid to ``until``,
    review to come), ``lapsed`` (a proof ran out), ``under_way`` (some passed; the rest by the exam of ``last_year``),
    else that of ``admission``. ``counted`` and ``missing`` are the subjects that count, and that do not, in the exam
    year of the day asked for. ``unreported`` are years of a registration without a result.
    """

    level: str
    state: str
    rule: ExamRule
    counted: tuple[Entry, ...]
    missing: tuple[Entry, ...]
    admission: Admission
    last_year: int = 0
    until: date | None = None
    unreported: tuple[int, ...] = ()
    clause: Clause | None = None


def admission(
    worker: Worker, certificates: Sequence[Certificate], level: str, routes: Iterable[EntryRoute], as_of: date
) -> Admission:
    """From which exam year ``worker`` may sit the exam of ``level``: by the route that opens first."""
    own = [one for one in routes if one.level == level]
    if not own:
        return Admission(UNKNOWN)
    education = education_of(worker)
    if not education:
        return Admission(UNKNOWN, missing=("education",))
    social_work = worker.social_work_graduate
    if social_work is None and worker.major:
        social_work = any(word in worker.major for word in SOCIAL_WORK)
    best: Admission | None = None
    lacking: list[str] = []
    for route in own:
        if rank("education", education) < rank("education", route.education):
            continue
        if route.major != "any" and social_work is None:
            lacking.append("major")
            continue
        if route.major == "social_work" and not social_work:
            continue
        since = worker.social_work_since
        if route.after:
            held = [one for one in certificates if one.level == route.after]
            if not held:
                continue
            since = min((one.issued_on for one in held if one.issued_on), default=None)
        found = _by_years(route, since, as_of)
        if found is None:
            lacking.append("issued_on" if route.after else "social_work_since")
        elif best is None or (found.full_on or date.min) < (best.full_on or date.min):
            best = found
    if best is not None:
        return best
    return Admission(UNKNOWN, missing=tuple(dict.fromkeys(lacking))) if lacking else Admission(CLOSED)


def _by_years(route: EntryRoute, since: date | None, as_of: date) -> Admission | None:
    if route.years == 0:
        return Admission(OPEN, None, as_of.year, route)
    if since is None:
        return None
    full = last_day(since, 12 * route.years)
    # Counted to the end of the exam's year: who is full in December sits it in June of that year.
    state = OPEN if full.year <= as_of.year else NOT_YET
    return Admission(state, full, max(full.year, as_of.year), route)


def exam_path(
    worker: Worker,
    certificates: Sequence[Certificate],
    results: Iterable[ExamResult],
    rule: ExamRule,
    policy: Policy,
    levels: Levels,
    as_of: date,
) -> ExamPath:
    """Where ``worker`` stands on the way to the level of ``rule`` on ``as_of``. Results after that day do not count."""
    own = [
        one
        for one in results
        if one.staff_id == worker.person.id and one.level == rule.level and one.year <= as_of.year
        if one.passed_on is None or one.passed_on <= as_of
    ]
    passed: dict[str, list[ExamResult]] = {}
    for one in own:
        if one.state == PASSED:
            passed.setdefault(one.subject, []).append(one)
    entry = admission(worker, certificates, rule.level, policy.entries, as_of)
    counted = tuple(s for s in rule.subjects if any(_counts(one, rule, as_of.year) for one in passed.get(s.id, ())))
    missing = tuple(s for s in rule.subjects if s not in counted)
    path = ExamPath(
        rule.level, entry.state, rule, counted, missing, entry, unreported=_unreported(own, as_of), clause=rule.clause
    )
    if _held(certificates, rule.level, levels, as_of):
        return path._replace(state=HELD, missing=(), unreported=())
    if rule.pass_valid_years:
        return _proved(path, passed, as_of)
    if (year := _all_in_time(passed, rule)) is not None:
        return path._replace(state=COMPLETE, counted=rule.subjects, missing=(), last_year=year)
    if counted:
        first = min(
            max(one.year for one in passed[s.id] if _counts(one, rule, as_of.year)) for s in counted
        )  # the subject that falls away first
        return path._replace(state=UNDER_WAY, last_year=first + rule.within_years - 1)
    return path


def _proved(path: ExamPath, passed: dict[str, list[ExamResult]], as_of: date) -> ExamPath:
    rule = path.rule
    days = [
        max(one.passed_on or date(one.year, 12, 31) for one in passed[s.id]) for s in rule.subjects if s.id in passed
    ]
    if len(days) < len(rule.subjects):
        return path
    until = last_day(max(days), 12 * rule.pass_valid_years)
    if as_of <= until:
        return path._replace(state=REVIEW, counted=rule.subjects, missing=(), until=until)
    return path._replace(state=LAPSED, counted=(), missing=rule.subjects, until=until)


def _counts(one: ExamResult, rule: ExamRule, year: int) -> bool:
    return rule.within_years == 0 or year - rule.within_years < one.year <= year


def _all_in_time(passed: dict[str, list[ExamResult]], rule: ExamRule) -> int | None:
    years = sorted({one.year for found in passed.values() for one in found})
    for year in years:
        if all(any(_counts(one, rule, year) for one in passed.get(s.id, ())) for s in rule.subjects):
            return year
    return None


def _unreported(own: Iterable[ExamResult], as_of: date) -> tuple[int, ...]:
    return tuple(sorted({one.year for one in own if one.state == REGISTERED and one.year < as_of.year}))


def _held(certificates: Iterable[Certificate], level: str, levels: Levels, as_of: date) -> bool:
    wanted, highest = levels.get(level), levels.highest(certificates, as_of)
    return wanted is not None and highest is not None and highest.rank >= wanted.rank


def exam_paths(
    worker: Worker,
    certificates: Sequence[Certificate],
    results: Sequence[ExamResult],
    national: Policy,
    levels: Levels,
    as_of: date,
) -> tuple[ExamPath, ...]:
    """The way to every level that ``worker`` does not hold yet, lowest first."""
    paths = (exam_path(worker, certificates, results, rule, national, levels, as_of) for rule in national.exams)
    return tuple(path for path in paths if path.state != HELD)


def to_do_by(path: ExamPath) -> tuple[date, date] | None:
    """By which day something is to be done on the way, and from which it is shown; ``None`` if nothing has a day.

    Missing subjects: the end of the last exam year that counts what was passed, shown from its first day. A review: the
    end of the proof, shown a year before. A registration without a result: the end of that year, shown from then on.
    """
    if path.state == UNDER_WAY:
        return date(path.last_year, 12, 31), date(path.last_year, 1, 1)
    if path.state == REVIEW and path.until is not None:
        return path.until, add_months(path.until, -12)
    if path.unreported:
        return date(path.unreported[-1], 12, 31), date(path.unreported[-1], 12, 31)
    return None
