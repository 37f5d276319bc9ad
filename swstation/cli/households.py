"""``household``: list, show, make, put somebody in, take somebody out, categories."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from db.errors import Refusal
from swstation import lists
from swstation.cli.base import argument, group, option
from swstation.cli.common import Day, Options, as_of_option, emit, find_client, json_option, today
from swstation.i18n import N_, _, listed

if TYPE_CHECKING:
    from db.queries.care import HouseholdRow
    from swstation.operations.book import Book

_HOUSEHOLD = N_("HOUSEHOLD")


@group("household", help=N_("Households: visits are counted and aid is granted by household."))
def household_command() -> None:
    """Households: visits are counted and aid is granted by household."""


def find_household(book: Book, typed: str, on: date) -> HouseholdRow:
    """The household meant by its number, its head's name, or its id. Refuses none and several."""
    from db.queries.care import household_by_id, households

    wanted = typed.strip()
    found = [one for one in households(book.connection, on.isoformat()) if wanted in (one.number, one.head_name)]
    if not found and len(wanted) == 32:
        by_id = household_by_id(book.connection, wanted, on.isoformat())
        found = [by_id] if by_id else []
    if not found:
        raise Refusal("client.unknown_household", field="household", token=typed)
    if len(found) > 1:
        raise Refusal("client.several_households", field="household", token=typed, choices=[one.id for one in found])
    return found[0]


@household_command.command("list", help=N_("List the households with their members and categories."))
@as_of_option
@json_option
@click.pass_obj
def list_command(options: Options, as_of: date | None) -> None:
    """List the households with their members and categories."""
    from db.queries.care import households

    found = households(options.book(only_look=True).connection, today(as_of).isoformat())

    def lines() -> Iterator[str]:
        for one in found:
            yield "\t".join((one.number or "", one.head_name or "", _place(one), str(one.members), _held(one), one.id))
        if not found:
            yield _("No household yet. Make one: swstation household add HEAD --member NAME=RELATION")

    emit(options, [_document(one) for one in found], lines)


@household_command.command("show", help=N_("Show a household: place, members, categories."))
@argument("household", metavar=_HOUSEHOLD)
@as_of_option
@json_option
@click.pass_obj
def show_command(options: Options, household: str, as_of: date | None) -> None:
    """Show a household: place, members, categories."""
    from db.queries.care import household_categories, members

    book = options.book(only_look=True)
    one = find_household(book, household, today(as_of))
    people = members(book.connection, one.id)
    held = household_categories(book.connection, one.id)
    document = {
        **_document(one),
        "people": [
            {"id": p.id, "name": p.name, "relation": p.relation, "birth_date": p.birth_date, "last_met": p.last_met,
             "file_state": p.file_state}
            for p in people
        ],
        "held": [
            {"id": c.id, "category": c.category, "level": c.level, "start_on": c.start_on, "end_on": c.end_on}
            for c in held
        ],
    }  # fmt: skip

    def lines() -> Iterator[str]:
        yield "\t".join((one.number or "", one.head_name or "", _place(one)))
        for p in people:
            yield "\t".join((p.relation or "", p.name, p.birth_date or "", p.last_met or "", p.id))
        for c in held:
            until = _("until {day}").format(day=c.end_on) if c.end_on else ""
            yield "\t".join((lists.label("category", c.category), c.level or "", c.start_on or "", until, c.id))

    emit(options, document, lines)


@household_command.command("add", help=N_("Make a household of its head and others on file."))
@argument("head", metavar=N_("HEAD"))
@option(
    "--member", "others", multiple=True, metavar=N_("NAME=RELATION"),
    help=N_("Who lives there too, and what they are to the head; any number of times."),
)  # fmt: skip
@option("--number", default=None, help=N_("The household's number."))
@option("--address", default=None, help=N_("Where it lives; where the head lives by default."))
@json_option
@click.pass_obj
def add_command(options: Options, head: str, others: tuple[str, ...], number: str | None, address: str | None) -> None:
    """Make a household of its head and others on file."""
    from swstation.operations.households import make_household

    book, on = options.book(), today(None)
    members: list[tuple[str, str | None]] = [(find_client(book, head, on), None)]
    for one in others:
        name, _equals, relation = one.partition("=")
        members.append((find_client(book, name, on), relation or None))
    made, _changes = make_household(book, {"number": number, "address": address}, members)
    _say(options, book, made)


@household_command.command("join", help=N_("Put a client into a household; they leave the one they were in."))
@argument("client", metavar=N_("CLIENT"))
@argument("household", metavar=_HOUSEHOLD)
@option("--relation", default=None, help=N_("What they are to the head."))
@json_option
@click.pass_obj
def join_command(options: Options, client: str, household: str, relation: str | None) -> None:
    """Put a client into a household; they leave the one they were in."""
    from swstation.operations.households import join_household

    book, on = options.book(), today(None)
    one = find_household(book, household, on)
    join_household(book, find_client(book, client, on), one.id, relation)
    _say(options, book, one.id)


@household_command.command("leave", help=N_("Take a client out of the household they are in."))
@argument("client", metavar=N_("CLIENT"))
@json_option
@click.pass_obj
def leave_command(options: Options, client: str) -> None:
    """Take a client out of the household they are in."""
    from swstation.operations.households import leave_household

    book = options.book()
    found = find_client(book, client, today(None))
    leave_household(book, found)
    emit(options, {"client": found, "household": None}, lambda: iter([_("Left the household")]))


@household_command.command("edit", help=N_("Change number, head or address of a household."))
@argument("household", metavar=_HOUSEHOLD)
@option("--number", default=None, help=N_("The household's number."))
@option("--head", default=None, metavar=N_("CLIENT"), help=N_("Who is the head from now on."))
@option("--address", default=None, help=N_("Where it lives."))
@json_option
@click.pass_obj
def edit_command(options: Options, household: str, number: str | None, head: str | None, address: str | None) -> None:
    """Change number, head or address of a household."""
    from swstation.operations.households import edit_household

    book, on = options.book(), today(None)
    one = find_household(book, household, on)
    given = {"number": number, "head": find_client(book, head, on) if head else None, "address": address}
    edit_household(book, one.id, {name: value for name, value in given.items() if value is not None})
    _say(options, book, one.id)


@household_command.command("category", help=N_("Put a household into a category from a day on, or end one."))
@argument("household", metavar=_HOUSEHOLD)
@argument("category", metavar=N_("CATEGORY"))
@option("--from", "start_on", type=Day(), default=None, help=N_("From which day on; today by default."))
@option("--level", default=None, help=N_("The level within the category."))
@option("--end", "end_on", type=Day(), default=None, help=N_("End it on this day."))
@json_option
@click.pass_obj
def category_command(
    options: Options, household: str, category: str, start_on: date | None, level: str | None, end_on: date | None
) -> None:
    """Put a household into a category from a day on, or end one."""
    from db.queries.care import household_categories
    from swstation.operations.households import add_household_category, end_household_category

    book = options.book()
    one = find_household(book, household, today(None))
    code = _category(category)
    if end_on is None:
        add_household_category(book, one.id, code, today(start_on).isoformat(), level)
    else:
        open_ones = [c for c in household_categories(book.connection, one.id) if c.category == code and not c.end_on]
        if not open_ones:
            raise Refusal("client.no_such_category", field="category", token=category)
        end_household_category(book, one.id, open_ones[-1].id, end_on.isoformat())
    _say(options, book, one.id)


def _category(typed: str) -> str:
    for one in lists.entries("category"):
        if typed in (one.code, one.zh, one.en):
            return one.code
    raise Refusal("value.code", field="category", token=typed, choices=[one.code for one in lists.entries("category")])


def _say(options: Options, book: Book, household: str) -> None:
    from db.queries.care import household_by_id

    one = household_by_id(book.connection, household, today(None).isoformat())
    assert one is not None
    emit(
        options, _document(one),
        lambda: iter(["\t".join((one.number or "", one.head_name or "", _place(one), str(one.members), one.id))]),
    )  # fmt: skip


def _place(one: HouseholdRow) -> str:
    from swstation import divisions

    return one.village_name or (divisions.name(one.village) if one.village else "") or ""


def _held(one: HouseholdRow) -> str:
    return listed(lists.label("category", code) for code in (one.categories or "").split() if code)


def _document(one: HouseholdRow) -> dict[str, Any]:
    return {
        "id": one.id, "number": one.number, "head": one.head_name, "village": one.village,
        "village_name": _place(one), "members": one.members,
        "categories": [code for code in (one.categories or "").split() if code],
    }  # fmt: skip
