"""The training ledger: who had what, and where everybody stands on every requirement."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from db.queries import people as reads
from db.queries.units import units
from db.special import covers
from db.store import Connection
from swstation.i18n import _
from swstation.operations.standing import training_results
from swstation.reports.listing import Cells, ListColumn, Listing, ListTable, Value
from swstation.reports.training_words import clause_words, label, number, status_words, unit_word, window
from swstation.rules.training import NOT_APPLICABLE


def ledger(connection: Connection, unit: str, as_of: date, *, numbers: bool = False) -> Listing:
    """All training of a unit and those below it up to a day. ``numbers`` changes nothing: no number stands in it."""
    del numbers
    staff = {row.id: row for row in reads.staff_list(connection) if covers(unit, row.unit)}
    names = {row.code: row.name for row in units(connection)}
    had: list[list[Value]] = []
    for one in reversed(reads.attendances(connection)):
        if one.staff in staff and one.end_on <= as_of.isoformat():
            person = staff[one.staff]
            had.append(
                [
                    names.get(person.unit, person.unit), person.name, one.end_on, one.title, one.provider or "",
                    number(one.tenths), unit_word(one.measure), _("yes") if one.approved else _("not yet"),
                ]
            )  # fmt: skip
    standing: list[list[Value]] = []
    keys: list[str] = []
    counts: dict[str, int] = defaultdict(int)
    for result in training_results(connection, as_of):
        if result.staff_id not in staff or result.status == NOT_APPLICABLE:
            continue
        counts[status_words(result)] += 1
        keys.append(f"{result.staff_id}|{result.policy}|{result.requirement}")
        standing.append(
            [
                names.get(staff[result.staff_id].unit, ""), result.staff, label(result), window(result),
                number(result.required), number(result.earned), number(result.pending), number(result.missing),
                unit_word(result.unit), status_words(result), clause_words(result),
            ]
        )  # fmt: skip
    head = [
        f"{names.get(unit, unit)} ({unit})",
        _("As of {day}").format(day=as_of),
        "  ".join(f"{word} {n}" for word, n in counts.items()),
    ]
    return Listing(
        _("Training ledger"), as_of, [line for line in head if line],
        (
            ListTable(
                _("Requirements"), _columns(_standing_columns()), standing, key="standing",
                cells=Cells(keys, ["", "", "", "", "", "earned", "pending", "", "", "", ""]),
            ),
            ListTable(_("Trainings"), _columns(_had_columns()), had, (_("Hours and class hours are not added up."),)),
        ),
        (_("Filled in by:"), _("Checked by:"), _("Unit (seal):"), _("Date:")),
    )  # fmt: skip


def _columns(given: tuple[tuple[str, int], ...]) -> list[ListColumn]:
    return [ListColumn(words, width) for words, width in given]


def _standing_columns() -> tuple[tuple[str, int], ...]:
    return (
        (_("Unit"), 18), (_("Name"), 10), (_("Requirement"), 26), (_("Window"), 24), (_("Required"), 8),
        (_("Earned"), 8), (_("Not approved"), 8), (_("Missing"), 8), (_("Unit of measure"), 8), (_("State"), 14),
        (_("Clause"), 30),
    )  # fmt: skip


def _had_columns() -> tuple[tuple[str, int], ...]:
    return (
        (_("Unit"), 18), (_("Name"), 10), (_("End on"), 12), (_("Training"), 30), (_("Provider"), 20),
        (_("Amount"), 8), (_("Unit of measure"), 8), (_("Approved"), 8),
    )  # fmt: skip
