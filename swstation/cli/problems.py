"""``problem list``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import click

from swstation.cli.base import group, option
from swstation.cli.common import Options, as_of_option, emit, json_option, today
from swstation.i18n import N_, _


@group("problem", help=N_("What does not fit together after merging; it goes away with its cause."))
def problem_command() -> None:
    """What does not fit together after merging; it goes away with its cause."""


@problem_command.command("list", help=N_("All findings: kind, whose record, what is wrong with it."))
@option("--kind", default=None, metavar=N_("KIND"), help=N_("Only those of one kind."))
@as_of_option
@json_option
@click.pass_obj
def list_command(options: Options, kind: str | None, as_of: date | None) -> None:
    """All findings: kind, whose record, what is wrong with it."""
    from db.errors import Refusal
    from db.queries.problems import KINDS
    from swstation.operations.problems import in_words, problems

    if kind is not None and kind not in KINDS:
        raise Refusal("value.code", field="kind", token=kind, choices=list(KINDS))
    book = options.book()
    found = problems(book.connection, book.unit, book.tier, today(as_of))
    told = in_words(book.connection, [one for one in found if kind in (None, one.kind)])

    def lines() -> Iterator[str]:
        for one in told:
            yield "\t".join((one.kind_words, one.who, one.problem.unit, one.what))
        if not told:
            yield _("Everything fits together.")

    document = [
        {
            "kind": one.problem.kind, "table": one.problem.table, "row": one.problem.row, "what": one.what,
            "who": one.who, "unit": one.problem.unit, "field": one.problem.field or None,
            "other": one.problem.other or None,
        }
        for one in told
    ]  # fmt: skip
    emit(options, document, lines)
