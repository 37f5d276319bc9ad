"""``log approve``, ``log return``, ``log submit``, ``log correct``: entries before others, and corrections."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from swstation.cli.base import argument, command, option
from swstation.cli.case_files import as_writer
from swstation.cli.common import Options, as_of_option, emit, json_option, today
from swstation.i18n import N_, ngettext

if TYPE_CHECKING:
    from swstation.operations.book import Book

_worker = option("--worker", default=None, help=N_("Who does it; the last writer by default."))


def _on_many(name: str, text: str, run: Callable[[Book, tuple[str, ...], str, str], Any], reason: bool) -> Any:
    def call(options: Options, logs: tuple[str, ...], worker: str | None, as_of: date | None, reason: str = "") -> None:
        run(as_writer(options.book(), worker), logs, today(as_of).isoformat(), reason)
        words = ngettext("{n} entry", "{n} entries", len(logs)).format(n=len(logs))
        emit(options, {"ids": list(logs), "n": len(logs)}, lambda: iter([words]))

    made: Callable[..., Any] = click.pass_obj(call)
    made.__name__ = f"{name}_command"
    made = json_option(as_of_option(_worker(made)))
    if reason:
        made = option("--reason", required=True, help=N_("Why."))(made)
    return command(name, help=text)(argument("logs", nargs=-1, required=True, metavar=N_("ID..."))(made))


def _approve(book: Book, logs: tuple[str, ...], on: str, _reason: str) -> None:
    from swstation.operations.log_approval import approve_logs

    approve_logs(book, logs, on)


def _return(book: Book, logs: tuple[str, ...], on: str, reason: str) -> None:
    from swstation.operations.log_approval import return_logs

    return_logs(book, logs, on, reason)


def _submit(book: Book, logs: tuple[str, ...], _on: str, _reason: str) -> None:
    from swstation.operations.log_approval import submit_logs

    submit_logs(book, logs)


@command("correct", help=N_("Put a new version in the place of an approved entry, with the reason."))
@argument("log", metavar=N_("ID"))
@argument("line", metavar=N_("LINE"))
@option("--reason", required=True, help=N_("Why."))
@_worker
@as_of_option
@json_option
@click.pass_obj
def correct_command(options: Options, log: str, line: str, reason: str, worker: str | None, as_of: date | None) -> int:
    """Put a new version in the place of an approved entry, with the reason."""
    from swstation.cli.log import understood
    from swstation.operations.quick import NotReady, as_document, correct_line, line_index, read_line

    book = as_writer(options.book(), worker)
    parsed = read_line(line, line_index(book, today(as_of), line))
    try:
        new, _changes = correct_line(book, log, parsed, reason)
    except NotReady as not_ready:
        raise not_ready.refusals[0] from None
    document = {**as_document(book, parsed, new), "corrects": log}
    emit(options, document, lambda: iter([understood(document)]))
    return 0


COMMANDS = (
    _on_many("approve", N_("Approve entries one has read; they are locked then."), _approve, reason=False),
    _on_many("return", N_("Return entries to be mended, with the reason."), _return, reason=True),
    _on_many("submit", N_("Submit drafts and returned entries."), _submit, reason=False),
    correct_command,
)
