"""``project list`` and ``project show``: checks with their clauses, indicators counted from the entries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from db.errors import Refusal
from swstation.cli.base import argument, group
from swstation.cli.common import Options, as_of_option, emit, json_option, today
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from swstation.operations.projects import ProjectStanding


@group("project", help=N_("Purchased projects: checks with their clauses, indicators."))
def project_command() -> None:
    """Purchased projects."""


@project_command.command("list", help=N_("List projects and how their checks stand."))
@as_of_option
@json_option
@click.pass_obj
def list_command(options: Options, as_of: date | None) -> None:
    """List projects."""
    from swstation.operations.projects import standings

    book = options.book(only_look=True)
    with book.store.snapshot() as connection:
        found = standings(connection, book.unit, today(as_of))

    def lines() -> Iterator[str]:
        for one in found:
            breaches = sum(1 for check in one.checks if check.status in ("short", "late"))
            row = one.row
            yield "\t".join((row["title"], row["start_on"], row["end_on"], str(breaches), row["id"]))
        if not found:
            yield _("No project yet. Add one: swstation register add project title=… start_on=… end_on=…")

    emit(options, [_document(one) for one in found], lines)


@project_command.command("show", help=N_("Show one project (by its id or title)."))
@argument("project", metavar=N_("ID"))
@as_of_option
@json_option
@click.pass_obj
def show_command(options: Options, project: str, as_of: date | None) -> None:
    """Show one project."""
    from swstation.operations.projects import standings
    from swstation.reports.project_words import check_words

    book = options.book(only_look=True)
    with book.store.snapshot() as connection:
        known = standings(connection, book.unit, today(as_of))
    found = [one for one in known if project in (one.row["id"], one.row["title"])]
    if len(found) != 1:
        raise Refusal("record.no_row", token=project, choices=[one.row["title"] for one in known])

    def lines() -> Iterator[str]:
        for check in found[0].checks:
            yield "\t".join(check_words(check))
        for line in found[0].indicators:
            yield "\t".join((line.title, f"{line.actual if line.actual is not None else '-'} / {line.target or '-'}"))

    emit(options, _document(found[0]), lines)


def _document(one: ProjectStanding) -> dict[str, Any]:
    return {
        **one.row,
        "checks": [check.as_dict() for check in one.checks],
        "indicators": [line._asdict() for line in one.indicators],
        "budget": one.budget,
        "spent": one.spent,
    }
