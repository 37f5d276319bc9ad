"""A county's month by keys alone: the inbox, who is missing, the message, receipts; and the station that gets one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from driver import Person, sitting
from fleet import TODAY, Fleet, clock, made_fleet

from screens.app import station_app
from swstation.exchange.codes import request_code
from swstation.exchange.merging import merge
from swstation.exchange.sending_down import issue_to
from swstation.i18n import language, set_language


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    before = language()
    set_language("zh_CN")
    monkeypatch.setenv("HOME", str(tmp_path))
    yield
    set_language(before)


@pytest.fixture
def fleet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fleet:
    monkeypatch.chdir(tmp_path)  # where files go if nothing else is said
    return made_fleet(tmp_path, ("532301101", "532301102", "532301103"))


async def _fill(person: Person, key: str, *texts: str) -> None:
    await person.press(key)
    for text in texts:
        await person.press("end", "ctrl+u")
        await person.type(text)
        await person.press("enter")
    await person.settle()


async def _take_in(person: Person) -> None:
    """What was looked through is merged, and the page is left."""
    await person.press("f7")
    await person.settle()
    await person.press("escape")


async def test_the_clerk_takes_in_what_came_asks_for_what_did_not_and_writes_receipts(fleet: Fleet) -> None:
    first, second, third = fleet.stations
    handed = [station.hand_in("2026-11-02", fleet.stick) for station in (first, second)]
    late = third.hand_in("2026-11-02", fleet.stick)
    late.rename(fleet.stick.parent / late.name)

    with fleet.county.backend() as backend:
        async with sitting(station_app(backend, clock=lambda: clock(TODAY))) as person:
            await person.press("escape", "0", "insert")
            await _fill(person, "f5", str(fleet.stick))
            person.sees("2 个新的", handed[0].name, handed[1].name)
            await person.press("f7")
            await person.settle()
            await _take_in(person)
            person.sees("接收").misses("个新的")

            # The board: two are in, the third is asked for.
            await person.press("escape", "ctrl+r")
            await person.settle()
            person.sees("1 个站欠报", "!缺")
            await person.press("end", "left", "f5")
            await person.settle()
            person.sees("您好！楚雄市社工总站还没有收到贵站的以下内容：", "2026年10月", "532301103-20261118-1.swb")
            assert "532301103-20261118-1.swb" in person.app.clipboard
            await person.press("ctrl+s")
            await person.settle()
            person.hears("20261118.txt")
            await person.press("escape", "escape")

            # The stick comes with what was missing; then everybody gets a receipt.
            (fleet.stick.parent / late.name).rename(fleet.stick / late.name)
            await person.press("insert", "ctrl+r")
            await person.settle()
            person.sees("1 个新的")
            await person.press("f7")
            await person.settle()
            await _take_in(person)
            await _fill(person, "ctrl+y", str(fleet.stick))
            person.sees("回执已写好", "532301101-receipt")
            await person.press("escape", "escape", "ctrl+r")
            await person.settle()
            person.sees("没有站点欠报")
    assert len(list(fleet.stick.glob("*-receipt-*.swb"))) == 3

    with third.backend() as backend:
        async with sitting(station_app(backend, clock=lambda: clock(TODAY))) as person:
            await person.press("escape", "0")
            await person.settle()
            person.sees("未回执")
            (receipt,) = fleet.stick.glob("532301103-receipt-*.swb")
            await _fill(person, "f7", str(receipt))
            await _take_in(person)
            await person.settle()
            person.sees("县级已收齐", "已回执").misses("未回执")


async def test_a_station_writes_exactly_what_a_request_code_asks_for(fleet: Fleet, tmp_path: Path) -> None:
    station = fleet.stations[0]
    with fleet.county.on("2026-11-02") as book:
        merge(book, [station.hand_in("2026-11-02", fleet.stick)], backup=False)
    before = tmp_path / "before.db"
    shutil.copy(fleet.county.path, before)
    station.visit("2026-11-03", "陈三")
    with fleet.county.on("2026-11-04") as book:
        merge(book, [station.hand_in("2026-11-04", fleet.stick)], backup=False)
        receipt = issue_to(book, "T532301101", fleet.stick).file
    with station.on("2026-11-05") as book:
        merge(book, [receipt], backup=False)
    # The county's disk broke, and an older copy was put back: what the receipt promised is not there any more.
    for suffix in ("-wal", "-shm"):
        fleet.county.path.with_name(fleet.county.path.name + suffix).unlink(missing_ok=True)
    shutil.copy(before, fleet.county.path)
    station.visit("2026-11-06", "陈四")
    newest = station.hand_in("2026-11-06", fleet.stick)
    (fleet.stick / "new").mkdir()

    with fleet.county.backend() as backend:
        async with sitting(station_app(backend, clock=lambda: clock(TODAY))) as person:
            await person.press("escape", "0")
            await _fill(person, "f7", str(newest))
            await _take_in(person)
            await person.press("ctrl+r")
            await person.settle()
            await person.press("home")
            person.sees("!断")
            board = await backend.board("2026-11", 2, clock(TODAY).date())
            (hole,) = board.rows[0].holes
            code = request_code(station.replica, hole.first, hole.last)
            assert code is not None
            person.sees(code)
            await person.press("f5")
            await person.settle()
            assert code in person.app.clipboard

    with station.backend() as backend:
        async with sitting(station_app(backend, clock=lambda: clock(TODAY))) as person:
            await person.press("escape", "0")
            await _fill(person, "f12", code.lower(), str(fleet.stick / "new"))
            person.sees("已写好并读回核对", f"{hole.count} 条记录")
    (asked,) = (fleet.stick / "new").glob("*.swb")

    with fleet.county.backend() as backend:
        async with sitting(station_app(backend, clock=lambda: clock(TODAY))) as person:
            await person.press("escape", "0")
            await _fill(person, "f7", str(asked))
            await _take_in(person)
            await person.press("ctrl+r")
            await person.settle()
            person.misses("!断")
