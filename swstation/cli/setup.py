"""``init``, ``passphrase``, ``recovery``, ``lock``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from db.errors import Refusal
from swstation.cli.base import argument, command, group, option
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
@option("--show-recovery", is_flag=True, help=N_("With --json: the recovery code too."))
@option("--no-encrypt", is_flag=True, help=N_("Without a passphrase: only for demo data."))
@json_option
@click.pass_obj
def init_command(
    options: Options, tier: str, division: str, name: str, policy: str, worker: str, county: Path | None,
    unit_suffix: str, laptop: str, show_recovery: bool, no_encrypt: bool,
) -> None:  # fmt: skip
    """Make a database, its replica and its keys. Never overwrites."""
    from swstation.operations.install import Setup, initialise

    passphrase = None if no_encrypt else options.passphrase(twice=True)
    setup = Setup(tier, division, worker, passphrase, name, policy, unit_suffix, laptop)
    book = initialise(options.database, setup, county_card=county, anyway=options.anyway)
    options.books.append(book)
    from db.queries.units import unit_by_code
    from db.store import setting

    unit = unit_by_code(book.connection, book.unit)
    assert unit is not None
    document = {
        "unit": book.unit, "name": unit.name, "replica": book.replica, "policy": unit.policy,
        "encrypted": not no_encrypt,
    }  # fmt: skip

    code = setting(book.connection, "recovery_code") or None
    if show_recovery:
        document["recovery"] = code

    def lines() -> Iterator[str]:
        yield _("{name} ({unit}) is ready.").format(name=unit.name, unit=book.unit)
        yield _("Database: {path}").format(path=options.database)
        if code and (show_recovery or sys.stdout.isatty()):
            yield _("Recovery code: {code}").format(code=code)
            yield _("Write it down and keep it apart: it opens the database where the passphrase is forgotten.")
        elif code:
            yield _("Write down the recovery code: swstation recovery show")
        if no_encrypt:
            yield _("Without encryption: for trying out only, never for real people.")

    emit(options, document, lines)


@group("passphrase", help=N_("Change the passphrase."))
def passphrase_command() -> None:
    """Change the passphrase."""


@passphrase_command.command("change", help=N_("Replace the passphrase that opens the database."))
@option("--new-file", type=click.Path(path_type=Path), default=None, help=N_("Read the new passphrase from it."))
@option("--recovery", is_flag=True, help=N_("Forgotten: the recovery code is asked for in its place."))
@option("--sheet", type=click.Path(path_type=Path), default=None, help=N_("Both gone: the county's recovery sheet."))
@json_option
@click.pass_obj
def change(options: Options, new_file: Path | None, recovery: bool, sheet: Path | None) -> None:
    """Replace the passphrase that opens the database."""
    from db import protect
    from swstation.operations import tries
    from swstation.operations.book import note

    _refuse_bare(options)
    if sheet is not None:
        from swstation.exchange.recovery import read_sheet, withdraw

        opened = protect.Opened(withdraw(options.database, read_sheet(sheet)), None)
    else:
        opened = tries.unlock(options.database, _code(options) if recovery else options.passphrase())
    key, new = opened.key, read_passphrase(new_file) if new_file else _ask_new()
    protect.set_passphrase(options.database, key, new, worker=opened.worker)
    note(options.database, key, "passphrase", "sheet" if sheet else "recovery" if recovery else "")
    emit(options, {"changed": True}, lambda: iter([_("The passphrase is changed.")]))


_worker = option("--worker", default=None, metavar=N_("STAFF"), help=N_("Of this member of staff; else the station's."))


@passphrase_command.command("add", help=N_("A passphrase of a worker's own; it is gone when they leave the unit."))
@option("--worker", required=True, metavar=N_("STAFF"), help=N_("Whose it is."))
@option("--new-file", type=click.Path(path_type=Path), default=None, help=N_("Read the new passphrase from it."))
@json_option
@click.pass_obj
def add(options: Options, worker: str, new_file: Path | None) -> None:
    """A passphrase of a worker's own."""
    from swstation.cli.common import find_staff
    from swstation.operations import ways

    _refuse_bare(options)
    book = options.book()
    staff = find_staff(book, worker)
    ways.add(book, staff, read_passphrase(new_file) if new_file else _ask_new())
    emit(options, {"worker": staff}, lambda: iter([_("{name} can open this laptop with it.").format(name=worker)]))


@passphrase_command.command("list", help=N_("Whose passphrases open this laptop."))
@json_option
@click.pass_obj
def list_ways(options: Options) -> None:
    """Whose passphrases open this laptop."""
    from swstation.operations import ways

    _refuse_bare(options)
    found = ways.listed(options.book())
    document = [{"worker": one.worker, "name": one.name} for one in found]
    emit(options, document, lambda: iter(one.name or _("the station's") for one in found))


@passphrase_command.command("remove", help=N_("Take a worker's passphrase away; without --worker the station's."))
@_worker
@json_option
@click.pass_obj
def remove(options: Options, worker: str | None) -> None:
    """Take a worker's passphrase away; without --worker the station's."""
    from swstation.cli.common import find_staff
    from swstation.operations import ways

    _refuse_bare(options)
    book = options.book()
    staff = find_staff(book, worker) if worker is not None else None
    ways.remove(book, staff)
    emit(options, {"worker": staff}, lambda: iter([_("It opens nothing any more.")]))


def _refuse_bare(options: Options) -> None:
    from db import protect

    if not options.database.is_file():
        raise Refusal("store.missing", path=str(options.database))
    if not protect.is_encrypted(options.database):
        raise Refusal("store.not_encrypted", path=options.database.name)


def _code(options: Options) -> str:
    if options.passphrase_file is not None:
        return read_passphrase(options.passphrase_file)
    if not on_terminal():
        raise Refusal("recovery.needs_code")
    typed: str = click.prompt(_("Recovery code"), err=True)
    return typed


@group("recovery", help=N_("The recovery code and the recovery sheet."))
def recovery_command() -> None:
    """The recovery code and the recovery sheet."""


@recovery_command.command("show", help=N_("Show the recovery code; write the sheet to print and lock away."))
@option("--sheet", type=click.Path(path_type=Path), default=None, help=N_("Write the recovery sheet there (HTML)."))
@option("--new", is_flag=True, help=N_("Make a new code; the old one opens nothing any more."))
@json_option
@click.pass_obj
def show(options: Options, sheet: Path | None, new: bool) -> None:
    """Show the recovery code; write the sheet to print and lock away."""
    from swstation.exchange.identity import COLLECTING, own_card
    from swstation.exchange.recovery import code, write_sheet

    book = options.book()
    own = code(book, new=new)
    county = own_card(book).recovery if book.tier in COLLECTING else None
    if own is None and county is None:
        raise Refusal("store.not_encrypted", path=options.database.name)
    file = write_sheet(book, sheet) if sheet is not None else None
    document = {"recovery": own, "county_key": county, "file": str(file) if file else None}

    def lines() -> Iterator[str]:
        if own:
            yield own
        if file:
            yield _("Written: {file}").format(file=file)
            yield _("Print it, lock it away, and delete the file.")
        elif county:
            yield _("The county's recovery key stands on the sheet: swstation recovery show --sheet FILE")

    emit(options, document, lines)


@recovery_command.command("open", help=N_("County: read with the sheet what was sent to a lost county database."))
@option("--sheet", type=click.Path(path_type=Path), required=True, help=N_("The sheet, or its key in a text file."))
@argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar=N_("BUNDLE..."))
@json_option
@click.pass_context
def open_archive(ctx: click.Context, sheet: Path, files: tuple[Path, ...]) -> int:
    """County: read with the sheet what was sent to a lost county database."""
    from swstation.cli.exchange import merge_command
    from swstation.exchange.recovery import read_sheet, take_over

    options: Options = ctx.obj
    take_over(options.book(), read_sheet(sheet), files)
    options.close()
    done: int = ctx.invoke(merge_command, files=files, as_json=options.as_json)
    return done


@command("lock", help=N_("Shut an open interface until the passphrase is typed again."))
@json_option
@click.pass_obj
def lock_command(options: Options) -> None:
    """Shut an open interface until the passphrase is typed again."""
    from swstation.operations.locking import ask_lock

    _refuse_bare(options)
    ask_lock(options.database)
    emit(options, {"locked": True}, lambda: iter([_("An open interface asks for the passphrase again now.")]))


def _ask_new() -> str:
    if not on_terminal():
        raise Refusal("cli.new_passphrase")
    typed: str = click.prompt(_("New passphrase"), hide_input=True, err=True, confirmation_prompt=True)
    return typed
