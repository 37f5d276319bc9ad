"""What the figures of an aggregate are called: its codes in words, in the order of the monthly report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from swstation import lists
from swstation.exchange.aggregate import PART_LISTS
from swstation.i18n import N_, _
from swstation.reports.words import LABELS, MEASURES, TITLES, UNITS


class FigureWords(NamedTuple):
    """``figure``: the number in the report (0: unknown); ``level`` 0 is a line of its own, 1 and 2 its parts."""

    figure: int
    level: int
    label: str
    unit: str


_CODES: Final[dict[str, tuple[str, str, int]]] = {
    "1.visits": ("visits", "household_visits", 0),
    "1.households": ("households", "households", 1),
    "1.named": ("named", "households", 2),
    "1.unnamed": ("unnamed", "households", 2),
    "2.not_met": ("not_met", "times", 0),
    "3.due": ("due", "persons", 0),
    "3.done": ("done", "persons", 0),
    "4.opened": ("opened_files", "persons", 0),
    "4.opened_households": ("households_of", "households", 1),
    "4.ended": ("ended_files", "persons", 0),
    "4.ended_households": ("households_of", "households", 1),
    "4.open": ("open_files", "persons", 0),
    "4.open_households": ("households_of", "households", 1),
    "4.paused": ("paused_files", "persons", 1),
    "5.opening": ("opening", "cases", 0),
    "5.opened": ("opened", "cases", 0),
    "5.reopened": ("reopened", "cases", 0),
    "5.closed": ("closed", "cases", 0),
    "5.left": ("left", "cases", 0),
    "5.closing": ("closing", "cases", 0),
    "6.cases": ("cases_followed", "cases", 0),
    "6.sessions": ("sessions", "sessions", 0),
    "7.closed": ("closed_cases", "cases", 0),
    "7.not_in_hand": ("not_in_hand", "cases", 1),
    "7.goals": ("goals", "goals", 1),
    "7.achieved": ("achieved", "goals", 1),
    "8.opened": ("groups_opened", "groups", 0),
    "8.ended": ("groups_ended", "groups", 0),
    "8.met": ("groups_met", "groups", 0),
    "8.sessions": ("group_sessions", "group_sessions", 0),
    "9.person_times": ("group_person_times", "person_times", 0),
    "9.persons": ("group_persons", "persons", 0),
    "10.activities": ("activities", "activities", 0),
    "10.person_times": ("activity_person_times", "person_times", 0),
    "11.person_times": ("affairs_person_times", "person_times", 0),
    "12.consultation": ("consultation", "person_times", 0),
    "12.phone": ("phone", "person_times", 0),
    "12.online": ("online", "person_times", 0),
    "13.matches": ("matches", "matches", 0),
    "13.logged": ("linked_entries", "entries", 1),
    "13.providers": ("providers", "providers", 0),
    "13.benefited": ("benefited", "person_times", 0),
    "13.referrals": ("referrals", "referrals", 0),
    "13.accepted": ("referrals_accepted", "referrals", 1),
    "14.volunteers": ("volunteers", "persons", 0),
    "14.person_times": ("shifts", "person_times", 0),
    "14.unnamed": ("volunteers_unnamed", "person_times", 1),
    "15.person_times": ("person_times", "person_times", 0),
    "15.persons": ("persons", "persons", 0),
    "15.not_counted": ("not_counted", "entries", 1),
}
"""Codes of whole lines: the word in ``LABELS``, the unit in ``UNITS``, the level."""
_ORDER: Final = {code: place for place, code in enumerate(_CODES)}
_MEASURED: Final = {
    "matters": "件", "households": "户", "persons": "人", "copies": "份", "person_times": "人次",
}  # fmt: skip
_OTHER: Final = N_("in no list")


def words_of(code: str) -> FigureWords:
    """A code in words; one that this program does not know as it is."""
    figure = int(code.partition(".")[0]) if code.partition(".")[0].isdigit() else 0
    if code in _CODES:
        word, unit, level = _CODES[code]
        return FigureWords(figure, level, _(LABELS[word]), _(UNITS[unit]))
    if code.startswith("11.item."):
        item, _dot, measure = code.removeprefix("11.item.").rpartition(".")
        unit = MEASURES.get(_MEASURED.get(measure, ""), "")
        return FigureWords(11, 1, _listed("item", item), _(unit) if unit else "")
    whole, _dot, part = code.rpartition(".")
    if whole not in _CODES:
        return FigureWords(figure, 0, code, "")
    _word, unit, level = _CODES[whole]
    kind = PART_LISTS.get(whole)
    if kind is None:
        label = LABELS.get(f"from_{part}" if whole == "5.reopened" else part, part)
        return FigureWords(figure, level + 1, _(label), _(UNITS[unit]))
    return FigureWords(figure, level + 1, _listed(kind, part), _(UNITS[unit]))


def _listed(kind: str, code: str) -> str:
    if code == "none":
        word = "uncategorised" if kind == "category" else "unspecified"
        return _(LABELS[word])
    return _(_OTHER) if code == "other" else lists.label(kind, code)


def title_of(figure: int) -> str:
    """The name of one of the fifteen."""
    return _(TITLES[figure]) if figure in TITLES else ""


def in_order(codes: Iterable[str]) -> list[str]:
    """Codes as the report has them: a line, then its parts as their list has them."""

    def place(code: str) -> tuple[int, int, int, str]:
        figure = int(code.partition(".")[0]) if code.partition(".")[0].isdigit() else 99
        if code in _ORDER:
            return figure, _ORDER[code], -1, code
        whole, _dot, part = code.rpartition(".")
        kind = "item" if code.startswith("11.item.") else PART_LISTS.get(whole, "")
        known = [one.code for one in lists.entries(kind)] if kind else []
        part = code.removeprefix("11.item.").rpartition(".")[0] if kind == "item" else part
        at = known.index(part) if part in known else len(known)
        return figure, _ORDER.get("11.person_times" if kind == "item" else whole, len(_ORDER)), at, code

    return sorted(codes, key=place)
