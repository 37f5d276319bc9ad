"""The rows behind a line of the monthly report, in words: day, what it was, by whom, about whom, the note."""

from __future__ import annotations

from typing import NamedTuple

from db.queries.cases import case_by_id
from db.queries.logs import LogRow, logs_by_id
from db.queries.registers import row_values
from db.store import Connection
from swstation import lists
from swstation.exchange.naming import Names
from swstation.i18n import N_, _
from swstation.reports.model import Detail, MonthlyReport
from swstation.reports.tally import RowRef

REGISTERS = {
    "client": N_("Client file"), "service_case": N_("Case"), "service_group": N_("Group"),
    "group_session": N_("Group session"), "activity": N_("Activity"), "need_match": N_("Need answered"),
    "material_given": N_("Things given"), "case_referral": N_("Referral"), "volunteer_shift": N_("Volunteer shift"),
}  # fmt: skip
"""What a row of a register is called where it is no entry of the log (msgids)."""


class Behind(NamedTuple):
    """A row behind a figure. ``page``: register and id (hex) of what is opened for it, itself or what it belongs to."""

    table: str
    row: str
    on: str
    what: str
    worker: str
    who: str
    note: str
    page: RowRef


def behind(connection: Connection, report: MonthlyReport, code: str) -> list[Behind]:
    """All rows behind a line, oldest first. The report and the rows must be read at one moment.

    Raises ``KeyError`` where the report has no such line.
    """
    rows = report.line(code).rows
    logs = {log.id: log for log in logs_by_id(connection, [row for table, row in rows if table == "service_log"])}
    names = Names(connection)
    out = []
    for table, row in rows:
        if table == "service_log":
            if (log := logs.get(row)) is not None:
                out.append(_of_log(log))
        else:
            out.append(_of_row(connection, names, table, row, report.details.get((table, row)) or Detail("", "", "")))
    return sorted(out, key=lambda one: (one.on, one.table, one.row))


def _of_log(log: LogRow) -> Behind:
    titles = (log.group_title, log.activity_title, log.village_name)
    who = "、".join(one.name for one in log.clients) or "  ".join(title for title in titles if title)
    method = lists.label("method", log.method)
    page = ("service_log", log.id)
    return Behind(*page, log.service_date, method, log.writer_name or "", who, log.note or "", page)


def _of_row(connection: Connection, names: Names, table: str, row: str, detail: Detail) -> Behind:
    who, note, page = names.row(table, bytes.fromhex(row)), "", (table, row)
    if table == "service_case":
        case = case_by_id(connection, row)
        who, note = (case.clients or who, case.number) if case is not None else (who, "")
    elif table == "group_session":
        group = (row_values(connection, table, bytes.fromhex(row)) or {}).get("service_group")
        page = ("service_group", str(group)) if group else page
    return Behind(table, row, detail.on, _(REGISTERS.get(table, table)), detail.worker, who, note, page)
