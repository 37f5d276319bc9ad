"""The words of sums by area: what they rest on, and that a sum which is not whole is the least it can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swstation.exchange.month_words import value_words
from swstation.i18n import _, listed

if TYPE_CHECKING:
    from swstation.exchange.rollup import Area


def title_of(unit: str) -> str:
    """What sums below a unit are sums by."""
    return {"P": _("Sums by prefecture"), "M": _("Sums by county")}.get(unit[0], _("Sums by station"))


def coverage_of(one: Area) -> str:
    """“31 of 34 stations, 2 stale, 3 counted from records, nothing known of …, the last came …”."""
    words = short_coverage(one)
    if one.silent:
        words += _(", nothing known of {names}").format(names=listed(one.silent))
    if one.newest:
        words += _(", the last came {day}").format(day=one.newest)
    return words


def short_coverage(one: Area) -> str:
    """The same in one line of a narrow screen."""
    words = _("{reported} of {expected} stations").format(reported=one.came, expected=one.stations)
    if one.stale:
        words += _(", {n} stale").format(n=one.stale)
    if one.counted:
        words += _(", {n} counted from records").format(n=one.counted)
    return words


def sum_words(one: Area, code: str) -> str:
    """A sum in full: how many stations keep theirs back; ``-`` where nothing has come."""
    found = one.figure(code)
    return "-" if found is None else value_words(found.value, found.kept_back, several=True)


def short_sum(one: Area, code: str) -> str:
    """In a narrow cell: ``1,234``; ``1,234+`` where something is missing or kept back; ``-`` where nothing has come."""
    found = one.figure(code)
    if found is None:
        return "-"
    if found.kept_back and not found.value:
        return _("kept back")
    return f"{found.value:,}" + ("" if one.whole and not found.kept_back else "+")
