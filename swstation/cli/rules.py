"""``due``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import click

from swstation.cli.base import Count, command, option
from swstation.cli.common import Options, as_of_option, emit, json_option, today
from swstation.i18n import N_, _


@command("due", help=N_("What is due: contacts, visits, reviews, registrations, training, drafts, export, backup."))
@option("--days", type=Count(0, 3660), default=0, help=N_("Also what comes due within so many days."))
@option("--put-off", is_flag=True, help=N_("Only what was put off."))
@option("--unit", default=None, help=N_("Only of this unit and those below it; by default all that is here."))
@as_of_option
@json_option
@click.pass_obj
def due_command(options: Options, days: int, put_off: bool, unit: str | None, as_of: date | None) -> None:
    """What is due: contacts, visits, reviews, registrations, training, drafts, export, backup."""
    from swstation.operations.standing import due

    book = options.book()
    found = due(book, today(as_of), days, put_off=put_off)
    if unit is not None:
        from swstation.operations.due_below import of_unit

        found = of_unit(book, unit, found)

    def lines() -> Iterator[str]:
        for item in found:
            yield "\t".join((item.on.isoformat(), f"{item.days:+d}", item.who, item.what))
        if not found:
            yield _("Nothing is due.")

    emit(options, [item.as_dict() for item in found], lines)
