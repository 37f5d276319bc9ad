"""The station's people: certificates, registration, training against the policy with its clause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from db.errors import Refusal
from screens.backend.base import Part

if TYPE_CHECKING:
    from screens.ports import Bar, Choice, Clause, Saved, StaffRow
    from swstation.operations.book import Book
    from swstation.operations.standing import CertificateStanding
    from swstation.rules.model import Policy
    from swstation.rules.policy import PolicySet
    from swstation.rules.training import TrainingResult

_WORST = ("missed", "behind", "on_track", "met", "not_applicable")
"""Which requirement stands for a person in the list: the first of these."""

TONES = {"met": "good", "on_track": "", "behind": "caution", "missed": "bad", "not_applicable": "muted"}


class PeoplePart(Part):
    """Staff."""

    async def staff(self, typed: str, as_of: date) -> Sequence[StaffRow]:
        rows = await self.call(_rows, as_of)
        if not typed:
            return rows
        from swstation.pinyin import match

        return [row for row in rows if match(typed, row.name) is not None or match(typed, row.certificate) is not None]

    async def training_kinds(self) -> Sequence[Choice]:
        return await self.call(_kinds)

    async def certificate_levels(self) -> Sequence[Choice]:
        return await self.call(_levels)

    async def add_staff(self, values: Mapping[str, str]) -> Saved:
        from swstation.operations.people import add_staff

        staff, changes = await self.call(add_staff, {name: value or None for name, value in values.items()})
        return self.saved(changes, staff)

    async def add_certificate(self, staff_id: str, values: Mapping[str, str]) -> Saved:
        from swstation.operations.people import add_certificate

        changes = await self.call(
            add_certificate,
            staff_id,
            values["level"],
            values["issued_on"],
            number=values.get("number") or None,
            registered_on=values.get("registered_on") or None,
            valid_until=values.get("valid_until") or None,
        )
        return self.saved(changes, staff_id)


def clause_of(clause: Any, decision: str | None) -> Clause:
    """What decides a figure, as the screens show it."""
    from screens.ports import Clause

    if clause is None:
        return Clause("", "", "", decision or "")
    return Clause(clause.document, clause.section, clause.quote or clause.rule, decision or "")


def words(table: str, code: str) -> str:
    """A word of a code: of a ``status``, a policy's ``state``, a ``unit`` of training, a ``basis``."""
    from swstation.i18n import N_, _

    known = {
        "status": {
            "met": N_("met"),
            "on_track": N_("on track"),
            "behind": N_("behind"),
            "missed": N_("missed"),
            "not_applicable": N_("does not apply"),
        },
        "state": {
            "in_force": "",
            "not_yet": N_("not yet in force"),
            "expired": N_("expired"),
            "continued": N_("continued"),
        },
        "unit": {"hour": N_("hours"), "class_hour": N_("class hours")},
        "basis": {"year": N_("each year"), "period": N_("in the period"), "registration": N_("per registration")},
    }
    return _(known[table].get(code, code))


def signed(status: str) -> str:
    """A training status with the sign that stands before it where there is something to do."""
    sign = {"behind": "~ ", "missed": "! "}.get(status, "")
    return sign + words("status", status)


def _rows(book: Book, as_of: date, only: str | None = None) -> list[StaffRow]:
    from db.special import covers
    from screens.ports import StaffRow
    from swstation.operations.standing import certificate_standings, training_results, units_with_staff

    results: dict[str, list[TrainingResult]] = defaultdict(list)
    for result in training_results(book.connection, as_of, only):
        results[result.staff_id].append(result)
    rows = []
    here = [unit for unit in units_with_staff(book.connection) if covers(book.unit, unit)]
    for one in (one for unit in here for one in certificate_standings(book.connection, unit, as_of)):
        person = one.person
        worst = min(results[person.id], key=lambda result: _WORST.index(result.status), default=None)
        applies = worst is not None and worst.status != "not_applicable"
        certificate, certificate_tone = _certificate(one)
        registration, registration_tone = _registration(one, as_of)
        rows.append(
            StaffRow(
                person.id, person.name, certificate, certificate_tone, registration, registration_tone,
                worst.earned if worst and applies else None, worst.required if worst and applies else None,
                words("unit", worst.unit) if worst else "", signed(worst.status) if worst else "",
                TONES.get(worst.status, "") if worst else "muted",
                person.left_on is None or person.left_on >= as_of,
            )
        )  # fmt: skip
    return rows


def _certificate(one: CertificateStanding) -> tuple[str, str]:
    from swstation.i18n import _, language

    level = one.standing.level
    if level is None:
        return _("none"), "muted"
    return (level.en if language() == "en" else level.zh), ""


def _registration(one: CertificateStanding, as_of: date) -> tuple[str, str]:
    from swstation.i18n import _, ngettext

    state = one.standing.registration
    if state is None:
        return "", ""
    if state.state == "valid":
        return _("until {day}").format(day=state.valid_until), ""
    if state.state == "renew" and state.due is not None:
        days = (state.due - as_of).days
        return "~ " + ngettext("renew within {n} day", "renew within {n} days", days).format(n=days), "caution"
    if state.state == "lapsed":
        return "! " + _("lapsed"), "bad"
    return "~ " + _("not registered"), "caution"


def staff_row(book: Book, staff_id: str, as_of: date) -> StaffRow:
    """One person as lists show people. Refuses somebody who is not there."""
    row = next((one for one in _rows(book, as_of, staff_id) if one.id == staff_id), None)
    if row is None:
        raise Refusal("people.unknown", token=staff_id)
    return row


def _unit_of(book: Book, staff_id: str) -> str:
    from db.queries.people import staff_list

    return next((one.unit for one in staff_list(book.connection) if one.id == staff_id), book.unit)


def bars_of(book: Book, staff_id: str, as_of: date) -> Sequence[Bar]:
    """A person's training against each requirement that applies."""
    from db.queries.units import units
    from swstation.operations.packs import policies_of
    from swstation.operations.standing import training_results

    names = {unit.code: unit.name for unit in units(book.connection)}
    known = policies_of(book.connection, _unit_of(book, staff_id))
    return [
        _bar(result, names, known)
        for result in training_results(book.connection, as_of, staff_id)
        if result.status != "not_applicable" and result.window_start is not None
    ]


def printed(result: TrainingResult, names: Mapping[str, str], known: PolicySet) -> Clause:
    """Where a requirement is printed; where a unit goes on with a policy that has ended, that too."""
    from swstation.i18n import _

    decision = result.decision or ""
    unit, _space, day = decision.partition(" ")
    if unit in names and len(day) == 10:  # the words of a decision that was recorded without any
        decision = _("{unit} goes on with it from {day}").format(unit=names[unit], day=day)
    policy = known.find(result.policy)
    asked = next((one for one in policy.requirements if one.id == result.requirement), None) if policy else None
    return clause_of(result.clause or (asked.clause if asked else None), decision)


def _bar(result: TrainingResult, names: Mapping[str, str], known: PolicySet) -> Bar:
    from screens.ports import Bar
    from swstation.i18n import _, language

    assert result.window_start is not None and result.window_end is not None
    other = "class_hour" if result.unit == "hour" else "hour"
    beside = ""
    if result.other_units:
        amount = f"{result.other_units / 10:.1f}"
        beside = _("besides {n} {unit}, not counted").format(n=amount, unit=words("unit", other))
    for one in result.conversions:
        made = _("{n} of it converted: {decision}").format(n=f"{one.gives / 10:.1f}", decision=one.decision)
        beside = f"{beside}  {made}".strip()
    return Bar(
        label=result.label_en if language() == "en" else result.label_zh,
        basis=words("basis", result.basis),
        earned=result.earned,
        required=result.required,
        pending=result.pending,
        other_units=beside,
        unit=words("unit", result.unit),
        window_start=result.window_start,
        window_end=result.window_end,
        deadline=result.deadline or result.window_end,
        status=result.status,
        status_label=signed(result.status),
        tone=TONES.get(result.status, ""),
        policy_state=words("state", result.policy_state),
        clause=printed(result, names, known),
    )


def _kinds(book: Book) -> Sequence[Choice]:
    from screens.ports import Choice
    from swstation.operations.standing import policy_and_set

    own, known = policy_and_set(book.connection, book.unit)
    return [Choice(code, label) for code, label in kinds_of(known, own).items()]


def kinds_of(known: PolicySet, own: Policy) -> dict[str, str]:
    """The kinds of training of a policy and those beside it, by id, in words."""
    from swstation.i18n import language

    english = language() == "en"
    found: dict[str, str] = {}
    for policy in known.beside(own):
        for kind in policy.kinds:
            found.setdefault(kind.id, kind.en if english else kind.zh)
    return found


def _levels(book: Book) -> Sequence[Choice]:
    from screens.ports import Choice
    from swstation.i18n import language
    from swstation.operations.standing import policy_and_set
    from swstation.rules.levels import levels_for

    english = language() == "en"
    own, known = policy_and_set(book.connection, book.unit)
    levels = levels_for(known, own)
    return [Choice(level.id, level.en if english else level.zh) for level in levels.all]
