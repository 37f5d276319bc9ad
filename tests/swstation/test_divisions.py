"""Places found while typing, on the real list."""

from __future__ import annotations

import csv
import lzma
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from swstation import divisions
from swstation.data.make_divisions import SOURCES, TARGET, document, line
from swstation.data.make_divisions import divisions as read_province
from swstation.division_data import lines
from swstation.divisions import COUNTY, PREFECTURE, PROVINCE, TOWNSHIP

DONGGUA = "532301102"
PATH = "云南省·楚雄彝族自治州·楚雄市·东瓜镇"


@pytest.mark.parametrize(
    "typed",
    [
        "东瓜",
        "东瓜镇",
        " 东瓜 ",
        "donggua",
        "dongguazhen",
        "DONGGUA",
        "ｄｏｎｇｇｕａ",
        "532301102",
        "５３２３０１１０２",
        "532301102003",
        "cx dgz",
        "yn cx dgz",
        "cxdgz",
        "楚雄 东瓜",
        "楚雄东瓜",
        "楚雄市东瓜镇",
        "云南省楚雄彝族自治州楚雄市东瓜镇",
        "云南省·楚雄彝族自治州·楚雄市·东瓜镇",
        "chuxiong donggua",
        "东guaz",
        "5323 dgz",
        "532301 dgz",
    ],
)
def test_one_township_found_first_in_many_ways(typed: str) -> None:
    first = divisions.search(typed)[0]
    assert (first.code, first.name, first.path) == (DONGGUA, "东瓜镇", PATH)


@pytest.mark.parametrize("typed", ["dgz", "dguaz", "donggu", "dg", "5323", "53230110"])
def test_and_among_others_where_many_are_meant(typed: str) -> None:
    assert DONGGUA in [place.code for place in divisions.search(typed, limit=400)]


@pytest.mark.parametrize(
    ("typed", "level", "code"),
    [
        ("yn", PROVINCE, "53"),
        ("云南", PROVINCE, "53"),
        ("chongqing", PROVINCE, "50"),
        ("cx", PREFECTURE, "5323"),
        ("楚雄", PREFECTURE, "5323"),
        ("楚雄", COUNTY, "532301"),
        ("sx", COUNTY, "371722"),
        ("shanxian", COUNTY, "371722"),
        ("单县", COUNTY, "371722"),
        ("532301", COUNTY, "532301"),
        ("hz sx", COUNTY, "371722"),
    ],
)
def test_higher_levels(typed: str, level: int, code: str) -> None:
    assert code in [place.code for place in divisions.search(typed, level)]


def test_every_hit_is_of_the_level_asked() -> None:
    for level in (PROVINCE, PREFECTURE, COUNTY, TOWNSHIP):
        assert {len(place.code) for place in divisions.search("5", level)} <= {level}
        assert {len(place.code) for place in divisions.search("s", level)} == {level}


def test_ranks_the_whole_name_then_its_beginning_then_its_inside() -> None:
    names = [place.name for place in divisions.search("新街", limit=200)]
    whole = [name for name in names if name in ("新街镇", "新街乡", "新街街道")]
    assert names[: len(whole)] == whole
    begun = [name.startswith("新街") for name in names]
    assert begun == sorted(begun, reverse=True)
    assert not begun[-1]


def test_whole_initials_go_before_begun_ones_and_whole_syllables_before_begun_ones() -> None:
    lengths = [len(place.name) for place in divisions.search("dgz", limit=400)]
    assert lengths == sorted(lengths, key=lambda length: length != 3)
    names = [place.name for place in divisions.search("donggua")]
    assert names[0] == "东瓜镇"
    assert "东关街道" in names


def test_brackets_in_either_width() -> None:
    assert divisions.search("软件谷(") == divisions.search("软件谷（") == []
    assert [place.name for place in divisions.search("中国(南京)软件谷")] == ["中国（南京）软件谷"]


def test_those_nearby_come_first_among_equals() -> None:
    near = divisions.search("dgz", near="5323")
    assert near[0].code == DONGGUA
    assert {place.code for place in near} == {place.code for place in divisions.search("dgz")}
    assert [place.code for place in divisions.search("新街镇", near="53", limit=3)] == sorted(
        place.code
        for place in divisions.search("新街镇", limit=200)
        if place.code.startswith("53") and place.name == "新街镇"
    )[:3]


@pytest.mark.parametrize("typed", ["", "  ", "zzzzqq", "没有这样的地方", "999", "\n", "\t", "·", "東瓜x?", "%", "'"])
def test_what_means_nothing_finds_nothing(typed: str) -> None:
    assert divisions.search(typed) == []


def test_limits() -> None:
    assert len(divisions.search("d", limit=7)) == 7
    assert divisions.search("d", limit=0) == []
    assert divisions.search("东瓜", level=5) == []
    codes = [place.code for place in divisions.search("d", limit=5000)]
    assert len(codes) == len(set(codes)) > 1000


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=12) | st.text(alphabet="东瓜镇楚雄市dgzcx 0123456789·\n\t", max_size=14))
def test_anything_may_be_typed(typed: str) -> None:
    for place in divisions.search(typed, limit=5):
        assert divisions.exists(place.code)
        assert divisions.path(place.code) == place.path


def test_names_and_paths() -> None:
    assert divisions.name(DONGGUA) == "东瓜镇"
    assert divisions.path(DONGGUA) == PATH
    assert divisions.path("532301") == "云南省·楚雄彝族自治州·楚雄市"
    assert divisions.path("53") == "云南省"
    assert divisions.path("110101001") == "北京市·东城区·东华门街道"
    assert divisions.path("441900003") == "广东省·东莞市·东城街道"
    assert divisions.path("532301102001") == f"{PATH}·永安社区居民委员会"


@pytest.mark.parametrize(
    "code", ["", "5", "99", "532399", "532301999", "532301102999", "abc", "ab0000000", "../../etc/pas"]
)
def test_what_is_not_in_the_list(code: str) -> None:
    assert not divisions.exists(code)
    assert divisions.name(code) is None
    assert divisions.path(code) == ""


def test_villages_of_a_township() -> None:
    found = divisions.villages(DONGGUA)
    assert len(found) == 13
    assert all(village.code.startswith(DONGGUA) for village in found)
    assert {village.residence for village in found} == {"urban", "rural"}
    assert divisions.villages("532301") == []
    assert divisions.villages("999999999") == []


@pytest.mark.parametrize(
    ("name", "residence"),
    [
        ("永安社区居民委员会", "urban"),
        ("东城社区居委会", "urban"),
        ("李家村委会", "rural"),
        ("李家村村民委员会", "rural"),
        ("农场三连生活区", None),
    ],
)
def test_residence_by_the_ending(name: str, residence: str | None) -> None:
    assert divisions.residence(name) == residence


def test_children() -> None:
    assert [place.code for place in divisions.children("5323")][:2] == ["532301", "532302"]
    assert DONGGUA in [place.code for place in divisions.children("532301")]
    assert len(divisions.children("53")) == 16
    assert divisions.children(DONGGUA) == []


def test_every_township_is_there() -> None:
    assert lines(TOWNSHIP).count(b"\n") - 1 == 41352


def test_the_file_is_not_stale() -> None:
    """One province made anew stands in the file word for word."""
    packed = lzma.decompress(TARGET.read_bytes()).decode()
    made = [line(code, name) for code, name in read_province(SOURCES / "53.csv.xz")]
    there = [row for row in packed.split("\n") if row.startswith("53")]
    assert sorted(made) == sorted(there)
    with lzma.open(SOURCES / "53.csv.xz", "rt", encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.reader(stream) if len(row[0]) == 9]
    assert [place.name for place in divisions.children("532301")] == [n for c, n in rows if c.startswith("532301")]


def test_the_document_is_lines_between_line_breaks() -> None:
    text = document([("53", "云南省"), ("530102001", "华山街道")])
    assert text.split("\n")[1:] == ["53\t云南省\t yns ynx ", line("530102001", "华山街道"), ""]


def test_nothing_is_read_at_import() -> None:
    code = "import swstation.division_data as d; import swstation.divisions; print(d.upper_names.cache_info().currsize)"
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, cwd=Path(__file__).parents[2]
    )
    assert out.stdout.strip() == "0"
