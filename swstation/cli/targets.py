"""``targets``: what the policies and the unit itself want to reach, against what the registers count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from swstation.cli.base import command, option
from swstation.cli.common import Options, as_of_option, emit, json_option, today
from swstation.i18n import N_, _, language

if TYPE_CHECKING:
    from swstation.rules.targets import TargetResult

STATUS = {
    "met": N_("reached"),
    "missed": N_("not reached"),
    "open": N_("on the way"),
    "share": N_("own share"),
    "no_figure": N_("no figure"),
    "reported": N_("reported only"),
}
UNITS = {
    "person": N_("people"), "post": N_("posts"), "institution": N_("institutions"), "platform": N_("platforms"),
    "site": N_("sites"), "percent": "%", "permille": "‰",
}  # fmt: skip


@command("targets", help=N_("Targets against what is counted, each with its clause."))
@option("--unit", default=None, help=N_("Of this unit; by default one's own."))
@as_of_option
@json_option
@click.pass_obj
def targets_command(options: Options, unit: str | None, as_of: date | None) -> None:
    """Targets against what is counted, each with its clause."""
    from swstation.operations.targets import targets

    book = options.book(only_look=True)
    with book.store.snapshot() as connection:
        found = targets(connection, unit or book.unit, today(as_of))

    def lines() -> Iterator[str]:
        for row in found:
            yield "\t".join(words_of(row))
        if not found:
            yield _(
                "The policies of this unit print no target. Set one of your own: swstation register add county_target"
            )

    emit(options, [row.as_dict() for row in found], lines)


def words_of(row: TargetResult) -> tuple[str, ...]:
    """A target in words: what, actual against target, due, how it stands, on which clause."""
    unit = _(UNITS[row.unit]) if UNITS.get(row.unit) else row.unit
    if row.target is None:
        amount = ""
    else:
        actual = "-" if row.actual is None else f"{row.actual:g}"
        amount = f"{actual} / {row.op if row.op != '>=' else ''}{row.target} {unit}".replace(" %", "%").replace(
            " ‰", "‰"
        )
        if row.reached is not None:
            amount += "  " + _("{n} of {total} reach it").format(n=row.reached, total=row.base)
    clause = f"{row.clause.document} {row.clause.section}" if row.clause else row.decision
    due = row.due.isoformat() if row.due else ""
    return (row.label_en if language() == "en" else row.label_zh, amount, due, _(STATUS[row.status]), clause)
