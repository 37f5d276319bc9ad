"""``init`` and ``passphrase``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from db.errors import Refusal
from swstation.cli.base import command, group, option
from swstation.cli.common import Options, emit, json_option, on_terminal, read_passphrase
from swstation.i18n import N_, _


@command("init", help=N_("Make a database, its replica and its keys. Never overwrites."))
@option(
    "--tier", required=True, help=N_("village_room, township_station, county_station, prefecture_centre, province.")
)
@option("--division", required=True, metavar=N_("CODE"), help=N_("Division code of the place."))
@option("--name", default="", help=N_("Name of the unit; proposed from the place."))
@option("--policy", default="", help=N_("Policy id; the place's own by default."))
@option("--worker", required=True, metavar=N_("NAME"), help=N_("Who begins."))
@option("--county", type=click.Path(path_type=Path), default=None, help=N_("The county's card."))
@option("--unit-suffix", default="", help=N_("Parts two stations of one place."))
@option("--laptop", default="A", help=N_("Letter of this laptop in its station."))
@option("--no-encrypt", is_flag=True, help=N_("Without a passphrase: only for demo data."))
@json_option
@click.pass_obj
def init_command(
    options: Options, tier: str, division: str, name: str, policy: str, worker: str, county: Path | None,
    unit_suffix: str, laptop: str, no_encrypt: bool,
) -> None:  # fmt: skip
    """Make a database, its replica and its keys. Never overwrites."""
    from swstation.operations.install import Setup, initialise

    passphrase = None if no_encrypt else options.passphrase(twice=True)
    setup = Setup(tier, division, worker, passphrase, name, policy, unit_suffix, laptop)
    book = initialise(options.database, setup, county_card=county)
    options.books.append(book)
    from db.queries.units import unit_by_code

    unit = unit_by_code(book.connection, book.unit)
    assert unit is not None
    document = {
        "unit": book.unit, "name": unit.name, "replica": book.replica, "policy": unit.policy,
        "encrypted": not no_encrypt,
    }  # fmt: skip

    def lines() -> Iterator[str]:
        yield _("{name} ({unit}) is ready.").format(name=unit.name, unit=book.unit)
        yield _("Database: {path}").format(path=options.database)
        if no_encrypt:
            yield _("Without encryption: for trying out only, never for real people.")

    emit(options, document, lines)


@group("passphrase", help=N_("Change the passphrase."))
def passphrase_command() -> None:
    """Change the passphrase."""


@passphrase_command.command("change", help=N_("Replace the passphrase that opens the database."))
@option("--new-file", type=click.Path(path_type=Path), default=None, help=N_("Read the new passphrase from it."))
@json_option
@click.pass_obj
def change(options: Options, new_file: Path | None) -> None:
    """Replace the passphrase that opens the database."""
    from db import protect

    if not options.database.is_file():
        raise Refusal("store.missing", path=str(options.database))
    if not protect.is_encrypted(options.database):
        raise Refusal("store.not_encrypted", path=options.database.name)
    old = options.passphrase()
    protect.unlock(options.database, old)
    protect.change(options.database, old, read_passphrase(new_file) if new_file else _ask_new())
    emit(options, {"changed": True}, lambda: iter([_("The passphrase is changed.")]))


def _ask_new() -> str:
    if not on_terminal():
        raise Refusal("cli.new_passphrase")
    typed: str = click.prompt(_("New passphrase"), hide_input=True, err=True, confirmation_prompt=True)
    return typed
