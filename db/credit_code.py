"""Unified social credit codes (统一社会信用代码, GB 32100-2015): 17 characters and a check character, modulo 31."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from db.errors import Invalid

_CHARACTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SHAPE: Final = re.compile(rf"[{_CHARACTERS}]{{2}}[0-9]{{6}}[{_CHARACTERS}]{{10}}", re.ASCII)


def normalise(text: str) -> str:
    """Half-width, upper case, without spaces: the form that is compared."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()


def check_character(first17: str) -> str:
    """The check character for the first 17 characters (GB 32100-2015, 4.2.5: weights are powers of 3)."""
    total = sum(_CHARACTERS.index(c) * pow(3, at, 31) for at, c in enumerate(first17))
    return _CHARACTERS[-total % 31]


def check(text: str) -> str:
    """The code as it is compared. Raises ``Invalid``: its shape, or its check character."""
    code = normalise(text)
    if not _SHAPE.fullmatch(code):
        raise Invalid("value.credit_code_shape", field="credit_code")
    if check_character(code[:17]) != code[17]:
        raise Invalid("value.credit_code_check", field="credit_code")
    return code
