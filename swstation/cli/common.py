"""What every command shares: opening the book, printing, refusing."""

from __future__ import annotations

import os
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
from swstation.errors import as_dict, message
from swstation.i18n import _

if TYPE_CHECKING:
    from swstation.operations.book import Book

F = TypeVar("F", bound=Callable[..., Any])


@dataclass
class Options:
    """The options before the command, and whether its output is JSON."""

    database: Path
    passphrase_file: Path | None = None
    as_json: bool = False
    books: list[Book] = field(default_factory=list)

    def passphrase(self, *, twice: bool = False) -> str:
        """The passphrase: from a file, from ``SWSTATION_PASSPHRASE``, else asked for on the terminal."""
        if self.passphrase_file is not None:
            try:
                return self.passphrase_file.read_text(encoding="utf-8").rstrip("\r\n")
            except (OSError, UnicodeDecodeError):
                raise Refusal("cli.passphrase_file", file=self.passphrase_file.name) from None
        if (given := os.environ.get("SWSTATION_PASSPHRASE")) is not None:
            return given
        if not sys.stdin.isatty() or not sys.stderr.isatty():
            raise Refusal("store.passphrase_needed")
        typed: str = click.prompt(_("Passphrase"), hide_input=True, err=True, confirmation_prompt=twice)
        return typed

    def book(self) -> Book:
        """The installation, open until the command ends."""
        from db import protect
        from swstation.operations.book import open_book

        if not self.database.is_file():
            raise Refusal("store.missing", path=str(self.database))
        book = open_book(self.database, self.passphrase() if protect.is_encrypted(self.database) else None)
        self.books.append(book)
        return book


@contextmanager
def exclusive(options: Options) -> Iterator[None]:
    """Hold the writer's lock: no other program may write meanwhile."""
    from db.store import writer_lock

    with writer_lock(options.database):
        yield


def emit(options: Options, document: Any, lines: Callable[[], Iterator[str]]) -> None:
    """Print the result: the JSON document, or the lines for a person."""
    if options.as_json:
        import orjson

        sys.stdout.write(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode("utf-8") + "\n")
    else:
        for line in lines():
            click.echo(line)


def refuse(options: Options, refusals: list[Refusal], extra: dict[str, Any] | None = None) -> None:
    """Print refusals (one line each on stderr; with ``--json`` also a document on stdout)."""
    if options.as_json:
        import orjson

        document = {**(extra or {}), "errors": [as_dict(refusal) for refusal in refusals]}
        sys.stdout.write(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode("utf-8") + "\n")
    click.echo(" ".join(message(refusal).replace("\n", " ") for refusal in refusals[:3]), err=True)


def json_option(command: F) -> F:
    """Add ``--json`` to a command."""

    @wraps(command)
    def wrapped(*args: Any, as_json: bool, **kwargs: Any) -> Any:
        click.get_current_context().find_object(Options).as_json = as_json  # type: ignore[union-attr]
        return command(*args, **kwargs)

    option = click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
    return option(wrapped)  # type: ignore[return-value]


class Day(click.ParamType[date]):
    """A date option."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """From ``2026-11-18``."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(_("“{value}” is not a date. Write it as 2026-11-18.").format(value=value), param, ctx)


as_of_option = click.option("--as-of", type=Day(), default=None, help="The day to compute for (today).")


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
