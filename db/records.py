"""Change records: one fact each, named by the hash of what it says (docs/bundle-format.md).

A record is an envelope and a payload ``{group: {field: value}}``. The payload is outside the hashed envelope but for
its salted hash ``ph``, so that a lawful erasure can drop it and the record's name still holds. Without its payload a
record is *withheld*: it counts for chain, numbers and digest, and says nothing.
"""

from __future__ import annotations

import hashlib
import re
from binascii import unhexlify
from datetime import datetime
from typing import Any, NamedTuple

import orjson

SUITE = 1
SCHEMA = 1
"""Version of the registers inside records (``sv``)."""
MAX_LAMPORT = 2**53 - 1
MAX_LINE = 256 * 1024
ACTIONS = frozenset(("set", "delete", "restore", "resolve", "transfer", "ack", "admit", "quarantine", "erase"))
"""Actions this program writes and folds (``db.special`` has the last five). Others (reserved: link, unlink) are kept
for a newer program."""
ZERO_CHAIN = bytes(32)

_BEFORE = (
    rb'\{"a":"([a-z]{1,20})","at":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d)",'
    rb'"k":"([0-9a-f]{32})","l":([1-9]\d{0,15}),"n":([1-9]\d{0,15}),"o":(\{[^{}]*\}),'
)
_AFTER = (
    rb'"r":"([0-9a-f]{32})",'
    rb'"st":"([VTCMP]\d{2,12}(?:-[a-z0-9]{1,8})?)","sv":([1-9]\d{0,5}),"t":"([a-z_]{1,40})","v":1,"w":"([0-9a-f]{32})"\},'
)
_LINE = re.compile(rb'\["([0-9a-f]{32})",' + _BEFORE + _AFTER + rb"(\{.*\})\]")
_WITHHELD = re.compile(rb"\[(null)," + _BEFORE + rb'"ph":"([0-9a-f]{64})",' + _AFTER + rb"null\]")
_GROUP = re.compile(r"[a-z_]{1,40}")
_HASH = re.compile(r"[0-9a-f]{64}")


class BadRecord(ValueError):
    """A line that is not a record of ours. ``reason`` is a short fixed word; ``replica`` and ``n`` as far as known."""

    def __init__(self, reason: str, replica: bytes | None = None, n: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.replica = replica
        self.n = n


class Op(NamedTuple):
    """One change record. Ids are bytes; ``o`` and ``payload`` are canonical JSON text.

    Withheld: ``payload`` and ``salt`` are empty, and ``ph`` is there instead.
    """

    id: bytes
    r: bytes
    n: int
    l: int  # noqa: E741 - the record's own word for its Lamport counter
    at: str
    w: bytes
    st: str
    sv: int
    t: str
    k: bytes
    a: str
    o: str
    payload: str | None
    salt: bytes | None
    ph: bytes | None = None

    @property
    def groups(self) -> dict[str, dict[str, Any]]:
        """The payload, parsed; nothing of a withheld record."""
        parsed: dict[str, dict[str, Any]] = {} if self.payload is None else orjson.loads(self.payload)
        return parsed

    @property
    def replaced(self) -> dict[str, list[str]]:
        """Per group the ids (hex) of the records that this one replaces (or, for a group it does not set, has seen)."""
        parsed: dict[str, list[str]] = orjson.loads(self.o)
        return parsed


OP_COLUMNS = ", ".join(Op._fields)
"""The columns of the table of records, in the order of ``Op``."""


def canonical(value: Any) -> bytes:
    """Canonical JSON: UTF-8, sorted keys, no spaces. Raises ``TypeError`` for what JSON has not."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def make(
    *, r: bytes, n: int, lamport: int, at: str, w: bytes, st: str, t: str, k: bytes, a: str, o: dict[str, list[str]],
    groups: dict[str, dict[str, Any]], salt: bytes, sv: int = SCHEMA,
) -> Op:  # fmt: skip
    """A new record with its id."""
    payload = canonical(groups)
    replaced = canonical({group: sorted(ids) for group, ids in o.items()})
    ph = hashlib.sha256(salt + payload).hexdigest()
    head, tail = _envelope(r, n, lamport, at, w, st, sv, t, k, a, replaced)
    op_id = hashlib.sha256(b"swop1\0" + head + b'"ph":"' + ph.encode() + b'",' + tail).digest()
    return Op(op_id, r, n, lamport, at, w, st, sv, t, k, a, replaced.decode(), payload.decode(), salt)


def _envelope(
    r: bytes, n: int, lamport: int, at: str, w: bytes, st: str, sv: int, t: str, k: bytes, a: str, o: bytes
) -> tuple[bytes, bytes]:
    # The two halves of the canonical envelope around "ph", which stays at home.
    head = f'{{"a":"{a}","at":"{at}","k":"{k.hex()}","l":{lamport},"n":{n},"o":'.encode() + o + b","
    tail = f'"r":"{r.hex()}","st":"{st}","sv":{sv},"t":"{t}","v":{SUITE},"w":"{w.hex()}"}}'.encode()
    return head, tail


def to_line(op: Op) -> bytes:
    """The record as a line of ``ops.jsonl`` (without the line feed)."""
    head, tail = _envelope(op.r, op.n, op.l, op.at, op.w, op.st, op.sv, op.t, op.k, op.a, op.o.encode())
    if op.payload is None or op.salt is None:
        assert op.ph is not None
        return b"[null," + head + b'"ph":"' + op.ph.hex().encode() + b'",' + tail + b",null]"
    return b'["' + op.salt.hex().encode() + b'",' + head + tail + b"," + op.payload.encode("utf-8") + b"]"


def withheld(op: Op) -> Op:
    """The record without what it says; under the same name."""
    if op.payload is None or op.salt is None:
        return op
    ph = hashlib.sha256(op.salt + op.payload.encode("utf-8")).digest()
    return op._replace(payload=None, salt=None, ph=ph)


def parse_line(line: bytes) -> tuple[Op, dict[str, dict[str, Any]]]:
    """Read and check one line: shape, canonical bytes, bounds. Gives the record and its payload ({} if withheld).

    Raises ``BadRecord``; whether the values suit the registers is ``db.registry``'s to say.
    """
    if len(line) > MAX_LINE:
        raise BadRecord("too_long")
    match = _LINE.fullmatch(line)
    if match is None:
        match = _WITHHELD.fullmatch(line)
        if match is None:
            raise _bad_shape(line)
        return _without_payload(line, match)
    hexed, a, raw_at, k, raw_lamport, raw_n, o, r, st, sv, t, w, payload = match.groups()
    replica, seq, lamport, at, salt = unhexlify(r), int(raw_n), int(raw_lamport), raw_at.decode(), unhexlify(hexed)
    _check_envelope(replica, seq, lamport, at, o)
    try:
        groups = orjson.loads(payload)
        same = orjson.dumps(groups, option=orjson.OPT_SORT_KEYS) == payload
    except (ValueError, TypeError):  # TypeError: nested so deep that it cannot be written again
        raise BadRecord("json", replica, seq) from None
    if not same:
        raise BadRecord("not_canonical", replica, seq)
    ph = hashlib.sha256(salt + payload).hexdigest().encode()
    start, end = match.start(2) - 6, match.end(12) + 2  # from {"a":" to the closing "} of the envelope
    cut = match.start(8) - 5  # before "r":"
    op_id = hashlib.sha256(b'swop1\0%b"ph":"%b",%b' % (line[start:cut], ph, line[cut:end])).digest()
    op = Op(
        op_id, replica, seq, lamport, at, unhexlify(w), st.decode(), int(sv), t.decode(), unhexlify(k), a.decode(),
        o.decode(), payload.decode("utf-8"), salt, None,
    )  # fmt: skip
    return op, groups


def _without_payload(line: bytes, match: re.Match[bytes]) -> tuple[Op, dict[str, dict[str, Any]]]:
    _null, a, raw_at, k, lamport, n, o, ph, r, st, sv, t, w = match.groups()
    replica, seq, at = unhexlify(r), int(n), raw_at.decode()
    _check_envelope(replica, seq, int(lamport), at, o)
    op_id = hashlib.sha256(b"swop1\0" + line[len(b"[null,") : -len(b",null]")]).digest()
    op = Op(
        op_id, replica, seq, int(lamport), at, unhexlify(w), st.decode(), int(sv), t.decode(), unhexlify(k),
        a.decode(), o.decode(), None, None, unhexlify(ph),
    )  # fmt: skip
    return op, {}


def _check_envelope(replica: bytes, seq: int, lamport: int, at: str, o: bytes) -> None:
    if lamport > MAX_LAMPORT or seq > MAX_LAMPORT:
        raise BadRecord("bounds", replica, seq)
    try:
        datetime.fromisoformat(at)
    except ValueError:
        raise BadRecord("bounds", replica, seq) from None
    if o != b"{}":
        _check_replaced(o, replica, seq)


def _check_replaced(raw: bytes, replica: bytes, n: int) -> None:
    try:
        parsed = orjson.loads(raw)
        same = orjson.dumps(parsed, option=orjson.OPT_SORT_KEYS) == raw
    except (ValueError, TypeError):
        raise BadRecord("json", replica, n) from None
    if not same:
        raise BadRecord("not_canonical", replica, n)
    for group, ids in parsed.items():
        if not _GROUP.fullmatch(group) or not isinstance(ids, list) or not ids or ids != sorted(set(map(str, ids))):
            raise BadRecord("replaced", replica, n)
        if not all(isinstance(one, str) and _HASH.fullmatch(one) for one in ids):
            raise BadRecord("replaced", replica, n)


def _bad_shape(line: bytes) -> BadRecord:
    # Name the record as far as it can be read, so that the station can be told which one it was.
    try:
        parsed = orjson.loads(line)
        envelope = parsed[1]
        replica, n = bytes.fromhex(str(envelope["r"])), envelope["n"]
        if len(replica) != 16 or not isinstance(n, int) or isinstance(n, bool) or not 0 < n <= MAX_LAMPORT:
            return BadRecord("shape")
        if envelope.get("v") != SUITE:
            return BadRecord("suite", replica, n)
        if orjson.dumps(parsed, option=orjson.OPT_SORT_KEYS) != line:
            return BadRecord("not_canonical", replica, n)
        return BadRecord("shape", replica, n)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return BadRecord("shape")


def next_chain(chain: bytes, op_id: bytes) -> bytes:
    """The chain value after a record: commits to every record before it, and to their order."""
    return hashlib.sha256(b"swchain1\0" + chain + op_id).digest()
