"""What the county said of each bundle and device, and the receipts a county writes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import Refusal
from screens.backend.base import Part
from screens.text import in_fours

if TYPE_CHECKING:
    from db.store import Connection
    from screens.ports import Choice, Explained, Exported, Handed, Progress, ReceiptWritten
    from swstation.exchange.exporting import Exported as Written
    from swstation.exchange.receipts import Confirmation, Returned
    from swstation.exchange.receipts import Handed as HandedIn
    from swstation.operations.book import Book

MOST_SPANS = 8
"""Spans of missing records that are named one by one."""
MOST_ASIDE = 500
"""Records set aside that are listed."""


class ReceiptPart(Part):
    """Receipts, as both sides see them."""

    async def explain_handed(self, no: int) -> Explained:
        return await self.call(_explain_handed, no)

    async def explain_device(self, replica: str) -> Explained:
        return await self.apart(_explain_device, replica)

    async def write_receipts(self, folder: Path, progress: Progress) -> Sequence[ReceiptWritten]:
        return await self.call(_write_receipts, folder, progress)

    async def read_code(self, code: str) -> str:
        return await self.call(_read_code, code)

    async def enrolled_units(self) -> Sequence[Choice]:
        return await self.call(_enrolled_units)

    async def export_asked(self, code: str, folder: Path, progress: Progress) -> Exported:
        return await self.call(_export_asked, code, folder, progress)

    async def send_down(
        self, unit: str, folder: Path, progress: Progress, *, full: bool = False, files: bool = False
    ) -> Exported:
        return await self.call(_send_down, unit, folder, progress, full, files)


# The station


def handed_rows(book: Book) -> list[Handed]:
    """The bundles handed in, the newest first, each with the county's word."""
    from screens.ports import Handed
    from swstation.exchange.receipts import handed

    return [
        Handed(one.sent.bundle_no, one.sent.at[:10], one.sent.file, one.sent.ops, *_state_words(one))
        for one in handed(book)
    ]


def _state_words(one: HandedIn) -> tuple[str, str]:
    from swstation.i18n import _, ngettext

    if one.state == "missing":
        missing = sum(last - first + 1 for _replica, first, last in one.missing)
        return "! " + ngettext("{n} missing", "{n} missing", missing).format(n=f"{missing:,}"), "bad"
    if one.state == "returned":
        back = len(one.returned)
        return "! " + ngettext("{n} returned", "{n} returned", back).format(n=f"{back:,}"), "caution"
    return (_("confirmed"), "good") if one.state == "confirmed" else (_("no receipt yet"), "caution")


def device_lines(book: Book) -> list[str]:
    """Of each device of the station, what the county has of it; at a county of its stations' devices in one line."""
    from swstation.exchange.identity import receiver
    from swstation.exchange.receipts import confirmations
    from swstation.i18n import _

    found = confirmations(book)
    above = receiver(book)
    lines = [_device_line(one) for one in found if one.station == book.unit]
    below = [one for one in found if one.station != book.unit]
    if below and above is not None:
        lacking = sum(last - first + 1 for one in below for first, last in one.missing)
        words = _("{unit} lacks {n} records of the stations.") if lacking else _("{unit} has all of the stations.")
        lines.append(words.format(unit=above.name, n=f"{lacking:,}"))
    return lines


def _device_line(one: Confirmation) -> str:
    from swstation.i18n import _

    name = _("This laptop") if one.own else _("Laptop {code}").format(code=one.replica[:4])
    words = _("the county has everything up to {n} of {all}"), _("the county has all {n} records")
    if one.station[0] in "CMP":
        words = _("the unit above has everything up to {n} of {all}"), _("the unit above has all {n} records")
    if one.days is None:
        said = _("no receipt yet")
    elif not one.equal:
        said = "! " + _("the receipt speaks of other records: tell who wrote it")
    else:
        said = words[one.whole].format(n=f"{one.written if one.whole else one.confirmed:,}", all=f"{one.written:,}")
    parts = [f"{name}  {said}"]
    if one.returned:
        parts.append(_("{n} returned").format(n=len(one.returned)))
    if one.days is not None:
        parts.append(_("receipt of {day}").format(day=(one.issued or "")[:10]))
    return "  ".join(parts)


def advice(book: Book) -> str:
    """What to do about a receipt that is old, else nothing."""
    from swstation.exchange.receipts import STALE_DAYS, full_advised
    from swstation.i18n import _

    if not full_advised(book):
        return ""
    return "! " + _("The last receipt is over {days} days old. Hand in everything once: F5, “Everything”.").format(
        days=STALE_DAYS
    )


def _explain_handed(book: Book, no: int) -> Explained:
    from screens.ports import Explained
    from swstation.exchange.receipts import handed
    from swstation.i18n import _

    one = next(one for one in handed(book) if one.sent.bundle_no == no)
    sent = one.sent
    lines = [
        _("Bundle {no} of {day}, {n} records").format(no=sent.bundle_no, day=sent.at[:10], n=f"{sent.ops:,}"),
        sent.file,
        _("Check code of the file: {code}").format(code=in_fours(sent.sha256[:12].upper())),
    ]
    lines += [_span_words(first, last) for _replica, first, last in one.missing[:MOST_SPANS]]
    if one.missing:
        lines.append(_("The next bundle holds them again."))
    if one.state == "confirmed":
        lines.append(_("Whom it was for has all of it."))
    if one.state == "waiting":
        lines.append(_("No receipt names it yet. The receipt comes back on the stick: F7 takes it in."))
    return Explained(_("Handed in"), lines, _returned(book.connection, one.returned))


def _span_words(first: int, last: int) -> str:
    from swstation.i18n import _

    return "! " + _("Missing: records {first} to {last}").format(first=f"{first:,}", last=f"{last:,}")


def _returned(connection: Connection, found: Sequence[Returned]) -> list[tuple[str, str, str]]:
    from db.errors import Refusal
    from swstation.errors import message
    from swstation.exchange.naming import Names

    names = Names(connection)
    return [
        (
            f"{one.seq:,}",
            names.row(one.table, bytes.fromhex(one.row)) if one.table and one.row else "",
            message(Refusal(f"record.{one.reason}")),
        )
        for one in found
    ]


# The county


def _explain_device(book: Book, replica: str) -> Explained:
    from db import ledgers
    from db.queries.exchange import unit_names
    from db.receipts import standing
    from screens.ports import Explained
    from swstation.exchange.codes import request_code
    from swstation.exchange.devices import judged
    from swstation.exchange.merging import reconcile
    from swstation.i18n import _

    (one,) = reconcile(book, replica)
    names, station = unit_names(book.connection), one.station or ""
    lines = [
        "  ".join((names.get(station, station), _("Laptop {code}").format(code=replica[:4]))),
        _("{held} of {said} records are here").format(held=f"{one.held:,}", said=f"{one.expected:,}"),
    ]
    for first, last in one.holes[:MOST_SPANS]:
        code = request_code(replica, first, last)
        asked = "  " + _("request code {code}").format(code=code) if code else ""
        lines.append(_span_words(first, last) + asked)
    if len(one.holes) > MOST_SPANS:
        lines.append(_("and {n} more gaps").format(n=len(one.holes) - MOST_SPANS))
    if judged(book).get(replica) == "revoked":
        lines.append("! " + _("Reported lost: what it wrote since is returned, to be entered on another laptop."))
    if one.forked:
        lines.append("! " + _("Two machines wrote under this number: one database was copied. Both are kept."))
    elif not one.digest_equal and not one.holes:
        lines.append("! " + _("The records here are not the ones that its bundles said."))
    here = next((row for row in ledgers.replicas(book.connection) if row.id == replica), None)
    if here is not None:
        lines.append(code_line(book.connection, replica, here.last))
    aside = standing(book.connection, replica, MOST_ASIDE).aside
    return Explained(_("Station"), lines, [(f"{n:,}", "", _reason(reason)) for n, reason in aside])


def _reason(reason: str) -> str:
    from swstation.errors import message

    return message(Refusal(f"record.{reason}"))


def code_line(connection: Connection, replica: str, last: int) -> str:
    """The code of a device's records up to one: the same here and there, if the records are the same."""
    from db import digest, ledgers
    from swstation.i18n import _

    code = digest.short(ledgers.span_digest(connection, replica, 1, last).digest)
    return _("Code of its records 1 to {n}: {code}").format(n=f"{last:,}", code=in_fours(code))


def _write_receipts(book: Book, folder: Path, progress: Progress) -> Sequence[ReceiptWritten]:
    from db.queries.exchange import unit_names
    from screens.ports import ReceiptWritten
    from swstation.exchange.sending_down import issue_to_all

    names = unit_names(book.connection)
    written = issue_to_all(book, folder, lambda unit, n, of: progress(names.get(unit, unit), n, of))
    made = []
    for one in written:
        missing = sum(last - first + 1 for receipt in one.receipts for first, last in receipt.holes)
        back = sum(len(receipt.aside) for receipt in one.receipts)
        upto = sum(receipt.last for receipt in one.receipts)
        made.append(ReceiptWritten(one.unit, names.get(one.unit, one.unit), upto, missing, back, one.file.name))
    return made


# Bundles written


def written(book: Book, done: Written, *, down: bool = False) -> Exported:
    """What to say of a bundle that was written: what it holds, how to compare it, how to take the stick out.

    ``down``: it goes to a station.
    """
    from db import ledgers
    from screens.ports import Exported
    from swstation.exchange.ejecting import advice_for
    from swstation.i18n import _

    lines = []
    for one in (done, *done.more):
        if one.file is None:
            continue
        lines += [
            _("Bundle {no}: {n} records, {size} KB").format(
                no=one.bundle_no, n=f"{one.ops:,}", size=f"{-(-one.bytes // 1024):,}"
            ),
            str(one.file),
            *([_("Attached files: {n}").format(n=one.files)] if one.files else []),
            _("Check code of the file: {code}").format(code=in_fours((one.sha256 or "")[:12].upper())),
        ]
    if done.files_left:
        lines.append(
            _("{n} attached files stayed behind: not on this computer, damaged, or too long.").format(n=done.files_left)
        )
    if done.file is not None:
        here = next((row for row in ledgers.replicas(book.connection) if row.id == book.replica), None)
        if here is not None and here.last:
            lines.append(code_line(book.connection, here.id, here.last))
        if down:
            lines.append(_("The station sees the same codes once it has taken the file in."))
        else:
            lines.append(_("The county sees the same codes. It is in when the receipt has come back."))
        if words := advice_for(done.file.parent):
            lines += ["", words]
    return Exported(done.file, done.bundle_no or 0, done.ops, done.bytes, lines)


def _read_code(book: Book, code: str) -> str:
    from swstation.exchange import codes

    codes.read(code)
    return code


def _export_asked(book: Book, code: str, folder: Path, progress: Progress) -> Exported:
    from screens.backend.exchange import keep_folder, steps
    from swstation.exchange.exporting import export

    done = export(book, folder, code=code, progress=steps(progress))
    keep_folder(book, folder)
    return written(book, done)


def _enrolled_units(book: Book) -> Sequence[Choice]:
    from db import ledgers
    from db.queries.exchange import unit_names
    from screens.ports import Choice

    names = unit_names(book.connection)
    mine = {one.unit for one in ledgers.enrolments(book.connection) if one.truster == book.unit}
    return [Choice(unit, names.get(unit, unit), unit) for unit in sorted(mine - {book.unit})]


def _send_down(book: Book, unit: str, folder: Path, progress: Progress, full: bool, files: bool) -> Exported:
    from db.queries.exchange import unit_names
    from screens.backend.exchange import keep_folder, named, steps
    from screens.ports import ALL_UNITS
    from swstation.exchange.exporting import export

    if unit == ALL_UNITS:
        return _send_to_all(book, folder, progress, full, files)
    try:
        done = export(book, folder, peer=unit, full=full, files=files, progress=steps(progress))
    except Refusal as refusal:
        raise named(refusal, unit_names(book.connection)) from None
    keep_folder(book, folder)
    return written(book, done, down=True)


def _send_to_all(book: Book, folder: Path, progress: Progress, full: bool, files: bool) -> Exported:
    # A file each; a station that is refused (all its laptops lost) does not keep the others waiting.
    from screens.backend.exchange import keep_folder
    from screens.ports import Exported
    from swstation.errors import message
    from swstation.exchange.exporting import export
    from swstation.i18n import _, ngettext

    units = _enrolled_units(book)
    lines, files_written, ops, size = [], [], 0, 0
    for place, one in enumerate(units):
        progress(one.label, place, len(units))
        try:
            done = export(book, folder, peer=one.value, full=full, files=files)
        except Refusal as refusal:
            refusal.params["unit"] = one.label
            lines.append(f"{one.label}  ! {message(refusal)}")
            continue
        if done.file is None:
            lines.append(one.label + "  " + _("nothing new"))
        for part in (done, *done.more):
            if part.file is not None:
                files_written.append(part.file)
                ops, size = ops + part.ops, size + part.bytes
                lines.append(f"{one.label}  {part.file.name}")
    keep_folder(book, folder)
    if not files_written:
        return Exported(None, 0, 0, 0, lines)
    words = ngettext("{n} file in {folder}", "{n} files in {folder}", len(files_written))
    lines.insert(0, words.format(n=len(files_written), folder=folder))
    return Exported(folder, 0, ops, size, lines)
