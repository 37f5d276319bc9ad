"""A copied or restored book: going on under a number of its own, and back to before the last merge."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from db.errors import Refusal
from screens.backend.base import Part

if TYPE_CHECKING:
    from screens.ports import Session
    from swstation.operations.book import Book

T = TypeVar("T")


class GuardPart(Part):
    """What the guard refused, told to whoever can ask a person about it."""

    _ask: Callable[[Refusal], None] | None = None

    def on_guard(self, ask: Callable[[Refusal], None]) -> None:
        """Whom to tell when a record was refused because this book is a copy or not the newest."""
        self._ask = ask

    async def call(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        try:
            return await super().call(function, *args, **kwargs)
        except Refusal as refusal:
            if self._ask is not None and refusal.code.startswith("guard."):
                self._ask(refusal)
            raise

    async def recovery_code(self) -> str:
        from swstation.exchange.recovery import code

        return await self.call(code) or ""

    def lock_asked(self) -> int:
        """A number that grows each time somebody asked for the book to be shut (``swstation lock``)."""
        from swstation.operations.locking import asked

        return asked(self.database)

    async def change_passphrase(self, old: str, new: str) -> None:
        """``old``: the passphrase or the recovery code."""
        await asyncio.to_thread(_change_passphrase, self.database, old, new)

    async def write_recovery_sheet(self) -> Path:
        return await self.call(_write_sheet)

    async def renew(self) -> Session:
        from swstation.exchange.successors import renew

        renewed = await self.call(renew)
        return self._on(renewed.book)

    async def accept_place(self) -> None:
        from swstation.operations.guards import accept_place

        await self.call(accept_place)

    async def back_before_merge(self) -> Session:
        """Go back to the copy made before the last merge. Refuses: it is not there any more."""
        from swstation.operations.backup import restore_before_merge

        _done, book = await asyncio.to_thread(restore_before_merge, self.book)
        return self._on(book)

    def _on(self, book: Book) -> Session:
        from screens.backend.door import session_of

        self._book = book
        self.forget()
        return session_of(book)


def _change_passphrase(database: Path, old: str, new: str) -> None:
    from db import protect
    from swstation.operations import tries

    opened = tries.unlock(database, old)
    protect.set_passphrase(database, opened.key, new, worker=opened.worker)


def _write_sheet(book: Book) -> Path:
    from swstation.exchange.identity import work_folder
    from swstation.exchange.recovery import write_sheet

    target = work_folder(book, "recovery") / "recovery-sheet.html"
    target.unlink(missing_ok=True)
    return write_sheet(book, target)
