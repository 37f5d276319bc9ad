"""Writing long papers on a thread of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from screens.backend.base import Part

if TYPE_CHECKING:
    from screens.ports_papers import FolderWritten, Progress, SheetTaken
    from swstation.operations.book import Book


class PapersPart(Part):
    """Writing long papers."""

    async def check_report(self, kind: str, period: str, file: Path) -> None:
        _check(kind, period, file)

    async def write_long_report(
        self, kind: str, period: str, as_of: date, file: Path, progress: Progress, unit: str = ""
    ) -> int:
        return await self.apart(_write, kind, period, as_of, file, progress, unit)

    async def write_evaluation_folder(
        self, project: str, folder: Path, *, masked: bool, draw: int, as_of: date, progress: Progress
    ) -> FolderWritten:
        return await self.apart(_folder, project, folder, masked, draw, as_of, progress)

    async def write_sheet(self, table: str, where: Mapping[str, str | None], period: str, file: Path) -> int:
        return await self.apart(_write_sheet, table, where, period, file)

    async def take_sheet(self, file: Path) -> SheetTaken:
        from screens.ports_papers import SheetTaken
        from swstation.operations.carrying import take_sheet

        taken = await self.call(take_sheet, file)
        lines = [f"{one.entry}  {one.field}: {one.before or '-'} → {one.after or '-'}" for one in taken.differences]
        saved = None if taken.changes is None else self.saved(taken.changes)
        return SheetTaken(saved, lines, taken.added)


def _write_sheet(book: Book, table: str, where: Mapping[str, str | None], period: str, file: Path) -> int:
    from swstation.reports.carry_sheet import write_carry_sheet
    from swstation.sheets import sheet

    return write_carry_sheet(book, sheet(table), file, where=where, period=period)


def _check(kind: str, period: str, file: Path) -> None:
    from swstation.reports.listings import LISTINGS, MONTHLY, check_period
    from swstation.reports.write import MONTH_FORMATS, check_target
    from swstation.reports.write_listing import FORMATS

    if kind not in LISTINGS:
        check_period(kind, period)
    check_target(file, None, MONTH_FORMATS if kind == MONTHLY else FORMATS)


def _write(book: Book, kind: str, period: str, as_of: date, file: Path, progress: Progress, unit: str) -> int:
    from swstation.i18n import _
    from swstation.reports.listings import LISTINGS, MONTHLY, make, of_period
    from swstation.reports.write_listing import write_listing

    progress(_("Reading the records"), 0, 0)
    of = unit or book.unit
    if kind == MONTHLY:
        return _write_month(book, of, period, as_of, file, progress)
    listing = make(book, kind, of, as_of) if kind in LISTINGS else of_period(book, kind, of, period, as_of)
    return write_listing(listing, file, None, _rows(progress))


def _write_month(book: Book, unit: str, month: str, as_of: date, file: Path, progress: Progress) -> int:
    from swstation.i18n import _
    from swstation.reports.monthly import monthly
    from swstation.reports.write import write

    book.store.refuse_newer()
    words = _("Reading the records")
    with book.store.snapshot() as connection:
        report = monthly(
            connection, unit, month, as_of, station=True, progress=lambda done, whole: progress(words, done, whole)
        )
    return write(report, file, None, _rows(progress))


def _rows(progress: Progress) -> Callable[[int, int], None]:
    from swstation.i18n import _

    words = _("Writing the rows")
    return lambda done, whole: progress(words, done, whole)


def _folder(
    book: Book, project: str, folder: Path, masked: bool, draw: int, as_of: date, progress: Progress
) -> FolderWritten:
    from screens.ports_papers import FolderWritten
    from swstation.i18n import _
    from swstation.reports.evaluation_folder import Asked, write_evaluation_folder

    words = _("Writing the folder")
    progress(_("Reading the records"), 0, 0)
    asked = Asked(book.unit, project=project, draw=draw, masked=masked)
    made = write_evaluation_folder(book, asked, folder, as_of, lambda done, whole: progress(words, done, whole))
    return FolderWritten(made.path, len(made.contents), made.seed)
