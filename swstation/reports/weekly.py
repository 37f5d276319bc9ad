"""The weekly report: services of a week by worker and by field, and what is due in the week after it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from db import local
from db.errors import Refusal
from db.queries import report_registers
from db.queries.weekly import DoneRow, done
from db.store import Connection
from swstation import lists
from swstation.i18n import _, ngettext
from swstation.operations.book import Book
from swstation.operations.due_records import records_of
from swstation.operations.standing import due, field_names
from swstation.reports import scope
from swstation.reports.listing import Cells, ListColumn, Listing, ListTable, Value
from swstation.reports.model import Line
from swstation.reports.station_block import station_block
from swstation.reports.station_rows import Registers
from swstation.rules.due_item import DueItem

_WEEK: Final = re.compile(r"(\d{4})-?W(\d{2})", re.IGNORECASE)
_DAYS: Final = 7


def week_days(period: str) -> tuple[date, date]:
    """Monday and Sunday of a week (``2026W47``, by ISO 8601). Refuses what is no week."""
    match = _WEEK.fullmatch(period.strip())
    if match is None:
        raise Refusal("report.week", field="week", token=period)
    try:
        first = date.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError:
        raise Refusal("report.week", field="week", token=period) from None
    return first, first + timedelta(days=_DAYS - 1)


def week_of(day: date) -> str:
    """The week a day is in, as ``2026W47``."""
    year, week, _day = day.isocalendar()
    return f"{year}W{week:02d}"


def weekly(book: Book, unit: str, period: str, as_of: date) -> Listing:
    """The week of a unit and those below it as known on ``as_of``; what is due is of one's own unit alone.

    Names of clients stand in what is due, so that it is noted in the audit trail. Refuses: no week, one that has not
    begun, an unknown unit.
    """
    made = week_listing(book, unit, period, as_of)
    with book.store.transaction() as connection:
        local.audit(connection, book.source.at(), book.worker, "export", detail=f"weekly {made.rows}")
    return made


def week_listing(book: Book, unit: str, period: str, as_of: date) -> Listing:
    """The week to look at: nothing is noted. Refuses as ``weekly`` does."""
    first, last = week_days(period)
    if as_of < first:
        raise Refusal("report.not_begun", field="week", first=first.isoformat(), as_of=as_of.isoformat())
    with book.store.snapshot() as connection:
        units = report_registers.units(connection)
        about = scope.find(units, unit)
        members = scope.members(units, about)
        found = [(member, done(connection, member.code, first.isoformat(), last.isoformat())) for member in members]
        rows = [row for _member, some in found for row in some]
        words = field_names(connection, unit, {row.field for row in rows if row.field})
        block = week_block(connection, members, first, min(last, as_of))
    tables = [_by_worker(rows), _by_field(rows, words), _by_both(rows, words)]
    if len(found) > 1:
        tables.insert(0, _by_unit(found))
    tables.append(_station(block))
    if unit == book.unit:
        tables.append(_due(book, last, as_of))
    head = [
        f"{about.name} ({unit})",
        _("Week: {week} ({first} to {last})").format(week=week_of(first), first=first, last=last),
        _("Log entries: {n}").format(n=sum(row.entries for row in rows)),
    ]
    if as_of < last:
        head.append(_("The week is not over: figures up to {day}.").format(day=as_of))
    return Listing(_("Weekly report"), as_of, head, tables, (_("Filled in by:"), _("Checked by:"), _("Date:")))


def week_block(
    connection: Connection, members: Sequence[report_registers.UnitFact], first: date, last: date
) -> Sequence[Line]:
    """What stands below the figures of a month, of some days of several units together."""
    days = first.isoformat(), last.isoformat()
    registers = Registers(connection, members[0].code, *days)
    spans = [registers.of(member.code, *days, rows=True) for member in members]
    return station_block(spans, spans)


def _station(block: Sequence[Line]) -> ListTable:
    columns = [ListColumn("", 30), ListColumn(_("This week"), 12, True), ListColumn(_("Unit"), 8)]
    rows: list[list[Value]] = [["　" * line.level + line.label, line.month, line.unit_label] for line in block]
    cells = Cells([line.code for line in block], ["", "amount", ""])
    return ListTable(_("The station itself"), columns, rows, key="station", cells=cells)


COUNTS: Final = ("entries", "visits", "person_times", "minutes")
WHOLE: Final = "*"
"""The key of a line of sums; that of any other begins with ``=``."""


def _columns(label: str) -> list[ListColumn]:
    return [
        ListColumn(label, 16), ListColumn(_("Entries"), 8, True), ListColumn(_("Home visits"), 8, True),
        ListColumn(_("Person-times"), 8, True), ListColumn(_("Minutes"), 8, True),
    ]  # fmt: skip


def _sum(rows: Iterable[DoneRow]) -> list[Value]:
    some = list(rows)
    return [
        sum(row.entries for row in some), sum(row.entries for row in some if row.method == "home_visit"),
        sum(row.person_times for row in some), sum(row.minutes for row in some),
    ]  # fmt: skip


def _grouped(title: str, label: str, key: str, groups: Iterable[tuple[str, str, Sequence[DoneRow]]]) -> ListTable:
    """``groups``: the code of each, its name, what belongs to it."""
    found = list(groups)
    rows: list[list[Value]] = [[name, *_sum(some)] for _code, name, some in found]
    codes = [f"={code}" for code, _name, _some in found]
    if len(rows) > 1:
        rows.append([_("Sum of all"), *_sum(row for _code, _name, some in found for row in some)])
        codes.append(WHOLE)
    untimed = sum(row.untimed for _code, _name, some in found for row in some)
    notes = (
        [ngettext("{n} entry says no minutes.", "{n} entries say no minutes.", untimed).format(n=untimed)]
        if untimed
        else []
    )
    return ListTable(title, _columns(label), rows, notes, key=key, cells=Cells(codes, ["", *COUNTS]))


def _by_unit(found: Sequence[tuple[report_registers.UnitFact, Sequence[DoneRow]]]) -> ListTable:
    groups = ((member.code, member.name, some) for member, some in found if some)
    return _grouped(_("By station"), _("Station"), "unit", groups)


def _by_worker(rows: Sequence[DoneRow]) -> ListTable:
    of: dict[tuple[str, str], list[DoneRow]] = defaultdict(list)
    for row in rows:
        of[row.name, row.worker].append(row)
    return _grouped(_("By worker"), _("Worker"), "worker", ((row, name, some) for (name, row), some in of.items()))


def _by_field(rows: Sequence[DoneRow], words: dict[str, str]) -> ListTable:
    of: dict[str, list[DoneRow]] = defaultdict(list)
    for row in rows:
        of[row.field].append(row)
    named = ((code, _field(code, words), of[code]) for code in sorted(of, key=lambda code: (code == "", code)))
    return _grouped(_("By field"), _("Field"), "field", named)


def _field(code: str, words: dict[str, str]) -> str:
    return words.get(code, code) if code else _("no field")


def _by_both(rows: Sequence[DoneRow], words: dict[str, str]) -> ListTable:
    columns = [
        ListColumn(_("Worker"), 12), ListColumn(_("Field"), 16), ListColumn(_("Method"), 12),
        ListColumn(_("Entries"), 8, True), ListColumn(_("Person-times"), 8, True), ListColumn(_("Minutes"), 8, True),
    ]  # fmt: skip
    lines: list[list[Value]] = [
        [
            row.name, _field(row.field, words), lists.label("method", row.method), row.entries, row.person_times,
            row.minutes,
        ]
        for row in rows
    ]  # fmt: skip
    codes = [f"={row.worker}|{row.field}|{row.method}" for row in rows]
    cells = Cells(codes, ["", "", "", "entries", "person_times", "minutes"])
    return ListTable(_("By worker and field"), columns, lines, key="both", cells=cells)


def _due(book: Book, last: date, as_of: date) -> ListTable:
    until = last + timedelta(days=_DAYS)
    items: list[DueItem] = [one for one in due(book, as_of, max((until - as_of).days, 0)) if one.on <= until]
    columns = [
        ListColumn(_("Day"), 11),
        ListColumn(_("Days"), 6, True),
        ListColumn(_("Who"), 14),
        ListColumn(_("To be done"), 40),
    ]
    rows: list[list[Value]] = [[one.on.isoformat(), one.days, one.who, one.what] for one in items]
    title = _("Due up to {day}").format(day=until)
    return ListTable(title, columns, rows, refs=records_of(book, items))
