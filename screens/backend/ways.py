"""Passphrases of single workers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from screens.backend.base import Part

if TYPE_CHECKING:
    from screens.ports import Choice
    from swstation.operations.book import Book


class WaysPart(Part):
    """Who opens this laptop by words of their own."""

    async def ways(self) -> Sequence[Choice]:
        return await self.call(_ways)

    async def give_way(self, worker: str, passphrase: str) -> None:
        from swstation.operations.ways import add

        await self.call(add, worker, passphrase)

    async def take_way(self, worker: str) -> None:
        from swstation.operations.ways import remove

        await self.call(remove, worker or None)


def _ways(book: Book) -> Sequence[Choice]:
    from db.protect import is_encrypted
    from screens.ports import Choice
    from swstation.i18n import _
    from swstation.operations.ways import listed

    if not is_encrypted(book.store.path):
        return []
    return [Choice(one.worker or "", one.name or _("the station's")) for one in listed(book)]
