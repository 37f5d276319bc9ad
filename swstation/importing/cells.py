"""What a cell of somebody's table holds, before anything is made of it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time

LONGEST = 32_767
"""Characters a spreadsheet lets a cell hold; a text file may try more."""

# Marks nobody sees and everybody copies along: from chat programs, address books and web pages.
_UNSEEN = dict.fromkeys(
    [0xAD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF],
)
_ERRORS = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)
# What people put where there is nothing to put.
_NOTHING = frozenset({"/", "\\", "-", "--", "—", "——", "无", "暂无"})


class CellError(str):
    """A cell that shows an error of the spreadsheet, such as ``#REF!``."""

    __slots__ = ()


class Uncalculated(str):
    """A formula whose result the file does not carry: it was never calculated before it was saved."""

    __slots__ = ()


def tidy(text: str) -> str:
    """Without invisible marks and without space at the ends."""
    return text.translate(_UNSEEN).strip()


def narrow(text: str) -> str:
    """Full-width digits, letters and signs as half-width ones; tidy."""
    return tidy(unicodedata.normalize("NFKC", tidy(text)))


def fold(text: str) -> str:
    """The form in which words and headings are compared: half-width, lower case, without space."""
    return re.sub(r"[\s_]+", "", narrow(text)).casefold()


def error_of(value: object) -> str | None:
    """The spreadsheet error a cell shows, also where it came along as plain text; else ``None``."""
    if isinstance(value, CellError):
        return str(value)
    if isinstance(value, str) and (word := tidy(value).upper()) in _ERRORS:
        return word
    return None


def is_empty(value: object) -> bool:
    """Nothing at all in the cell."""
    return value is None or (isinstance(value, str) and not isinstance(value, Uncalculated) and not tidy(value))


def means_nothing(value: object) -> bool:
    """Nothing in the cell, or one of the signs people write for nothing (``/``, ``—``, ``无``)."""
    return is_empty(value) or (isinstance(value, str) and tidy(value) in _NOTHING)


def shown(value: object) -> str:
    """A cell's content as text, close to what a spreadsheet shows."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.15g}".upper()
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d") if value.time() == time() else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return str(value)
