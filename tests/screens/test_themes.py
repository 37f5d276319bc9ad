"""Both themes can be read: every colour on every ground it stands on has the contrast WCAG AA asks for."""

from __future__ import annotations

import pytest
from driver import sitting
from fake_station import FakeStation, clock
from textual.theme import Theme

from screens.app import station_app
from screens.themes import READ_ON, THEMES, colour

AA = 4.5


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_contrast(theme: Theme) -> None:
    weak = {
        f"{text} on {ground}": round(_contrast(colour(theme, text), colour(theme, ground)), 2)
        for text, ground in READ_ON
        if _contrast(colour(theme, text), colour(theme, ground)) < AA
    }
    assert not weak


async def test_both_themes_know_the_same_words() -> None:
    first, *others = THEMES
    assert all(set(first.variables) == set(other.variables) for other in others)


async def test_the_theme_and_the_plain_lines_are_remembered() -> None:
    station = FakeStation()
    app = station_app(station, clock=clock)
    async with sitting(app) as person:
        await app.perform("app.theme")
        await app.perform("app.plain")
        await person.settle()
        assert app.theme == "paper"
    again = station_app(station, clock=clock)
    async with sitting(again) as person:
        assert again.theme == "paper"
        assert again.has_class("-plain")
        assert not set("─│╭╮╰╯█▏▎▍") & set(person.screen)
