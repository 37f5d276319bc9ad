"""``attach``: files of clients, cases and entries, encrypted beside the database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from db.errors import Refusal
from swstation import lists
from swstation.cli.base import argument, group, option
from swstation.cli.common import Day, Options, emit, exclusive, find_client, json_option, today
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from swstation.operations.attachments import FileState
    from swstation.operations.book import Book


@group("attach", help=N_("Files of clients, cases and entries, encrypted beside the database."))
def attach_command() -> None:
    """Files of clients, cases and entries, encrypted beside the database."""


def _subject(book: Book, client: str | None, case: str | None, log: str | None, row: str | None) -> tuple[str, str]:
    if client:
        return "client", find_client(book, client, today(None))
    if case:
        from swstation.operations.cases import find_case

        return "service_case", find_case(book, case).id
    if log:
        from swstation.operations.logs import known_log

        return "service_log", known_log(book, log).id
    table, _slash, found = (row or "").partition("/")
    if not found:
        raise Refusal("attachment.subject", token=row or "")
    return table, found


def _of(function: Any) -> Any:
    for one in (
        option("--row", default=None, metavar=N_("TABLE/ID"), help=N_("Of any other row.")),
        option("--log", default=None, metavar=N_("ID"), help=N_("Of this entry.")),
        option("--case", default=None, metavar=N_("NUMBER"), help=N_("Of this case.")),
        option("--client", default=None, metavar=N_("CLIENT"), help=N_("Of this client.")),
    ):
        function = one(function)
    return function


@attach_command.command("add", help=N_("Copy a file in and tie it to a client, a case or an entry."))
@argument("file", type=click.Path(path_type=Path), metavar=N_("FILE"))
@_of
@option(
    "--kind",
    type=click.Choice([e.code for e in lists.entries("attachment_kind") if e.code != "own_form"]),
    required=True,
)
@option("--title", default=None, help=N_("What it is called; without personal data."))
@option("--taken", "taken_on", type=Day(), default=None, help=N_("The day it was taken."))
@option("--face/--no-face", "shows_face", default=None, help=N_("Whether a face is to be seen."))
@json_option
@click.pass_obj
def add_command(
    options: Options, file: Path, client: str | None, case: str | None, log: str | None, row: str | None, kind: str,
    title: str | None, taken_on: date | None, shows_face: bool | None,
) -> None:  # fmt: skip
    """Copy a file in and tie it to a client, a case or an entry."""
    from swstation.operations.attachments import attach, files_of

    book = options.book()
    table, subject = _subject(book, client, case, log, row)
    made, _changes = attach(
        book, table, subject, file, kind, title=title, shows_face=shows_face,
        taken_on=taken_on.isoformat() if taken_on else None,
    )  # fmt: skip
    one = next(found for found in files_of(book, table, subject) if found.row.id == made)
    emit(options, _document(one), lambda: iter([_line(one)]))


@attach_command.command("list", help=N_("List the files; of all rows if none is named."))
@_of
@json_option
@click.pass_obj
def list_command(options: Options, client: str | None, case: str | None, log: str | None, row: str | None) -> None:
    """List the files; of all rows if none is named."""
    from swstation.operations.attachments import files_of

    book = options.book(only_look=True)
    of = _subject(book, client, case, log, row) if any((client, case, log, row)) else (None, None)
    found = files_of(book, *of)

    def lines() -> Iterator[str]:
        for one in found:
            yield _line(one)
        if not found:
            yield _("No file yet. Attach one: swstation attach add FILE --case 1 --kind consent")

    emit(options, [_document(one) for one in found], lines)


@attach_command.command("take", help=N_("Write a file out, its hash checked; it goes into the audit trail."))
@argument("attachment", metavar=N_("ID"))
@option("--to", "target", type=click.Path(path_type=Path), required=True, help=N_("The file or folder to write to."))
@json_option
@click.pass_obj
def take_command(options: Options, attachment: str, target: Path) -> None:
    """Write a file out, its hash checked; it goes into the audit trail."""
    from swstation.operations.attachments import take_out

    written = take_out(options.book(), attachment, target)
    emit(options, {"file": str(written)}, lambda: iter([_("Written: {file}").format(file=written)]))


@attach_command.command("remove", help=N_("Take a file off its row; “undo” brings it back."))
@argument("attachment", metavar=N_("ID"))
@json_option
@click.pass_obj
def remove_command(options: Options, attachment: str) -> None:
    """Take a file off its row; “undo” brings it back."""
    from swstation.operations.attachments import remove_attachment

    remove_attachment(options.book(), attachment)
    done = _("Deleted. “swstation undo” brings it back.")
    emit(options, {"id": attachment, "deleted": True}, lambda: iter([done]))


@attach_command.command("check", help=N_("Check every file against its hash, and the files against the records."))
@option("--sweep", "sweeping", is_flag=True, help=N_("Take away contents that no record names any more."))
@option(
    "--from", "copy", type=click.Path(path_type=Path), default=None, metavar=N_("COPY"),
    help=N_("Bring back what is missing or damaged from a copy that “backup” made."),
)  # fmt: skip
@json_option
@click.pass_obj
def check_command(options: Options, sweeping: bool, copy: Path | None) -> int:
    """Check every file against its hash, and the files against the records."""
    from swstation.operations.attachments import check_files, sweep
    from swstation.operations.backup import bring_back

    book = options.book()
    brought = bring_back(book, copy).copied if copy is not None else 0
    swept = 0
    if sweeping:
        with exclusive(options):
            swept = sweep(book)
    found = check_files(book)
    document = {
        "files": found.files, "damaged": list(found.changed), "missing": list(found.missing),
        "not_here": [*found.missing, *found.elsewhere], "stray": found.stray, "swept": swept, "brought_back": brought,
    }  # fmt: skip

    def lines() -> Iterator[str]:
        yield _("{files} files here, {damaged} damaged, {missing} missing, {elsewhere} on another computer").format(
            files=found.files, damaged=len(found.changed), missing=len(found.missing), elsewhere=len(found.elsewhere)
        )
        if copy is not None:
            yield _("{n} brought back").format(n=brought)
        if sweeping:
            yield _("{n} taken away that no record names").format(n=swept)
        elif found.stray:
            yield _("{n} that no record names: --sweep takes them away").format(n=found.stray)
        yield from (*found.changed, *found.missing)

    emit(options, document, lines)
    return 1 if found.changed or found.missing else 0


def _document(one: FileState) -> dict[str, Any]:
    row = one.row
    return {
        "id": row.id, "table": row.subject_table, "row": row.subject, "kind": row.kind, "title": row.title,
        "sha256": row.file_hash, "bytes": row.bytes, "media": row.media, "taken_on": row.taken_on,
        "shows_face": None if row.shows_face is None else bool(row.shows_face), "here": one.here,
    }  # fmt: skip


def _line(one: FileState) -> str:
    row = one.row
    here = "" if one.here else _("not here")
    kind = lists.label("attachment_kind", row.kind)
    return "\t".join((kind, row.title or "", row.media or "", str(row.bytes or ""), row.file_hash[:12], here, row.id))
