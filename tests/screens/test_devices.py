"""The devices known here, by keys: a card from a folder, digits compared, a laptop reported lost."""

from __future__ import annotations

from pathlib import Path

from driver import sitting
from fake_station import FakeStation, clock

from screens.app import station_app
from screens.ports_devices import DeviceSeen


async def test_a_card_is_taken_from_the_folder_it_lies_in_and_its_digits_are_compared(tmp_path: Path) -> None:
    station = FakeStation()
    for name in ("C532301.swc", "T532301102-B.swe", "T532301103-A.swe", "notes.txt"):
        (tmp_path / name).write_text("-", encoding="utf-8")
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("escape", "0", "f8", *["backspace"] * 60)
        await person.type(str(tmp_path / "none"))
        await person.press("enter")
        assert "ends in .swc or .swe" in person.beside("card")
        await person.press(*["backspace"] * 5)
        await person.press("enter")
        person.sees("Which card?", "东瓜镇社工站", "T532301102-B.swe", "T532301103-A.swe", "taken in  C532301.swc")
        person.misses("notes.txt")
        await person.type("103")
        await person.press("enter")
        person.sees("Card taken in", "1234 5678 9012 3456 7890 1234", "They read")
        await person.type("1234 5678 9012")
        await person.press("enter")
        assert "do not fit" in person.beside("digits")
        await person.press(*["backspace"] * 20)
        await person.type("123456789012345678901234")
        await person.press("enter")
        person.hears("Compared")
        assert station.written == [("compare", ("f1", "123456789012345678901234"))]


async def test_a_lost_laptop_is_reported_after_asking_and_a_copied_one_gets_a_new_number() -> None:
    station = FakeStation(collects=True)
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("escape", "0")
        person.sees("1 card not compared: Ctrl+W")
        await person.press("ctrl+w", "down")
        person.sees("Known devices", "吕合镇社工站", "b3b3", "未核对", "1234 5678 9012 3456 7890 1234")
        await person.press("f8", "enter")
        assert not station.written, "a slip of the finger reports nothing lost"
        await person.press("f8", "down", "enter")
        person.hears("Reported lost")
        await person.press("f9", "down", "enter")
        assert [what for _op, what in station.written] == [("b3b3" * 8, "revoked"), ("b3b3" * 8, "split")]


async def test_what_cannot_be_judged_is_said_before_anything_is_asked() -> None:
    class Fake(FakeStation):
        async def devices(self) -> list[DeviceSeen]:
            lost = DeviceSeen("f1", "ed3a" * 8, "东瓜镇社工站", "! 已挂失", "bad", "2026-11-03", 9, "revoked")
            return [
                DeviceSeen("f0", "870f" * 8, "楚雄市社工总站", "已核对", "good", "2026-11-03", 9, "verified", True),
                lost,
            ]

    station = Fake()
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("escape", "0", "ctrl+w", "f8")
        person.hears("card of 楚雄市社工总站 as a whole").misses("Report it lost?")
        await person.press("down", "f8")
        person.hears("said of 东瓜镇社工站 already").misses("Report it lost?")
        assert not station.written


async def test_where_no_card_is_the_page_says_how_one_comes() -> None:
    async with sitting(station_app(FakeStation(empty=True), clock=clock)) as person:
        await person.press("escape", "0", "f5")
        person.hears("There is no county card yet").misses("To hand in", "waiting to be handed in")
        person.sees("F8 takes it in")
        await person.press("ctrl+w")
        person.sees("No card has been taken in yet.", "F8 takes one in", "Ctrl+T writes your own")
        await person.press("enter", "f5", "f8", "f9")
        person.sees("No card has been taken in yet.")
