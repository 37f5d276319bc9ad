"""What the payloads of a register look like, as nearly all are written: one regular expression made from the checks of
its fields (``db.tables.kinds.PLAIN``), and beside it the checks that no expression stands for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import compress
from operator import itemgetter
from types import NoneType, SimpleNamespace
from typing import Any, Final, get_args

from pydantic import AfterValidator
from pydantic.fields import FieldInfo

from db.gateway import new_row_sql
from db.registry import ALIVE, GroupSpec, TableSpec, specs
from db.tables.kinds import PLAIN, PLAIN_TEXT

_REMEMBERED: Final = 10_000

Captures = tuple[str, ...]
"""The texts of a payload's fields, in the order of its register's ``Shape.names``; empty for what is not there."""


@dataclass(frozen=True, slots=True, eq=False)
class Filled:
    """The groups that a payload speaks of; the statement that writes the row of one that leaves these fields not empty,
    and which of its captures that takes. ``whole``: it makes a row by itself.
    """

    groups: tuple[str, ...]
    sql: str
    take: Callable[[Captures], tuple[str, ...]]
    whole: bool


@cache
def shape_of(table: str) -> Shape | None:
    """How plain payloads of a register look; ``None`` for a register with a field that has no plain look."""
    try:
        return Shape(specs()[table])
    except LookupError:
        return None


class Shape:
    """Plain payloads of one register: what they look like, and what is asked about parts of their captures beside."""

    def __init__(self, table: TableSpec) -> None:
        """Raises ``LookupError`` for a field that has no plain look."""
        self._table = table
        self._present: dict[str, str] = {ALIVE: ALIVE}
        self.names: list[str] = [ALIVE]
        """What each capture is of: a field, or ``:group`` where no field tells whether a group is there."""
        self.places: dict[str, slice] = {ALIVE: slice(0, 1)}
        """Where among them each group has its own."""
        self._checks: list[tuple[Callable[[Captures], Any], Callable[[Any], bool]]] = []
        groups = [rf'"{ALIVE}":\{{"alive":(true|false)\}}']
        groups += [self._group(table.groups[name]) for name in sorted(table.groups)]
        # A line each, with a comma for its last bracket, as between its groups.
        looks = "".join(f"(?:{group},|)" for group in groups)
        self._all = re.compile(rf"^\{{{looks}$", re.MULTILINE).findall
        self._filled: dict[tuple[str, ...], Filled] = {}

    def captures(self, payloads: Sequence[str]) -> list[Captures | None]:
        """The texts of each payload's fields, ``None`` for one that is not plain. The last bracket is cut off."""
        found = self._all(",\n".join(payloads) + ",")
        if len(found) != len(payloads):
            return [None] if len(payloads) == 1 else [one for each in payloads for one in self.captures([each])]
        wrong: set[int] = set()
        for of, check in self._checks:
            if bad := {part for part in set(map(of, found)) if not check(part)}:
                wrong.update(at for at, one in enumerate(found) if of(one) in bad)
        return [None if at in wrong else one for at, one in enumerate(found)] if wrong else found

    def _group(self, group: GroupSpec) -> str:
        infos = group.model.model_fields
        at: dict[str, int] = {}
        name, begins = f'"{group.name}"', len(self.names)
        told = [field for field in group.fields if NoneType not in _kinds(infos[field])]
        if not told:
            name = f'"({group.name})"'
            self.names.append(f":{group.name}")
        fields: list[str] = []
        for field in sorted(group.fields):
            at[field] = len(self.names)
            self.names.append(field)
            fields.append(f'"{field}":{_look(infos[field])}')
            self._checks += [(itemgetter(at[field]), _passes(check)) for check in _unspelled(infos[field])]
        self.places[group.name] = slice(begins, len(self.names))
        self._present[group.name] = told[0] if told else f":{group.name}"
        present = self.names.index(self._present[group.name])
        for one in group.model.__pydantic_decorators__.model_validators.values():
            # What else it would read it does not find: it cannot say yes without.
            read = {field: _kinds(infos[field]) for field in group.fields if field in one.func.__code__.co_names}
            self._checks.append((itemgetter(present, present, *(at[field] for field in read)), _fits(one.func, read)))
        return rf"{name}:\{{{','.join(fields)}\}}"

    def filled(self, captures: Captures) -> Filled:
        """What a payload with these captures speaks of."""
        given = tuple(compress(self.names, captures))
        return self._filled.get(given) or self._fill(given)

    def _fill(self, given: tuple[str, ...]) -> Filled:
        groups = tuple(name for name in self.places if self._present[name] in given)
        whole = ALIVE not in groups and all(name in groups for name in self._table.required)
        fields = [name for name in given if name != ALIVE and not name.startswith(":")]
        take = _taker([self.names.index(name) for name in fields])
        filled = Filled(groups, new_row_sql(self._table, fields), take, whole)
        if len(self._filled) < _REMEMBERED:
            self._filled[given] = filled
        return filled


def _taker(places: list[int]) -> Callable[[tuple[str, ...]], tuple[str, ...]]:
    if len(places) > 1:
        return itemgetter(*places)
    return lambda values: tuple(values[at] for at in places)


def _kinds(info: FieldInfo) -> tuple[Any, ...]:
    return get_args(info.annotation) or (info.annotation,)


def _checks(info: FieldInfo) -> list[Any]:
    return [one.func for one in info.metadata if isinstance(one, AfterValidator)]


def _unspelled(info: FieldInfo) -> list[Any]:
    # The checks that no regular expression stands for.
    checks = _checks(info)
    return [] if len(checks) == 1 and checks[0] in PLAIN else checks


def _look(info: FieldInfo) -> str:
    kinds, checks = _kinds(info), _checks(info)
    if str in kinds:
        look = f'"({PLAIN_TEXT if _unspelled(info) or not checks else PLAIN[checks[0]]})"'
    elif int in kinds:
        (check,) = checks or [None]
        look = f"({PLAIN[check]})"
    elif bool in kinds and not checks:
        look = "(true|false)"
    else:
        raise LookupError
    return f"(?:null|{look})" if NoneType in kinds else look


def _passes(check: Callable[[Any], Any]) -> Callable[[str], bool]:
    def passes(value: str) -> bool:
        try:
            return not value or check(value) == value
        except (ValueError, AssertionError):
            return False

    return passes


def _fits(check: Callable[[Any], Any], read: dict[str, tuple[Any, ...]]) -> Callable[[Any], bool]:
    @lru_cache(_REMEMBERED)
    def fits(values: tuple[str, ...]) -> bool:
        if not values[0]:
            return True
        try:
            check(SimpleNamespace(**dict(zip(read, map(_value, read.values(), values[2:]), strict=True))))
        except (ValueError, AssertionError, AttributeError):
            return False
        return True

    return fits


def _value(kinds: tuple[Any, ...], text: str) -> Any:
    if not text:
        return None
    if str in kinds:
        if "\\" in text:
            raise AttributeError("to be read the long way")
        return text
    return int(text) if int in kinds else text == "true"
