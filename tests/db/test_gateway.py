"""The one writer: whole or not at all, nothing said twice, everything recomputable from the records."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from books import WORKER, Desk, client, desk, seeded
from rows import whole_row

from db import digest
from db.errors import Invalid
from db.fold import fold
from db.gateway import Author, Change, insert_op, ops_of_row, put_row, write
from db.records import OP_COLUMNS, ZERO_CHAIN, Op, make, next_chain, parse_line, to_line
from db.registry import check_record, specs
from db.store import put_setting

ROOT = Path(__file__).parents[2]


def counts(book: Desk) -> list[tuple[Any, ...]]:
    """How much there is of everything a write touches."""
    tables = ["op", "conflict", "digest", "replica", "setting", *specs()]
    return [book.all(f"SELECT '{table}', count(*) FROM {table}")[0] for table in tables]


def ops(book: Desk) -> list[Op]:
    """All records, in the order of this replica."""
    return [Op(*row) for row in book.all(f"SELECT {OP_COLUMNS} FROM op ORDER BY r, n")]


def test_a_write_is_record_row_digest_and_ledger(tmp_path: Path) -> None:
    with desk(tmp_path) as book:
        row = book.put("client", **client("张桂芳"))
        (op,) = ops(book)
        assert (op.n, op.l, op.st, op.w.hex(), op.t, op.k.hex(), op.a, op.o) == (
            1, 1, "T532301102", WORKER, "client", row, "set", "{}",
        )  # fmt: skip
        assert book.all("SELECT name, alive, owner, ops, conflicts, phone FROM client") == [
            ("张桂芳", 1, "T532301102", 1, 0, None)
        ]
        assert book.all("SELECT held, last, highest, chain, total FROM replica") == [
            (1, 1, 1, next_chain(ZERO_CHAIN, op.id), op.id)
        ]
        assert {t: (n, d) for t, n, d in book.all("SELECT t, ops, total FROM digest")} == {"client": (1, op.id)}


@pytest.mark.parametrize("table", specs())
def test_every_register_can_be_written_and_read_by_another_machine(table: str, tmp_path: Path) -> None:
    with desk(tmp_path) as book:
        for seed in range(5):
            book.put(table, **whole_row(table, seed))
        for op in ops(book):
            read, groups = parse_line(to_line(op))
            assert read == op and check_record(read, groups)
        for key, number, alive in book.all(f"SELECT id, ops, alive FROM {table}"):
            assert (number, alive) == (1, 1)
            assert fold(specs()[table], ops_of_row(book.store.connection, table, key)).alive


def test_an_edit_that_changes_nothing_writes_nothing(tmp_path: Path) -> None:
    with desk(tmp_path) as book:
        row = book.put("client", contact={"phone": "13900000000"}, **client())
        before = book.all("SELECT * FROM op"), book.all("SELECT * FROM replica"), counts(book)
        assert book.write(Change("client", row, client())).ops == ()
        assert book.write(Change("client", row, {"contact": {"phone": "13900000000"}}), Change("client", row)).ops == ()
        assert book.write(Change("client", row, {}, "restore")).ops == ()
        assert book.write().ops == ()
        assert (book.all("SELECT * FROM op"), book.all("SELECT * FROM replica"), counts(book)) == before
        # A part that does change is alone in the record.
        book.put("client", row, contact={"phone": "13900000001"}, **client())
        assert list(ops(book)[-1].groups) == ["contact"]
        # Deleting twice says it once.
        assert len(book.write(Change("client", row, {}, "delete")).ops) == 1
        assert book.write(Change("client", row, {}, "delete")).ops == ()
        assert len(book.write(Change("client", row, {}, "restore")).ops) == 1


def test_what_two_hands_agree_on_is_not_said_again(tmp_path: Path) -> None:
    with desk(tmp_path) as book:
        row = book.put("client", **client("甲"))
        base = ops(book)[0]
        for n in (1, 2):
            _receive(book, _foreign(base, n, "乙"))
        assert book.all("SELECT name, conflicts FROM client") == [("乙", 0)]
        assert book.write(Change("client", row, {"ident": {"name": "乙"}})).ops == ()


def _foreign(base: Op, n: int, name: str, **over: Any) -> Op:
    fields: dict[str, Any] = {
        "r": b"\x22" * 16, "n": n, "lamport": base.l + 1, "at": base.at, "w": base.w, "st": base.st, "t": base.t,
        "k": base.k, "a": "set", "o": {"ident": [base.id.hex()]}, "salt": bytes([n]) * 16,
        "groups": {"ident": {**dict.fromkeys(specs()["client"].groups["ident"].fields), "name": name}},
    }  # fmt: skip
    return make(**{**fields, **over})


def _receive(book: Desk, op: Op) -> None:
    # What a merge does with one record.
    with book.store.transaction() as connection:
        insert_op(connection, op)
        spec = specs()[op.t]
        put_row(connection, spec, op.k, fold(spec, ops_of_row(connection, op.t, op.k)))


def test_an_edit_replaces_the_heads_it_saw_and_a_resolution_all_of_them(tmp_path: Path) -> None:
    with desk(tmp_path) as book:
        row = book.put("client", **client("甲"))
        base = ops(book)[0]
        for n, name in ((1, "乙"), (2, "丙")):
            _receive(book, _foreign(base, n, name))
        assert book.all("SELECT conflicts FROM client") == [(1,)]
        ((conflict, heads),) = book.all("SELECT id, heads FROM conflict")
        assert heads.split() == sorted(one.id.hex() for one in ops(book) if one.r == b"\x22" * 16)
        assert len(conflict) == 32
        # Taking the value already shown is a decision, and written.
        shown = book.all("SELECT name FROM client")[0][0]
        book.put("client", row, "resolve", ident={"name": shown})
        assert book.all("SELECT conflicts, name FROM client") == [(0, shown)] and not book.all("SELECT * FROM conflict")
        resolution = next(op for op in ops(book) if op.a == "resolve")
        assert resolution.replaced == {"ident": heads.split()}


def test_a_delete_names_all_that_it_saw(tmp_path: Path) -> None:
    with desk(tmp_path) as book:
        row = book.put("client", contact={"phone": "1"}, **client())
        book.put("client", row, contact={"phone": "2"})
        book.put("client", row, "delete")
        first, second, gone = ops(book)
        assert gone.groups == {"_alive": {"alive": False}}
        assert gone.replaced == {"contact": [second.id.hex()], "file": [first.id.hex()], "ident": [first.id.hex()]}
        assert book.all("SELECT alive, name FROM client") == [(0, "张桂芳")]


def test_records_of_another_table_under_the_same_key_do_not_mix(tmp_path: Path) -> None:
    with desk(tmp_path) as book:
        row = book.put("client", **client("甲"))
        base = ops(book)[0]
        for n, name in ((1, "冒"), (2, "充")):
            _receive(book, _foreign(base, n, name, t="staff", o={}))
        book.put("client", row, contact={"phone": "1"})
        assert book.all("SELECT name, ops, conflicts FROM client") == [("甲", 2, 0)]
        assert book.all("SELECT ops, conflicts FROM staff") == [(2, 1)]
        assert book.all("SELECT t FROM conflict") == [("staff",)]


def test_the_lamport_counter_goes_past_all_that_was_seen(tmp_path: Path) -> None:
    with desk(tmp_path) as book:
        row = book.put("client", **client())
        with book.store.transaction() as connection:
            put_setting(connection, "lamport", "700")
        book.put("client", row, contact={"phone": "1"})
        assert [op.l for op in ops(book)] == [1, 701]
        assert [op.n for op in ops(book)] == [1, 2]


def test_chain_ledger_and_digest_follow_from_the_records(tmp_path: Path) -> None:
    with desk(tmp_path, key=bytes(32)) as book:
        row = book.put("client", **client())
        for i in range(20):
            book.write(
                Change("client", row, {"contact": {"phone": str(i)}}),
                Change("household", book.author.source.row_id(), {"ident": {"number": str(i)}}),
            )
        chain = ZERO_CHAIN
        for n, op in enumerate(ops(book), 1):
            assert op.n == n
            chain = next_chain(chain, op.id)
        ((held, last, highest, kept, total),) = book.all("SELECT held, last, highest, chain, total FROM replica")
        assert (held, last, highest, kept) == (41, 41, 41, chain)
        assert total == digest.plus(bytes(32), [op.id for op in ops(book)])
        assert {t: (n, d) for t, n, d in book.all("SELECT t, ops, total FROM digest")} == digest.recount(
            book.store.connection
        )
        code, number, tables = digest.whole(book.store.connection)
        assert (len(code), number, set(tables)) == (12, 41, {"client", "household"})


def test_a_refused_value_leaves_nothing_of_the_whole_write(tmp_path: Path) -> None:
    with desk(tmp_path) as book:
        book.put("client", **client())
        before = counts(book), book.all("SELECT * FROM setting")
        with pytest.raises(Invalid) as caught:
            book.write(
                Change("client", book.author.source.row_id(), client("甲")),
                Change("client", book.author.source.row_id(), client("\x00")),
            )
        assert (caught.value.code, caught.value.field) == ("value.control_character", "name")
        assert (counts(book), book.all("SELECT * FROM setting")) == before
        book.put("client", **client("乙"))
        assert [op.n for op in ops(book)] == [1, 2], "no number is lost"


def test_any_error_inside_rolls_back_whole(tmp_path: Path) -> None:
    with desk(tmp_path) as book:
        before = counts(book)
        with pytest.raises(RuntimeError), book.store.transaction() as connection:
            write(connection, book.author, [Change("client", book.author.source.row_id(), client())])
            raise RuntimeError
        assert counts(book) == before


def test_what_no_bundle_could_carry_is_refused_when_it_is_written(tmp_path: Path) -> None:
    # Each text is within its limit, together they are longer than a line of a bundle may be.
    with desk(tmp_path) as book:
        long = "𠮷" * 50_000
        with pytest.raises(Invalid) as caught:
            book.put("client", guardian={"guardian": long, "guardian_relation": long[:20_000], "guardian_phone": None})
        assert (caught.value.code, caught.value.field) == ("value.too_long", "guardian")
        assert not ops(book)


def test_a_clock_that_no_record_can_carry_writes_nothing(tmp_path: Path) -> None:
    from datetime import datetime

    with desk(tmp_path) as book:
        naive = Author(
            WORKER,
            type(book.author.source)(
                now=lambda: datetime.fromisoformat("2026-03-02T09:00:00"), random=seeded(1).random
            ),
        )
        with pytest.raises(ValueError), book.store.transaction() as connection:
            write(connection, naive, [Change("client", "0" * 32, client())])
        assert not ops(book)


STATEMENT = re.compile(
    r"\b(INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM)\s+(\{[^}]*\}|\w+)", re.I
)
WRITERS = {"gateway.py", "merge.py", "union.py", "rebuild.py", "erasing.py"}
"""Where registers, records and ledgers may be written (erasing: payloads are dropped)."""
ELSEWHERE = {"scratch.py"}
"""Writes in another database, which is thrown away."""
OWN = {"setting", "local_action", "draft", "audit", "card", "sent_bundle", "received_bundle", "receipt", "quarantine"}
OWN |= {"snapshot", "snapshot_rows"}


def test_nobody_else_writes_registers() -> None:
    found: dict[str, set[str]] = {}
    for room in ("db", "swstation", "screens"):
        for file in (ROOT / room).rglob("*.py"):
            for literal in re.findall(r'"(?:[^"\\\n]|\\.)*"', file.read_text(encoding="utf-8")):
                for _verb, target in STATEMENT.findall(literal):
                    found.setdefault(target, set()).add(str(file.relative_to(ROOT)))
    kept = {"op", "conflict", "foreign_op", "digest", "replica", *specs()}
    for target, files in found.items():
        if target in OWN or target == "SET":
            continue
        names = {Path(file).name for file in files} - ELSEWHERE
        if target in kept or target.startswith("{"):
            allowed = WRITERS | {"digest.py"} if target == "digest" else WRITERS
            assert names <= allowed and all(file.startswith("db/") for file in files), (target, files)
    assert found["op"] and "{spec.name}" in found, "the search finds what there is"


def test_a_deleted_row_that_is_made_again_is_there_again(tmp_path: Path) -> None:
    """In the same words, in others; but not by whoever says a part of it, or says what was seen before it went."""
    with desk(tmp_path) as book:
        row = book.put("client", **client("张桂芳"))
        alive = "SELECT alive, conflicts, name FROM client"
        for name in ("张桂芳", "张桂芳", "张桂香"):
            book.put("client", row=row, action="delete")
            assert book.all(alive)[0][0] == 0
            book.put("client", row=row, **client(name))
            assert book.all(alive) == [(1, 0, name)]
        book.put("client", row=row, action="delete")
        book.put("client", row=row, contact={"phone": "13800001001"})
        assert book.all("SELECT alive, conflicts FROM client") == [(1, 1)], "a part of it: a person decides"
