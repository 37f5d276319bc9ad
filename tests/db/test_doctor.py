"""The data check finds each kind of harm and names it; what is computed can be built anew from the records."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from books import Desk, client, desk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rows import sample, whole_row

from db import local
from db.doctor import CHECKS, check_database, repair_database
from db.errors import Refusal
from db.fold import fold, single_row
from db.gateway import Change, columns, insert_op, ops_of_row, put_row
from db.records import make
from db.registry import specs
from db.store import Store

COMPUTED = ["conflict", "foreign_op", "digest", "replica", *specs()]


def computed(book: Desk) -> dict[str, list[Any]]:
    """All that is computed from the records."""
    return {table: sorted(book.all(f"SELECT * FROM {table}")) for table in COMPUTED}


def failed(book: Desk) -> list[str]:
    """The names of the checks that fail."""
    return [check.name for check in check_database(book.store) if not check.ok]


def fill(book: Desk, seed: int = 0, rows: int = 2) -> None:
    """Some rows in every register, some changed, deleted, restored, and in conflict."""
    rng = random.Random(seed)
    for table in specs():
        for number in range(rows):
            row = book.put(table, **whole_row(table, seed * 100 + number))
            group = rng.choice(list(specs()[table].groups))
            if rng.random() < 0.5:
                book.put(table, row, **{group: sample(table, group, seed + 7)})
            if rng.random() < 0.3:
                book.put(table, row, "delete")
            if rng.random() < 0.2:
                book.put(table, row, "restore")
            if rng.random() < 0.4:
                foreign(book, table, row, group, number)


def foreign(book: Desk, table: str, row: str, group: str, n: int, **over: Any) -> None:
    """A record of another machine that saw nothing."""
    fields: dict[str, Any] = {
        "r": bytes([1 + [*specs(), table].index(table)]) * 16, "n": n + 1, "lamport": 5,
        "at": "2026-03-02T09:00:00+08:00", "w": bytes(16), "st": "T532301102", "t": table,
        "k": bytes.fromhex(row), "a": "set", "o": {},
        "salt": bytes([n]) * 16, "groups": over.pop("groups", None) or {group: sample(table, group, 90 + n)},
    }  # fmt: skip
    op = make(**{**fields, **over})
    with book.store.transaction() as connection:
        insert_op(connection, op)
        if op.t in specs():
            put_row(connection, specs()[op.t], op.k, fold(specs()[op.t], ops_of_row(connection, op.t, op.k)))
        else:
            connection.execute("UPDATE op SET parked = 1 WHERE id = ?", (op.id,))


def test_a_sound_database_passes(tmp_path: Path) -> None:
    with desk(tmp_path, key=bytes(32)) as book:
        fill(book)
        repair_database(book.store)  # the foreign records came without their ledgers
        with book.store.transaction() as connection:
            for what in ("reveal", "export"):
                local.audit(connection, "2026-03-02T09:00:00+08:00", "0" * 32, what, "client", "1" * 32, "x")
        said: list[str] = []
        checks = check_database(book.store, said.append)
        assert [(c.name, c.found) for c in checks if not c.ok] == []
        assert [c.name for c in checks] == said == list(CHECKS)
        assert next(c for c in checks if c.name == "audit").found == {"entries": 2}


def test_an_empty_database_passes(tmp_path: Path) -> None:
    with desk(tmp_path) as book:
        assert failed(book) == []


HARM = {
    "DELETE FROM client WHERE id IN (SELECT id FROM client LIMIT 1)": "registers",
    "UPDATE client SET name = name || 'x' WHERE id IN (SELECT id FROM client LIMIT 1)": "registers",
    "UPDATE staff SET alive = 1 - alive": "registers",
    "UPDATE client SET owner = 'T999999999'": "registers",
    "UPDATE client SET id = x'00' WHERE id IN (SELECT id FROM client LIMIT 1)": "registers",
    "DELETE FROM conflict": "conflicts",
    "UPDATE conflict SET grp = 'x'": "conflicts",
    "DELETE FROM digest WHERE t = 'client'": "digest",
    "UPDATE digest SET ops = ops + 1 WHERE t = 'staff'": "digest",
    "UPDATE replica SET last = last + 1": "ledgers",
    "UPDATE replica SET chain = zeroblob(32)": "ledgers",
    "UPDATE replica SET held = held - 1": "ledgers",
    "DELETE FROM replica": "ledgers",
}  # fmt: skip


@pytest.mark.parametrize("harm", HARM)
def test_each_harm_is_named_and_repaired(harm: str, tmp_path: Path) -> None:
    with desk(tmp_path) as book:
        fill(book)
        repair_database(book.store)
        before = computed(book)
        assert failed(book) == [] and before["conflict"]
        book.store.connection.execute(harm)
        assert failed(book) == [HARM[harm]]
        repair_database(book.store)
        assert failed(book) == []
        after = computed(book)
        if "replica" in harm:  # the station of a ledger is the last word of its replica
            after["replica"], before["replica"] = ([r[2:] for r in x["replica"]] for x in (after, before))
        assert after == before


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE op SET payload = replace(payload, '张桂芳', '张桂芬')",
        "UPDATE op SET n = 40 WHERE n = 1",
        "UPDATE op SET st = 'T532301103' WHERE n = 1",
        "UPDATE op SET id = zeroblob(32) WHERE n = 1",
    ],
)
def test_a_changed_record_is_found_and_not_repaired_away(harm: str, tmp_path: Path) -> None:
    with desk(tmp_path) as book:
        book.put("client", **client("张桂芳"))
        book.store.connection.execute(harm)
        assert "records" in failed(book)
        repair_database(book.store)
        assert "records" in failed(book), "the records are the truth: nothing makes them right but a copy"


def test_a_changed_audit_entry_is_found(tmp_path: Path) -> None:
    with desk(tmp_path) as book:
        with book.store.transaction() as connection:
            for what in ("reveal", "export", "print"):
                local.audit(connection, "2026-03-02T09:00:00+08:00", "0" * 32, what)
        book.store.connection.execute("UPDATE audit SET what = 'x' WHERE id = 2")
        assert failed(book) == ["audit"]


@pytest.mark.fault(25)
@pytest.mark.parametrize("key", [None, bytes(32)], ids=["plain", "encrypted"])
def test_a_flipped_bit_in_a_page_is_found(key: bytes | None, tmp_path: Path) -> None:
    with desk(tmp_path, key=key) as book:
        fill(book)
        book.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw = bytearray((tmp_path / "book.db").read_bytes())
    # On the disk, past our own writer. The head of a page in the middle, so that the unencrypted one notices too.
    page = 16384 if key else 8192
    place = len(raw) // page // 2 * page
    raw[place] ^= 0x40
    assert raw != (tmp_path / "book.db").read_bytes()
    (tmp_path / "book.db").write_bytes(raw)
    with Store(tmp_path / "book.db", key) as store:
        (pages,) = check_database(store)
        assert (pages.name, pages.ok) == ("pages", False) and pages.found["error"]


def test_a_fork_is_told_and_is_no_harm(tmp_path: Path) -> None:
    with desk(tmp_path) as book:
        row = book.put("client", **client())
        for salt in (1, 2):
            foreign(book, "client", row, "contact", 0, r=b"\x09" * 16, salt=bytes([salt]) * 16)
        repair_database(book.store)
        (ledgers,) = (c for c in check_database(book.store) if c.name == "ledgers")
        assert ledgers.ok and ledgers.found["forked"] == "09090909"


@pytest.mark.fault(50)
def test_records_of_a_newer_program_take_part_after_the_update(tmp_path: Path) -> None:
    with desk(tmp_path) as book:
        fill(book, rows=1)
        foreign(book, "group_work", "0" * 32, "ident", 1, groups={"ident": {"title": "x"}})
        row = book.put("client", **client("甲"))
        # As if an older program had parked a record that this one knows.
        book.store.connection.execute("UPDATE op SET parked = 1 WHERE k = ?", (bytes.fromhex(row),))
        book.store.connection.execute("DELETE FROM client WHERE id = ?", (bytes.fromhex(row),))
        book.store.connection.execute("UPDATE op SET parked = 1 WHERE t = 'group_work'")
        repair_database(book.store)
        assert book.all("SELECT name FROM client WHERE id = ?", bytes.fromhex(row)) == [("甲",)]
        assert book.all("SELECT t FROM op WHERE parked = 1") == [("group_work",)]
        assert failed(book) == []


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_rebuilding_is_what_was_there(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    with desk(tmp_path_factory.mktemp("law")) as book:
        fill(book, seed, rows=1)
        before = computed(book)
        # What the index of words was made of is said where it is made anew.
        kept = "SELECT * FROM setting WHERE key <> 'search_made_of' ORDER BY key"
        settings_before = book.all(kept)
        records = book.all("SELECT * FROM op ORDER BY id")
        rows = repair_database(book.store)
        after = computed(book)
        for table in ("conflict", *specs()):
            assert after[table] == before[table], table
        assert rows == sum(len(after[table]) for table in specs())
        assert book.all("SELECT * FROM op ORDER BY id") == records
        assert book.all(kept) == settings_before
        repair_database(book.store)
        assert computed(book) == after


@pytest.mark.parametrize("table", specs())
def test_the_shortcut_for_single_records_gives_what_the_fold_gives(table: str, tmp_path: Path) -> None:
    spec = specs()[table]
    with desk(tmp_path) as book:
        for seed in range(20):
            groups = whole_row(table, seed)
            part = dict(random.Random(seed).sample(sorted(groups.items()), random.Random(seed).randint(1, len(groups))))
            key = book.put(table, **part)
            (op,) = ops_of_row(book.store.connection, table, bytes.fromhex(key))
            assert single_row(spec, op, op.groups) == (op.k, *columns(spec, fold(spec, [op])))


def test_repair_is_all_or_nothing(tmp_path: Path) -> None:
    with desk(tmp_path) as book:
        fill(book, rows=1)
        before = computed(book)
        book.store.connection.execute(
            "CREATE TRIGGER stop BEFORE INSERT ON log_colleague BEGIN SELECT raise(abort, 'no'); END"
        )
        with pytest.raises(Refusal):
            repair_database(book.store)
        assert computed(book) == before


def test_writing_goes_on_after_a_repair(tmp_path: Path) -> None:
    with desk(tmp_path) as book:
        fill(book, rows=1)
        repair_database(book.store)
        book.write(Change("client", book.author.source.row_id(), client()))
        assert failed(book) == []
