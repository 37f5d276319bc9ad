"""Whatever stands in a name or a note, every screen shows it as text, keeps its shape and goes on."""

from __future__ import annotations

import pytest
from driver import sitting
from fake_station import HOSTILE, FakeStation, clock
from goldens import lines_of
from rich.cells import cell_len

from screens.app import station_app

WAYS = {
    "today": ["'{name}", "enter", "escape"],
    "log": ["'甲 电话 {name}", "enter", "escape", "f7", "d", "ctrl+z"],
    "cases": ["escape", "2", "ctrl+f", "'{name}", "escape", "enter", "f5", "escape", "escape", "insert", "escape"],
    "clients": ["escape", "4", "enter", "v", "escape", "e", "escape"],
    "staff": ["escape", "5", "enter", "f8", "escape", "escape", "space", "f5", "'{name}", "escape"],
    "round": ["ctrl+r", "enter", "n", "'{name}", "enter", "enter", "escape"],
    "exchange": ["escape", "0", "f5", "'{name}", "enter", "escape"],
    "board": ["escape", "0", "ctrl+r", "left", "enter", "escape", "f5", "escape", "f7", "escape"],
    "inbox": ["escape", "0", "insert", "down", "enter", "escape", "escape", "enter", "escape"],
    "reports": ["escape", "9", "["],
    "settings": ["escape", "comma"],
    "writer": ["f6", "'{name}", "escape"],
    "records": ["ctrl+g", "'{name}", "escape", "ctrl+p", "'{name}", "escape", "f1", "'{name}", "escape"],
}


@pytest.mark.fault(65)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
async def test_hostile_name(name: str, way: str) -> None:
    app = station_app(FakeStation(name=name), clock=clock)
    async with sitting(app) as person:
        for key in WAYS[way]:
            await (person.type(key[1:].format(name=name)) if key.startswith("'") else person.press(key))
            for line in lines_of(app):
                assert cell_len(line) <= 80
                assert not set(line) & set("\x1b\u202e\u202c\t")
        assert app.is_running
