"""The shapes of values inside change records: what a field takes, whoever writes it.

The same check stands at the form, in an import, on the command line and in a merge. It looks at the value alone,
never at the clock, the lists or other rows, so that every machine decides alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Annotated, Any

from pydantic import AfterValidator
from pydantic_core import CoreSchema, PydanticCustomError, core_schema
from sqlalchemy.engine import Dialect
from sqlalchemy.types import LargeBinary, TypeDecorator
from sqlmodel import Field

from db import credit_code, resident_id
from db.errors import Invalid

MAX_TEXT = 50_000
MAX_NAME = 200
UNIT_CODE = re.compile(r"(V\d{12}|T\d{9}|C\d{6})(-[a-z0-9]{1,8})?|M\d{4}|P\d{2}", re.ASCII)
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""What no text inside a record may hold: control characters but tab and line feed, and lone surrogates."""
_CODE = re.compile(r"[a-z0-9_]{1,40}(\.[a-z0-9_]{1,40})?")
_REF = re.compile(r"[0-9a-f]{32}")
_HEX64 = re.compile(r"[0-9a-f]{64}")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PERIOD = re.compile(r"\d{4}(-(0[1-9]|1[0-2])|H[12]|Q[1-4])?", re.ASCII)
_DIVISION = re.compile(r"\d{2}(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?", re.ASCII)


class HexBlob(TypeDecorator[str]):
    """Row ids: hex in Python and in records, 16 bytes in the database."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """To the database."""
        return None if value is None else bytes.fromhex(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        """From the database."""
        return None if value is None else bytes(value).hex()


def refuse(reason: str, **ctx: Any) -> PydanticCustomError:
    """The error of a validator: ``reason`` is a key of ``swstation/messages/value.py``."""
    return PydanticCustomError(reason, "refused", ctx or None)


def _text(value: str) -> str:
    if len(value) > MAX_TEXT:
        raise refuse("too_long", limit=MAX_TEXT)
    if FORBIDDEN.search(value):
        raise refuse("control_character")
    return value


NATIVE: dict[Callable[[Any], Any], CoreSchema] = {
    _text: core_schema.str_schema(
        strict=True, max_length=MAX_TEXT, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f]*$", regex_engine="rust-regex"
    )
}
"""For some checks one of pydantic's own, fast and without a reason. Where it says yes, so does the check."""

PLAIN_DAY = (
    "(?:(?:19|2[01])[0-9]{2}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)"
    "|(?:0[13578]|1[02])-31)|(?:(?:19|2[01])(?:0[48]|[2468][048]|[13579][26])|2000)-02-29)"
)
"""The days of the calendar from 1900 to 2199, as a regular expression."""
PLAIN_TEXT = r'[^"\\\x00-\x1f\x7f-\x9f]+'
PLAIN: dict[Callable[[Any], Any], str] = {_text: rf'{PLAIN_TEXT}(?:\\["\\nt](?:{PLAIN_TEXT})?)*'}
"""For some checks a regular expression, nothing captured, of what plain values look like in canonical JSON (of text:
between its quotes). The check takes all that it matches in a line shorter than the longest text (``db.plain``)."""


def _name(value: str) -> str:
    if not value.strip():
        raise refuse("empty")
    if len(value) > MAX_NAME:
        raise refuse("too_long", limit=MAX_NAME)
    return _text(value)


PLAIN[_name] = rf"(?!\s){PLAIN_TEXT[:-1]}{{1,{MAX_NAME}}}"


def _shape(pattern: re.Pattern[str], reason: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            raise refuse(reason)
        return value

    plain = pattern.pattern.replace(r"\d", "[0-9]")
    NATIVE[check] = core_schema.str_schema(strict=True, pattern=f"^(?:{plain})$")
    PLAIN[check] = re.sub(r"\((?!\?)", "(?:", plain)
    return check


@lru_cache(maxsize=10_000)
def _date(value: str) -> str:
    try:
        if not _DATE.fullmatch(value):
            raise ValueError
        day = date.fromisoformat(value)
    except ValueError:
        raise refuse("date") from None
    if not 1900 <= day.year <= 2199:
        raise refuse("date_range")
    return value


PLAIN[_date] = PLAIN_DAY


def _resident_id(value: str) -> str:
    if len(value) > MAX_NAME:
        raise refuse("too_long", limit=MAX_NAME)
    try:
        resident_id.check(_text(value))  # kept as entered, so what the check passes over must be text as well
    except Invalid as invalid:
        raise refuse(invalid.code.partition(".")[2]) from None
    return value


def _credit_code(value: str) -> str:
    if len(value) > MAX_NAME:
        raise refuse("too_long", limit=MAX_NAME)
    try:
        credit_code.check(_text(value))
    except Invalid as invalid:
        raise refuse(invalid.code.partition(".")[2]) from None
    return value


def _between(low: int, high: int) -> Callable[[int], int]:
    def check(value: int) -> int:
        if not low <= value <= high:
            raise refuse("out_of_range", low=low, high=high)
        return value

    NATIVE[check] = core_schema.int_schema(strict=True, ge=low, le=high)
    if low in (0, 1):
        PLAIN[check] = ("0|" if low == 0 else "") + _numerals(str(high))
    return check


_year = _between(1900, 2199)
PLAIN[_year] = "(?:19|2[01])[0-9]{2}"


def _numerals(high: str) -> str:
    # The numbers from 1 to ``high`` (of two digits or more): shorter ones, those that part from it at a digit, itself.
    parts = [f"[1-9][0-9]{{0,{len(high) - 2}}}"]
    for at, digit in enumerate(high):
        least = 1 if at == 0 else 0
        if int(digit) > least:
            parts.append(f"{high[:at]}[{least}-{int(digit) - 1}][0-9]{{{len(high) - at - 1}}}")
    return "|".join([*parts, high])


def _or_none(check: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def optional(value: Any) -> Any:
        return None if value is None else check(value)

    if check in NATIVE:
        NATIVE[optional] = NATIVE[check]
    if check in PLAIN:
        PLAIN[optional] = PLAIN[check]
    return optional


Text = Annotated[str, AfterValidator(_text)]
OptText = Annotated[str | None, AfterValidator(_or_none(_text))]
Name = Annotated[str, AfterValidator(_name)]
OptName = Annotated[str | None, AfterValidator(_or_none(_name))]
Code = Annotated[str, AfterValidator(_shape(_CODE, "code"))]
OptCode = Annotated[str | None, AfterValidator(_or_none(_shape(_CODE, "code")))]
Ref = Annotated[str, Field(sa_type=HexBlob), AfterValidator(_shape(_REF, "ref"))]
OptRef = Annotated[str | None, Field(sa_type=HexBlob), AfterValidator(_or_none(_shape(_REF, "ref")))]
UnitCode = Annotated[str, AfterValidator(_shape(UNIT_CODE, "unit"))]
OptUnitCode = Annotated[str | None, AfterValidator(_or_none(_shape(UNIT_CODE, "unit")))]
Division = Annotated[str, AfterValidator(_shape(_DIVISION, "division"))]
OptDivision = Annotated[str | None, AfterValidator(_or_none(_shape(_DIVISION, "division")))]
Day = Annotated[str, AfterValidator(_date)]
OptDay = Annotated[str | None, AfterValidator(_or_none(_date))]
OptClock = Annotated[str | None, AfterValidator(_or_none(_shape(_TIME, "time")))]
OptResidentId = Annotated[str | None, AfterValidator(_or_none(_resident_id))]
OptChain = Annotated[str | None, AfterValidator(_or_none(_shape(_HEX64, "code")))]
Minutes = Annotated[int | None, AfterValidator(_or_none(_between(0, 24 * 60)))]
Count = Annotated[int, AfterValidator(_between(0, 1_000_000))]
OptCount = Annotated[int | None, AfterValidator(_or_none(_between(0, 1_000_000)))]
OptPopulation = Annotated[int | None, AfterValidator(_or_none(_between(0, 100_000_000)))]
Tenths = Annotated[int, AfterValidator(_between(0, 100_000))]
OptFen = Annotated[int | None, AfterValidator(_or_none(_between(0, 10**13)))]
OptTenths = Annotated[int | None, AfterValidator(_or_none(_between(0, 100_000)))]
OptPercent = Annotated[int | None, AfterValidator(_or_none(_between(0, 100)))]
Fen = Annotated[int, AfterValidator(_between(0, 10**13))]
Year = Annotated[int, AfterValidator(_year)]
Period = Annotated[str, AfterValidator(_shape(_PERIOD, "period"))]
Sha256 = Annotated[str, AfterValidator(_shape(_HEX64, "code"))]
OptCreditCode = Annotated[str | None, AfterValidator(_or_none(_credit_code))]
OptScore = Annotated[int | None, AfterValidator(_or_none(_between(0, 100)))]
OptSeq = Annotated[int | None, AfterValidator(_or_none(_between(0, 2**53)))]
DayOfMonth = Annotated[int, AfterValidator(_between(1, 28))]


def in_order(first: str | None, last: str | None) -> None:
    """Refuse an end before its start (both ISO dates or both times)."""
    if first is not None and last is not None and last < first:
        raise refuse("end_before_start")


def one_of(*values: str | None) -> None:
    """Refuse anything but exactly one of several references."""
    if sum(value is not None for value in values) != 1:
        raise refuse("one_needed")


def some_of(*values: str | None) -> None:
    """Refuse when none of several fields is filled."""
    if all(value is None for value in values):
        raise refuse("some_needed")
