"""``round``: a village's visits on paper, and what was written on it keyed back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from swstation.cli.base import argument, group, option
from swstation.cli.common import Options, as_of_option, emit, json_option, today
from swstation.errors import message
from swstation.i18n import N_, _, ngettext


@group("round", help=N_("A round of visits on paper: print the list, key back what was written on it."))
def round_command() -> None:
    """A round of visits on paper: print the list, key back what was written on it."""


@round_command.command("print", help=N_("Print whom to visit, in walking order, with row numbers."))
@option("--to", "file", type=click.Path(path_type=Path), required=True, help=N_("An .html or .txt file."))
@option("--village", default=None, metavar=N_("NAME"), help=N_("Only one village, by name or code."))
@option("--level", type=click.Choice(("high", "key", "general")), default=None, help=N_("Only one attention level."))
@as_of_option
@json_option
@click.pass_obj
def print_command(options: Options, file: Path, village: str | None, level: str | None, as_of: date | None) -> None:
    """Print whom to visit, in walking order, with row numbers."""
    from swstation.operations.rounds import as_html, as_text, print_sheet

    sheet, rows = print_sheet(options.book(), today(as_of), village, level)
    made = as_text if file.suffix.lower() == ".txt" else as_html
    file.write_text(made(sheet, rows), encoding="utf-8")
    document = {"sheet": sheet.number, "rows": len(rows), "file": str(file)}

    def lines() -> Iterator[str]:
        number = ngettext("{n} visit", "{n} visits", len(rows)).format(n=len(rows))
        yield _("List {number}: {visits}, written to {file}").format(number=sheet.number, visits=number, file=file.name)

    emit(options, document, lines)


@round_command.command("key", help=N_("Key back a printed list: “3 ok 5 absent 7 roof leaks”."))
@argument("sheet", type=int)
@argument("text")
@option("--on", default=None, metavar=N_("DATE"), help=N_("The day of the visits; today if not given."))
@option("--dry-run", is_flag=True, help=N_("Only show what was understood."))
@as_of_option
@json_option
@click.pass_obj
def key_command(options: Options, sheet: int, text: str, on: str | None, dry_run: bool, as_of: date | None) -> int:
    """Key back a printed list."""
    from db.errors import Refusal
    from swstation import lists
    from swstation.operations.rounds import log_answers, read_answers, sheet_numbered

    book = options.book()
    printed = sheet_numbered(book, sheet)
    answers = read_answers(printed, text)
    saved = 0
    if not dry_run:
        saved, _changes = log_answers(book, printed, answers, on or today(as_of).isoformat())
    rows = [
        {
            "row": one.row, "who": printed.rows[one.row - 1][1] if not one.problem else None, "outcome": one.outcome,
            "note": one.note, "risk": one.risk, "reason": one.problem or None,
        }
        for one in answers
    ]  # fmt: skip

    def lines() -> Iterator[str]:
        for one in answers:
            if one.problem:
                yield f"{one.row}\t!\t{message(Refusal(f'paper.{one.problem}'))}"
            else:
                yield "\t".join(
                    (str(one.row), printed.rows[one.row - 1][1], lists.label("outcome", one.outcome), one.note)
                )
        if not dry_run:
            yield ngettext("{n} visit logged", "{n} visits logged", saved).format(n=saved)

    emit(options, {"sheet": sheet, "saved": saved, "rows": rows}, lines)
    return 1 if any(one.problem for one in answers) else 0
