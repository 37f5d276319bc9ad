"""Records as nearly all are written, read in one step each: a quick yes, never a no.

One regular expression for the envelope and one for each register's payload, made from the checks of its fields
(``db.tables.kinds.PLAIN``), say all at once what ``db.records.parse_line`` and ``db.registry.check_record`` say one
after the other: shape, canonical bytes, bounds, groups, fields, values. They match only lines that those two take;
every other line goes the long way, which alone knows the reason of a refusal (a law in the tests holds the two
against each other).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from itertools import compress
from operator import itemgetter
from types import NoneType, SimpleNamespace
from typing import Any, Final, NamedTuple, get_args

import orjson
from pydantic import AfterValidator
from pydantic.fields import FieldInfo

from db.records import Op
from db.registry import ALIVE, GroupSpec, TableSpec, specs
from db.tables.kinds import MAX_TEXT, PLAIN, PLAIN_DAY, PLAIN_TEXT

_ACTIONS: Final = frozenset(("set", "delete", "restore", "resolve"))
_REMEMBERED: Final = 10_000
_CLOCK: Final = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_ENVELOPE: Final = re.compile(
    rf'\["([0-9a-f]{{32}})",(\{{"a":"([a-z]{{1,20}})","at":"({PLAIN_DAY}T{_CLOCK}:[0-5][0-9][+-]{_CLOCK})",'
    r'"k":"([0-9a-f]{32})","l":([1-9][0-9]{0,14}),"n":([1-9][0-9]{0,14}),"o":(\{[^{}]*\}),)("r":"[^{}]{1,300}\})'
)
_TAIL: Final = re.compile(
    r'"r":"([0-9a-f]{32})","st":"([VTCMP][0-9]{2,12}(?:-[a-z0-9]{1,8})?)","sv":([1-9][0-9]{0,5}),"t":"([a-z_]{1,40})",'
    r'"v":1,"w":"([0-9a-f]{32})"\}'
)
_REPLACED: Final = re.compile(r'\{(?:"[a-z_]{1,40}":\["[0-9a-f]{64}"\](?:,(?=")|(?=\}\Z)))+\}')
_REPLACED_GROUP: Final = re.compile(r'"([a-z_]+)":')


class Plain(NamedTuple):
    """What a record says: the texts captured from its payload, and what each is of."""

    shape: Shape
    captures: tuple[str | None, ...]

    def row(self, op: Op) -> tuple[Filled, tuple[Any, ...]] | None:
        """The row that the record alone makes, for ``gateway.new_row_sql``; ``None`` if the fold has to say."""
        if op.a != "set":
            return None
        filled = self.shape.filled(tuple(compress(self.shape.names, self.captures)))
        if filled is None:
            return None
        values = tuple(filter(None, self.captures))
        if filled.take is not None:
            values = filled.take(values)
        if "\\" in str(op.payload):
            values = tuple(orjson.loads(f'"{one}"') if "\\" in one else one for one in values)
        return filled, (bytearray(op.k), op.st, op.at, bytearray(op.w), *values)


@dataclass(frozen=True, slots=True, eq=False)
class Filled:
    """The fields of a new row that a record leaves not empty, and which of the values speak of them."""

    table: TableSpec
    fields: tuple[str, ...]
    take: Callable[[tuple[str, ...]], tuple[str, ...]] | None


def read(line: bytes) -> tuple[Op, Plain] | None:
    """A line's record, or ``None`` for one that is to be read the long way."""
    cut = line.find(b'"},{') + 2
    match = _ENVELOPE.fullmatch(line[:cut].decode("latin-1"))
    if match is None or len(line) > MAX_TEXT or line[-1] != 93:  # 93: the closing bracket
        return None
    salt, head, a, at, k, lamport, n, o, tail = match.groups()
    if a not in _ACTIONS or (o != "{}" and not _replaced(o)):
        return None
    known = _tail(tail)
    if known is None:
        return None
    r, st, sv, t, w, shape = known
    raw = line[cut + 1 : -1]
    try:
        payload = raw.decode()
    except UnicodeDecodeError:
        return None
    found = shape.match(payload)
    if found is None:
        return None
    groups = found.groups()
    for of, check in shape.checks:
        if not check(of(groups)):
            return None
    raw_salt = bytes.fromhex(salt)
    ph = sha256(raw_salt + raw).hexdigest()
    op_id = sha256(f'swop1\0{head}"ph":"{ph}",{tail}'.encode()).digest()
    op = Op(op_id, r, int(n), int(lamport), at, w, st, sv, t, bytes.fromhex(k), a, o, payload, raw_salt, None)
    return op, Plain(shape, groups)


def _replaced(o: str) -> bool:
    if _REPLACED.fullmatch(o) is None:
        return False
    names = _REPLACED_GROUP.findall(o)
    return len(names) == 1 or names == sorted(set(names))


@lru_cache(_REMEMBERED)
def _tail(tail: str) -> tuple[bytes, str, int, str, bytes, Shape] | None:
    # Same replica, unit, worker and register: most envelopes end alike.
    match = _TAIL.fullmatch(tail)
    if match is None:
        return None
    r, st, sv, t, w = match.groups()
    shape = shape_of(t) if t in specs() else None
    return None if shape is None else (bytes.fromhex(r), st, int(sv), t, bytes.fromhex(w), shape)


@cache
def shape_of(table: str) -> Shape | None:
    """How plain payloads of a register look; ``None`` for a register with a field that has no plain look."""
    try:
        return Shape(specs()[table])
    except LookupError:
        return None


class Shape:
    """Plain payloads of one register: ``match`` one, then ask each of the ``checks`` about a part of its captures."""

    def __init__(self, table: TableSpec) -> None:
        """Raises ``LookupError`` for a field that has no plain look."""
        self._table = table
        self._present: dict[str, str] = {}
        self.names: list[str] = [ALIVE]
        """What each capture is of: a field, or ``:group`` where no field tells whether a group is there."""
        self.checks: list[tuple[Callable[[tuple[Any, ...]], Any], Callable[[Any], bool]]] = []
        groups = [rf'"{ALIVE}":\{{"alive":(true|false)\}}']
        groups += [self._group(table.groups[name]) for name in sorted(table.groups)]
        more = r'(?:,(?=")|(?=\}\Z))'
        self.match = re.compile(rf"\{{(?!\}}){''.join(f'(?:{group}{more})?' for group in groups)}\}}").fullmatch
        self.filled = lru_cache(_REMEMBERED)(self._fill)

    def _group(self, group: GroupSpec) -> str:
        infos = group.model.model_fields
        at: dict[str, int] = {}
        name = f'"{group.name}"'
        told = [field for field in group.fields if NoneType not in _kinds(infos[field])]
        if not told:
            name = f'"({group.name})"'
            self.names.append(f":{group.name}")
        fields: list[str] = []
        for field in sorted(group.fields):
            at[field] = len(self.names)
            self.names.append(field)
            fields.append(f'"{field}":{_look(infos[field])}')
            self.checks += [(itemgetter(at[field]), _passes(check)) for check in _unspelled(infos[field])]
        self._present[group.name] = told[0] if told else f":{group.name}"
        present = self.names.index(self._present[group.name])
        for one in group.model.__pydantic_decorators__.model_validators.values():
            # What else it would read it does not find: it cannot say yes without.
            read = {field: _kinds(infos[field]) for field in group.fields if field in one.func.__code__.co_names}
            self.checks.append((itemgetter(present, present, *(at[field] for field in read)), _fits(one.func, read)))
        return rf"{name}:\{{{','.join(fields)}\}}"

    def _fill(self, given: tuple[str, ...]) -> Filled | None:
        if ALIVE in given or any(self._present[group] not in given for group in self._table.required):
            return None
        kept = [at for at, name in enumerate(given) if not name.startswith(":")]
        take = None if len(kept) == len(given) else _taker(kept)
        return Filled(self._table, tuple(given[at] for at in kept), take)


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


def _passes(check: Callable[[Any], Any]) -> Callable[[Any], bool]:
    def passes(value: str | None) -> bool:
        try:
            return value is None or check(value) == value
        except (ValueError, AssertionError):
            return False

    return passes


def _fits(check: Callable[[Any], Any], read: dict[str, tuple[Any, ...]]) -> Callable[[Any], bool]:
    @lru_cache(_REMEMBERED)
    def fits(values: tuple[str | None, ...]) -> bool:
        if values[0] is None:
            return True
        try:
            check(SimpleNamespace(**dict(zip(read, map(_value, read.values(), values[2:]), strict=True))))
        except (ValueError, AssertionError, AttributeError):
            return False
        return True

    return fits


def _value(kinds: tuple[Any, ...], text: str | None) -> Any:
    if text is None or str in kinds:
        if text is not None and "\\" in text:
            raise AttributeError("to be read the long way")
        return text
    return int(text) if int in kinds else text == "true"
