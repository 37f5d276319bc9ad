"""Rosters, certificates and past training: who is meant, levels, registrations, kinds, approval."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from synthetic import resident_id
from taking import Station, counts, refusals, station

from swstation import i18n

STAFF = (
    "姓名",
    "性别",
    "身份证号",
    "手机号",
    "学历",
    "专业",
    "社工专业毕业",
    "人员来源",
    "用工形式",
    "入职日期",
    "离职日期",
)
CERTIFICATES = ("姓名", "身份证号", "级别", "证书编号", "发证日期", "登记日期", "有效期至")
TRAININGS = ("姓名", "培训名称", "培训类型", "主办单位", "开始日期", "结束日期", "时长", "单位", "已审核", "证明编号")
ONE = resident_id(date(1990, 5, 6), 2)
TWO = resident_id(date(1991, 5, 6), 4)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Station]:
    with station(tmp_path) as made:
        yield made


@pytest.fixture
def chinese() -> Iterator[None]:
    before = i18n.language()
    i18n.set_language("zh_CN")
    yield
    i18n.set_language(before)


def person(name: str, number: str | None = None, joined: str = "2024-03-01", **more: str) -> tuple[object, ...]:
    cells = {"姓名": name, "身份证号": number, "入职日期": joined, **more}
    return tuple(cells.get(heading) for heading in STAFF)


def certificate(name: str, level: str, issued: str = "2022-06-19", **more: str) -> tuple[object, ...]:
    cells = {"姓名": name, "级别": level, "发证日期": issued, **more}
    return tuple(cells.get(heading) for heading in CERTIFICATES)


def training(
    name: str, title: str = "个案工作", amount: object = 8, unit: str = "小时", **more: str
) -> tuple[object, ...]:
    cells = {
        "姓名": name,
        "培训名称": title,
        "开始日期": "2026-03-05",
        "结束日期": "2026-03-06",
        "时长": amount,
        "单位": unit,
    }
    return tuple({**cells, **more}.get(heading) for heading in TRAININGS)


# ---- rosters ----


def test_every_column_of_a_roster(desk: Station) -> None:
    cells = (
        "李样",
        "女",
        ONE,
        "13900000001",
        "本科",
        "社会工作",
        "是",
        "公开招聘",
        "劳动合同",
        "2021-07-01",
        "2025-12-31",
    )
    assert counts(desk.take("staff", STAFF, cells)) == (1, 1, 0, 0)
    fields = "gender, birth_date, resident_id, phone, education, major, social_work_graduate, source, employment_kind"
    assert desk.all(f"SELECT {fields}, joined_on, left_on, unit FROM staff WHERE name = '李样'") == [
        ("female", "1990-05-06", ONE, "13900000001", "本科", "社会工作", 1, "公开招聘", "劳动合同", "2021-07-01",
         "2025-12-31", "T532301102")
    ]  # fmt: skip


def test_sz_21_every_other_column_of_a_roster(desk: Station) -> None:
    """Filing, rank, insurance and the rest, by the headings that rosters have for them."""
    said = {
        "姓名": "李样", "入职日期": "2021-07-01", "出生日期": "1990-05-06", "民族": "彝族", "政治面貌": "中共党员",
        "籍贯": "云南楚雄", "是否本省籍": "是", "学位": "学士", "从业时间": "2019年3月1日",
        "专(兼)职": "兼职",
        "服务领域": "社会救助", "人才类别": "实务人才", "岗位等级": "专技十一级", "职称级别": "初级",
        "聘任时间": "2023-01-01",
        "备案号": "备-001", "备案日期": "2021-08-02", "社保": "是", "公积金": "否", "督导资格": "初级督导",
        "社会职务": "人大代表、两委成员",
    }  # fmt: skip
    assert counts(desk.take("staff", tuple(said), tuple(said.values()))) == (1, 1, 0, 0)
    fields = (
        "birth_date, ethnic_group, political_status, native_place, native, degree, social_work_since, working_time,"
        " field, talent_category, post_grade, appointed_level, appointed_on, filing_number, filed_on,"
        " social_insurance, housing_fund, supervisor_qualification, public_roles"
    )
    assert desk.all(f"SELECT {fields} FROM staff WHERE name = '李样'") == [
        ("1990-05-06", "彝族", "中共党员", "云南楚雄", 1, "学士", "2019-03-01", "part_time", "social_assistance",
         "practice", "专技十一级", "junior", "2023-01-01", "备-001", "2021-08-02", 1, 0, "初级督导",
         "人大代表、两委成员")
    ]  # fmt: skip
    assert counts(desk.take("staff", tuple(said), tuple(said.values()))) == (1, 0, 0, 1)
    (refused,) = desk.take("staff", ("姓名", "入职日期", "领域"), ("王样", "2021-07-01", "炼金术")).refused
    assert refused.code == "importing.unknown_field" and "Social assistance" in refused.choices


def test_who_was_there_from_the_first_start_is_found_by_name(desk: Station) -> None:
    assert counts(desk.take("staff", STAFF, person("赵试", ONE), person("李样"))) == (2, 1, 1, 0)
    assert desk.all("SELECT count(*) FROM staff") == [(2,)]
    before = desk.ops
    assert counts(desk.take("staff", STAFF, person("赵试", ONE), person("李样"))) == (2, 0, 0, 2)
    assert desk.ops == before


def test_a_number_goes_before_the_name(desk: Station) -> None:
    lines = (person("李样", ONE), person("李样", TWO))
    assert counts(desk.take("staff", STAFF, *lines)) == (2, 2, 0, 0)
    done = desk.take("staff", STAFF, person("李样", TWO, 学历="大专"))
    assert counts(done) == (1, 0, 1, 0)
    assert desk.all("SELECT education FROM staff WHERE resident_id = ?", TWO) == [("大专",)]


def test_a_name_that_several_have_is_refused_with_the_choices(desk: Station) -> None:
    desk.take("staff", STAFF, person("李样", ONE, "2021-07-01"), person("李样", TWO, "2023-07-01"))
    done = desk.take("staff", STAFF, person("李样"))
    assert refusals(done) == [(2, "姓名", "李样", "importing.several_staff")]
    assert done.refused[0].choices == ("李样 2021-07-01", "李样 2023-07-01")


def test_a_number_of_another_is_refused(desk: Station) -> None:
    desk.take("staff", STAFF, person("李样", ONE))
    assert refusals(desk.take("staff", STAFF, person("王样", ONE))) == [
        (2, "身份证号", ONE, "importing.number_of_other_staff")
    ]


def test_one_name_twice_in_a_roster_must_say_the_same(desk: Station) -> None:
    done = desk.take("staff", STAFF, person("李样"), person("李样"), person("李样", joined="2025-01-01"))
    assert refusals(done) == [(4, "入职日期", "2025-01-01", "importing.said_before")]
    assert counts(done) == (3, 1, 0, 1)


def test_somebody_leaves(desk: Station) -> None:
    desk.take("staff", STAFF, person("李样"))
    assert counts(desk.take("staff", STAFF, person("李样", 离职日期="2026-06-30"))) == (1, 0, 1, 0)
    assert desk.all("SELECT left_on FROM staff WHERE name = '李样'") == [("2026-06-30",)]
    # Joining after leaving is refused by the validator of the register itself, at the cell.
    done = desk.take("staff", STAFF, person("李样", joined="2026-09-01"))
    assert refusals(done) == [(2, "入职日期", "2026-09-01", "value.end_before_start")]


def test_a_long_file_says_how_far_it_is(desk: Station) -> None:
    told: list[tuple[int, int]] = []
    lines = [person(f"员工{number}样") for number in range(120)]
    desk.take("staff", STAFF, *lines, progress=lambda row, rows: told.append((row, rows)))
    assert told[0][0] <= 20 and told[-1] == (120, 120)
    assert all(rows == 120 for _row, rows in told)


# ---- certificates ----


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("助理社会工作师", "assistant_social_worker"),
        ("助理社工师", "assistant_social_worker"),
        ("初级", "assistant_social_worker"),
        ("社工师", "social_worker"),
        ("中级", "social_worker"),
        ("社会工作师（中级）", "social_worker"),
        ("高级社会工作师", "senior_social_worker"),
    ],
)
def test_levels_by_their_names_and_tiers(desk: Station, written: str, level: str) -> None:
    assert counts(desk.take("certificates", CERTIFICATES, certificate("赵试", written))) == (1, 1, 0, 0)
    assert desk.all("SELECT level, issued_on FROM certificate") == [(level, "2022-06-19")]


def test_a_level_of_ones_own_region(tmp_path: Path) -> None:
    with station(tmp_path, division="510104017", policy="chengdu") as desk:
        desk.take("certificates", CERTIFICATES, certificate("赵试", "社工员"), certificate("赵试", "社工师"))
        assert desk.all("SELECT level FROM certificate ORDER BY rowid") == [
            ("chengdu.assistant_local",),
            ("social_worker",),
        ]


def test_an_unknown_level_is_refused_with_the_choices(desk: Station, chinese: None) -> None:
    done = desk.take("certificates", CERTIFICATES, certificate("赵试", "特级社工"))
    assert refusals(done) == [(2, "级别", "特级社工", "importing.unknown_level")]
    assert done.refused[0].choices == ("助理社会工作师", "社会工作师", "高级社会工作师")
    assert desk.all("SELECT count(*) FROM certificate") == [(0,)]


def test_a_refusal_names_the_files_own_heading_and_row(desk: Station) -> None:
    lines = (
        ("持证人员台账", None, None),
        ("序号", "持证人", "证书名称 ", "取证时间"),
        (1, "赵试", "社工师", "2022-06-19"),
        (None, None, None, None),
        (2, "赵试", "特级社工", "2022-06-19"),
        (3, "孙样", "社工师", "2022-06-19"),
    )
    assert refusals(desk.take("certificates", *lines)) == [
        (5, "证书名称", "特级社工", "importing.unknown_level"),
        (6, "持证人", "孙样", "importing.unknown_staff"),
    ]


def test_a_certificate_of_nobody_is_refused(desk: Station) -> None:
    done = desk.take("certificates", CERTIFICATES, certificate("孙样", "社工师"))
    assert refusals(done) == [(2, "姓名", "孙样", "importing.unknown_staff")]


def registered(desk: Station) -> list[tuple[object, ...]]:
    return desk.all("SELECT kind, registered_on, valid_until FROM registration WHERE alive ORDER BY registered_on")


def test_registered_and_renewed(desk: Station) -> None:
    first = certificate("赵试", "社工师", "2019-06-16", 证书编号="A1", 登记日期="2020-01-02", 有效期至="2023-01-01")
    again = certificate("赵试", "社工师", "2019-06-16", 证书编号="A1", 登记日期="2023-01-02", 有效期至="2026-01-01")
    assert counts(desk.take("certificates", CERTIFICATES, first, again)) == (2, 1, 1, 0)
    assert registered(desk) == [("first", "2020-01-02", "2023-01-01"), ("renewal", "2023-01-02", "2026-01-01")]
    assert counts(desk.take("certificates", CERTIFICATES, first, again)) == (2, 0, 0, 2)


def test_the_end_of_validity_is_the_nations_where_it_is_blank(desk: Station) -> None:
    line = certificate("赵试", "社工师", 登记日期="2023-03-10")
    desk.take("certificates", CERTIFICATES, line)
    assert registered(desk) == [("first", "2023-03-10", "2026-03-09")]
    corrected = certificate("赵试", "社工师", 登记日期="2023-03-10", 有效期至="2026-03-31")
    assert counts(desk.take("certificates", CERTIFICATES, corrected)) == (1, 0, 1, 0)
    assert registered(desk) == [("first", "2023-03-10", "2026-03-31")]
    # Blank leaves what was corrected.
    assert counts(desk.take("certificates", CERTIFICATES, line)) == (1, 0, 0, 1)


def test_an_end_without_a_registration_is_refused(desk: Station) -> None:
    done = desk.take("certificates", CERTIFICATES, certificate("赵试", "社工师", 有效期至="2026-03-09"))
    assert refusals(done) == [(2, "登记日期", "", "value.missing")]
    assert desk.all("SELECT count(*) FROM certificate") == [(0,)]


def test_a_certificate_gets_its_number_and_another_number_is_another_certificate(desk: Station) -> None:
    desk.take("certificates", CERTIFICATES, certificate("赵试", "社工师"))
    assert counts(desk.take("certificates", CERTIFICATES, certificate("赵试", "社工师", 证书编号="A1"))) == (1, 0, 1, 0)
    assert counts(desk.take("certificates", CERTIFICATES, certificate("赵试", "社工师", 证书编号="A2"))) == (1, 1, 0, 0)
    corrected = certificate("赵试", "社工师", "2022-06-20", 证书编号="A1")
    assert counts(desk.take("certificates", CERTIFICATES, corrected)) == (1, 0, 1, 0)
    assert desk.all("SELECT number, issued_on FROM certificate ORDER BY number") == [
        ("A1", "2022-06-20"),
        ("A2", "2022-06-19"),
    ]


# ---- trainings ----


def attended(desk: Station) -> list[tuple[object, ...]]:
    return desk.all(
        "SELECT s.name, t.title, a.tenths, t.measure, a.approved, a.approved_on FROM attendance a"
        " JOIN training t ON t.id = a.training JOIN staff s ON s.id = a.staff WHERE a.alive ORDER BY a.rowid"
    )


def test_one_training_of_many_people_is_one_entry(desk: Station) -> None:
    desk.take("staff", STAFF, person("李样"), person("王样"))
    lines = (
        TRAININGS,
        training("赵试", 主办单位="县民政局", 已审核="是"),
        training("李样", 主办单位="县民政局", amount=7.5),
        training("王样", 主办单位="县总站"),
    )
    assert counts(desk.take("trainings", *lines)) == (3, 3, 0, 0)
    assert desk.all("SELECT count(*) FROM training") == [(2,)]
    assert attended(desk) == [
        ("赵试", "个案工作", 80, "hour", 1, "2026-11-23"),
        ("李样", "个案工作", 75, "hour", 0, None),
        ("王样", "个案工作", 80, "hour", 0, None),
    ]
    assert counts(desk.take("trainings", *lines)) == (3, 0, 0, 3)


def test_a_blank_provider_means_the_one_training_of_that_title_and_days(desk: Station) -> None:
    desk.take("staff", STAFF, person("李样"))
    desk.take("trainings", TRAININGS, training("赵试", 主办单位="县民政局"))
    desk.take("trainings", TRAININGS, training("李样"))
    assert desk.all("SELECT count(*) FROM training") == [(1,)]
    desk.take("trainings", TRAININGS, training("赵试", 主办单位="县总站"))
    done = desk.take("trainings", TRAININGS, training("李样"))
    assert refusals(done) == [(2, "主办单位", "", "importing.several_trainings")]
    assert done.refused[0].choices == ("县民政局", "县总站")


def test_the_other_unit_is_refused(desk: Station) -> None:
    desk.take("staff", STAFF, person("李样"))
    done = desk.take("trainings", TRAININGS, training("赵试"), training("李样", unit="学时"))
    assert refusals(done) == [(3, "单位", "学时", "importing.other_unit")]
    assert not done.taken
    assert attended(desk) == []


@pytest.mark.parametrize(
    ("written", "kind"), [("实务技能", "practice_skill"), ("岗前培训", "induction"), ("入职培训", "induction")]
)
def test_kinds_by_the_policys_words_and_the_shared_list(desk: Station, written: str, kind: str) -> None:
    desk.take("trainings", TRAININGS, training("赵试", 培训类型=written))
    assert desk.all("SELECT kind FROM training") == [(kind,)]


def test_an_unknown_kind_is_refused_with_the_choices(desk: Station, chinese: None) -> None:
    done = desk.take("trainings", TRAININGS, training("赵试", 培训类型="团建"))
    assert refusals(done) == [(2, "培训类型", "团建", "importing.unknown_kind")]
    assert done.refused[0].choices[:2] == ("社会工作专业知识", "实务技能")
    assert "岗前培训" in done.refused[0].choices


def test_one_training_of_two_kinds_is_refused(desk: Station) -> None:
    desk.take("staff", STAFF, person("李样"))
    done = desk.take(
        "trainings", TRAININGS, training("赵试", 培训类型="实务技能"), training("李样", 培训类型="岗前培训")
    )
    assert refusals(done) == [(3, "培训类型", "岗前培训", "importing.said_before")]


def test_approved_later(desk: Station) -> None:
    desk.take("trainings", TRAININGS, training("赵试"))
    assert attended(desk)[0][4:] == (0, None)
    assert counts(desk.take("trainings", TRAININGS, training("赵试", 已审核="是"))) == (1, 0, 1, 0)
    assert attended(desk)[0][4:] == (1, "2026-11-23")
    before = desk.ops
    # A blank cell leaves the approval, and another day's approval is none.
    assert counts(desk.take("trainings", TRAININGS, training("赵试"))) == (1, 0, 0, 1)
    later = date(2026, 12, 1)
    assert counts(desk.take("trainings", TRAININGS, training("赵试", 已审核="是"), as_of=later)) == (1, 0, 0, 1)
    assert desk.ops == before
    assert counts(desk.take("trainings", TRAININGS, training("赵试", 已审核="否"))) == (1, 0, 1, 0)
    assert attended(desk)[0][4:] == (0, None)


def test_an_amount_corrected_keeps_the_approval(desk: Station) -> None:
    desk.take("trainings", TRAININGS, training("赵试", 已审核="是"))
    assert counts(desk.take("trainings", TRAININGS, training("赵试", amount=6))) == (1, 0, 1, 0)
    assert attended(desk) == [("赵试", "个案工作", 60, "hour", 1, "2026-11-23")]


def test_every_proof_is_kept(desk: Station) -> None:
    desk.take("staff", STAFF, person("李样"))
    lines = (TRAININGS, training("赵试", 证明编号="A-1"), training("李样", 证明编号="A-2"))
    desk.take("trainings", *lines)
    assert desk.all("SELECT proof_number FROM training") == [("A-1、A-2",)]
    assert counts(desk.take("trainings", *lines)) == (2, 0, 0, 2)


def test_an_attendance_that_was_taken_back_comes_again(desk: Station) -> None:
    from swstation.operations.undo import undo

    desk.take("staff", STAFF, person("李样"))
    desk.take("trainings", TRAININGS, training("赵试"))
    desk.take("trainings", TRAININGS, training("李样"))
    undo(desk.book)
    assert len(attended(desk)) == 1
    assert counts(desk.take("trainings", TRAININGS, training("李样"))) == (1, 1, 0, 0)
    assert len(attended(desk)) == 2
