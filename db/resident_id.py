"""Resident identity numbers (公民身份号码, GB 11643): 17 digits and a check character by ISO 7064 MOD 11-2."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from operator import mul

from db.errors import Invalid

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_USUAL = re.compile(r"[0-9]{17}[0-9X]")


@dataclass(frozen=True, slots=True)
class ResidentId:
    """What a number says of itself. ``old``: the 15-digit form, without a check character."""

    number: str
    birth_date: date
    gender: str
    old: bool


def normalise(text: str) -> str:
    """Half-width, upper case, without spaces: the form that is compared."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()


def check_character(first17: str) -> str:
    """The check character for the first 17 digits."""
    return _CHECK[sum(map(mul, map(int, first17), _WEIGHTS)) % 11]


def check(text: str) -> ResidentId:
    """Read a number. Raises ``Invalid``: shape, check digit, impossible date, or damaged by a spreadsheet.

    The region is not checked: people get the code of the place where they were registered, which may be gone.
    """
    number = text
    if not _USUAL.fullmatch(number):
        number = normalise(text)
        if re.fullmatch(r"\d(\.\d+)?E\+?\d+", number):
            raise Invalid("value.resident_id_damaged", field="resident_id")
        if re.fullmatch(r"[0-9]{15}", number):
            return ResidentId(number, _birth("19" + number[6:12]), _gender(number[14]), True)
        if not _USUAL.fullmatch(number):
            raise Invalid("value.resident_id_shape", field="resident_id")
    birth = _birth(number[6:14])
    if check_character(number[:17]) != number[17]:
        raise Invalid("value.resident_id_check", field="resident_id")
    return ResidentId(number, birth, _gender(number[16]), False)


def _birth(digits: str) -> date:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise Invalid("value.resident_id_date", field="resident_id") from None


def _gender(digit: str) -> str:
    return "male" if int(digit) % 2 else "female"
