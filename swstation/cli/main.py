"""The command line: one table of commands; each is imported only when it is called."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from db.errors import Refusal
from swstation import __version__, i18n
from swstation.cli.common import Options, refuse
from swstation.crash import as_refusal, crash_report
from swstation.i18n import N_, _
from swstation.paths import default_database

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("setup", N_("Make a database, its replica and its keys")),
    "log": ("log", N_("Log one line; edit, delete, list entries")),
    "undo": ("log", N_("Take back the last action")),
    "case": ("cases", N_("Open, move on and list cases")),
    "client": ("lists", N_("List clients")),
    "staff": ("lists", N_("List staff")),
    "import": ("importing", N_("Bring in a ledger from xlsx or csv")),
    "template": ("importing", N_("Write an empty ledger to fill in")),
    "training": ("rules", N_("Training hours against policy")),
    "due": ("rules", N_("What is due")),
    "policy": ("rules", N_("List, show, check and continue policies")),
    "report": ("reports", N_("Write a report")),
    "card": ("cards", N_("Show or write this device's card")),
    "enrol": ("cards", N_("Write this device's enrolment")),
    "trust": ("cards", N_("Take in an enrolment or a county card")),
    "revoke": ("cards", N_("A lost device: refuse what it sends from now on")),
    "export": ("exchange", N_("Write a sealed bundle for the county")),
    "inspect": ("exchange", N_("Show a bundle without merging it")),
    "merge": ("exchange", N_("Merge bundles in any order")),
    "reconcile": ("exchange", N_("Is everything here that each peer says it had?")),
    "conflict": ("conflicts", N_("List and settle conflicts")),
    "digest": ("check", N_("A short code of all that is known here")),
    "backup": ("check", N_("Copy the database and check the copy")),
    "restore": ("check", N_("Go back to a copy")),
    "doctor": ("check", N_("Check the data")),
    "passphrase": ("setup", N_("Change the passphrase")),
    "demo": ("demo", N_("Make a county with invented data and go the whole way")),
}


class Commands(click.Group):
    """A group whose commands live in modules of their own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command asked for."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"swstation.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table, without importing anything."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(text)) for name, (_module, text) in COMMANDS.items()])


@click.command(cls=Commands, context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100})
@click.option("--db", "database", type=click.Path(path_type=Path), default=None, help=N_("The database file."))
@click.option("--lang", type=click.Choice(i18n.LANGUAGES), default=None, help=N_("Language of the program."))
@click.option(
    "--passphrase-file", type=click.Path(path_type=Path), default=None, help=N_("Read the passphrase from it.")
)
@click.version_option(__version__, prog_name="swstation", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context, database: Path | None, lang: str | None, passphrase_file: Path | None) -> None:
    """The working book of a township social-work station. Without a command: the terminal interface."""
    if lang:
        i18n.set_language(lang)
    ctx.obj = Options(database or default_database(), passphrase_file)
    ctx.call_on_close(lambda: [book.close() for book in ctx.obj.books])


def run(args: list[str]) -> int:
    """Run a command; gives its exit code. No traceback reaches the user."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    i18n.set_language(i18n.detect())
    options = Options(default_database())
    try:
        with cli.make_context("swstation", list(args)) as ctx:
            options = ctx.obj or options
            result: Any = cli.invoke(ctx)
            options = ctx.obj
            return int(result) if isinstance(result, int) else 0
    except Refusal as refusal:
        _asked_for_json(options, args)
        refuse(options, [refusal])
        return 1
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.exceptions.Abort:
        click.echo(_("Stopped. Nothing was changed."), err=True)
        return 1
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BrokenPipeError:
        return 1
    except OSError as error:
        _asked_for_json(options, args)
        refuse(options, [as_refusal(error, options.database)])
        return 1
    except Exception as error:  # the last line of defence: a sentence and a report, never a traceback
        _asked_for_json(options, args)
        refuse(
            options, [Refusal("cli.unexpected", error=type(error).__name__, file=crash_report(error, options.database))]
        )
        return 1


def _asked_for_json(options: Options, args: list[str]) -> None:
    # A refusal before the command began to run still answers in JSON if that was asked for.
    options.as_json = options.as_json or "--json" in args
