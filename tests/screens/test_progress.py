"""Long work that is stopped: what is said about it is true."""

from __future__ import annotations

import asyncio

from driver import sitting
from fake_station import FakeStation, clock

from screens.app import station_app
from screens.dialogs.progress import ProgressDialog
from screens.ports import Progress


async def test_stopping_says_what_is_true_of_the_work() -> None:

    station = FakeStation()
    async with sitting(station_app(station, clock=clock)) as person:
        for whole, words in ((True, "nothing was changed"), (False, "Files finished before that stay")):
            go_on = asyncio.Event()

            async def work(progress: Progress, go_on: asyncio.Event = go_on) -> int:
                await go_on.wait()
                progress("second file", 1, 2)
                return 1

            dialog = ProgressDialog("Merge", work, whole=whole)
            answers: list[tuple[int] | None] = []
            person.app.push_screen(dialog, answers.append)
            await asyncio.sleep(0)
            while not dialog.is_mounted:
                await asyncio.sleep(0)
            dialog.action_go_back()
            go_on.set()
            await person.settle()
            assert answers == [None]
            person.hears(words)
