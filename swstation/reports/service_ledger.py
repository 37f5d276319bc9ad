"""The ledger of what was done: every entry of a period with its people, and the visits on their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db.queries.logs import LogFilter, LogRow, log_list
from db.queries.units import units
from db.special import covers
from db.store import Connection
from swstation import lists
from swstation.i18n import _, language
from swstation.operations.standing import policy_of
from swstation.reports.listing import ListColumn, Listing, ListTable, Value, Yuan
from swstation.rules.fields import service_fields

HOME_VISIT = "home_visit"


def service_ledger(connection: Connection, unit: str, first: date, last: date, as_of: date) -> Listing:
    """Every entry of a unit and those below it from a day to a day, oldest first; drafts and returned ones marked."""
    found = _logs(connection, unit, first, last)
    labels = (
        (_("No."), 6), (_("Date"), 11), (_("Unit"), 16), (_("Worker"), 9), (_("Method"), 10), (_("Clients"), 20),
        (_("Result"), 9), (_("Minutes"), 8), (_("Heads"), 7), (_("Field"), 14), (_("Case"), 18), (_("Content"), 50),
        (_("Value"), 10), (_("Next contact"), 11), (_("State"), 9), (_("Entered at"), 17),
    )  # fmt: skip
    names = {row.code: row.name for row in units(connection)}
    fields = {code: _fields(connection, code) for code in {log.unit for log in found}}
    rows = [[number, *_cells(log, names, fields[log.unit])] for number, log in enumerate(found, 1)]
    return _listing(_("Service ledger"), connection, unit, first, last, as_of, labels, rows)


def visit_ledger(connection: Connection, unit: str, first: date, last: date, as_of: date) -> Listing:
    """Every home visit of a unit and those below it, a row for each client visited."""
    names = {row.code: row.name for row in units(connection)}
    rows: list[list[Value]] = []
    for log in _logs(connection, unit, first, last):
        if log.method == HOME_VISIT:
            for client in log.clients:
                rows.append(
                    [
                        len(rows) + 1, log.service_date, names.get(log.unit, log.unit),
                        log.village_name or log.village or "", client.name, lists.label("outcome", client.outcome),
                        log.writer_name or "", "、".join(name for _id, name in log.colleagues), log.minutes,
                        log.note or "",
                    ]
                )  # fmt: skip
    labels = (
        (_("No."), 6), (_("Date"), 11), (_("Unit"), 16), (_("Village"), 16), (_("Client"), 10), (_("Result"), 9),
        (_("Worker"), 9), (_("Colleagues"), 12), (_("Minutes"), 8), (_("Content"), 50),
    )  # fmt: skip
    return _listing(_("Visit ledger"), connection, unit, first, last, as_of, labels, rows)


def _logs(connection: Connection, unit: str, first: date, last: date) -> list[LogRow]:
    found = log_list(connection, LogFilter(first.isoformat(), last.isoformat()))
    return [log for log in reversed(found) if covers(unit, log.unit)]


def _fields(connection: Connection, unit: str) -> dict[str, str]:
    policy = policy_of(connection, unit)
    return {one.id: one.en if language() == "en" else one.zh for one in service_fields(policy)}


def _cells(log: LogRow, names: dict[str, str], fields: dict[str, str]) -> list[Value]:
    outcomes = dict.fromkeys(lists.label("outcome", one.outcome) for one in log.clients)
    title = log.group_title or log.activity_title or ""
    items = "、".join(f"{one.title or lists.label('item', one.item)} {one.n}{one.unit}" for one in log.items)
    return [
        log.service_date, names.get(log.unit, log.unit), log.writer_name or "", lists.label("method", log.method),
        "、".join(one.name for one in log.clients) or title or items, "、".join(outcomes), log.minutes, log.heads,
        fields.get(log.field or "", log.field or ""), log.case_number or "", log.note or "",
        None if log.value_fen is None else Yuan(log.value_fen), log.next_contact or "",
        _STATES.get(log.state, lambda: log.state)(), log.entered_at[:16].replace("T", " "),
    ]  # fmt: skip


_STATES = {
    "draft": lambda: _("draft"),
    "submitted": lambda: _("submitted"),
    "approved": lambda: _("approved"),
    "returned": lambda: _("returned"),
}


def _listing(
    title: str, connection: Connection, unit: str, first: date, last: date, as_of: date,
    labels: Sequence[tuple[str, int]], rows: Sequence[Sequence[Value]],
) -> Listing:  # fmt: skip
    name = next((row.name for row in units(connection) if row.code == unit), unit)
    head = [
        f"{name} ({unit})",
        _("From {first} to {last}").format(first=first, last=last),
        _("This list has names in it: keep it as the files are kept."),
    ]
    columns = [ListColumn(label, width) for label, width in labels]
    signatures = (_("Filled in by:"), _("Checked by:"), _("Unit (seal):"), _("Date:"))
    return Listing(title, as_of, head, [ListTable(title, columns, rows)], signatures)
