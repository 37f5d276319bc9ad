"""The same thing under two policies in words: what each asks, what there is, how it stands, on which clause."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from db.queries.units import units
from db.store import Connection
from swstation.i18n import N_, _, language
from swstation.operations.packs import policies_of
from swstation.operations.side_by_side import side_by_side
from swstation.reports.listing import ListColumn, Listing, ListTable, Value
from swstation.reports.project_words import target_words
from swstation.reports.training_words import number, unit_word
from swstation.rules.model import Clause
from swstation.rules.side_by_side import TARGET, Beside, Side, TrainingSide
from swstation.rules.targets import TargetResult

_BASIS: Final = {"year": N_("every year"), "period": N_("in the period"), "registration": N_("in the registration")}
_STATUS: Final = {
    "met": N_("met"), "on_track": N_("on track"), "behind": N_("behind"), "missed": N_("missed"),
    "not_applicable": N_("does not apply"),
}  # fmt: skip
_STATE: Final = {"not_yet": N_("not yet in force"), "expired": N_("expired"), "continued": N_("continued")}


class SideWords(NamedTuple):
    """One side: what is asked for, what there is, how it stands; ``basis``: the clause or the decision."""

    label: str
    asked: str
    there: str
    status: str
    basis: str
    clause: Clause | None
    decision: str


def side_words(one: Side | None) -> SideWords:
    """A side in words; of a policy that does not ask for it, that it does not."""
    if one is None:
        return SideWords("", _("not asked for"), "", "", "", None, "")
    return _training(one) if isinstance(one, TrainingSide) else _target(one)


def _training(one: TrainingSide) -> SideWords:
    unit = unit_word(one.unit)
    asked = f"{number(one.required)} {unit} {_(_BASIS.get(one.basis, one.basis))}"
    if one.window:
        asked += f" ({one.window[0]} ~ {one.window[1]})"
    there = _("{n} of {total} reach it").format(n=one.met, total=one.people)
    there += "  " + _("together {n} {unit}").format(n=number(one.earned), unit=unit)
    if one.other_units:
        other = unit_word("class_hour" if one.unit == "hour" else "hour")
        there += "  " + _("and {n} {unit} that are not counted").format(n=number(one.other_units), unit=other)
    if one.converted:
        there += "  " + _("of it {n} converted by a decision").format(n=number(one.converted))
    status = _(_STATUS.get(one.statuses[0], one.statuses[0])) if len(one.statuses) == 1 else ""
    state = _(_STATE[one.state]) if one.state in _STATE else ""
    label = one.label_en if language() == "en" else one.label_zh
    words = "  ".join(part for part in (status, state) if part)
    return SideWords(label, asked, there, words, _basis(one.clause, one.decision), one.clause, one.decision)


def _target(one: TargetResult) -> SideWords:
    label, amount, due, status, basis = target_words(one)
    there, _slash, asked = amount.partition(" / ")
    state = _(_STATE[one.policy_state]) if one.policy_state in _STATE else ""
    base = "  " + _("of {n}").format(n=f"{one.base:,}") if one.base and one.reached is None else ""
    asked = "  ".join(part for part in (asked or _("no measure is printed"), one.per_zh, due) if part)
    words = "  ".join(part for part in (status, state) if part)
    return SideWords(label, asked, (there or "-") + base, words, basis, one.clause, one.decision)


def _basis(clause: Clause | None, decision: str) -> str:
    return f"{clause.document} {clause.section}" if clause else decision


def title_of(one: Beside) -> str:
    """What a line measures: the label of the side that is there."""
    return side_words(one.left or one.right).label


def note_of(one: Beside) -> str:
    """Why the two must not be compared as numbers, where they must not."""
    if one.left is None or one.right is None:
        return ""
    if one.units_differ and one.kind != TARGET:
        return _("Two units: neither says anything about the other, and nothing is converted.")
    if isinstance(one.left, TrainingSide) and isinstance(one.right, TrainingSide) and one.left.basis != one.right.basis:
        return _("Two windows: what is asked for in one is not a part of the other.")
    return ""


def policy_name(connection: Connection, unit: str, policy: str) -> str:
    """A policy by its place. Refuses one that is not there."""
    meta = policies_of(connection, unit).get(policy).meta
    return meta.region_en if language() == "en" else meta.region_zh


def side_list(
    connection: Connection, unit: str, left: str, right: str, as_of: date, staff: str | None = None
) -> Listing:
    """The comparison as a list to hand on. Refuses as ``side_by_side`` does."""
    found = side_by_side(connection, unit, left, right, as_of, staff)
    names = [policy_name(connection, unit, one) for one in (left, right)]
    columns = [
        ListColumn(_("What is measured"), 24), ListColumn(_("Policy"), 12), ListColumn(_("What is asked"), 30),
        ListColumn(_("There is"), 30), ListColumn(_("State"), 14), ListColumn(_("Basis"), 30),
    ]  # fmt: skip
    rows: list[list[Value]] = []
    for one in found:
        for name, side in zip(names, (one.left, one.right), strict=True):
            words = side_words(side)
            rows.append([words.label or title_of(one), name, words.asked, words.there, words.status, words.basis])
        if note := note_of(one):
            rows.append([None, None, note, None, None, None])
    about = next((row.name for row in units(connection) if row.code == unit), unit)
    head = [f"{about} ({unit})", _("{left} and {right}").format(left=names[0], right=names[1])]
    head.append(_("As of {day}").format(day=as_of))
    return Listing(_("Two policies side by side"), as_of, head, [ListTable("", columns, rows)])
