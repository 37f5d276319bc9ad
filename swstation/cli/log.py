"""``log``, ``log edit``, ``log delete``, ``log list``, ``undo``; approval and corrections are in ``log_decisions``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from swstation import lists
from swstation.cli import log_decisions, log_templates
from swstation.cli.base import SwGroup, argument, command, group, option
from swstation.cli.common import Day, Options, as_of_option, emit, find_staff, json_option, refuse, today
from swstation.i18n import N_, _, listed

if TYPE_CHECKING:
    from db.queries.logs import LogRow


_VALUED = ("--worker", "--as-of", "--late")
_FLAGS = ("--dry-run", "--new", "--json", "--help")
_late = option("--late", default=None, metavar=N_("REASON"), help=N_("Why it comes only after the month's report."))


class LineOrCommand(SwGroup):
    """``log LINE`` is the common case; ``edit``, ``delete`` and ``list`` are commands beside it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """A first word that is no command begins a line, which is taken as it is even if it begins with ``-``."""
        if args in (["--help"], ["-h"]) or (args and args[0] in self.commands and args[0] not in ("add", "edit")):
            return super().parse_args(ctx, args)
        command, rest = (args[0], args[1:]) if args and args[0] in ("add", "edit") else ("add", args)
        options: list[str] = []
        words: list[str] = []
        while rest:
            word, rest = rest[0], rest[1:]
            if word == "--":
                words, rest = [*words, *rest], []
            elif word in _VALUED and rest:
                options, rest = [*options, word, rest[0]], rest[1:]
            elif word in _FLAGS or word.startswith(tuple(f"{name}=" for name in _VALUED)):
                options.append(word)
            else:
                words.append(word)
        return super().parse_args(ctx, [command, *options, "--", *words])

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """A line: what the group is called for."""
        return self.commands["add"].collect_usage_pieces(ctx)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options of a line, then the commands."""
        self.commands["add"].format_options(ctx, formatter)
        self.format_commands(ctx, formatter)


@group(
    "log",
    cls=LineOrCommand,
    help=N_('Log one line, such as: swstation log "张桂芳 入户 90m 送米油"'),
)
def log_command() -> None:
    """Log one line: swstation log "张桂芳 入户 90m 送米油". Also: log edit, log delete, log list."""


@log_command.command("add", hidden=True, help=N_("Save one line as one entry."))
@argument("line", metavar=N_("LINE"))
@option("--worker", default=None, help=N_("Who writes; the last writer by default."))
@option("--dry-run", is_flag=True, help=N_("Show what was understood, save nothing."))
@option("--new", "new", is_flag=True, help=N_("A name that nobody has becomes a new client."))
@_late
@as_of_option
@json_option
@click.pass_obj
def add_command(
    options: Options, line: str, worker: str | None, dry_run: bool, new: bool, late: str | None, as_of: date | None
) -> int:
    """Save one line as one entry."""
    from swstation.operations.quick import NotReady, as_document, line_index, log_line, read_line, with_new_clients
    from swstation.quicklog import refusals

    book = options.book()
    if worker:
        book = book.as_worker(find_staff(book, worker))
    index = line_index(book, today(as_of), line)
    parsed = read_line(line, index)
    if new:
        parsed = with_new_clients(parsed, index)
    log = None
    try:
        if dry_run:
            if found := refusals(parsed):
                raise NotReady(found)
        else:
            log, _changes = log_line(book, parsed, late)
    except NotReady as not_ready:
        return _open_questions(options, not_ready.refusals)
    document = as_document(book, parsed, log)
    emit(options, document, lambda: iter([understood(document)]))
    return 0


def _open_questions(options: Options, found: tuple[Any, ...]) -> int:
    refuse(options, list(found), {"id": None})
    if options.as_json:
        return 1
    for refusal in found:
        for number, choice in enumerate(refusal.choices, 1):
            click.echo(f"  {number} {choice}", err=True)
    return 1


def understood(document: dict[str, Any]) -> str:
    """What was understood of a line, in words."""
    outcome = document["outcome"]
    parts = (
        document["date"],
        lists.label("method", document["method"]),
        listed(document["clients"]),
        "" if document["minutes"] is None else _("{n} min").format(n=document["minutes"]),
        lists.label("outcome", outcome) if isinstance(outcome, str) and outcome != "met" else "",
        document["note"],
    )
    return "  ".join(part for part in parts if part)


@log_command.command("edit", help=N_("Replace what an entry says by a new line; the writer stays."))
@argument("log", metavar=N_("ID"))
@argument("line", metavar=N_("LINE"))
@_late
@as_of_option
@json_option
@click.pass_obj
def edit_command(options: Options, log: str, line: str, late: str | None, as_of: date | None) -> int:
    """Replace what an entry says by a new line; the writer stays."""
    from swstation.operations.quick import NotReady, as_document, change_line, line_index, read_line

    book = options.book()
    parsed = read_line(line, line_index(book, today(as_of), line))
    try:
        change_line(book, log, parsed, late)
    except NotReady as not_ready:
        return _open_questions(options, not_ready.refusals)
    document = as_document(book, parsed, log)
    emit(options, document, lambda: iter([understood(document)]))
    return 0


@log_command.command("delete", help=N_("Delete an entry; “undo” brings it back."))
@argument("log", metavar=N_("ID"))
@_late
@json_option
@click.pass_obj
def delete_command(options: Options, log: str, late: str | None) -> None:
    """Delete an entry; “undo” brings it back."""
    from swstation.operations.logs import delete_log

    delete_log(options.book(), [log], late_reason=late)
    emit(options, {"id": log, "deleted": True}, lambda: iter([_("Deleted. “swstation undo” brings it back.")]))


@log_command.command("list", help=N_("List entries, newest first; all dates if none given."))
@option("--from", "start_on", type=Day(), default=None, help=N_("From this day."))
@option("--to", "end_on", type=Day(), default=None, help=N_("Up to this day."))
@option("--staff", default=None, help=N_("Written by."))
@option("--case", "case", default=None, metavar=N_("NUMBER"), help=N_("Of this case."))
@json_option
@click.pass_obj
def list_command(
    options: Options, start_on: date | None, end_on: date | None, staff: str | None, case: str | None
) -> None:
    """List entries, newest first; all dates if none given."""
    from db.queries.logs import LogFilter, log_list
    from swstation.operations.cases import find_case
    from swstation.operations.quick import row_document

    book = options.book()
    found = log_list(
        book.connection,
        LogFilter(
            start_on=start_on.isoformat() if start_on else None,
            end_on=end_on.isoformat() if end_on else None,
            writer=find_staff(book, staff) if staff else None,
            case=find_case(book, case).id if case else None,
        ),
    )

    def lines() -> Iterator[str]:
        for row in found:
            yield _line(row)
        if not found:
            yield _('No entry yet. Write one: swstation log "张三 入户 1.5h"')

    emit(options, [row_document(row) for row in found], lines)


def _line(row: LogRow) -> str:
    who = listed(client.name for client in row.clients) or row.activity_title or row.group_title or ""
    minutes = "" if row.minutes is None else str(row.minutes)
    method = lists.label("method", row.method)
    return "\t".join((row.service_date, method, who, minutes, row.writer_name or "", row.note or "", row.id))


for _one in (*log_decisions.COMMANDS, log_templates.template_command):
    log_command.add_command(_one)


@command("undo", help=N_("Take back the last action of this machine by new records."))
@json_option
@click.pass_obj
def undo_command(options: Options) -> None:
    """Take back the last action of this machine by new records."""
    from swstation.operations.undo import UNDONE, undo

    done = undo(options.book())
    document = {"undone": done.name, "rows": [{"table": t, "id": k} for t, k in done.rows]}
    emit(options, document, lambda: iter([_(UNDONE).format(action=_(done.name))]))
