"""Ledgers to look at, the split of time, the papers of groups and volunteers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import Refusal
from screens.backend.base import Part

if TYPE_CHECKING:
    from screens.ports import Choice
    from screens.ports_listings import Ledger, TimeSplit
    from swstation.operations.book import Book


class ListingsPart(Part):
    """Ledgers, time, papers."""

    async def ledger_choices(self) -> Sequence[Choice]:
        from screens.ports import Choice
        from swstation.i18n import _
        from swstation.reports.listings import LISTINGS, LOOKED, PERIOD_LABELS

        labels = {**PERIOD_LABELS, **{kind: label for kind, (label, _module, _name) in LISTINGS.items()}}
        return [Choice(kind, _(labels[kind])) for kind in LOOKED]

    async def ledger(self, kind: str, period: str) -> Ledger:
        return await self.apart(_ledger, kind, period, self.today)

    async def time_split(self, month: str) -> TimeSplit:
        return await self.apart(_time, month)

    async def save_time_rule(self, most: str, basis: str) -> None:
        await self.call(_rule, most, basis)

    async def group_file(self, group: str, folder: Path, form: str, *, masked: bool) -> Path:
        return await self.call(_group_file, group, folder, form, masked, self.today)

    async def volunteer_statement(self, volunteer: str, period: str, folder: Path, form: str) -> Path:
        return await self.call(_statement, volunteer, period, folder, form, self.today)

    async def session_rows(self, group: str, number: int) -> tuple[str, str]:
        return await self.call(_session_rows, group, number)


def _ledger(book: Book, kind: str, period: str, as_of: date) -> Ledger:
    from screens.ports_listings import Ledger, LedgerColumn, LedgerTable
    from swstation.reports.listings import look

    found = look(book, kind, book.unit, period, as_of)
    return Ledger(
        found.title,
        found.head,
        [
            LedgerTable(
                table.title,
                [LedgerColumn(one.label, one.width, one.right) for one in table.columns],
                [["" if value is None else str(value) for value in row] for row in table.rows],
                table.notes,
                [f"{kind}/{row}" for kind, row in table.refs],
                table.key,
                table.cells.rows if table.cells else (),
                table.cells.columns if table.cells else (),
            )
            for table in found.tables
        ],
    )


def _time(book: Book, month: str) -> TimeSplit:
    from screens.ports_listings import TimeRow, TimeSplit
    from swstation.operations.time_share import rule_of
    from swstation.reports.time_share_words import rule_words
    from swstation.reports.time_split import of_month

    with book.store.snapshot() as connection:
        found, rule = of_month(connection, book.unit, month), rule_of(connection, book.unit)
    rows = [
        TimeRow(
            one.name, one.professional, one.learning, one.affairs, one.administration, one.untimed,
            rule is not None and rule.broken_by(one.affairs, one.minutes), one.worker,
        )
        for one in found
    ]  # fmt: skip
    own = (str(rule.most), rule.basis) if rule is not None and rule.clause is None else ("", "")
    return TimeSplit(rows, rule_words(rule), own)


def _rule(book: Book, most: str, basis: str) -> None:
    from swstation.operations.time_share import set_own_rule

    typed = most.strip().rstrip("%％")
    if typed and not typed.isdecimal():
        raise Refusal("report.share", field="most", token=most)
    set_own_rule(book, int(typed) if typed else None, basis)


def _group_file(book: Book, group: str, folder: Path, form: str, masked: bool, as_of: date) -> Path:
    from swstation.i18n import _
    from swstation.operations.groups import need_group
    from swstation.reports.group_file import write_group_file

    name = f"{_('Group file')}-{need_group(book, group).number}{'-xxx' if masked else ''}"
    return write_group_file(book, group, folder / f"{name}.{form}", form, masked=masked, as_of=as_of)


def _statement(book: Book, volunteer: str, period: str, folder: Path, form: str, as_of: date) -> Path:
    from swstation.i18n import _
    from swstation.reports.listings import days_of
    from swstation.reports.volunteer_ledger import write_statement

    first, last = days_of(period)
    # The end of the id says which volunteer it is; a name would say who.
    file = folder / f"{_('Statement of voluntary service')}-{period}-{volunteer[-6:]}.{form}"
    return write_statement(book, volunteer, file, first, last, as_of, form)


def _session_rows(book: Book, group: str, number: int) -> tuple[str, str]:
    from db.queries.groups import session_by_id
    from swstation.operations.groups import session_id

    row = session_by_id(book.connection, session_id(group, number))
    return (row.id, row.service_log or "") if row else ("", "")
