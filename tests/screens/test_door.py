"""The first start, the passphrase, the lock, and who writes."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from driver import sitting
from fake_station import NOW, FakeStation, clock

from screens.app import station_app
from screens.widgets.record_table import RecordTable

PASSPHRASE = "五月 石桥 米油 晴天"


async def test_enter_alone_leads_through_the_first_start() -> None:
    station = FakeStation("new")
    async with sitting(station_app(station, clock=clock)) as person:
        person.sees("What kind of station is this?", "1 / 5")
        await person.press("enter")
        person.sees("Where is it?", "2 / 5")
        await person.type("dgz")
        person.sees("东瓜镇")
        await person.press("enter")
        person.sees("Which policy holds here?", "ended 2025-12-31")
        await person.press("enter")
        person.sees("This policy has run out", "Go on with it from 2026-01-01")
        await person.press("enter")
        person.sees("东瓜镇社工站", "4 / 5")
        await person.type("李娜")
        await person.press("enter")
        person.sees("A passphrase", "5 / 5")
        await person.type(PASSPHRASE)
        await person.press("enter")
        await person.type(PASSPHRASE)
        await person.press("enter")
        person.sees("The recovery code", "5 / 5")
        await person.press("escape", "enter")
        assert person.beside("recovery")
        for typed, said in (
            ("0000", "has 32 letters"),
            ("1" + "0" * 31, "a slip in it"),
            ("1" + "0" * 30 + "1", "not the code"),
        ):
            await person.press("ctrl+u")
            await person.type(typed)
            await person.press("enter")
            assert said in person.beside("recovery")
        await person.press("ctrl+u")
        await person.type_code()
        assert person.app.current_mode == "today"
        person.sees("东瓜镇社工站", "李娜")
    made = station.made
    assert made is not None
    assert (made.tier, made.division, made.policy) == ("township_station", "532301102", "chuxiong")
    assert (made.continue_from, made.worker, made.passphrase) == (date(2026, 1, 1), "李娜", PASSPHRASE)


async def test_esc_goes_back_and_nothing_is_lost() -> None:
    station = FakeStation("new")
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("down", "enter")
        await person.type("532301103")
        await person.press("enter", "down", "enter")
        person.sees("吕合镇社工站")
        await person.type("李")
        await person.press("escape")
        person.sees("Which policy holds here?")
        await person.press("enter")
        person.sees("吕合镇社工站", "李")
        await person.press("escape", "escape")
        person.sees("Where is it?", "532301103", "吕合镇")
        await person.press("enter")
        person.sees("Which policy holds here?")
        await person.press("escape")
        await person.type("dgz")
        person.sees("东瓜镇").misses("532301103")
        await person.press("escape", "escape")
        person.sees("What kind of station is this?")
        await person.press("escape")
        person.sees("What kind of station is this?")


async def test_no_passphrase_is_a_choice_with_a_warning() -> None:
    station = FakeStation("new")
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("enter")
        await person.type("dgz")
        await person.press("enter", "enter", "enter")
        await person.type("李娜")
        await person.press("enter", "enter", "enter")
        person.sees("No passphrase?", "anyone who has this computer")
        await person.press("enter")
        person.sees("A passphrase")
        await person.press("enter", "enter", "down", "enter")
        assert station.made is not None and station.made.passphrase is None


async def test_passphrases_that_differ_or_are_short_are_refused_beside_the_field() -> None:
    station = FakeStation("new")
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("enter")
        await person.type("dgz")
        await person.press("enter", "enter", "enter")
        await person.type("李娜")
        await person.press("enter")
        await person.type("abc")
        await person.press("enter")
        await person.type("abd")
        await person.press("enter")
        assert person.beside("again").startswith("The two passphrases differ.")
        await person.press(*"abc", "enter")
        assert "is too short." in person.beside("first")
        assert station.made is None


async def test_a_wrong_passphrase_says_so_and_the_right_one_opens() -> None:
    async with sitting(station_app(FakeStation("locked"), clock=clock)) as person:
        person.misses("李娜")
        await person.type("wrong words")
        await person.press("enter")
        person.sees("differ.")
        await person.press("ctrl+n", "ctrl+p", "f6")
        person.misses("Quick log", "Who is writing?")
        await person.type(PASSPHRASE)
        await person.press("enter")
        person.sees("Quick log", "李娜")


async def test_the_book_locks_itself_and_opens_where_one_was() -> None:
    now = [NOW]

    def moving() -> datetime:
        return now[0]

    station = FakeStation("locked")
    app = station_app(station, clock=moving)
    async with sitting(app) as person:
        await person.type(PASSPHRASE)
        await person.press("enter", "escape", "2")
        now[0] += timedelta(minutes=9)
        await app._watch_idle()
        person.sees("Filter")
        now[0] += timedelta(minutes=2)
        await app._watch_idle()
        await person.settle()
        person.sees("Locked.").misses("张桂芳")
        await person.press("1", "f4", "ctrl+g")
        person.misses("Quick log")
        await person.press("backspace")
        await person.type(PASSPHRASE)
        await person.press("enter")
        assert app.current_mode == "cases"
        person.sees("张桂芳")


async def test_it_is_locked_from_outside() -> None:
    station = FakeStation("locked")
    app = station_app(station, clock=clock)
    async with sitting(app) as person:
        await person.type(PASSPHRASE)
        await person.press("enter")
        await app._watch_idle()
        person.sees("Quick log")
        station.locks_asked += 1
        await app._watch_idle()
        await person.settle()
        person.sees("Locked.")
        await person.type(PASSPHRASE)
        await person.press("enter")
        await app._watch_idle()
        person.sees("Quick log")


async def test_another_passphrase_in_the_settings() -> None:
    station = FakeStation("locked")
    async with sitting(station_app(station, clock=clock), (80, 40)) as person:
        await person.type(PASSPHRASE)
        await person.press("enter", "escape", "comma")
        person.sees("Passphrase", "Recovery")
        table = person.app.screen.query_one(RecordTable)
        table.go_to("sheet")
        await person.press("enter")
        person.hears("lock it away")
        table.go_to("passphrase")
        await person.press("enter")
        person.sees("Another passphrase")

        async def fill(*words: str) -> None:
            for field, text in zip(("passphrase", "first", "again"), words, strict=True):
                person.app.screen.query_one(f"#field-{field}").focus()
                await person.press("ctrl+u")
                await person.type(text)
            await person.press("ctrl+s")

        await fill("wrong words", "new words here", "new words here")
        assert "does not open" in person.beside("passphrase")
        await fill(PASSPHRASE, "new words here", "other words")
        assert "differ" in person.beside("again")
        await fill(PASSPHRASE, "new", "new")
        assert "too short" in person.beside("first")
        await fill(PASSPHRASE, "new words here", "new words here")
        person.hears("is changed")
    assert station.passphrase == "new words here"


async def test_a_book_without_a_passphrase_cannot_be_locked() -> None:
    async with sitting(station_app(FakeStation(), clock=clock)) as person:
        await person.press("ctrl+l")
        person.hears("no passphrase")
        person.sees("Quick log")


async def test_the_writer_stands_in_the_top_line_and_one_key_switches() -> None:
    async with sitting(station_app(FakeStation(), clock=clock)) as person:
        await person.press("f6")
        await person.type("swj")
        person.sees("单文静")
        await person.press("enter")
        assert person.line_with("Today").endswith("单文静")
