"""Reads that the rules decide: training status, certificates, what is due. Rows in, results out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import chain

from db import ledgers, local
from db.queries import decisions as decision_reads
from db.queries import due as due_reads
from db.queries import people as people_reads
from db.queries.cases import case_list
from db.queries.units import UnitRow, unit_by_code
from db.store import Connection, setting
from swstation.i18n import language
from swstation.operations.book import Book
from swstation.operations.install import units_above
from swstation.operations.packs import policies_of
from swstation.operations.reminders import reminders
from swstation.operations.visit_standing import visiting
from swstation.operations.waiting import empty_days, snoozes, unsubmitted
from swstation.rules import facts
from swstation.rules.certificates import Standing, standing
from swstation.rules.due import DueFacts, ProjectDue, due_list
from swstation.rules.due_item import DueItem
from swstation.rules.exams import ExamPath
from swstation.rules.fields import service_fields
from swstation.rules.levels import Levels, levels_for
from swstation.rules.model import Policy, RegistrationRule
from swstation.rules.newcomers import Newcomer, newcomers
from swstation.rules.policy import PolicySet
from swstation.rules.titles import matching_title
from swstation.rules.training import TrainingResult, training_status

MOST_DAYS = 400
"""How far ahead reminders are taken in: further than anybody looks."""
CONTACTS_BACK = timedelta(days=400)
"""How far back a promised contact is looked for."""
BACKUP_EVERY = 7
"""Days between backups where the settings say nothing else."""


def policy_of(connection: Connection, unit: str) -> Policy:
    """The policy of a unit: its own, else the one proposed for its place."""
    return _policy_among(policies_of(connection, unit), connection, unit)


def _policy_among(known: PolicySet, connection: Connection, unit: str) -> Policy:
    row = unit_by_code(connection, unit)
    chosen = known.find(row.policy) if row and row.policy else None
    return chosen or known.policy_for(unit[1:].split("-")[0])


def policy_and_set(connection: Connection, unit: str) -> tuple[Policy, PolicySet]:
    """The policy of a unit, and the policies it is one of."""
    known = policies_of(connection, unit)
    return _policy_among(known, connection, unit), known


def field_names(connection: Connection, unit: str, codes: Iterable[str]) -> dict[str, str]:
    """Service fields in words: as the unit's own policy calls them, else another one's, a county's own too."""
    wanted = set(codes)
    if not wanted:
        return {}
    own, known = policy_and_set(connection, unit)
    english = language() == "en"
    found: dict[str, str] = {}
    for policy in chain((own,), (one for one in known.all() if one.id != own.id)):
        for one in service_fields(policy):
            if one.id in wanted:
                found[one.id] = one.en if english else one.zh
        wanted -= found.keys()
        if not wanted:
            break
    return found


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True, slots=True)
class People:
    """The people of one unit as the rules take them."""

    people: tuple[facts.Person, ...]
    certificates: tuple[facts.Certificate, ...]
    registrations: tuple[facts.Registration, ...]
    attendances: tuple[facts.Attendance, ...]


def people_facts(connection: Connection, unit: str | None = None) -> People:
    """Staff of a unit (of all units if ``None``), leavers too, with what they hold and earned."""
    return _people(connection, people_reads.staff_list(connection, unit))


def people_by_unit(connection: Connection, staff: str | None = None) -> dict[str, People]:
    """The people of every unit that has some, by its code; ``staff``: only those with that id or name."""
    found = [row for row in people_reads.staff_list(connection) if staff in (None, row.id, row.name)]
    every = _people(connection, found)
    of = {row.id: row.unit for row in found}
    certificates = {one.id: of[one.staff_id] for one in every.certificates}
    return {
        unit: People(
            tuple(one for one in every.people if of[one.id] == unit),
            tuple(one for one in every.certificates if of[one.staff_id] == unit),
            tuple(one for one in every.registrations if certificates[one.certificate_id] == unit),
            tuple(one for one in every.attendances if of[one.staff_id] == unit),
        )
        for unit in sorted(set(of.values()))
    }


def _people(connection: Connection, staff: Sequence[people_reads.StaffRow]) -> People:
    exempt: dict[str, list[facts.Exemption]] = defaultdict(list)
    for e in people_reads.exemptions(connection):
        exempt[e.staff].append(facts.Exemption(e.policy, e.requirement, _day(e.start_on), _day(e.end_on)))
    known = {row.id for row in staff}
    one = next(iter(known)) if len(known) == 1 else None
    certificates = [c for c in people_reads.certificates(connection, one) if c.staff in known]
    held = {c.id for c in certificates}
    return People(
        tuple(
            facts.Person(r.id, r.name, _day(r.joined_on), _day(r.left_on), tuple(exempt[r.id])) for r in staff
        ),
        tuple(facts.Certificate(c.id, c.staff, c.level, c.number or "", _day(c.issued_on)) for c in certificates),
        tuple(
            facts.Registration(r.certificate, date.fromisoformat(r.registered_on), _day(r.valid_until))
            for r in people_reads.registrations(connection)
            if r.certificate in held
        ),
        tuple(
            facts.Attendance(
                a.staff, a.training, a.title, a.kind, date.fromisoformat(a.start_on), date.fromisoformat(a.end_on),
                a.tenths, a.measure, bool(a.approved),
            )
            for a in people_reads.attendances(connection, one)
            if a.staff in known
        ),
    )  # fmt: skip


def continuations(connection: Connection, unit: str) -> tuple[facts.Continuation, ...]:
    """The decisions that hold for a unit: its own and those of the units above it."""
    deciders = units_above(unit)
    return tuple(
        facts.Continuation(c.policy, date.fromisoformat(c.start_on), _day(c.end_on), c.decision)
        for c in people_reads.continuations(connection)
        if c.unit in deciders
    )


def conversions(connection: Connection, unit: str) -> tuple[facts.Conversion, ...]:
    """The conversions of 小时 and 学时 that hold for a unit: those decided by the county and whoever is above it."""
    deciders = {one for one in units_above(unit) if one[0] in "CMP"}
    return tuple(
        facts.Conversion(
            c.from_measure, c.to_measure, c.from_tenths, c.to_tenths, date.fromisoformat(c.start_on), _day(c.end_on),
            c.decision, c.policy or "",
        )
        for c in decision_reads.conversions(connection)
        if c.unit in deciders
    )  # fmt: skip


def units_with_staff(connection: Connection) -> list[str]:
    """The codes of the units that have staff."""
    return sorted({row.unit for row in people_reads.staff_list(connection)})


def training_results(connection: Connection, as_of: date, staff: str | None = None) -> list[TrainingResult]:
    """One row per person and requirement, each under the policy of the person's own unit."""
    out: list[TrainingResult] = []
    for unit, found in people_by_unit(connection, staff).items():
        out += _training(connection, unit, found, found.people, as_of)
    return out


def newcomers_of(connection: Connection, as_of: date, staff: str | None = None) -> list[Newcomer]:
    """Who joined in the year of the day asked, under policies with a training for joiners."""
    out: list[Newcomer] = []
    for unit, found in people_by_unit(connection, staff).items():
        policy, known = policy_and_set(connection, unit)
        out += newcomers(found.people, found.attendances, known.beside(policy), as_of)
    return out


def _training(
    connection: Connection, unit: str, found: People, people: Sequence[facts.Person], as_of: date
) -> list[TrainingResult]:
    policy, known = policy_and_set(connection, unit)
    return training_under(connection, unit, replace(found, people=tuple(people)), known, policy, as_of)


def training_under(
    connection: Connection, unit: str, found: People, known: PolicySet, policy: Policy, as_of: date
) -> list[TrainingResult]:
    """One row per person and requirement under a policy and those beside it, whichever the unit has."""
    return training_status(
        found.people, found.attendances, found.certificates, found.registrations, known.beside(policy),
        continuations(connection, unit), as_of, levels_for(known, policy), conversions(connection, unit),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CertificateStanding:
    """One person's highest level, its registration, and the title that matches where a policy prints it."""

    person: facts.Person
    standing: Standing
    title: str | None


def certificate_standings(connection: Connection, unit: str, as_of: date) -> list[CertificateStanding]:
    """Where each person of a unit stands on certificates and registration."""
    found, (policy, known) = people_facts(connection, unit), policy_and_set(connection, unit)
    levels = levels_for(known, policy)
    rule = registration_rule(policy, known)
    out = []
    for person, own in _by_person(found):
        title = matching_title(policy, levels, own, as_of)
        state = standing(own, found.registrations, levels, rule, as_of)
        out.append(CertificateStanding(person, state, title.zh if title else None))
    return out


def _by_person(found: People) -> Iterable[tuple[facts.Person, list[facts.Certificate]]]:
    own: dict[str, list[facts.Certificate]] = defaultdict(list)
    for certificate in found.certificates:
        own[certificate.staff_id].append(certificate)
    return ((person, own[person.id]) for person in found.people)


def registration_rule(policy: Policy, known: PolicySet) -> RegistrationRule | None:
    """The registration rule that holds under a policy: its own, else the national one."""
    return next((rule for one in known.beside(policy) for rule in one.registrations), None)


def due_facts(book: Book, as_of: date, *, own: bool = False) -> DueFacts:
    """Everything the due list of this installation is made of; ``own``: without most of what is due at other units."""
    from swstation.operations.post_standing import limits

    connection = book.connection
    unit = book.unit if own or book.tier in ("village_room", "township_station") else None
    start_day = month_start_day(unit_by_code(connection, book.unit))
    levels: Levels
    people: list[facts.Person] = []
    standings: dict[str, Standing] = {}
    training: list[TrainingResult] = []
    exams = exam_ways(connection, as_of)
    for code, found in people_by_unit(connection).items():
        if own and code != book.unit:
            continue
        policy, known = policy_and_set(connection, code)
        levels = levels_for(known, policy)
        rule = registration_rule(policy, known)
        people += found.people
        for person, held in _by_person(found):
            standings[person.id] = standing(held, found.registrations, levels, rule, as_of)
        training += _training(connection, code, found, found.people, as_of)
    return DueFacts(
        people=people, standings=standings, training=training, exams=exams,
        **visiting(connection, unit, as_of, start_day),
        contacts=_contacts(connection, as_of, unit),
        cases=_cases(connection, unit),
        drafts=[
            facts.DraftFact(str(d.id), "", "", date.fromisoformat(d.at[:10])) for d in local.drafts(connection, "log")
        ],
        limits=limits(connection, book.unit, as_of),
        reminders=reminders(connection, unit, as_of, MOST_DAYS), entries=unsubmitted(connection, unit),
        empty_days=empty_days(book, as_of), snoozes=snoozes(connection),
        projects=_projects(connection, book.unit, as_of),
        unsent=_unsent(book), backup=_backup(book), month_start_day=start_day,
    )  # fmt: skip


def _projects(connection: Connection, unit: str, as_of: date) -> list[ProjectDue]:
    # What checks a project needs the registers' classes: nothing of it is read where there is none.
    if not people_reads.any_project(connection):
        return []
    from swstation.operations.projects import running_checks
    from swstation.rules.projects import LIBRARY_REVIEWED

    found = [
        ProjectDue(row["id"], row["title"], check)
        for row, checks in running_checks(connection, unit, as_of)
        for check in checks
    ]
    # The committee meets once for all projects of the library: one line says so, not one for each.
    meeting = [one for one in found if one.check.check == LIBRARY_REVIEWED]
    return [one for one in found if one not in meeting[1:]]


def exam_ways(connection: Connection, as_of: date) -> dict[str, tuple[ExamPath, ...]]:
    """The exams that people with results are on the way to; nothing is read where nobody has a result."""
    from swstation.operations import workers

    results = workers.exam_facts(connection)
    sitting = {one.staff_id for one in results}
    if not sitting:
        return {}
    return {
        person: paths
        for found in workers.rolls(connection, as_of, of=sitting)
        for person, paths in workers.exams_of(found, results, as_of).items()
        if person in sitting
    }


def month_start_day(unit: UnitRow | None) -> int:
    """The day a unit's reporting month begins (1 to 28)."""
    return (unit.month_start_day or 1) if unit else 1


def due(book: Book, as_of: date, days: int = 0, *, put_off: bool = False) -> list[DueItem]:
    """What is due on a day or within ``days`` after it, the latest first; ``put_off``: only what was put off."""
    return due_list(due_facts(book, as_of), as_of, days, put_off=put_off)


def _contacts(connection: Connection, as_of: date, unit: str | None) -> list[facts.Contact]:
    since = (as_of - CONTACTS_BACK).isoformat()
    promised = due_reads.promises(connection, since, unit)
    met = due_reads.last_met(connection, since, as_of.isoformat(), promised, unit)
    return [
        facts.Contact(
            c.log, date.fromisoformat(c.on), f"{c.entered_at} {c.log}", c.outcome in (None, "met"), c.client or "",
            c.case or "", "" if c.client or c.case else c.topic or "", c.client_name or c.topic or "", c.writer,
            _day(c.next_contact), c.unit,
        )
        for c in promised
    ] + [
        facts.Contact("", date.fromisoformat(c.on), "", True, c.client or "", c.case or "", c.topic or "", unit=c.unit)
        for c in met
    ]  # fmt: skip


def _cases(connection: Connection, unit: str | None) -> list[facts.CaseFact]:
    set_at = due_reads.contacts_set_at(connection, unit)
    return [
        facts.CaseFact(
            c.id, c.number, tuple((c.client_ids or "").split()), c.clients or "", c.worker,
            c.state == "open" or (c.state == "closed" and c.stage == "follow_up"), _day(c.review_due),
            _day(c.next_contact), _set_on(set_at.get(c.id), _day(c.next_contact)),
        )
        for c in case_list(connection, owner=unit)
    ]  # fmt: skip


def _set_on(written_at: str | None, promised: date | None) -> date | None:
    # What is entered late (an import, last week's visits) was promised before its day all the same: otherwise the
    # very contact it promised would not count, being before the day of typing.
    if written_at is None or promised is None:
        return None
    return min(datetime.fromisoformat(written_at).date(), promised - timedelta(days=1))


def _unsent(book: Book) -> facts.Unsent | None:
    row = due_reads.unsent(book.connection, book.replica)
    if not row.count or not row.first_at or book.tier in ("county_station", "prefecture_centre", "province"):
        return None
    # Whether there is a card, not what it says: reading one needs the keys' libraries, and this page is the first.
    carded = bool(ledgers.cards(book.connection, "county_card"))
    return facts.Unsent(row.count, datetime.fromisoformat(row.first_at).date(), carded)


def _backup(book: Book) -> facts.BackupFact:
    last = setting(book.connection, "backup_at")
    changed = due_reads.last_written_at(book.connection, book.replica)
    every = int(setting(book.connection, "backup_days", str(BACKUP_EVERY)))
    changed_on = datetime.fromisoformat(changed).date() if changed else None
    last_on = datetime.fromisoformat(last).date() if last else None
    return facts.BackupFact(last_on, changed_on if changed and changed > last else None, every)
