"""How an entry, a due line and a case look as rows: the same on every screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from screens.days import day_words
from screens.widgets.rows import Cell, Column, Row
from swstation.i18n import N_, _, listed, ngettext, pgettext

if TYPE_CHECKING:
    from screens.ports import CaseRow, Due, Entry
    from screens.ports_due import UnitDue

ENTRY_COLUMNS = (
    Column(N_("Time"), 5),
    Column(N_("Method"), 8),
    Column(N_("Who"), 12, grow=1),
    Column(N_("Min."), 5, right=True),
    Column(N_("What was done"), 16, grow=4),
)
DATED_COLUMNS = (Column(N_("Day"), 10), *ENTRY_COLUMNS[1:])
DUE_COLUMNS = (Column(N_("When"), 15), Column(N_("Who"), 10), Column(N_("What"), 14, grow=1))
BELOW_COLUMNS = (DUE_COLUMNS[0], Column(N_("Who"), 14), DUE_COLUMNS[2])
"""Where lines of units stand among them: the name of a station is longer than a person's."""
CASE_COLUMNS = (
    Column(N_("No."), 6),
    Column(N_("Client"), 12, grow=2),
    Column(N_("Stage"), 8),
    Column(N_("Field"), 12, grow=1, wide=70),
    Column(N_("Worker"), 8, grow=1, wide=60),
    Column(N_("Case opened"), 11, wide=90),
    Column(N_("Next contact"), 14),
)


def hours(minutes: int) -> str:
    """Minutes as hours with one decimal."""
    return _("{h} hours").format(h=f"{minutes / 60:.1f}")


def state_cell(entry: Entry) -> str:
    """The state of an entry where it is not the usual one, and whether it was written late."""
    state = {"draft": _("draft"), "returned": _("returned")}.get(entry.state, "")
    late = pgettext("mark", "late") if entry.late else ""
    return " ".join(word for word in (state, late) if word)


def late_words() -> str:
    """What the mark of a late entry means, for the help."""
    from swstation.plausibility import number

    n = number("late_entry", "days")
    return ngettext(
        "“[{mark}]” before a note: it was entered {n} day or more after the service.",
        "“[{mark}]” before a note: it was entered {n} days or more after the service.",
        n,
    ).format(mark=pgettext("mark", "late"), n=n)


def entry_row(entry: Entry, *, dated: bool = False, today: date | None = None) -> Row:
    """An entry: when, how, who, how long, what."""
    when = entry.start if today is None or entry.day == today else f"{entry.day:%m-%d}"
    if dated:
        when = day_words(entry.day, today or entry.day)
    who = f"{entry.who} {entry.outcome}" if entry.outcome else entry.who
    note = f"[{state_cell(entry)}] {entry.note}" if state_cell(entry) else entry.note
    minutes = "" if entry.minutes is None else str(entry.minutes)
    return Row(
        entry.id,
        (Cell(when, "muted"), entry.method, Cell(who, "caution" if entry.outcome else ""), minutes, Cell(note, "")),
    )


def when_due(days: int) -> Cell:
    """How far a day is, in words, with a sign where it is late."""
    if days < 0:
        return Cell("! " + ngettext("{n} day late", "{n} days late", -days).format(n=-days), "bad")
    if days == 0:
        return Cell("~ " + _("today"), "caution")
    if days == 1:
        return Cell("~ " + _("tomorrow"), "caution")
    return Cell("  " + ngettext("in {n} day", "in {n} days", days).format(n=days), "muted")


FAR = 92
"""From so many days ahead on the day itself says more than their number."""


def _when(due: Due) -> Cell:
    if due.days > FAR:
        return Cell("  " + _("by {day}").format(day=due.on), "muted")
    return when_due(due.days)


def _what(due: Due) -> str:
    # Many sentences say the kind themselves.
    return due.what if due.label.lower() in due.what.lower() else f"{due.label}  {due.what}".rstrip()


def due_key(due: Due) -> str:
    """What tells a due line from the others; it leads to the record as ``kind/id``."""
    return f"{due.table}/{due.row}/{due.kind}/{due.ref}/{due.on}"


def due_rows(dues: Sequence[Due]) -> list[Row]:
    """Rows of what is due; the key leads to the record as ``kind/id``."""
    return [
        Row(
            due_key(due),
            (_when(due), due.who, Cell(_what(due))),
        )
        for due in dues
    ]


MOST_KINDS = 3
"""Kinds of late lines that are named beside a unit."""


def below_rows(units: Sequence[UnitDue] | None) -> list[Row]:
    """Under a heading with the sums a line for each unit; ``None``: not counted yet."""
    if units is None:
        return [Row("#below", (_("Counting what is due below ..."),), heading=True)]
    if not units:
        return []
    late, soon, total = (sum(part) for part in zip(*((one.late, one.soon, one.total) for one in units), strict=True))
    word = _("Counties") if units[0].unit[0] == "C" else _("Stations")
    sums = f"{word} {len(units)}  {_late(late)}  {_rest(f'{soon:,}', f'{total:,}')}"
    wide = [max(len(f"{one[place]:,}") for one in units) for place in (3, 4)]
    return [Row("#below", (sums,), heading=True), *(_below_row(one, *wide) for one in units)]


def _below_row(one: UnitDue, soon: int, total: int) -> Row:
    what = _rest(f"{one.soon:>{soon},}", f"{one.total:>{total},}")
    if one.late_kinds:
        kinds = listed([f"{word} {n:,}" for word, n in one.late_kinds[:MOST_KINDS]])
        what = f"{what}  " + _("late: {kinds}").format(kinds=kinds)
    return Row(f"unit/{one.unit}", (Cell(_late(one.late), "bad" if one.late else "muted"), one.name, Cell(what)))


def _rest(soon: str, total: str) -> str:
    return "  ".join((_("{n} within a week").format(n=soon), _("{n} in all").format(n=total)))


def _late(n: int) -> str:
    return number_late(n) if n else "  " + _("none late")


def number_late(n: int) -> str:
    """So many lines are late, with the sign of it."""
    return "! " + ngettext("{n} late", "{n} late", n).format(n=f"{n:,}")


def case_row(case: CaseRow, today: date) -> Row:
    """A case in a list."""
    contact: str | Cell = ""
    if case.open and case.days is not None and case.next_contact is not None:
        late = case.days < 0
        words = when_due(case.days).text if case.days <= 1 else day_words(case.next_contact, today)
        contact = Cell(words, "bad" if late else "caution" if case.days <= 1 else "muted")
    return Row(
        case.id,
        (
            Cell(case.number, "muted"),
            case.clients,
            Cell(case.stage_label, "" if case.open else "muted"),
            case.field,
            Cell(case.worker, "muted"),
            Cell(case.opened_on.isoformat(), "muted"),
            contact,
        ),
    )
