"""Training as its pages show it: every rule at once for one person, the team, one training of many people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.errors import Refusal
from screens.backend.base import Part
from screens.backend.people import TONES, kinds_of, printed, signed, words
from screens.files import file_of
from swstation.i18n import N_, listed

if TYPE_CHECKING:
    from screens.ports import Choice, Saved
    from screens.ports_training import Asked, Had, Roster, TeamRow, TrainingPage
    from swstation.operations.book import Book
    from swstation.operations.cockpit import Cockpit, Standing
    from swstation.rules.training import TrainingResult

_VERDICTS = {
    "counts": (N_("counts"), "good"),
    "converted": (N_("converted"), "good"),
    "other_unit": (N_("other unit"), "caution"),
    "other_kind": (N_("other kind"), "muted"),
    "outside": (N_("outside"), "muted"),
}


class TrainingPart(Part):
    """Training."""

    async def training_page(self, staff_id: str, as_of: date) -> TrainingPage:
        return await self.call(_page, staff_id, as_of)

    async def training_team(self, typed: str, as_of: date) -> Sequence[TeamRow]:
        rows = await self.call(_team, as_of)
        if not typed:
            return rows
        from swstation.pinyin import match

        return [
            one for one in rows if any(match(typed, text) is not None for text in (one.name, one.unit_name) if text)
        ]

    async def training_roster(self, on: date) -> Roster:
        return await self.call(_roster, on)

    async def enter_training(self, values: Mapping[str, str]) -> Saved:
        changes, staff = await self.call(_enter, values)
        return self.saved(changes, *staff)

    async def approve_training(self, attendances: Sequence[str], approved: bool) -> Saved:
        from swstation.operations.trainings import approve

        return self.saved(await self.call(approve, attendances, approved), *attendances)

    async def attach_proof(self, attendances: Sequence[str], file: str, number: str) -> Saved:
        from swstation.operations.trainings import attach_proof

        proof = file_of(file, "proof")
        return self.saved(await self.call(attach_proof, attendances, proof, number), *attendances)

    async def training_statement(self, staff_id: str, year: int, folder: Path) -> Path:
        return await self.call(_statement, staff_id, year, folder)


def _page(book: Book, staff_id: str, as_of: date) -> TrainingPage:
    from db.queries.units import units
    from screens.ports_training import TrainingPage
    from swstation.operations.cockpit import cockpit

    found = cockpit(book.connection, staff_id, as_of)
    names = {unit.code: unit.name for unit in units(book.connection)}
    return TrainingPage(
        found.person.name,
        names.get(found.unit, found.unit),
        [_asked(found, result, names) for result in found.results],
        _had(book, found),
        _notes(book, found, as_of),
    )


def _asked(found: Cockpit, result: TrainingResult, names: Mapping[str, str]) -> Asked:
    from screens.ports_training import Asked
    from swstation.i18n import language

    window = ""
    if result.window_start and result.window_end:
        window = f"{result.window_start} ~ {result.window_end}"
    return Asked(
        label=result.label_en if language() == "en" else result.label_zh,
        window=window,
        earned=result.earned,
        required=result.required,
        pending=result.pending,
        unit=words("unit", result.unit),
        status=signed(result.status),
        tone=TONES.get(result.status, ""),
        lines=_lines(found, result),
        clause=printed(result, names, found.known),
        key=f"{result.staff_id}|{result.policy}|{result.requirement}",
    )


def _lines(found: Cockpit, result: TrainingResult) -> list[str]:
    """What a list has no room for, most urgent first."""
    from swstation.i18n import _

    unit, left = words("unit", result.unit), result.pace
    lines = []
    if result.met_on:
        lines.append(_("Met on {day}.").format(day=result.met_on))
    elif result.status == "missed":
        lines.append(
            _("{n} {unit} were missing on {day}.").format(n=_n(result.missing), unit=unit, day=result.deadline)
        )
    elif result.status in ("behind", "on_track"):
        said = _("{n} {unit} missing by {day}: {m} a month.")
        lines.append(said.format(n=_n(result.missing), unit=unit, day=result.deadline, m=_n(left.per_month)))
        lines.append(_projected(result))
    beside = []
    if result.pending:
        beside.append(_("{n} wait for approval").format(n=_n(result.pending)))
    if result.other_units:
        other = words("unit", "class_hour" if result.unit == "hour" else "hour")
        beside.append(_("besides {n} {unit}, not counted").format(n=_n(result.other_units), unit=other))
    if result.other_kinds:
        beside.append(_("{n} of kinds that do not count").format(n=_n(result.other_kinds)))
    for one in result.conversions:
        said = _("{n} {unit} count as {m} ({decision})")
        beside.append(
            said.format(
                n=_n(one.tenths + one.pending), unit=words("unit", one.unit), m=_n(one.gives + one.pending_gives),
                decision=one.decision,
            )
        )  # fmt: skip
    if beside:
        lines.append("  ".join(beside))
    lines.append(_kinds_line(found, result))
    return [line for line in lines if line]


def _projected(result: TrainingResult) -> str:
    from swstation.i18n import _

    left = result.pace
    if left.projected is None:
        return _("Nothing earned yet, so nothing can be projected.") if not result.earned else ""
    if not left.projected_missing:
        return _("As until now, it is met on {day}.").format(day=left.projected)
    said = _("As until now, it is met only on {day}; {n} are missing at the end.")
    return said.format(day=left.projected, n=_n(left.projected_missing))


def _kinds_line(found: Cockpit, result: TrainingResult) -> str:
    from swstation.i18n import _

    labels = kinds_of(found.known, found.policy)
    counted = listed(labels.get(kind, kind) for kind in result.kinds)
    said = _("Counts: {kinds}").format(kinds=counted) if counted else _("Counts: any kind of training")
    if result.applies_to:
        said += "  " + _("Asked of: {whom}").format(whom=listed(result.applies_to))
    state = words("state", result.policy_state)
    return f"{state}  {said}" if state else said


def _had(book: Book, found: Cockpit) -> list[Had]:
    from screens.ports_training import Had
    from swstation.i18n import _

    labels = kinds_of(found.known, found.policy)
    rows = []
    for one in found.trainings:
        verdicts = []
        for place in range(len(found.results)):
            verdict = found.verdicts.get((one.training, place))
            word, tone = _VERDICTS[verdict.word] if verdict else ("", "muted")
            if verdict and verdict.word in ("counts", "converted") and not one.approved:
                word, tone = N_("waits"), "caution"
            verdicts.append((_(word), tone))
        rows.append(
            Had(
                one.id, one.end_on, one.title, labels.get(one.kind or "", one.kind or ""),
                f"{_n(one.tenths)} {words('unit', one.measure)}", bool(one.approved), verdicts,
                one.proof_hash or "",
            )
        )  # fmt: skip
    return rows


def _notes(book: Book, found: Cockpit, as_of: date) -> list[str]:
    from swstation.i18n import _, language

    sums: dict[str, list[int]] = {}
    for one in found.year:
        line = sums.setdefault(one.unit, [0, 0])
        line[0] += one.approved
        line[1] += one.pending
    parts = [
        f"{_n(approved)} {words('unit', unit)}" + (_(" ({n} not approved)").format(n=_n(pending)) if pending else "")
        for unit, (approved, pending) in sums.items()
    ]
    notes = [_("{year}, all training: {sums}").format(year=as_of.year, sums="  ".join(parts) or _("none"))]
    for joiner in found.newcomer:
        kind = joiner.kind_en if language() == "en" else joiner.kind_zh
        said = _("{kind}: had on {day}") if joiner.trained_on else _("! {kind}: not given yet; joined on {joined}")
        notes.append(said.format(kind=kind, day=joiner.trained_on, joined=joiner.joined_on))
    return notes


def _team(book: Book, as_of: date) -> list[TeamRow]:
    from db.queries.units import units
    from swstation.operations.cockpit import team

    own = None if book.unit[0] in "CMP" else (book.unit,)
    names = {unit.code: unit.name for unit in units(book.connection)}
    return [_team_row(one, names.get(one.unit, one.unit)) for one in team(book.connection, as_of, own)]


def _team_row(one: Standing, unit: str) -> TeamRow:
    from screens.ports_training import TeamRow
    from swstation.i18n import language

    result = one.result
    if result is None or not one.asked:
        status = signed("not_applicable")
        return TeamRow(one.person.id, one.person.name, unit, "", 0, 0, 0, "", status, "muted", "", "", "")
    return TeamRow(
        one.person.id, one.person.name, unit, result.label_en if language() == "en" else result.label_zh,
        result.earned, result.required, result.pending, words("unit", result.unit), signed(result.status),
        TONES.get(result.status, ""), _n(result.missing) if result.missing else "",
        _n(result.pace.per_month) if result.pace.per_month else "", str(result.deadline or ""),
    )  # fmt: skip


def _roster(book: Book, on: date) -> Roster:
    from screens.ports import Choice
    from screens.ports_training import Roster
    from swstation.operations.presence import roster
    from swstation.operations.standing import policy_and_set

    policy, known = policy_and_set(book.connection, book.unit)
    measure = next((one.unit for each in known.beside(policy) for one in each.requirements), "hour")
    return Roster([Choice(one.id, one.label) for one in roster(book, on)], measure)


def _present(book: Book, typed: str, on: date) -> list[Choice]:
    from screens.ports import Choice
    from swstation.operations.presence import listed, present, roster

    people = roster(book, on)
    if typed.lstrip().startswith("@"):
        typed = listed(file_of(typed.strip()[1:], "people"))
    labels = {one.id: one.label for one in people}
    return [Choice(one, labels[one]) for one in present(typed, people)]


def _enter(book: Book, values: Mapping[str, str]) -> tuple[Any, list[str]]:
    from swstation.operations.people import tenths_of
    from swstation.operations.trainings import enter_training

    last = values.get("end_on") or values["start_on"]
    staff = [one.value for one in _present(book, values["people"], date.fromisoformat(last))]
    proof = values.get("proof")
    _training, changes = enter_training(
        book, staff, approved=values.get("approved") == "yes", proof=file_of(proof, "proof") if proof else None,
        title=values["title"], kind=values.get("kind") or None, provider=values.get("provider") or None,
        start_on=values["start_on"], end_on=last, tenths=tenths_of(values["amount"]), measure=values["measure"],
        proof_number=values.get("proof_number") or None,
    )  # fmt: skip
    return changes, staff


def _statement(book: Book, staff_id: str, year: int, folder: Path) -> Path:
    from swstation.reports.training_statement import write_statement

    if not folder.is_dir():
        raise Refusal("bundle.target_missing", folder=str(folder))
    return write_statement(book, staff_id, year, folder)


def _n(tenths: int) -> str:
    return f"{tenths / 10:.1f}"
