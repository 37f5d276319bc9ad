"""An entry of the log as a line that the quick line reads back to the same entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.queries.logs import LogRow
    from swstation.quicklog import Index


def line_of(row: LogRow, index: Index) -> str:
    """The line for changing ``row``. Of the ways to write it the first is taken that reads back the same."""
    candidates = [_written(row, index, escaped) for escaped in (False, True)]
    wanted = _essence_of_row(row)
    for line in candidates:
        if _essence_of_line(line, index) == wanted:
            return line
    return candidates[0]


def _written(row: LogRow, index: Index, escaped: bool) -> str:
    head: list[str] = []
    outcomes = {client.outcome for client in row.clients}
    for client in row.clients:
        word = f"@{client.name}"
        if len(row.clients) > 1 and client.outcome != "met":
            word += f":{_outcome(client.outcome)}"
        head.append(word)
    head.append(index.methods[row.method].label if row.method in index.methods else row.method)
    if row.service_date != index.context.today.isoformat():
        head.append(row.service_date)
    if row.start_time and row.end_time:
        head.append(f"{row.start_time}-{row.end_time}")
    elif row.minutes is not None:
        head.append(f"{row.minutes}m")
    if len(row.clients) == 1 and outcomes != {"met"}:
        head.append(_outcome(row.clients[0].outcome))
    if row.service_case in index.cases:
        head.append(f"&{index.cases[row.service_case].short}")
    head += [title for title in (row.group_title, row.activity_title) if title]
    if row.village_name and not row.clients:
        head.append(row.village_name)
    if row.items:
        head.append("，".join(f"{_item(item.item, item.title, index)}{item.n}{item.unit}" for item in row.items))
    head += [f"+{name}" for _id, name in row.colleagues]
    if row.field:
        head.append(f"#{index.field_labels.get(row.field, row.field)}")
    if row.next_contact:
        head.append(f">{row.next_contact}")
    note = (row.note or "").strip()
    if escaped and note:
        note = f"// {note}"
    return " ".join([*head, note]).strip()


def _outcome(code: str) -> str:
    from swstation import lists

    return lists.by_code("outcome")[code].zh


def _item(code: str | None, title: str | None, index: Index) -> str:
    return index.items[code].label if code in index.items else (title or code or "")


def _essence_of_row(row: LogRow) -> tuple[object, ...]:
    return (
        row.method,
        row.service_date,
        row.start_time,
        row.end_time,
        row.minutes,
        tuple((client.id, client.outcome) for client in row.clients),
        row.note or "",
        row.next_contact,
        row.service_case,
        tuple(sorted(staff for staff, _name in row.colleagues)),
        row.heads,
        tuple((item.item, item.n, item.unit) for item in row.items),
    )


def _essence_of_line(line: str, index: Index) -> tuple[object, ...]:
    from swstation.quicklog import parse

    parsed = parse(line, index)
    return (
        parsed.method,
        parsed.date.isoformat(),
        parsed.start,
        parsed.end,
        parsed.minutes,
        tuple((client.id, client.outcome) for client in parsed.clients),
        parsed.note or "",
        parsed.next_contact.isoformat() if parsed.next_contact else None,
        parsed.case.id if parsed.case else None,
        tuple(sorted(person.id for person in parsed.colleagues)),
        parsed.heads,
        tuple((item.item, item.n, item.unit) for item in parsed.items),
    )
