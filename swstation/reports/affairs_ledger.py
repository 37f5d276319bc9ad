"""The affairs log 事务台账: desk work for the civil-affairs office by item, count and result, apart from services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db.queries.logs import LogFilter, LogRow, log_list
from db.queries.units import units
from db.special import covers
from db.store import Connection
from swstation import lists
from swstation.i18n import _
from swstation.reports.listing import Cells, ListColumn, Listing, ListTable, Value
from swstation.reports.station_list import head_of, signatures

COUNTED = ("submitted", "approved")


def affairs_ledger(connection: Connection, unit: str, first: date, last: date, as_of: date) -> Listing:
    """Of a unit and those below it, submitted or approved: the sums by item and unit of count, then each entry.

    Different units of count (件, 户, 人) are never added together. The result is the item's own; where no item of an
    entry has one, the entry's note stands for it.
    """
    found = entries(connection, unit, first, last)
    tables = [_sums(found), _each(connection, found)]
    head = head_of(connection, unit, first, last, names=True)
    minutes = sum(log.minutes or 0 for log in found if _is_affairs(log))
    head.append(_("{n} entries, {hours} hours").format(n=len(found), hours=f"{minutes / 60:.1f}"))
    return Listing(_("Affairs log"), as_of, head, tables, signatures())


def entries(connection: Connection, unit: str, first: date, last: date) -> list[LogRow]:
    """The entries of the log, oldest first."""
    return [
        log
        for log in reversed(log_list(connection, LogFilter(first.isoformat(), last.isoformat())))
        if covers(unit, log.unit) and log.state in COUNTED and (log.items or _is_affairs(log))
    ]


def _is_affairs(log: LogRow) -> bool:
    method = lists.by_code("method").get(log.method)
    return method is not None and method.cls == "affairs"


def item_of(code: str | None, title: str | None) -> str:
    """What an item is called: its own title, else the word of the list."""
    return title or lists.label("item", code)


def _sums(found: Sequence[LogRow]) -> ListTable:
    sums: dict[tuple[str, str], list[int]] = {}
    for log in found:
        for one in log.items:
            entry = sums.setdefault((item_of(one.item, one.title), one.unit), [0, 0])
            entry[0] += 1
            entry[1] += one.n
    rows: list[list[Value]] = [
        [item, entries, n, unit] for (item, unit), (entries, n) in sorted(sums.items(), key=lambda one: -one[1][1])
    ]
    columns = [
        ListColumn(_("Item"), 20), ListColumn(_("Entries"), 8, right=True), ListColumn(_("Count"), 8, right=True),
        ListColumn(_("Measure"), 8),
    ]  # fmt: skip
    bare = sum(1 for log in found if not log.items)
    notes = [_("{n} entries name no item: put it into the entry, then they are counted here.").format(n=bare)]
    cells = Cells([f"{row[0]}|{row[3]}" for row in rows], ["", "entries", "count", ""])
    return ListTable(_("By item"), columns, rows, notes if bare else [], key="items", cells=cells)


def _each(connection: Connection, found: Sequence[LogRow]) -> ListTable:
    names = {row.code: row.name for row in units(connection)}
    rows: list[list[Value]] = []
    refs: list[tuple[str, str]] = []
    for log in found:
        # An entry that says no result of its items has what came of them in its note.
        said = any(one.result for one in log.items)
        items = [(item_of(one.item, one.title), f"{one.n}{one.unit}", one.result or "") for one in log.items]
        for place, (item, count, result) in enumerate(items or [("", "", "")]):
            rows.append(
                [
                    log.service_date, item, count, "、".join(one.name for one in log.clients),
                    result if said or place else log.note or "", log.writer_name or "",
                    log.minutes if place == 0 else None, names.get(log.unit, log.unit),
                ]
            )  # fmt: skip
            refs.append(("log", log.id))
    columns = [
        ListColumn(_("Day"), 11), ListColumn(_("Item"), 16), ListColumn(_("Count"), 8), ListColumn(_("Clients"), 12),
        ListColumn(_("Result"), 30), ListColumn(_("Worker"), 9), ListColumn(_("Min."), 6, right=True),
        ListColumn(_("Unit"), 16),
    ]  # fmt: skip
    return ListTable(_("One by one"), columns, rows, refs=refs)
