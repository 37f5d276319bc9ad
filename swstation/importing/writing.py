"""Typed values back into cells, in the words that ``import`` reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from swstation import lists
from swstation.importing.columns import Column, Kind

Written = str | int | float | date
_WORDS = {
    "gender": {"male": "男", "female": "女"},
    "unit": {"hour": "小时", "class_hour": "学时"},
}
_HUNDREDTHS, _TENTHS = "value", "amount"


def cells(kind: Kind, values: Mapping[str, object]) -> dict[str, Written]:
    """The cells of a row, by field. What one cell says of another field stands in that cell again."""
    out = {column.key: cell(column, values[column.key]) for column in kind.columns if column.key in values}
    if colleagues := values.get("colleagues"):
        assert isinstance(colleagues, tuple)
        out["worker"] = "、".join((str(out["worker"]), *colleagues))
    if unit := values.get("item_unit"):
        out["count"] = f"{out['count']}{unit}"
    return out


def cell(column: Column, value: object) -> Written:
    """One value: a date, a number, or the words people use for it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if column.key in _WORDS:
        return _WORDS[column.key][str(value)]
    if isinstance(value, int) and column.key in (_HUNDREDTHS, _TENTHS):
        whole, rest = divmod(value, factor := 100 if column.key == _HUNDREDTHS else 10)
        return value / factor if rest else whole
    if isinstance(column.options, str):
        codes = value if isinstance(value, tuple) else (value,)
        return "、".join(lists.label(column.options, str(code)) for code in codes)
    if isinstance(value, tuple):
        return "、".join(value)
    return value if isinstance(value, date | int | float) else str(value)
