"""``problem list``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import click

from swstation.cli.base import argument, group, option
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
    from swstation.operations.problems import KINDS, in_words, problems

    if kind is not None and kind not in KINDS:
        raise Refusal("value.code", field="kind", token=kind, choices=list(KINDS))
    book = options.book()
    found = problems(book.connection, book.unit, book.tier, today(as_of))
    told = in_words(book.connection, [one for one in found if kind in (None, one.kind)])

    def lines() -> Iterator[str]:
        for one in told:
            yield "\t".join((one.kind_words, one.who, one.problem.unit, one.what, one.owner, one.said)).rstrip()
        if not told:
            yield _("Everything fits together.")

    document = [
        {
            "kind": one.problem.kind, "table": one.problem.table, "row": one.problem.row, "what": one.what,
            "who": one.who, "unit": one.problem.unit, "field": one.problem.field or None,
            "other": one.problem.other or None, "owner": one.owner or None, "said": one.said or None,
        }
        for one in told
    ]  # fmt: skip
    emit(options, document, lines)


@problem_command.command("settle", help=N_("Say of a finding that it is right, corrected, or given to somebody."))
@argument("kind")
@argument("row")
@option(
    "--verdict",
    type=click.Choice(("explained", "corrected", "assigned")),
    required=True,
    help=N_("explained: it is as written and is listed no more."),
)
@option("--reason", required=True, metavar=N_("TEXT"), help=N_("What is the matter."))
@as_of_option
@json_option
@click.pass_obj
def settle_command(options: Options, kind: str, row: str, verdict: str, reason: str, as_of: date | None) -> None:
    """Say of a finding that it is right, corrected, or given to somebody."""
    from db.errors import Refusal
    from swstation.operations.problems import problems, settle

    book, day = options.book(), today(as_of)
    found = [one for one in problems(book.connection, book.unit, book.tier, day) if (one.kind, one.row) == (kind, row)]
    if not found:
        raise Refusal("finding.unknown", token=f"{kind} {row}")
    for one in found:
        settle(book, one, verdict, reason, day)
    emit(options, {"kind": kind, "row": row, "verdict": verdict}, lambda: iter([_("Finding settled")]))
