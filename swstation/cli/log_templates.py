"""``log template``: a worker's own lines on the digits of the quick line; handed on as a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from swstation.cli.base import argument, group, option
from swstation.cli.case_files import as_writer
from swstation.cli.common import Options, emit, json_option
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from swstation.operations.book import Book

_worker = option("--worker", default=None, help=N_("Whose lines; the last writer by default."))
_digit = argument("digit", metavar=N_("DIGIT"))


@group("template", help=N_("Lines of one's own on the digits 1-9: list, show, set, delete, write, take."))
def template_command() -> None:
    """Lines of one's own on the digits 1-9: list, show, set, delete, write, take."""


def _book(options: Options, worker: str | None, *, only_look: bool = False) -> Book:
    return as_writer(options.book(only_look=only_look), worker)


@template_command.command("list", help=N_("The lines by their digit."))
@_worker
@json_option
@click.pass_obj
def list_command(options: Options, worker: str | None) -> None:
    """The lines by their digit."""
    from swstation.operations.templates import templates

    found = templates(_book(options, worker, only_look=True))

    def lines() -> Iterator[str]:
        for digit, line in found.items():
            yield f"{digit}= {line}"
        if not found:
            yield _("No line is kept yet. Keep one: swstation log template set 3 “_ 入户 30m”")

    emit(options, [{"digit": digit, "line": line} for digit, line in found.items()], lines)


@template_command.command("show", help=N_("The line on one digit."))
@_digit
@_worker
@json_option
@click.pass_obj
def show_command(options: Options, digit: str, worker: str | None) -> None:
    """The line on one digit."""
    from swstation.operations.templates import template

    found = template(_book(options, worker, only_look=True), digit)
    emit(options, {"digit": digit, "line": found}, lambda: iter([found]))


@template_command.command("set", help=N_("Keep a line on a digit; _ is where the name goes."))
@_digit
@argument("line", metavar=N_("LINE"))
@_worker
@json_option
@click.pass_obj
def set_command(options: Options, digit: str, line: str, worker: str | None) -> None:
    """Keep a line on a digit; _ is where the name goes."""
    from swstation.operations.templates import keep_template

    keep_template(_book(options, worker), digit, line)
    words = _("Digit {digit} and Tab write it from now on.").format(digit=digit)
    emit(options, {"digit": digit, "line": line.strip()}, lambda: iter([words]))


@template_command.command("delete", help=N_("Empty a digit."))
@_digit
@_worker
@json_option
@click.pass_obj
def delete_command(options: Options, digit: str, worker: str | None) -> None:
    """Empty a digit."""
    from swstation.operations.templates import keep_template, template

    book = _book(options, worker)
    found = template(book, digit)
    keep_template(book, digit, "")
    words = _("Digit {digit} is empty.").format(digit=digit)
    emit(options, {"digit": digit, "line": found, "deleted": True}, lambda: iter([words]))


@template_command.command("write", help=N_("Write the lines into a text file, for a colleague or another laptop."))
@argument("file", type=click.Path(path_type=Path), metavar=N_("FILE"))
@_worker
@json_option
@click.pass_obj
def write_command(options: Options, file: Path, worker: str | None) -> None:
    """Write the lines into a text file, for a colleague or another laptop."""
    from swstation.operations.templates import as_text, templates

    book = _book(options, worker, only_look=True)
    file.write_text(as_text(book), encoding="utf-8")
    emit(options, {"file": str(file), "n": len(templates(book))}, lambda: iter([str(file)]))


@template_command.command("take", help=N_("Take the lines of such a file; other digits keep theirs."))
@argument("file", type=click.Path(path_type=Path), metavar=N_("FILE"))
@_worker
@json_option
@click.pass_obj
def take_command(options: Options, file: Path, worker: str | None) -> None:
    """Take the lines of such a file; other digits keep theirs."""
    from swstation.operations.templates import read_file, take_text

    digits = take_text(_book(options, worker), read_file(file))
    words = _("Kept on the digits {digits}.").format(digits="、".join(digits))
    emit(options, {"file": str(file), "digits": digits}, lambda: iter([words]))
