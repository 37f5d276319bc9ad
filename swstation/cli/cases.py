"""``case open``, ``case move``, ``case list``; the other commands of a case are in ``case_files``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from swstation import lists
from swstation.cli import case_files
from swstation.cli.base import argument, group, option
from swstation.cli.common import (
    Day,
    Options,
    as_of_option,
    emit,
    find_client,
    find_field,
    find_staff,
    json_option,
    today,
)
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from db.queries.cases import CaseRow


@group("case", help=N_("Open, move on and list cases."))
def case_command() -> None:
    """Open, move on and list cases."""


@case_command.command("open", help=N_("Open a case for one or more clients."))
@argument("clients", nargs=-1, required=True, metavar=N_("CLIENT..."))
@option("--worker", default=None, help=N_("Who is responsible; the writer by default."))
@option("--field", default=None, help=N_("Service field."))
@option("--problem", default=None, help=N_("What it is about."))
@option("--next", "next_contact", type=Day(), default=None, help=N_("Day of the next contact."))
@as_of_option
@json_option
@click.pass_obj
def open_command(
    options: Options, clients: tuple[str, ...], worker: str | None, field: str | None, problem: str | None,
    next_contact: date | None, as_of: date | None,
) -> None:  # fmt: skip
    """Open a case for one or more clients."""
    from swstation.operations.cases import open_case

    book, day = options.book(), today(as_of)
    ids = [find_client(book, typed, day) for typed in clients]
    case, _changes = open_case(
        book, ids, opened_on=day.isoformat(), field=find_field(book, field) if field else None, problem=problem,
        worker=find_staff(book, worker) if worker else None,
        next_contact=next_contact.isoformat() if next_contact else None,
    )  # fmt: skip
    _show(options, book, case)


@case_command.command("move", help=N_("Move a case to a stage; closure closes it, an earlier stage reopens it."))
@argument("number")
@argument("stage")
@option("--reason", type=click.Choice([e.code for e in lists.entries("close_reason")]), default=None)
@option("--anyway", default=None, help=N_("A lead closes it although something is missing, and why."))
@option("--because", default=None, help=N_("Why a closed case is reopened."))
@option("--next", "next_contact", type=Day(), default=None, help=N_("Day of the next contact."))
@option("--worker", default=None, help=N_("Who does it; the last writer by default."))
@as_of_option
@json_option
@click.pass_obj
def move_command(
    options: Options, number: str, stage: str, reason: str | None, anyway: str | None, because: str | None,
    next_contact: date | None, worker: str | None, as_of: date | None,
) -> None:  # fmt: skip
    """Move a case to a stage; closure closes it, an earlier stage reopens it."""
    from swstation.operations.cases import find_case, move_case

    book = case_files.as_writer(options.book(), worker)
    case = find_case(book, number)
    move_case(
        book, case.id, stage, today(as_of).isoformat(), reason=reason, anyway=anyway, because=because,
        next_contact=next_contact.isoformat() if next_contact else None,
    )  # fmt: skip
    _show(options, book, case.id)


@case_command.command("list", help=N_("List cases, newest first."))
@option("--state", type=click.Choice(["open", "closed", "transferred", "suspended"]), default=None)
@json_option
@click.pass_obj
def list_command(options: Options, state: str | None) -> None:
    """List cases, newest first."""
    from db.queries.cases import case_list

    found = case_list(options.book(only_look=True).connection, state=state)

    def lines() -> Iterator[str]:
        for row in found:
            yield _line(row)
        if not found:
            yield _("No case yet. Open one with “swstation case open CLIENT”.")

    emit(options, [as_json(row) for row in found], lines)


for _one in case_files.COMMANDS:
    case_command.add_command(_one)


def _show(options: Options, book: Any, case: str) -> None:
    from db.queries.cases import case_by_id

    row = case_by_id(book.connection, case)
    assert row is not None
    emit(options, as_json(row), lambda: iter([_line(row)]))


def as_json(row: CaseRow) -> dict[str, Any]:
    """A case as ``--json`` prints it."""
    return {
        "id": row.id, "number": row.number, "clients": row.clients.split("、") if row.clients else [],
        "worker": row.worker_name, "field": row.field, "stage": row.stage, "state": row.state,
        "opened_on": row.opened_on, "closed_on": row.closed_on, "next_contact": row.next_contact,
    }  # fmt: skip


def _line(row: CaseRow) -> str:
    parts = (row.number, row.clients or "", row.worker_name or "", lists.label("stage", row.stage), row.opened_on)
    return "\t".join((*parts, row.next_contact or ""))
