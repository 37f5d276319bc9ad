"""The quick line on an English screen: what is chosen there is read again as what was chosen."""

from __future__ import annotations

from quicklog_context import CONTEXT

from screens.quick_reading import reading
from swstation.lists import entries
from swstation.quicklog import Index, Method, apply, completions, parse

METHODS = tuple(
    Method(e.code, e.en, (*e.aliases, e.zh), e.cls, e.alone, e.counts) for e in entries("method")
)  # as an English screen has them
INDEX = Index.build(CONTEXT._replace(methods=METHODS))


def test_a_method_chosen_by_a_digit_is_the_method_of_the_line() -> None:
    choices = reading(parse("张桂芳 40m 送米油", INDEX), INDEX).choices
    chosen = [parse(choose().text, INDEX) for _label, choose in choices]
    assert [label for label, _choose in choices][:2] == ["Home visit", "Phone"]
    assert [INDEX.methods[one.method or ""].label for one in chosen] == [label for label, _choose in choices]
    assert {one.note for one in chosen} == {"送米油"}


def test_a_method_of_two_words_completed_behind_its_sign_is_read() -> None:
    line = "张桂芳 !home"
    (found, *_more) = completions(line, len(line), INDEX, 5)
    text, _cursor, _fixed = apply(line, found)
    assert (found.label, parse(text, INDEX).method) == ("Home visit", "home_visit")
