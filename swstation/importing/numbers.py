"""Numbers as people write them in ledgers: amounts, minutes, money, counts."""

from __future__ import annotations

import re
from datetime import time
from decimal import Decimal

from db.errors import Invalid
from swstation.importing.cells import fold, narrow
from swstation.importing.context import Context, Parser, With

MOST_MINUTES = 24 * 60
MOST_TENTHS = 100_000
MOST_COUNT = 1_000_000
MOST_FEN = 10**13
_MEASURES = {
    "小时": "hour",
    "学时": "class_hour",
    "hour": "hour",
    "hours": "hour",
    "h": "hour",
    "classhour": "class_hour",
}
_NUMBER = r"[+-]?(?:\d+(?:,\d{3})*)(?:\.\d*)?|[+-]?\.\d+"
_HOURS = re.compile(r"(?:(\d+(?:\.\d+)?)(?:个?小时|h))?(?:(\d+(?:\.\d+)?)(?:分钟?|m|min))?", re.I)
COUNTED = ("件", "户", "人", "份", "人次")


def number(value: object) -> Decimal:
    """A plain number. Excel's own noise (7.1999999999999993) is rounded to the 15 digits it shows."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise Invalid("importing.number")
    if isinstance(value, float):
        value = f"{value:.15g}"
    text = narrow(str(value)).replace("，", ",")
    if not re.fullmatch(_NUMBER, text):
        # "1.2E+3" is left to people: a number written so has most often lost its last digits.
        if not (isinstance(value, str) and re.fullmatch(r"-?\d(\.\d+)?e[+-]?\d+", value)):
            raise Invalid("importing.number")
        return Decimal(value)
    return Decimal(text.replace(",", ""))


def tenths(value: object, _context: Context) -> object:
    """An amount of training in tenths of its unit, at most one decimal. ``8学时`` says the unit as well."""
    also: dict[str, object] = {}
    if isinstance(value, str) and (match := re.fullmatch(rf"({_NUMBER})(\D+)", narrow(value))):
        if (unit := _MEASURES.get(fold(match[2]))) is None:
            raise Invalid("importing.unit", choices=("小时", "学时"))
        value, also = match[1], {"unit": unit}
    found = number(value) * 10
    if found != found.to_integral_value():
        raise Invalid("importing.decimals", most=1)
    return With(_within(found, 1, MOST_TENTHS, shift=10), also)


def measure(value: object, _context: Context) -> str:
    """小时 or 学时: two units, never converted."""
    unit = _MEASURES.get(fold(value)) if isinstance(value, str) else None
    if unit is None:
        raise Invalid("importing.unit", choices=("小时", "学时"))
    return unit


def minutes(value: object, _context: Context) -> int:
    """Whole minutes, at most a day's: 90, 90分钟, 1.5小时, 1小时30分, 1:30."""
    if isinstance(value, time):
        return int(_within(Decimal(value.hour * 60 + value.minute), 0, MOST_MINUTES))
    if isinstance(value, str):
        text = re.sub(r"\s", "", narrow(value))
        if match := re.fullmatch(r"(\d{1,2}):([0-5]\d)(?::00)?", text):
            return _within(Decimal(int(match[1]) * 60 + int(match[2])), 0, MOST_MINUTES)
        if (match := _HOURS.fullmatch(text)) and any(match.groups()):
            found = Decimal(match[1] or 0) * 60 + Decimal(match[2] or 0)
            return _within(_whole(found), 0, MOST_MINUTES)
    return _within(_whole(number(value)), 0, MOST_MINUTES)


def minutes_from_hours(value: object, context: Context) -> int:
    """The minutes of a column that is headed 时长(小时)."""
    if isinstance(value, time) or (isinstance(value, str) and re.search(r"[分小时hm:：]", value)):
        return minutes(value, context)
    return _within(_whole(number(value) * 60), 0, MOST_MINUTES)


def fen(value: object, _context: Context) -> int:
    """Money in fen: 260, 260元, ￥1,260.50, 1.2万. At most two decimals of a yuan."""
    factor = 100
    if isinstance(value, str):
        text = re.sub(r"^(?:￥|¥|RMB|人民币)", "", narrow(value)).strip()
        text = re.sub(r"元整?$", "", text)
        if text.endswith("万"):
            text, factor = text[:-1], 1_000_000
        value = text
    found = number(value) * factor
    if found != found.to_integral_value():
        raise Invalid("importing.decimals", most=2)
    return _within(found, 0, MOST_FEN, shift=100)


def fen_of_wan(value: object, context: Context) -> int:
    """The fen of a column that is headed 金额(万元)."""
    return fen(f"{number(value)}万", context)


def count(*units: str, low: int = 0) -> Parser:
    """A parser of whole numbers, with or without one of ``units`` behind them."""

    def parse(value: object, _context: Context) -> int:
        if isinstance(value, str) and (match := re.fullmatch(r"第?([\d,]+)\s*(\D+)", narrow(value))):
            if match[2] not in units:
                raise Invalid("importing.number")
            value = match[1]
        return _within(_whole(number(value)), low, MOST_COUNT)

    return parse


def counted(value: object, _context: Context) -> object:
    """How many of an affairs item: 15, 15件; the unit, where it is written, is ``item_unit``."""
    also: dict[str, object] = {}
    if isinstance(value, str) and (match := re.fullmatch(r"([\d,]+)\s*(\D+)", narrow(value))):
        if match[2] not in COUNTED:
            raise Invalid("importing.item_unit", choices=COUNTED)
        value, also = match[1], {"item_unit": match[2]}
    return With(_within(_whole(number(value)), 1, MOST_COUNT), also)


def _whole(found: Decimal) -> Decimal:
    if found != found.to_integral_value():
        raise Invalid("importing.whole")
    return found


def _within(found: Decimal, low: int, high: int, shift: int = 1) -> int:
    if not low <= found <= high:
        raise Invalid("value.out_of_range", low=f"{low / shift:g}", high=f"{high / shift:.15g}")
    return int(found)
