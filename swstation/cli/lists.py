"""``staff list``, ``stats``, ``show`` and ``leave``, and ``client list``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from swstation import lists
from swstation.cli.base import argument, group, option
from swstation.cli.common import Day, Options, as_of_option, emit, find_staff, json_option, today
from swstation.i18n import N_, _


@group("staff", help=N_("The roster."))
def staff_command() -> None:
    """The roster."""


@staff_command.command("list", help=N_("List staff, those who left too."))
@json_option
@click.pass_obj
def staff_list_command(options: Options) -> None:
    """List staff, those who left too."""
    from db.queries.people import staff_list

    found = staff_list(options.book(only_look=True).connection)
    document = [
        {"id": r.id, "name": r.name, "joined_on": r.joined_on, "left_on": r.left_on, "unit": r.unit} for r in found
    ]

    def lines() -> Iterator[str]:
        for row in found:
            yield "\t".join((row.name, row.unit, row.joined_on or "", row.left_on or ""))
        if not found:
            yield _("Nobody yet. Bring in the roster with “swstation import staff FILE”.")

    emit(options, document, lines)


@staff_command.command("stats", help=N_("The workforce in figures: level, age, education and more; holders apart."))
@option("--unit", default=None, help=N_("Of this unit and those below it; by default one's own."))
@as_of_option
@json_option
@click.pass_obj
def staff_stats_command(options: Options, unit: str | None, as_of: date | None) -> None:
    """The workforce in figures: level, age, education and more; holders apart."""
    from swstation.reports.talent import DIMENSIONS, head_lines, talent

    book = options.book(only_look=True)
    found = talent(book.connection, unit or book.unit, today(as_of))
    document = {
        "unit": found.unit, "as_of": found.as_of.isoformat(), "people": found.people,
        "professionals": found.professionals, "holders": found.holders, "local": found.local,
        "field_open": found.field_open, "doubles": found.doubles,
        "must_hold": [
            {
                "rule": one.rule.id, "covered": one.covered, "without": one.without, "percent": one.percent,
                "due": one.due_on.isoformat() if one.due_on else None, "clause": one.rule.clause.as_dict(),
            }
            for one in found.must_hold
        ],
        "cells": [cell._asdict() for cell in found.cells],
    }  # fmt: skip

    def lines() -> Iterator[str]:
        yield from head_lines(found)
        for cell in found.cells:
            yield "\t".join((_(DIMENSIONS[cell.dimension]), cell.label, str(cell.people), str(cell.holders)))

    emit(options, document, lines)


@staff_command.command(
    "show", help=N_("One person: registration, title, exams, key talent, allowances, what is missing.")
)
@argument("staff", metavar=N_("STAFF"))
@as_of_option
@json_option
@click.pass_obj
def staff_show_command(options: Options, staff: str, as_of: date | None) -> None:
    """One person: registration, title, exams, key talent, allowances, what is missing."""
    from swstation.cli.people import as_document, as_lines
    from swstation.operations.workers import dossier

    book = options.book(only_look=True)
    found = dossier(book.connection, find_staff(book, staff), today(as_of))
    assert found is not None
    emit(options, as_document(found), lambda: as_lines(found))


@staff_command.command(
    "leave", help=N_("Somebody leaves: cases, groups and clients go to a colleague, a sheet is made.")
)
@argument("staff", metavar=N_("STAFF"))
@option("--on", "on", type=Day(), default=None, help=N_("The last day; today by default."))
@option("--to", "receiver", default=None, metavar=N_("STAFF"), help=N_("Who takes over, by name or id."))
@option("--reason", type=click.Choice(["leaving", "transfer", "lent", "leave", "other"]), default="leaving")
@option("--words", default="", help=N_("The reason in words."))
@option("--stays", is_flag=True, help=N_("The person stays and only hands over."))
@option("--keys", default="", help=N_("Keys and things that are handed over."))
@option("--sheet", type=click.Path(path_type=Path), default=None, help=N_("Write the sheet to sign (html)."))
@json_option
@click.pass_obj
def staff_leave_command(
    options: Options, staff: str, on: date | None, receiver: str | None, reason: str, words: str, stays: bool,
    keys: str, sheet: Path | None,
) -> None:  # fmt: skip
    """Somebody leaves: cases, groups and clients go to a colleague, a sheet is made."""
    from swstation.operations.handing import in_hand, part
    from swstation.reports.handover import handover
    from swstation.reports.write_listing import write_listing

    book, day = options.book(), today(on)
    person = find_staff(book, staff)
    to = find_staff(book, receiver) if receiver else None
    held = in_hand(book.connection, person, day)
    made, _changes = part(book, person, day, reason=reason, leaves=not stays, words=words, receiver=to, keys=keys)
    if sheet is not None:
        write_listing(handover(book.connection, made), sheet, "html")
    counts = {"cases": len(held.cases), "groups": len(held.groups), "clients": len(held.clients)}
    document = {"sheet": made, "left": not stays, "to": to, **counts, "file": str(sheet) if sheet else None}
    words_ = _("Handed over: {cases} cases, {groups} groups, {clients} clients.")
    emit(options, document, lambda: iter([words_.format(**counts)]))


@group("client", help=N_("The clients."))
def client_command() -> None:
    """The clients."""


@client_command.command("list", help=N_("List clients with their village and the categories in force."))
@as_of_option
@json_option
@click.pass_obj
def client_list_command(options: Options, as_of: date | None) -> None:
    """List clients with their village and the categories in force."""
    from db.queries.clients import client_list

    found = client_list(options.book(only_look=True).connection, today(as_of).isoformat())
    document = [
        {
            "id": row.id,
            "name": row.name,
            "village": row.village_name or row.village,
            "categories": row.categories.split(" ") if row.categories else [],
        }
        for row in found
    ]

    def lines() -> Iterator[str]:
        for row in found:
            words = [lists.label("category", code) for code in (row.categories or "").split(" ") if code]
            yield "\t".join((row.name, row.village_name or row.village or "", "、".join(words)))
        if not found:
            yield _("Nobody yet. Bring in a ledger with “swstation import clients FILE”.")

    emit(options, document, lines)
