"""Bech32 (BIP 173) for age keys: the text forms ``age1...`` and ``AGE-SECRET-KEY-1...``.

age takes and gives its X25519 keys in this form only; everything of ours keeps the 32 raw bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK_LENGTH = 6


def encode(prefix: str, data: bytes) -> str:
    """``data`` as lower-case bech32 under ``prefix``."""
    values = list(_regroup(data, 8, 5, pad=True))
    polymod = _polymod([*_expand(prefix), *values, *([0] * _CHECK_LENGTH)]) ^ 1
    check = [(polymod >> 5 * (_CHECK_LENGTH - 1 - i)) & 31 for i in range(_CHECK_LENGTH)]
    return prefix + "1" + "".join(_ALPHABET[value] for value in [*values, *check])


def decode(prefix: str, text: str) -> bytes:
    """The bytes of a lower-case bech32 ``text``. Raises ``ValueError`` for anything but their one spelling."""
    if not text.startswith(prefix + "1"):
        raise ValueError("wrong prefix")
    try:
        values = [_VALUES[letter] for letter in text[len(prefix) + 1 :]]
    except KeyError:
        raise ValueError("not bech32") from None
    if len(values) < _CHECK_LENGTH or _polymod([*_expand(prefix), *values]) != 1:
        raise ValueError("checksum differs")
    data = bytes(_regroup(values[:-_CHECK_LENGTH], 5, 8, pad=False))
    if encode(prefix, data) != text:
        raise ValueError("not canonical")
    return data


def _expand(prefix: str) -> list[int]:
    return [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]


def _polymod(values: Iterable[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for i, generator in enumerate(_GENERATOR):
            if top >> i & 1:
                check ^= generator
    return check


def _regroup(data: Iterable[int], width: int, to: int, *, pad: bool) -> Iterator[int]:
    held = bits = 0
    for value in data:
        held = (held << width | value) & 0xFFF
        bits += width
        while bits >= to:
            bits -= to
            yield held >> bits & ((1 << to) - 1)
    if pad and bits:
        yield held << (to - bits) & ((1 << to) - 1)
