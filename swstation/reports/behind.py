"""The rows behind a figure, in words: day, what it was, by whom, about whom, the note, and what each gives to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from db.queries.cases import case_by_id
from db.queries.logs import LogRow, logs_by_id
from db.queries.registers import row_values
from db.store import Connection
from swstation import lists
from swstation.exchange.naming import Names
from swstation.reports.behind_words import Told, tell, word_of
from swstation.reports.model import Amount, Line, MonthlyReport, Rate, Scaled
from swstation.reports.tally import RowRef


class Gives(NamedTuple):
    """A row behind a figure. ``n``: what it gives, in the small unit where there is one; 0 and ``None``: it is one of
    those counted, or names one."""

    table: str
    row: str
    n: int | None = None


class Behind(NamedTuple):
    """A row behind a figure. ``page``: register and id (hex) of what is opened for it, itself or what it belongs to.

    ``gives``: what it adds to the figure; ``None`` where rows are counted and not added.
    """

    table: str
    row: str
    on: str
    what: str
    worker: str
    who: str
    note: str
    page: RowRef
    gives: Amount | None = None


def behind(connection: Connection, report: MonthlyReport, code: str) -> list[Behind]:
    """All rows behind a line, oldest first. The report and the rows must be read at one moment.

    Raises ``KeyError`` where the report has no such line.
    """
    line = report.line(code)
    return told(connection, of_line(line), scale_of(line))


def of_line(line: Line) -> list[Gives]:
    """The rows behind a line with what each gives."""
    if any(line.gives):
        return [Gives(*row, n) for row, n in zip(line.rows, line.gives, strict=True)]
    return [Gives(*row) for row in line.rows]


def scale_of(line: Line) -> Scaled:
    """How what the rows of a line give is shown: of a mean or a rate, what was divided."""
    if line.code in _DIVIDED:
        return _DIVIDED[line.code]
    for amount in (line.month, line.year):
        if isinstance(amount, Scaled):
            return Scaled(0, amount.per, amount.digits)
        if isinstance(amount, Rate):
            break
    return PLAIN


PLAIN = Scaled(0, 1, 0)
"""Whole numbers."""
_DIVIDED = {"station.supervised_hours": Scaled(0, 60, 1), "station.satisfaction_mean": PLAIN}


def told(connection: Connection, rows: Iterable[Gives], scale: Scaled = PLAIN) -> list[Behind]:
    """Rows in words, oldest first. ``scale``: how what they give is shown."""
    found = list(rows)
    logs = {log.id: log for log in logs_by_id(connection, [one.row for one in found if one.table == "service_log"])}
    names = Names(connection)
    out = []
    for table, row, n in found:
        gives = None if n is None else n if scale.per == 1 else Scaled(n, scale.per, scale.digits)
        if table == "service_log":
            if (log := logs.get(row)) is not None:
                out.append(_of_log(log)._replace(gives=gives))
        else:
            out.append(_of_row(connection, names, table, row)._replace(gives=gives))
    return sorted(out, key=lambda one: (one.on, one.table, one.row))


def _of_log(log: LogRow) -> Behind:
    titles = (log.group_title, log.activity_title, log.village_name)
    who = "、".join(one.name for one in log.clients) or "  ".join(title for title in titles if title)
    if not who:
        who = "、".join(f"{one.title or lists.label('item', one.item)} {one.n}{one.unit}" for one in log.items)
    method = lists.label("method", log.method)
    page = ("service_log", log.id)
    return Behind(*page, log.service_date, method, log.writer_name or "", who, log.note or "", page)


def _of_row(connection: Connection, names: Names, table: str, row: str) -> Behind:
    values: dict[str, Any] = row_values(connection, table, bytes.fromhex(row)) or {}
    said: Told = tell(connection, names, table, row, values)
    who, note, page = said.who, said.note, (table, row)
    if table == "service_case":
        case = case_by_id(connection, row)
        who, note = (case.clients or who, case.number) if case is not None else (who, "")
    elif table == "group_session" and values.get("service_group"):
        page = ("service_group", str(values["service_group"]))
    elif table in ("attendance", "project_staff") and values.get("staff"):
        page = ("staff", str(values["staff"]))
    return Behind(table, row, said.on, word_of(table), said.worker, who, note, page)


def added(rows: Sequence[Behind]) -> int:
    """What the rows give together, in the small unit; where rows are counted, how many there are."""
    if any(one.gives is not None for one in rows):
        return sum(one.gives.n if isinstance(one.gives, Scaled) else int(str(one.gives or 0)) for one in rows)
    return len(rows)
