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
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import compress
from typing import Final

from db.plain_shapes import Captures, Shape, shape_of
from db.records import Op
from db.registry import specs
from db.tables.kinds import MAX_TEXT, PLAIN_DAY

_BEFORE: Final = len('["') + 32 + len('",') + len(",")
"""Bytes of a line before its payload, beside those of its envelope."""
_ACTIONS: Final = frozenset(("set", "delete", "restore", "resolve"))
_REMEMBERED: Final = 10_000
_CLOCK: Final = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_NUMBER: Final = "([1-9][0-9]{0,14})"
# What is loose here is looked at by itself: hexadecimal digits all together, ends that were seen before as a whole.
_LINE: Final = re.compile(
    rf'^\["([^"]{{32}})",(\{{"a":"([a-z]+)","at":"({PLAIN_DAY}T{_CLOCK}:[0-5][0-9][+-]{_CLOCK})","k":"([^"]{{32}})",'
    rf'"l":{_NUMBER},"n":{_NUMBER},"o":(\{{[^}}]*\}}),)("r":"[^}}]*\}}),(\{{.*)\}}\]$',
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


Bound = tuple[bytearray, int, int, str, str, str, str, str, str, bytearray, bytearray, str, int, str]
"""A record as the table of records takes it: id, n, l, at, k (hex), a, o, payload, salt (hex), r, w, st, sv, t."""
Plain = tuple[bytes, Ending, int, int, str, str, str, str, str, str, Captures, Bound, bool]
"""A record as it was read: its id, the end of its envelope, n, l, at, k (hex), a, o, payload, salt (hex), the texts
captured from the payload; all but those once more, to be written; whether there are escapes in the payload.

Bare tuples: a merge makes them for each record."""


def read(lines: Sequence[bytes]) -> list[Plain | None]:
    """The lines' records, with ``None`` for each that is to be read the long way. No line has a newline in it."""
    whole = b"\n".join(lines)
    escaped = b"\\" in whole
    try:
        found = _LINE.findall(whole.decode())
    except UnicodeDecodeError:
        found = []
    if len(found) == len(lines):
        return _read(lines, found, escaped)
    each = [_envelope(line) for line in lines]
    there = [one is not None for one in each]
    rest = iter(_read([*compress(lines, there)], [one for one in each if one is not None], escaped))
    return [next(rest) if one else None for one in there]


def _envelope(line: bytes) -> tuple[str, ...] | None:
    try:
        match = _LINE.fullmatch(line.decode())
    except UnicodeDecodeError:
        return None
    return None if match is None else match.groups()


def _read(lines: Sequence[bytes], found: Sequence[tuple[str, ...]], escaped: bool) -> list[Plain | None]:
    # Column by column: each loop does one thing for all lines.
    if not found:
        return []
    salts, heads, actions, ats, ks, lamports, ns, os, tails, open_payloads = zip(*found, strict=True)
    ends = list(map(_ending, tails))
    if odd := _odd(heads, open_payloads, salts, actions, ks, os, ends):
        good = [at not in odd for at in range(len(found))]
        rest = iter(_read([*compress(lines, good)], [*compress(found, good)], escaped))
        return [next(rest) if one else None for one in good]
    endings = [end for end in ends if end is not None]
    captures = _captures(open_payloads, endings)
    payloads = [f"{said}}}" for said in open_payloads]
    raw = [line[_BEFORE + len(head) + len(tail) : -1] for line, head, tail in zip(lines, heads, tails, strict=True)]
    hashes = [sha256(unhexlify(salt) + said).hexdigest() for salt, said in zip(salts, raw, strict=True)]
    ids = [
        sha256(f'swop1\0{head}"ph":"{ph}",{tail}'.encode()).digest()
        for head, ph, tail in zip(heads, hashes, tails, strict=True)
    ]
    numbers, clocks = list(map(int, ns)), list(map(int, lamports))
    written = (numbers, clocks, ats, ks, actions, os, payloads, salts)
    bound = zip(map(bytearray, ids), *written, *zip(*[ending.bound for ending in endings], strict=True), strict=True)
    escapes = [b"\\" in said for said in raw] if escaped else [False] * len(found)
    read: list[Plain | None] = list(zip(ids, endings, *written, captures, bound, escapes, strict=True))
    return (
        [None if said is None else one for said, one in zip(captures, read, strict=True)] if None in captures else read
    )


def _odd(
    heads: Sequence[str], payloads: Sequence[str], salts: Sequence[str], actions: Sequence[str], ks: Sequence[str],
    os: Sequence[str], ends: Sequence[Ending | None],
) -> set[int]:  # fmt: skip
    # The places of those whose envelope, all in all, is not a plain one.
    odd: set[int] = set()
    if not _ACTIONS.issuperset(actions):
        odd.update(at for at, action in enumerate(actions) if action not in _ACTIONS)
    if _not_hex("".join(salts) + "".join(ks)):
        odd.update(at for at, (salt, k) in enumerate(zip(salts, ks, strict=True)) if _not_hex(salt + k))
    if bad := {o for o in set(os) if o != "{}" and not _replaced(o)}:
        odd.update(at for at, o in enumerate(os) if o in bad)
    if None in ends:
        odd.update(at for at, end in enumerate(ends) if end is None)
    if max(map(len, heads)) + max(map(len, payloads)) > MAX_TEXT:
        long = [len(head) + len(said) > MAX_TEXT for head, said in zip(heads, payloads, strict=True)]
        odd.update(at for at, is_long in enumerate(long) if is_long)
    return odd


def _not_hex(text: str) -> bool:
    return bool(text.encode().translate(None, _HEX))


def _captures(payloads: Sequence[str], endings: Sequence[Ending]) -> list[Captures | None]:
    found: list[Captures | None] = [None] * len(payloads)
    places: dict[Shape, list[int]] = defaultdict(list)
    for at, ending in enumerate(endings):
        places[ending.shape].append(at)
    for shape, those in places.items():
        for at, one in zip(those, shape.captures([payloads[at] for at in those]), strict=True):
            found[at] = one
    return found


def as_op(one: Plain) -> Op:
    """The record as the long way gives it."""
    op_id, end, n, lamport, at, k, a, o, payload, salt, _captures, _bound, _escaped = one
    return Op(
        op_id, end.r, n, lamport, at, end.w, end.st, end.sv, end.t, bytes.fromhex(k), a, o, payload,
        bytes.fromhex(salt), None,
    )  # fmt: skip


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
