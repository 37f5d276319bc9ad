"""The short way of reading a record says yes only where the long way does, and says the same of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st
from rows import CANDIDATES, whole_row

from db import plain, plain_rows
from db.fold import heads, row_in_turn, single_row
from db.gateway import upsert_sql
from db.records import Op, canonical, make, parse_line, to_line
from db.registry import ALIVE, check_record, specs
from db.store import Store
from db.tables.kinds import _numerals

ROW = bytes(range(16))
NASTY = (
    None, *CANDIDATES, "", " ", "\n", "a\n", "\n张", '"', "\\", 'a"b\\c', "\\n", "/", "\x00", "\x1f", "\x7f", "\x85",
    "\x9f", "\xa0", "\u2028", "\u3000", "\ufeff", "𠮷", "é", "３", "٣٢", "a" * 200, "a" * 201, "张" * 200, "张" * 201,
    "a" * 50_001, " a", "a ", "2024-02-29", "2023-02-29", "1900-02-29", "2000-02-29", "2100-02-29", "2026-04-31",
    "2026-00-10", "2026-13-01", "2026-01-00", "1899-12-31", "2200-01-01", "2026-1-1", "24:00", "23:60", "9:00",
    "T532301102-a", "t532301102", "V" + "1" * 12, "V" + "1" * 11, "53", "532", "A" * 32, "g" * 32, "a" * 31, "a.b",
    "a.b.c", ".", "null", "true", 0, -1, 1, 9, 10, 28, 29, 99, 100, 101, 199, 899, 999, 1000, 1399, 1400, 1439,
    1440, 1441, 1500, 2000, 99_999, 100_000, 100_001, 10**6, 10**6 + 1, 10**13, 10**13 + 1, 2**53, 2**53 + 1, 2**63,
    True, False, 0.0, 1.0, 1.5, [], {}, ["a"],
)  # fmt: skip


def record(table: str, groups: dict[str, Any], **over: Any) -> Op:
    base: dict[str, Any] = {
        "r": bytes(16), "n": 7, "lamport": 9, "at": "2024-02-29T09:00:00+08:00", "w": bytes(16), "st": "T532301102",
        "t": table, "k": ROW, "a": "set", "o": {}, "groups": groups, "salt": bytes(range(32, 48)),
    }  # fmt: skip
    return make(**{**base, **over})


def held_against(line: bytes) -> bool:
    """Whether the short way took the line; then the long way must, and say the same."""
    if b"\n" in line:  # never in a file: it would be two lines
        two = line.split(b"\n")
        assert plain.read(two) == [one for each in two for one in plain.read([each])]
        return False
    (found,) = plain.read([line])
    if found is not None:
        op, groups = parse_line(line)
        read = plain.as_op(found)
        assert check_record(op, groups), "well, and nothing to wait for"
        assert read == op
        assert list(map(type, read)) == list(map(type, op))
    (short,) = plain.read([SHORT])
    assert plain.read([SHORT, line, SHORT]) == [short, found, short], "the same among others"
    return found is not None


@pytest.mark.parametrize("table", specs())
def test_what_is_written_is_read_the_short_way(table: str) -> None:
    for seed in range(8):
        line = to_line(record(table, whole_row(table, seed)))
        assert held_against(line) or b"\\" in line


@pytest.mark.parametrize("table", specs())
def test_every_value_of_every_field(table: str) -> None:
    good = whole_row(table, 1)
    taken = 0
    for name, group in specs()[table].groups.items():
        for field in group.fields:
            for value in NASTY:
                taken += held_against(to_line(record(table, {name: {**good[name], field: value}})))
    assert taken > len(specs()[table].fields)


@pytest.mark.parametrize("table", specs())
def test_two_fields_that_do_not_go_together(table: str) -> None:
    for seed in range(8):
        for name, group in specs()[table].groups.items():
            one, other = whole_row(table, seed)[name], whole_row(table, seed + 100)[name]
            for a, b in pairwise([*group.fields, *group.fields[:1]]):
                for mixed in ({**one, a: other[a]}, {**one, a: other[a], b: None}, {**one, a: None, b: other[b]}):
                    held_against(to_line(record(table, {name: mixed})))


@pytest.mark.parametrize("table", specs())
def test_groups_left_out_or_deleted(table: str) -> None:
    good = whole_row(table, 2)
    for name in good:
        held_against(to_line(record(table, {k: v for k, v in good.items() if k != name} or {name: {}})))
        line = to_line(record(table, {name: good[name]}, o={name: ["a" * 64]}))
        assert held_against(line) or b"\\" in line
    assert held_against(to_line(record(table, {ALIVE: {"alive": False}}, a="delete")))
    for bad in ({}, {ALIVE: {}}, {ALIVE: {"alive": 1}}, {ALIVE: None}, {**good, "unknown": {}}, {**good, "_owner": {}}):
        assert not held_against(to_line(record(table, bad)))


LINE = to_line(
    record("client", whole_row("client", 3), o={"ident": ["a" * 64], "place": ["b" * 64]}, st="T532301102-a")
)
SHORT = to_line(record("log_client", whole_row("log_client", 0)))


def swapped(old: str, new: str) -> bytes:
    assert LINE.count(old.encode()) == 1, old
    return LINE.replace(old.encode(), new.encode())


ENVELOPES = {
    "as it is": LINE,
    "nothing": b"",
    "not utf-8": LINE[:-3] + b"\xff" + LINE[-2:],
    "latin-1 in the envelope": swapped('"sv":1', '"sv":1\xb9').replace(b"\xc2", b""),
    "line feed": LINE + b"\n",
    "line feed inside": LINE[:-1] + b"\n]",
    "another closing": LINE[:-1] + b"}",
    "action unknown": swapped('"a":"set"', '"a":"merge"'),
    "action of ownership": swapped('"a":"set"', '"a":"transfer"'),
    "no day": swapped("2024-02-29T", "2023-02-29T"),
    "no hour": swapped("T09:00:00", "T24:00:00"),
    "no offset": swapped("+08:00", "+24:00"),
    "large number": swapped('"n":7', '"n":9007199254740992'),
    "suite 2": swapped('"v":1', '"v":2'),
    "newer schema": swapped('"sv":1', '"sv":999999'),
    "no such table": swapped('"t":"client"', '"t":"clients"'),
    "another table": swapped('"t":"client"', '"t":"household"'),
    "replaced out of order": LINE.replace(b'"ident":["aa', b'"pmace":["aa'),
    "replaced twice": LINE.replace(b'"place":["' + b"b" * 64, b'"ident":["' + b"b" * 64),
    "replaced with a comma": LINE.replace(b'b"]},"r"', b'b"],},"r"'),
    "replaces two": swapped("b" * 64 + '"]', "b" * 64 + '","' + "c" * 64 + '"]'),
    "withheld": b'[null,{"a":"set"},null]',
}  # fmt: skip


@pytest.mark.parametrize("name", ENVELOPES)
def test_envelopes(name: str) -> None:
    plainly = held_against(ENVELOPES[name])
    assert plainly == (name in ("as it is", "newer schema"))


PIECES = (
    b"{", b"}", b"[", b"]", b'"', b",", b":", b"\\", b"\\u0041", b"\\n", b"\\b", b"\\/", b"\n", b" ", b"\t",
    b"null", b"true", b"-", b"0", b"1.0", b"1e1", b"\x00", b"\x7f", b"\xc2\x85", b"\xed\xa0\x80", b"\xff", b"A",
    b'"},{', b'"ident":',
)  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(
    st.sampled_from([LINE, SHORT]),
    st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(PIECES) | st.binary(max_size=3)), max_size=3
    ),
)
@example(LINE, [])
def test_lines_with_pieces_put_in_and_taken_out(line: bytes, cuts: list[tuple[float, int, bytes]]) -> None:
    for where, length, piece in cuts:
        at = int(where * len(line))
        line = line[:at] + piece + line[at + length :]
    held_against(line)


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=20),
    st.one_of(st.none(), st.text(max_size=8), st.from_regex(r"\A[0-9T:.\n-]{1,12}\Z"), st.integers()),
)
def test_texts_and_values_at_random(text: str, value: Any) -> None:
    good = whole_row("service_log", 5)
    for group, field in (("note", "note"), ("when", "start_time"), ("counts", "heads"), ("who", "unit")):
        for one in (text, value):
            try:
                line = to_line(record("service_log", {**good, group: {**good[group], field: one}}))
            except TypeError:  # a lone surrogate cannot even be written
                continue
            held_against(line)


@pytest.mark.parametrize("table", specs())
def test_a_row_of_its_own_is_what_the_fold_would_write(table: str, tmp_path: Any) -> None:
    spec = specs()[table]
    written = 0
    with Store(tmp_path / "book.db", create=True) as store:
        for seed in range(8):
            whole = whole_row(table, seed)
            for groups in (whole, *({k: v for k, v in whole.items() if k != name} for name in whole)):
                if not groups:
                    continue
                op = record(table, groups)
                (found,) = plain.read([to_line(op)])
                row = plain_rows.row([found]) if found else None
                if row is None:
                    if found is None:
                        assert "\\" in str(op.payload)
                        continue
                    assert any(name not in groups for name in spec.required)
                    continue
                store.connection.execute(upsert_sql(spec), single_row(spec, op, op.groups))
                wanted = store.connection.execute(f"SELECT * FROM {table}").fetchall()
                store.connection.execute(f"UPDATE {table} SET ops = 7, changed_at = 'x', owner = ''")
                store.connection.execute(row[0].sql, row[1])
                assert store.connection.execute(f"SELECT * FROM {table}").fetchall() == wanted
                written += 1
    assert written >= 6


def test_only_what_sets_a_whole_row_makes_one_by_itself() -> None:
    whole = whole_row("household", 0)
    for op in (record("household", whole, a="resolve"), record("household", {**whole, ALIVE: {"alive": True}})):
        (found,) = plain.read([to_line(op)])
        assert found is not None
        assert plain_rows.row([found]) is None


def test_no_record_is_read_by_its_neighbours_end() -> None:
    """What is remembered of an envelope's end belongs to these bytes alone."""
    first = to_line(record("log_client", whole_row("log_client", 0), w=bytes(16)))
    second = to_line(record("log_client", whole_row("log_client", 0), w=b"\1" * 16))
    one, other = plain.read([first, second])
    assert one is not None and other is not None
    assert (plain.as_op(one).w, plain.as_op(other).w) == (bytes(16), b"\1" * 16)
    assert canonical(plain.as_op(other).groups) == second[second.index(b'"},{') + 3 : -1]


def test_each_line_stands_for_itself() -> None:
    """None is read as part of another, whatever a line leaves open; and those beside it are read all the same."""
    half = len(SHORT) // 2
    (short,) = plain.read([SHORT])
    for bad in (SHORT[:half], SHORT[half:], b"x" + SHORT, SHORT + b"x", b"", b"x", SHORT[:-1] + b"\xff]"):
        for other in (bad, SHORT[:half]):
            lines = [SHORT, bad, other, SHORT]
            assert plain.read(lines) == [short, None, None, short]
        assert plain.read([bad]) == [None]
    assert plain.read([SHORT[:half], SHORT[half:]]) == [None, None]
    assert plain.read([]) == []


ROWS = (
    ("service_case", ("stage", "contact", "state")),
    ("client", ("place", "worker", "ident")),
    ("attendance", ("approval",)),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One for all examples of a law."""
    with Store(tmp_path_factory.mktemp("plain") / "book.db", create=True) as made:
        yield made


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_several_records_of_a_row_make_what_the_fold_makes(store: Store, data: st.DataObject) -> None:
    """Each in turn or not, of one unit or two, in any order: the short way says what the fold says, or nothing."""
    table, groups = data.draw(st.sampled_from(ROWS))
    spec = specs()[table]
    ops = [record(table, {**whole_row(table, data.draw(st.integers(0, 3)))}, n=1, lamport=1)]
    for n in range(2, data.draw(st.integers(2, 5)) + 1):
        chosen = data.draw(st.lists(st.sampled_from(groups), min_size=1, max_size=2, unique=True))
        said = {name: whole_row(table, data.draw(st.integers(0, 5)))[name] for name in chosen}
        live = heads(ops)
        seen = {name: [live[name][0].id.hex()] for name in said if data.draw(st.integers(0, 9))}
        ops.append(
            record(
                table, said, n=n, lamport=data.draw(st.sampled_from((n, 1, 2))), o=seen,
                st=data.draw(st.sampled_from(("T532301102",) * 9 + ("T532301101",))),
                a=data.draw(st.sampled_from(("set",) * 9 + ("resolve", "restore"))),
            )
        )  # fmt: skip
    read = plain.read([to_line(op) for op in ops])
    if None in read:
        assert any("\\" in str(op.payload) for op in ops)
        return
    row = plain_rows.row(data.draw(st.permutations([one for one in read if one is not None])))
    wanted = row_in_turn(spec, ops)
    if row is None:
        assert wanted is None or not all(name in heads(ops) for name in spec.required)
        return
    event("made")
    assert wanted is not None, "what is not in turn is for the fold to say"
    store.connection.execute(f"DELETE FROM {table}")
    written = []
    for sql, values in ((upsert_sql(spec), wanted), (row[0].sql, row[1])):
        store.connection.execute(sql, values)
        written.append(store.connection.execute(f"SELECT * FROM {table}").fetchall())
        store.connection.execute(f"UPDATE {table} SET ops = 7, changed_at = 'x', owner = ''")
    assert written[0] == written[1]


@pytest.mark.parametrize("high", [28, 100, 1440, 20_009])
def test_numbers_up_to_a_bound(high: int) -> None:
    look = re.compile(_numerals(str(high)))
    assert [n for n in range(2 * high) if look.fullmatch(str(n))] == list(range(1, high + 1))
    assert not look.fullmatch("01")
