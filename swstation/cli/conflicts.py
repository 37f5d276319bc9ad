"""``conflict list``, ``conflict show``, ``conflict resolve``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from swstation.cli.base import argument, group, option
from swstation.cli.common import Options, emit, json_option
from swstation.i18n import N_, _


@group("conflict", help=N_("List and settle conflicts: values that two people wrote without having seen each other's."))
def conflict_command() -> None:
    """List and settle conflicts: values that two people wrote without having seen each other's."""


@conflict_command.command("list", help=N_("All open conflicts."))
@json_option
@click.pass_obj
def list_command(options: Options) -> None:
    """All open conflicts."""
    from db.conflicts import open_conflicts

    found = open_conflicts(options.book().connection)

    def lines() -> Iterator[str]:
        for one in found:
            yield "\t".join((one.id[:12], one.table, one.group, str(len(one.values))))
        if not found:
            yield _("No conflict is open.")

    emit(options, [_as_json(one) for one in found], lines)


@conflict_command.command("show", help=N_("All values of one conflict: who wrote them, where and when."))
@argument("conflict", metavar=N_("ID"))
@json_option
@click.pass_obj
def show_command(options: Options, conflict: str) -> None:
    """All values of one conflict: who wrote them, where and when."""
    from swstation.operations.conflicts import find_conflict

    found = find_conflict(options.book(), conflict)

    def lines() -> Iterator[str]:
        for value in found.values:
            fields = " ".join(f"{k}={v}" for k, v in value.value.items() if v is not None)
            yield "\t".join((value.op[:12], value.at, value.worker or "", value.station, fields))

    emit(options, _as_json(found), lines)


@conflict_command.command(
    "resolve", help=N_("Settle a conflict; the settlement travels and is settled once everywhere.")
)
@argument("conflict", metavar=N_("ID"))
@option("--take", default=None, metavar=N_("OP"), help=N_("Take the value of this record."))
@option("--set", "fields", multiple=True, metavar=N_("FIELD=VALUE"), help=N_("Type a value; an empty one clears it."))
@json_option
@click.pass_obj
def resolve_command(options: Options, conflict: str, take: str | None, fields: tuple[str, ...]) -> None:
    """Settle a conflict; the settlement travels and is settled once everywhere."""
    from db.errors import Refusal
    from swstation.operations.conflicts import resolve_conflict

    if (take is None) == (not fields):
        raise click.UsageError(_("Give either --take or --set."))
    values: dict[str, str] = {}
    for text in fields:
        name, equals, value = text.partition("=")
        if not equals:
            raise Refusal("conflict.field", token=text)
        values[name] = value
    resolve_conflict(options.book(), conflict, take=take, values=values)
    emit(options, {"id": conflict, "settled": True}, lambda: iter([_("Settled.")]))


def _as_json(one: Any) -> dict[str, Any]:
    values = [
        {"op": v.op, "value": v.value, "worker": v.worker, "station": v.station, "replica": v.replica, "at": v.at}
        for v in one.values
    ]
    return {"id": one.id, "table": one.table, "row": one.row, "group": one.group, "values": values}
