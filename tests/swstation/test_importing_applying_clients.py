"""Ledgers of clients: who is whom, households, categories, villages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from synthetic import resident_id
from taking import Station, counts, refusals, station

HEAD = ("姓名", "性别", "身份证号", "出生日期", "手机号", "地址", "村居", "类别", "户主", "与户主关系")
ONE = resident_id(date(1948, 9, 12), 2)
TWO = resident_id(date(1950, 3, 1), 4)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Station]:
    with station(tmp_path) as made:
        yield made


def row(name: str, **cells: str) -> tuple[object, ...]:
    """A row with cells under their headings."""
    assert cells.keys() <= set(HEAD)
    return tuple(name if heading == "姓名" else cells.get(heading) for heading in HEAD)


def test_every_column_of_a_client(desk: Station) -> None:
    heads = (*HEAD, "监护人", "监护人电话", "残疾类别", "残疾等级")
    cells = (
        "王小样",
        "女",
        ONE,
        "1948-09-12",
        "13900000001",
        "东瓜社区1组1号",
        "东瓜社区",
        "独居老人、低保",
        "王小样",
        "本人",
    )
    done = desk.take("clients", heads, (*cells, "王大样", "13900000002", "听力", "三级"))
    assert counts(done) == (1, 1, 0, 0)
    assert done.taken
    fields = "name, gender, resident_id, birth_date, phone, address, village, village_name, relation, guardian"
    assert desk.all(f"SELECT {fields}, guardian_phone, disability_kind, disability_grade FROM client") == [
        ("王小样", "female", ONE, "1948-09-12", "13900000001", "东瓜社区1组1号", "532301102002", "东瓜社区居民委员会",
         "本人", "王大样", "13900000002", "听力", "三级")
    ]  # fmt: skip
    file = "opened_on, lower(hex(opened_by)), source, file_state"
    assert desk.all(f"SELECT {file} FROM client") == [("2026-11-23", desk.book.worker, "ledger", "open")]


def test_only_the_name_is_needed(desk: Station) -> None:
    assert counts(desk.take("clients", ("姓名", "性别"), ("王小样", None))) == (1, 1, 0, 0)


def test_the_same_file_again_changes_nothing(desk: Station) -> None:
    lines = (
        HEAD,
        row("王小样", 身份证号=ONE, 村居="东瓜社区", 类别="低保、独居老人", 户主="王小样", 与户主关系="本人"),
        row("王大样", 出生日期="1980-01-02", 村居="东瓜社区", 户主="王小样", 与户主关系="子"),
        row("李样", 手机号="13900000003", 村居="不在名单的村", 类别="残疾人"),
        row("赵样", 性别="男", 地址="一组", 村居="永安社区", 户主="赵大", 与户主关系="子", 类别="低保"),
        row("赵样", 性别="男", 地址="二组", 村居="永安社区"),
        row("赵样", 性别="男"),
    )
    first = desk.take("clients", *lines)
    assert counts(first) == (6, 6, 0, 0)
    before = desk.ops
    again = desk.take("clients", *lines)
    assert counts(again) == (6, 0, 0, 6)
    assert not again.taken
    assert desk.ops == before


def test_by_identity_number(desk: Station) -> None:
    desk.take("clients", HEAD, row("王小样", 身份证号=ONE, 手机号="13900000001"))
    done = desk.take("clients", HEAD, row("王小样", 身份证号=ONE, 手机号="13900000002", 地址="一组"))
    assert counts(done) == (1, 0, 1, 0)
    assert desk.all("SELECT phone, address FROM client") == [("13900000002", "一组")]


def test_a_blank_cell_leaves_the_old_value_and_only_the_changed_group_is_written(desk: Station) -> None:
    desk.take("clients", HEAD, row("王小样", 身份证号=ONE, 手机号="13900000001", 地址="一组", 村居="东瓜社区"))
    before = desk.ops
    done = desk.take("clients", HEAD, row("王小样", 身份证号=ONE, 地址="二组"))
    assert counts(done) == (1, 0, 1, 0)
    assert desk.all("SELECT phone, address, village FROM client") == [("13900000001", "二组", "532301102002")]
    assert desk.ops == before + 1
    written = desk.all("SELECT payload FROM op ORDER BY n DESC LIMIT 1")[0][0]
    assert '"place"' in written
    assert '"contact"' not in written
    assert '"ident"' not in written


def test_a_number_with_another_name_is_refused(desk: Station) -> None:
    desk.take("clients", HEAD, row("王小样", 身份证号=ONE))
    done = desk.take("clients", HEAD, row("李样", 身份证号=ONE))
    assert refusals(done) == [(2, "身份证号", ONE, "importing.number_of_another")]


def test_an_alias_is_the_same_person_and_keeps_the_name(desk: Station) -> None:
    from swstation.operations.clients import edit_client

    desk.take("clients", HEAD, row("王小样", 身份证号=ONE))
    client = desk.all("SELECT lower(hex(id)) FROM client")[0][0]
    edit_client(desk.book, client, {"aliases": "王奶奶、王孃"})
    done = desk.take("clients", HEAD, row("王孃", 身份证号=ONE, 地址="一组"))
    assert counts(done) == (1, 0, 1, 0)
    assert desk.all("SELECT name, address FROM client") == [("王小样", "一组")]


def test_by_name_and_birth_date_or_telephone(desk: Station) -> None:
    desk.take("clients", HEAD, row("王小样", 出生日期="1948-09-12"), row("李样", 手机号="13900000001"))
    done = desk.take(
        "clients", HEAD, row("王小样", 出生日期="1948-09-12", 地址="一组"), row("李样", 手机号="13900000001", 性别="男")
    )
    assert counts(done) == (2, 0, 2, 0)


def test_the_birth_date_inside_the_number_counts(desk: Station) -> None:
    desk.take("clients", HEAD, row("王小样", 出生日期="1948-09-12"))
    done = desk.take("clients", HEAD, row("王小样", 身份证号=ONE))
    assert counts(done) == (1, 0, 1, 0)
    assert desk.all("SELECT resident_id, gender FROM client") == [(ONE, "female")]
    assert counts(desk.take("clients", HEAD, row("王小样", 出生日期="1948-09-12"))) == (1, 0, 0, 1)


def test_two_of_one_name_are_two_people_and_worth_a_look(desk: Station) -> None:
    done = desk.take("clients", HEAD, row("王小样", 地址="一组"), row("王小样", 地址="二组"))
    assert counts(done) == (2, 2, 0, 0)
    assert [(w.row, w.column, w.value, w.code) for w in done.warnings] == [
        (3, "姓名", "王小样", "importing.possible_duplicate")
    ]
    assert desk.all("SELECT count(*) FROM client") == [(2,)]


def test_wholly_equal_rows_are_one_person(desk: Station) -> None:
    done = desk.take("clients", HEAD, row("王小样", 地址="一组", 类别="低保"), row("王小样", 地址="一组", 类别="低保"))
    assert counts(done) == (2, 1, 0, 1)
    assert desk.all("SELECT count(*) FROM client") == [(1,)]


def test_another_number_is_another_person(desk: Station) -> None:
    desk.take("clients", HEAD, row("王小样", 身份证号=ONE, 手机号="13900000001"))
    done = desk.take("clients", HEAD, row("王小样", 身份证号=TWO, 手机号="13900000001"))
    assert counts(done) == (1, 1, 0, 0)
    assert done.warnings == []


def test_several_of_one_name_and_telephone_are_refused(desk: Station) -> None:
    lines = (row("王小样", 身份证号=ONE, 手机号="13900000001"), row("王小样", 身份证号=TWO, 手机号="13900000001"))
    assert counts(desk.take("clients", HEAD, *lines)) == (2, 2, 0, 0)
    done = desk.take("clients", HEAD, row("王小样", 手机号="13900000001"))
    assert refusals(done) == [(2, "姓名", "王小样", "importing.several_alike")]


def test_a_person_named_twice_may_not_be_told_two_ways(desk: Station) -> None:
    done = desk.take(
        "clients",
        HEAD,
        row("王小样", 身份证号=ONE, 手机号="13900000001", 类别="低保"),
        row("王小样", 身份证号=ONE, 类别="残疾人", 地址="一组"),
        row("王小样", 身份证号=ONE, 手机号="13900000009"),
    )
    assert refusals(done) == [(4, "手机号", "13900000009", "importing.said_before")]
    assert done.refused[0].params["other"] == 2
    assert counts(done) == (3, 1, 1, 0)


def test_a_refused_row_leaves_nothing_behind(desk: Station) -> None:
    done = desk.take(
        "clients",
        HEAD,
        row("王小样", 身份证号=ONE, 手机号="13900000001"),
        row("王小样", 身份证号=ONE, 手机号="13900000009", 户主="王老样", 村居="东瓜社区", 类别="低保"),
        row("王大样", 户主="王老样", 村居="东瓜社区"),
        partial=True,
    )
    assert refusals(done) == [(3, "手机号", "13900000009", "importing.said_before")]
    assert counts(done) == (3, 2, 0, 0)
    assert done.taken
    # The household that the refused row spoke of first is there because of the row after it, and complete.
    assert desk.all("SELECT c.name FROM client c JOIN household h ON h.id = c.household WHERE h.alive") == [("王大样",)]
    assert desk.all("SELECT count(*) FROM household") == [(1,)]
    assert desk.all("SELECT count(*) FROM client_category") == [(0,)]


# ---- households ----


def homes(desk: Station) -> list[tuple[object, ...]]:
    return desk.all(
        "SELECT h.head_name, c.name, h.village_name, h.address, (SELECT group_concat(m.name, '、') FROM"
        " (SELECT name FROM client WHERE household = h.id ORDER BY rowid) m)"
        " FROM household h LEFT JOIN client c ON c.id = h.head ORDER BY h.village_name, h.rowid"
    )


def test_a_household_whose_head_comes_first(desk: Station) -> None:
    desk.take(
        "clients",
        HEAD,
        row("王小样", 地址="一组1号", 村居="东瓜社区", 户主="王小样", 与户主关系="本人"),
        row("王大样", 地址="一组9号", 村居="东瓜社区", 户主="王小样", 与户主关系="子"),
    )
    assert homes(desk) == [("王小样", "王小样", "东瓜社区居民委员会", "一组1号", "王小样、王大样")]
    assert desk.all("SELECT relation FROM client ORDER BY rowid") == [("本人",), ("子",)]


def test_a_household_whose_head_comes_later(desk: Station) -> None:
    desk.take(
        "clients",
        HEAD,
        row("王大样", 地址="一组9号", 村居="东瓜社区", 户主="王小样", 与户主关系="子"),
        row("王小样", 地址="一组1号", 村居="东瓜社区", 与户主关系="户主"),
    )
    assert homes(desk) == [("王小样", "王小样", "东瓜社区居民委员会", "一组1号", "王大样、王小样")]
    # One record for each row of a register, however many rows of the ledger spoke of it.
    assert desk.all("SELECT count(*) FROM op WHERE t = 'household'") == [(1,)]


def test_a_head_that_comes_with_a_later_file(desk: Station) -> None:
    desk.take("clients", HEAD, row("王大样", 村居="东瓜社区", 户主="王小样", 与户主关系="子"))
    desk.take("clients", HEAD, row("王小样", 村居="东瓜社区", 户主="王小样"))
    assert homes(desk) == [("王小样", "王小样", "东瓜社区居民委员会", None, "王大样、王小样")]


def test_a_head_who_is_no_client(desk: Station) -> None:
    desk.take("clients", HEAD, row("王大样", 村居="东瓜社区", 户主="王老样", 与户主关系="孙子"))
    assert homes(desk) == [("王老样", None, "东瓜社区居民委员会", None, "王大样")]


def test_heads_of_one_name_in_two_villages(desk: Station) -> None:
    desk.take(
        "clients",
        HEAD,
        row("王甲", 村居="东瓜社区", 户主="王老样", 与户主关系="子"),
        row("王乙", 村居="永安社区", 户主="王老样", 与户主关系="子"),
        row("王老样", 村居="永安社区", 户主="王老样", 与户主关系="本人"),
    )
    assert homes(desk) == [
        ("王老样", None, "东瓜社区居民委员会", None, "王甲"),
        ("王老样", "王老样", "永安社区居民委员会", None, "王乙、王老样"),
    ]
    done = desk.take("clients", HEAD, row("王丙", 户主="王老样", 与户主关系="女"))
    assert refusals(done) == [(2, "户主", "王老样", "importing.several_households")]


def test_two_heads_of_one_name_in_one_village(desk: Station) -> None:
    lines = (
        HEAD,
        row("王老样", 身份证号=ONE, 村居="东瓜社区", 与户主关系="本人"),
        row("王甲", 出生日期="1970-01-01", 村居="东瓜社区", 户主="王老样", 与户主关系="子"),
        row("王老样", 身份证号=TWO, 村居="东瓜社区", 与户主关系="本人"),
        row("王乙", 出生日期="1971-01-01", 村居="东瓜社区", 户主="王老样", 与户主关系="子"),
    )
    desk.take("clients", *lines)
    assert sorted(str(home[4]) for home in homes(desk)) == ["王老样、王乙", "王老样、王甲"]
    assert counts(desk.take("clients", *lines)) == (4, 0, 0, 4)


def test_a_household_without_a_village_is_found_by_its_only_head(desk: Station) -> None:
    desk.take("clients", HEAD, row("王老样", 与户主关系="本人"), row("王甲", 村居="东瓜社区", 户主="王老样"))
    assert len(homes(desk)) == 1


def test_a_person_moves_to_another_household(desk: Station) -> None:
    desk.take("clients", HEAD, row("王甲", 身份证号=ONE, 村居="东瓜社区", 户主="王老样"))
    done = desk.take("clients", HEAD, row("王甲", 身份证号=ONE, 户主="李老样"))
    assert counts(done) == (1, 0, 1, 0)
    assert [home[4] for home in homes(desk)] == [None, "王甲"]


def test_a_head_named_otherwise_is_refused(desk: Station) -> None:
    done = desk.take("clients", HEAD, row("王甲", 户主="李老样", 与户主关系="本人"))
    assert refusals(done) == [(2, "与户主关系", "本人", "importing.head_is_other")]


# ---- categories ----


def held(desk: Station) -> list[tuple[object, ...]]:
    return desk.all(
        "SELECT k.category, c.name, h.head_name, k.start_on FROM client_category k"
        " LEFT JOIN client c ON c.id = k.client LEFT JOIN household h ON h.id = k.household"
        " WHERE k.alive ORDER BY k.rowid"
    )


def test_a_category_of_households_is_held_by_the_household_once(desk: Station) -> None:
    desk.take(
        "clients",
        HEAD,
        row("王小样", 村居="东瓜社区", 户主="王小样", 与户主关系="本人", 类别="低保、独居老人"),
        row("王大样", 村居="东瓜社区", 户主="王小样", 与户主关系="子", 类别="低保;残疾人"),
    )
    assert held(desk) == [
        ("dibao", None, "王小样", None),
        ("elder_alone", "王小样", None, None),
        ("disabled", "王大样", None, None),
    ]


def test_without_a_household_the_person_holds_it(desk: Station) -> None:
    desk.take("clients", HEAD, row("王小样", 身份证号=ONE, 类别="低保"))
    desk.take("clients", HEAD, row("王小样", 身份证号=ONE, 类别="低保", 户主="王小样"))
    assert held(desk) == [("dibao", "王小样", None, None)]


def test_a_category_that_is_there_already_and_one_that_is_new(desk: Station) -> None:
    desk.take("clients", HEAD, row("王小样", 身份证号=ONE, 类别="残疾人"))
    done = desk.take("clients", HEAD, row("王小样", 身份证号=ONE, 类别="残疾人、高龄老人"))
    assert counts(done) == (1, 0, 1, 0)
    # Who was on file before did not have it until today.
    assert held(desk) == [("disabled", "王小样", None, None), ("elder_advanced_age", "王小样", None, "2026-11-23")]


def test_a_category_that_ended_begins_anew(desk: Station) -> None:
    from swstation.operations.clients import end_category

    desk.take("clients", HEAD, row("王小样", 身份证号=ONE, 类别="残疾人"))
    category = desk.all("SELECT lower(hex(id)) FROM client_category")[0][0]
    end_category(desk.book, category, "2026-11-01")
    assert counts(desk.take("clients", HEAD, row("王小样", 身份证号=ONE, 类别="残疾人"))) == (1, 0, 1, 0)
    assert held(desk)[-1] == ("disabled", "王小样", None, "2026-11-23")


# ---- villages ----


@pytest.mark.parametrize(
    ("written", "code", "name"),
    [
        ("东瓜社区", "532301102002", "东瓜社区居民委员会"),
        ("东瓜社区居委会", "532301102002", "东瓜社区居民委员会"),
        ("东瓜社区居民委员会", "532301102002", "东瓜社区居民委员会"),
        ("东瓜", "532301102002", "东瓜社区居民委员会"),
        ("东瓜镇东瓜社区", "532301102002", "东瓜社区居民委员会"),
        ("邓官村", "532301102203", "邓官村民委员会"),
        ("邓官村委会", "532301102203", "邓官村民委员会"),
        ("冬瓜社区", None, "冬瓜社区"),
        ("邓官社区", None, "邓官社区"),
    ],
)
def test_a_village_by_its_names(desk: Station, written: str, code: str | None, name: str) -> None:
    desk.take("clients", HEAD, row("王小样", 村居=written))
    assert desk.all("SELECT village, village_name FROM client") == [(code, name)]


def test_a_village_written_otherwise_is_no_change(desk: Station) -> None:
    desk.take("clients", HEAD, row("王小样", 身份证号=ONE, 村居="东瓜社区"))
    assert counts(desk.take("clients", HEAD, row("王小样", 身份证号=ONE, 村居="东瓜居委会"))) == (1, 0, 0, 1)
    # An unknown one takes the old code with it.
    desk.take("clients", HEAD, row("王小样", 身份证号=ONE, 村居="新村"))
    assert desk.all("SELECT village, village_name FROM client") == [(None, "新村")]


def test_a_county_knows_the_villages_of_its_townships(tmp_path: Path) -> None:
    with station(tmp_path, division="532301", tier="county_station") as desk:
        desk.take("clients", HEAD, row("王小样", 村居="邓官村"), row("李样", 村居="东瓜镇东瓜社区"))
        assert desk.all("SELECT village FROM client ORDER BY rowid") == [("532301102203",), ("532301102002",)]
