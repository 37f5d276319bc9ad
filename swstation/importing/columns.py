"""What a kind of ledger is made of, and how its headings are recognised."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import NamedTuple

from swstation.importing.cells import fold
from swstation.importing.context import Parser

_HINTS = (
    *("必填", "选填", "可选", "如有", "文本", "文本格式", "是/否", "是否", "男/女", "18位", "11位"),
    *("年月日", "年-月-日", "yyyy-mm-dd", "yyyy/mm/dd", "yyyy.mm.dd", "yyyymmdd"),
)
_COMMON = "people"


class Variant(NamedTuple):
    """How a column is read under a heading that says more: 时长(小时) in hours, 学时 gives the unit as well."""

    parse: Parser
    also: Mapping[str, object] = {}


@dataclass(frozen=True)
class Column:
    """One field of a ledger."""

    key: str
    heading: str
    parse: Parser
    required: bool = False
    variants: Mapping[str, Variant] = field(default_factory=dict)
    """By heading."""
    implies: tuple[str, ...] = ()
    """Fields that a cell of this column may say as well."""
    verbatim: bool = False
    """Signs for nothing (``/``, ``无``) are text here."""
    options: str | tuple[str, ...] = ()
    """The name of a list, or the words themselves."""
    closed: bool = False
    """Nothing but the options is taken."""
    shape: str = "text"
    """``text``, ``date``, ``number`` or ``free``: how the template formats the column."""
    title: str = ""
    """The heading in the template, where it says more than the plain one."""
    width: int = 12
    hint: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of ledger. ``orders``: pairs of dates of which the second is not before the first."""

    name: str
    label: str
    columns: tuple[Column, ...]
    orders: tuple[tuple[str, str], ...] = ()
    one_of: tuple[str, ...] = ()
    """At least one of these is needed in a row."""
    carried: tuple[str, ...] = ()
    """A row that leaves all of these blank has them from the row above: one training, a line for each who came."""

    def column(self, key: str) -> Column:
        """The column of a field. Raises ``KeyError``."""
        return self._by_key[key]

    def find(self, heading: str) -> tuple[Column, Variant | None] | None:
        """The column a heading stands for, by its name, a synonym or the field's name."""
        return self._by_heading.get(heading_form(heading))

    @property
    def required(self) -> tuple[Column, ...]:
        """The columns without which a row is not taken."""
        return tuple(column for column in self.columns if column.required)

    @cached_property
    def _by_key(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns}

    @cached_property
    def _by_heading(self) -> dict[str, tuple[Column, Variant | None]]:
        known: dict[str, tuple[Column, Variant | None]] = {}
        for column in self.columns:
            for name in (column.heading, column.title, column.key, *synonyms(self.name, column.key)):
                if name:
                    known.setdefault(heading_form(name), (column, None))
            for name, variant in column.variants.items():
                known.setdefault(heading_form(name), (column, variant))
        return known


def heading_form(heading: str) -> str:
    """A heading as it is compared: folded, without ``*``, ``:`` and hints such as (必填) or (年月日)."""
    form = fold(heading).strip("*:;·")
    for hint in _HINTS:
        form = form.removesuffix(f"({hint})")
    return form.strip("*:;·")


def synonyms(kind: str, key: str) -> tuple[str, ...]:
    """What ledgers call a column beside its heading (``swstation/data/headings.toml``)."""
    known = _synonyms()
    return (*known.get(kind, {}).get(key, ()), *known[_COMMON].get(key, ()))


@cache
def _synonyms() -> dict[str, dict[str, list[str]]]:
    text = files("swstation").joinpath("data", "headings.toml").read_text(encoding="utf-8")
    return {name: table for name, table in tomllib.loads(text).items() if isinstance(table, dict)}
