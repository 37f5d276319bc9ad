"""The line as it is matched: full-width as half-width, one character for one, so that places stay the same."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MAX_LINE: Final = 4000
"""Longest line that is read; longer ones are refused, not cut."""

MOST_PARTS: Final = 60
"""Most parts that are read in a head or a tail: more is no log but pasted text."""

SIGNS: Final = "@!&+#>"
CONNECTORS: Final = "/和及与同"
_PUNCTUATION: Final = ",、;。:"


def _twins() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)}
    table |= {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
    spaces = (code for code in range(0x3001) if chr(code).isspace())
    table |= dict.fromkeys(spaces, " ")
    for twins, plain in (("》〉", ">"), ("￥", "¥"), ("•・‧", "·"), ("−–—‒", "-"), ("～〜", "~"), ("’‘", "'")):
        table |= dict.fromkeys(map(ord, twins), plain)
    return table


_TABLE: Final = _twins()
_FULL_STOP: Final = re.compile(r"(?<=[0-9])。(?=[0-9])")


def norm(line: str) -> str:
    """``line`` for matching: as many characters as before, ``。`` between digits a decimal point."""
    text = line.translate(_TABLE)
    return _FULL_STOP.sub(".", text) if "。" in text else text


_GAP: Final = re.compile(f"[ {_PUNCTUATION}]")


def has_gap(word: str) -> bool:
    """Whether a word holds what otherwise parts words."""
    return _GAP.search(word) is not None


def is_digit(ch: str) -> bool:
    """Whether ``ch`` is one of 0-9."""
    return "0" <= ch <= "9"


def is_han(ch: str) -> bool:
    """Whether ``ch`` is a Han character."""
    return ch >= "\u3400" and unicodedata.name(ch, "").startswith("CJK")


def is_separator(text: str, at: int) -> bool:
    """Whether two parts are parted at ``at``: a space, or punctuation that does not stand between digits."""
    ch = text[at]
    if ch == " ":
        return True
    if ch not in _PUNCTUATION:
        return False
    return not (0 < at < len(text) - 1 and is_digit(text[at - 1]) and is_digit(text[at + 1]))


def skip_separators(text: str, at: int, end: int) -> int:
    """The first place from ``at`` on that parts nothing, at most ``end``."""
    while at < end and is_separator(text, at):
        at += 1
    return at


def token_end(text: str, at: int, end: int) -> int:
    """Where the token that begins at ``at`` ends."""
    while at < end and not is_separator(text, at):
        at += 1
    return at


_DIGITS: Final = {ch: value for value, ch in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
NUMERAL: Final = "[零〇一二两三四五六七八九十百]{1,6}"


def number(text: str) -> int | None:
    """A whole number in digits or Chinese numerals up to 999; None for anything else."""
    if not text:
        return None
    if text.isascii():
        return int(text) if text.isdigit() and len(text) <= 12 else None
    total, digit, seen = 0, 0, False
    for ch in text:
        if ch in _DIGITS:
            if digit:
                return None
            digit, seen = _DIGITS[ch], True
        elif ch in "十百":
            unit = 10 if ch == "十" else 100
            total += (digit if seen else 1) * unit
            digit, seen = 0, False
        else:
            return None
    return total + digit
