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
@as_of_option
@json_option
@click.pass_obj
def due_command(options: Options, days: int, put_off: bool, as_of: date | None) -> None:
    """What is due: contacts, visits, reviews, registrations, training, drafts, export, backup."""
    from swstation.operations.standing import due

    found = due(options.book(), today(as_of), days, put_off=put_off)

    def lines() -> Iterator[str]:
        for item in found:
            yield "\t".join((item.on.isoformat(), f"{item.days:+d}", item.who, item.what))
        if not found:
            yield _("Nothing is due.")

    emit(options, [item.as_dict() for item in found], lines)
