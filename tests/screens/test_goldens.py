"""Every screen as text, at 80x24 and 120x40, in both languages. Look at the difference before accepting it."""

from __future__ import annotations

import pytest
from driver import sitting
from fake_station import FakeStation, clock
from goldens import check

from screens.app import station_app
from swstation.i18n import set_language

# A name, what kind of station it is, and the keys that lead there; a text with a quote is typed.
SCREENS: dict[str, tuple[dict[str, object], list[str]]] = {
    "today": ({}, []),
    "today-empty": ({"empty": True}, []),
    "today-typing": ({}, ["'张桂芳 入户 90m 送米油，量血压"]),
    "today-choice": ({}, ["'zgf 入户 90m", "enter"]),
    "cases": ({}, ["escape", "2"]),
    "cases-empty": ({"empty": True}, ["escape", "2"]),
    "case": ({}, ["escape", "2", "end", "up", "enter"]),
    "case-form": ({}, ["escape", "2", "insert", "ctrl+s"]),
    "clients": ({}, ["escape", "4"]),
    "client": ({}, ["escape", "4", "enter"]),
    "staff": ({}, ["escape", "5", "space"]),
    "person": ({}, ["escape", "5", "enter"]),
    "posts": ({}, ["escape", "6"]),
    "posts-empty": ({"empty": True}, ["escape", "6"]),
    "reports": ({}, ["escape", "9"]),
    "exchange": ({}, ["escape", "0"]),
    "exchange-county": ({"collects": True}, ["escape", "0"]),
    "pairs": ({"collects": True}, ["escape", "ctrl+p", "'pair.list", "enter"]),
    "pairs-shown": ({"collects": True}, ["escape", "ctrl+p", "'pair.list", "enter", "f7"]),
    "handovers": ({}, ["escape", "0", "ctrl+x"]),
    "admission": ({"collects": True}, ["escape", "0", "ctrl+u"]),
    "admission-refusing": ({"collects": True}, ["escape", "0", "ctrl+u", "f8"]),
    "today-county": ({"collects": True}, ["escape"]),
    "transfer": ({"collects": True}, ["escape", "4", "enter", "f9"]),
    "problems": ({"collects": True}, ["escape", "ctrl+p", "'problem.list", "enter"]),
    "conflicts": ({"collects": True}, ["escape", "0", "f9"]),
    "conflicts-alike": ({"collects": True}, ["escape", "0", "f9", "f8"]),
    "conflicts-settled": ({"collects": True}, ["escape", "0", "f9", "f9"]),
    "board": ({"collects": True}, ["escape", "0", "ctrl+r", "left"]),
    "board-behind": ({"collects": True}, ["escape", "0", "ctrl+r", "down", "left", "enter"]),
    "board-asking": ({"collects": True}, ["escape", "0", "ctrl+r", "down", "f5"]),
    "exchange-handed": ({}, ["escape", "0", "down", "enter"]),
    "exchange-written": ({}, ["escape", "0", "f5", "end", "ctrl+u", "'/tmp", "enter"]),
    "inbox": ({"collects": True}, ["escape", "0", "insert", "down", "down", "down"]),
    "inbox-empty": ({"empty": True}, ["escape", "0", "insert"]),
    "receipts": ({"collects": True}, ["escape", "0", "ctrl+y", "end", "ctrl+u", "'/tmp", "enter"]),
    "settings": ({}, ["escape", "comma"]),
    "round": ({}, ["ctrl+r", "enter", "enter", "2"]),
    "help": ({}, ["escape", "2", "f1"]),
    "palette": ({}, ["ctrl+p"]),
    "wizard-place": ({"door": "new"}, ["enter", "'dgz"]),
    "wizard-names": ({"door": "new"}, ["enter", "'dgz", "enter", "enter", "enter"]),
    "unlock": ({"door": "locked"}, ["'wrong", "enter"]),
}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("lang", ["zh_CN", "en"])
@pytest.mark.parametrize("name", SCREENS)
async def test_screen(name: str, lang: str, size: tuple[int, int]) -> None:
    set_language(lang)
    station, keys = SCREENS[name]
    app = station_app(FakeStation(**station), clock=clock)  # type: ignore[arg-type]
    async with sitting(app, size) as person:
        for key in keys:
            await (person.type(key[1:]) if key.startswith("'") else person.press(key))
        check(app, f"{name}.{lang}.{size[0]}x{size[1]}")
