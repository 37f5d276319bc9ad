"""Bringing in a ledger from the interface: read first, every refused cell named, then all of it or what fits."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import openpyxl
import pytest
from driver import Person, sitting
from fake_station import HOSTILE, FakeStation, clock
from ledgers import fill, xlsx

from screens.app import station_app
from screens.backend import BookBackend
from screens.files import offered, path_of

NOW = datetime(2026, 11, 23, 14, 2, tzinfo=timezone(timedelta(hours=8)))
HEADINGS = ["姓名", "性别", "出生日期", "手机号", "村居", "类别", "备注2"]
PEOPLE = [
    ["张桂芳", "女", date(1940, 3, 5), "13800001001", "东瓜社区", "低保、独居老人", "x"],
    ["李秀英", "女", date(1972, 5, 6), "13800001002", "兴隆村", "残疾人", None],
    ["王建国", "男", date(1951, 1, 9), "13800001003", "兴隆村", "低保", None],
]


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of one's own with a desktop."""
    home = tmp_path / "home"
    (home / "桌面").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.chdir(home)
    return home


def _backend(file: Path) -> BookBackend:
    return BookBackend(file, lambda: NOW)


async def _asked(person: Person, page: str, file: Path) -> Person:
    await person.press("escape", page, "f9")
    await person.type(str(file))
    return await person.press("enter")


async def test_a_ledger_is_read_and_then_taken_in_and_taken_back(station_file: Path, at_home: Path) -> None:
    file = xlsx(at_home / "桌面" / "低保台账.xlsx", [["服务对象台账"], HEADINGS, *PEOPLE, ["合计", 3]])
    backend = _backend(station_file)
    async with sitting(station_app(backend, clock=lambda: NOW)) as person:
        await person.press("escape", "4", "f9")
        person.sees("Bring in a ledger", "低保台账.xlsx", "Desktop")
        await person.type("dbtz")
        await person.press("enter")
        person.sees("3 rows read   3 new", "Nothing is written yet.", "备注2", "a line of sums")
        assert await backend.client_count("") == 0
        await person.press("enter")
        person.hears("3 rows taken in.")
        person.sees("张桂芳", "李秀英", "王建国", "3 rows")
        await _asked(person, "4", file)
        person.sees("3 as before", "known already")
        await person.press("enter", "ctrl+z")
        person.hears("Taken back")
        person.misses("张桂芳")
    backend.shut()


async def test_a_refused_cell_takes_nothing_in_until_it_is_mended(station_file: Path, at_home: Path) -> None:
    bad = [*PEOPLE[:1], ["李秀英", "不详", "1950.13.40", "138", "兴隆村", "低保户口", None], PEOPLE[2]]
    file = xlsx(at_home / "台账.xlsx", [HEADINGS, *bad])
    backend = _backend(station_file)
    async with sitting(station_app(backend, clock=lambda: NOW), (120, 30)) as person:
        await _asked(person, "4", file)
        person.sees("2 new", "! 4 cells refused", "1950.13.40", "低保户口", "不详")
        assert "neither 男 nor 女" in person.line_with("不详")
        await person.press("enter")
        person.hears("Mend these cells")
        assert await backend.client_count("") == 0
        xlsx(file, [HEADINGS, *PEOPLE])
        await person.press("f5")
        person.sees("3 new").misses("! ")
        await person.press("enter")
        assert await backend.client_count("") == 3
    backend.shut()


async def test_what_fits_is_taken_in_when_asked_for(station_file: Path, at_home: Path) -> None:
    file = xlsx(at_home / "台账.xlsx", [HEADINGS, *PEOPLE, ["坏", "不详", None, None, None, None, None]])
    backend = _backend(station_file)
    async with sitting(station_app(backend, clock=lambda: NOW)) as person:
        await _asked(person, "4", file)
        await person.press("f7")
        person.sees("taken in", "! 1 cell refused", "不详")
        assert await backend.client_count("") == 3
        await person.press("f7", "enter", "escape")
        person.sees("3 rows")
        assert await backend.client_count("") == 3
    backend.shut()


async def test_a_file_changed_after_it_was_read_is_not_half_taken_in(station_file: Path, at_home: Path) -> None:
    file = xlsx(at_home / "台账.xlsx", [HEADINGS, *PEOPLE])
    backend = _backend(station_file)
    async with sitting(station_app(backend, clock=lambda: NOW)) as person:
        await _asked(person, "4", file)
        xlsx(file, [HEADINGS, *PEOPLE, ["坏", "不详", None, None, None, None, None]])
        await person.press("enter")
        person.sees("! 1 cell refused")
        assert await backend.client_count("") == 0
    backend.shut()


async def test_the_sheet_is_asked_for_where_several_could_be_meant(station_file: Path, at_home: Path) -> None:
    book = openpyxl.Workbook()
    for place, title in enumerate(("东瓜", "吕合")):
        page = book.active if place == 0 else book.create_sheet()
        assert page is not None
        page.title = title
        fill(page, [HEADINGS, PEOPLE[place]])
    book.save(at_home / "两张表.xlsx")
    backend = _backend(station_file)
    async with sitting(station_app(backend, clock=lambda: NOW)) as person:
        await _asked(person, "4", at_home / "两张表.xlsx")
        person.sees("Which sheet?", "东瓜", "吕合")
        await person.press("down", "enter")
        person.sees("1 row read", "吕合")
        await person.press("enter")
        person.sees("李秀英").misses("张桂芳")
    backend.shut()


async def test_a_file_that_is_no_ledger_is_refused_where_it_was_asked_for(station_file: Path, at_home: Path) -> None:
    (at_home / "空.xlsx").write_bytes(b"")
    (at_home / "假.xlsx").write_text("<html>", encoding="utf-8")
    xlsx(at_home / "花名册.xlsx", [["名字吗", "什么"], ["a", "b"]])
    backend = _backend(station_file)
    async with sitting(station_app(backend, clock=lambda: NOW)) as person:
        await _asked(person, "4", at_home / "空.xlsx")
        person.sees("is empty.", "Bring in a ledger")
        for name, words in (("假.xlsx", "is not an Excel workbook"), ("花名册.xlsx", "headings of this ledger")):
            await person.press("end", "ctrl+u")
            await person.type(str(at_home / name))
            await person.press("enter")
            person.sees(words)
        await person.press("end", "ctrl+u")
        await person.type("没有这个文件")
        await person.press("enter")
        person.sees("There is no file or folder")
        assert not person.app.failures
    backend.shut()


async def test_the_kind_follows_the_page_and_a_digit_changes_it() -> None:
    station = FakeStation()
    async with sitting(station_app(station, clock=clock)) as person:
        await person.press("escape", "5", "i")
        person.sees("人员")
        await person.press("shift+tab", "3", "tab", "enter")
        person.sees("个案")
        await person.press("f7")
        assert station.written == [("ledger", ("cases", "低保台账.xlsx", True))]


async def test_a_template_is_written_and_never_over_another(station_file: Path, at_home: Path) -> None:
    backend = _backend(station_file)
    async with sitting(station_app(backend, clock=lambda: NOW)) as person:
        await person.press("escape", "4", "f9", "f8")
        person.sees("Template", "Folder")
        await person.press("ctrl+s")
        person.hears("Template written")
        await person.press("f8", "ctrl+s")
    names = sorted(file.name for file in (at_home / "桌面").iterdir())
    assert names == ["Clients template 2.xlsx", "Clients template.xlsx"]
    sheet = openpyxl.load_workbook(at_home / "桌面" / names[1]).worksheets[0]
    assert sheet["A1"].value == "name*"
    backend.shut()


async def test_the_palette_finds_it_from_anywhere() -> None:
    async with sitting(station_app(FakeStation(), clock=clock)) as person:
        await person.press("ctrl+p")
        await person.type("ledger.import")
        await person.press("enter")
        person.sees("Bring in a ledger", "日志")


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: repr(name[:12]))
async def test_hostile_words_in_a_ledger_stay_words(name: str) -> None:
    async with sitting(station_app(FakeStation(name=name), clock=clock)) as person:
        await person.press("escape", "4", "f9", "enter")
        person.sees("2 new", "! 1 cell refused")
        await person.press("down", "down", "f5", "enter", "f7")
        person.sees("taken in")


def test_paths_as_terminals_paste_them(at_home: Path) -> None:
    wanted = at_home / "低保 台账.xlsx"
    wanted.write_bytes(b"x")
    for typed in (
        str(wanted),
        f'"{wanted}"',
        f"'{wanted}' ",
        f"“{wanted}”",
        f"& '{wanted}'",
        wanted.as_uri(),
        str(wanted).replace(" ", "\\ "),
        "~/低保 台账.xlsx",
    ):
        assert path_of(typed) == wanted, typed
    assert path_of("~nobody-of-this-name/x").name == "x"


def test_files_are_offered_by_name_initials_or_folder(at_home: Path) -> None:
    for name in ("低保台账.xlsx", "花名册.CSV", "~$低保台账.xlsx", "照片.jpg", ".藏.xlsx"):
        (at_home / "桌面" / name).write_bytes(b"x")
    (at_home / "桌面" / "旧的").mkdir()
    names = [one.path.name for one in offered("")]
    assert sorted(names) == ["低保台账.xlsx", "花名册.CSV"]
    assert [one.path.name for one in offered("hmc")] == ["花名册.CSV"]
    below = [(one.path.name, one.folder) for one in offered("~/桌面/")]
    assert below == [("旧的", True), ("低保台账.xlsx", False), ("花名册.CSV", False)]
    assert [one.path.name for one in offered(str(at_home / "桌面" / "低"))] == ["低保台账.xlsx"]
    for strange in ("/\0", "/" + "长" * 5000, "~nobody-of-this-name/"):
        assert not [one for one in offered(strange) if one.path.suffix]
