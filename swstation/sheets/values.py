"""Values of a sheet as people type them and as records keep them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from db.errors import Refusal

if TYPE_CHECKING:
    from swstation.sheets.model import Field

Stored = str | int | bool | None

_CLOCK = re.compile(r"(\d{1,2})[:.点时](\d{0,2})分?")
_MONTH = re.compile(r"(\d{4})[-./年](\d{1,2})月?")
_WAN = 10_000
_YES, _NO = frozenset(("yes", "y", "是", "有", "√", "1", "true")), frozenset(("no", "n", "否", "无", "×", "0", "false"))
_SCALES = {"number": 0, "percent": 0, "tenths": 1, "money": 2}


def parse(field: Field, text: str) -> Stored:
    """A typed value as it is kept; nothing typed is empty. Raises ``Refusal`` naming the field.

    Dates come as ISO; choices and rows as their codes and ids. What the register takes is checked where it is written.
    """
    typed = text if field.kind in ("text", "long") else unicodedata.normalize("NFKC", text).strip()
    if not typed.strip():
        return None
    if field.kind in _SCALES:
        return _number(field, typed)
    if field.kind == "yesno":
        return _yes(field, typed)
    if field.kind == "time":
        return _clock(field, typed)
    if field.kind == "period":
        found = _MONTH.fullmatch(typed)
        return f"{found[1]}-{int(found[2]):02d}" if found else typed.upper()
    return typed


def shown(field: Field, value: Stored) -> str:
    """A kept value as it stands in the form."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and (scale := _SCALES.get(field.kind, 0)):
        return format(Decimal(value).scaleb(-scale).normalize(), "f")
    return str(value)


def _number(field: Field, typed: str) -> int:
    scale = _SCALES[field.kind]
    plain = typed.replace(",", "").removeprefix("¥").removeprefix("￥").removesuffix("%")
    plain = plain.removesuffix("元") if field.kind == "money" else plain
    times = _WAN if field.kind == "money" and plain.endswith("万") else 1
    try:
        amount = Decimal(plain.removesuffix("万") if times > 1 else plain) * times * 10**scale
    except InvalidOperation:
        raise _bad(field, typed) from None
    if not amount.is_finite() or amount != amount.to_integral_value() or not 0 <= amount < 10**15:
        raise _bad(field, typed)
    return int(amount)


def _bad(field: Field, typed: str) -> Refusal:
    code = {"tenths": "form.bad_amount", "money": "form.bad_money"}.get(field.kind, "form.bad_number")
    return Refusal(code, field=field.name, token=typed)


def _yes(field: Field, typed: str) -> bool:
    word = typed.lower()
    if word not in _YES | _NO:
        raise Refusal("form.bad_yes", field=field.name, token=typed)
    return word in _YES


def _clock(field: Field, typed: str) -> str:
    found = _CLOCK.fullmatch(typed)
    if found is None or int(found[1]) > 24 or int(found[2] or 0) > 59:
        raise Refusal("form.bad_time", field=field.name, token=typed)
    return f"{int(found[1]):02d}:{int(found[2] or 0):02d}"
