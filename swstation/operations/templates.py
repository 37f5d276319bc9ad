"""A worker's own lines on the digits 1-9 of the quick line, kept on this laptop."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import orjson

from db.errors import Refusal
from db.store import setting
from swstation.operations.book import Book, keep_setting
from swstation.quicklog.templates import DIGITS, saving
from swstation.quicklog.text import MAX_LINE

LONGEST_FILE: Final = 100_000
"""Bytes of a file of lines: nine of the longest fit."""
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
    _keep(book, {**templates(book), digit: line.strip()})


def template(book: Book, digit: str) -> str:
    """The line on a digit. Refuses what is no digit, and one that holds nothing."""
    if digit not in DIGITS or len(digit) != 1:
        raise Refusal("quicklog.template_digit", field="digit", token=digit)
    found = templates(book).get(digit)
    if found is None:
        raise Refusal("quicklog.template_none", field="digit", token=digit)
    return found


def as_text(book: Book) -> str:
    """All lines of the worker as a text to hand on: each as the quick line keeps it, ``3= _ 入户 30m``."""
    return "".join(f"{digit}= {line}\n" for digit, line in templates(book).items())


def read_file(file: Path) -> str:
    """The text of such a file, UTF-8 or as a Chinese Windows writes it. Refuses one that cannot be read."""
    try:
        with file.open("rb") as source:
            content = source.read(LONGEST_FILE + 1)
    except OSError:
        raise Refusal("importing.unreadable", file=file.name) from None
    for encoding in ("utf-8", "gb18030"):
        try:
            if len(content) <= LONGEST_FILE:
                return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal("quicklog.template_line", row=1)


def take_text(book: Book, text: str) -> list[str]:
    """Keep the lines of such a text beside those on other digits; gives the digits. All of them or none.

    Empty lines and those that begin with ``#`` are passed over. Refuses a line of any other kind, naming its number.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        said = saving(line)
        if said is None or len(said.line) > MAX_LINE or said.digit in found:
            raise Refusal("quicklog.template_line", row=number)
        found[said.digit] = said.line
    if not found:
        raise Refusal("quicklog.template_line", row=1)
    _keep(book, {**templates(book), **found})
    return sorted(found)


def _keep(book: Book, known: Mapping[str, str]) -> None:
    kept = {digit: line for digit, line in sorted(known.items()) if line}
    keep_setting(book, f"{_KEY}{book.worker}", orjson.dumps(kept).decode())
