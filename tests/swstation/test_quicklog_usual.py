"""What a line says as last time, and names ranked by whom one served last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from books import seeded
from quicklog_context import CLIENTS, CONTEXT

from db.gateway import Change
from db.queries.logs import log_by_id
from swstation.operations.book import Book, do
from swstation.operations.clients import add_client
from swstation.operations.install import Setup, initialise
from swstation.operations.quick import line_index, log_line, read_line
from swstation.quicklog import Habit, Index, KnownTitle, parse
from swstation.quicklog.usual import as_usual

TODAY = date(2026, 11, 18)
SERVED = CLIENTS[0]._replace(habit=Habit("home_visit", 40, "elderly_service"))
INDEX = Index.build(
    CONTEXT._replace(
        clients=(SERVED, *CLIENTS[1:]),
        groups=(KnownTitle("g1", 3, "手工小组", next_session=4), KnownTitle("", 0, "手语班")),
    )
)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("张桂芳", "Home visit 40m"),
        ("zgf", "Home visit 40m"),
        ("张桂芳 入户", "40m"),
        ("张桂芳 入户 送米油，血压偏高", "40m"),
        ("张桂芳 昨天 入户", "40m"),
        ("手工小组", "第4节"),
        ("&G3 6人", "第4节"),
    ],
)
def test_it_is_offered_and_reads_back_as_the_same_line_and_more(line: str, words: str) -> None:
    before = parse(line, INDEX)
    usual = as_usual(before, INDEX)
    assert usual is not None
    assert usual.words.split(" #")[0] == words
    after = parse(usual.line, INDEX)
    assert after.ready
    assert after.note.startswith(before.note)
    assert (after.minutes, after.session_no) in ((40, None), (None, 4))


@pytest.mark.parametrize(
    "line",
    [
        "张桂芳 电话",  # another method than last time says nothing of its length
        "张桂芳 入户 25m",
        "张桂芳 入户 不在家",  # nobody was met: no length
        "李秀英",  # never served
        "张桂芳 李秀英",
        "张桂芳 送米油",  # a method behind the words would be one of them
        "张桂芳 // 入户",
        "手语班",  # a title without a row counts nothing
        "手工小组 第2节",
    ],
)
def test_nothing_is_guessed(line: str) -> None:
    assert as_usual(parse(line, INDEX), INDEX) is None


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = initialise(tmp_path / "book.db", Setup("township_station", "532301102", "王芳", None), seeded(1))
    yield made
    made.close()


def test_who_was_served_last_stands_first_among_those_who_sound_alike(book: Book) -> None:
    for name in ("张贵方", "张桂芳", "章桂芳"):
        add_client(book, {"name": name}, opened_on="2026-01-05")
    for line in ("张桂芳 入户 40m", "章桂芳 电话 10m"):
        log_line(book, read_line(line, line_index(book, TODAY)))
    index = line_index(book, TODAY)
    clients = {client.id: client for client in index.context.clients}
    assert [clients[id_].name for id_ in index.people.similar("章贵芳")] == ["章桂芳", "张桂芳", "张贵方"]
    assert [clients[id_].habit for id_ in index.people.find("章桂芳")] == [Habit("phone", 10, None)]
    assert [option.label for option in parse("zgf", index).questions[0].options] == ["章桂芳", "张桂芳", "张贵方"]


def test_titles_and_short_numbers_become_references(book: Book) -> None:
    row, held = book.source.row_id, "2026-11-20"
    group, activity = row(), row()
    ident = {"unit": book.unit, "field": None}
    do(
        book,
        "made",
        [
            Change(
                "service_group",
                group,
                {
                    "ident": {
                        **ident, "number": "532301102-2026-GA003-1", "title": "银龄手工小组", "kind": "interest",
                        "opened_on": "2026-10-01",
                    },
                    "worker": {"worker": book.worker},
                    "phase": {"phase": "forming", "phase_on": "2026-10-01"},
                    "state": {"state": "open"},
                },
            ),
            Change(
                "activity",
                activity,
                {
                    "ident": {**ident, "number": "532301102-2026-AA005-1", "title": "重阳节活动", "held_on": held},
                    "worker": {"worker": book.worker},
                    "state": {"state": "planned"},
                },
            ),
        ],
    )  # fmt: skip
    index = line_index(book, TODAY)
    for line, named in (
        ("银龄手工小组 第2节 8人", (group, "银龄手工小组", None, None, 2)),
        ("&G3 第3节 8人", (group, "银龄手工小组", None, None, 3)),
        ("重阳节活动 46人参加", (None, None, activity, "重阳节活动", None)),
        ("&A5 46人", (None, None, activity, "重阳节活动", None)),
        ("手语小组 6人", (None, "手语小组", None, None, None)),
    ):
        log, _changes = log_line(book, read_line(line, index))
        found = log_by_id(book.connection, log)
        assert found is not None
        assert (
            found.group_ref, found.group_title, found.activity_ref, found.activity_title, found.session_no
        ) == named  # fmt: skip
    again = line_index(book, TODAY).context.groups
    assert [known.title for known in again] == ["银龄手工小组", "手语小组"]
