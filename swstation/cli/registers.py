"""``register list``, ``show``, ``add``, ``edit``, ``delete``: any register that has a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from db.errors import Refusal
from swstation.cli.base import argument, group, option
from swstation.cli.common import Day, Options, emit, json_option
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from swstation.operations.book import Book
    from swstation.sheets import Field, Sheet

_ROW = re.compile(r"[0-9a-f]{32}")


@group("register", help=N_("Any register that is a list and a form: list, show, add, edit, delete."))
def register_command() -> None:
    """Any register that is a list and a form."""


@register_command.command("tables", help=N_("List the registers and their fields."))
@json_option
@click.pass_obj
def tables_command(options: Options) -> None:
    """List the registers and their fields."""
    from swstation.sheets import sheets

    document = [
        {
            "table": one.table,
            "label": _(one.label),
            "fields": [
                {"name": f.name, "label": _(f.label), "kind": f.kind, "required": f.required} for f in one.fields
            ],
        }
        for one in sheets().values()
    ]

    def lines() -> Iterator[str]:
        for one in sheets().values():
            fields = " ".join(f"{f.name}{'*' if f.required else ''}" for f in one.fields)
            yield f"{one.table}\t{_(one.label)}\t{fields}"

    emit(options, document, lines)


@register_command.command("list", help=N_("List the rows of a register, or those with these values."))
@argument("table", metavar=N_("REGISTER"))
@argument("values", metavar=N_("FIELD=VALUE"), nargs=-1)
@json_option
@click.pass_obj
def list_command(options: Options, table: str, values: Sequence[str]) -> None:
    """List the rows of a register."""
    from db.queries.registers import rows_of
    from swstation.operations.sheets import Wording

    found, book = _sheet(table), options.book(only_look=True)
    rows = rows_of(book.connection, table, _stored(book, found, values), found.order)
    wording = Wording(book)

    def lines() -> Iterator[str]:
        for row in rows:
            words = (wording.value(table, one.name, row[one.name]) for one in found.columns)
            yield "\t".join((*(" ".join(word.split()) for word in words), row["id"]))
        if not rows:
            yield _("Nothing here yet. Add one: swstation register add {table} FIELD=VALUE …").format(table=table)

    emit(options, rows, lines)


@register_command.command("show", help=N_("Show one row (by its id) with all fields."))
@argument("table", metavar=N_("REGISTER"))
@argument("row", metavar=N_("ID"))
@json_option
@click.pass_obj
def show_command(options: Options, table: str, row: str) -> None:
    """Show one row."""
    _show(options, options.book(only_look=True), _sheet(table), row)


@register_command.command("add", help=N_("Add a row: FIELD=VALUE for each field that is known."))
@argument("table", metavar=N_("REGISTER"))
@argument("values", metavar=N_("FIELD=VALUE"), nargs=-1, required=True)
@json_option
@click.pass_obj
def add_command(options: Options, table: str, values: Sequence[str]) -> None:
    """Add a row."""
    from swstation.operations.registers import add_row
    from swstation.operations.sheets import ADDED, begin

    found, book = _sheet(table), options.book()
    stored = {**begin(book, found), **_stored(book, found, values)}
    for one in found.fields:
        if one.required and stored.get(one.name) is None:
            raise Refusal("form.required", field=one.name)
    row, _changes = add_row(book, table, stored, name=ADDED, keys=found.keys)
    _show(options, book, found, row)


@register_command.command("edit", help=N_("Change fields of a row (by its id); FIELD= empties one."))
@argument("table", metavar=N_("REGISTER"))
@argument("row", metavar=N_("ID"))
@argument("values", metavar=N_("FIELD=VALUE"), nargs=-1, required=True)
@json_option
@click.pass_obj
def edit_command(options: Options, table: str, row: str, values: Sequence[str]) -> None:
    """Change a row."""
    from swstation.operations.registers import edit_row
    from swstation.operations.sheets import CHANGED

    found, book = _sheet(table), options.book()
    edit_row(book, table, _id(row), _stored(book, found, values), name=CHANGED)
    _show(options, book, found, row)


@register_command.command("delete", help=N_("Delete a row (by its id); “undo” brings it back."))
@argument("table", metavar=N_("REGISTER"))
@argument("row", metavar=N_("ID"))
@json_option
@click.pass_obj
def delete_command(options: Options, table: str, row: str) -> None:
    """Delete a row."""
    from swstation.operations.registers import delete_row
    from swstation.operations.sheets import DELETED

    _sheet(table)
    delete_row(options.book(), table, _id(row), name=DELETED)
    emit(options, {"id": row}, lambda: iter([_("Deleted. “swstation undo” brings it back.")]))


@register_command.command("write", help=N_("Write a register as a sheet to go on with; what is changed turns yellow."))
@argument("table", metavar=N_("REGISTER"))
@option("--to", "target", type=click.Path(path_type=Path), required=True, help=N_("The file to write."))
@option("--period", default="", help=N_("The next period: its rows begin as those of the last one."))
@json_option
@click.pass_obj
def write_command(options: Options, table: str, target: Path, period: str) -> None:
    """Write a sheet to go on with."""
    from swstation.reports.carry_sheet import write_carry_sheet

    rows = write_carry_sheet(options.book(), _sheet(table), target, period=period)
    words = _("Written: {file}, {n} lines")
    emit(options, {"file": str(target), "rows": rows}, lambda: iter([words.format(file=target, n=rows)]))


@register_command.command("take", help=N_("Take in a sheet that was gone on with: only what was changed."))
@argument("file", type=click.Path(path_type=Path))
@option("--dry-run", is_flag=True, help=N_("Only say what it would change."))
@json_option
@click.pass_obj
def take_command(options: Options, file: Path, dry_run: bool) -> None:
    """Take a sheet in."""
    from swstation.operations.carrying import take_sheet

    taken = take_sheet(options.book(), file, dry_run=dry_run)
    document = {
        "table": taken.table, "added": taken.added,
        "changed": [{"row": one.row, "entry": one.entry, "field": one.field, "before": one.before, "after": one.after}
                    for one in taken.differences],
    }  # fmt: skip

    def lines() -> Iterator[str]:
        yield from (
            f"{one.row}\t{one.entry}\t{one.field}\t{one.before or '-'}\t→ {one.after or '-'}"
            for one in taken.differences
        )
        yield _("{n} cells changed, {added} entries new").format(n=len(taken.differences), added=taken.added)

    emit(options, document, lines)


def _sheet(table: str) -> Sheet:
    from swstation.sheets import find, sheets

    found = find(table)
    if found is None:
        raise Refusal("cli.no_register", token=table, choices=list(sheets()))
    return found


def _id(row: str) -> str:
    if not _ROW.fullmatch(row):
        raise Refusal("record.no_row", token=row)
    return row


def _show(options: Options, book: Book, sheet: Sheet, row: str) -> None:
    from db.queries.registers import one_row
    from swstation.operations.sheets import Wording

    found = one_row(book.connection, sheet.table, _id(row))
    if found is None:
        raise Refusal("record.no_row", token=row)
    wording = Wording(book)

    def lines() -> Iterator[str]:
        for one in sheet.fields:
            if word := wording.value(sheet.table, one.name, found[one.name]):
                yield f"{_(one.label)}\t{word}"

    emit(options, found, lines)


def _stored(book: Book, sheet: Sheet, pairs: Sequence[str]) -> Mapping[str, Any]:
    out: dict[str, Any] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        field = sheet.field(name)
        if field is None or not equals:
            raise Refusal("cli.no_field", token=pair, choices=[one.name for one in sheet.fields])
        out[name] = _value(book, field, text)
    return out


def _value(book: Book, field: Field, text: str) -> Any:
    from swstation.operations.sheet_lists import choices
    from swstation.operations.sheets import row_choices
    from swstation.sheets.values import parse

    typed = text.strip()
    if typed and field.kind == "date":
        return Day().convert(typed, None, click.get_current_context()).isoformat()
    if typed and field.kind == "choice":
        known = choices(book, field.choices)
        codes = [code for code, word in known if typed in (code, word)]
        if not codes:
            raise Refusal("value.code", field=field.name, token=typed, choices=[code for code, _word in known])
        return codes[0]
    if typed and field.kind == "row" and not _ROW.fullmatch(typed):
        ids = [row for row, name, _remark in row_choices(book, field.table) if name == typed]
        if len(ids) != 1:
            raise Refusal("value.ref", field=field.name, token=typed, choices=ids)
        return ids[0]
    return parse(field, text)
