"""Days of work key by key: a home visit, a round, a round on paper, a surge; how many keys each may cost."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from fingers import keys_of
from key_counts import hold, kept
from thirty_due import seated, thirty_due

from db.queries.logs import LogFilter, LogRow, log_list
from swstation.operations.book import open_book

TODAY = date(2026, 11, 23)
VISIT, ROUND, PAPER = 50, 100, 120
"""Most keys: of a home visit with its note; of a round through 30 doors; of keying back 30 rows."""
SECONDS = 180
PER_KEY = 0.28
"""Seconds a practised hand needs for a key: 215 keys a minute."""


@pytest.fixture
def village(tmp_path: Path) -> Path:
    return thirty_due(tmp_path)


def written(file: Path) -> list[LogRow]:
    """What was logged today."""
    book = open_book(file)
    try:
        return log_list(book.connection, LogFilter(start_on=TODAY.isoformat()))
    finally:
        book.close()


def test_what_a_text_costs() -> None:
    assert keys_of("zgf 40m") == 7
    assert keys_of("送米油") == len("songmiyou") + 1
    assert keys_of("送米油，量血压") == len("songmiyou") + 1 + 1 + len("liangxueya") + 1


async def test_a_home_visit_with_the_input_method_on(village: Path) -> None:
    async with seated(village) as hand:
        await hand.write("zgf")
        await hand.press("tab", "tab")  # the name, then method, length and field as last time
        await hand.write("送米油，血压正常 >+7d")
        await hand.press("enter")
        hold("home_visit", "A home visit with its note, for somebody who was visited before", hand.keys, hand.text)
        assert hand.keys <= VISIT
    (row,) = written(village)
    assert (row.clients[0].name, row.method, row.minutes, row.field) == (
        "张桂芳",
        "home_visit",
        40,
        "social_assistance",
    )
    assert (row.note, row.next_contact) == ("送米油，血压正常", "2026-11-30")


async def test_thirty_doors_in_three_minutes(village: Path) -> None:
    async with seated(village) as hand:
        await hand.press("ctrl+r", "enter")
        hand.person.sees("30")
        for number in range(28):
            await hand.press("2" if number in (6, 13) else "4" if number == 20 else "enter")
        await hand.press("f5")
        await hand.write("独居卧床")
        await hand.press("enter", "9", "enter")
        hold("round", "A round through 30 doors, three of them not met, one with a risk", hand.keys, hand.text)
        assert hand.keys <= ROUND and hand.keys * PER_KEY <= SECONDS
    rows = written(village)
    outcomes = sorted(row.clients[0].outcome for row in rows)
    assert len(rows) == 30
    assert (outcomes.count("met"), outcomes.count("absent"), outcomes.count("hospital")) == (27, 2, 1)
    assert [row.note for row in rows if row.note] == ["独居卧床"]


async def test_a_round_on_paper(village: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("screens.round_mode.first_folder", lambda: tmp_path)
    async with seated(village) as hand:
        await hand.press("ctrl+r", "enter", "f8", "escape")
        assert "庄甸12号" in next(tmp_path.glob("*.html")).read_text(encoding="utf-8-sig")
        hand.since()
        await hand.press("ctrl+r", "down", "enter")
        await hand.write("1-29 好 30 不在家 31 好")
        hand.person.sees("30", "不在家", "名单上没有这一行")
        await hand.press("enter")
        await hand.press(*["backspace"] * 5, "enter")
        hold("paper_round", "A round of 30 keyed back from the printed list", hand.keys, hand.text)
        assert hand.keys <= PAPER
    assert len(written(village)) == 30


def test_every_count_on_file_is_of_a_journey_there_is() -> None:
    tests = Path(__file__).parent.parent
    written = "\n".join(file.read_text(encoding="utf-8") for file in tests.glob("*/test_*.py"))
    held = set(re.findall(r'hold\(\s*"([a-z_]+)"', written))
    assert kept() and kept().keys() <= held
