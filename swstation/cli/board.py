"""``board``: which station has handed in which month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import click

from swstation.cli.base import command, option
from swstation.cli.common import Options, as_of_option, emit, json_option, today
from swstation.i18n import N_, _


@command("board", help=N_("Stations and months: what has come, what is missing, what waits."))
@option(
    "--months",
    type=click.IntRange(1, 36),
    default=12,
    show_default=True,
    help=N_("How many months, the present one included."),
)
@option("--chase", is_flag=True, help=N_("Print the messages to the stations that owe something."))
@as_of_option
@json_option
@click.pass_obj
def board_command(options: Options, months: int, chase: bool, as_of: date | None) -> None:
    """Stations and months: what has come, what is missing, what waits."""
    from swstation.exchange.board import board_of, months_to
    from swstation.exchange.chasing import chase_all, code_of
    from swstation.exchange.states import long_word

    book = options.book()
    day = today(as_of)
    found = board_of(book, months_to(day.isoformat()[:7], months), day)
    message = chase_all(found.laggards, book_name(options), day, codes=code_of) if chase else None
    document = {
        "as_of": day.isoformat(), "months": list(found.months), "stations": [row.as_dict() for row in found.rows],
        **({} if message is None else {"message": message}),
    }  # fmt: skip

    def lines() -> Iterator[str]:
        if message is not None:
            yield message.rstrip("\n") or _("Nobody owes anything.")
            return
        yield "\t".join((_("Station"), *found.months))
        for row in found.rows:
            yield "\t".join((row.name, *(long_word(cell.state) for cell in row.cells)))
        if not found.rows:
            yield _("No station is known yet: take in their cards with “swstation trust FILE”.")

    emit(options, document, lines)


def book_name(options: Options) -> str:
    """The name of the unit whose book this is."""
    from db.queries.units import unit_by_code

    book = options.books[-1]
    unit = unit_by_code(book.connection, book.unit)
    return unit.name if unit else book.unit
