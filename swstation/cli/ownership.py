"""``transfer``, ``handover``, ``admit``, ``erase``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from swstation.cli.base import argument, command, group, option
from swstation.cli.common import Day, Options, emit, find_client, find_staff, json_option, on_terminal, today
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from swstation.operations.book import Changes
    from swstation.operations.erasure import ToErase

F = TypeVar("F", bound=Callable[..., Any])


def _to(function: F) -> F:
    for one in (
        json_option,
        option("--reason", required=True, help=N_("Why.")),
        option("--on", "on", type=Day(), default=None, help=N_("From this day on; today by default.")),
        option("--to", "to", required=True, metavar=N_("UNIT"), help=N_("The unit it belongs to from then on.")),
    ):
        function = one(function)
    return function


_consent = option("--consent", required=True, help=N_("Whose consent there is to pass the file on."))


@group("transfer", help=N_("County: hand a client, a case or a member of staff to another unit."))
def transfer_command() -> None:
    """County: hand a client, a case or a member of staff to another unit."""


@transfer_command.command(
    "client", help=N_("Hand over a client's file with categories, visit plans, household and open cases.")
)
@argument("client", metavar=N_("CLIENT"))
@_consent
@option("--without-cases", is_flag=True, help=N_("The cases stay where they are."))
@_to
@click.pass_obj
def client_command(
    options: Options, client: str, to: str, on: date | None, reason: str, consent: str, without_cases: bool
) -> None:
    """Hand over a client's file with categories, visit plans, household and open cases."""
    from swstation.operations.transfers import transfer_client

    book, day = options.book(), today(on)
    row = find_client(book, client, day)
    _show(options, transfer_client(book, row, to, day.isoformat(), reason, consent, cases=not without_cases), to)


@transfer_command.command("case", help=N_("Hand over a case with its goals."))
@argument("number", metavar=N_("NUMBER"))
@_consent
@_to
@click.pass_obj
def case_command(options: Options, number: str, to: str, on: date | None, reason: str, consent: str) -> None:
    """Hand over a case with its goals."""
    from swstation.operations.cases import find_case
    from swstation.operations.transfers import transfer_case

    book = options.book()
    case = find_case(book, number)
    _show(options, transfer_case(book, case.id, to, today(on).isoformat(), reason, consent), to)


@transfer_command.command("staff", help=N_("A member of staff works for another unit from a day on."))
@argument("staff", metavar=N_("STAFF"))
@_to
@click.pass_obj
def staff_command(options: Options, staff: str, to: str, on: date | None, reason: str) -> None:
    """A member of staff works for another unit from a day on."""
    from swstation.operations.transfers import transfer_staff

    book = options.book()
    _show(options, transfer_staff(book, find_staff(book, staff), to, today(on).isoformat(), reason), to)


def _show(options: Options, done: Changes, to: str) -> None:
    from db.queries.units import unit_by_code

    rows = [[table, row] for table, row in done.rows]
    known = unit_by_code(options.books[-1].connection, to)
    name = known.name if known else to

    def lines() -> Iterator[str]:
        yield ngettext("{n} row now belongs to {unit}.", "{n} rows now belong to {unit}.", len(rows)).format(
            n=len(rows), unit=name
        )
        yield _("The next bundle down to {unit} brings what is known of it.").format(unit=name)

    emit(options, {"to": to, "rows": rows}, lines)


@command("handover", help=N_("List what was handed to another unit; with --all confirm it: it is only read here then."))
@argument("rows", nargs=-1, metavar=N_("ROW..."))
@option("--all", "every", is_flag=True, help=N_("Confirm all that waits."))
@json_option
@click.pass_obj
def handover_command(options: Options, rows: tuple[str, ...], every: bool) -> None:
    """List what was handed to another unit; with --all confirm it."""
    from swstation.operations.transfers import hand_over, handovers

    book = options.book()
    waiting = handovers(book)
    if not rows and not every:
        document: Any = [one._asdict() for one in waiting]

        def listed() -> Iterator[str]:
            for one in waiting:
                yield "\t".join((one.table, one.row, one.to, one.on, one.reason))
            if not waiting:
                yield _("Nothing waits to be handed over.")

        emit(options, document, listed)
        return
    chosen = None if every else tuple((one.table, one.row) for one in waiting if one.row in rows)
    done = hand_over(book, chosen)

    def lines() -> Iterator[str]:
        yield ngettext("{n} handover confirmed.", "{n} handovers confirmed.", len(done.rows)).format(n=len(done.rows))

    emit(options, {"rows": [list(row) for row in done.rows]}, lines)


@command("admit", help=N_("List records that do not count; a county lets them count, or with --refuse not."))
@argument("records", nargs=-1, metavar=N_("RECORD..."))
@option("--refuse", "refused", is_flag=True, help=N_("Let them not count."))
@option("--reason", default="", help=N_("Why."))
@json_option
@click.pass_obj
def admit_command(options: Options, records: tuple[str, ...], refused: bool, reason: str) -> None:
    """List records that do not count; a county lets them count, or with --refuse not."""
    from db.queries.ownership import foreign_records
    from swstation.operations.admission import REASONS, admit, quarantine

    book = options.book()
    if not records:
        found = foreign_records(book.connection)

        def listed() -> Iterator[str]:
            for one in found:
                yield "\t".join((one.op[:12], one.unit, one.worker or "", one.at, one.table, _(REASONS[one.reason])))
            if not found:
                yield _("All records count.")

        emit(options, [one._asdict() for one in found], listed)
        return
    done = (quarantine if refused else admit)(book, records, reason)

    def lines() -> Iterator[str]:
        yield _("They count no more.") if refused else _("They count now.")

    emit(options, {"rows": [list(row) for row in done.rows]}, lines)


_document = option("--document", default="", metavar=N_("NUMBER"), help=N_("The document that the order rests on."))


@group("erase", help=N_("County: erase by order. What was said is gone on every machine that hears of it, for good."))
def erase_command() -> None:
    """County: erase by order. What was said is gone on every machine that hears of it, for good."""


@erase_command.command("client", help=N_("A client's file, cases and the texts of entries about this client alone."))
@argument("client", metavar=N_("CLIENT"))
@option("--reason", required=True, help=N_("Why."))
@_document
@option("--yes", is_flag=True, help=N_("Do not ask."))
@json_option
@click.pass_obj
def erase_client_command(options: Options, client: str, reason: str, document: str, yes: bool) -> None:
    """A client's file, cases and the texts of entries about this client alone."""
    from swstation.operations.erasure import client_to_erase, order_words

    book = options.book()
    _erase(options, client_to_erase(book, find_client(book, client, today(None))), order_words(document, reason), yes)


@erase_command.command("row", help=N_("One row of a register, with all its records."))
@argument("table", metavar=N_("TABLE"))
@argument("row", metavar=N_("ROW"))
@option("--reason", required=True, help=N_("Why."))
@_document
@option("--yes", is_flag=True, help=N_("Do not ask."))
@json_option
@click.pass_obj
def erase_row_command(options: Options, table: str, row: str, reason: str, document: str, yes: bool) -> None:
    """One row of a register, with all its records."""
    from db.errors import Refusal
    from db.queries.ownership import owner_of
    from swstation.operations.erasure import order_words, row_to_erase

    book = options.book()
    shaped = len(row) == 32 and all(c in "0123456789abcdef" for c in row)
    if not shaped or owner_of(book.connection, table, row) is None:
        raise Refusal("transfer.unknown", token=row)
    _erase(options, row_to_erase(book, table, row), order_words(document, reason), yes)


def _erase(options: Options, wanted: ToErase, reason: str, yes: bool) -> None:
    from db.errors import Refusal
    from swstation.operations.erasure import erase
    from swstation.operations.transfers import refuse_below_county

    book = options.book()
    refuse_below_county(book)
    if not yes:
        if not on_terminal():
            raise Refusal("transfer.not_sure")
        said = _("{records} records of {rows} rows lose what they say, and {notes} entries their text, everywhere.")
        click.echo(
            said.format(records=wanted.records, rows=len(wanted.rows) + len(wanted.notes), notes=len(wanted.notes)),
            err=True,
        )
        if wanted.shared_cases or wanted.shared_logs:
            said = _("Left, because others are in them too: {cases} cases, {logs} entries. Look at them yourself.")
            click.echo(said.format(cases=len(wanted.shared_cases), logs=wanted.shared_logs), err=True)
        for question in (_("Erase?"), _("It cannot be taken back. Erase for good?")):
            click.confirm(question, abort=True, err=True)
    done = erase(book, wanted, reason)

    def lines() -> Iterator[str]:
        yield ngettext("Erased: {n} row.", "Erased: {n} rows.", len(done.rows)).format(n=len(done.rows))
        yield _("Copies made before still hold it: see “Erasing by order” in docs/operations.md.")

    emit(
        options,
        {
            "records": wanted.records,
            "rows": [list(row) for row in done.rows],
            "notes": list(wanted.notes),
            "left": {"cases": list(wanted.shared_cases), "logs": wanted.shared_logs},
        },
        lines,
    )
