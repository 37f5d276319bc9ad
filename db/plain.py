"""Records as nearly all are written, read by the block: a quick yes, never a no.

One regular expression for the envelopes and one for each register's payload, made from the checks of its fields
(``db.tables.kinds.PLAIN``), say all at once what ``db.records.parse_line`` and ``db.registry.check_record`` say one
after the other: shape, canonical bytes, bounds, groups, fields, values. They match only lines that those two take;
every other line goes the long way, which alone knows the reason of a refusal (a law in the tests holds the two
against each other).
"""

from __future__ import annotations

import re
from binascii import unhexlify
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from itertools import compress
from operator import itemgetter
from types import NoneType, SimpleNamespace
from typing import Any, Final, get_args

import orjson
from pydantic import AfterValidator
from pydantic.fields import FieldInfo

from db.gateway import new_row_sql
from db.records import Op
from db.registry import ALIVE, GroupSpec, TableSpec, specs
from db.tables.kinds import MAX_TEXT, PLAIN, PLAIN_DAY, PLAIN_TEXT

_ACTIONS: Final = frozenset(("set", "delete", "restore", "resolve"))
_REMEMBERED: Final = 10_000
_CLOCK: Final = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_NUMBER: Final = "([1-9][0-9]{0,14})"
# Of bytes as latin-1. What is loose here is looked at by itself: hexadecimal digits all together, ends that were seen
# before as a whole.
_LINE: Final = re.compile(
    rf'^\["([^"]{{32}})",(\{{"a":"([a-z]+)","at":"({PLAIN_DAY}T{_CLOCK}:[0-5][0-9][+-]{_CLOCK})","k":"([^"]{{32}})",'
    rf'"l":{_NUMBER},"n":{_NUMBER},"o":(\{{[^}}]*\}}),)("r":"[^}}]*\}}),(\{{.*\}})\]$',
    re.MULTILINE,
)
_HEX: Final = b"0123456789abcdef"
_TAIL: Final = re.compile(
    r'"r":"([0-9a-f]{32})","st":"([VTCMP][0-9]{2,12}(?:-[a-z0-9]{1,8})?)","sv":([1-9][0-9]{0,5}),"t":"([a-z_]{1,40})",'
    r'"v":1,"w":"([0-9a-f]{32})"\}'
)
_REPLACED: Final = re.compile(r'\{(?:"[a-z_]{1,40}":\["[0-9a-f]{64}"\](?:,(?=")|(?=\}\Z)))+\}')
_REPLACED_GROUP: Final = re.compile(r'"([a-z_]+)":')


@dataclass(frozen=True, slots=True, eq=False)
class Ending:
    """What an envelope says from its replica on; most end alike. ``bound``: the same as the table of records takes it.

    ``by``: unit and worker as a register takes them.
    """

    r: bytes
    st: str
    sv: int
    t: str
    w: bytes
    shape: Shape
    bound: tuple[bytearray, bytearray, str, int, str]
    by: tuple[str, bytearray]


Plain = tuple[bytes, Ending, int, int, str, str, str, str, str, str, tuple[str | None, ...]]
"""A record as it was read: its id, the end of its envelope, n, l, at, k (hex), a, o, payload, salt (hex), and the texts
captured from the payload. A bare tuple: a merge makes one for each of its records."""


def read(lines: Sequence[bytes]) -> list[Plain | None]:
    """The lines' records, with ``None`` for each line that is to be read the long way."""
    text = b"\n".join(lines).decode("latin-1")
    found: Sequence[tuple[str, ...] | None] = _LINE.findall(text)
    if len(found) != len(lines) or text.count("\n") != len(lines) - 1:  # else each line is matched whole
        found = [_alone(line) for line in lines]
    odd = "".join([one[0] + one[4] for one in found if one]).encode().translate(None, _HEX)
    return [None if one is None or (odd and _odd(one)) else _read(*one) for one in found]


def _alone(line: bytes) -> tuple[str, ...] | None:
    match = _LINE.fullmatch(line.decode("latin-1"))
    return None if match is None or b"\n" in line else match.groups()


def _odd(one: tuple[str, ...]) -> bool:
    return bool((one[0] + one[4]).encode().translate(None, _HEX))


def _read(
    salt: str, head: str, a: str, at: str, k: str, lamport: str, n: str, o: str, tail: str, said: str
) -> Plain | None:
    ending = _ending(tail)
    if ending is None or a not in _ACTIONS or (o != "{}" and not _replaced(o)) or len(said) > MAX_TEXT:
        return None
    raw = said.encode("latin-1")
    try:
        payload = said if said.isascii() else raw.decode()
    except UnicodeDecodeError:
        return None
    shape = ending.shape
    match = shape.match(payload[:-1] + ",")
    if match is None:
        return None
    captures = match.groups()
    for of, check in shape.checks:
        if not check(of(captures)):
            return None
    ph = sha256(unhexlify(salt) + raw).hexdigest()
    op_id = sha256(f'swop1\0{head}"ph":"{ph}",{tail}'.encode()).digest()
    return op_id, ending, int(n), int(lamport), at, k, a, o, payload, salt, captures


def as_op(one: Plain) -> Op:
    """The record as the long way gives it."""
    op_id, end, n, lamport, at, k, a, o, payload, salt, _captures = one
    return Op(
        op_id, end.r, n, lamport, at, end.w, end.st, end.sv, end.t, bytes.fromhex(k), a, o, payload,
        bytes.fromhex(salt), None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Filled:
    """The groups that a payload speaks of; the statement that writes the row of one that leaves these fields not empty,
    and which of the values it takes. ``whole``: it makes a row by itself.
    """

    groups: tuple[str, ...]
    sql: str
    take: Callable[[tuple[str, ...]], tuple[str, ...]] | None
    whole: bool


def row(ones: Sequence[Plain]) -> tuple[Filled, tuple[Any, ...]] | None:
    """The row of all its records as ``gateway.new_row_sql`` takes it: what ``fold`` gives (a law in the tests).

    One that sets it, or several of one unit that each replace the one before. ``None`` where the fold has to say.
    """
    first = last = ones[0]
    captures: Sequence[str | None] | None = first[10]
    escaped = "\\" in first[8]
    if len(ones) > 1:
        ordered = sorted(ones, key=_turn)
        first, last = ordered[0], ordered[-1]
        captures = _in_turn(ordered)
        escaped = any("\\" in one[8] for one in ordered)
    elif first[6] != "set":
        return None
    if captures is None:
        return None
    ending = first[1]
    shape = ending.shape
    filled = shape.filled(tuple(compress(shape.names, captures)))
    if not filled.whole:
        return None
    values = tuple(filter(None, captures))
    if filled.take is not None:
        values = filled.take(values)
    if escaped:
        values = tuple([orjson.loads(f'"{one}"') if "\\" in one else one for one in values])
    return filled, (first[5], *ending.by, first[4], last[4], len(ones), *values)


def _turn(one: Plain) -> tuple[int, bytes]:
    return one[3], one[0]


def _in_turn(ordered: Sequence[Plain]) -> Sequence[str | None] | None:
    # What is left in the end, if each record replaces the one before in every group that it sets.
    unit, shape = ordered[0][1].st, ordered[0][1].shape
    shown: list[str | None] = [None] * len(shape.names)
    heads: dict[str, list[str]] = {}
    for op_id, ending, _n, _l, _at, _k, a, o, _payload, _salt, captures in ordered:
        if ending.st != unit or (a != "set" and a != "resolve"):
            return None
        replaced = orjson.loads(o) if o != "{}" else {}
        mine = [op_id.hex()]
        for name in shape.filled(tuple(compress(shape.names, captures))).groups:
            if name == ALIVE or replaced.get(name) != heads.get(name):
                return None
            heads[name] = mine
            at = shape.places[name]
            shown[at] = captures[at]
    return shown


def _replaced(o: str) -> bool:
    if _REPLACED.fullmatch(o) is None:
        return False
    names = _REPLACED_GROUP.findall(o)
    return len(names) == 1 or names == sorted(set(names))


@lru_cache(_REMEMBERED)
def _ending(tail: str) -> Ending | None:
    match = _TAIL.fullmatch(tail)
    if match is None:
        return None
    r, w = bytes.fromhex(match[1]), bytes.fromhex(match[5])
    st, sv, t = match[2], int(match[3]), match[4]
    shape = shape_of(t) if t in specs() else None
    if shape is None:
        return None
    return Ending(r, st, sv, t, w, shape, (bytearray(r), bytearray(w), st, sv, t), (st, bytearray(w)))


@cache
def shape_of(table: str) -> Shape | None:
    """How plain payloads of a register look; ``None`` for a register with a field that has no plain look."""
    try:
        return Shape(specs()[table])
    except LookupError:
        return None


class Shape:
    """Plain payloads of one register: ``match`` one with a comma for its last bracket, as between its groups; then ask
    each of the ``checks`` about a part of its captures."""

    def __init__(self, table: TableSpec) -> None:
        """Raises ``LookupError`` for a field that has no plain look."""
        self._table = table
        self._present: dict[str, str] = {ALIVE: ALIVE}
        self.names: list[str] = [ALIVE]
        """What each capture is of: a field, or ``:group`` where no field tells whether a group is there."""
        self.places: dict[str, slice] = {ALIVE: slice(0, 1)}
        """Where among them each group has its own."""
        self.checks: list[tuple[Callable[[tuple[Any, ...]], Any], Callable[[Any], bool]]] = []
        groups = [rf'"{ALIVE}":\{{"alive":(true|false)\}}']
        groups += [self._group(table.groups[name]) for name in sorted(table.groups)]
        self.match = re.compile(rf"\{{{''.join(f'(?:{group},|)' for group in groups)}").fullmatch
        self.filled = lru_cache(_REMEMBERED)(self._fill)

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
            self.checks += [(itemgetter(at[field]), _passes(check)) for check in _unspelled(infos[field])]
        self.places[group.name] = slice(begins, len(self.names))
        self._present[group.name] = told[0] if told else f":{group.name}"
        present = self.names.index(self._present[group.name])
        for one in group.model.__pydantic_decorators__.model_validators.values():
            # What else it would read it does not find: it cannot say yes without.
            read = {field: _kinds(infos[field]) for field in group.fields if field in one.func.__code__.co_names}
            self.checks.append((itemgetter(present, present, *(at[field] for field in read)), _fits(one.func, read)))
        return rf"{name}:\{{{','.join(fields)}\}}"

    def _fill(self, given: tuple[str, ...]) -> Filled:
        groups = tuple(name for name in self.places if self._present[name] in given)
        whole = ALIVE not in groups and all(name in groups for name in self._table.required)
        kept = [at for at, name in enumerate(given) if not name.startswith(":")]
        take = None if len(kept) == len(given) else _taker(kept)
        return Filled(groups, new_row_sql(self._table, [given[at] for at in kept]), take, whole)


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
