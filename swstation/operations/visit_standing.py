"""Whom the plans and the days of more frequent visits ask to visit: clients, plans, surges and who was met."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypedDict

from db.queries import due as reads
from db.queries.clients import visit_plans
from db.queries.units import unit_by_code
from db.store import Connection, setting
from swstation.operations.book import Book
from swstation.operations.install import units_above
from swstation.rules import facts
from swstation.rules.dates import PERIODS, period_of
from swstation.rules.due import DueFacts, visits_due
from swstation.rules.surges import PERIODS as SURGE_PERIODS
from swstation.rules.surges import Coverage, Covered, coverage
from swstation.rules.surges import covered as who
from swstation.rules.visits import VisitDue

METHODS = ("home_visit", "phone")
"""Contacts that can be a visit; calls count only where a plan says so."""


class Visiting(TypedDict):
    """The part of the due list's facts that visits are decided by."""

    clients: Sequence[facts.VisitClient]
    plans: Sequence[facts.VisitPlan]
    surges: Sequence[facts.Surge]
    visits: Sequence[facts.MetVisit]
    records_since: date | None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def own_unit(book: Book) -> str | None:
    """The unit whose clients a book is about; ``None``: of all that it collects."""
    return book.unit if book.tier in ("village_room", "township_station") else None


def visiting(connection: Connection, unit: str | None, as_of: date, month_start_day: int) -> Visiting:
    """What decides the visits that are due on a day."""
    clients, plans, surges = clients_of(connection, unit), plans_of(connection), surges_of(connection)
    # Before the periods that run now only the last time counts, which the reading gives in any case.
    starts = [period_of(as_of, plan.period, month_start_day)[0] for plan in plans]
    starts += [surge.start_on for surge in surges if surge.start_on <= as_of <= surge.end_on]
    return Visiting(
        clients=clients, plans=plans, surges=surges,
        visits=met(connection, min(starts, default=as_of), unit) if clients else (),
        records_since=_day(setting(connection, "made_at")[:10]),
    )  # fmt: skip


def visits(book: Book, as_of: date) -> list[VisitDue]:
    """The visits that plans and surges ask for by ``as_of``'s period."""
    start_day = (row.month_start_day or 1) if (row := unit_by_code(book.connection, book.unit)) else 1
    found = visiting(book.connection, own_unit(book), as_of, start_day)
    return visits_due(DueFacts(**found, month_start_day=start_day), as_of)


def met(connection: Connection, since: date, unit: str | None) -> list[facts.MetVisit]:
    """Met visits from a day on, and the last ones before it."""
    return [
        facts.MetVisit(one.client, date.fromisoformat(one.on), one.method == "phone")
        for one in reads.met_visits(connection, since.isoformat(), METHODS, unit)
    ]


def clients_of(connection: Connection, unit: str | None) -> list[facts.VisitClient]:
    """Clients as the rules of visits take them."""
    out = []
    units_of: dict[str, tuple[str, ...]] = {}
    for row in reads.visit_clients(connection, unit):
        memberships = []
        for text in (row.categories or "").split(" "):
            if text:
                category, start, end = text.split("|")
                memberships.append(facts.Membership(category, _day(start), _day(end)))
        if row.owner not in units_of:
            units_of[row.owner] = tuple(sorted(units_above(row.owner)))
        out.append(
            facts.VisitClient(
                row.id, row.name, _day(row.opened_on), row.file_state == "open", row.attention_level,
                tuple(memberships), row.worker or "", units_of[row.owner], row.village or "",
            )
        )  # fmt: skip
    return out


def plans_of(connection: Connection) -> list[facts.VisitPlan]:
    """The visit plans; one with a period that this program does not know holds for nobody."""
    return [
        facts.VisitPlan(
            p.id, p.times, p.period, p.category, p.attention_level, p.client, bool(p.allow_phone), _day(p.start_on),
            _day(p.end_on), p.clause or "", p.unit,
        )
        for p in visit_plans(connection)
        if p.period in PERIODS
    ]  # fmt: skip


def surges_of(connection: Connection) -> list[facts.Surge]:
    """Days of more frequent visits, the latest first."""
    return [
        facts.Surge(
            s.id, s.title, date.fromisoformat(s.start_on), date.fromisoformat(s.end_on), s.times, s.period, s.unit,
            s.attention_level, s.category, s.village, bool(s.allow_phone),
        )
        for s in reads.surges(connection)
        if s.period in SURGE_PERIODS
    ]  # fmt: skip


def covered(book: Book, surge: str, as_of: date) -> Covered:
    """Who is behind the coverage of one surge (hex). Raises ``KeyError`` where it is not there."""
    mine = [one for one in surges_of(book.connection) if one.id == surge]
    if not mine:
        raise KeyError(surge)
    return who(mine[0], clients_of(book.connection, own_unit(book)), _visits(book, mine), as_of)


def _visits(book: Book, surges: Sequence[facts.Surge]) -> dict[str, list[facts.MetVisit]]:
    found: dict[str, list[facts.MetVisit]] = {}
    for one in met(book.connection, min(surge.start_on for surge in surges), own_unit(book)):
        found.setdefault(one.client_id, []).append(one)
    return found


def coverages(book: Book, as_of: date) -> list[tuple[facts.Surge, Coverage]]:
    """Each surge with how far it has come by a day, those that run first, then the latest."""
    connection = book.connection
    surges = surges_of(connection)
    if not surges:
        return []
    visits = _visits(book, surges)
    people = clients_of(connection, own_unit(book))
    found = [(surge, coverage(surge, people, visits, as_of)) for surge in surges]
    return sorted(found, key=lambda one: (one[0].end_on < as_of, one[0].start_on > as_of))
