"""What a quick line writes beside its entry: things given, a begun group or activity, many entries, a draft."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
from books import seeded

from db import local
from db.queries.logs import LogFilter, log_by_id, log_list
from swstation.operations.book import Book
from swstation.operations.clients import add_client, set_visit_plan
from swstation.operations.install import Setup, initialise
from swstation.operations.logs import delete_log, edit_log, input_of
from swstation.operations.quick import NotReady, change_line, line_index, log_line, read_line
from swstation.operations.undo import undo
from swstation.quicklog import Parsed, resolve

TODAY = date(2026, 11, 18)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = initialise(
        tmp_path / "book.db", Setup("township_station", "532301102", "李娜", None, policy="chuxiong"), seeded(5)
    )
    for name, village in (("张桂芳", "庄甸"), ("李秀英", "庄甸"), ("王秀兰", "邓官")):
        client, _changes = add_client(made, {"name": name, "village_name": village}, opened_on="2026-01-05")
        set_visit_plan(made, client=client, times=1, period="month", start_on="2026-11-01")
    yield made
    made.close()


def said(book: Book, line: str) -> Parsed:
    return read_line(line, line_index(book, TODAY, line))


def begun(book: Book, line: str, *kinds: str) -> Parsed:
    """The line with its title taken as a new one, and the digits that answer what is asked."""
    index = line_index(book, TODAY, line)
    parsed = read_line(line, index)
    parsed = resolve(parsed, parsed.offers[0], None, index)
    for kind in kinds:
        question = parsed.questions[0]
        parsed = resolve(parsed, question, next(one for one in question.options if one.id == kind), index)
    return parsed


def rows(book: Book, table: str, columns: str) -> list[tuple[Any, ...]]:
    return [
        tuple(row) for row in book.connection.execute(f"SELECT {columns} FROM {table} WHERE alive ORDER BY {columns}")
    ]


def test_things_given_follow_their_entry(book: Book) -> None:
    given = "what, quantity, measure, value_fen, (SELECT name FROM client c WHERE c.id = client)"
    log, _changes = log_line(book, said(book, "张桂芳 入户 40m 送大米2袋、食用油1桶"))
    assert rows(book, "material_given", given) == [
        ("大米", 2, "袋", None, "张桂芳"),
        ("食用油", 1, "桶", None, "张桂芳"),
    ]
    change_line(book, log, said(book, "张桂芳 入户 40m 送大米3袋 价值260元"))
    assert rows(book, "material_given", given) == [("大米", 3, "袋", 26000, "张桂芳")]
    # What is changed without a word about things leaves them; so does undo bring them back.
    row = log_by_id(book.connection, log)
    assert row is not None
    edit_log(book, log, input_of(row))
    assert len(rows(book, "material_given", "id")) == 1
    delete_log(book, [log])
    assert rows(book, "material_given", "id") == []
    undo(book)
    assert rows(book, "material_given", given) == [("大米", 3, "袋", 26000, "张桂芳")]
    # Of several people together it is nobody's alone.
    log_line(book, said(book, "张桂芳 李秀英 入户 送棉被2床"))
    assert ("棉被", 2, "床", None, None) in rows(book, "material_given", given)


def test_one_line_for_a_village_is_one_entry_each_and_one_step_back(book: Book) -> None:
    _first, changes = log_line(book, said(book, "@村:庄甸 入户 20m 宣传防火，送灭火器1个 >+30d"))
    found = log_list(book.connection, LogFilter())
    assert sorted((row.clients[0].name, row.minutes, row.note, row.next_contact) for row in found) == [
        ("张桂芳", 20, "宣传防火，送灭火器1个", "2026-12-18"),
        ("李秀英", 20, "宣传防火，送灭火器1个", "2026-12-18"),
    ]
    assert len(rows(book, "material_given", "id")) == 2 and changes.action is not None
    # Who was visited is no longer due: the same line again finds nobody.
    with pytest.raises(NotReady) as refused:
        log_line(book, said(book, "@村:庄甸 入户 20m"))
    assert [one.code for one in refused.value.refusals] == ["quicklog.nobody_due"]
    with pytest.raises(NotReady) as only_new:  # one entry does not become many
        change_line(book, found[0].id, said(book, "@村:邓官 入户 20m"))
    assert [one.code for one in only_new.value.refusals] == ["quicklog.only_new"]
    undo(book)
    assert log_list(book.connection, LogFilter()) == [] and rows(book, "material_given", "id") == []


def test_an_activity_is_begun_with_what_its_line_says(book: Book) -> None:
    log_line(book, begun(book, "防火宣传 46人 志愿者6人 2小时 发放灭火毯46条"))
    assert rows(book, "activity", "title, heads, volunteers, minutes, held_on, state") == [
        ("防火宣传", 46, 6, 120, "2026-11-18", "held")
    ]
    (log,) = log_list(book.connection, LogFilter())
    (activity,) = rows(book, "activity", "lower(hex(id))")
    assert log.activity_ref == activity[0]
    assert rows(book, "material_given", "what, quantity, lower(hex(activity))") == [("灭火毯", 46, activity[0])]
    undo(book)
    assert rows(book, "activity", "id") == [] and log_list(book.connection, LogFilter()) == []


def test_a_group_is_begun_once_its_kind_is_said(book: Book) -> None:
    line = "手工小组 第1节 12人 90m"
    assert [question.kind for question in begun(book, line).questions] == ["group_kind"]
    log_line(book, begun(book, line, "interest"))
    assert rows(book, "service_group", "title, kind, phase, opened_on") == [
        ("手工小组", "interest", "forming", "2026-11-18")
    ]
    assert rows(book, "group_session", "session_no, minutes, unnamed_heads") == [(1, 90, 12)]
    (log,) = log_list(book.connection, LogFilter())
    assert (log.group_ref, log.session_no) == (rows(book, "service_group", "lower(hex(id))")[0][0], 1)
    log_line(book, said(book, "手工小组 11人 90m"))
    assert [number for (number,) in rows(book, "group_session", "session_no")] == [1, 2]


def test_a_referral_waits_as_a_draft_because_a_line_cannot_say_that_somebody_consents(book: Book) -> None:
    log, _changes = log_line(book, said(book, "张桂芳 入户 30m 情绪低落，转介到县人民医院心理科"))
    (draft,) = local.drafts(book.connection, "referral")
    assert orjson.loads(draft.content) == {
        "receiver": "县人民医院", "reason": "情绪低落，转介到县人民医院心理科", "referred_on": "2026-11-18", "log": log,
        "of": "client",
    }  # fmt: skip
    log_line(book, said(book, "张桂芳 转介 县残联 辅具"))
    (draft,) = local.drafts(book.connection, "referral")  # one form of one person, one draft
    assert orjson.loads(draft.content)["receiver"] == "县残联"
    assert rows(book, "case_referral", "id") == []


def test_what_is_written_days_later_is_marked_and_stands_on_the_day_it_was_written(book: Book) -> None:
    from screens.backend.logs import _entries
    from screens.entries import entry_row

    written = date(2026, 3, 2)  # the day of the clock of this book
    for line in ("今天", "昨天", "前天", "大前天", "02-02", "2025-03-03"):
        log_line(book, read_line(f"张桂芳 电话 {line} 5m 问安", line_index(book, written)))
    entries = _entries(book, written)  # that of a year ago is further back than Today looks
    assert {(written - one.day).days: one.late for one in entries} == {0: False, 1: False, 2: False, 3: True, 28: True}
    marked = [entry_row(one, today=written).cells[-1] for one in entries]
    notes = [cell.text for cell in marked if not isinstance(cell, str)]
    assert sorted(notes) == ["[late] 问安", "[late] 问安", "问安", "问安", "问安"]
