"""A round on paper: the list is printed with row numbers, and what was written on it is keyed back by them."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from db import local
from db.errors import Refusal
from db.queries.clients import ClientRow, client_list
from db.store import put_setting, setting
from swstation import divisions, lists
from swstation.i18n import N_, _, language
from swstation.operations.book import Book, Changes, do
from swstation.operations.logs import LogInput, new_log_changes
from swstation.operations.visit_standing import visits
from swstation.quicklog.paper import Answer, read
from swstation.quicklog.text import norm

SHEETS = "round_sheets"
"""Setting of this machine: the lists that were printed, by number."""
KEPT = 30
METHOD = "home_visit"
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Door:
    """One row of a round: whom, where, and since when the visit is due."""

    client: str
    name: str
    address: str
    categories: str
    due: date
    last_met: date | None


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """A list as it was printed: its number, day and place, and the clients by row (row ids, names)."""

    number: int
    on: str
    village: str
    rows: tuple[tuple[str, str], ...]


def walking_order(address: str) -> tuple[object, ...]:
    """Addresses as one walks them: 3组12号 after 3组2号."""
    parts = _NUMBERS.split(address)
    numbers = [int(found) for found in _NUMBERS.findall(address)]
    return tuple(item for pair in zip(parts, [*numbers, 0], strict=True) for item in pair)


def village_of(row: ClientRow) -> str:
    """The key of a client's village: its code, else its name."""
    return row.village or row.village_name or ""


def doors(book: Book, as_of: date, village: str | None = None, tier: str | None = None) -> list[Door]:
    """The visits that are due, in walking order; of one village (code or name), of one attention level."""
    due = {one.client.id: one for one in visits(book, as_of)}
    rows = [
        row
        for row in client_list(book.connection, as_of.isoformat(), state="open")
        if row.id in due
        and (village is None or village in (village_of(row), row.village_name))
        and (tier is None or (row.attention_level or "") == tier)
    ]
    rows.sort(key=lambda row: (village_of(row), walking_order(row.address or ""), row.name, row.id))
    return [
        Door(
            row.id, row.name, row.address or "",
            "、".join(lists.label("category", code) for code in (row.categories or "").split()),
            due[row.id].due, due[row.id].last_met,
        )
        for row in rows
    ]  # fmt: skip


def due_tiers(book: Book, as_of: date, village: str) -> list[str]:
    """The attention level of each visit that is due in a village; empty where none was given."""
    due = {one.client.id for one in visits(book, as_of)}
    return [
        row.attention_level or ""
        for row in client_list(book.connection, as_of.isoformat(), state="open")
        if row.id in due and village in (village_of(row), row.village_name)
    ]


def village_words(village: str | None) -> str:
    """A village in words."""
    if not village:
        return ""
    return (divisions.name(village) if village.isdigit() else "") or village


def print_sheet(
    book: Book, as_of: date, village: str | None = None, tier: str | None = None
) -> tuple[PrintedSheet, list[Door]]:
    """Number a list and remember its rows, so that they can be keyed back; it stands in the audit trail.

    Refuses an empty one.
    """
    found = doors(book, as_of, village, tier)
    if not found:
        raise Refusal("paper.nobody")
    kept = _kept(book)
    number = max((one.number for one in kept), default=0) + 1
    sheet = PrintedSheet(
        number, as_of.isoformat(), village_words(village), tuple((door.client, door.name) for door in found)
    )
    with book.store.transaction() as connection:
        _keep(connection, [*kept, sheet][-KEPT:])
        local.audit(connection, book.source.at(), book.worker, "print", detail=f"round {number}, {len(found)} rows")
    return sheet, found


def _kept(book: Book) -> list[PrintedSheet]:
    text = setting(book.connection, SHEETS)
    return [
        PrintedSheet(one["number"], one["on"], one["village"], tuple((row[0], row[1]) for row in one["rows"]))
        for one in (orjson.loads(text) if text else [])
    ]


def _keep(connection: Any, sheets: Sequence[PrintedSheet]) -> None:
    put_setting(connection, SHEETS, orjson.dumps(list(sheets)).decode())


def printed(book: Book) -> list[PrintedSheet]:
    """The lists printed on this machine, the latest first."""
    return _kept(book)[::-1]


def sheet_numbered(book: Book, number: int) -> PrintedSheet:
    """A printed list by its number. Refuses ``paper.no_sheet``."""
    found = next((one for one in _kept(book) if one.number == number), None)
    if found is None:
        raise Refusal("paper.no_sheet", token=str(number))
    return found


def _headings() -> tuple[str, ...]:
    return (_("No."), _("Name"), _("Address"), _("Categories"), _("Last visit"), _("Due"), _("Result, note"))


def _cells(number: int, door: Door) -> tuple[str, ...]:
    last = door.last_met.isoformat() if door.last_met else _("never")
    return (str(number), door.name, door.address, door.categories, last, door.due.isoformat(), "")


def as_text(sheet: PrintedSheet, rows: Sequence[Door]) -> str:
    """The list as plain text."""
    lines = [_title(sheet), "\t".join(_headings())]
    lines += ["\t".join(_cells(number, door)).rstrip() for number, door in enumerate(rows, start=1)]
    return "\n".join([*lines, "", _("Key back: {example}").format(example=_EXAMPLE), ""])


_EXAMPLE = "3 好 5 不在家 7 屋顶漏雨"


def _title(sheet: PrintedSheet) -> str:
    return _("Round {number}  {village}  {day}").format(number=sheet.number, village=sheet.village, day=sheet.on)


def as_html(sheet: PrintedSheet, rows: Sequence[Door]) -> str:
    """The list to print from a browser: a column to write in, rows that do not break over pages."""
    esc = html.escape
    head = "".join(f"<th>{esc(one)}</th>" for one in _headings())
    body = "\n".join(
        "<tr>" + "".join(f"<td>{esc(cell)}</td>" for cell in _cells(number, door)) + "</tr>"
        for number, door in enumerate(rows, start=1)
    )
    title = esc(_title(sheet))
    tail = esc(_("Key back: {example}").format(example=_EXAMPLE))
    style = (
        "body{font:12pt sans-serif}table{border-collapse:collapse;width:100%}td,th{border:1px solid #666;"
        "padding:.35em .5em;text-align:left;vertical-align:top}tr{break-inside:avoid}td:last-child{width:30%}"
        "td:first-child{font-weight:bold}thead{display:table-header-group}"
    )
    return (
        f'<!doctype html><html lang="{language().replace("_", "-")}"><meta charset="utf-8"><title>{title}</title>'
        f"<style>{style}</style><h1>{title}</h1><table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table>"
        f"<p>{tail}</p></html>\n"
    )


def outcome_words() -> dict[str, str]:
    """Every word for an outcome, normalised, to its code."""
    found: dict[str, str] = {}
    for entry in lists.entries("outcome"):
        for word in (entry.zh, entry.en, entry.code, *entry.aliases):
            found.setdefault(norm(word), entry.code)
    return found


def read_answers(sheet: PrintedSheet, text: str) -> list[Answer]:
    """What was keyed back, row by row; nothing is written."""
    return read(text, len(sheet.rows), outcome_words())


def log_answers(book: Book, sheet: PrintedSheet, answers: Sequence[Answer], on: str) -> tuple[int, Changes]:
    """Log the answers without a problem as home visits of a day, as one step that can be undone; gives how many.

    Refuses if there is nothing to log.
    """
    good = [one for one in answers if not one.problem]
    if not good:
        raise Refusal("paper.nothing")
    changes = []
    for one in good:
        client, _name = sheet.rows[one.row - 1]
        entry = LogInput(
            on, METHOD, note=one.note or None, clients=((client, one.outcome),),
            problem=one.note if one.risk else None,
        )  # fmt: skip
        more, _log = new_log_changes(book, entry)
        changes += more
    return len(good), do(book, N_("Round keyed back"), changes, str(len(good)))
