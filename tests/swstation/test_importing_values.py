"""Cells as people write them, one at a time."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledgers import TODAY
from synthetic import old_resident_id, resident_id

from db.errors import Invalid
from swstation.importing import dates, numbers, values
from swstation.importing.context import Context, Parser, Vocabulary, With

CONTEXT = Context(as_of=TODAY)


def read(parse: Parser, value: object, context: Context = CONTEXT) -> object:
    found = parse(value, context)
    return found.value if isinstance(found, With) else found


def code(parse: Parser, value: object, context: Context = CONTEXT) -> str:
    with pytest.raises(Invalid) as caught:
        parse(value, context)
    return caught.value.code


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-05",
        "2026-3-5",
        "2026/3/5",
        "2026/03/05",
        "2026.3.5",
        "2026.03.05.",
        "2026年3月5日",
        "2026年03月05日",
        "2026 年 3 月 5 日",
        "2026年3月5号",
        "2026年3月5",
        "20260305",
        "２０２６－０３－０５",
        "２０２６．３．５",
        "2026。3。5",
        " 2026-3-5\u3000",
        "\u202a2026-3-5\u202c",
        "2026-03-05 00:00:00",
        "2026/3/5 14:30",
        "2026-03-05T08:00:00",
        "46086",
        46086,
        46086.0,
        46086.604,
        20260305,
        date(2026, 3, 5),
        datetime.combine(date(2026, 3, 5), time(14, 30)),
    ],
)
def test_a_date_in_every_form(written: object) -> None:
    assert read(dates.day, written) == date(2026, 3, 5)


def test_a_day_number_of_the_other_epoch() -> None:
    assert read(dates.day, 46086 - 1462, Context(as_of=TODAY, epoch_1904=True)) == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-02-30", "value.date"),
        ("2026.13.1", "value.date"),
        ("2026-3-5-1", "value.date"),
        ("3/5/2026", "value.date"),
        ("不详", "value.date"),
        ("=cmd|' /C calc'!A0", "value.date"),
        (time(8, 0), "value.date"),
        (True, "value.date"),
        (0.5, "value.date"),
        (-3, "value.date"),
        ("2026.3", "importing.date_incomplete"),
        (2026.3, "importing.date_incomplete"),
        ("2026年3月", "importing.date_incomplete"),
        ("1985", "importing.date_incomplete"),
        (1985, "importing.date_incomplete"),
        ("85.3.5", "importing.date_year"),
        ("85年3月5日", "importing.date_year"),
        ("1066-10-14", "value.date_range"),
        ("2999-01-01", "value.date_range"),
    ],
)
def test_no_date(written: object, expected: str) -> None:
    assert code(dates.day, written) == expected


def test_what_has_happened_is_not_in_the_future() -> None:
    assert read(dates.past, "2026-11-23") == TODAY
    assert code(dates.past, "2026-11-24") == "importing.date_future"


@given(
    st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    st.sampled_from(["{0}-{1}-{2}", "{0}/{1:02}/{2:02}", "{0}年{1}月{2}日"]),
)
def test_every_date_is_read_back(day: date, form: str) -> None:
    assert read(dates.day, form.format(day.year, day.month, day.day)) == day


@pytest.mark.parametrize(
    ("written", "tenths"),
    [
        ("8", 80),
        (8, 80),
        (8.0, 80),
        ("7.5", 75),
        ("8.50", 85),
        ("８．５", 85),
        (7.1999999999999993, 72),
        ("1,200", 12000),
    ],
)
def test_an_amount_in_tenths(written: object, tenths: int) -> None:
    assert read(numbers.tenths, written) == tenths


def test_an_amount_may_say_its_unit() -> None:
    assert numbers.tenths("8学时", CONTEXT) == With(80, {"unit": "class_hour"})
    assert numbers.tenths("7.5 小时", CONTEXT) == With(75, {"unit": "hour"})


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("8.25", "importing.decimals"),
        (8.25, "importing.decimals"),
        ("0", "value.out_of_range"),
        ("-8", "value.out_of_range"),
        ("10001", "value.out_of_range"),
        ("八", "importing.number"),
        ("1e3x", "importing.number"),
        ("1,23", "importing.number"),
        (True, "importing.number"),
        (date(2026, 1, 1), "importing.number"),
        ("8课时", "importing.unit"),
        ("8天", "importing.unit"),
    ],
)
def test_no_amount(written: object, expected: str) -> None:
    assert code(numbers.tenths, written) == expected


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        (90, 90),
        ("90", 90),
        ("90分钟", 90),
        ("90分", 90),
        ("90m", 90),
        ("1.5小时", 90),
        ("1小时30分", 90),
        ("1个小时", 60),
        ("1h30m", 90),
        ("1:30", 90),
        ("1：30", 90),
        (time(1, 30), 90),
        ("1440", 1440),
    ],
)
def test_minutes(written: object, minutes: int) -> None:
    assert read(numbers.minutes, written) == minutes


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1441", "value.out_of_range"),
        ("25小时", "value.out_of_range"),
        (-1, "value.out_of_range"),
        ("90.5", "importing.whole"),
        ("半天", "importing.number"),
        ("9:00-10:30", "importing.number"),
    ],
)
def test_no_minutes(written: object, expected: str) -> None:
    assert code(numbers.minutes, written) == expected


def test_hours_where_the_heading_says_hours() -> None:
    assert read(numbers.minutes_from_hours, 1.5) == 90
    assert read(numbers.minutes_from_hours, "1.5小时") == 90
    assert read(numbers.minutes_from_hours, "40分钟") == 40
    assert code(numbers.minutes_from_hours, 1.51) == "importing.whole"


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        (260, 26000),
        ("260元", 26000),
        ("￥1,260.50", 126050),
        ("1.2万", 1200000),
        ("1.2万元", 1200000),
        (0.1, 10),
        ("￥０", 0),
    ],
)
def test_money_in_fen(written: object, fen: int) -> None:
    assert read(numbers.fen, written) == fen


def test_no_money() -> None:
    assert code(numbers.fen, "1.005") == "importing.decimals"
    assert code(numbers.fen, "-1") == "value.out_of_range"
    assert code(numbers.fen, "若干") == "importing.number"


def test_counts_with_their_units() -> None:
    heads = numbers.count("人", "名")
    assert read(heads, "46人") == 46
    assert read(heads, 46.0) == 46
    assert code(heads, "46户") == "importing.number"
    assert code(heads, "4.5") == "importing.whole"
    assert code(heads, "-1") == "value.out_of_range"
    assert numbers.counted("15户", CONTEXT) == With(15, {"item_unit": "户"})
    assert code(numbers.counted, "15斤") == "importing.item_unit"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("13900000001", "13900000001"),
        (13900000001, "13900000001"),
        (13900000001.0, "13900000001"),
        ("139 0000 0001", "13900000001"),
        ("139-0000-0001", "13900000001"),
        ("+86 139 0000 0001", "13900000001"),
        ("0086-13900000001", "13900000001"),
        ("１３９０００００００１", "13900000001"),
        ("\u202d13900000001\u202c", "13900000001"),
        ("'13900000001", "13900000001"),
        ('="13900000001"', "13900000001"),
        ("0878-3000000", "0878-3000000"),
        ("0878—3000000", "0878-3000000"),
        ("(0878)3000000", "0878-3000000"),
        ("（0878）3000000", "0878-3000000"),
        ("3000000", "3000000"),
        ("400-800-1234", "400-800-1234"),
    ],
)
def test_a_telephone_number_is_text(written: object, number: str) -> None:
    assert read(values.phone, written) == number


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1390000000", "importing.phone"),
        ("139000000012", "importing.phone"),
        ("12345678901", "importing.phone"),
        ("没有电话", "importing.phone"),
        ("1.39E+10", "importing.phone_damaged"),
        ("13900000001、13900000002", "importing.phone_several"),
        ("13900000001/13900000002", "importing.phone_several"),
    ],
)
def test_no_telephone_number(written: object, expected: str) -> None:
    assert code(values.phone, written) == expected


def test_an_identity_number() -> None:
    number = resident_id(date(1985, 3, 12), 2)
    for written in (number, f" {number} ", f"'{number}", f'="{number}"', f"{number[:6]} {number[6:14]} {number[14:]}"):
        assert read(values.resident_id, written) == number
    wide = number.translate({ord("0") + digit: ord("０") + digit for digit in range(10)})
    assert wide != number
    assert read(values.resident_id, wide) == number


def test_the_last_x_may_be_small() -> None:
    number = next(n for s in range(1000) if (n := resident_id(date(1990, 1, 1), s)).endswith("X"))
    assert read(values.resident_id, number.lower()) == number


def test_an_identity_number_a_spreadsheet_has_rounded() -> None:
    number = resident_id(date(1985, 3, 12), 2)
    rounded = int(number[:15] + "000")
    for written in (rounded, float(rounded), "5.32301E+17", "5.32301198503120E+17", str(rounded)):
        assert code(values.resident_id, written) == "value.resident_id_damaged"


def test_a_number_that_ends_in_000_and_fits() -> None:
    """One in eleven rounded numbers passes the check: trusted only where it was kept as text."""
    number = next(
        n for day in range(1, 29) for s in (100, 200, 300) if (n := resident_id(date(1985, 3, day), s)).endswith("000")
    )
    found = values.resident_id(number, CONTEXT)
    assert isinstance(found, With)
    assert (found.value, found.warnings) == (number, ("importing.resident_id_round",))
    assert code(values.resident_id, int(number)) == "value.resident_id_damaged"
    assert code(values.resident_id, number, Context(as_of=TODAY, text_file=True)) == "value.resident_id_damaged"


def test_an_old_number_is_worth_a_look() -> None:
    number = old_resident_id(date(1950, 1, 2), 3)
    for written in (number, int(number)):
        assert values.resident_id(written, CONTEXT) == With(number, {}, ("importing.resident_id_old",))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("99999919850312002", "value.resident_id_shape"),
        ("无证", "value.resident_id_shape"),
        ("999999198502300021", "value.resident_id_date"),
    ],
)
def test_no_identity_number(written: str, expected: str) -> None:
    assert code(values.resident_id, written) == expected


def test_a_birth_to_come_is_impossible() -> None:
    assert code(values.resident_id, resident_id(date(2026, 11, 24))) == "value.resident_id_date"


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_found(birth: date, sequence: int, place: int, by: int) -> None:
    number = resident_id(birth, sequence)
    wrong = str((int(number[place]) + by) % 10)
    assert code(values.resident_id, number[:place] + wrong + number[place + 1 :]).startswith("value.resident_id")


@pytest.mark.parametrize("written", ["是", "√", "✓", "Y", "y", "yes", "1", 1, True, " 是 ", "Ｙ", "已审核"])
def test_yes(written: object) -> None:
    assert read(values.yes_no, written) is True


@pytest.mark.parametrize("written", ["否", "×", "X", "N", "n", "no", "0", 0, False, "未审核"])
def test_no(written: object) -> None:
    assert read(values.yes_no, written) is False


def test_neither_yes_nor_no() -> None:
    assert code(values.yes_no, "待定") == "importing.yes_no"
    assert code(values.yes_no, 2) == "importing.yes_no"


def test_names() -> None:
    assert read(values.person, "张　样") == "张样"
    assert read(values.person, " 张 示 例 ") == "张示例"
    assert read(values.person, "阿依•样本") == "阿依·样本"
    assert read(values.person, "Anna  Beispiel") == "Anna Beispiel"
    assert read(values.person, "=cmd|' /C calc'!A0") == "=cmd|' /C calc'!A0"
    assert code(values.person, "123") == "importing.name"
    assert code(values.person, "张\x07样") == "value.control_character"
    assert code(values.person, "张" * 201) == "value.too_long"


def test_several_names() -> None:
    assert read(values.people, "张样、李样，王样；张样") == ("张样", "李样", "王样")
    assert code(values.one_person, "张样、李样") == "importing.one_person"
    assert values.writer("张样、李样", CONTEXT) == With("张样", {"colleagues": ("李样",)})


def test_entries_of_lists() -> None:
    method = values.listed("method")
    assert read(method, "入户走访") == read(method, "家访") == read(method, " Home Visit ") == "home_visit"
    with pytest.raises(Invalid) as caught:
        method("走亲戚", CONTEXT)
    assert caught.value.code == "importing.not_listed"
    assert caught.value.choices
    many = values.listed_many("category")
    assert read(many, "低保、独居老人、低保户") == ("dibao", "elder_alone")
    assert read(many, "特困（分散）,残疾") == ("tekun_dispersed", "disabled")
    assert read(many, "Extreme poverty, living at home、Orphan") == ("tekun_dispersed", "orphan")
    assert code(many, "低保、外星人") == "importing.not_listed"


def test_the_countys_own_words() -> None:
    own = Context(as_of=TODAY, vocabulary=Vocabulary([("category", "local.tea_farmer", ("茶农", "茶农户"))]))
    assert read(values.listed("category"), "茶农户", own) == "local.tea_farmer"
    assert "茶农" in own.vocabulary.labels("category")
    assert read(values.listed("category"), "低保", own) == "dibao"


def test_text_stays_as_it_is() -> None:
    assert read(values.text, " ＡＢ　栋 ") == "ＡＢ　栋"
    assert read(values.text, 12.0) == "12"
    assert read(values.text, "两\n行") == "两 行"
    assert read(values.note, " 两\r\n行 ") == "两\n行"
