"""``form list``, ``names``, ``check``, ``add``, ``remove``, ``fill``, ``example``: a county's own forms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from swstation.cli.base import argument, group, option
from swstation.cli.common import Options, as_of_option, emit, json_option, today
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from swstation.operations.book import Book
    from swstation.own_forms.folder import OwnForm

_PERIOD = option(
    "--period", default="", metavar="2026-11", help=N_("The period: a month, a quarter, a half-year, a year.")
)
_ROW = option("--of", "row", default="", metavar=N_("NAME"), help=N_("Of whom or what: name, title, number or id."))


@group("form", help=N_("A county's own forms (xlsx, docx), filled from the registers."))
def form_command() -> None:
    """A county's own forms."""


@form_command.command("list", help=N_("List the forms that are kept, and those that come from above."))
@json_option
@click.pass_obj
def list_command(options: Options) -> None:
    """List the forms."""
    from swstation.errors import message
    from swstation.operations.own_forms import WORDS, handed
    from swstation.own_forms.folder import forms

    book = options.book(only_look=True)
    found, down = forms(book.store.path), handed(book)
    of = {one.row.title: one.row.unit for one in down if one.state == "here"}
    document = [
        {
            "name": one.name, "version": one.version, "kind": one.kind, "file": str(one.file),
            "handed_down_by": of.get(one.file.name),
        }
        for one in found
    ]  # fmt: skip
    waiting = [one for one in down if one.state != "here"]

    def lines() -> Iterator[str]:
        for one in found:
            unit = of.get(one.file.name, "")
            yield f"{one.name}\tv{one.version}\t{one.kind}" + (f"\t{unit}" if unit else "")
        for other in waiting:
            yield f"{other.row.title}\t{other.row.unit}\t" + (
                message(other.refusal) if other.refusal else _(WORDS[other.state])
            )
        if not found and not waiting:
            yield _("No form yet. Two to begin with: swstation form example --to FOLDER")

    emit(options, document, lines)


@form_command.command("hand-down", help=N_("County: hand a form down with the next bundle to each station."))
@argument("form", metavar=N_("FORM"))
@json_option
@click.pass_obj
def hand_down_command(options: Options, form: str) -> None:
    """Hand a form down."""
    from swstation.operations.own_forms import hand_down

    found, _changes = hand_down(options.book(), form)
    words = _("Handed down with the next bundle to each station: {name} v{version}")
    emit(
        options, {"name": found.name, "version": found.version},
        lambda: iter([words.format(name=found.name, version=found.version)]),
    )  # fmt: skip


@form_command.command("withdraw", help=N_("County: hand a form down no more; stations put it away."))
@argument("form", metavar=N_("FORM"))
@json_option
@click.pass_obj
def withdraw_command(options: Options, form: str) -> None:
    """Hand a form down no more."""
    from swstation.operations.own_forms import withdraw

    title, _changes = withdraw(options.book(), form)
    words = _("Handed down no more; stations put it away with their next bundle: {file}")
    emit(options, {"file": title}, lambda: iter([words.format(file=title)]))


@form_command.command("names", help=N_("List the names that a form may use, with what stands there."))
@_PERIOD
@option(
    "--about", "table", default="", metavar=N_("REGISTER"), help=N_("Names of this register only, such as project.")
)
@as_of_option
@json_option
@click.pass_obj
def names_command(options: Options, period: str, table: str, as_of: date | None) -> None:
    """List the names."""
    from swstation.own_forms.answers import Answers, Asked

    book = options.book(only_look=True)
    found = Answers(book, Asked(book.unit, today(as_of), period, table)).names()
    document = [
        {"name": one.code, "words": one.words, "now": None if one.now is None else str(one.now)} for one in found
    ]
    emit(options, document, lambda: (f"{one.code}\t{one.words}\t{'' if one.now is None else one.now}" for one in found))


@form_command.command("check", help=N_("Is every name in a form known? What is missing stands in it in brackets."))
@argument("form", metavar=N_("FORM"))
@_PERIOD
@_ROW
@as_of_option
@json_option
@click.pass_obj
def check_command(options: Options, form: str, period: str, row: str, as_of: date | None) -> None:
    """Look at a form, one that is kept or a file."""
    from swstation.own_forms.filling import asked_for, look

    book = options.book(only_look=True)
    found = _form(book, form)
    seen = look(book, found, asked_for(book, found, today(as_of), period=period, row=row))
    document: dict[str, Any] = {
        "name": found.name, "version": found.version, "names": seen.names, "missing": seen.missing,
        "unknown": [{"name": one.name, "near": one.near} for one in seen.unknown],
    }  # fmt: skip

    def lines() -> Iterator[str]:
        yield _("{n} names, {unknown} not known, {missing} missing now").format(
            n=len(seen.names), unknown=len(seen.unknown), missing=len(seen.missing)
        )
        for one in seen.unknown:
            yield _("not known: {name}. Perhaps meant: {near}").format(name=one.name, near="、".join(one.near) or "-")
        yield from (_("missing: {what}").format(what=one) for one in seen.missing)

    emit(options, document, lines)


@form_command.command("add", help=N_("Keep a form; its file is called NAME-vVERSION."))
@argument("file", type=click.Path(path_type=Path))
@option("--name", default="", help=N_("Its name, where the file's name is another."))
@option("--version", "version", default="", help=N_("Its version, where the file's name has none."))
@json_option
@click.pass_obj
def add_command(options: Options, file: Path, name: str, version: str) -> None:
    """Keep a form."""
    from swstation.own_forms.filling import places_of
    from swstation.own_forms.folder import keep, read_name

    book = options.book()
    found = read_name(file, name, version)
    places = places_of(found)
    kept = keep(book.store.path, found)
    document = {"name": kept.name, "version": kept.version, "file": str(kept.file), "names": len(places)}
    words = _("Kept: {name} v{version}, {n} places to fill")
    emit(options, document, lambda: iter([words.format(name=kept.name, version=kept.version, n=len(places))]))


@form_command.command("remove", help=N_("Put a form away; the version before it holds again."))
@argument("form", metavar=N_("FORM"))
@json_option
@click.pass_obj
def remove_command(options: Options, form: str) -> None:
    """Put a form away."""
    from swstation.own_forms.folder import remove

    gone = remove(options.book().store.path, form)
    document = {"name": gone.name, "version": gone.version}
    emit(
        options, document, lambda: iter([_("Put away: {name} v{version}").format(name=gone.name, version=gone.version)])
    )


@form_command.command("fill", help=N_("Fill a form; it is noted in the audit trail."))
@argument("form", metavar=N_("FORM"))
@_PERIOD
@_ROW
@option("--unit", default="", help=N_("Of this unit; by default one's own (a county: all its stations)."))
@option("--to", "target", type=click.Path(path_type=Path), required=True, help=N_("The file to write."))
@as_of_option
@json_option
@click.pass_obj
def fill_command(
    options: Options, form: str, period: str, row: str, unit: str, target: Path, as_of: date | None
) -> None:
    """Fill a form, one that is kept or a file."""
    from swstation.own_forms.filling import asked_for, fill_form

    book = options.book()
    found = _form(book, form)
    seen = fill_form(book, found, asked_for(book, found, today(as_of), period=period, row=row, unit=unit), target)
    document = {"file": str(target), "name": found.name, "version": found.version, "missing": seen.missing}

    def lines() -> Iterator[str]:
        yield _("Written: {file}").format(file=target)
        if seen.missing:
            yield _("Missing, in brackets there: {what}").format(what="、".join(seen.missing))

    emit(options, document, lines)


@form_command.command("example", help=N_("Write two small forms to begin with."))
@option("--to", "folder", type=click.Path(path_type=Path), required=True, help=N_("The folder to write into."))
@json_option
@click.pass_obj
def example_command(options: Options, folder: Path) -> None:
    """Write the examples."""
    from db.errors import Refusal
    from swstation.own_forms.examples import write_examples

    if not folder.is_dir():
        raise Refusal("report.no_folder", path=str(folder))
    files = write_examples(folder)
    emit(options, [str(one) for one in files], lambda: (_("Written: {file}").format(file=one) for one in files))


def _form(book: Book, form: str) -> OwnForm:
    from swstation.own_forms.folder import SUFFIXES, find, read_name

    file = Path(form)
    if file.suffix.lower() in SUFFIXES and file.is_file():
        return read_name(file, version="" if "-v" in file.stem.lower() else "0")
    return find(book.store.path, form)
