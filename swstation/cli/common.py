"""What every command shares: opening the book, printing, refusing."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from db.errors import Refusal
from swstation.cli.base import option
from swstation.errors import as_dict, message
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from swstation.operations.book import Book

F = TypeVar("F", bound=Callable[..., Any])

_LONGEST_PASSPHRASE = 4096
_DATE = re.compile(r"(?:19|20|21)\d\d-\d\d-\d\d", re.ASCII)


@dataclass
class Options:
    """The options before the command, and whether its output is JSON."""

    given: Path | None = None
    passphrase_file: Path | None = None
    as_json: bool = False
    anyway: bool = False
    newer: bool = False
    """The book is of a newer program and only looked at."""
    books: list[Book] = field(default_factory=list)

    @property
    def database(self) -> Path:
        """The database asked for, else the one in its usual place."""
        from swstation.paths import default_database

        return self.given or default_database()

    def passphrase(self, *, twice: bool = False) -> str:
        """The passphrase: from a file, from ``SWSTATION_PASSPHRASE``, else asked for on the terminal."""
        if self.passphrase_file is not None:
            return read_passphrase(self.passphrase_file)
        if (given := os.environ.get("SWSTATION_PASSPHRASE")) is not None:
            return given
        if not on_terminal():
            raise Refusal("store.passphrase_needed")
        typed: str = click.prompt(_("Passphrase"), hide_input=True, err=True, confirmation_prompt=twice)
        return typed

    def book(self, *, only_look: bool = False) -> Book:
        """The installation, open until the command ends.

        ``only_look``: for a command that only lists what is there; it opens a newer program's book too, and says so.
        """
        from db import protect
        from swstation.operations.book import open_book

        if not self.database.is_file():
            raise Refusal("store.missing", path=str(self.database))
        passphrase = self.passphrase() if protect.is_encrypted(self.database) else None
        book = open_book(self.database, passphrase, only_look=only_look)
        self.books.append(book)
        if book.store.newer:
            self.newer = True
            click.echo(message(Refusal("store.newer_version", path=self.database.name)), err=True)
        if self.anyway:
            from swstation.operations.guards import accept_place

            accept_place(book)
        if sys.stderr.isatty():
            from swstation.operations.clocks import doubts

            for doubt in doubts(book):
                click.echo(message(doubt), err=True)
        return book

    def close(self) -> None:
        """Close what was opened."""
        while self.books:
            self.books.pop().close()


def on_terminal() -> bool:
    """Whether somebody is there to answer a question."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def read_passphrase(file: Path) -> str:
    """The first line of a file. Refuses one that cannot be read as text, and one that has no end in sight."""
    try:
        with file.open(encoding="utf-8-sig") as text:
            read = text.read(_LONGEST_PASSPHRASE)
    except (OSError, UnicodeDecodeError):
        raise Refusal("cli.passphrase_file", file=file.name) from None
    if not read.strip() or len(read) == _LONGEST_PASSPHRASE:
        raise Refusal("cli.passphrase_file", file=file.name)
    return read.rstrip("\r\n")


@contextmanager
def exclusive(options: Options) -> Iterator[None]:
    """Hold the writer's lock: no other program may write meanwhile."""
    from db.store import writer_lock

    with writer_lock(options.database):
        yield


def as_json(document: Any) -> str:
    """A document as ``--json`` prints it."""
    import orjson

    try:
        return orjson.dumps(document, option=orjson.OPT_INDENT_2).decode("utf-8") + "\n"
    except orjson.JSONEncodeError:
        # A file name that is not UTF-8: the slower writer escapes it.
        import json

        return json.dumps(document, indent=2) + "\n"


class Unheard(Exception):
    """What was to be printed could not be: a full disk, or the reader of a pipe has gone."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error


def say(text: str) -> None:
    """Print to standard output at once. Raises ``Unheard``."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        raise Unheard(error) from error


def emit(options: Options, document: Any, lines: Callable[[], Iterator[str]]) -> None:
    """Print the result: the JSON document, or the lines for a person."""
    say(as_json(document) if options.as_json else "".join(f"{line}\n" for line in lines()))


def refuse(options: Options, refusals: list[Refusal], extra: dict[str, Any] | None = None) -> None:
    """Print refusals (in one line on stderr; with ``--json`` also a document on stdout)."""
    click.echo(one_line(" ".join(message(refusal) for refusal in refusals[:3])), err=True)
    if options.as_json:
        say(as_json({**(extra or {}), "errors": [as_dict(refusal) for refusal in refusals]}))


def one_line(text: str) -> str:
    """A text without what would begin a new line or move the cursor of a terminal."""
    return "".join(c if c.isprintable() else " " for c in text).strip()


def json_option(command: F) -> F:
    """Add ``--json`` to a command."""

    @wraps(command)
    def wrapped(*args: Any, as_json: bool, **kwargs: Any) -> Any:
        click.get_current_context().find_object(Options).as_json = as_json  # type: ignore[union-attr]
        return command(*args, **kwargs)

    flag = option("--json", "as_json", is_flag=True, help=N_("One JSON document on standard output."))
    return flag(wrapped)  # type: ignore[return-value]


class Day(click.ParamType[date]):
    """A date option."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """From ``2026-11-18``; a year that no record has could not be reckoned with."""
        if isinstance(value, date):
            return value
        try:
            if _DATE.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.fail(_("“{value}” is not a date. Write it as 2026-11-18.").format(value=value), param, ctx)


as_of_option = option("--as-of", type=Day(), default=None, help=N_("The day to compute for (today)."))


def today(as_of: date | None) -> date:
    """The day asked for, else today: the only place where a command reads the calendar."""
    from datetime import datetime

    return as_of or datetime.now().astimezone().date()


def find_staff(book: Book, typed: str) -> str:
    """The id of the member of staff meant by a name or an id."""
    from db.queries.people import staff_list

    found = [row for row in staff_list(book.connection) if typed in (row.name, row.id)]
    if not found:
        raise Refusal("people.unknown", field="worker", token=typed)
    if len(found) > 1:
        raise Refusal("people.several", field="worker", token=typed, choices=[row.id for row in found])
    return found[0].id


def find_field(book: Book, typed: str) -> str:
    """The service field of the unit's policy meant by its id or its name."""
    from swstation.operations.standing import policy_of
    from swstation.rules.fields import service_fields

    known = service_fields(policy_of(book.connection, book.unit))
    found = next((field.id for field in known if typed in (field.id, field.zh, field.en)), None)
    if found is None:
        raise Refusal("value.code", field="field", token=typed, choices=[field.id for field in known])
    return found


def find_client(book: Book, typed: str, on: date) -> str:
    """The id of the client meant by a name, an alias or an id."""
    from db.queries.clients import client_list

    found = [
        row
        for row in client_list(book.connection, on.isoformat())
        if typed in (row.name, row.id, *(row.aliases or "").split("、"))
    ]
    if not found:
        raise Refusal("client.unknown", field="client", token=typed)
    if len(found) > 1:
        raise Refusal("client.several", field="client", token=typed, choices=[row.id for row in found])
    return found[0].id
