"""What a sheet is: one register as a list and a form, said as data. The interface and the command line both read it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

KINDS: Final = frozenset(
    (
        "text", "long", "date", "time", "number", "tenths", "money", "percent", "yesno", "choice", "row", "unit",
        "division", "period", "measure",
    )
)  # fmt: skip
"""What a field takes: ``tenths`` one decimal, ``money`` yuan (kept in fen), ``row`` a row of another register,
``period`` a year, half, quarter or month, ``measure`` 小时 or 学时."""


class Field(NamedTuple):
    """A field of the form. ``name`` is the register's; ``label`` and ``hint`` are msgids.

    ``choices``: a list of ``lists.toml``, or ``@levels``, ``@fields``, ``@duties``, ``@training_kinds``,
    ``@policies``; ``table``: the register that a ``row`` is chosen from.
    """

    name: str
    label: str
    kind: str = "text"
    required: bool = False
    choices: str = ""
    table: str = ""
    hint: str = ""


class Column(NamedTuple):
    """A column of the list: a field, its msgid, its width in cells (the least of it where ``grow`` shares the rest)."""

    name: str
    label: str
    width: int
    right: bool = False
    grow: int = 0
    wide: int = 0


class Sheet(NamedTuple):
    """A register as people see it. ``label`` and ``one`` are msgids: many of them, one of them.

    ``order``: fields it is sorted by, ``-`` before one that counts down. ``empty``: what belongs here, as msgids.
    ``defaults``: stored values of a new row; ``@today``, ``@unit`` and ``@writer`` stand for those.
    ``keys``: the fields the row's id follows from, for registers where two machines must mean the same row.
    ``masked``: fields hidden in the list. ``about``: one sentence over the list, as a msgid.
    ``own_page``: it is shown elsewhere, so the list of registers leaves it out. ``carry``: the field that says of which
    period a row is, where the next period's rows begin as the last one's: the same row is the one whose ``keys``, or
    where it has none whose ``carry_by``, are the same; what is ``fresh`` begins anew, as in an empty form.
    """

    table: str
    label: str
    one: str
    columns: tuple[Column, ...]
    fields: tuple[Field, ...]
    order: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    defaults: Mapping[str, object] = MappingProxyType({})
    keys: tuple[str, ...] = ()
    masked: frozenset[str] = frozenset()
    about: str = ""
    own_page: bool = False
    carry: str = ""
    carry_by: tuple[str, ...] = ()
    fresh: frozenset[str] = frozenset()

    @property
    def same_by(self) -> tuple[str, ...]:
        """The fields by which a row of the next period is the one of the last."""
        return self.carry_by or tuple(key for key in self.keys if key != self.carry)

    def field(self, name: str) -> Field | None:
        """The form's field of that name."""
        return next((one for one in self.fields if one.name == name), None)
