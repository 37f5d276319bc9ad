"""``report``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from swstation.cli.base import argument, command, option
from swstation.cli.common import Options, as_of_option, emit, json_option, today
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from swstation.reports.model import Amount, Figure, Line

CASE_FILE = "case-file"
GROUP_FILE = "group-file"
VOLUNTEER = "volunteer-statement"
EVALUATION_FOLDER = "evaluation-folder"


@command("report", help=N_("Write a report as xlsx, csv or a page to print."))
@argument("kind")
@option("--month", default=None, metavar="2026-11", help=N_("The month."))
@option("--half", default=None, metavar="2026H1", help=N_("The half-year."))
@option("--quarter", default=None, metavar="2026Q3", help=N_("The quarter."))
@option("--year", default=None, metavar="2026", help=N_("The year."))
@option("--week", default=None, metavar="2026W47", help=N_("The week, from Monday to Sunday."))
@option("--unit", default=None, help=N_("Of this unit; by default one's own (a county: all its stations)."))
@option("--case", "case", default=None, metavar=N_("NUMBER"), help=N_("Of this case: the case file."))
@option("--group", "group", default=None, metavar="G3", help=N_("Of this group: the group file."))
@option("--volunteer", default=None, metavar=N_("NAME"), help=N_("Of this volunteer: the statement of service."))
@option("--project", default=None, metavar=N_("TITLE"), help=N_("Of this project: the evaluation folder."))
@option("--draw", type=click.IntRange(0, 1000), default=5, help=N_("How many files an evaluation folder draws."))
@option("--seed", default="", help=N_("Draw by this seed: the same seed draws the same files."))
@option("--names", is_flag=True, help=N_("An evaluation folder with names in full."))
@option("--masked", is_flag=True, help=N_("A case or group file without numbers and addresses, names shortened."))
@option("--format", "form", type=click.Choice(["xlsx", "csv", "html", "docx"]), default=None)
@option("--to", "target", type=click.Path(path_type=Path), required=True, help=N_("The file to write."))
@option("--numbers", is_flag=True, help=N_("With identity numbers in full; it is noted in the audit trail."))
@as_of_option
@json_option
@click.pass_obj
def report_command(
    options: Options, kind: str, month: str | None, half: str | None, quarter: str | None, year: str | None,
    week: str | None, unit: str | None, case: str | None, group: str | None, volunteer: str | None, project: str | None,
    draw: int, seed: str, names: bool, masked: bool, form: str | None, target: Path, numbers: bool, as_of: date | None,
) -> None:  # fmt: skip
    """Write a report: the monthly one, a case file, or a list of people."""
    from db.errors import Refusal
    from swstation.reports.listings import BRIEF, LEDGERS, LISTINGS, OF_MONTH, PERIODIC
    from swstation.reports.monthly import monthly
    from swstation.reports.write import write

    if kind in (BRIEF, *PERIODIC, *LEDGERS, *OF_MONTH):
        _of_period(
            options,
            kind,
            unit,
            form,
            target,
            today(as_of),
            month=month,
            half=half,
            quarter=quarter,
            year=year,
            week=week,
        )
        return
    if kind == EVALUATION_FOLDER:
        periods = [one for one in (month, quarter, half, year) if one]
        if len(periods) + bool(project) != 1:
            raise Refusal("report.folder_of", field="period")
        asked = (project or "", "".join(periods), draw, seed, names and not masked)
        _folder(options, asked, unit, target, today(as_of))
        return
    if kind == CASE_FILE:
        _case_file(options, case, form, target, masked, today(as_of))
        return
    if kind == GROUP_FILE:
        _group_file(options, group, form, target, masked, today(as_of))
        return
    if kind == VOLUNTEER:
        _statement(options, volunteer, month or quarter or half or year, form, target, today(as_of))
        return
    if kind in LISTINGS:
        _listing(options, kind, unit, form, target, numbers, today(as_of))
        return
    if kind != "monthly":
        raise Refusal(
            "cli.report",
            token=kind,
            choices=[
                "monthly",
                CASE_FILE,
                GROUP_FILE,
                VOLUNTEER,
                EVALUATION_FOLDER,
                BRIEF,
                *PERIODIC,
                *LEDGERS,
                *OF_MONTH,
                *LISTINGS,
            ],
        )
    if half or year or not month:
        raise Refusal("cli.month_needed", field="month")
    book = options.book()
    with book.store.snapshot() as connection:
        report = monthly(connection, unit or book.unit, month, today(as_of), station=True)
    rows = write(report, target, form)
    document = {
        "file": str(target), "rows": rows, "month": report.month, "unit": report.unit,
        "figures": [_figure(figure) for figure in report.figures], "station": [_known(line) for line in report.station],
    }  # fmt: skip
    emit(options, document, lambda: iter([_("Written: {file}, {n} lines").format(file=target, n=rows)]))


def _case_file(options: Options, case: str | None, form: str | None, target: Path, masked: bool, as_of: date) -> None:
    from db.errors import Refusal
    from swstation.operations.cases import find_case
    from swstation.reports.case_file import write_case_file

    if case is None:
        raise Refusal("cli.case_needed", field="case")
    book = options.book()
    found = find_case(book, case)
    write_case_file(book, found.id, target, form, masked=masked, as_of=as_of)
    document = {"file": str(target), "case": found.number, "masked": masked}
    emit(options, document, lambda: iter([_("Written: {file}").format(file=target)]))


def _group_file(options: Options, group: str | None, form: str | None, target: Path, masked: bool, as_of: date) -> None:
    from db.errors import Refusal
    from swstation.reports.group_file import find_group, write_group_file

    if group is None:
        raise Refusal("cli.group_needed", field="group")
    book = options.book()
    found = find_group(book, group)
    write_group_file(book, found.id, target, form, masked=masked, as_of=as_of)
    document = {"file": str(target), "group": found.number, "masked": masked}
    emit(options, document, lambda: iter([_("Written: {file}").format(file=target)]))


def _statement(
    options: Options, volunteer: str | None, period: str | None, form: str | None, target: Path, as_of: date
) -> None:
    from db.errors import Refusal
    from swstation.reports.listings import days_of
    from swstation.reports.volunteer_ledger import find_volunteer, write_statement

    if volunteer is None:
        raise Refusal("cli.volunteer_needed", field="volunteer")
    book = options.book()
    found = find_volunteer(book, volunteer)
    first, last = days_of(period or f"{as_of.year}")
    write_statement(book, found, target, first, last, as_of, form)
    document = {"file": str(target), "volunteer": found, "from": first.isoformat(), "to": last.isoformat()}
    emit(options, document, lambda: iter([_("Written: {file}").format(file=target)]))


def _folder(
    options: Options, asked: tuple[str, str, int, str, bool], unit: str | None, target: Path, as_of: date
) -> None:
    from swstation.reports.evaluation_folder import Asked, write_evaluation_folder

    project, period, draw, seed, names = asked
    book = options.book()
    what = Asked(unit or book.unit, period, project, draw, seed, not names)
    made = write_evaluation_folder(book, what, target, as_of)
    document = {
        "folder": str(target), "masked": not names, "seed": made.seed, "drawn": [one.number for one in made.drawn],
        "contents": [{"file": one.file, "rows": one.rows, "sha256": one.hash} for one in made.contents],
    }  # fmt: skip
    words = _("Written: {file}, {n} files. Seed of the draw: {seed}")
    emit(options, document, lambda: iter([words.format(file=target, n=len(made.contents), seed=made.seed)]))


def _listing(
    options: Options, kind: str, unit: str | None, form: str | None, target: Path, numbers: bool, as_of: date
) -> None:
    from swstation.reports.listings import make
    from swstation.reports.write_listing import write_listing

    book = options.book()
    listing = make(book, kind, unit or book.unit, as_of, numbers=numbers)
    rows = write_listing(listing, target, form, _shown())
    document = {
        "file": str(target), "rows": rows, "unit": unit or book.unit, "as_of": as_of.isoformat(),
        "tables": [{"title": one.title, "rows": len(one.rows)} for one in listing.tables],
    }  # fmt: skip
    emit(options, document, lambda: iter([_("Written: {file}, {n} lines").format(file=target, n=rows)]))


def _shown() -> Callable[[int, int], None] | None:
    from swstation.cli.exchange import on_terminal

    show, words = on_terminal(), _("Writing the rows")
    return None if show is None else lambda done, whole: show(words, done, whole)


_OPTIONS = {
    "quarterly": ("quarter",), "half-year": ("half",), "meeting-brief": ("half",), "yearly": ("year",),
    "recount": ("month",), "stations": ("month",), "rollup": ("month",), "weekly": ("week",),
}  # fmt: skip


def _of_period(
    options: Options, kind: str, unit: str | None, form: str | None, target: Path, as_of: date, **given: str | None
) -> None:
    from db.errors import Refusal
    from swstation.reports.listings import of_period
    from swstation.reports.write_listing import write_listing

    wanted = _OPTIONS.get(kind, tuple(one for one in given if one != "week"))
    periods = [given[name] for name in wanted if given[name]]
    if len(periods) != 1 or sum(1 for one in given.values() if one) != 1:
        names = " ".join(f"--{name}" for name in wanted)
        raise Refusal("report.period_needed", field=wanted[0], options=names)
    book = options.book()
    listing = of_period(book, kind, unit or book.unit, periods[0] or "", as_of)
    rows = write_listing(listing, target, form, _shown())
    document = {"file": str(target), "rows": rows, "unit": unit or book.unit, "period": periods[0]}
    emit(options, document, lambda: iter([_("Written: {file}, {n} lines").format(file=target, n=rows)]))


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "number": figure.number,
        "title": figure.title,
        "recorded": figure.recorded,
        "lines": [
            {
                "code": line.code, "label": line.label, "unit": line.unit, "month": _amount(line.month),
                "year": _amount(line.year), "pending": line.pending, "unnamed": line.unnamed,
                "rows": len(line.rows),
            }
            for line in figure.lines
        ],
    }  # fmt: skip


def _known(line: Line) -> dict[str, Any]:
    """A line about the station itself; what nobody measured is null."""
    from swstation.reports.station_block import UNKNOWN

    month, year = (None if one == UNKNOWN else _amount(one) for one in (line.month, line.year))
    return {
        "code": line.code, "label": line.label, "unit": line.unit, "month": month, "year": year,
        "rows": len(line.rows),
    }  # fmt: skip


def _amount(amount: Amount) -> int | float | dict[str, int]:
    from swstation.reports.model import Rate

    if isinstance(amount, int):
        return amount
    return {"part": amount.part, "whole": amount.whole} if isinstance(amount, Rate) else amount.number
