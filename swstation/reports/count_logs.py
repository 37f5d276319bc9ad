"""Figures counted from the logs of a month: 1, 2, 6, 11, 12, and 15 but for groups and activities."""

from __future__ import annotations

from collections.abc import Iterable

from swstation import lists
from swstation.reports.station import Entry
from swstation.reports.tally import RowRef, Tally

CASE_METHODS = ("home_visit", "interview", "online", "accompaniment")
"""Contacts with a case; calls only where the county says so."""
OWN_METHODS = ("consultation", "phone", "online")
GATHERINGS = ("group_session", "activity")
"""Counted from their own registers, never from logs."""
BY_PERSON = ("人", "人次")
"""Measures of affairs items that are person-times."""


def count(tally: Tally, entries: Iterable[Entry], phone_in_cases: bool) -> None:
    """Count a month's logs."""
    for entry in entries:
        row = ("service_log", entry.log.id)
        tally.add(("log",), 1, None, entry.log.approved)
        if entry.log.method == "home_visit":
            _households(tally, entry, row)
            _not_met(tally, entry, row)
        _cases(tally, entry, row, phone_in_cases)
        _affairs(tally, entry, row)
        _own(tally, entry, row, phone_in_cases)
        _total(tally, entry, row)


def _households(tally: Tally, entry: Entry, row: RowRef) -> None:
    approved = entry.log.approved
    for contact in entry.met:
        tally.member(("1", "households"), contact.house, row, approved)
        tally.member(("1", "named"), contact.house, row, approved)
    tally.add(("1", "visits"), len({contact.house for contact in entry.met}), row, approved)
    unnamed = entry.log.households or 0
    for part in ("households", "unnamed", "visits"):
        tally.add(("1", part), unnamed, row, approved)
    tally.unnamed(("1", "visits"), unnamed)


def _not_met(tally: Tally, entry: Entry, row: RowRef) -> None:
    for contact in entry.contacts:
        if contact.outcome != "met":
            tally.add(("2", "not_met"), 1, row, entry.log.approved)
            tally.add(("2", "not_met", contact.outcome), 1, row, entry.log.approved)


def _in_cases(entry: Entry, phone_in_cases: bool) -> bool:
    method = entry.log.method
    counts = method in CASE_METHODS or (phone_in_cases and method == "phone")
    return counts and entry.log.service_case is not None


def _cases(tally: Tally, entry: Entry, row: RowRef, phone_in_cases: bool) -> None:
    case = entry.log.service_case
    if case is not None and _in_cases(entry, phone_in_cases) and entry.person_times:
        tally.member(("6", "cases"), case, row, entry.log.approved)
        tally.add(("6", "sessions"), 1, row, entry.log.approved)
        tally.add(("6", "sessions", entry.log.method), 1, row, entry.log.approved)


def _affairs(tally: Tally, entry: Entry, row: RowRef) -> None:
    for item in entry.items:
        tally.add(("11", "item", item.item, item.measure), item.n, row, entry.log.approved)
        if item.measure in BY_PERSON:
            tally.add(("11", "person_times"), item.n, row, entry.log.approved)


def _own(tally: Tally, entry: Entry, row: RowRef, phone_in_cases: bool) -> None:
    method = entry.log.method
    if method not in OWN_METHODS or (method == "phone" and _in_cases(entry, phone_in_cases)):
        return
    for key in (("12", method), ("12", method, "of_case"))[: 1 if entry.log.service_case is None else 2]:
        tally.add(key, entry.person_times, row, entry.log.approved)
    tally.unnamed(("12", method), entry.log.unnamed)


def _total(tally: Tally, entry: Entry, row: RowRef) -> None:
    method, approved = entry.log.method, entry.log.approved
    if method in GATHERINGS:
        return
    known = lists.by_code("method").get(method)
    if known is None or known.cls != "direct":
        return
    for key in (("15", "person_times"), ("15", "person_times", method)):
        tally.add(key, entry.person_times, row, approved)
        tally.unnamed(key, entry.log.unnamed)
    tally.unnamed(("15", "persons"), entry.log.unnamed)
    for contact in entry.met:
        tally.member(("15", "persons"), contact.client, row, approved)
