"""``plan set``, ``plan end``, ``plan list``: how often whom to visit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from db.errors import Refusal
from swstation import lists
from swstation.cli.base import argument, group, option
from swstation.cli.common import Day, Options, as_of_option, emit, find_client, json_option, today
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from db.queries.clients import VisitPlanRow
    from swstation.operations.book import Book

_PERIODS = {
    "week": N_("a week"),
    "month": N_("a month"),
    "quarter": N_("a quarter"),
    "half_year": N_("a half-year"),
    "year": N_("a year"),
}
_LEVELS = {"high": N_("high attention"), "key": N_("attention"), "general": N_("general attention")}


@group("plan", help=N_("How often whom to visit; what is due follows from it."))
def plan_command() -> None:
    """How often whom to visit; what is due follows from it."""


@plan_command.command(
    "set", help=N_("Visit everyone of a category, of an attention level, or one client so many times a period.")
)
@option("--category", default=None, metavar=N_("CATEGORY"), help=N_("A category, by its code or name."))
@option("--level", type=click.Choice(list(_LEVELS)), default=None, help=N_("An attention level."))
@option("--client", default=None, metavar=N_("CLIENT"), help=N_("One client; goes before all other plans."))
@option(
    "--times",
    type=click.IntRange(1, 366),
    metavar=N_("WHOLE NUMBER"),
    default=1,
    help=N_("How many visits; one by default."),
)
@option("--every", "period", type=click.Choice(list(_PERIODS)), required=True, help=N_("In which period."))
@option("--phone", is_flag=True, help=N_("A call counts as well."))
@option("--from", "start_on", type=Day(), default=None, help=N_("From this day; today by default."))
@option("--to", "end_on", type=Day(), default=None, help=N_("Up to this day."))
@option("--clause", default=None, help=N_("The clause or the decision that asks for it."))
@json_option
@click.pass_obj
def set_command(
    options: Options, category: str | None, level: str | None, client: str | None, times: int, period: str, phone: bool,
    start_on: date | None, end_on: date | None, clause: str | None,
) -> None:  # fmt: skip
    """Set a plan; one that begins on the same day for the same people is replaced."""
    from swstation.operations.clients import set_visit_plan

    if sum(1 for one in (category, level, client) if one) != 1:
        raise Refusal("client.plan_for_one")
    book, start = options.book(), today(start_on)
    plan, _changes = set_visit_plan(
        book, category=_category(category), attention_level=level,
        client=find_client(book, client, start) if client else None, times=times, period=period, allow_phone=phone,
        start_on=start.isoformat(), end_on=end_on.isoformat() if end_on else None, clause=clause,
    )  # fmt: skip
    _show(options, book, plan)


@plan_command.command("end", help=N_("End a plan (by its id) on a day."))
@argument("plan", metavar=N_("ID"))
@as_of_option
@json_option
@click.pass_obj
def end_command(options: Options, plan: str, as_of: date | None) -> None:
    """End a plan on a day."""
    from swstation.operations.clients import end_visit_plan

    book = options.book()
    end_visit_plan(book, plan, today(as_of).isoformat())
    _show(options, book, plan)


@plan_command.command("list", help=N_("List the visit plans, ended ones too."))
@json_option
@click.pass_obj
def list_command(options: Options) -> None:
    """List the visit plans, ended ones too."""
    found = _plans(options.book(only_look=True))

    def lines() -> Iterator[str]:
        for row in found:
            yield _line(row)
        if not found:
            yield _("No plan yet. Set one: swstation plan set --category dibao --every month")

    emit(options, found, lines)


def _show(options: Options, book: Book, plan: str) -> None:
    found = next(row for row in _plans(book) if row["id"] == plan)
    emit(options, found, lambda: iter([_line(found)]))


def _category(typed: str | None) -> str | None:
    if typed is None:
        return None
    entry = lists.find("category", typed)
    if entry is None:
        raise Refusal("value.code", field="category", token=typed, choices=[e.code for e in lists.entries("category")])
    return entry.code


def _plans(book: Book) -> list[dict[str, Any]]:
    from db.queries.clients import client_by_id, visit_plans

    def name(row: VisitPlanRow) -> str | None:
        client = client_by_id(book.connection, row.client, row.start_on) if row.client else None
        return client.name if client else None

    return [
        {
            "id": row.id, "unit": row.unit, "category": row.category, "level": row.attention_level,
            "client": name(row), "times": row.times, "every": row.period, "phone": bool(row.allow_phone),
            "from": row.start_on, "to": row.end_on, "clause": row.clause,
        }
        for row in visit_plans(book.connection)
    ]  # fmt: skip


def _line(row: dict[str, Any]) -> str:
    whom = row["client"] or lists.label("category", row["category"]) or _(_LEVELS.get(row["level"], ""))
    often = _("{n} times {period}").format(n=row["times"], period=_(_PERIODS.get(row["every"], row["every"])))
    phone = _("calls count") if row["phone"] else _("at home")
    return "\t".join((whom, often, phone, row["from"], row["to"] or "", row["clause"] or "", row["id"]))
