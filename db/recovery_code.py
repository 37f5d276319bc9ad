"""The recovery code: 150 random bits as 8 groups of 4 letters, made to be written down, read out and typed back.

Letters of Crockford's base 32; O is read as 0, I and L as 1. The last two are a check: the places from 1, each times
its letter's value, summed modulo 1021. It finds every single wrong letter and every two that changed places.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable

from db.errors import Refusal

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 32
_DATA = LENGTH - 2
_PRIME = 1021
_READ_AS = str.maketrans("OIL", "011")


def generate(random: Callable[[int], bytes] = os.urandom) -> str:
    """A new code, in groups: ``7K2M-…``."""
    number = int.from_bytes(random(19), "big") & ((1 << 5 * _DATA) - 1)
    data = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(_DATA)))
    return grouped(data + _check(data))


def grouped(letters: str) -> str:
    """Letters in groups of four."""
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def read(typed: str) -> str:
    """The 32 letters of a code as a person typed it, of any width, with or without spaces and hyphens.

    Refuses: ``recovery.length``, ``recovery.letter``, ``recovery.check`` (a slip of the pen or the finger).
    """
    letters = _letters(typed)
    wrong = next((letter for letter in letters if letter not in ALPHABET), None)
    if wrong is not None:
        raise Refusal("recovery.letter", field="recovery", token=wrong)
    if len(letters) != LENGTH:
        raise Refusal("recovery.length", field="recovery", length=LENGTH, n=len(letters))
    if _check(letters[:_DATA]) != letters[_DATA:]:
        raise Refusal("recovery.check", field="recovery")
    return letters


def looks_like(typed: str) -> bool:
    """Whether what was typed can only have been meant as a code: its length and letters fit."""
    letters = _letters(typed)
    return len(letters) == LENGTH and not set(letters) - set(ALPHABET)


def _letters(typed: str) -> str:
    return re.sub(r"[\s\-‐-―−_.]", "", unicodedata.normalize("NFKC", typed)).upper().translate(_READ_AS)


def _check(data: str) -> str:
    total = sum(place * ALPHABET.index(letter) for place, letter in enumerate(data, 1)) % _PRIME
    return ALPHABET[total >> 5] + ALPHABET[total & 31]
