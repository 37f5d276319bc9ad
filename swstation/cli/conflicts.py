"""``conflict list``, ``conflict show``, ``conflict resolve``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from swstation.cli.base import argument, group, option
from swstation.cli.common import Options, emit, json_option
from swstation.i18n import N_, _, ngettext


@group("conflict", help=N_("List and settle conflicts: values that two people wrote without having seen each other's."))
def conflict_command() -> None:
    """List and settle conflicts: values that two people wrote without having seen each other's."""


@conflict_command.command("list", help=N_("All open conflicts."))
@option("--settled", is_flag=True, help=N_("The settled ones instead, with what was set aside."))
@json_option
@click.pass_obj
def list_command(options: Options, settled: bool) -> None:
    """All open conflicts."""
    if settled:
        _list_settled(options)
        return
    from db.conflicts import open_conflicts
    from swstation.operations.conflicts import CAUSE_WORDS

    found = open_conflicts(options.book(only_look=True).connection)

    def lines() -> Iterator[str]:
        for one in found:
            yield "\t".join((one.id[:12], one.table, one.group, str(len(one.values)), _(CAUSE_WORDS[one.cause])))
        if not found:
            yield _("No conflict is open.")

    emit(options, [_as_json(one) for one in found], lines)


def _list_settled(options: Options) -> None:
    from db.conflicts import settlements

    found = settlements(options.book(only_look=True).connection)

    def lines() -> Iterator[str]:
        for one in found:
            yield "\t".join((one.op[:12], one.table, one.group, _line(one.taken), _("set aside")))
            yield from (f"\t{_line(value)}" for value in one.aside)
        if not found:
            yield _("No conflict was settled yet.")

    document = [
        {
            "op": one.op, "table": one.table, "row": one.row, "group": one.group, "taken": _value(one.taken),
            "aside": [_value(value) for value in one.aside], "holds": one.holds,
        }
        for one in found
    ]  # fmt: skip
    emit(options, document, lines)


@conflict_command.command("show", help=N_("All values of one conflict: who wrote them, where and when."))
@argument("conflict", metavar=N_("ID"))
@json_option
@click.pass_obj
def show_command(options: Options, conflict: str) -> None:
    """All values of one conflict: who wrote them, where and when."""
    from swstation.operations.conflicts import CAUSE_WORDS, find_conflict

    found = find_conflict(options.book(), conflict)

    def lines() -> Iterator[str]:
        yield _(CAUSE_WORDS[found.cause])
        yield from (_line(value) for value in found.values)
        if found.base is not None:
            yield _("before") + "\t" + _line(found.base)

    emit(options, _as_json(found), lines)


@conflict_command.command(
    "resolve", help=N_("Settle a conflict; the settlement travels and is settled once everywhere.")
)
@argument("conflict", metavar=N_("ID"))
@option("--take", default=None, metavar=N_("OP"), help=N_("Take the value of this record."))
@option("--set", "fields", multiple=True, metavar=N_("FIELD=VALUE"), help=N_("Type a value; an empty one clears it."))
@option(
    "--alike",
    default=None,
    type=click.Choice(("county", "newest", "station")),
    help=N_("Settle all like it by a rule: the county's value, the newest, or that of the station it belongs to."),
)
@option("--preview", is_flag=True, help=N_("With --alike: only say how many there are."))
@json_option
@click.pass_obj
def resolve_command(
    options: Options, conflict: str, take: str | None, fields: tuple[str, ...], alike: str | None, preview: bool
) -> None:
    """Settle a conflict; the settlement travels and is settled once everywhere."""
    from db.errors import Refusal
    from swstation.operations.conflicts import resolve_conflict

    if (take is not None) + bool(fields) + (alike is not None) != 1 or (preview and alike is None):
        raise click.UsageError(_("Give one of --take, --set and --alike."))
    if alike is not None:
        _resolve_alike(options, conflict, alike, preview)
        return
    values: dict[str, str] = {}
    for text in fields:
        name, equals, value = text.partition("=")
        if not equals:
            raise Refusal("conflict.field", token=text)
        values[name] = value
    resolve_conflict(options.book(), conflict, take=take, values=values)
    emit(options, {"id": conflict, "settled": True}, lambda: iter([_("Settled.")]))


def _resolve_alike(options: Options, conflict: str, rule: str, preview: bool) -> None:
    from swstation.operations.conflicts import alike, find_conflict, settle_alike

    book = options.book()
    n = len(alike(book, find_conflict(book, conflict), rule)) if preview else settle_alike(book, conflict, rule)[1]
    words = ngettext("{n} conflict", "{n} conflicts", n).format(n=n)
    document = {"id": conflict, "rule": rule, "conflicts": n, "settled": not preview}
    emit(options, document, lambda: iter([words if preview else f"{words}  " + _("Settled.")]))


def _line(value: Any) -> str:
    fields = " ".join(f"{k}={v}" for k, v in value.value.items() if v is not None)
    return "\t".join((value.op[:12], value.at, value.worker or "", value.station, fields))


def _value(v: Any) -> dict[str, Any]:
    return {"op": v.op, "value": v.value, "worker": v.worker, "station": v.station, "replica": v.replica, "at": v.at}


def _as_json(one: Any) -> dict[str, Any]:
    return {
        "id": one.id, "table": one.table, "row": one.row, "group": one.group, "cause": one.cause,
        "values": [_value(v) for v in one.values], "base": _value(one.base) if one.base else None,
    }  # fmt: skip
