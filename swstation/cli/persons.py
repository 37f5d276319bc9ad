"""``person list``, ``person show``, ``person same``, ``person different``, ``person undo``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from swstation.cli.base import argument, group, option
from swstation.cli.common import Options, emit, json_option
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from swstation.operations.book import Book

_FIRST = N_("CLIENT")
_SECOND = N_("OTHER")


@group("person", help=N_("Files that may be of one person: list them, say so, take it back. Files are never fused."))
def person_command() -> None:
    """Files that may be of one person: list them, say so, take it back. Files are never fused."""


@person_command.command("list", help=N_("Pairs that are not decided yet, without showing who they are."))
@option("--decided", is_flag=True, help=N_("Those that are decided instead."))
@option("--all", "every", is_flag=True, help=N_("All of them."))
@json_option
@click.pass_obj
def list_command(options: Options, decided: bool, every: bool) -> None:
    """Pairs that are not decided yet, without showing who they are."""
    from swstation.operations.links import OPEN, twins
    from swstation.operations.persons import shown

    book = options.book()
    found = [one for one in twins(book.connection) if every or (one.state != OPEN) == decided]
    pairs = shown(book, found)

    def lines() -> Iterator[str]:
        for one in pairs:
            sides = ("  ".join((side.id[-8:], side.name, side.born, side.where)) for side in one.sides)
            yield "\t".join((one.words, one.state_words, *sides))
        if not pairs:
            yield _("No pair is waiting.") if not decided else _("Nothing was decided yet.")

    emit(options, [_as_json(one) for one in pairs], lines)


@person_command.command("show", help=N_("Both files side by side, unmasked; it is noted in the audit trail."))
@argument("client", metavar=_FIRST)
@argument("other", metavar=_SECOND)
@json_option
@click.pass_obj
def show_command(options: Options, client: str, other: str) -> None:
    """Both files side by side, unmasked; it is noted in the audit trail."""
    from swstation.operations.persons import revealed

    book = options.book()
    one = revealed(book, *_two(book, client, other))

    def lines() -> Iterator[str]:
        for side in one.sides:
            yield "\t".join((side.id[-8:], side.name, side.born, side.where, side.number, side.phone, side.address))

    emit(options, _as_json(one), lines)


def _two(book: Book, client: str, other: str) -> tuple[str, str]:
    from swstation.operations.links import named

    return named(book.connection, client), named(book.connection, other)


def _decided(options: Options, client: str, other: str, verdict: str, reason: str | None) -> None:
    from swstation.operations.links import decide

    book = options.book()
    a, b = _two(book, client, other)
    decide(book, a, b, verdict, reason)
    emit(options, {"a": min(a, b), "b": max(a, b), "state": verdict}, lambda: iter([_("Decided.")]))


@person_command.command("same", help=N_("The two files are of one person; counts take them as one from now on."))
@argument("client", metavar=_FIRST)
@argument("other", metavar=_SECOND)
@option("--reason", default=None, metavar=N_("TEXT"), help=N_("Why."))
@json_option
@click.pass_obj
def same_command(options: Options, client: str, other: str, reason: str | None) -> None:
    """The two files are of one person; counts take them as one from now on."""
    _decided(options, client, other, "same", reason)


@person_command.command("different", help=N_("The two files are of two people; it is remembered."))
@argument("client", metavar=_FIRST)
@argument("other", metavar=_SECOND)
@option("--reason", default=None, metavar=N_("TEXT"), help=N_("Why."))
@json_option
@click.pass_obj
def different_command(options: Options, client: str, other: str, reason: str | None) -> None:
    """The two files are of two people; it is remembered."""
    _decided(options, client, other, "different", reason)


@person_command.command("undo", help=N_("Take a verdict back: the pair is open again."))
@argument("client", metavar=_FIRST)
@argument("other", metavar=_SECOND)
@json_option
@click.pass_obj
def undo_command(options: Options, client: str, other: str) -> None:
    """Take a verdict back: the pair is open again."""
    from swstation.operations.links import withdraw

    book = options.book()
    a, b = _two(book, client, other)
    withdraw(book, a, b)
    emit(options, {"a": min(a, b), "b": max(a, b), "state": "open"}, lambda: iter([_("Taken back.")]))


def _as_json(one: Any) -> dict[str, Any]:
    sides = [
        {"id": s.id, "name": s.name, "born": s.born, "where": s.where, "unit": s.unit, "number": s.number}
        for s in one.sides
    ]
    return {"a": one.a, "b": one.b, "ground": one.ground, "state": one.state, "people": sides}
