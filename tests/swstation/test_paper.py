"""A round on paper: what is keyed back, and that the rows are those that were printed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from books import seeded

from db.errors import Refusal
from db.queries.logs import LogFilter, log_list
from db.store import put_setting
from swstation.operations.book import Book
from swstation.operations.clients import add_client, set_visit_plan
from swstation.operations.install import Setup, initialise
from swstation.operations.rounds import (
    as_html,
    as_text,
    doors,
    log_answers,
    outcome_words,
    print_sheet,
    read_answers,
    sheet_numbered,
    walking_order,
)
from swstation.operations.undo import undo
from swstation.quicklog.paper import Answer, read

TODAY = date(2026, 11, 18)


def said(text: str, rows: int = 30) -> list[tuple[int, str, str, str]]:
    return [(one.row, one.outcome, one.note, one.problem) for one in read(text, rows, outcome_words())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 ok 5 absent 7 roof leaks", [(3, "met", "", ""), (5, "absent", "", ""), (7, "met", "roof leaks", "")]),
        ("3 好 5 不在家 7 屋顶漏雨", [(3, "met", "", ""), (5, "absent", "", ""), (7, "met", "屋顶漏雨", "")]),
        ("３好 5不在家，7住院 在县医院", [(3, "met", "", ""), (5, "absent", "", ""), (7, "hospital", "在县医院", "")]),
        ("1 2 4 好", [(1, "met", "", ""), (2, "met", "", ""), (4, "met", "", "")]),
        ("1-3 好 4 拒访", [(1, "met", "", ""), (2, "met", "", ""), (3, "met", "", ""), (4, "refused", "", "")]),
        ("8 9", [(8, "met", "", ""), (9, "met", "", "")]),
        ("5 血压 160 6 好", [(5, "met", "血压 160", ""), (6, "met", "", "")]),
        ("5 漏雨3处 6 好", [(5, "met", "漏雨3处", ""), (6, "met", "", "")]),
        ("5 邻居说 住院", [(5, "hospital", "邻居说 住院", "")]),
        ("5 漏雨\n6 好", [(5, "met", "漏雨", ""), (6, "met", "", "")]),
        ("31 好 0 好", [(31, "met", "", "no_row"), (0, "met", "", "no_row")]),
        ("3 好 3 不在家", [(3, "met", "", ""), (3, "absent", "", "row_twice")]),
        ("好", [(0, "met", "", "no_row")]),
        ("", []),
        ("4 风险", [(4, "met", "", "risk_of_what")]),
    ],
)
def test_what_is_keyed_back(text: str, expected: list[tuple[int, str, str, str]]) -> None:
    assert said(text) == expected


def test_a_risk_says_what_is_wrong() -> None:
    assert read("4 风险 独居卧床", 9, outcome_words()) == [Answer(4, "met", "独居卧床", True)]


def test_addresses_in_walking_order() -> None:
    given = ["东瓜村3组12号", "东瓜村10组1号", "东瓜村3组2号", "", "东瓜村3组"]
    assert sorted(given, key=walking_order) == ["", "东瓜村3组", "东瓜村3组2号", "东瓜村3组12号", "东瓜村10组1号"]


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = initialise(tmp_path / "book.db", Setup("township_station", "532301102", "王芳", None), seeded(1))
    with made.store.transaction() as connection:
        put_setting(connection, "made_at", "2026-01-01T00:00:00+08:00")
    for name, house, level in (("张桂芳", 12, "high"), ("李秀英", 2, "key"), ("<b>王</b>", 3, "high")):
        values = {"name": name, "village_name": "庄甸", "address": f"庄甸{house}号", "attention_level": level}
        client, _changes = add_client(made, values, opened_on="2026-01-05")
        set_visit_plan(made, client=client, times=1, period="month", start_on="2026-01-01")
    yield made
    made.close()


def test_the_paper_round_trip(book: Book) -> None:
    sheet, rows = print_sheet(book, TODAY, "庄甸")
    assert [door.name for door in rows] == ["李秀英", "<b>王</b>", "张桂芳"]
    assert as_text(sheet, rows).splitlines()[2].startswith("1\t李秀英\t庄甸2号")
    page = as_html(sheet, rows)
    assert "<td>3</td><td>张桂芳</td>" in page and "&lt;b&gt;王&lt;/b&gt;" in page and "<b>王" not in page
    add_client(book, {"name": "来迟了", "village_name": "庄甸", "address": "庄甸1号"}, opened_on="2026-11-01")
    known = sheet_numbered(book, sheet.number)
    answers = read_answers(known, "1 好 2 不在家 3 风险 屋顶漏雨 9 好")
    count, _changes = log_answers(book, known, answers, TODAY.isoformat())
    assert count == 3
    found = {row.clients[0].name: row for row in log_list(book.connection, LogFilter())}
    assert {name: (row.clients[0].outcome, row.note) for name, row in found.items()} == {
        "李秀英": ("met", None), "<b>王</b>": ("absent", None), "张桂芳": ("met", "屋顶漏雨"),
    }  # fmt: skip
    assert book.connection.execute("SELECT problem FROM service_log WHERE problem IS NOT NULL").fetchall() == [
        ("屋顶漏雨",)
    ]
    assert [door.name for door in doors(book, TODAY)] == ["<b>王</b>"]
    undo(book)
    assert len(doors(book, TODAY)) == 3
    assert [door.name for door in doors(book, TODAY, tier="key")] == ["李秀英"]
    with pytest.raises(Refusal, match=r"paper\.nobody"):
        print_sheet(book, TODAY, "没有这个村")
    with pytest.raises(Refusal, match=r"paper\.no_sheet"):
        sheet_numbered(book, 7)
    with pytest.raises(Refusal, match=r"paper\.nothing"):
        log_answers(book, known, read_answers(known, "9 好"), TODAY.isoformat())
