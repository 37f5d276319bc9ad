"""``import`` and ``template``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from db.errors import Refusal
from swstation.cli.base import argument, command, option
from swstation.cli.common import Options, as_of_option, emit, exclusive, json_option, today
from swstation.cli.exchange import on_terminal
from swstation.errors import as_dict
from swstation.i18n import N_, _

_KIND = click.Choice(["staff", "certificates", "trainings", "clients", "cases", "logs"])


@command("import", help=N_("Bring in a ledger (xlsx or csv): all of it or nothing."))
@argument("kind", type=_KIND)
@argument("file", type=click.Path(path_type=Path))
@option("--map", "map_file", type=click.Path(path_type=Path), default=None, help=N_("Their headings = ours (toml)."))
@option("--sheet", default=None, help=N_("Which sheet of the workbook."))
@option("--dry-run", is_flag=True, help=N_("Say what would happen, write nothing."))
@option("--partial", is_flag=True, help=N_("Take in the rows that fit, leave the others."))
@as_of_option
@json_option
@click.pass_obj
def import_command(
    options: Options, kind: str, file: Path, map_file: Path | None, sheet: str | None, dry_run: bool, partial: bool,
    as_of: date | None,
) -> int:  # fmt: skip
    """Read a ledger and take it into the registers."""
    from swstation.importing.applying import import_file

    show = on_terminal()
    with exclusive(options):
        table, done = import_file(
            options.book(), kind, file, today(as_of), sheet=sheet, map_file=map_file, dry_run=dry_run, partial=partial,
            progress=(lambda row, rows: show(file.name, row, rows)) if show else None,
        )  # fmt: skip
    document: dict[str, Any] = {
        "file": str(file), "kind": kind, "sheet": table.sheet, "read": done.read, "added": done.added,
        "updated": done.updated, "unchanged": done.unchanged, "written": done.taken,
        "refused": [problem.as_dict() for problem in done.refused],
        "warnings": [problem.as_dict() for problem in done.warnings],
        "unknown_columns": list(table.unknown),
        "serial_columns": list(table.serial), "left_out": list(table.left_out), "unused_map": list(table.unused_map),
        "other_sheets": list(table.other_sheets), "hidden_sheets": list(table.hidden_sheets),
        "skipped": [{"first": s.first, "last": s.last, "reason": s.reason, "text": s.text} for s in table.skipped],
    }  # fmt: skip
    if done.refused:
        document["errors"] = [as_dict(problem.refusal()) for problem in done.refused]

    def lines() -> Iterator[str]:
        yield _(
            "{read} rows read: {added} new, {updated} changed, {unchanged} as before, {refused} cells refused"
        ).format(
            read=done.read, added=done.added, updated=done.updated, unchanged=done.unchanged, refused=len(done.refused)
        )
        for problem in done.refused:
            yield _("  row {row}, {column}: {reason}").format(
                row=problem.row, column=problem.column, reason=problem.message()
            )
        for problem in done.warnings:
            yield _("  look at row {row}: {reason}").format(row=problem.row, reason=problem.message())
        for aside in table.skipped:
            if aside.text:
                yield _("  left aside, row {row}: {text}").format(row=aside.first, text=aside.text)
        if table.serial:
            yield _("Left aside, serial numbers: {columns}").format(columns="、".join(table.serial))
        if table.unknown:
            yield _("Left alone, not known: {columns}").format(columns="、".join(table.unknown))
        if table.unused_map:
            yield _("In the map but not in the file: {columns}").format(columns="、".join(table.unused_map))
        if dry_run:
            yield _("A trial: nothing was written.")

    emit(options, document, lines)
    if done.refused:
        went_in = _("what fits was taken in") if done.taken else _("nothing was changed")
        click.echo(
            _("{n} cells were refused; {went_in}. Mend them in the file and bring it in again.").format(
                n=len(done.refused), went_in=went_in
            ),
            err=True,
        )
    return 1 if done.refused else 0


@command("template", help=N_("Write an empty ledger to fill in, with a filled example beside it."))
@argument("kind", type=_KIND)
@argument("file", type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def template_command(options: Options, kind: str, file: Path) -> None:
    """Write an empty workbook for ``import``, with the words of the station where there is one."""
    from swstation.importing.kinds import kind_of
    from swstation.importing.template import write

    written = write(kind_of(kind), file, choices=_offers(options, kind))
    emit(options, {"file": str(written)}, lambda: iter([_("Written: {file}").format(file=written)]))


def _offers(options: Options, kind: str) -> dict[str, Sequence[str]]:
    from swstation.importing.offers import offers

    if not options.database.is_file():
        return {}
    try:
        return offers(options.book(), kind)
    except Refusal as refusal:
        # A template can be had without the passphrase, only not with the station's own words.
        if refusal.code != "store.passphrase_needed":
            raise
        return {}
