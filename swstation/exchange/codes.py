"""Request codes: twelve characters that a county reads out on the telephone, so that a station sends again exactly what
is missing.

Ten of them say which device (8 bits of its number), from which record (21 bits) and how many (21 bits); the last two
are a check that finds every one or two wrong characters and any two that changed places.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from db.errors import Refusal

LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford: no letter that sounds or looks like another."""
_BITS: Final = 21
_MOST: Final = (1 << _BITS) - 1
_LENGTH: Final = 12
_HEARD: Final = str.maketrans(
    {"O": "0", "I": "1", "L": "1", "-": None, " ": None, "\t": None, "\u3000": None, "－": None}
)


@dataclass(frozen=True, slots=True)
class Request:
    """Records ``first`` to ``last`` of a device of which 8 bits are known."""

    part: int
    first: int
    last: int

    def fits(self, replica: str) -> bool:
        """Whether a replica may be the one that is meant."""
        return _part(replica) == self.part


def request_code(replica: str, first: int, last: int) -> str | None:
    """The code for records ``first`` to ``last`` of a replica (32 hex), ``XXXX-XXXX-XXXX``.

    Of over two million the first two million; ``None`` beyond number two million, where only a full export helps.
    """
    if not 0 < first <= min(last, _MOST):
        return None
    value = (_part(replica) << 2 * _BITS) | (first << _BITS) | min(last - first + 1, _MOST)
    digits = [value >> shift & 31 for shift in range(45, -1, -5)]
    text = "".join(LETTERS[digit] for digit in [*digits, *_check(digits)])
    return "-".join(text[start : start + 4] for start in range(0, _LENGTH, 4))


def read(code: str) -> Request:
    """What a typed code asks for; spaces, hyphens and small letters do not matter.

    Raises ``Refusal``: ``receipt.code_shape``, ``receipt.code_check``.
    """
    text = code.strip().upper().translate(_HEARD)
    if len(text) != _LENGTH or any(letter not in LETTERS for letter in text):
        raise Refusal("receipt.code_shape", field="code", token=code[:40])
    digits = [LETTERS.index(letter) for letter in text]
    if _check(digits[:-2]) != digits[-2:]:
        raise Refusal("receipt.code_check", field="code", token=code[:40])
    value = 0
    for digit in digits[:-2]:
        value = value << 5 | digit
    part, first, length = value >> 2 * _BITS, value >> _BITS & _MOST, value & _MOST
    if not first or not length:
        raise Refusal("receipt.code_check", field="code", token=code[:40])
    return Request(part, first, first + length - 1)


def _part(replica: str) -> int:
    return hashlib.sha256(bytes.fromhex(replica)).digest()[0]


def _times(a: int, b: int) -> int:
    # Product of two polynomials over two elements, modulo x^5 + x^2 + 1: the field of 32 elements.
    product = 0
    while b:
        if b & 1:
            product ^= a
        a = a << 1 ^ (0b100101 if a & 16 else 0)
        b >>= 1
    return product


def _check(digits: list[int]) -> list[int]:
    # Two symbols such that the sum of all twelve is 0, and the sum of all weighed by powers of x is 0 (Reed-Solomon).
    total = weighed = 0
    weight = 1
    weights = []
    for _ in range(_LENGTH):
        weights.append(weight)
        weight = _times(weight, 2)
    for digit, one in zip(digits, weights, strict=False):
        total ^= digit
        weighed ^= _times(digit, one)
    # a + b = total and a*w1 + b*w2 = weighed, where addition is exclusive or.
    w1, w2 = weights[-2:]
    rest = weighed ^ _times(total, w2)
    factor = w1 ^ w2
    first = next(one for one in range(32) if _times(one, factor) == rest)
    return [first, total ^ first]
