"""``time``: professional service, civil-affairs work, administration of each worker in a month."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from swstation.cli.base import command, option
from swstation.cli.common import Options, emit, json_option, today
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from swstation.reports.time_split import Split


@command("time", help=N_("Time split of a month: professional, civil affairs, administration."))
@option("--month", default=None, metavar="2026-11", help=N_("The month; the current one by default."))
@json_option
@click.pass_obj
def time_command(options: Options, month: str | None) -> None:
    """Time split of a month: professional, civil affairs, administration."""
    from swstation.reports.time_split import of_month

    book = options.book(only_look=True)
    with book.store.snapshot() as connection:
        found = of_month(connection, book.unit, month or f"{today(None):%Y-%m}")

    def lines() -> Iterator[str]:
        heads = (_("Worker"), _("Professional"), _("Civil affairs"), _("Administration"), _("Without length"))
        yield "\t".join(heads)
        for one in found:
            yield _line(one)
        if not found:
            yield _("Nothing was logged in this month.")

    emit(options, [_as_json(one) for one in found], lines)


def _line(one: Split) -> str:
    from swstation.reports.time_split import PARTS

    hours = [f"{getattr(one, part) / 60:.1f} ({one.share(part)})" for part in PARTS]
    return "\t".join((one.name or _("All"), *hours, str(one.untimed)))


def _as_json(one: Split) -> dict[str, Any]:
    return {
        "worker": one.name or None, "professional": one.professional, "affairs": one.affairs,
        "administration": one.administration, "minutes": one.minutes, "entries": one.entries, "untimed": one.untimed,
    }  # fmt: skip
