"""The county's recovery key: printed once, kept in a safe, it reads every bundle that was ever sent up to this county.

Its public half stands on the county card, and every bundle up is sealed to it as well. A station's database key is
sealed to it, too (escrow), so that a county can help in person where passphrase and recovery code are both gone.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson
import pyrage

from db import local, protect, recovery_code
from db.errors import Refusal
from db.store import put_setting, setting
from swstation.exchange import bech32, files, header
from swstation.exchange.cards import Card
from swstation.exchange.identity import COLLECTING, device_keys, own_card
from swstation.exchange.keys import RecoveryKey
from swstation.i18n import _
from swstation.operations.book import Book

SHEET_BYTES = 1 << 20
_SECRET = re.compile(r"AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}")
_COUNTY = re.compile(r"\b[0-9a-f]{32}\b")


def code(book: Book, *, new: bool = False) -> str | None:
    """The recovery code of this database, made now if there is none yet or a ``new`` one is asked for.

    ``None`` without encryption: there is nothing to recover.
    """
    key = book.store.key
    if key is None:
        return None
    kept = setting(book.connection, "recovery_code")
    if kept and not new:
        return kept
    made = recovery_code.generate(book.source.random)
    protect.set_recovery(book.store.path, key, made, book.source.random)
    with book.store.transaction() as connection:
        put_setting(connection, "recovery_code", made)
        local.audit(connection, book.source.at(), book.worker, "recovery")
    return made


def same_code(typed: str, shown: str) -> bool:
    """Whether somebody typed the code that was shown. Refuses what is no code: ``recovery.length`` and so on."""
    return recovery_code.read(typed) == recovery_code.read(shown)


def secret_text(book: Book) -> str:
    """The county's recovery key as age writes it."""
    return bech32.encode("age-secret-key-", device_keys(book).recovery_secret).upper()


def sheet(book: Book) -> str:
    """A page to print and lock away, HTML: the recovery code, and for a county its recovery key."""
    card = own_card(book)
    rows = [(_("Unit"), f"{card.name}  {card.unit}"), (_("Device"), card.replica), (_("Date"), book.source.at()[:10])]
    if (own := code(book)) is not None:
        rows.append((_("Recovery code"), own))
    if book.tier in COLLECTING:
        rows += [(_("Card"), card.fingerprint), (_("Recovery key"), secret_text(book))]
    lines = "".join(f"<tr><th>{html.escape(a)}</th><td>{html.escape(b)}</td></tr>\n" for a, b in rows)
    about = [
        _("Print this page twice, keep the prints apart in locked places, and delete the file."),
        _("The recovery code opens this database where the passphrase is forgotten: type it in its place."),
    ]
    if book.tier in COLLECTING:
        about.append(
            _(
                "The recovery key opens every bundle sent to this county: “swstation recovery open --sheet FILE"
                " BUNDLE”, or any program that reads age files. Whoever has it can read them all."
            )
        )
    title = html.escape(_("Recovery sheet"))
    style = "body{font:14pt serif;margin:2cm}th{text-align:left;padding:.3em 1em .3em 0}td{font-family:monospace}"
    words = "".join(f"<p>{html.escape(one)}</p>\n" for one in about)
    return (
        f'<!doctype html>\n<html><head><meta charset="utf-8"><title>{title}</title><style>{style}</style></head>\n'
        f"<body><h1>{title}</h1>\n<table>\n{lines}</table>\n{words}</body></html>\n"
    )


def write_sheet(book: Book, target: Path) -> Path:
    """Write the sheet, readable by this user alone. Refuses a name that is taken, a folder that is not there."""
    if target.exists():
        raise Refusal("bundle.target_exists", name=target.name)
    if not target.parent.is_dir():
        raise Refusal("bundle.target_missing", folder=str(target.parent))
    protect.write_private(target, sheet(book).encode("utf-8"))
    return target


@dataclass(frozen=True)
class Sheet:
    """What a sheet says: the recovery key, and the fingerprint of the county's card if it is still to be read."""

    key: RecoveryKey
    county: str | None


def read_sheet(file: Path) -> Sheet:
    """The key in a sheet: the file itself, or a text file with the line typed from the print. Refuses anything else."""
    with files.open_plain(file) as source, files.disk_errors():
        text = source.read(SHEET_BYTES).decode("utf-8-sig", "replace")
    found = _SECRET.search(text.upper())
    try:
        secret = bech32.decode("age-secret-key-", found[0].lower()) if found else b""
    except ValueError:
        raise Refusal("recovery.check") from None
    if len(secret) != 32:
        raise Refusal("recovery.no_sheet", file=file.name)
    cards = _COUNTY.findall(text)
    return Sheet(RecoveryKey(b"", secret), cards[-1] if cards else None)


def take_over(book: Book, said: Sheet, bundles: Sequence[Path]) -> None:
    """Let a new county database read what was sent to the former one, now and later. Refuses at a station."""
    if book.tier not in COLLECTING:
        raise Refusal("recovery.county_only")
    counties = {said.county} if said.county else set()
    for file in bundles:
        with files.open_plain(file) as source, files.disk_errors():
            counties.add(header.parse(source.read(header.SIZE)).county)
    known = orjson.loads(setting(book.connection, "recovered", "{}"))
    known[said.key.age_secret.hex()] = sorted({*known.get(said.key.age_secret.hex(), []), *counties})
    with book.store.transaction() as connection:
        put_setting(connection, "recovered", orjson.dumps(known).decode())
        local.audit(connection, book.source.at(), book.worker, "recovery", detail=" ".join(sorted(counties)))


def deposit(book: Book, county: Card) -> None:
    """Seal the key of this database to the county's recovery key. Without either there is nothing to do."""
    if book.store.key is None or county.recovery is None:
        return
    sealed = pyrage.encrypt(book.store.key, [pyrage.x25519.Recipient.from_str(county.recovery)])
    protect.set_escrow(book.store.path, book.store.key, county.fingerprint, sealed)


def withdraw(database: Path, said: Sheet) -> bytes:
    """The key of a database, by the county's recovery sheet. Refuses: nothing deposited, another sheet."""
    sealed = protect.escrow(database)
    if not sealed:
        raise Refusal("recovery.no_escrow")
    for one in sealed:
        try:
            key = pyrage.decrypt(one, [said.key.age_identity])
        except pyrage.DecryptError:
            continue
        if protect.is_key(database, key):
            return bytes(key)
    raise Refusal("recovery.other_sheet")
