"""Each source of rules is read once for the colours it is shown in, and anew in others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from textual.css import stylesheet

from screens.styles import Styles


def test_a_source_is_read_once_for_its_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    parse = stylesheet.parse

    def parsed(scope: str, css: str, *args: Any, **kwargs: Any) -> Iterator[Any]:
        read.append(css)
        return iter(list(parse(scope, css, *args, **kwargs)))

    def shown() -> str:
        return styles.rules[0].styles.color.hex

    monkeypatch.setattr(stylesheet, "parse", parsed)
    styles = Styles(variables={"ink": "#102030"})
    styles.add_source("A { color: $ink; }", read_from=("a", ""))
    for _again in range(2):
        styles.set_variables({"ink": "#102030"})
        styles.reparse()
        assert shown() == "#102030"
    styles.add_source("B { color: $ink; }", read_from=("b", ""))
    styles.reparse()
    assert (len(styles.rules), read) == (2, ["A { color: $ink; }", "B { color: $ink; }"])
    styles.set_variables({"ink": "#405060"})
    styles.reparse()
    assert (shown(), len(read)) == ("#405060", 4)


def test_a_faulty_source_leaves_the_others() -> None:
    styles = Styles(variables={})
    styles.add_source("A { color: red; }", read_from=("a", ""))
    styles.reparse()
    styles.add_source("B { colour-of: red; }", read_from=("b", ""))
    with pytest.raises(stylesheet.StylesheetParseError):
        styles.reparse()
    assert len(styles._rules) == 1
