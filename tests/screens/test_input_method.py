"""What an input method sends arrives: long commits, full-width twins, and a hint where letters do not work."""

from __future__ import annotations

import pytest
from driver import sitting
from fake_station import FakeStation, clock
from textual import events
from textual._xterm_parser import XTermParser

from screens.app import INPUT_METHOD_HINT, station_app
from screens.widgets.quick_line import QuickLine

COMMITS = ("张", "张桂芳入户", "张桂芳入户送米油量血压情绪")


def _keys(commit: str) -> list[events.Key]:
    """What the parser makes of the bytes a terminal sends for a commit."""
    parser = XTermParser()
    return [message for message in parser.feed(commit) if isinstance(message, events.Key)]


def test_the_kitty_protocol_is_off_so_that_commits_are_plain_text() -> None:
    from textual import constants

    assert constants.DISABLE_KITTY_KEY


@pytest.mark.parametrize("commit", COMMITS, ids=len)
async def test_a_commit_arrives_whole_in_the_line(commit: str) -> None:
    app = station_app(FakeStation(), clock=clock)
    async with sitting(app) as person:
        for key in _keys(commit):
            app.post_message(key)
        await person.settle()
        assert app.screen.query_one(QuickLine).text == commit


async def test_full_width_twins_work_outside_text_fields() -> None:
    app = station_app(FakeStation(), clock=clock)
    async with sitting(app) as person:
        await person.press("escape")
        for key in _keys("？"):
            app.post_message(key)
        await person.settle()
        person.sees("Keys here")


async def test_letters_that_go_nowhere_are_explained_once() -> None:
    app = station_app(FakeStation(), clock=clock)
    async with sitting(app) as person:
        await person.press("escape")
        for key in _keys("张桂芳"):
            app.post_message(key)
        await person.settle()
        said = [note.message for note in app._notifications]
        assert said == [INPUT_METHOD_HINT]


async def test_digits_turn_pages_only_outside_text_fields() -> None:
    app = station_app(FakeStation(), clock=clock)
    async with sitting(app) as person:
        await person.press("2")
        assert app.current_mode == "today"
        assert app.screen.query_one(QuickLine).text == "2"
        await person.press("backspace", "escape", "2")
        assert app.current_mode == "cases"
        await person.press("1")
        assert app.current_mode == "today"
