"""The other pages, key by key."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from driver import sitting
from fake_station import FakeStation, clock

from screens.app import station_app
from screens.ports import NewCase
from screens.widgets.record_table import RecordTable


async def test_a_round_is_walked_with_enter_and_digits() -> None:
    station = FakeStation()
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("ctrl+r")
        person.sees("Which village?", "6 due / 41")
        await person.type("sqc")
        await person.press("enter")
        person.sees("石桥村", "4 left / 4")
        await person.press("enter", "2")
        person.sees("2 left / 4")
        assert person.app.screen.query_one(RecordTable).cursor_key == "c3"
        await person.press("n")
        await person.type("家里没人，邻居说去女儿家了")
        await person.press("enter", "6")
        assert [what for op, what in station.written if op == "visit"] == [
            ("c1", "met", ""),
            ("c2", "absent", ""),
            ("c3", "away", "家里没人，邻居说去女儿家了"),
        ]
        await person.press("ctrl+z")
        person.sees("2 left / 4")
        await person.press("escape")
        assert person.app.current_mode == "today"


async def test_cases_are_grouped_by_stage_filtered_and_opened() -> None:
    async with sitting(station_app(FakeStation(), clock=clock)) as person:
        await person.press("escape", "2")
        person.sees("接案  1", "介入  2", "! 3 days late").misses("孙家旺")
        await person.press("f8")
        person.sees("Closed  1", "孙家旺")
        await person.press("ctrl+f")
        await person.type("zgf")
        person.sees("张桂芳").misses("李秀英")
        await person.press("enter", "enter")
        assert type(person.app.screen).__name__ == "CaseScreen"
        person.sees("按时服药", "reached", "独居，丧偶一年")
        await person.press("escape")
        assert person.app.screen.query_one(RecordTable).cursor_key == "k1"
        await person.press("ctrl+f", "escape")
        person.sees("赵玉兰")


async def test_a_case_is_opened_without_the_input_method() -> None:
    station = FakeStation()
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("escape", "2", "insert", "enter")
        await person.type("zgf")
        await person.press("enter", "enter")
        await person.type("zyl")
        await person.press("enter", "tab", "2", "tab", "tab", "tab")
        await person.type("独居，情绪低落")
        await person.press("enter")
        await person.type("+7")
        await person.press("enter")
    expected = NewCase(["c1", "c3"], "s1", "elderly", date(2026, 11, 23), "独居，情绪低落", date(2026, 11, 30))
    assert ("case", expected) in station.written


async def test_a_form_names_the_field_the_reason_and_the_mend() -> None:
    station = FakeStation()
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("escape", "2", "insert", "ctrl+s")
        assert person.beside("clients") == "It is empty and is needed. Fill it in, or leave with Esc."
        assert not station.written
        await person.press("tab", "tab", "tab", *["backspace"] * 10)
        await person.type("2026-02-30")
        await person.press("tab")
        assert person.beside("opened_on").startswith("2026-02-30 is not a day.")


async def test_a_refusal_of_the_operation_stands_beside_its_field() -> None:
    station = FakeStation()
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("escape", "4", "insert")
        await person.type("新人")
        await person.press("tab", "tab", "tab")
        await person.type("123")
        await person.press("ctrl+s")
        assert person.beside("resident_id").startswith("123 is not a day.")
        assert person.app.focused is person.app.screen.query_one("#field-resident_id")
        assert not [op for op, _what in station.written if op == "client"]


async def test_esc_keeps_a_form_as_a_draft_and_it_comes_back() -> None:
    async with sitting(station_app(FakeStation(), clock=clock)) as person:
        await person.press("escape", "4", "insert")
        await person.type("没写完")
        await person.press("escape")
        person.hears("Kept as a draft.")
        await person.press("insert")
        person.sees("没写完", "draft of 14:02")
        person.app.screen._look_soon()  # as it does a moment after the last key: nobody is like this
        await person.settle()
        person.sees("draft of 14:02")


async def test_moving_a_case_offers_the_next_stage_and_closing_asks_why() -> None:
    station = FakeStation()
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("escape", "2", "f5")
        person.sees("赵玉兰: now 接案, move to")
        await person.press("enter")
        assert station.written[-1] == ("move_case", "k3 assessment None")
        await person.press("f5")
        await person.type("ja")
        await person.press("enter")
        person.sees("Why is it closed?")
        await person.press("enter")
        assert station.written[-1] == ("close_case", "k3 goals_met")


async def test_masked_numbers_are_revealed_one_by_one_and_noted() -> None:
    station = FakeStation()
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("escape", "4", "enter")
        person.sees("532301**********22", "138****1234").misses("13800001234")
        await person.press("v")
        person.sees("532301194003050022").misses("13800001234")
        await person.press("f7")
        person.sees("13800001234")
        assert station.written == [("reveal", "client.resident_id"), ("reveal", "client.phone")]


async def test_a_long_list_of_clients_is_read_as_one_looks() -> None:
    async with sitting(station_app(FakeStation(clients=100_000), clock=clock)) as person:
        await person.press("escape", "4")
        person.sees("100,000 rows", "张桂芳0")
        await person.press("end")
        person.sees("王小明99999")


async def test_one_training_for_everybody_marked() -> None:
    station = FakeStation()
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("escape", "5", "space", "space", "f5")
        person.sees("One training, everybody who came", "李娜、王芳")
        await person.type("老年社会工作实务")
        await person.press("tab", "end", "ctrl+u")
        await person.type("11-20")
        await person.press("tab")
        await person.type("11-21")
        await person.press("tab")
        await person.type("12")
        await person.press("tab", "1", "ctrl+s")
    (values,) = station.entered
    assert (values["people"], values["start_on"], values["end_on"]) == ("李娜、王芳", "2026-11-20", "2026-11-21")
    assert (values["amount"], values["measure"], values["approved"]) == ("12", "class_hour", "no")


async def test_a_persons_bars_and_their_clauses() -> None:
    async with sitting(station_app(FakeStation(), clock=clock)) as person:
        await person.press("escape", "5", "enter", "right", "right")
        person.sees("30.0 / 48.0 学时", "18.0 missing by 2026-12-31", "6.0 not approved")
        await person.press("ctrl+o")
        person.sees("楚办发〔2021〕12号", "第三条第二款", "不少于48学时")
        await person.press("escape", "escape")
        assert person.app.current_mode == "staff"


async def test_handing_in_and_taking_in(tmp_path: Path) -> None:
    station = FakeStation(collects=True)
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("escape", "0")
        person.sees("吕合镇社工站", "缺 12 条").misses("handed in")
        await person.press("f5", *["backspace"] * 20)
        await person.type(str(tmp_path / "nowhere"))
        await person.press("enter")
        assert person.beside("folder").startswith("There is no file or folder")
        await person.press("escape", "f5", *["backspace"] * 20)
        await person.type(str(tmp_path))
        await person.press("enter")
        person.sees("Written and read back", "9F3C 0A1B 77DE", "7KQ2 M9XA 41TB")
        (tmp_path / "a.swb").write_bytes(b"x")
        await person.press("escape", "f7", *["backspace"] * 20)
        await person.type(str(tmp_path))
        await person.press("enter")
        assert type(person.app.screen).__name__ == "RehearsalScreen"
        person.sees("a.swb", "Nothing is written yet. F7 merges")


async def test_a_station_answers_a_request_code_and_looks_at_what_came_back(tmp_path: Path) -> None:
    station = FakeStation()
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("escape", "0", "ctrl+r", "ctrl+y", "ctrl+d")
        assert type(person.app.screen).__name__ == "ExchangeScreen", "these are the county's"
        await person.press("down", "enter")
        person.sees("日期晚于今天", "缺第 812 至 903 条")
        await person.press("escape", "f12")
        await person.type("4HQ1-SVJ3")
        await person.press("enter", "end", "ctrl+u")
        await person.type(str(tmp_path))
        await person.press("enter")
        assert "4HQ1-SVJ3" in person.beside("code")
        await person.press("end")
        await person.type("-DN9S")
        await person.press("ctrl+s")
        person.sees("92 条记录")
        assert ("asked", "4HQ1-SVJ3-DN9S") in station.written


async def test_the_county_sends_down_and_writes_receipts(tmp_path: Path) -> None:
    station = FakeStation(collects=True)
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("escape", "0", "f12")
        assert type(person.app.screen).__name__ == "ExchangeScreen", "that is the station's"
        await person.press("down", "enter")
        person.sees("吕合镇社工站  电脑 b3b3", "7KQ2 M9XA 41TB")
        await person.press("escape", "ctrl+y", "end", "ctrl+u")
        await person.type(str(tmp_path))
        await person.press("enter")
        person.sees("Receipts written", "532301103-receipt")
        await person.press("escape", "ctrl+d")
        person.sees("Every station")
        await person.press("2", "tab", "2", "tab", "end", "ctrl+u")
        await person.type(str(tmp_path))
        await person.press("ctrl+s")
        person.sees("12 条记录")
        assert ("down", ("T532301102", True)) in station.written


async def test_the_inbox_takes_the_marked_ones_or_all_that_are_new(tmp_path: Path) -> None:
    station = FakeStation(collects=True)
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("escape", "0", "insert")
        person.sees("2 new", "/media/usb", "9F3C 0A1B 77DE")
        await person.press("ctrl+d")
        person.sees("Send down", "Every station")
        await person.press("escape")
        await person.press("f7")
        person.sees("2 files", "20261123-9", "20261030-7")
        await person.press("escape", "down", "space", "f7")
        person.sees("1 file", "20261030-7").misses("20261123-9")
        await person.press("escape", "end", "enter")
        person.hears("2026-11-03 汇总")
        await person.press("f8")
        person.sees("1 file", "held.swb")
        await person.press("escape", "f5", "end", "ctrl+u")
        await person.type(str(tmp_path))
        await person.press("enter")
        assert ("watch", tmp_path) in station.written


async def test_a_month_is_turned_and_written_out(tmp_path: Path) -> None:
    station = FakeStation()
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("escape", "9")
        person.sees("2026-11", "入户走访户次")
        await person.press("[")
        person.sees("2026-10")
        await person.press("]", "]", "f5")
        person.sees("monthly-report-2026-11")
        await person.press("enter")
        assert station.written[-1] == ("report", ("monthly", "2026-11", "monthly-report-2026-11.xlsx"))


async def test_settings_do_what_their_line_says() -> None:
    async with sitting(station_app(FakeStation(), clock=clock)) as person:
        await person.press("escape", "comma")
        person.sees("东瓜镇社工站", "night")
        table = person.app.screen.query_one(RecordTable)
        table.go_to("theme")
        await person.press("enter")
        assert person.app.theme == "paper"
        table.go_to("check")
        await person.press("enter")
        person.sees("完整性", "正常")
        table.go_to("backup")
        await person.press("enter")
        person.hears("Backup written")


async def test_go_to_any_record_by_initials_or_number() -> None:
    async with sitting(station_app(FakeStation(), clock=clock)) as person:
        await person.press("ctrl+g")
        await person.type("ln")
        person.sees("李娜", "worker")
        await person.press("enter")
        assert type(person.app.screen).__name__ == "PersonScreen"


async def test_a_fault_is_one_line_and_the_program_goes_on() -> None:
    station = FakeStation()

    async def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("boom 张桂芳")

    station.cases = broken  # type: ignore[assignment, method-assign]
    app = station_app(station, clock=clock)
    async with sitting(app) as person:
        await person.press("escape", "2")
        person.hears("Something went wrong and nothing was changed.")
        person.misses("boom", "Traceback")
        await person.press("4")
        person.sees("张桂芳")
        app.failures.clear()


async def test_a_goal_is_scored_on_the_page_of_its_case() -> None:
    station = FakeStation()
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("escape", "2", "ctrl+f")
        await person.type("zgf")
        await person.press("enter", "enter", "f8")
        person.sees("Which goal?")
        await person.press("down", "enter")
        person.sees("Reached", "Result")
        await person.press("2", "tab")
        await person.type("每天按时")
        await person.press("ctrl+s")
        assert [what for op, what in station.written if op == "score"] == [("g2", "partly", "每天按时")]
