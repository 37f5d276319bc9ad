"""The workforce in figures: people by level, age, education and more, certificate holders beside all of them.

A person counts once, at whatever stations the same identity number (else name and birth date) is recorded. Nobody who
has left counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from db.queries.units import residences, units
from db.queries.workers import workers
from db.special import covers
from db.store import Connection
from swstation import lists
from swstation.i18n import N_, _, language
from swstation.operations.workers import Roll, rolls
from swstation.reports.listing import Cells, ListColumn, Listing, ListTable, Value
from swstation.rules.certificates import Standing
from swstation.rules.model import MustHold
from swstation.rules.must_hold import must_hold
from swstation.rules.worker import Worker, education_of, meant

UNRECORDED: Final = ""
"""The cell of those of whom nothing is recorded."""


class TalentCell(NamedTuple):
    """So many people of a kind; ``holders`` of them hold a national certificate. ``code`` is empty: not recorded."""

    dimension: str
    code: str
    label: str
    people: int
    holders: int


@dataclass(frozen=True, slots=True)
class One:
    """A person as counted: where, what, and by which standing."""

    worker: Worker
    standing: Standing
    unit: str
    residence: str
    professional: bool | None


class Held(NamedTuple):
    """One must-hold rule over several units: whom it covers, who of them is without, by which day."""

    rule: MustHold
    covered: int
    without: int
    due_on: date | None

    @property
    def percent(self) -> int | None:
        """Holders in whole percent, rounded down; ``None`` if nobody is covered."""
        return (self.covered - self.without) * 100 // self.covered if self.covered else None


@dataclass(frozen=True, slots=True)
class Talent:
    """The figures of a day. ``professionals`` is ``None`` where the policy does not define one; ``field_open``: of whom
    no field is recorded, so that nobody can tell. ``must_hold``: by rule of the units' policies.

    ``doubles``: entries left out because the person is counted elsewhere already. ``local``: holders of a local level
    only, who are never counted as certificate holders.
    """

    as_of: date
    unit: str
    people: int
    professionals: int | None
    holders: int
    local: int
    doubles: int
    cells: tuple[TalentCell, ...]
    everybody: tuple[One, ...]
    field_open: int = 0
    must_hold: tuple[Held, ...] = ()


DIMENSIONS: Final[Mapping[str, str]] = {
    "level": N_("Certificate level"),
    "registration": N_("Registration"),
    "age": N_("Age"),
    "education": N_("Education"),
    "gender": N_("Gender"),
    "party": N_("Political status"),
    "ethnic": N_("Ethnic group"),
    "major": N_("Social-work graduate"),
    "field": N_("Service field"),
    "residence": N_("Urban or rural"),
    "time": N_("Full or part time"),
    "talent": N_("Talent category"),
    "key_talent": N_("Key talent"),
    "source": N_("Source"),
    "employment": N_("Employment kind"),
    "role": N_("Public role"),
    "appointed": N_("Appointed level"),
    "unit": N_("Unit"),
}


def talent(connection: Connection, unit: str, as_of: date) -> Talent:
    """The figures of a unit and of those below it."""
    places = {row.code: row for row in units(connection)}
    residence = residences(connection)
    found = [one for one in rolls(connection, as_of) if covers(unit, one.unit)]
    numbers = {row.id: row.resident_id for row in workers(connection)}
    seen: set[object] = set()
    everybody: list[One] = []
    doubles = 0
    for one in found:
        fields = _talent_fields(one)
        for worker in one.workers:
            if not worker.person.employed_on(as_of):
                continue
            who = numbers.get(worker.person.id) or (
                (worker.person.name, worker.birth_date) if worker.birth_date else worker.person.id
            )
            if who in seen:
                doubles += 1
                continue
            seen.add(who)
            state = one.standings[worker.person.id]
            professional = None if fields is None else worker.field in fields
            everybody.append(One(worker, state, one.unit, residence.get(one.unit, ""), professional))
    defined = [one.professional for one in everybody if one.professional is not None]
    return Talent(
        as_of,
        unit,
        len(everybody),
        sum(defined) if defined else None,
        sum(one.standing.national is not None for one in everybody),
        sum(one.standing.level is not None and one.standing.national is None for one in everybody),
        doubles,
        tuple(_cells(everybody, {code: row.name for code, row in places.items()}, found, as_of)),
        tuple(everybody),
        sum(one.professional is False and not one.worker.field for one in everybody),
        tuple(_held(found, as_of)),
    )


def _held(found: Iterable[Roll], as_of: date) -> Iterable[Held]:
    sums: dict[tuple[str, str], Held] = {}
    for one in found:
        for result in must_hold(one.policy, one.workers, one.standings, as_of):
            key = (one.policy.id, result.rule.id)
            before = sums.get(key, Held(result.rule, 0, 0, result.due_on))
            sums[key] = before._replace(
                covered=before.covered + len(result.covered), without=before.without + len(result.without)
            )
    return sums.values()


def _talent_fields(found: Roll) -> frozenset[str] | None:
    """The fields by which the policy defines a professional; ``None`` where it defines none."""
    item = found.policy.item("service_fields.set", "talent_fields")
    return frozenset(entry.id for entry in item.items) if item is not None else None


def _cells(
    everybody: Sequence[One], places: Mapping[str, str], found: Iterable[Roll], as_of: date
) -> Iterable[TalentCell]:
    levels = {level.id: level for one in found for level in one.levels.all}
    english = language() == "en"
    words: dict[str, Mapping[str, str]] = {
        "level": {id: level.en if english else level.zh for id, level in levels.items()},
        "registration": {
            "valid": _("valid"), "renew": _("to renew"), "lapsed": _("lapsed"), "never": _("not registered"),
        },
        "gender": {"female": _("female"), "male": _("male")},
        "major": {"yes": _("yes"), "no": _("no")},
        "residence": {"urban": _("urban"), "rural": _("rural")},
        "unit": places,
    }  # fmt: skip
    fields = _field_words(found)
    for dimension, (kind, of) in _OF.items():
        counted: Counter[str] = Counter()
        holders: Counter[str] = Counter()
        for one in everybody:
            for code in of(one, as_of):
                counted[code] += 1
                holders[code] += one.standing.national is not None
        known = fields if dimension == "field" else words.get(dimension, {})
        order = [entry.code for entry in lists.entries(kind)] if kind else list(known)
        for code in sorted(counted, key=lambda code: (code == "", order.index(code) if code in order else 999, code)):
            label = _("not recorded") if not code else known.get(code) or (lists.label(kind, code) if kind else code)
            yield TalentCell(dimension, code, label, counted[code], holders[code])


def people_of(found: Talent, dimension: str, code: str) -> list[One]:
    """The people behind a cell. Raises ``KeyError`` for a dimension there is not."""
    _kind, of = _OF[dimension]
    return [one for one in found.everybody if code in of(one, found.as_of)]


def _field_words(found: Iterable[Roll]) -> dict[str, str]:
    from swstation.rules.fields import service_fields

    english = language() == "en"
    return {field.id: field.en if english else field.zh for one in found for field in service_fields(one.policy)}


def age_on(birth: date, day: date) -> int:
    """Full years on ``day``."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def band_of(birth: date | None, as_of: date) -> str:
    """The age band of somebody born on ``birth``; empty if that is not known."""
    if birth is None:
        return UNRECORDED
    age = age_on(birth, as_of)
    return next(
        (one.code for one in lists.entries("age_band") if one.low <= age and (not one.high or age <= one.high)), ""
    )


def _registration(one: One) -> str:
    state = one.standing.registration
    return state.state if state is not None else UNRECORDED


_OF: Final[dict[str, tuple[str, Callable[[One, date], Sequence[str]]]]] = {
    "level": ("", lambda one, _day: (one.standing.level.id if one.standing.level else "",)),
    "registration": ("", lambda one, _day: (_registration(one),) if one.standing.national else ()),
    "age": ("age_band", lambda one, day: (band_of(one.worker.birth_date, day),)),
    "education": ("education", lambda one, _day: (education_of(one.worker),)),
    "gender": ("", lambda one, _day: (one.worker.gender,)),
    "party": ("", lambda one, _day: (one.worker.political_status,)),
    "ethnic": ("", lambda one, _day: (one.worker.ethnic_group,)),
    "major": ("", lambda one, _day: ({True: "yes", False: "no", None: ""}[one.worker.social_work_graduate],)),
    "field": ("", lambda one, _day: (one.worker.field,)),
    "residence": ("", lambda one, _day: (one.residence,)),
    "time": ("employment", lambda one, _day: (one.worker.working_time,)),
    "talent": ("talent_category", lambda one, _day: (one.worker.talent_category,)),
    "key_talent": ("", lambda one, _day: (one.worker.key_talent,)),
    "source": (
        "personnel_source",
        lambda one, _day: (meant("personnel_source", one.worker.source) or one.worker.source,),
    ),
    "employment": ("", lambda one, _day: (one.worker.employment_kind,)),
    "role": ("", lambda one, _day: one.worker.public_roles or ("",)),
    "appointed": ("title_level", lambda one, _day: (one.worker.appointed_level,) if one.standing.national else ()),
    "unit": ("", lambda one, _day: (one.unit,)),
}
"""By dimension: the list its codes are of (empty: free words, or a policy's), and the codes of a person."""


def head_lines(found: Talent) -> list[str]:
    """What stands above the figures: how many, holders apart, professionals where the policy defines them."""
    words = _("Workforce: {people}. National certificate holders: {holders}. Local level only: {local}.")
    head = [words.format(people=found.people, holders=found.holders, local=found.local)]
    if found.professionals is not None:
        words = _("Professionals by the policy's definition, with a certificate or without: {n}.")
        head.append(words.format(n=found.professionals))
        if found.field_open:
            head.append(_("Field not recorded, so not told: {n}.").format(n=found.field_open))
    for held in found.must_hold:
        if held.covered:
            rule = held.rule.en if language() == "en" else held.rule.zh
            words = _("{rule}: {percent}%, without a certificate: {n} of {all} ({clause})")
            head.append(words.format(rule=rule, percent=held.percent, n=held.without, all=held.covered,
                                     clause=f"{held.rule.clause.document} {held.rule.clause.section}"))  # fmt: skip
    if found.doubles:
        head.append(_("Counted at another station already: {n}.").format(n=found.doubles))
    return head


def ledger(connection: Connection, unit: str, as_of: date, *, numbers: bool = False) -> Listing:
    """The talent ledger: the figures, and everybody by name; with ``numbers``, with identity numbers, too."""
    found = talent(connection, unit, as_of)
    place = next((row.name for row in units(connection) if row.code == unit), unit)
    head = [f"{place} ({unit})", _("As of {day}").format(day=as_of), *head_lines(found)]
    figures = ListTable(
        _("Figures"),
        [
            ListColumn(_("By"), 18), ListColumn(_("Kind"), 24), ListColumn(_("People"), 10, True),
            ListColumn(_("Certificate holders"), 14, True),
        ],
        [(_(DIMENSIONS[cell.dimension]), cell.label, cell.people, cell.holders) for cell in found.cells],
        key="workforce",
        cells=Cells([f"{cell.dimension}|{cell.code}" for cell in found.cells], ["", "", "people", "holders"]),
    )  # fmt: skip
    return Listing(
        _("Social-work talent ledger"), as_of, head, [figures, _people(connection, found, numbers)], _signatures()
    )


def _people(connection: Connection, found: Talent, numbers: bool) -> ListTable:
    names = {row.code: row.name for row in units(connection)}
    english = language() == "en"
    columns = [
        (_("No."), 6), (_("Unit"), 18), (_("Name"), 10), (_("Gender"), 6), (_("Birth date"), 12),
        (_("Education"), 10), (_("Political status"), 10), (_("Certificate"), 16), (_("Registration"), 12),
        (_("Appointed level"), 10), (_("Full or part time"), 8), (_("Joined on"), 12),
    ]  # fmt: skip
    identity = {row.id: row.resident_id or "" for row in workers(connection)} if numbers else {}
    if numbers:
        columns.append((_("Identity number"), 20))
    states = {"valid": _("valid"), "renew": _("to renew"), "lapsed": _("lapsed"), "never": _("not registered")}
    genders = {"female": _("female"), "male": _("male")}
    rows: list[Sequence[Value]] = []
    for number, one in enumerate(found.everybody, 1):
        worker, level = one.worker, one.standing.level
        rows.append(
            (
                number, names.get(one.unit, one.unit), worker.person.name, genders.get(worker.gender, ""),
                worker.birth_date.isoformat() if worker.birth_date else "", worker.education,
                worker.political_status, (level.en if english else level.zh) if level else _("none"),
                states.get(_registration(one), ""), lists.label("title_level", worker.appointed_level),
                lists.label("employment", worker.working_time),
                worker.person.joined_on.isoformat() if worker.person.joined_on else "",
                *([identity.get(worker.person.id, "")] if numbers else []),
            )
        )  # fmt: skip
    return ListTable(_("People"), [ListColumn(label, width) for label, width in columns], rows)


def _signatures() -> tuple[str, ...]:
    return _("Filled in by:"), _("Checked by:"), _("Unit (seal):"), _("Date:")
