"""The command line: one table of commands; each is imported only when it is called."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from db.errors import Refusal
from swstation import __version__, i18n
from swstation.cli.base import SwGroup, group, option
from swstation.cli.common import Options, Unheard, as_json, one_line, refuse, say
from swstation.crash import as_refusal, crash_report, database_refusal
from swstation.errors import message
from swstation.i18n import N_, _

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("setup", N_("Make a database, its replica and its keys")),
    "log": ("log", N_("Log one line; edit, delete, list entries")),
    "find": ("finding", N_("Find anything by words, pinyin or initials")),
    "undo": ("log", N_("Take back the last action")),
    "case": ("cases", N_("Open, move on and list cases")),
    "month": ("months", N_("Approve a month by exception and sample")),
    "attach": ("attaching", N_("Files of clients, cases and entries")),
    "client": ("lists", N_("List clients")),
    "household": ("households", N_("Households: list, show, make, members, categories")),
    "plan": ("plans", N_("How often whom to visit")),
    "staff": ("lists", N_("List staff")),
    "register": ("registers", N_("Any other register: list, add, edit, delete")),
    "import": ("importing", N_("Bring in a ledger from xlsx or csv")),
    "template": ("importing", N_("Write an empty ledger to fill in")),
    "project": ("projects", N_("Projects with their checks and indicators")),
    "targets": ("targets", N_("Targets against what is counted")),
    "training": ("training", N_("Training hours against policy")),
    "due": ("rules", N_("What is due")),
    "snooze": ("waiting", N_("Put a due line off with a reason")),
    "round": ("rounds", N_("A round of visits on paper")),
    "surge": ("waiting", N_("Days of more frequent visits")),
    "policy": ("policies", N_("List, show, check, write and continue policies")),
    "time": ("time_split", N_("Time split: professional, civil affairs, administration")),
    "report": ("reports", N_("Write a report")),
    "behind": ("behind", N_("The rows behind a figure of a report")),
    "form": ("own_forms", N_("A county's own forms: list, check, fill")),
    "card": ("cards", N_("Show or write this device's card")),
    "enrol": ("cards", N_("Write this device's enrolment")),
    "trust": ("cards", N_("Take in an enrolment or a county card")),
    "revoke": ("cards", N_("A lost device: refuse what it sends from now on")),
    "split": ("cards", N_("Ask two machines under one number to take a number each")),
    "renew": ("cards", N_("Let a copied database go on as a laptop of its own")),
    "export": ("exchange", N_("Write a sealed bundle for the county")),
    "inspect": ("exchange", N_("Show a bundle without merging it")),
    "merge": ("exchange", N_("Merge bundles in any order")),
    "receipt": ("receipts", N_("County: write the receipt for a merged bundle")),
    "reconcile": ("exchange", N_("Is everything here that each peer says it had?")),
    "person": ("persons", N_("Files that may be of one person")),
    "transfer": ("ownership", N_("County: hand a client, a case or staff to another unit")),
    "handover": ("ownership", N_("Confirm what was handed to another unit")),
    "admit": ("ownership", N_("List records that do not count; county: let them count or not")),
    "erase": ("ownership", N_("County: erase by order, for good")),
    "snapshot": ("snapshots", N_("Months without names that came from below")),
    "board": ("board", N_("Which station has handed in which month")),
    "conflict": ("conflicts", N_("List and settle conflicts")),
    "problem": ("problems", N_("What does not fit together after merging")),
    "digest": ("check", N_("A short code of all that is known here")),
    "backup": ("check", N_("Copy the database and check the copy")),
    "restore": ("check", N_("Go back to a copy")),
    "doctor": ("check", N_("Check the data")),
    "lock": ("setup", N_("Shut an open interface until the passphrase is typed")),
    "passphrase": ("setup", N_("Change the passphrase")),
    "recovery": ("setup", N_("The recovery code and the recovery sheet")),
    "demo": ("demo", N_("Make a county with invented data and go the whole way")),
}


def _version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"swstation {__version__}")
        ctx.exit()


class Commands(SwGroup):
    """A group whose commands live in modules of their own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command asked for."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"swstation.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table, without importing anything."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(text)) for name, (_module, text) in COMMANDS.items()])


def _speak(_ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value:
        i18n.set_language(value)


@group(
    "swstation",
    cls=Commands,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
    help=N_("The working book of a township social-work station. Without a command: the terminal interface."),
)
@option("--db", "database", type=click.Path(path_type=Path), default=None, help=N_("The database file."))
@option(
    "--lang",
    type=click.Choice(i18n.LANGUAGES),
    default=None,
    is_eager=True,
    expose_value=False,
    callback=_speak,
    help=N_("Language of the program."),
)
@option("--passphrase-file", type=click.Path(path_type=Path), default=None, help=N_("Read the passphrase from it."))
@option("--anyway", is_flag=True, help=N_("Also in a synchronised folder, on a stick or a network."))
@option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help=N_("Show the version and exit."),
)
@click.pass_context
def cli(ctx: click.Context, database: Path | None, passphrase_file: Path | None, anyway: bool) -> None:
    """All commands."""
    options: Options = ctx.obj
    options.given = database
    options.passphrase_file = passphrase_file
    options.anyway = anyway
    ctx.call_on_close(options.close)


def run(args: list[str]) -> int:
    """Run a command; gives its exit code. No traceback reaches the user."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    i18n.set_language(i18n.detect())
    # A refusal before the command began to run answers in JSON too, if that was asked for.
    options = Options(as_json="--json" in args)
    try:
        return _guarded(options, list(args))
    except Unheard as unheard:
        _drop_output()
        if not isinstance(unheard.error, BrokenPipeError):
            click.echo(message(as_refusal(unheard.error, Path("stdout"))), err=True)
        return 1


def _guarded(options: Options, args: list[str]) -> int:
    try:
        return _invoked(options, args)
    except Refusal as refusal:
        refuse(options, [refusal])
    except click.exceptions.Exit as done:
        return done.exit_code
    except (KeyboardInterrupt, click.exceptions.Abort):
        refuse(options, [Refusal("cli.stopped")])
    except click.ClickException as error:
        _usage(options, error)
        return error.exit_code
    except Unheard:
        raise
    except OSError as error:
        refuse(options, [as_refusal(error, options.database)])
    except Exception as error:  # the last line of defence: a sentence and a report, never a traceback
        known = database_refusal(error, options.database)
        if known is not None and options.newer:  # it keeps this otherwise than this program knows
            known = Refusal("store.newer_version", path=options.database.name)
        refuse(options, [known or _unforeseen(error, options)])
    return 1


def _invoked(options: Options, args: list[str]) -> int:
    for word in args:
        _check_text(word)
    with cli.make_context("swstation", args, obj=options) as ctx:
        result: Any = cli.invoke(ctx)
        return result if type(result) is int else 0


def _unforeseen(error: Exception, options: Options) -> Refusal:
    return Refusal("cli.unexpected", error=type(error).__name__, file=crash_report(error, options.database))


def _check_text(word: str) -> None:
    # Bytes of another encoding (a GB18030 terminal) would be refused by the database, deep inside.
    try:
        word.encode("utf-8")
    except UnicodeEncodeError:
        raise Refusal("cli.not_text", token=word.encode("utf-8", "backslashreplace").decode()) from None


def _usage(options: Options, error: click.ClickException) -> None:
    if options.as_json:
        text = one_line(error.format_message())
        click.echo(text, err=True)
        say(as_json({"errors": [{"code": "cli.usage", "reason": "usage", "message": text}]}))
    else:
        error.show()


def _drop_output() -> None:
    # What is still in the buffer must not be tried again, and fail again, when the process ends.
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
