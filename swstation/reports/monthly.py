"""The monthly report 月报: figures of one station, or of a county and all its stations, from what is recorded.

Base: logs of the unit as of writing, alive, submitted or approved, by service date in the unit's own period. Contacts
are clients met, and people not named. Flows are printed for the month and, summed, for the year so far; numbers of
different people and rates are counted anew over the year. Nothing here reads the clock: ``as_of`` comes in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from db.queries import later, report_registers
from db.queries import report as reads
from db.store import Connection
from swstation.reports import scope, station_rows
from swstation.reports.counter import Counter, together
from swstation.reports.figures import figures
from swstation.reports.model import Amount, Detail, Duplicate, Figure, Line, MonthlyReport, StationRow
from swstation.reports.people import doubles
from swstation.reports.period import Span, months_so_far
from swstation.reports.station import Station
from swstation.reports.station_block import station_block
from swstation.reports.tally import RowRef, Tally, of_month

MONTHLY = "monthly"
"""The kind of report that freezes a month."""


def monthly(
    connection: Connection, unit: str, month: str, as_of: date, *, phone_in_cases: bool | None = None,
    station: bool = False, progress: Callable[[int, int], None] | None = None,
) -> MonthlyReport:  # fmt: skip
    """The report of ``unit`` for ``month`` (``2026-11``) as known on ``as_of``.

    Call it inside ``Store.snapshot()`` so that all is read at one moment. For a unit above stations each station is
    counted over its own period. ``phone_in_cases``: the county's switch, by default as set on this machine.
    ``station``: with the lines about the station itself. ``progress`` is told how many of the units are counted; what
    it raises stops the counting. Refuses: an unknown unit, a month that is none or has not
    begun.
    """
    counter = Counter(connection, as_of, phone_in_cases)
    about = scope.find(counter.units, unit)
    own = months_so_far(month, about.month_start_day)[-1]
    scope.check_begun(own, as_of)
    names = report_registers.staff_names(connection)
    members = counter.members(unit)
    rows: list[StationRow] = []
    details: dict[RowRef, Detail] = {}
    duplicates: list[Duplicate] = []

    def counts() -> Iterator[list[Tally]]:
        for place, (facts, months) in enumerate(counter.each(members, month), 1):
            details.update(_details(facts, months[-1], names))
            duplicates.extend(_duplicates(facts, names))
            if len(members) > 1:
                rows.append(_station_row(connection, facts, months))
            yield months
            if progress is not None:
                progress(place, len(members))

    total = together(counts())
    made = figures(total)
    logs = of_month(total, ("log",))
    now, so_far = station_rows.read(connection, members, month, as_of) if station else ((), ())
    if station and len(members) > 1:
        of_each = {one.code: heads_of(station_block([a], [b])) for one, a, b in zip(members, now, so_far, strict=True)}
        rows = [replace(row, values={**row.values, **of_each[row.unit]}) for row in rows]
    about_it = station_block(now, so_far) if station else ()
    for span in now:
        details |= {row: detail for row, detail in span.details.items() if row not in details}
    frozen_on, adjusted = frozen_state(connection, about.code, [one.code for one in members], month.strip())
    return MonthlyReport(
        unit=about.code,
        name=about.name,
        month=month.strip(),
        first=own.first,
        last=own.last,
        as_of=as_of,
        phone_in_cases=bool(counter.phone),
        logs=logs.value,
        pending=logs.pending,
        figures=made,
        duplicates=tuple(sorted(duplicates, key=lambda one: (one.on, one.method, one.client))),
        details=details,
        doubles=doubles(connection, counter.people, total[-1]),
        stations=tuple(row for row in rows if row.unit != about.code or row.logs),
        coverage=scope.coverage(rows) if rows else None,
        frozen_on=frozen_on,
        adjustments=adjusted,
        trend=_trend(total, made),
        station=about_it,
    )


def frozen_state(connection: Connection, unit: str, members: Sequence[str], month: str) -> tuple[str, int]:
    """The day a unit's month was frozen (empty: it is open), and how many adjustments there are since."""
    frozen = later.frozen_reports(connection, MONTHLY, (unit,), (month,))
    if not frozen:
        return "", 0
    return frozen[0].made_on, len(later.adjustments(connection, members, month, frozen[0].at))


def _trend(total: Sequence[Tally], made: Sequence[Figure]) -> dict[str, tuple[Amount, ...]]:
    # Each month is counted by itself, so that the last of them is the month of the report.
    months = [_heads(figures([one])) for one in total[:-1]] + [_heads(made)]
    return {code: tuple(month.get(code, 0) for month in months) for code in months[-1]}


def _details(station: Station, month: Tally, names: dict[str, str]) -> dict[RowRef, Detail]:
    named = set().union(*(cell.rows for cell in month.cells.values()))
    logs = {
        ("service_log", entry.log.id): Detail(entry.log.service_date, entry.log.method, names.get(entry.log.writer, ""))
        for entry in station.entries[-1]
    }
    clients = {
        ("client", one.id): Detail(one.opened_on, "", names.get(one.worker or "", "")) for one in station.clients
    }
    cases = {
        ("service_case", one.id): Detail(one.opened_on, "", names.get(one.worker, "")) for one in station.cases.values()
    }
    known = logs | clients | cases | _gathered(station, names)
    return {row: detail for row, detail in known.items() if row in named}


def _gathered(station: Station, names: dict[str, str]) -> dict[RowRef, Detail]:
    found = station.gatherings
    lead = {one.id: names.get(one.worker, "") for one in found.groups}
    return {
        **{("service_group", one.id): Detail(one.opened_on, "", lead[one.id]) for one in found.groups},
        **{
            ("group_session", one.id): Detail(one.held_on, "", lead.get(one.service_group, ""))
            for one in found.sessions
        },
        **{("activity", one.id): Detail(one.held_on, "", names.get(one.worker, "")) for one in found.activities},
        **{("need_match", one.id): Detail(one.state_on, "", names.get(one.worker or "", "")) for one in found.matches},
        **{("material_given", one.id): Detail(one.given_on, "", "") for one in found.given},
        **{
            ("case_referral", one.id): Detail(one.referred_on, "", names.get(one.worker, "")) for one in found.referrals
        },
        **{("volunteer_shift", one.id): Detail(one.served_on, "", "") for one in found.shifts},
    }


def _duplicates(station: Station, names: dict[str, str]) -> list[Duplicate]:
    same: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
    for entry in station.entries[-1]:
        log = entry.log
        for contact in entry.contacts:
            same[log.service_date, log.method, contact.client].append((log.id, log.writer))
    return [
        Duplicate(on, method, client, tuple(log for log, _w in found), tuple(names.get(w, "") for _log, w in found))
        for (on, method, client), found in same.items()
        if len({writer for _log, writer in found}) > 1
    ]


def _station_row(connection: Connection, station: Station, months: Sequence[Tally]) -> StationRow:
    unit, span = station.unit, station.month
    handed = reads.handed(connection, unit.code, span.start, span.end)
    return StationRow(
        unit=unit.code,
        name=unit.name,
        first=span.first,
        last=span.last,
        logs=of_month(months, ("log",)).value,
        changed_at=handed.changed_at,
        reported=scope.is_in(connection, unit, Span(span.first, span.last), handed.logs),
        values=_heads(figures(months)),
    )


def _heads(made: Sequence[Figure]) -> dict[str, Amount]:
    return heads_of(line for figure in made for line in figure.lines)


def heads_of(lines: Iterable[Line]) -> dict[str, Amount]:
    """The month's amounts of the lines that are no parts of others, by code."""
    return {line.code: line.month for line in lines if line.level == 0}
