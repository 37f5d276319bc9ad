"""Ledgers of cases and logs: who is meant, where a case stands, wholly equal entries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from taking import Station, counts, refusals, station

from db.queries.cases import case_list
from db.queries.logs import log_list
from swstation.operations.cases import move_case

CASES = ("服务对象", "社工", "领域", "阶段", "接案日期", "结案日期", "问题", "下次联系")
LOGS = (
    *(
        "日期",
        "方式",
        "社工",
        "服务对象",
        "村居",
        "时长",
        "结果",
        "人数",
        "人次",
        "户数",
        "节次",
        "事项",
        "件数",
        "办理结果",
        "金额",
    ),
    *("个案", "小组", "活动", "领域", "内容", "下次联系"),
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Station]:
    with station(tmp_path) as made:
        made.take("staff", ("姓名", "入职日期"), ("李样", "2024-03-01"))
        people = (("王小样", "东瓜社区", "1948-09-12"), ("张大样", "永安社区", None), ("张大样", "东瓜社区", None))
        twins = (
            ("孙样", "东瓜社区", "1950-01-01"),
            ("孙样", "东瓜社区", "1960-01-01"),
            ("钱样", None, None),
            ("钱样", None, None),
        )
        lines = [(name, village, birth, str(place)) for place, (name, village, birth) in enumerate((*people, *twins))]
        made.take("clients", ("姓名", "村居", "出生日期", "地址"), *lines)
        yield made


def case(client: str, opened: str = "2026-02-10", **more: str) -> tuple[object, ...]:
    cells = {"服务对象": client, "社工": "李样", "接案日期": opened, **more}
    assert cells.keys() <= set(CASES)
    return tuple(cells.get(heading) for heading in CASES)


def log(on: str = "2026-11-05", method: str = "入户走访", worker: str = "李样", **more: object) -> tuple[object, ...]:
    cells = {"日期": on, "方式": method, "社工": worker, **more}
    assert cells.keys() <= set(LOGS)
    return tuple(cells.get(heading) for heading in LOGS)


# ---- cases ----


def test_every_column_of_a_case(desk: Station) -> None:
    cells = ("王小样、张大样(永安社区)", "李样", "社会救助", "介入", "2026-02-10", None, "独居，情绪低落", "2026-12-01")
    assert counts(desk.take("cases", CASES, cells)) == (1, 1, 0, 0)
    found = case_list(desk.book.connection)[0]
    assert sorted((found.clients or "").split("、")) == ["张大样", "王小样"]
    assert (found.worker_name, found.field, found.stage, found.stage_on, found.state) == (
        *("李样", "social_assistance", "intervention", "2026-02-10", "open"),
    )
    assert (found.opened_on, found.problem, found.next_contact) == ("2026-02-10", "独居，情绪低落", "2026-12-01")
    assert found.number.startswith("532301102-2026-A001-")


def test_numbers_go_on(desk: Station) -> None:
    desk.take("cases", CASES, case("王小样"), case("王小样", "2025-02-10"))
    desk.take("cases", CASES, case("孙样(东瓜社区居民委员会1950)"))
    numbers = [number[10:19] for (number,) in desk.all("SELECT number FROM service_case ORDER BY rowid")]
    assert numbers == ["2026-A001", "2025-A002", "2026-A003"]


def test_a_closed_case(desk: Station) -> None:
    desk.take(
        "cases",
        CASES,
        case("王小样", 结案日期="2026-06-30"),
        case("王小样", "2025-02-10", 阶段="结案后回访", 结案日期="2025-03-01"),
    )
    assert [(c.stage, c.state, c.closed_on) for c in case_list(desk.book.connection)] == [
        ("closure", "closed", "2026-06-30"),
        ("follow_up", "closed", "2025-03-01"),
    ]


@pytest.mark.parametrize(
    ("cells", "refusal"),
    [
        ({"client": "周样"}, ("服务对象", "周样", "importing.unknown_client")),
        ({"client": "张大样"}, ("服务对象", "张大样", "importing.several_clients")),
        ({"client": "张大样(詹家社区)"}, ("服务对象", "张大样(詹家社区)", "importing.several_clients")),
        ({"社工": "周样"}, ("社工", "周样", "importing.unknown_staff")),
        ({"领域": "航天"}, ("领域", "航天", "importing.unknown_field")),
        ({"阶段": "半路"}, ("阶段", "半路", "importing.not_listed")),
        ({"阶段": "结案"}, ("结案日期", "", "value.missing")),
        ({"阶段": "介入", "结案日期": "2026-06-30"}, ("阶段", "介入", "importing.closed_in_stage")),
        ({"结案日期": "2026-01-30"}, ("结案日期", "2026-01-30", "value.end_before_start")),
    ],
)
def test_a_case_that_is_refused(desk: Station, cells: dict[str, str], refusal: tuple[str, str, str]) -> None:
    line = case(cells.pop("client", "王小样"), **cells)
    done = desk.take("cases", CASES, line)
    assert refusals(done) == [(2, *refusal)]
    assert desk.all("SELECT count(*) FROM service_case") == [(0,)]


def test_the_choices_of_one_name_can_be_written_as_they_are_shown(desk: Station) -> None:
    for name in ("张大样", "孙样"):
        choices = desk.take("cases", CASES, case(name)).refused[0].choices
        assert len(choices) == 2
        lines = [case(choice, "2026-03-01") for choice in choices]
        assert counts(desk.take("cases", CASES, *lines)) == (2, 2, 0, 0)
    # Nothing tells these two apart: only an alias does.
    assert desk.take("cases", CASES, case("钱样")).refused[0].choices == ("钱样", "钱样")


def test_the_same_cases_again_change_nothing(desk: Station) -> None:
    lines = (
        CASES,
        case("王小样", 阶段="介入", 问题="独居", 下次联系="2026-12-01"),
        case("张大样（永安社区）、王小样", 结案日期="2026-06-30", 领域="社会救助"),
    )
    assert counts(desk.take("cases", *lines)) == (2, 2, 0, 0)
    before = desk.ops
    assert counts(desk.take("cases", *lines)) == (2, 0, 0, 2)
    assert desk.ops == before


def test_a_later_stage_moves_the_case(desk: Station) -> None:
    desk.take("cases", CASES, case("王小样", 阶段="需求预估", 问题="独居", 下次联系="2026-12-01"))
    assert counts(desk.take("cases", CASES, case("王小样", 阶段="介入", 社工="赵试"))) == (1, 0, 1, 0)
    found = case_list(desk.book.connection)[0]
    assert (found.stage, found.stage_on, found.worker_name) == ("intervention", "2026-11-23", "赵试")
    assert (found.problem, found.next_contact) == ("独居", "2026-12-01")
    assert counts(desk.take("cases", CASES, case("王小样", 结案日期="2026-11-20"))) == (1, 0, 1, 0)
    found = case_list(desk.book.connection)[0]
    assert (found.stage, found.stage_on, found.state, found.closed_on) == (
        *("closure", "2026-11-20", "closed", "2026-11-20"),
    )
    assert found.next_contact is None


def test_a_closed_case_is_locked_but_for_the_follow_up(desk: Station) -> None:
    desk.take("cases", CASES, case("王小样", 结案日期="2026-06-30", 问题="独居"))
    for column, value in {"阶段": "介入", "问题": "别的", "结案日期": "2026-07-01"}.items():
        done = desk.take("cases", CASES, case("王小样", **{column: value}))
        assert refusals(done) == [(2, column, value, "case.locked")]
    assert counts(desk.take("cases", CASES, case("王小样", 阶段="回访", 下次联系="2026-12-01"))) == (1, 0, 1, 0)
    found = case_list(desk.book.connection)[0]
    assert (found.stage, found.state, found.closed_on) == ("follow_up", "closed", "2026-06-30")
    assert found.next_contact == "2026-12-01"


def test_one_case_may_not_stand_in_two_stages(desk: Station) -> None:
    done = desk.take(
        "cases", CASES, case("王小样", 阶段="介入"), case("王小样", 阶段="计划"), case("王小样", 阶段="介入")
    )
    # The second row moves the case of the first, the third moves it back: one of them is wrong.
    assert refusals(done) == [(4, "阶段", "介入", "importing.said_before")]


# ---- logs ----


def test_every_column_of_a_log(desk: Station) -> None:
    desk.take("cases", CASES, case("王小样"))
    done = desk.take(
        "logs",
        LOGS,
        log(
            worker="李样、赵试", 服务对象="王小样、张大样(永安社区)", 村居="东瓜社区", 时长="1.5小时", 结果="不在家",
            金额="260元", 个案="1", 领域="社会救助", 内容="送米油", 下次联系="2026-12-01", 事项="残疾人证", 件数="3件",
            办理结果="已办结",
        ),
        log(method="小组", 小组="夕阳红", 节次=2, 人数=12, 人次=14, 户数=9),
        log(method="社区活动", 活动="重阳节", 人数=46),
    )  # fmt: skip
    assert counts(done) == (3, 3, 0, 0)
    activity, group, visit = sorted(log_list(desk.book.connection), key=lambda row: row.method)
    assert (visit.service_date, visit.method, visit.minutes, visit.field) == (
        *("2026-11-05", "home_visit", 90, "social_assistance"),
    )
    assert (visit.writer_name, [name for _id, name in visit.colleagues]) == ("李样", ["赵试"])
    assert {(c.name, c.outcome) for c in visit.clients} == {("王小样", "absent"), ("张大样", "absent")}
    assert (visit.village, visit.village_name, visit.note, visit.next_contact, visit.value_fen) == (
        *("532301102002", "东瓜社区居民委员会", "送米油", "2026-12-01", 26000),
    )
    assert [(i.item, i.n, i.unit, i.result) for i in visit.items] == [("disability_card", 3, "件", "已办结")]
    assert (visit.case_number or "").startswith("532301102-2026-A001")
    assert (group.group_title, group.session_no, group.heads, group.person_times, group.households) == (
        *("夕阳红", 2, 12, 14, 9),
    )
    assert (activity.activity_title, activity.heads, activity.minutes) == ("重阳节", 46, None)
    assert {row.state for row in (visit, group, activity)} == {"submitted"}
    assert {row.unit for row in (visit, group, activity)} == {"T532301102"}


def test_the_same_logs_again_change_nothing(desk: Station) -> None:
    desk.take("cases", CASES, case("王小样"))
    lines = (
        LOGS,
        log(服务对象="王小样", 村居="东瓜", 个案="1", 下次联系="2026-12-01", 领域="社会救助"),
        log(服务对象="王小样", worker="李样、赵试"),
        log(服务对象="王小样", worker="李样"),
        log(method="民政事务", 事项="残疾人证", 件数=3),
        log(服务对象="王小样", worker="李样"),
    )
    assert counts(desk.take("logs", *lines)) == (5, 4, 0, 1)
    before = desk.ops
    assert counts(desk.take("logs", *lines)) == (5, 0, 0, 5)
    assert desk.ops == before
    # Whatever differs makes another entry.
    assert counts(desk.take("logs", LOGS, log(服务对象="王小样", 内容="送米"))) == (1, 1, 0, 0)
    assert counts(desk.take("logs", LOGS, log(服务对象="王小样", 领域="社区治理"))) == (1, 1, 0, 0)


@pytest.mark.parametrize(
    ("cells", "refusal"),
    [
        ({"服务对象": "周样"}, ("服务对象", "周样", "importing.unknown_client")),
        ({"服务对象": "王小样", "worker": "周样"}, ("社工", "周样", "importing.unknown_staff")),
        ({"服务对象": "王小样", "worker": "李样、周样"}, ("社工", "李样、周样", "importing.unknown_staff")),
        ({"服务对象": "王小样", "个案": "99"}, ("个案", "99", "case.unknown")),
        ({"服务对象": "王小样", "领域": "航天"}, ("领域", "航天", "importing.unknown_field")),
        ({"户数": 3, "结果": "拒访"}, ("结果", "拒访", "importing.outcome_of_nobody")),
        ({}, ("服务对象", "", "importing.whom")),
        ({"服务对象": "王小样", "on": "2026-11-24"}, ("日期", "2026-11-24", "importing.date_future")),
    ],
)
def test_a_log_that_is_refused(desk: Station, cells: dict[str, object], refusal: tuple[str, str, str]) -> None:
    done = desk.take("logs", LOGS, log(**cells))  # type: ignore[arg-type]
    assert refusals(done) == [(2, *refusal)]
    assert log_list(desk.book.connection) == []


def test_without_a_client_a_count_is_enough(desk: Station) -> None:
    assert counts(desk.take("logs", LOGS, log(户数=3), log(method="咨询接待", 人次=5))) == (2, 2, 0, 0)


def test_a_case_says_who_its_client_is(desk: Station) -> None:
    desk.take("cases", CASES, case("王小样"), case("王小样、张大样(永安社区)"))
    number = desk.all("SELECT number FROM service_case ORDER BY rowid")[0][0]
    assert counts(desk.take("logs", LOGS, log(个案=number))) == (1, 1, 0, 0)
    assert [c.name for c in log_list(desk.book.connection)[0].clients] == ["王小样"]
    done = desk.take("logs", LOGS, log(个案="A002"))
    assert refusals(done) == [(2, "服务对象", "", "importing.whom_of_case")]
    assert sorted(done.refused[0].choices) == ["张大样", "王小样"]


def test_a_case_is_promised_what_its_newest_entry_says(desk: Station) -> None:
    desk.take("cases", CASES, case("王小样"))
    newest_first = (
        log("2026-11-20", 个案="1", 下次联系="2026-12-20"),
        log("2026-11-05", 个案="1", 下次联系="2026-11-20"),
    )
    desk.take("logs", LOGS, *newest_first)
    assert case_list(desk.book.connection)[0].next_contact == "2026-12-20"
    desk.take("logs", LOGS, log("2026-10-05", 个案="1", 下次联系="2026-11-05"))
    assert case_list(desk.book.connection)[0].next_contact == "2026-12-20"


def test_a_closed_case_is_promised_nothing(desk: Station) -> None:
    desk.take("cases", CASES, case("王小样"))
    found = case_list(desk.book.connection)[0]
    move_case(desk.book, found.id, "closure", "2026-11-22", anyway="案主要求")
    desk.take("logs", LOGS, log(个案="1", 下次联系="2026-12-20"), as_of=date(2026, 11, 23))
    assert case_list(desk.book.connection)[0].next_contact is None
