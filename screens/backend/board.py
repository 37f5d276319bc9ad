"""The county's board, and the messages to those who lag."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import Refusal
from screens.backend.base import Part

if TYPE_CHECKING:
    from swstation.exchange.board import Board
    from swstation.operations.book import Book


class BoardPart(Part):
    """Stations and months."""

    async def board(self, last: str, count: int, as_of: date) -> Board:
        return await self.apart(_board, last, count, as_of)

    async def chase(self, units: Sequence[str], last: str, count: int, as_of: date) -> str:
        return await self.apart(_chase, units, last, count, as_of)

    async def keep_text(self, file: Path, text: str) -> Path:
        return await asyncio.to_thread(write_text, file, text)


def _board(book: Book, last: str, count: int, as_of: date) -> Board:
    from swstation.exchange.board import board_of, months_to

    return board_of(book, months_to(last, count), as_of)


def _chase(book: Book, units: Sequence[str], last: str, count: int, as_of: date) -> str:
    from db.queries.units import unit_by_code
    from swstation.exchange.chasing import chase_all, code_of

    own = unit_by_code(book.connection, book.unit)
    rows = [row for row in _board(book, last, count, as_of).rows if row.unit in units]
    return chase_all(rows, own.name if own else book.unit, as_of, codes=code_of)


def write_text(file: Path, text: str) -> Path:
    """Write a text where somebody asked for it. Refuses a folder that is not there, a disk that fails."""
    if not file.parent.is_dir():
        raise Refusal("bundle.target_missing", folder=str(file.parent))
    try:
        file.write_text(text, encoding="utf-8-sig")  # so that an old notepad reads it
    except OSError as error:
        raise Refusal("bundle.target_failed", name=file.name, detail=error.strerror or "") from None
    return file
