"""Reads that the rules about people decide: exams, key talent, allowances, must-hold. Rows in, results out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from db.queries import workers as reads
from db.queries.people import staff_list
from db.store import Connection
from swstation.operations.install import units_above
from swstation.operations.standing import People, people_by_unit, people_facts, policy_and_set, registration_rule
from swstation.rules import facts
from swstation.rules.allowances import AllowanceResult, Rate, allowance, of_people
from swstation.rules.certificates import Standing, standing
from swstation.rules.exams import ExamPath, ExamResult, exam_paths
from swstation.rules.key_talent import CategoryResult, key_talent
from swstation.rules.levels import Levels, levels_for
from swstation.rules.model import Policy, RegistrationRule, TitleMap
from swstation.rules.must_hold import MustHoldResult, must_hold
from swstation.rules.person_checks import Finding, person_findings
from swstation.rules.policy import PolicySet
from swstation.rules.titles import matching_title
from swstation.rules.worker import HeldPost, Worker


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _flag(value: int | None) -> bool | None:
    return None if value is None else bool(value)


@dataclass(frozen=True, slots=True)
class Roll:
    """The people of one unit with what they hold, and the policy and levels they are judged by."""

    unit: str
    policy: Policy
    known: PolicySet
    levels: Levels
    workers: tuple[Worker, ...]
    certificates: dict[str, list[facts.Certificate]]
    standings: dict[str, Standing]
    registrations: tuple[facts.Registration, ...]
    rule: RegistrationRule | None = None


def roll(connection: Connection, unit: str, as_of: date) -> Roll:
    """Everybody of a unit on a day, leavers too."""
    return _roll(connection, unit, people_facts(connection, unit), _posts(connection), as_of)


def _roll(
    connection: Connection, unit: str, found: People, posts: Mapping[str, Sequence[HeldPost]], as_of: date
) -> Roll:
    policy, known = policy_and_set(connection, unit)
    levels, rule = levels_for(known, policy), registration_rule(policy, known)
    people = {one.id: one for one in found.people}
    certificates: dict[str, list[facts.Certificate]] = defaultdict(list)
    for certificate in found.certificates:
        certificates[certificate.staff_id].append(certificate)
    workers = tuple(worker_of(row, people[row.id], posts.get(row.id, ())) for row in reads.workers(connection, unit))
    standings = {
        one.person.id: standing(certificates[one.person.id], found.registrations, levels, rule, as_of)
        for one in workers
    }
    return Roll(unit, policy, known, levels, workers, certificates, standings, found.registrations, rule)


def rolls(connection: Connection, as_of: date, of: Collection[str] | None = None) -> list[Roll]:
    """The people of every unit that has some, unit by unit; ``of``: only of the units where one of these works."""
    posts = _posts(connection)
    return [
        _roll(connection, unit, found, posts, as_of)
        for unit, found in people_by_unit(connection).items()
        if of is None or any(one.id in of for one in found.people)
    ]


def worker_of(row: reads.WorkerRow, person: facts.Person, posts: Sequence[HeldPost]) -> Worker:
    """A person's row as the rules take one."""
    return Worker(
        person=person, gender=row.gender or "", birth_date=_day(row.birth_date), ethnic_group=row.ethnic_group or "",
        political_status=row.political_status or "", education=row.education or "", degree=row.degree or "",
        major=row.major or "", social_work_graduate=_flag(row.social_work_graduate), source=row.source or "",
        employment_kind=row.employment_kind or "", key_talent=row.key_talent or "",
        academic_title=row.academic_title or "", social_work_since=_day(row.social_work_since),
        working_time=row.working_time or "", field=row.field or "", talent_category=row.talent_category or "",
        native=_flag(row.native), course=row.course or "", post_grade=row.post_grade or "",
        appointed_level=row.appointed_level or "", appointed_on=_day(row.appointed_on), filed_on=_day(row.filed_on),
        filing_number=row.filing_number or "", social_insurance=_flag(row.social_insurance),
        housing_fund=_flag(row.housing_fund),
        public_roles=tuple(one for one in (row.public_roles or "").split("、") if one),
        posts=tuple(posts), evaluated=bool(row.evaluated),
    )  # fmt: skip


def _posts(connection: Connection) -> dict[str, list[HeldPost]]:
    out: dict[str, list[HeldPost]] = defaultdict(list)
    for row in reads.held_posts(connection):
        out[row.staff].append(
            HeldPost(
                row.title, row.kind, date.fromisoformat(row.start_on), _day(row.end_on), row.employment or "",
                row.funding or "", bool(row.professional), row.project is not None, _day(row.contract_on),
            )
        )  # fmt: skip
    return out


def exam_facts(connection: Connection) -> list[ExamResult]:
    """Every exam result."""
    return [
        ExamResult(row.staff, row.level, row.year, row.subject, row.state, _day(row.passed_on))
        for row in reads.exam_results(connection)
    ]


def exams_of(found: Roll, results: Sequence[ExamResult], as_of: date) -> dict[str, tuple[ExamPath, ...]]:
    """The way to the levels that each of a unit's people does not hold yet."""
    by_person: dict[str, list[ExamResult]] = defaultdict(list)
    for one in results:
        by_person[one.staff_id].append(one)
    national = found.known.national
    return {
        one.person.id: exam_paths(
            one, found.certificates.get(one.person.id, []), by_person[one.person.id], national, found.levels, as_of
        )
        for one in found.workers
    }


def rates(connection: Connection, unit: str) -> list[Rate]:
    """The decisions that hold for a unit: its own and those of the units above it."""
    deciders = units_above(unit)
    return [
        Rate(
            row.policy, row.item, row.level or "", date.fromisoformat(row.start_on), _day(row.end_on), row.value_fen,
            row.period, row.decision or "",
        )
        for row in reads.allowance_rates(connection)
        if row.unit in deciders
    ]  # fmt: skip


def allowances(connection: Connection, found: Roll, as_of: date) -> list[AllowanceResult]:
    """Every allowance that the unit's policy prints, for everybody who is or was there."""
    decided = rates(connection, found.unit)
    return [
        allowance(found.policy, item, worker, found.standings[worker.person.id], decided, as_of)
        for item in of_people(found.policy)
        for worker in found.workers
    ]


@dataclass(frozen=True, slots=True)
class Dossier:
    """What the rules say of one person on a day."""

    worker: Worker
    policy: Policy
    levels: Levels
    standing: Standing
    title: TitleMap | None
    key_talent: tuple[CategoryResult, ...]
    exams: tuple[ExamPath, ...]
    allowances: tuple[AllowanceResult, ...]
    must_hold: tuple[MustHoldResult, ...]
    findings: tuple[Finding, ...]


def dossier(connection: Connection, staff: str, as_of: date) -> Dossier | None:
    """What the rules say of one person; ``None`` if there is nobody of that id."""
    unit = next((row.unit for row in staff_list(connection) if row.id == staff), None)
    if unit is None:
        return None
    found = roll(connection, unit, as_of)
    worker = next(one for one in found.workers if one.person.id == staff)
    own, state = found.certificates.get(staff, []), found.standings[staff]
    decided = rates(connection, unit)
    return Dossier(
        worker, found.policy, found.levels, state, matching_title(found.policy, found.levels, own, as_of),
        key_talent(found.policy, found.levels, worker, own, as_of),
        exam_paths(worker, own, exam_facts(connection), found.known.national, found.levels, as_of),
        tuple(allowance(found.policy, item, worker, state, decided, as_of) for item in of_people(found.policy)),
        tuple(
            one for one in must_hold(found.policy, [worker], found.standings, as_of) if one.covered
        ),
        person_findings(found.known.beside(found.policy), worker, state, as_of),
    )  # fmt: skip
