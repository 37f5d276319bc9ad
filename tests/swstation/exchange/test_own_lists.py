"""A county's own entries of lists hold at its stations once they came down, and never for others."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sites import County, Site

from db.gateway import Change
from db.ids import derived_id
from swstation import lists
from swstation.exchange.merging import merge
from swstation.operations.book import do
from swstation.operations.logs import LogInput, log_service
from swstation.operations.logs import check as lists_check
from swstation.operations.own_lists import lists_for
from swstation.operations.quick import context
from swstation.operations.sheet_lists import choices
from swstation.operations.sheets import Wording
from swstation.own_lists import Lists
from swstation.quicklog import Index, parse

UNIT = "T532301103"


def entry(site: Site, code: str, zh: str, *, state: str = "in_use", unit: str = "C532301", **words: Any) -> None:
    """An own entry among the methods of service."""
    groups = {
        "ident": {"unit": unit, "list": "method", "code": code},
        "words": {"zh": zh, "en": words.get("en"), "aliases": words.get("aliases")},
        "state": {"state": state},
    }
    with site.book() as book:
        do(book, "Test", [Change("list_entry", derived_id("list_entry", unit, "method", code), groups)])


def of(site: Site) -> Lists:
    with site.book() as book:
        return lists_for(book.connection, book.unit)


def test_own_entries_go_down_and_are_found_by_every_word(here: County) -> None:
    entry(here.county, "night_visit", "夜间走访", en="Night visit", aliases="夜访、晚访")
    assert of(here.b).find("method", "夜访") is None
    here.county.merge_one(here.b.bundle(here.stick))
    here.b.merge_one(here.county.bundle(here.stick, peer=UNIT))
    found = of(here.b)
    for word in ("night_visit", "夜间走访", "night visit", "晚访", " 夜访 "):
        entry_found = found.find("method", word)
        assert entry_found is not None and entry_found.code == "night_visit"
    assert found.entries("method")[:-1] == lists.shipped("method")
    assert found.label("method", "night_visit") == "Night visit"
    entry(here.county, "night_visit", "夜间走访", state="withdrawn")
    here.b.merge_one(here.county.bundle(here.stick, peer=UNIT))
    later = of(here.b)
    assert later.find("method", "夜间走访") is None and later.entries("method") == lists.shipped("method")
    assert later.label("method", "night_visit") == "夜间走访", "what was written with it can still be read"


def test_an_own_word_goes_before_a_shipped_one_and_withdrawn_gives_it_back(here: County) -> None:
    shipped = lists.shipped("method")[0]
    entry(here.county, shipped.code, "上门")
    assert of(here.county).label("method", shipped.code) == "上门"
    assert len(of(here.county).entries("method")) == len(lists.shipped("method"))
    entry(here.county, shipped.code, "上门", state="withdrawn")
    assert of(here.county).label("method", shipped.code) == shipped.label


def test_a_second_open_book_does_not_take_the_first_ones_words(here: County) -> None:
    entry(here.county, "night_visit", "夜间走访")
    with here.county.book():
        assert lists.label("method", "night_visit") == "夜间走访"
        with here.b.book():
            assert lists.label("method", "night_visit") == "night_visit"
        assert lists.label("method", "night_visit") == "夜间走访"
        with here.county.book() as beside:
            do(beside, "Test", [])
        assert lists.label("method", "night_visit") == "夜间走访"
    assert lists.label("method", "night_visit") == "night_visit", "no book is open"


def test_what_came_down_is_offered_understood_and_shown(here: County) -> None:
    """In forms, in the quick log and in lists, as soon as it came; withdrawn, it is only shown."""
    entry(here.county, "night_visit", "夜间走访", aliases="夜访")
    here.county.merge_one(here.b.bundle(here.stick))
    down = here.county.bundle(here.stick, peer=UNIT)
    with here.b.book() as book:
        assert lists.find("method", "夜访") is None, "this book has not heard of it"
        assert merge(book, [down], backup=False).well
        found = lists.find("method", "夜访")
        assert found is not None and (found.code, found.cls) == ("night_visit", "direct")
        assert ("night_visit", "夜间走访") in choices(book, "method")
        parsed = parse("夜访 3人 30m", Index.build(context(book, date(2026, 11, 23))))
        assert parsed.method == "night_visit"
        log, _changes = log_service(book, LogInput("2026-11-23", "night_visit", heads=3))
        assert log
    with here.county.book():
        entry(here.county, "night_visit", "夜间走访", state="withdrawn")
    here.b.merge_one(here.county.bundle(here.stick, peer=UNIT))
    with here.b.book() as book:
        assert lists.find("method", "夜访") is None
        assert "night_visit" not in dict(choices(book, "method"))
        assert lists.label("method", "night_visit") == "夜间走访"
        assert Wording(book).listed("method", "night_visit") == "夜间走访"
        lists_check(LogInput("2026-11-23", "night_visit", heads=3))
    with here.a.book():
        assert lists.label("method", "night_visit") == "night_visit", "not sent to this station"


def test_only_a_county_adds_to_the_lists_and_what_it_deletes_is_still_read(here: County) -> None:
    added = here.county.sw("register", "add", "list_entry", "list=category", "code=canteen", "zh=助餐对象").document
    assert added["unit"] == "C532301"
    assert here.b.sw("register", "add", "list_entry", "list=category", "code=x", "zh=乙").refusal == (
        "policy.list_county_only"
    )
    here.county.sw("register", "delete", "list_entry", added["id"])
    with here.county.book():
        assert lists.find("category", "助餐对象") is None and lists.label("category", "canteen") == "助餐对象"
    here.county.sw("undo")
    with here.county.book():
        assert lists.find("category", "助餐对象") is not None


def test_a_station_s_entry_decides_nothing_whoever_it_says_it_is(here: County) -> None:
    entry(here.b, "mine", "自己的")
    entry(here.b, "own", "自定", unit=UNIT)
    here.county.merge_one(here.b.bundle(here.stick))
    for site in (here.b, here.county):
        assert of(site).find("method", "自己的") is None and of(site).find("method", "自定") is None


def test_nothing_of_one_s_own_is_what_is_shipped(here: County) -> None:
    found = of(here.a)
    assert found is of(here.a), "made once"
    assert found.entries("method") == lists.shipped("method")
    assert found.find("method", lists.shipped("method")[0].zh) == lists.shipped("method")[0]
    with pytest.raises(KeyError):
        found.entries("nowhere")
