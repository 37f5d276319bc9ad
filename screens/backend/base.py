"""What the parts of the backend share: the open book, the database thread, and a write's answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from db.errors import Refusal

if TYPE_CHECKING:
    from db.ids import Source
    from screens.ports import Saved
    from swstation.operations.book import Book, Changes

T = TypeVar("T")


class Part:
    """A part of the backend. ``database`` is the file, ``clock`` gives the day things are seen from."""

    def __init__(self, database: Path, clock: Callable[[], datetime]) -> None:
        self.database = database
        self.clock = clock
        self._book: Book | None = None
        self._release: Callable[[], None] | None = None
        self._index: tuple[date, Any] | None = None
        self.version = 0

    @property
    def source(self) -> Source:
        """Where the book takes its time from: the same clock."""
        from db.ids import Source

        return Source(now=self.clock)

    @property
    def today(self) -> date:
        return self.clock().date()

    @property
    def book(self) -> Book:
        """The open book. Refuses when it is shut."""
        if self._book is None:
            raise Refusal("store.passphrase_needed")
        return self._book

    async def call(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """``function(book, ...)`` on the database thread. A refusal calls a unit by its name, where it is known."""
        book = self.book

        def work(_store: object) -> T:
            try:
                return function(book, *args, **kwargs)
            except Refusal as refusal:
                _name_units(book, refusal)
                raise

        try:
            return await book.store.run(work)
        except Exception as error:
            if book.store.newer and not isinstance(error, Refusal):  # it keeps this otherwise than is known here
                raise Refusal("store.newer_version", path=self.database.name) from error
            raise

    async def apart(self, function: Callable[..., T], *args: Any) -> T:
        """``function(book, ...)`` on a thread and a connection of its own: a long reading holds nobody up."""
        book = self.book
        return await asyncio.to_thread(_beside, book, function, args)

    def forget(self) -> None:
        """Names have changed: what was made of them is made anew when it is next asked for."""
        self._index = None
        self.version += 1

    def saved(self, changes: Changes, *ids: str) -> Saved:
        """A write's answer for the pages; names known to the quick line are read anew where they changed."""
        from screens.ports import Saved
        from swstation.i18n import _

        if changes.tables & _NAMING:
            self.forget()
        return Saved(
            changes.name, changes.tables, ids or tuple(row for _table, row in changes.rows[:1]), _(changes.name)
        )


def _name_units(book: Book, refusal: Refusal) -> None:
    wanted = [key for key in ("station", "unit") if refusal.params.get(key)]
    if wanted:
        from db.queries.exchange import unit_names

        names = unit_names(book.connection)
        for key in wanted:
            refusal.params[key] = names.get(str(refusal.params[key]), refusal.params[key])


_NAMING = frozenset(
    (
        "client", "staff", "service_case", "case_client", "unit", "service_log", "service_group", "activity",
        "list_entry",
    )
)  # fmt: skip
"""Tables whose rows the quick line names."""


def _beside(book: Book, function: Callable[..., T], args: tuple[Any, ...]) -> T:
    from db.store import Store

    with Store(book.store.path, book.store.key, only_look=book.store.newer) as store:
        return function(replace(book, store=store), *args)
