"""The lists that ``report`` writes beside the monthly report: each is made only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from importlib import import_module
from typing import Final, cast

from db.store import Connection
from swstation.i18n import N_
from swstation.operations.book import Book
from swstation.reports.listing import Listing

LISTINGS: Final[dict[str, tuple[str, str, str]]] = {
    "talent-ledger": (N_("Talent ledger"), "talent", "ledger"),
    "certificate-roster": (N_("Certificate roster"), "certificate_roster", "roster"),
    "training-ledger": (N_("Training ledger"), "training_ledger", "ledger"),
    "targets": (N_("Targets"), "project_sheet", "target_list"),
    "project": (N_("Project sheet"), "project_sheet", "project_sheet"),
    "allowance-list": (N_("Allowance list"), "allowance_list", "allowance_list"),
}
"""By kind: its label (a msgid), the module of this package, the function in it."""

OF_PEOPLE: Final = ("certificate-roster", "talent-ledger", "training-ledger", "allowance-list")
"""Kinds that the page of the workforce offers."""
PERIODIC: Final = ("quarterly", "half-year", "yearly")
"""Kinds that give the figures of a period of several months."""
PERIOD_LABELS: Final = {
    "quarterly": N_("Quarterly report of the social-work station"),
    "half-year": N_("Half-yearly report of the social-work station"),
    "yearly": N_("Yearly report of the social-work station"),
    "meeting-brief": N_("Meeting brief"),
    "service-ledger": N_("Service ledger"),
    "visit-ledger": N_("Visit ledger"),
    "weekly": N_("Weekly report"),
    "affairs-ledger": N_("Affairs log"),
    "linkage-ledger": N_("Parties that worked together"),
    "volunteer-ledger": N_("Voluntary service ledger"),
    "survey-ledger": N_("Surveys"),
    "recount": N_("Reported and recounted"),
    "stations": N_("Stations compared"),
    "rollup": N_("Sums below"),
}
"""What the reports of a period are called (msgids)."""
BRIEF: Final = "meeting-brief"
"""The brief for a half-year's coordination meeting."""
LEDGERS: Final = {
    "service-ledger": ("service_ledger", "service_ledger"),
    "visit-ledger": ("service_ledger", "visit_ledger"),
    "affairs-ledger": ("affairs_ledger", "affairs_ledger"),
    "linkage-ledger": ("linkage_ledger", "linkage_ledger"),
    "volunteer-ledger": ("volunteer_ledger", "volunteer_ledger"),
    "survey-ledger": ("survey_ledger", "survey_ledger"),
}
"""Kinds that list what was done in a period, with the module of this package and the function in it.

There are names in them, so that writing one is noted in the audit trail.
"""
OF_MONTH: Final = {
    "recount": ("county_lists", "reported_and_counted"), "stations": ("county_lists", "stations_compared"),
    "rollup": ("rollup_list", "sums_by_area"), "weekly": ("weekly", "weekly"),
}  # fmt: skip
"""Kinds of one month, or of one week: the module of this package, the function in it."""
MONTHLY: Final = "monthly"
"""The report of a month: no list, but its files are written by the same ways."""
WEEKLY: Final = "weekly"
COUNTY: Final = ("stations", "rollup")
"""Kinds that only a county and above has."""


def of_period(book: Book, kind: str, unit: str, period: str, as_of: date) -> Listing:
    """A report of a quarter, half-year or year, or a ledger of any period (a month, too).

    Refuses what is no period, and a period that fits neither the kind nor the calendar.
    """
    from db import local
    from swstation.reports import periodic

    if kind == BRIEF:
        return _brief(book, unit, period, as_of)
    if kind in OF_MONTH:
        module, name = OF_MONTH[kind]
        return cast("Listing", getattr(import_module(f"swstation.reports.{module}"), name)(book, unit, period, as_of))
    with book.store.snapshot() as connection:
        if kind in PERIODIC:
            return periodic.periodic(connection, unit, period, as_of)
        listing = ledger(connection, kind, unit, period, as_of)
    with book.store.transaction() as connection:
        local.audit(connection, book.source.at(), book.worker, "export", detail=f"{kind} {listing.rows}")
    return listing


DAILY: Final = tuple(kind for kind in LISTINGS if kind not in ("targets", "project"))
"""Kinds of a day that can be looked at and have no page of their own."""
LOOKED: Final = (*LEDGERS, WEEKLY, *PERIODIC, BRIEF, *DAILY)
"""Kinds that can be looked at on the screen; their figures open what is behind them."""


def look(book: Book, kind: str, unit: str, period: str, as_of: date) -> Listing:
    """A list to look at, noted nowhere: it is not handed on. Of a kind of a day ``period`` says nothing.

    Raises ``KeyError`` for a kind there is not. Refuses as writing it does.
    """
    if kind in LEDGERS:
        with book.store.snapshot() as connection:
            return ledger(connection, kind, unit, period, as_of)
    if kind == WEEKLY:
        from swstation.reports.weekly import week_listing

        return week_listing(book, unit, period, as_of)
    return make(book, kind, unit, as_of) if kind in DAILY else of_period(book, kind, unit, period, as_of)


def period_for(kind: str, month: date, today: date) -> str:
    """The period a kind is first asked for while a month is looked at; empty for a kind of a day.

    On a Monday it is the week that has just ended: of the new one there is nothing yet.
    """
    from swstation.reports.weekly import week_of

    half = f"{month.year}H{1 if month.month < 7 else 2}"
    begin = {
        WEEKLY: week_of(today - timedelta(days=1)), "quarterly": f"{month.year}Q{(month.month + 2) // 3}",
        "half-year": half, BRIEF: half,
        "yearly": str(month.year),
    }  # fmt: skip
    return "" if kind in LISTINGS else begin.get(kind, f"{month:%Y-%m}")


def shifted(period: str, by: int) -> str:
    """The period so many periods later (earlier if negative), of the same length. Refuses what is no period."""
    from swstation.reports.weekly import week_days, week_of
    from swstation.rules.dates import add_months

    if "W" in period.upper():
        return week_of(week_days(period)[0] + timedelta(weeks=by))
    first, last = days_of(period)
    length = (last.year - first.year) * 12 + last.month - first.month + 1
    new = add_months(first, by * length)
    return {
        1: f"{new:%Y-%m}", 3: f"{new.year}Q{(new.month + 2) // 3}", 6: f"{new.year}H{1 if new.month < 7 else 2}",
    }.get(length, f"{new.year}")  # fmt: skip


def begun(period: str, today: date) -> bool:
    """Whether a period has begun by a day. Refuses what is no period."""
    from swstation.reports.weekly import week_days

    return (week_days(period) if "W" in period.upper() else days_of(period))[0] <= today


def ledger(connection: Connection, kind: str, unit: str, period: str, as_of: date) -> Listing:
    """A ledger of a month, quarter, half-year or year, to look at. Raises ``KeyError`` for a kind there is not."""
    first, last = days_of(period)
    module, name = LEDGERS[kind]
    function = getattr(import_module(f"swstation.reports.{module}"), name)
    return cast("Callable[..., Listing]", function)(connection, unit, first, last, as_of)


def _brief(book: Book, unit: str, period: str, as_of: date) -> Listing:
    from swstation.exchange.board import board_of
    from swstation.operations.problems import COLLECTING
    from swstation.reports.meeting_brief import half_before, meeting_brief, months_of_half

    half_before(period.strip())  # refuses what is no half-year before anything is read
    board = None
    if unit == book.unit and book.tier in COLLECTING:
        begun = [month for month in months_of_half(period.strip()) if month <= f"{as_of:%Y-%m}"]
        board = board_of(book, begun, as_of) if begun else None
    with book.store.snapshot() as connection:
        return meeting_brief(connection, unit, period, as_of, board)


def check_period(kind: str, period: str) -> None:
    """Refuse what is no period, or none that the kind can be of."""
    if kind == BRIEF:
        from swstation.reports.meeting_brief import half_before

        half_before(period.strip())
    elif kind == WEEKLY:
        from swstation.reports.weekly import week_days

        week_days(period)
    elif kind in OF_MONTH or kind == MONTHLY:
        from swstation.reports.period import parse_month

        parse_month(period)
    elif kind in PERIODIC:
        from swstation.reports.periodic import months_of

        months_of(period)
    else:
        days_of(period)


def days_of(period: str) -> tuple[date, date]:
    """First and last day of a month, quarter, half-year or year by the calendar. Refuses others."""
    from swstation.reports.period import parse_month
    from swstation.reports.periodic import months_of
    from swstation.rules.dates import add_months, last_day

    month, length = (period.strip(), 1) if "-" in period else months_of(period)
    year, number = parse_month(month)
    first = add_months(date(year, number, 1), 1 - length)
    return first, last_day(first, length)


def make(book: Book, kind: str, unit: str, as_of: date, *, numbers: bool = False) -> Listing:
    """A list of a unit on a day. ``numbers``: with identity numbers in full, which goes into the audit trail.

    Raises ``KeyError`` for a kind there is not.
    """
    from db import local

    _label, module, name = LISTINGS[kind]
    function = getattr(import_module(f"swstation.reports.{module}"), name)
    with book.store.snapshot() as connection:
        listing = cast("Callable[..., Listing]", function)(connection, unit, as_of, numbers=numbers)
    if numbers:
        with book.store.transaction() as connection:
            local.audit(connection, book.source.at(), book.worker, "export", detail=f"{kind} {listing.rows}")
    return listing
