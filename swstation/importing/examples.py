"""The rows of the template's example sheet: invented people of a region (999999) that does not exist."""

from __future__ import annotations

from datetime import date

from db.resident_id import check_character


def _number(first17: str) -> str:
    return first17 + check_character(first17)


_ZHANG = {"name": "张示例", "resident_id": _number("99999919880305002")}
_LI = {"name": "李样本", "resident_id": _number("99999919920817001")}

EXAMPLES: dict[str, tuple[dict[str, object], ...]] = {
    "staff": (
        _ZHANG
        | {"gender": "female", "phone": "13900000001", "education": "本科", "major": "社会工作", "source": "公开招聘"}
        | {"social_work_graduate": True, "employment_kind": "劳动合同", "joined_on": date(2021, 7, 1)}
        | {"ethnic_group": "汉族", "political_status": "中共党员", "working_time": "full_time", "native": True}
        | {"social_work_since": date(2021, 7, 1), "filing_number": "示例备2021-1", "filed_on": date(2021, 8, 2)}
        | {"post_grade": "专技十一级", "appointed_level": "junior", "appointed_on": date(2023, 1, 1)}
        | {"social_insurance": True, "housing_fund": True},
        _LI
        | {"gender": "male", "phone": "0878-3000000", "education": "大专", "major": "行政管理", "source": "网格员"}
        | {"social_work_graduate": False, "employment_kind": "劳务派遣", "joined_on": date(2023, 3, 15)},
    ),
    "certificates": (
        _ZHANG
        | {"level": "社会工作师", "number": "示例0001", "issued_on": date(2022, 6, 19)}
        | {"registered_on": date(2022, 12, 1), "valid_until": date(2025, 11, 30)},
        {"name": "李样本", "level": "助理社会工作师", "number": "示例0002", "issued_on": date(2024, 6, 16)},
    ),
    "trainings": (
        _ZHANG
        | {"title": "个案工作实务培训", "kind": "继续教育", "provider": "某县社会工作协会", "proof_number": "示例-12"}
        | {"start_on": date(2026, 3, 5), "end_on": date(2026, 3, 6), "amount": 120, "unit": "class_hour"}
        | {"approved": True},
        {"name": "李样本", "title": "新入职培训", "provider": "某县社会工作总站", "start_on": date(2026, 4, 8)}
        | {"end_on": date(2026, 4, 8), "amount": 75, "unit": "hour", "approved": False},
    ),
    "clients": (
        {"name": "王某样", "gender": "female", "resident_id": _number("99999919480912004"), "village": "示例社区"}
        | {"birth_date": date(1948, 9, 12), "phone": "13900000002", "address": "示例社区1组1号", "head": "王某样"}
        | {"categories": ("dibao", "elder_alone"), "relation": "本人"},
        {"name": "赵小样", "gender": "male", "birth_date": date(2016, 5, 1), "village": "示例村", "head": "赵某样"}
        | {"categories": ("left_behind_child",), "relation": "孙子", "guardian": "赵某样"}
        | {"guardian_phone": "13900000003", "disability_kind": "听力", "disability_grade": "三级"},
    ),
    "cases": (
        {"client": ("王某样",), "worker": "张示例", "stage": "intervention", "opened_on": date(2026, 2, 10)}
        | {"problem": "独居，与子女少有来往，近来情绪低落", "next_contact": date(2026, 4, 1)},
        {"client": ("赵小样", "赵某样"), "worker": "李样本", "stage": "closure", "opened_on": date(2025, 9, 2)}
        | {"closed_on": date(2026, 1, 20), "problem": "隔代照料"},
    ),
    "logs": (
        {"service_date": date(2026, 3, 5), "method": "home_visit", "worker": "张示例", "colleagues": ("李样本",)}
        | {"client": ("王某样",), "village": "示例社区", "minutes": 40, "outcome": "met", "value": 26000}
        | {"note": "送米油，量血压，情绪稳定", "next_contact": date(2026, 3, 12)},
        {"service_date": date(2026, 3, 6), "method": "affairs", "worker": "李样本", "item": "disability_card"}
        | {"count": 15, "item_result": "已办结", "minutes": 90},
        {"service_date": date(2026, 3, 8), "method": "activity", "worker": "张示例", "activity": "三八节活动"}
        | {"heads": 46, "minutes": 120},
    ),
}
