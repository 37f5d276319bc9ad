"""Made-up pages of people: one worker's page, what somebody has in hand, the workforce in figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from screens.ports import Bar, Choice, Clause, StaffRow
from screens.ports_people import Parting, PersonLine, PersonPage, PersonSection, Workforce, WorkforceCell

CLAUSE = Clause("楚办发〔2021〕12号", "第三条第二款", "持证社会工作者每年接受继续教育不少于48学时。")
BARS = [
    Bar(
        "继续教育", "每年", 300, 480, 60, "另有 8.0 小时", "学时", date(2026, 1, 1), date(2026, 12, 31),
        date(2026, 12, 31), "behind", "~ 进度落后", "caution", "延续", CLAUSE,
    ),
    Bar(
        "登记期内培训", "登记周期", 1200, 900, 0, "", "小时", date(2024, 1, 1), date(2026, 12, 31),
        date(2026, 12, 31), "met", "达标", "good", "有效", CLAUSE,
    ),
]  # fmt: skip


def made_person(row: StaffRow, named: Callable[[str], str]) -> PersonPage:
    """The page of one worker; every name and note goes through ``named``."""
    overview = [
        PersonLine("part:name", "身份与联系", heading=True),
        PersonLine("field:name", "姓名", row.name),
        PersonLine("field:resident_id", "身份证号", "532301**********1X", masked="resident_id"),
        PersonLine("field:phone", "手机号", "139****5678", masked="phone"),
        PersonLine("part:source", "任职与领域", heading=True),
        PersonLine("field:source", "来源", "社区专职工作者"),
        PersonLine("field:joined_on", "入职日期", "2022-07-01"),
        PersonLine("part:findings", "按政策待补", heading=True),
        PersonLine("rule:finding0", "待补", "薪酬要素未填全", "考评", "caution", False, CLAUSE),
    ]
    certificates = [
        PersonLine("rule:registration", "登记", "有效至2027-06-30", "2027-04-01起可续", "", False, CLAUSE),
        PersonLine("part:exams", "报考路径", heading=True),
        PersonLine("rule:examsenior", "高级社会工作师", "2027年考试起可报（2027-05-19满年限）", "", "", False, CLAUSE),
        PersonLine("part:certificate", "证书与登记", heading=True),
        PersonLine("row:certificate:c1", "2021-05-20", "社会工作师", named("京2021-00817")),
    ]
    trainings = [
        PersonLine("training:t1", "2026-09-12", f"{named('老年社会工作实务')}  继续教育", "12.0学时  已审核"),
        PersonLine("training:t2", "2026-10-20", "儿童保护  继续教育", "6.0学时  待审核", "caution"),
    ]
    money = [
        PersonLine("rule:allowance", "津贴", "职业津贴", "200.00元，每月", "good", False, CLAUSE),
        PersonLine("row:honour:h1", "2025-03-17", named("优秀社会工作者"), "县级  已授予", "good"),
    ]
    sections = [
        PersonSection("overview", "概况", overview),
        PersonSection("certificates", "证书", certificates, [Choice("exam_result", "考试成绩")]),
        PersonSection("training", "培训", trainings),
        PersonSection("posts", "岗位督导", [], [Choice("mentoring", "带教")], ("还没有岗位、督导或带教。",)),
        PersonSection("evaluations", "考评信用", [], [], ("还没有考评、信用记录或投诉。",)),
        PersonSection("money", "待遇荣誉", money, [Choice("honour", "荣誉")]),
        PersonSection("timeline", "大事记", [*certificates[4:], *trainings, money[1]]),
    ]
    return PersonPage(row, "东瓜镇社工站", BARS, sections, 2, 1)


def made_parting(name: str, named: Callable[[str], str]) -> Parting:
    """What a worker has in hand."""
    lines = [
        ("在办个案 2", True),
        (f"532301102-2026-A0012  {named('张桂芳')}  介入  下次联系2026-12-01", False),
        ("532301102-2026-A0015  李秀英  预估", False),
        ("服务对象 1", True),
        (f"{named('王建国')}  庄甸社区", False),
        ("岗位 1", True),
        ("社工站岗", False),
    ]
    return Parting(name, 2, 1, 0, 1, lines, [Choice("s2", "王芳"), Choice("s3", "单文静")])


def made_workforce() -> Workforce:
    """The workforce of a station."""
    cells = [
        WorkforceCell("证书级别", "助理社会工作师", 1, 1), WorkforceCell("证书级别", "社会工作师", 2, 2),
        WorkforceCell("证书级别", "未登记", 1, 0), WorkforceCell("年龄", "35岁及以下", 3, 2),
        WorkforceCell("年龄", "36-45岁", 1, 1),
    ]  # fmt: skip
    return Workforce(4, ["队伍总数4人，持国家证书3人，仅有地方级别0人。"], cells)
