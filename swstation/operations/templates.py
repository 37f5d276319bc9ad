"""A worker's own lines on the digits 1-9 of the quick line, kept on this laptop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import orjson

from db.errors import Refusal
from db.store import setting
from swstation.operations.book import Book, keep_setting
from swstation.quicklog.templates import DIGITS
from swstation.quicklog.text import MAX_LINE

_KEY: Final = "quick_templates/"
"""Setting of this machine, by the worker's id: the lines by their digit."""


def templates(book: Book) -> Mapping[str, str]:
    """The lines that the worker has saved, by their digit."""
    kept = setting(book.connection, f"{_KEY}{book.worker}", "{}")
    found: dict[str, str] = orjson.loads(kept)
    return dict(sorted(found.items()))


def keep_template(book: Book, digit: str, line: str) -> None:
    """Keep a line on a digit; an empty one empties it. Refuses what is no digit and a line beyond all measure."""
    if digit not in DIGITS or len(digit) != 1:
        raise Refusal("quicklog.template_digit", field="digit", token=digit)
    if len(line) > MAX_LINE:
        raise Refusal("quicklog.too_long", field="line")
    known = {**templates(book), digit: line.strip()}
    kept = {key: value for key, value in sorted(known.items()) if value}
    keep_setting(book, f"{_KEY}{book.worker}", orjson.dumps(kept).decode())
