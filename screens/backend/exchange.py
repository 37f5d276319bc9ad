"""Bundles out and in, cards, and the monthly report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from screens.backend.base import Part
from screens.text import in_fours

if TYPE_CHECKING:
    from datetime import date

    from db.errors import Refusal
    from screens.ports import CardTaken, ExchangeState, Exported, Figure, Merged, Progress, Sender
    from swstation.exchange.merging import MergedFile, Reconciled
    from swstation.operations.book import Book

LAST_FOLDER = "exchange_folder"
"""The setting that keeps the folder used last."""

NOT_OURS = frozenset(("bundle.no_key", "bundle.other_county", "bundle.wrong_kind"))
"""Refusals of files that are in order and for somebody else: a stick holds the files of many."""

TONES = {"merged": "good", "already_merged": "muted", "held": "caution", "refused": "bad"}


class ExchangePart(Part):
    """What goes to other machines and comes from them."""

    _compared: tuple[tuple[object, ...], Sequence[Sender]] | None = None

    async def exchange_state(self) -> ExchangeState:
        return await self.call(_state)

    async def senders(self) -> Sequence[Sender]:
        key = await self.call(known_so_far)
        if self._compared is None or self._compared[0] != key:
            self._compared = (key, await self.apart(_senders))
        return self._compared[1]

    async def export(self, folder: Path, *, full: bool, progress: Progress, files: bool = False) -> Exported:
        return await self.call(_export, folder, full, files, progress)

    async def merge(self, files: Sequence[Path], progress: Progress) -> Sequence[Merged]:
        merged = await self.call(_merge, files, progress)
        self.forget()
        return merged

    async def take_card(self, file: Path) -> CardTaken:
        return await self.call(_take_card, file)

    async def write_card(self, folder: Path) -> Path:
        return await self.call(_write_card, folder)

    async def monthly(self, month: str) -> Sequence[Figure]:
        return await self.apart(_monthly, month, self.today)


def _state(book: Book) -> ExchangeState:
    from db import digest
    from db.conflicts import conflict_count
    from db.queries.due import unsent
    from db.store import setting
    from screens.backend.receipts import advice, device_lines, handed_rows
    from screens.ports import ExchangeState
    from swstation.exchange.identity import county_card
    from swstation.operations.parcels import parcels

    connection = book.connection
    waiting = unsent(connection, book.replica)
    folder = setting(connection, LAST_FOLDER)
    return ExchangeState(
        waiting=waiting.count,
        since=(waiting.first_at or "")[:10],
        has_county=county_card(book) is not None,
        folder=Path(folder) if folder else Path.home(),
        digest=in_fours(digest.whole(connection)[0]),
        handed=handed_rows(book),
        conflicts=conflict_count(connection),
        devices=device_lines(book),
        advice=advice(book),
        handovers=len(parcels(book)),
        above=_above(book),
    )


def _above(book: Book) -> str:
    from swstation.exchange.identity import COLLECTING, superior

    card = superior(book) if book.tier in COLLECTING else None
    return card.name if card is not None else ""


def known_so_far(book: Book) -> tuple[object, ...]:
    """What the comparison with the peers, and the findings, are made of: while this is the same, so are they."""
    from db import digest, ledgers
    from swstation.i18n import language

    received = ledgers.received_bundles(book.connection)
    aside = sum(ledgers.quarantined(book.connection, one.id) for one in ledgers.replicas(book.connection))
    return digest.whole(book.connection)[0], len(received), aside, language()


def _senders(book: Book) -> Sequence[Sender]:
    from db import ledgers
    from db.queries.exchange import unit_names
    from screens.ports import Sender
    from swstation.exchange.devices import judged
    from swstation.exchange.merging import reconcile

    names, lost = unit_names(book.connection), judged(book)
    last: dict[str, str] = {}
    for received in ledgers.received_bundles(book.connection):
        if received.replica and received.status == "merged":
            last.setdefault(received.replica, received.at[:10])
    made = []
    peers = [one for one in reconcile(book) if one.replica != book.replica]
    devices = Counter(one.station for one in peers)
    for one in peers:
        name = names.get(one.station or "", one.station or one.replica[:8])
        if one.station and devices[one.station] > 1:  # two laptops of one station are told apart
            name += f"  {one.replica[:4]}"
        word, tone = _standing(one, lost.get(one.replica) == "revoked")
        made.append(Sender(one.replica, name, last.get(one.replica, ""), one.held, one.missing, word, tone))
    return made


def _standing(one: Reconciled, lost: bool) -> tuple[str, str]:
    # What a clerk would have to do something about; else that all is here.
    from swstation.i18n import _, ngettext

    said = []
    if one.missing:
        said.append(ngettext("{n} missing", "{n} missing", one.missing).format(n=f"{one.missing:,}"))
    elif not one.whole:
        said.append(_("differs"))
    tone = "bad" if said else "caution"
    if lost:
        said.append(_("reported lost"))
    if one.quarantined:
        said.append(ngettext("{n} returned", "{n} returned", one.quarantined).format(n=f"{one.quarantined:,}"))
    return ("! " + "  ".join(said), tone) if said else (_("whole"), "good")


def keep_folder(book: Book, folder: Path) -> None:
    """Remember the folder that was used last."""
    from swstation.operations.book import keep_setting

    keep_setting(book, LAST_FOLDER, str(folder))


def _export(book: Book, folder: Path, full: bool, files: bool, progress: Progress) -> Exported:
    from screens.backend.receipts import written
    from swstation.exchange.exporting import export

    done = export(book, folder, full=full, files=files, progress=steps(progress))
    keep_folder(book, folder)
    return written(book, done)


def steps(progress: Progress) -> Progress:
    """The steps of writing a bundle in words."""
    from swstation.i18n import N_, _

    words = {
        "pack": N_("Packing"), "write": N_("Writing onto the stick"), "read": N_("Reading back what was written"),
    }  # fmt: skip
    return lambda step, n, of: progress(_(words.get(step, step)), n, of)


def _merge(book: Book, files: Sequence[Path], progress: Progress) -> Sequence[Merged]:
    from db.queries.exchange import unit_names
    from screens.ports import Merged
    from swstation.errors import message
    from swstation.exchange.merging import merge
    from swstation.i18n import _, listed

    sitting = merge(book, files, progress)
    names = unit_names(book.connection)
    if files:
        keep_folder(book, files[0].parent)
    found = [
        Merged(
            one.file.name, one.status, label, one.new, one.known, one.conflicts,
            message(named(one.refusal, names)) if one.refusal else said_of(one), tone,
        )
        for one in sitting.files
        for label, tone in [state(one)]
    ]  # fmt: skip
    if sitting.forms:
        words = _("A form came from above: {file}").format(file=listed(sitting.forms))
        found[-1] = replace(found[-1], reason="\n".join(part for part in (found[-1].reason, words) if part))
    return found


def said_of(one: MergedFile) -> str:
    """What there is to say of a bundle that is in, or would go in: records left out and why, gaps, files, receipts."""
    from db.errors import Refusal
    from swstation.errors import message
    from swstation.i18n import _

    said = [*_aside_words(one), _gap_words(one.gaps)]
    if one.files:
        said.append(_("{n} attached files came along").format(n=one.files))
    for receipt in one.receipts:
        if receipt.doubtful:
            said.append(message(Refusal(f"receipt.{receipt.verdict}", replica=receipt.replica[:8])))
        elif receipt.verdict == "taken":
            words = _("Receipt: the county has the records of laptop {code} up to {n}.")
            said.append(words.format(code=receipt.replica[:4], n=f"{receipt.last:,}"))
    return "\n".join(part for part in said if part)


def _aside_words(one: MergedFile) -> list[str]:
    # Each reason once, the commonest first. Only the first records that were left out are named.
    from db.errors import Refusal
    from swstation.errors import message
    from swstation.i18n import ngettext

    reasons = Counter(aside.reason for aside in one.aside)
    lines = []
    for reason, n in reasons.most_common():
        count = one.quarantined if len(reasons) == 1 else n
        words = ngettext("! {n} record is not taken in: {why}", "! {n} records are not taken in: {why}", count)
        lines.append(words.format(n=f"{count:,}", why=message(Refusal(f"record.{reason}"))))
    return lines


def _gap_words(gaps: Sequence[tuple[int, int]]) -> str:
    from swstation.i18n import ngettext

    missing = sum(last - first + 1 for first, last in gaps)
    if not missing:
        return ""
    return ngettext("{n} earlier record is still missing", "{n} earlier records are still missing", missing).format(
        n=missing
    )


def named(refusal: Refusal, names: Mapping[str, str]) -> Refusal:
    """A refusal that calls a station by its name, where it is known here."""
    from db.errors import Refusal

    made = Refusal(refusal.code)
    made.params |= refusal.params
    for key in ("station", "unit"):
        if key in made.params:
            made.params[key] = names.get(str(made.params[key]), made.params[key])
    return made


def state(one: MergedFile, *, would: bool = False) -> tuple[str, str]:
    """What became of a bundle, or ``would`` become, in a word, with its tone. A sign where not all of it went in."""
    from swstation.i18n import _

    if one.refusal is not None and one.refusal.code in NOT_OURS:
        return _("not ours"), "muted"
    word = _("would merge") if would and one.status == "merged" else status_word(one.status)
    return (f"! {word}", "caution") if one.quarantined else (word, TONES.get(one.status, ""))


def status_word(status: str) -> str:
    """What became, or would become, of a bundle."""
    from swstation.i18n import N_, _

    words = {
        "merged": N_("merged"),
        "already_merged": N_("already here"),
        "held": N_("held"),
        "refused": N_("refused"),
    }
    return _(words.get(status, status))


def _take_card(book: Book, file: Path) -> CardTaken:
    from screens.ports import CardTaken
    from swstation.exchange.devices import judged
    from swstation.exchange.identity import trust

    before = judged(book)
    taken = trust(book, file)
    keep_folder(book, file.parent)
    id = taken.card.fingerprint if taken.state == "unverified" else ""
    found = before.get(taken.card.replica) == "revoked" and taken.card.kind == "enrolment"
    return CardTaken(taken.card.name, taken.digits, taken.held, id, found)


def _write_card(book: Book, folder: Path) -> Path:
    from swstation.exchange.cards import SUFFIXES
    from swstation.exchange.identity import COLLECTING, write_card

    # Two laptops of a station may write to the same stick.
    kind, name = ("county_card", book.unit) if book.tier in COLLECTING else ("enrolment", f"{book.unit}-{book.letter}")
    target = folder / f"{name}{SUFFIXES[kind]}"
    write_card(book, target, kind)
    keep_folder(book, folder)
    return target


def _monthly(book: Book, month: str, as_of: date) -> Sequence[Figure]:
    from screens.ports import Figure
    from screens.ports_behind import DOUBLES
    from swstation.i18n import _
    from swstation.reports.monthly import monthly

    with book.store.snapshot() as connection:
        report = monthly(connection, book.unit, month, as_of, station=True)
    made = []
    for figure in report.figures:
        for line in figure.lines:
            number = str(figure.number) if line is figure.lines[0] else ""
            month, year = f"{line.month}", f"{line.year}"
            made.append(Figure(number, line.level, line.label, line.unit_label, month, year, line.code))
    if report.doubles:  # counted as two people until somebody decides
        words, pairs = _("Possible doubles, not decided yet"), f"{len(report.doubles)}"
        made.append(Figure("", 0, words, _("pairs"), pairs, "", DOUBLES))
    made.append(Figure("", 0, _("The station itself"), "", "", ""))
    for line in report.station:
        amounts = f"{line.month}", f"{line.year}"
        made.append(Figure("", line.level + 1, line.label, line.unit_label, *amounts, line.code))
    return made
