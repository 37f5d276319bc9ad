"""Full text: what it finds is what LIKE finds, whatever was written; it follows changes, and can be made anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from books import Desk, client, desk
from rows import whole_row

from db import search
from db.doctor import check_database, repair_database
from db.gateway import Change
from db.queries.found import leads

LETTERS = "张桂芳入户送米油量血压。，（） aB3ａ・𠮷é\n％_%'\"*^：~桂芳芳"
LOG = {
    "when": {"service_date": "2026-03-02"},
    "what": {"method": "home_visit"},
    "who": {"unit": "T532301102", "writer": "0" * 31 + "1"},
    "state": {"state": "submitted"},
}


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as made:
        yield made


def fed(book: Desk, most: int = 7) -> None:
    """Take everything in, in strides."""
    while True:
        with book.store.transaction() as connection:
            if not search.feed(connection, most):
                return


def write_note(book: Desk, note: str, row: str | None = None) -> str:
    groups = {**LOG, "note": {"note": note}} if row is None else {"note": {"note": note}}
    return book.put("service_log", row, **groups)


def found(book: Desk, *words: str) -> set[str]:
    return {hit.row for hit in search.find(book.store.connection, words, 10_000)}


def liked(book: Desk, word: str) -> set[str]:
    """What LIKE says, the word taken as it is."""
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    sql = "SELECT hex(id) FROM service_log WHERE alive AND note LIKE ? ESCAPE '\\'"
    return {row[0].lower() for row in book.all(sql, f"%{escaped}%")}


def test_it_finds_what_like_finds(book: Desk) -> None:
    chance = Random(4)
    notes = ["".join(chance.choices(LETTERS, k=chance.randrange(1, 14))) for _ in range(300)]
    book.write(
        *(
            Change("service_log", book.author.source.row_id(), {**LOG, "note": {"note": note.strip() or "x"}})
            for note in notes
        )
    )
    fed(book, 1_000)
    words = {note[at : at + size] for note in notes[:60] for size in (1, 2, 3, 5) for at in range(0, len(note), 2)}
    words |= {"没有的", "龘", "zz", "米芳"}
    for word in words:
        if word.strip("\n"):
            assert found(book, word) == liked(book, word), repr(word)


def test_all_words_must_be_there_in_any_order(book: Desk) -> None:
    one = write_note(book, "送米油，血压偏高")
    write_note(book, "血压偏高")
    fed(book)
    assert found(book, "血压", "米油") == {one}
    assert found(book, "高", "米") == {one}
    assert found(book) == found(book, "") == set()


def test_a_rare_character_is_found_behind_the_newest(book: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    old = [write_note(book, text) for text in ("龘", "（龘）", "龘龘", "x龘")]
    for number in range(6):
        write_note(book, f"新{number}")
    fed(book)
    monkeypatch.setattr(search, "NEWEST", 3)
    assert found(book, "龘") == set(old)
    assert found(book, "（") == {old[1]}
    assert len(found(book, "新")) == 6


def test_it_follows_changes_and_deletions(book: Desk) -> None:
    log = write_note(book, "送米油")
    person = book.put("client", **client("张桂芳"))
    fed(book)
    assert found(book, "桂芳") == {person}
    write_note(book, "屋顶漏雨", log)
    book.write(Change("client", person, {}, "delete"))
    assert search.behind(book.store.connection) == 2
    fed(book)
    assert (found(book, "米油"), found(book, "漏雨"), found(book, "桂芳")) == (set(), {log}, set())
    book.write(Change("client", person, {}, "restore"))
    fed(book)
    assert found(book, "桂芳") == {person}
    assert search.check(book.store.connection) == (2, 0)


def test_the_newest_come_first_and_no_more_than_asked_for(book: Desk) -> None:
    rows = [write_note(book, f"送米油{number}") for number in range(9)]
    fed(book)
    assert [hit.row for hit in search.find(book.store.connection, ["米油"], 3)] == rows[:-4:-1]


def test_numbers_and_addresses_are_no_text(book: Desk) -> None:
    groups = client("张桂芳", resident_id="110101195003072326")
    book.put("client", **groups, contact={"phone": "19900001234"}, place={"address": "东瓜村17号"})
    fed(book)
    assert not found(book, "0101195") and not found(book, "9900001") and not found(book, "17号")


def test_records_in_another_order_than_when_it_was_fed_make_it_anew(book: Desk) -> None:
    log = write_note(book, "送米油")
    write_note(book, "血压")
    fed(book)
    with book.store.transaction() as connection:  # what VACUUM may do to the places of rows
        connection.execute("UPDATE op SET rowid = rowid + 1000 WHERE rowid = 2")
        connection.execute("UPDATE op SET rowid = 2 WHERE rowid = 1")
    assert search.behind(book.store.connection) > 0
    fed(book)
    assert found(book, "米油") == {log}
    assert search.check(book.store.connection) == (2, 0)


def test_the_data_check_sees_a_wrong_index_and_mends_it(book: Desk) -> None:
    log = write_note(book, "送米油")
    fed(book)

    def checked() -> tuple[bool, dict[str, int | str]]:
        return next((one.ok, one.found) for one in check_database(book.store) if one.name == "search")

    assert checked() == (True, {"texts": 1, "waiting": 0, "stale": 0})
    book.store.connection.execute("UPDATE search_row SET sum = sum + 1")
    assert not checked()[0]
    repair_database(book.store)
    assert checked()[0]
    assert found(book, "米油") == {log}
    with book.store.transaction() as connection:
        connection.execute("DELETE FROM search_text")
        connection.execute("DELETE FROM search_row")
    assert not checked()[0]


def test_every_register_that_is_read_leads_somewhere(book: Desk) -> None:
    """A row of each with all its text: found, and led to a page or to its own form."""
    for table, names in search.TEXTS.items():
        row = book.put(table, **whole_row(table, 1))
        connection = book.store.connection
        connection.execute(f"UPDATE {table} SET {names[-1]} = ? WHERE id = ?", (f"储物间{table}", bytes.fromhex(row)))
        assert list(leads(connection, table, [row])) or table in _HANGING


_HANGING = {
    "affairs_item", "household", "group_member", "group_session", "need_match", "case_goal", "case_step",
    "case_conference", "attachment",
}  # fmt: skip
"""Rows that lead to what they hang on, which is not there."""


def test_an_index_of_fewer_registers_is_made_anew(book: Desk) -> None:
    row = write_note(book, "屋顶漏雨")
    fed(book)
    with book.store.transaction() as connection:
        (mark,) = connection.execute("SELECT mark FROM search_fed").fetchone()
        connection.execute("UPDATE search_fed SET mark = ?", (mark[:-4] + b"else",))
        connection.execute("DELETE FROM search_row")
    fed(book)
    assert found(book, "漏雨") == {row}
