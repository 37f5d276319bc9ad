"""The rows behind a figure of the weekly report."""

from __future__ import annotations

from datetime import date

from db.queries import report_registers
from db.queries.weekly import WeekLog, done_logs
from swstation.i18n import _
from swstation.operations.book import Book
from swstation.reports import scope
from swstation.reports.behind import Gives, of_line, scale_of
from swstation.reports.behind_cells import Asked, Source
from swstation.reports.weekly import COUNTS, WHOLE, week_block, week_days


def answer(book: Book, asked: Asked, as_of: date) -> Source:
    """``table`` is unit, worker, field, both or station; ``row`` a key of that table, ``column`` one of ``COUNTS``."""
    first, last = week_days(asked.period)
    with book.store.snapshot() as connection:
        units = report_registers.units(connection)
        members = scope.members(units, scope.find(units, asked.unit or book.unit))
        if asked.table == "station":
            block = week_block(connection, members, first, min(last, as_of))
            line = next((one for one in block if one.code == asked.row), None)
            if line is None:
                raise KeyError(asked.row)
            return Source(of_line(line), line.unit_label, scale_of(line), _("Nothing of this week stands behind it."))
        logs = [
            (member.code, log)
            for member in members
            for log in done_logs(connection, member.code, first.isoformat(), last.isoformat())
        ]
    if asked.column not in COUNTS:
        raise KeyError(asked.column)
    mine = [log for unit, log in logs if asked.row == WHOLE or asked.row == f"={_key(asked.table, unit, log)}"]
    if asked.column == "visits":
        mine = [log for log in mine if log.method == "home_visit"]
    empty = _("Nothing was logged of this in the week.")
    if asked.column in ("entries", "visits"):
        return Source([Gives("service_log", log.id) for log in mine], empty=empty)
    amounts = ((log.id, log.minutes if asked.column == "minutes" else log.person_times) for log in mine)
    measure = _("Minutes") if asked.column == "minutes" else _("Person-times")
    return Source([Gives("service_log", row, n) for row, n in amounts if n], measure, empty=empty)


def _key(table: str, unit: str, log: WeekLog) -> str:
    return {
        "unit": unit, "worker": log.worker, "field": log.field, "both": f"{log.worker}|{log.field}|{log.method}",
    }[table]  # fmt: skip
