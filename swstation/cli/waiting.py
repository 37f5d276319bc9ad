"""``snooze`` and ``surge``: what is put off, and days of more frequent visits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import click

from swstation.cli.base import argument, group, option
from swstation.cli.common import Options, as_of_option, emit, json_option, today
from swstation.i18n import N_, _


@group("snooze", help=N_("Put a due line off with a reason. “due --put-off” lists what was put off."))
def snooze_command() -> None:
    """Put a due line off with a reason."""


@snooze_command.command("add", help=N_("Not before a day; KIND and REF as “due --json” gives them."))
@argument("kind")
@argument("ref")
@option("--until", required=True, metavar=N_("DATE"), help=N_("The day it is shown again."))
@option("--reason", required=True, metavar=N_("TEXT"), help=N_("Why it waits."))
@as_of_option
@json_option
@click.pass_obj
def add_command(options: Options, kind: str, ref: str, until: str, reason: str, as_of: date | None) -> None:
    """Not before a day; KIND and REF as ``due --json`` gives them."""
    from db.errors import Refusal
    from swstation.operations.standing import due
    from swstation.operations.waiting import snooze

    book, day = options.book(), today(as_of)
    item = next((one for one in due(book, day, 400) if (one.kind, one.ref) == (kind, ref) and ref), None)
    if item is None:
        raise Refusal("due.unknown", token=f"{kind} {ref}")
    try:
        date.fromisoformat(until)
    except ValueError:
        raise Refusal("value.date", field="until", token=until) from None
    snooze(book, kind, item.table, ref, until, reason, today=day)
    document = {"kind": kind, "ref": ref, "until": until}
    emit(options, document, lambda: iter([_("Put off until {day}.").format(day=until)]))


@snooze_command.command("end", help=N_("Show it again at once."))
@argument("kind")
@argument("ref")
@json_option
@click.pass_obj
def end_command(options: Options, kind: str, ref: str) -> None:
    """Show it again at once."""
    from swstation.operations.waiting import unsnooze

    unsnooze(options.book(), kind, ref)
    emit(options, {"kind": kind, "ref": ref, "until": None}, lambda: iter([_("Shown again.")]))


@group("surge", help=N_("Days of more frequent visits; “register add visit_surge” begins some."))
def surge_command() -> None:
    """Days of more frequent visits."""


@surge_command.command("list", help=N_("Each with how many people it holds for and how many were met."))
@as_of_option
@json_option
@click.pass_obj
def surge_list_command(options: Options, as_of: date | None) -> None:
    """Each with how many people it holds for and how many were met."""
    from swstation.operations.visit_standing import coverages

    found = coverages(options.book(only_look=True), today(as_of))
    document = [
        {
            "id": one.id, "title": one.title, "start_on": one.start_on.isoformat(), "end_on": one.end_on.isoformat(),
            "times": one.times, "period": one.period, "people": met.people, "now": met.now, "ever": met.ever,
            "windows": [{"from": first.isoformat(), "met": n} for first, n in met.windows],
        }
        for one, met in found
    ]  # fmt: skip

    def lines() -> Iterator[str]:
        for one, met in found:
            days = f"{one.start_on.isoformat()} - {one.end_on.isoformat()}"
            yield "\t".join((one.title, days, f"{met.now}/{met.people}", f"{met.ever}/{met.people}"))
        if not found:
            yield _("No days of more frequent visits.")

    emit(options, document, lines)
