"""Change records: known vectors, every malformed shape, round trips with hostile text."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import plain
from db.ids import Source, derived_id
from db.records import MAX_LINE, BadRecord, Op, canonical, make, next_chain, parse_line, to_line, withheld
from db.registry import check_record

VECTORS = json.loads((Path(__file__).parent / "vectors" / "records.json").read_text(encoding="utf-8"))
R, W, K, SALT = bytes(range(16)), bytes(16), bytes(range(16, 32)), bytes(range(32, 48))


def record(groups: dict[str, Any] | None = None, **over: Any) -> Op:
    base: dict[str, Any] = {
        "r": R, "n": 7, "lamport": 9, "at": "2026-03-02T09:00:00+08:00", "w": W, "st": "T532301102", "t": "household",
        "k": K, "a": "set", "o": {}, "groups": groups or {"ident": {"head": None, "head_name": None, "number": None}},
        "salt": SALT,
    }  # fmt: skip
    return make(**{**base, **over})


LINE = to_line(record())


def reason(line: bytes) -> str:
    """Why a line is refused, by the shape or by the registers."""
    with pytest.raises(BadRecord) as caught:
        check_record(*parse_line(line))
    return caught.value.reason


@pytest.mark.fault(53)
@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["name"])
def test_vectors_written_by_an_earlier_program(vector: dict[str, Any]) -> None:
    op, groups = parse_line(vector["line"].encode("utf-8"))
    assert op.id.hex() == vector["id"]
    assert to_line(op) == vector["line"].encode("utf-8")
    assert groups == vector["groups"]
    assert check_record(op, groups) is vector["known"]
    over = {name: bytes.fromhex(vector[name]) for name in ("r", "w", "k", "salt")}
    rest = {name: vector[name] for name in ("n", "lamport", "at", "st", "t", "a", "o", "sv")}
    assert make(groups=vector["groups"], **over, **rest) == op


def test_the_id_is_the_hash_that_the_page_says() -> None:
    # Worked out from docs/bundle-format.md with the standard library alone.
    import hashlib

    vector = VECTORS[0]
    _salt, envelope, payload = json.loads(vector["line"])

    def canon(value: Any) -> bytes:
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")

    envelope["ph"] = hashlib.sha256(bytes.fromhex(_salt) + canon(payload)).hexdigest()
    assert hashlib.sha256(b"swop1\0" + canon(envelope)).hexdigest() == vector["id"]


def test_withheld_it_keeps_its_name() -> None:
    op = record({"ident": {"head": None, "head_name": "张三", "number": None}}, o={"ident": ["a" * 64]})
    bare = withheld(op)
    line = to_line(bare)
    assert parse_line(line) == (bare, {}) and bare.id == op.id and bare.groups == {} and withheld(bare) == bare
    assert "张三".encode() not in line and SALT.hex().encode() not in line
    salt, envelope, payload = json.loads(line)
    assert salt is None and payload is None and envelope["ph"] == str(bare.ph and bare.ph.hex())
    assert check_record(bare, {}) is True
    other = line.replace(envelope["ph"].encode(), b"0" * 64)
    assert parse_line(other)[0].id != op.id


@pytest.mark.parametrize(
    ("harm", "why"),
    [
        (lambda line: line.replace(b"[null,", b'["' + SALT.hex().encode() + b'",'), "shape"),
        (lambda line: line.replace(b",null]", b",{}]"), "shape"),
        (lambda line: line.replace(b'"ph":', b'"pi":'), "shape"),
        (lambda line: line.replace(b'"l":9', b'"l":9999999999999999'), "bounds"),
        (lambda line: line.replace(b'"o":{}', b'"o":{"ident":[]}'), "replaced"),
        (lambda line: line.replace(b",null]", b", null]"), "not_canonical"),
    ],
)
def test_withheld_lines_are_checked_as_others(harm: Callable[[bytes], bytes], why: str) -> None:
    assert reason(harm(to_line(withheld(record())))) == why


def test_the_chain_commits_to_the_records_and_their_order() -> None:
    a, b = record(n=1), record(n=2)
    zero = bytes(32)
    assert next_chain(next_chain(zero, a.id), b.id) != next_chain(next_chain(zero, b.id), a.id)


def swapped(old: str, new: str) -> bytes:
    assert LINE.count(old.encode()) == 1, old
    return LINE.replace(old.encode(), new.encode())


PAYLOAD = '{"ident":{"head":null,"head_name":null,"number":null}}'


def with_payload(text: str | bytes) -> bytes:
    raw = text.encode("utf-8") if isinstance(text, str) else text
    return LINE.replace(PAYLOAD.encode(), raw)


def with_number(text: str) -> bytes:
    return with_payload(PAYLOAD.replace('"number":null', f'"number":{text}'))


MALFORMED = {
    "nothing": (b"", "shape"),
    "two lines": (LINE + b"\n" + LINE, "shape"),
    "line feed at the end": (LINE + b"\n", "not_canonical"),
    "a number": (b"7", "shape"),
    "an object": (b"{}", "shape"),
    "not json": (LINE[:-1], "shape"),
    "not utf-8": (with_number('"X"').replace(b'"X"', b'"\xff"'), "json"),
    "space after a colon": (swapped('"n":7', '"n": 7'), "not_canonical"),
    "space in the payload": (with_payload(PAYLOAD.replace(":", ": ", 1)), "not_canonical"),
    "order of the envelope": (swapped('"l":9,"n":7', '"n":7,"l":9'), "not_canonical"),
    "order of the payload": (with_payload('{"ident":{"number":null,"head":null,"head_name":null}}'), "not_canonical"),
    "key twice": (with_payload('{"ident":{"head":null,"head":null,"head_name":null,"number":null}}'), "not_canonical"),
    "group twice": (with_payload('{"ident":{"head":null,"head_name":null,"number":null},"ident":{}}'), "not_canonical"),
    "envelope key twice": (swapped('"n":7', '"n":7,"n":7'), "not_canonical"),
    "envelope key more": (swapped('"n":7', '"m":1,"n":7'), "shape"),
    "envelope key less": (swapped('"n":7,', ""), "shape"),
    "escaped letter": (with_number('"\\u0041"'), "not_canonical"),
    "float": (with_number("1.5"), "value"),
    "float without a fraction": (with_number("1.0"), "value"),
    "exponent": (with_number("1e3"), "not_canonical"),
    "NaN": (with_number("NaN"), "json"),
    "infinity": (with_number("Infinity"), "json"),
    "lone surrogate": (with_number('"\\ud800"'), "json"),
    "lone surrogate in bytes": (with_number('"X"').replace(b'"X"', b'"\xed\xa0\x80"'), "json"),
    "NUL": (with_number('"\\u0000"'), "value"),
    "control character": (with_number('"\\u001b"'), "value"),
    "raw control character": (with_number('"\x1b"'), "json"),
    "huge integer": (with_number("1" * 400), "json"),
    "integer over 64 bits": (with_number("18446744073709551616"), "not_canonical"),
    "integer for a text": (with_number("5"), "value"),
    "a list for a text": (with_number("[]"), "value"),
    "deep list": (with_number("[" * 300 + "]" * 300), "json"),
    "deeper list": (with_number("[" * 5000 + "]" * 5000), "json"),
    "deep object": (with_number('{"a":' * 2000 + "1" + "}" * 2000), "json"),
    "a field less": (with_payload('{"ident":{"head":null,"number":null}}'), "fields"),
    "a field more": (with_payload('{"ident":{"head":null,"head_name":null,"number":null,"x":1}}'), "fields"),
    "another field": (with_payload('{"ident":{"head":null,"head_name":null,"x":null}}'), "value"),
    "group is a list": (with_payload('{"ident":[]}'), "fields"),
    "no group": (with_payload("{}"), "payload"),
    "group name with a digit": (with_payload('{"x1":{}}'), "payload"),
    "group name with a quote": (with_payload('{"x\\"; --":{}}'), "payload"),
    "unknown group, nested": (with_payload('{"later":{"x":{"y":1}}}'), "payload"),
    "unknown group, float": (with_payload('{"later":{"x":1.5}}'), "payload"),
    "unknown group, NUL": (with_payload('{"later":{"x":"\\u0000"}}'), "value"),
    "alive is a number": (with_payload('{"_alive":{"alive":1}}'), "value"),
    "alive with more": (with_payload('{"_alive":{"alive":true,"x":1}}'), "value"),
    "suite 2": (swapped('"v":1', '"v":2'), "suite"),
    "suite as text": (swapped('"v":1', '"v":"1"'), "suite"),
    "n is 0": (swapped('"n":7', '"n":0'), "shape"),
    "n is negative": (swapped('"n":7', '"n":-7'), "shape"),
    "n is true": (swapped('"n":7', '"n":true'), "shape"),
    "n with a leading zero": (swapped('"n":7', '"n":07'), "shape"),
    "n over the bound": (swapped('"n":7', '"n":9007199254740992'), "bounds"),
    "n of 400 digits": (swapped('"n":7', '"n":' + "7" * 400), "shape"),
    "lamport is 0": (swapped('"l":9', '"l":0'), "shape"),
    "lamport over the bound": (swapped('"l":9', '"l":9007199254740992'), "bounds"),
    "upper-case hex": (swapped('"r":"000102030405060708090a0b', '"r":"000102030405060708090A0B'), "shape"),
    "replica too short": (swapped('"r":"0001', '"r":"01'), "shape"),
    "station of no tier": (swapped("T532301102", "X532301102"), "shape"),
    "action in capitals": (swapped('"a":"set"', '"a":"SET"'), "shape"),
    "table with a digit": (swapped('"t":"household"', '"t":"household2"'), "shape"),
    "table with a statement": (swapped('"t":"household"', '"t":"op; drop table op"'), "shape"),
    "an impossible day": (swapped("2026-03-02T", "2026-02-30T"), "bounds"),
    "an impossible hour": (swapped("T09:00:00", "T25:00:00"), "bounds"),
    "time without offset": (swapped("09:00:00+08:00", "09:00:00"), "shape"),
    "replaces no list": (swapped('"o":{}', '"o":{"ident":"x"}'), "replaced"),
    "replaces an empty list": (swapped('"o":{}', '"o":{"ident":[]}'), "replaced"),
    "replaces a number": (swapped('"o":{}', '"o":{"ident":[1]}'), "replaced"),
    "replaces a short hash": (swapped('"o":{}', '"o":{"ident":["ab"]}'), "replaced"),
    "replaces twice the same": (swapped('"o":{}', f'"o":{{"ident":["{"a" * 64}","{"a" * 64}"]}}'), "replaced"),
    "replaces out of order": (swapped('"o":{}', f'"o":{{"ident":["{"b" * 64}","{"a" * 64}"]}}'), "replaced"),
    "replaces in a group with a digit": (swapped('"o":{}', f'"o":{{"x1":["{"a" * 64}"]}}'), "replaced"),
    "replaces with spaces": (swapped('"o":{}', '"o":{ }'), "not_canonical"),
    "replaces deep lists": (swapped('"o":{}', '"o":{"ident":' + "[" * 300 + "]" * 300 + "}"), "json"),
    "300 KB": (with_number('"' + "x" * 300_000 + '"'), "too_long"),
    "300 KB of spaces": (LINE + b" " * 300_000, "too_long"),
    "text over the field's limit": (with_number('"' + "x" * 50_001 + '"'), "value"),
}  # fmt: skip


@pytest.mark.fault(63, 66)
@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_lines_are_refused_with_the_reason(name: str) -> None:
    line, expected = MALFORMED[name]
    assert line != LINE
    assert reason(line) == expected
    assert b"\n" in line or plain.read([line]) == [None], "nor does the short way take it"


def test_a_refused_line_is_named_as_far_as_it_can_be_read() -> None:
    with pytest.raises(BadRecord) as caught:
        parse_line(swapped('"v":1', '"v":2'))
    assert (caught.value.replica, caught.value.n) == (R, 7)
    with pytest.raises(BadRecord) as caught:
        parse_line(b"[]")
    assert (caught.value.replica, caught.value.n) == (None, None)


@pytest.mark.parametrize(
    "line",
    [
        swapped('"t":"household"', '"t":"sqlite_master"'),
        swapped('"t":"household"', '"t":"op"'),
        swapped('"a":"set"', '"a":"unlink"'),
        swapped('"a":"set"', '"a":"later"'),
        with_payload('{"ident":{"head":null,"head_name":null,"number":null},"later":{"x":1,"y":null,"z":true}}'),
    ],
)
def test_what_a_newer_program_wrote_is_kept_and_not_folded(line: bytes) -> None:
    assert check_record(*parse_line(line)) is False


def test_a_line_as_long_as_allowed() -> None:
    line = with_number('"' + "x" * 50_000 + '"')
    assert len(line) < MAX_LINE
    assert check_record(*parse_line(line)) is True


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=80) | st.sampled_from(
    [
        "\u202e反写",
        "﨑",
        "=1+1",
        "[red]x[/]",
        "\u2028",
        "🏠" * 5,
        "a\tb\nc",
        "\ufeff",
        "'; DROP TABLE op; --",
        "\\",
        '"',
        "]}",
    ]
)


@given(
    text=TEXT,
    n=st.integers(1, 2**53 - 1),
    lamport=st.integers(1, 2**53 - 1),
    o=st.dictionaries(
        st.sampled_from(["ident", "place", "_alive"]),
        st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=3, unique=True),
    ),
)  # fmt: skip
def test_round_trip(text: str, n: int, lamport: int, o: dict[str, list[bytes]]) -> None:
    groups = {"ident": {"head": None, "head_name": text, "number": None}}
    op = record(groups, n=n, lamport=lamport, o={g: [one.hex() for one in ids] for g, ids in o.items()})
    line = to_line(op)
    assert b"\n" not in line
    read, parsed = parse_line(line)
    assert read == op
    assert parsed == groups == op.groups
    assert parsed["ident"]["head_name"] == text, "kept exactly as entered"
    assert check_record(read, parsed) is True
    assert json.loads(line) == json.loads(line.decode("utf-8"))


@given(st.integers(0, len(LINE) - 1), st.integers(0, 7))
def test_a_flipped_bit_never_leaves_the_same_record(place: int, bit: int) -> None:
    line = bytearray(LINE)
    line[place] ^= 1 << bit
    try:
        op, _groups = parse_line(bytes(line))
    except BadRecord:
        return
    assert op.id != record().id
    assert to_line(op) == bytes(line)


@given(st.binary(max_size=200) | st.binary(max_size=50).map(lambda junk: LINE[:40] + junk + LINE[60:]))
def test_junk_is_refused_and_nothing_else(junk: bytes) -> None:
    if junk == LINE:
        return
    try:
        op, groups = parse_line(junk)
        check_record(op, groups)
    except BadRecord:
        return
    assert to_line(op) == junk


def test_canonical_refuses_what_json_has_not() -> None:
    with pytest.raises(TypeError):
        canonical({"x": {1, 2}})
    with pytest.raises(TypeError):
        canonical({"x": "\ud800"})


def test_row_ids() -> None:
    from books import seeded

    source: Source = seeded(3)
    one, two = source.row_id(), source.row_id()
    assert one != two and len(one) == 32 and one[12] == "7" and one[16] in "89ab"
    assert one < two, "ids of one device sort by time"
    assert derived_id("unit", "T532301102") == derived_id("unit", "T532301102")
    assert derived_id("a", "bc") != derived_id("ab", "c")
    assert derived_id("unit", "T532301102") == "22ea24dcc9ccdfcf8c2d80842c3d1793"
