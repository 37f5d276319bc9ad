"""``targets``: what the policies and the unit itself want to reach, against what the registers count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import click

from swstation.cli.base import command, option
from swstation.cli.common import Options, as_of_option, emit, json_option, today
from swstation.i18n import N_, _


@command("targets", help=N_("Targets against what is counted, each with its clause."))
@option("--unit", default=None, help=N_("Of this unit; by default one's own."))
@as_of_option
@json_option
@click.pass_obj
def targets_command(options: Options, unit: str | None, as_of: date | None) -> None:
    """Targets against what is counted, each with its clause."""
    from swstation.operations.targets import targets
    from swstation.reports.project_words import target_words

    book = options.book(only_look=True)
    with book.store.snapshot() as connection:
        found = targets(connection, unit or book.unit, today(as_of))

    def lines() -> Iterator[str]:
        for row in found:
            yield "\t".join(target_words(row))
        if not found:
            yield _(
                "The policies of this unit print no target. Set one of your own: swstation register add county_target"
            )

    emit(options, [row.as_dict() for row in found], lines)
