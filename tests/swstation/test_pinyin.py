"""Readings, matching and the index of names."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swstation import pinyin
from swstation.data import make_pinyin

SURNAMES = {
    "单": "shan dan",
    "翟": "zhai di",
    "曾": "zeng ceng",
    "仇": "qiu chou",
    "解": "xie jie",
    "区": "ou qu",
    "查": "zha cha",
    "盖": "ge gai",
    "朴": "piao pu",
    "缪": "miao",
    "乐": "yue le",
    "覃": "qin tan",
    "员": "yun yuan",
    "召": "shao zhao",
    "繁": "po",
    "折": "she",
    "尉": "yu wei",
    "万": "mo wan",
    "黑": "he hei",
    "吕": "lv",
    "冼": "xian",
    "逄": "pang",
    "隗": "wei kui",
    "宓": "mi fu",
    "燕": "yan",
    "訾": "zi",
    "佴": "nai",
    "麴": "qu",
    "俟": "qi",
}


def test_the_file_is_what_the_generator_writes() -> None:
    written = make_pinyin.TARGET.read_text(encoding="utf-8")
    assert written == make_pinyin.text()


@pytest.mark.parametrize("char", "张李王玥琦喆祎堃〇㐱龘犇单解")
def test_readings_are_the_dictionarys(char: str) -> None:
    from pypinyin.pinyin_dict import pinyin_dict

    known = {make_pinyin.plain(r) for r in pinyin_dict[ord(char)].split(",")} - {""}
    assert known <= set(pinyin.readings(char))


@pytest.mark.parametrize(("char", "expected"), SURNAMES.items())
def test_surnames_read_as_surnames(char: str, expected: str) -> None:
    assert set(expected.split()) <= set(pinyin.readings(char))


def test_readings_of_letters_digits_and_nothing() -> None:
    assert pinyin.readings("A") == ("a",)
    assert pinyin.readings("3") == ("3",)
    assert pinyin.readings("，") == () == pinyin.readings("🙂") == pinyin.readings("é")


def test_initials_take_the_commonest_reading_and_skip_signs() -> None:
    assert pinyin.initials("张桂芳 3组") == "zgf3z"
    assert pinyin.initials("阿依古丽·买买提") == "ayglmmt"
    assert pinyin.initials("") == ""


def test_all_initials_are_bounded() -> None:
    assert pinyin.all_initials("单娜") == {"dn", "cn", "sn"}
    assert pinyin.all_initials("") == frozenset()
    assert len(pinyin.all_initials("单解区查盖朴尉万黑大" * 5)) == 64


@pytest.mark.parametrize(
    ("typed", "text", "rank"),
    [
        ("张桂芳", "张桂芳", pinyin.EXACT),
        ("张", "张桂芳", pinyin.PREFIX),
        ("桂芳", "张桂芳", pinyin.SUBSTRING),
        ("zhangguifang", "张桂芳", pinyin.PINYIN),
        ("ZhangGui", "张桂芳", pinyin.PINYIN),
        ("ｚｇｆ", "张桂芳", pinyin.INITIALS),
        ("zg", "张桂芳", pinyin.INITIALS),
        ("zhanggf", "张桂芳", pinyin.MIXED),
        ("zhgf", "张桂芳", pinyin.MIXED),
        ("张gf", "张桂芳", pinyin.INITIALS),
        ("gf", "张桂芳", pinyin.INSIDE),
        ("shandan", "单丹", pinyin.PINYIN),
        ("dandan", "单丹", pinyin.PINYIN),
        ("lvmei", "吕梅", pinyin.PINYIN),
        ("lümei", "吕梅", pinyin.PINYIN),
        ("xi'an", "西安", pinyin.PINYIN),
        ("yuchi", "尉迟恭", pinyin.PINYIN),
        ("3z", "3组", pinyin.PINYIN),
        ("zgfx", "张桂芳", None),
        ("lgf", "张桂芳", None),
        ("", "张桂芳", None),
        ("z", "", None),
    ],
)
def test_match(typed: str, text: str, rank: int | None) -> None:
    found = pinyin.match(typed, text)
    assert found == rank


def test_reads_as_needs_every_syllable_whole() -> None:
    assert pinyin.reads_as("zhangguifang", "张桂芳")
    assert pinyin.reads_as("xian", "西安") and pinyin.reads_as("xian", "先")
    assert not pinyin.reads_as("zhangguifan", "张桂芳")
    assert not pinyin.reads_as("zhanggui", "张桂芳")


def test_same_sound() -> None:
    assert pinyin.same_sound("张贵芳", "张桂芳")
    assert pinyin.same_sound("单丹", "山单")
    assert not pinyin.same_sound("张贵", "张桂芳")
    assert not pinyin.same_sound("李桂芳", "张桂芳")
    assert not pinyin.same_sound("", "")


NAMES = [
    ("a", "张桂芳"),
    ("b", "张国富"),
    ("c", "单娜"),
    ("d", "李和平"),
    ("d", "老李"),
    ("e", "东瓜镇"),
    ("f", "楚雄市东瓜镇"),
    ("g", "桂芳"),
]


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("zgf", ["a", "b"]),
        ("zhanggf", ["a", "b"]),
        ("zhanggui", ["a"]),
        ("桂芳", ["g", "a"]),
        ("guifang", ["g", "a"]),
        ("sn", ["c"]),
        ("dn", ["c"]),
        ("shanna", ["c"]),
        ("李", ["d"]),
        ("l", ["d"]),
        ("lao", ["d"]),
        ("dgz", ["e", "f"]),
        ("donggua", ["e", "f"]),
        ("东gz", ["e", "f"]),
        ("x", ["f"]),
        ("zhen", ["e", "f"]),
        ("qq", []),
        ("  ", []),
    ],
)
def test_index_finds_best_first_and_each_key_once(typed: str, keys: list[str]) -> None:
    found = pinyin.Index(NAMES).find(typed)
    assert found[: len(keys)] == keys
    assert len(found) == len(set(found))
    if not keys:
        assert found == []


def test_index_keeps_to_its_limit_and_takes_nothing() -> None:
    assert pinyin.Index(NAMES).find("z", 1) == ["a"]
    assert pinyin.Index(NAMES).find("z", 0) == []
    assert pinyin.Index([]).find("z") == []
    assert len(pinyin.Index(NAMES)) == len(NAMES)


@given(
    st.lists(st.text("张桂芳单大长李A3 \n·东", max_size=5), max_size=8),
    st.text("zgfsdl3aio张桂 ", max_size=5),
)
def test_index_agrees_with_match(texts: list[str], typed: str) -> None:
    found = set(pinyin.Index(list(enumerate(texts))).find(typed, 100))
    expected = {n for n, text in enumerate(texts) if pinyin.match(typed, text.replace("\n", " ")) is not None}
    assert found == expected


@given(st.text(max_size=12), st.text(max_size=12))
def test_nothing_raises_and_width_does_not_matter(typed: str, text: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in typed)
    assert pinyin.match(wide, text) == pinyin.match(typed, text)
    pinyin.initials(text)
    pinyin.all_initials(text)
    pinyin.same_sound(typed, text)


def test_import_reads_no_file() -> None:
    script = "import swstation.pinyin as p; raise SystemExit(p._table.cache_info().currsize)"
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", script], cwd=root, check=False).returncode == 0
