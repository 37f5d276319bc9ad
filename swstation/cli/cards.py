"""``card``, ``enrol``, ``trust``, ``revoke``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from swstation.cli.base import argument, command, group, option
from swstation.cli.common import Options, emit, json_option
from swstation.i18n import N_, _

STATES = {
    "unverified": N_("not compared"),
    "verified": N_("compared"),
    "revoked": N_("reported lost"),
    "split": N_("number used twice"),
}


@group("card", help=N_("Show or write this device's card."))
def card_command() -> None:
    """Show or write this device's card."""


@card_command.command("show", help=N_("This device's card, and the digits to compare with each peer."))
@json_option
@click.pass_obj
def show_command(options: Options) -> None:
    """This device's card, and the digits to compare with each peer."""
    from db import ledgers
    from swstation.exchange import cards
    from swstation.exchange.identity import own_card

    book = options.book()
    own = own_card(book)
    peers = [
        {
            "unit": known.unit, "replica": known.replica, "fingerprint": known.fingerprint, "state": known.state,
            "digits": cards.digits(own, cards.parse(known.body.encode("utf-8"))),
        }
        for known in ledgers.cards(book.connection)
    ]  # fmt: skip
    above = [p for p in peers if p["unit"] != book.unit]
    document = {
        "unit": own.unit, "replica": own.replica, "fingerprint": own.fingerprint,
        "digits": above[0]["digits"] if len(above) == 1 else None,
        "state": above[0]["state"] if len(above) == 1 else None, "peers": peers,
    }  # fmt: skip

    def lines() -> Iterator[str]:
        yield _("{unit}, device {replica}").format(unit=own.unit, replica=own.replica)
        for peer in peers:
            yield _("{unit}: {digits} ({state})").format(
                unit=peer["unit"], digits=peer["digits"], state=_(STATES[str(peer["state"])])
            )
        if not peers:
            yield _("No other card is known yet.")

    emit(options, document, lines)


@card_command.command("export", help=N_("County: write the card that stations take in."))
@argument("file", type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def export_command(options: Options, file: Path) -> None:
    """County: write the card that stations take in."""
    _write(options, file, "county_card")


@command("enrol", help=N_("Station: write this device's enrolment for the county (or for a colleague's laptop)."))
@argument("file", type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def enrol_command(options: Options, file: Path) -> None:
    """Station: write this device's enrolment for the county (or for a colleague's laptop)."""
    _write(options, file, "enrolment")


def _write(options: Options, file: Path, kind: str) -> None:
    from swstation.exchange.identity import write_card

    card, file = write_card(options.book(), file, kind)
    document = {
        "file": str(file), "replica": card.replica, "fingerprint": card.fingerprint, "digits": None, "state": None,
    }  # fmt: skip
    emit(options, document, lambda: iter([_("Written: {file}").format(file=file)]))


@command("trust", help=N_("Take in an enrolment (county; a colleague's at a station) or a county card (station)."))
@argument("file", type=click.Path(path_type=Path))
@option("--digits", default=None, help=N_("The 24 digits that the other side reads out."))
@json_option
@click.pass_obj
def trust_command(options: Options, file: Path, digits: str | None) -> None:
    """Take in an enrolment (county; a colleague's at a station) or a county card (station)."""
    from swstation.exchange.identity import trust

    done = trust(options.book(), file, digits)
    document = {
        "replica": done.card.replica, "unit": done.card.unit, "fingerprint": done.card.fingerprint,
        "digits": done.digits, "state": done.state, "held": done.held,
    }  # fmt: skip

    def lines() -> Iterator[str]:
        yield _("{unit} is trusted ({state}).").format(unit=done.card.unit, state=_(STATES[done.state]))
        if done.state == "unverified":
            yield _("Read these digits to each other on the telephone: {digits}").format(digits=done.digits)
        if done.held:
            yield _("{n} bundles of this device are waiting: swstation merge --held").format(n=done.held)

    emit(options, document, lines)


@command("revoke", help=N_("A lost device: what it sends from now on is refused; what it sent before stays."))
@argument("replica")
@json_option
@click.pass_obj
def revoke_command(options: Options, replica: str) -> None:
    """A lost device: what it sends from now on is refused; what it sent before stays."""
    from swstation.exchange.identity import revoke

    revoke(options.book(), replica)
    document = {"replica": replica, "fingerprint": None, "digits": None, "state": "revoked"}
    emit(options, document, lambda: iter([_("Bundles of this device are refused from now on.")]))


@command("split", help=N_("Ask the machines that write under one number, after a copy, to take a number each."))
@argument("replica")
@json_option
@click.pass_obj
def split_command(options: Options, replica: str) -> None:
    """Ask the machines that write under one number, after a copy, to take a number each."""
    from swstation.exchange.identity import split

    split(options.book(), replica)
    document = {"replica": replica, "fingerprint": None, "digits": None, "state": "split"}
    emit(options, document, lambda: iter([_("Both machines are asked for a new number with the next file down.")]))


@command("renew", help=N_("Let this copied or restored database go on as a laptop of its own, under a new number."))
@option("--to", "target", type=click.Path(path_type=Path), default=None, help=N_("Write its new enrolment there."))
@json_option
@click.pass_obj
def renew_command(options: Options, target: Path | None) -> None:
    """Let this copied or restored database go on as a laptop of its own, under a new number."""
    from swstation.cli.common import exclusive
    from swstation.exchange.identity import COLLECTING, own_card, refuse_target, write_card
    from swstation.exchange.successors import renew

    with exclusive(options):
        book = options.book()
        collecting = book.tier in COLLECTING
        if target is not None and not collecting:
            refuse_target(book, target)
        done = renew(book)
        options.books[-1] = done.book
        file = write_card(done.book, target, "enrolment")[1] if target is not None and not collecting else None
    document = {
        "replica": done.replica, "parent": done.parent, "last": done.last, "laptop": done.letter,
        "fingerprint": own_card(done.book).fingerprint, "file": str(file) if file else None,
    }  # fmt: skip

    def lines() -> Iterator[str]:
        yield _("This laptop writes as device {replica} from now on; its letter is {letter}.").format(
            replica=done.replica[:8], letter=done.letter
        )
        if not collecting:
            yield _("Its next bundle tells the county, which takes it in as not compared.")
        if file:
            yield _("Written: {file}").format(file=file)

    emit(options, document, lines)
