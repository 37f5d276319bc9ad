"""Text for a terminal: exact in cells, harmless whatever is in it."""

from __future__ import annotations

import pytest
from fake_station import HOSTILE
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from screens.dialogs.picker import narrowed
from screens.ports import Choice
from screens.text import clean, fit, whole, wrap


@given(st.text(max_size=60), st.integers(0, 40), st.booleans(), st.sampled_from(["", "…"]))
def test_fit_is_exactly_as_wide_as_asked(text: str, cells: int, right: bool, ellipsis: str) -> None:
    assert cell_len(fit(clean(text), cells, right=right, ellipsis=ellipsis)) == cells


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [("张桂芳", 5, "张桂 "), ("张桂芳", 6, "张桂芳"), ("张桂芳", 8, "张桂芳  "), ("abc", 2, "ab"), ("㐂𠮷", 3, "㐂 ")],
)
def test_fit_never_halves_a_wide_character(text: str, cells: int, shown: str) -> None:
    assert fit(text, cells) == shown


def test_the_ellipsis_stands_right_after_the_text() -> None:
    assert fit("情绪稳定", 6, ellipsis="…") == "情绪… "


def test_numbers_stand_on_the_right() -> None:
    assert fit("90", 5, right=True) == "   90"


@pytest.mark.fault(65)
@pytest.mark.parametrize("name", HOSTILE)
def test_clean_leaves_nothing_that_moves_the_cursor(name: str) -> None:
    line = clean(name)
    assert not any(ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 for char in line)
    assert not set(line) & set("\u200d\u202e\u202c\u2066\u2069\ufeff")
    assert len(line) <= 400


@given(st.text(st.sampled_from("张桂芳入户 abc，。12")), st.integers(4, 30))
def test_wrap_keeps_every_character_and_the_width(text: str, cells: int) -> None:
    lines = wrap(text, cells)
    assert all(cell_len(line) <= cells for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_wrap_breaks_between_han_characters_and_never_before_a_closing_mark() -> None:
    assert wrap("它已于 2025-12-31 到期，尚无", 24) == ["它已于 2025-12-31 到期，", "尚无"]


def test_wrap_keeps_a_label_with_its_value() -> None:
    assert wrap("  ".join(map(whole, ("对象 8 → 131", "! 日志 7 → 228"))), 18) == ["对象 8 → 131", "! 日志 7 → 228"]


def test_a_digit_that_no_choice_has_means_the_place_in_the_list() -> None:
    letters = [Choice("A", "第一台"), Choice("B", "第二台")]
    assert narrowed("2", letters) == letters[1:] and narrowed("3", letters) == [] and narrowed("12", letters) == []
    villages = [Choice("532301102002", "石桥村"), Choice("1", "大桥村")]
    assert narrowed("2", villages) == villages[:1], "what has the digit comes before the place"
