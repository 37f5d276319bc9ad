"""The style sheet that is read once: the same rules as Textual's own, whatever theme, however often it is asked."""

from __future__ import annotations

import re
from typing import Any

import pytest
from driver import sitting
from fake_station import NOW, FakeStation
from textual.css.stylesheet import Stylesheet

from screens import stylesheet
from screens.app import StationApp, station_app

NAMELESS = re.compile(r" at 0x[0-9a-f]+")


def _app() -> StationApp:
    return station_app(FakeStation(), clock=lambda: NOW)


def _said(sheet: Stylesheet) -> list[Any]:
    said = [(rule.selectors, repr(rule.styles.get_rules()), rule.tie_breaker) for rule in sheet.rules]
    return [(selectors, NAMELESS.sub("", styles), tie) for selectors, styles, tie in said]


async def test_the_rules_are_those_of_a_sheet_that_reads_all_anew() -> None:
    async with sitting(_app()) as person:
        for turned in ("2", "9", "0"):
            await person.press("escape", turned)
        for _theme in range(2):
            ours = person.app.stylesheet
            anew = Stylesheet(variables=dict(ours._variables))
            anew.source = dict(ours.source)
            anew.parse()
            assert _said(ours) == _said(anew)
            person.app.action_app_theme()
            await person.settle()


async def test_a_second_sitting_reads_nothing_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Any] = []
    plain = Stylesheet._parse_rules
    monkeypatch.setattr(stylesheet, "_READ", {})
    monkeypatch.setattr(Stylesheet, "_parse_rules", lambda *a, **k: (read.append(k["read_from"]), plain(*a, **k))[1])
    for known in (False, True):
        async with sitting(_app()) as person:
            await person.press("escape", "2")
        assert bool(read) is not known, read
        read.clear()
