"""``init`` and ``passphrase``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from swstation.cli.common import Options, emit, json_option
from swstation.i18n import _


@click.command("init")
@click.option(
    "--tier", required=True, help="village_room, township_station, county_station, prefecture_centre, province."
)
@click.option("--division", required=True, metavar="CODE", help="Division code of the place.")
@click.option("--name", default="", help="Name of the unit; proposed from the place.")
@click.option("--policy", default="", help="Policy id; the place's own by default.")
@click.option("--worker", required=True, metavar="NAME", help="Who begins.")
@click.option("--county", type=click.Path(path_type=Path), default=None, help="The county's card.")
@click.option("--unit-suffix", default="", help="Parts two stations of one place.")
@click.option("--laptop", default="A", help="Letter of this laptop in its station.")
@click.option("--no-encrypt", is_flag=True, help="Without a passphrase: only for demo data.")
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


@click.group("passphrase")
def passphrase_command() -> None:
    """Change the passphrase."""


@passphrase_command.command("change")
@click.option("--new-file", type=click.Path(path_type=Path), default=None, help="Read the new passphrase from it.")
@json_option
@click.pass_obj
def change(options: Options, new_file: Path | None) -> None:
    """Replace the passphrase that opens the database."""
    from db import protect

    old = options.passphrase()
    new = Options(options.database, new_file).passphrase(twice=True) if new_file else _ask_new()
    protect.change(options.database, old, new)
    emit(options, {"changed": True}, lambda: iter([_("The passphrase is changed.")]))


def _ask_new() -> str:
    typed: str = click.prompt(_("New passphrase"), hide_input=True, err=True, confirmation_prompt=True)
    return typed
