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
    from swstation.rules.time_share import ShareRule


@command("time", help=N_("Time split of a month: professional, civil affairs, administration."))
@option("--month", default=None, metavar="2026-11", help=N_("The month; the current one by default."))
@option(
    "--own-rule", type=click.IntRange(0, 100), default=None, metavar=N_("PERCENT"),
    help=N_("Note the unit's own rule: at most so much of the time on civil affairs; 0 takes it away."),
)  # fmt: skip
@option("--basis", default="", help=N_("What the own rule rests on."))
@json_option
@click.pass_obj
def time_command(options: Options, month: str | None, own_rule: int | None, basis: str) -> None:
    """Time split of a month: professional, civil affairs, administration."""
    from swstation.operations.time_share import rule_of, set_own_rule
    from swstation.reports.time_share_words import rule_words
    from swstation.reports.time_split import of_month

    book = options.book(only_look=own_rule is None)
    if own_rule is not None:
        set_own_rule(book, own_rule or None, basis)
    with book.store.snapshot() as connection:
        found = of_month(connection, book.unit, month or f"{today(None):%Y-%m}")
        rule = rule_of(connection, book.unit)

    def lines() -> Iterator[str]:
        heads = (_("Worker"), _("Professional"), _("Civil affairs"), _("Administration"), _("Without length"))
        yield "\t".join(heads)
        for one in found:
            yield _line(one)
        if not found:
            yield _("Nothing was logged in this month.")
        yield rule_words(rule)
        for one in found:
            if rule is not None and one.worker and rule.broken_by(one.affairs, one.minutes):
                yield _("Above it: {name}, {share}").format(name=one.name, share=one.share("affairs"))

    emit(options, [_as_json(one, rule) for one in found], lines)


def _line(one: Split) -> str:
    from swstation.reports.time_split import PARTS

    hours = [f"{getattr(one, part) / 60:.1f} ({one.share(part)})" for part in PARTS]
    return "\t".join((one.name or _("All together"), *hours, str(one.untimed)))


def _as_json(one: Split, rule: ShareRule | None) -> dict[str, Any]:
    return {
        "worker": one.name or None, "professional": one.professional, "affairs": one.affairs,
        "administration": one.administration, "minutes": one.minutes, "entries": one.entries, "untimed": one.untimed,
        "learning": one.learning, "most_percent": rule.most if rule else None,
        "above": rule.broken_by(one.affairs, one.minutes) if rule else None,
    }  # fmt: skip
