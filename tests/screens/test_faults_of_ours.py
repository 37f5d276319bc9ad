"""A fault in the program itself: one sentence, a file that says where, and nobody's data in either."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from pathlib import Path

import pytest
from driver import sitting
from fake_station import FakeStation, clock

from screens.app import station_app
from screens.backend import BookBackend
from screens.ports_ownership import Uncounted
from screens.widgets.record_table import RecordTable

SECRET = "张桂芳 532301194809120026"


class Broken(RecordTable):
    """Fails where Textual itself calls: no net of ours is around it."""

    def on_key(self) -> None:
        name = SECRET
        raise RuntimeError(f"cannot draw {name}")


@pytest.fixture
def _broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screens.clients.RecordTable", Broken)


@pytest.mark.fault(76)
@pytest.mark.usefixtures("_broken")
async def test_a_fault_inside_the_interface_names_a_place_and_nobody(
    station_file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    backend = BookBackend(station_file, clock)
    app = station_app(backend, clock=clock, database=station_file)
    with pytest.raises(RuntimeError):
        async with sitting(app) as person:
            await person.press("escape", "4", "down")
    backend.shut()
    said = capfd.readouterr().err
    assert "RuntimeError" in said and "What was saved is safe" in said
    assert app.return_code == 1
    written = (station_file.parent / "station.db.d" / "crash.txt").read_text(encoding="utf-8")
    assert "on_key" in written
    for part in SECRET.split():
        assert part not in said + written


async def test_a_page_left_before_it_was_filled_is_no_fault() -> None:
    class Slow(FakeStation):
        async def uncounted(self) -> Sequence[Uncounted]:
            await app.pop_screen()
            return await super().uncounted()

    app = station_app(Slow(collects=True), clock=clock)
    async with sitting(app) as person:
        await person.press("escape", "0", "ctrl+u")
        person.sees("Exchange")
        assert not app.failures


async def test_work_of_a_page_left_at_once_is_closed_though_somebody_still_holds_it() -> None:
    """Swept up with its page, in any order, it would say that it was never awaited."""

    async def read() -> None:
        raise AssertionError("it had begun")

    async with sitting(station_app(FakeStation(), clock=clock)) as person:
        work = read()
        person.app.go(work, "read", exclusive=True)
        held = list(person.app.workers)
        person.app.workers.cancel_group(person.app, "read")
        await person.settle()
        assert held and inspect.getcoroutinestate(work) == inspect.CORO_CLOSED
