"""The inbox: a folder that is watched, and what waits here for a card or a newer program."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import Refusal
from screens.backend.base import Part

if TYPE_CHECKING:
    from screens.ports import InboxLine, InboxState
    from swstation.exchange.watching import InboxFile, Waiting, Watching
    from swstation.operations.book import Book

INBOX_FOLDER = "inbox_folder"
"""The setting that keeps the folder that is watched."""

_TONES = {"new": "strong", "held": "caution", "known": "muted", "not_ours": "muted", "bad": "bad", "coming": "muted"}


class InboxPart(Part):
    """A folder looked at again and again."""

    _watching: Watching | None = None
    _looking: asyncio.Lock | None = None

    async def inbox(self) -> InboxState:
        from screens.ports import InboxState
        from swstation.errors import message
        from swstation.exchange.watching import Watching

        self._looking = self._looking or asyncio.Lock()
        async with self._looking:
            chosen = await self.call(_folder)
            if chosen is None:
                return InboxState(None, await self.call(_lines, ()))
            if self._watching is None or self._watching.folder != chosen:
                self._watching = Watching(chosen)
            try:
                waiting = await asyncio.to_thread(self._watching.look)
            except Refusal as refusal:
                return InboxState(chosen, await self.call(_lines, ()), message(refusal))
            return InboxState(chosen, await self.call(_lines, waiting))

    async def watch(self, folder: Path) -> None:
        await self.call(_keep, folder)

    async def held_files(self) -> Sequence[Path]:
        from swstation.exchange.merging import held_files

        return await self.call(held_files)


def _folder(book: Book) -> Path | None:
    from db.store import setting

    kept = setting(book.connection, INBOX_FOLDER)
    return Path(kept) if kept else None


def _keep(book: Book, folder: Path) -> None:
    from swstation.operations.book import keep_setting

    keep_setting(book, INBOX_FOLDER, str(folder))


def _lines(book: Book, waiting: Sequence[Waiting]) -> Sequence[InboxLine]:
    from db import ledgers
    from db.queries.exchange import unit_names
    from screens.ports import InboxLine
    from swstation.exchange.identity import COLLECTING, county_card, work_folder
    from swstation.exchange.watching import held_lines, sorted_in, takes

    connection = book.connection
    received = ledgers.received_bundles(connection)
    county = county_card(book)
    found = sorted_in(
        waiting, {one.sha256: one for one in received}, {one.sha256 for one in ledgers.sent_bundles(connection)},
        county.fingerprint if county else "", takes(book.tier in COLLECTING),
    )  # fmt: skip
    found += held_lines(received, work_folder(book, "inbox"), {one.sha256 for one in found})
    names = unit_names(connection)
    return [
        InboxLine(
            str(one.path), one.path, one.name, names.get(one.station, one.station), one.number, one.state,
            _word(one.state), _TONES[one.state], _why(book, one), one.sha256[:12].upper(), one.came,
        )
        for one in sorted(found, key=lambda one: (_ORDER[one.state], one.station, one.number or 0, one.name))
    ]  # fmt: skip


_ORDER = {"new": 0, "coming": 1, "held": 2, "bad": 3, "not_ours": 4, "known": 5}


def _word(state: str) -> str:
    from swstation.i18n import N_, _

    words = {
        "new": N_("new"),
        "held": N_("waiting"),
        "known": N_("merged"),
        "not_ours": N_("not ours"),
        "bad": N_("damaged"),
        "coming": N_("being copied"),
    }
    return _(words[state])


def _why(book: Book, one: InboxFile) -> str:
    from swstation.errors import message
    from swstation.exchange.identity import trusted_keys
    from swstation.i18n import _

    if one.state == "held":
        if one.waits_for == "bundle.newer":
            return _("waits for a newer program")
        if trusted_keys(book, one.replica) is not None:
            return _("its card has come: F8")
        return _("waits for the card of device {code}").format(code=one.replica[:4])
    if one.state == "known":
        return _("taken in on {day}").format(day=one.came)
    if one.state == "coming" or one.refusal is None:
        return ""
    return message(one.refusal)
