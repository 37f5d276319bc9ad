"""A book that a newer program has brought up to its own form: looked at, never written, never brought down."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from books import seeded
from sites import Site

from db.errors import Refusal
from db.migrations import LATEST
from db.store import Store
from swstation.exchange.exporting import export
from swstation.exchange.merging import merge
from swstation.exchange.rehearsal import rehearse
from swstation.operations.book import open_book
from swstation.operations.clients import add_client
from swstation.operations.install import Setup, initialise


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A station's book with one client, then of a newer program."""
    path = tmp_path / "book.db"
    book = initialise(path, Setup("township_station", "532301102", "李娜", None), seeded(3))
    add_client(book, {"name": "张桂芳"}, opened_on="2026-03-02")
    book.close()
    with Store(path) as store:
        store.connection.execute(f"PRAGMA user_version = {LATEST + 1}")
    return Site(path)


def fingerprint(site: Site) -> str:
    """The file, byte for byte."""
    return hashlib.sha256(site.path.read_bytes()).hexdigest()


@pytest.mark.fault(54)
def test_the_command_line_lists_and_writes_nothing(site: Site) -> None:
    before, beside = fingerprint(site), sorted(site.path.parent.iterdir())
    listed = site.sw("client", "list")
    assert "张桂芳" in listed.out and listed.code == 0
    assert "newer" in listed.err or "新版" in listed.err
    made = str(site.path.with_name("made.xlsx"))
    for words in (
        ("log", "张桂芳 入户 40m"),
        ("backup", "--to", made),
        ("report", "monthly", "--month", "2026-03", "--to", made),
        ("digest",),
        ("export", "--to", str(site.path.parent)),
        ("undo",),
    ):
        assert site.sw(*words).refusal == "store.newer_version", words
    assert fingerprint(site) == before
    assert sorted(site.path.parent.iterdir()) == beside


def test_no_operation_gets_past_it(site: Site) -> None:
    before = fingerprint(site)
    with pytest.raises(Refusal, match=r"store\.newer_version"):
        open_book(site.path)
    book = open_book(site.path, only_look=True)
    for attempt in (
        lambda: add_client(book, {"name": "李大爷"}, opened_on="2026-03-02"),
        lambda: export(book),
        lambda: merge(book, []),
        lambda: rehearse(book, []),
        lambda: book.store.backup("by-hand"),
        lambda: book.store.settle(),
    ):
        with pytest.raises(Refusal, match=r"store\.newer_version"):
            attempt()
    with pytest.raises(Exception, match="readonly"):
        book.connection.execute("DELETE FROM client")
    book.close()
    assert fingerprint(site) == before


def test_a_list_that_the_newer_program_keeps_otherwise_is_a_sentence(site: Site) -> None:
    with Store(site.path, only_look=True) as store:
        store.connection.execute("PRAGMA query_only = OFF")
        store.connection.execute("ALTER TABLE client RENAME TO person")
    assert site.sw("client", "list").code == 1
    assert "store.newer_version" in site.sw("client", "list").out
