"""A person's training of a year on one page: every requirement with its clause, every training, room to sign."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from db.queries.units import units
from db.store import Connection
from swstation.i18n import _
from swstation.operations.book import Book
from swstation.operations.cockpit import Cockpit, cockpit
from swstation.reports.listing import ListColumn, Listing, ListTable, Value
from swstation.reports.training_words import clause_words, label, number, status_words, unit_word, window


def statement(connection: Connection, staff: str, year: int, as_of: date) -> Listing:
    """The statement of one person (by id) for a calendar year, as of its last day or the day asked if that is earlier.

    Requirements stand as they are on that day; trainings are those that ended in the year. Refuses nobody's id.
    """
    day = min(as_of, date(year, 12, 31))
    found = cockpit(connection, staff, day)
    names = {row.code: row.name for row in units(connection)}
    head = [
        f"{found.person.name}  {names.get(found.unit, found.unit)}",
        _("Year {year}, as of {day}").format(year=year, day=day),
    ]
    return Listing(
        _("Training statement"), day, head, (_requirements(found), _trainings(found, year)),
        (_("The worker:"), _("Checked by:"), _("Unit (seal):"), _("Date:")),
    )  # fmt: skip


def _requirements(found: Cockpit) -> ListTable:
    rows: list[list[Value]] = [
        [
            label(one), window(one), number(one.required), number(one.earned), number(one.pending), number(one.missing),
            unit_word(one.unit), status_words(one), clause_words(one),
        ]
        for one in found.results
    ]  # fmt: skip
    columns = (
        (_("Requirement"), 28), (_("Window"), 24), (_("Required"), 8), (_("Earned"), 8), (_("Not approved"), 8),
        (_("Missing"), 8), (_("Unit of measure"), 8), (_("State"), 14), (_("Clause"), 34),
    )  # fmt: skip
    notes = () if rows else (_("The policy asks for no amount of training."),)
    return ListTable(_("Requirements"), [ListColumn(*one) for one in columns], rows, notes)


def _trainings(found: Cockpit, year: int) -> ListTable:
    rows: list[list[Value]] = []
    sums: dict[str, list[int]] = {}
    for one in reversed(found.trainings):
        if int(one.end_on[:4]) != year:
            continue
        line = sums.setdefault(one.measure, [0, 0])
        line[0 if one.approved else 1] += one.tenths
        kind = next((k for p in found.known.beside(found.policy) if (k := p.kind(one.kind))), None)
        rows.append(
            [
                one.start_on, one.end_on, one.title, kind.zh if kind else one.kind or "", one.provider or "",
                number(one.tenths), unit_word(one.measure), _("yes") if one.approved else _("not yet"),
                (one.proof_hash or "")[:12],
            ]
        )  # fmt: skip
    columns = (
        (_("Start on"), 12), (_("End on"), 12), (_("Training"), 30), (_("Kind"), 16), (_("Provider"), 20),
        (_("Amount"), 8), (_("Unit of measure"), 8), (_("Approved"), 8), (_("Proof file"), 16),
    )  # fmt: skip
    notes = [
        _("{n} {unit} approved, {m} not yet").format(n=number(yes), unit=unit_word(measure), m=number(no))
        for measure, (yes, no) in sums.items()
    ]
    return ListTable(_("Trainings"), [ListColumn(*one) for one in columns], rows, notes)


def write_statement(book: Book, staff: str, year: int, folder: Path) -> Path:
    """Write a person's statement as a page to print into a folder; gives the file, named without the person."""
    from swstation.reports.write_listing import write_listing

    with book.store.snapshot() as connection:
        listing = statement(connection, staff, year, book.source.now().date())
    target, again = folder / f"training-{year}-{staff[-6:]}.html", 2
    while target.exists():
        target, again = folder / f"training-{year}-{staff[-6:]}-{again}.html", again + 1
    write_listing(listing, target, "html")
    return target
