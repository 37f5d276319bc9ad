"""The rows of the policy catalogue about training, one test each; those that can only be reported: docs/policies.md."""

from __future__ import annotations

from datetime import date

from training_table import person_of, policies, results, said

from swstation.rules.newcomers import newcomers
from swstation.rules.totals import Total, totals

CX, SZ = "chuxiong.cumulative_160", "shenzhen.yearly_80"


def kinds(policy: str) -> list[str]:
    return [kind.zh for kind in policies().get(policy).kinds]


def test_cx_13_160_hours_over_five_years_and_none_a_year() -> None:
    assert said(results("chuxiong", "2021-12-31", "2021-06-01 32h")[CX]) == "on_track in_force 32 0 0 128"
    assert said(results("chuxiong", "2026-01-01", "2025-12-31 160h")[CX]) == "met expired 160 0 0 0"
    assert said(results("chuxiong", "2026-01-01", "2026-01-01 160h")[CX]) == "missed expired 0 0 0 160"


def test_cx_14_whom_it_covers_is_shown_and_who_is_not_covered_is_said_by_hand() -> None:
    row = results("chuxiong", "2024-06-01", "")[CX]
    assert row.applies_to == ("城乡社区", "公益服务类事业单位", "公益慈善类社会组织")
    (asked,) = policies().get("chuxiong").requirements
    assert asked.applies_to_open and asked.conditions == ("直接从事社会服务的从业人员",)
    exempt = "exempt chuxiong cumulative_160 2021-01-01 -"
    assert results("chuxiong", "2024-06-01", exempt)[CX].status == "not_applicable"


def test_cx_15_two_kinds_count() -> None:
    both = "2024-05-01 80h:professional_knowledge; 2024-06-01 80h:practice_skill"
    row = results("chuxiong", "2024-12-31", both)[CX]
    assert (row.status, row.kinds) == ("met", ("professional_knowledge", "practice_skill"))


def test_cx_17_theory_and_method_stand_beside_the_160() -> None:
    row = results("chuxiong", "2024-12-31", "2024-05-01 160h:theory_method")[CX]
    assert (row.earned, row.other_kinds) == (0, 1600)


def test_sz_31_80_class_hours_each_year_nothing_carried_over() -> None:
    assert said(results("shenzhen", "2024-12-31", "2024-12-31 80c")[SZ]) == "met in_force 80 0 0 0"
    assert said(results("shenzhen", "2025-01-01", "2024-12-31 160c")[SZ]) == "behind in_force 0 0 0 80"
    assert said(results("shenzhen", "2025-06-01", "2025-02-01 80h")[SZ]) == "behind in_force 0 0 80 80"


def test_sz_32_training_by_field_and_of_supervisors_are_kinds_of_their_own() -> None:
    assert {"分领域", "督导培训"} <= set(kinds("shenzhen"))
    assert results("shenzhen", "2025-06-01", "2025-02-01 40c:by_field")[SZ].other_kinds == 400


def test_sz_33_new_joiners_of_the_year_without_pre_post_training_are_listed() -> None:
    known = policies().beside(policies().get("shenzhen"))

    def owed(text: str, day: str = "2025-06-01") -> list[tuple[str, str | None]]:
        facts = person_of(text)
        found = newcomers(facts["people"], facts["attendances"], known, date.fromisoformat(day))
        return [(one.clause.rule, str(one.trained_on) if one.trained_on else None) for one in found]

    assert owed("joined 2025-03-01") == [("SZ-33", None)]
    assert owed("joined 2025-03-01; 2025-03-10 8c:pre_post") == [("SZ-33", "2025-03-10")]
    assert owed("joined 2025-03-01; 2025-02-20 8c?:岗前培训") == [("SZ-33", "2025-02-20")], "before the post"
    assert owed("joined 2025-03-01; 2025-06-02 8c:pre_post") == [("SZ-33", None)], "not held yet"
    assert owed("joined 2025-03-01; 2025-03-10 8c:by_field") == [("SZ-33", None)]
    assert owed("joined 2025-01-01", "2025-12-31") == [("SZ-33", None)]
    assert owed("joined 2024-12-31") == [] and owed("joined 2025-06-02") == []
    assert owed("joined 2025-03-01; left 2025-05-31") == []
    assert owed("2025-03-10 8c:pre_post") == [], "no joining day is known"


def test_sz_33_is_asked_only_where_a_policy_prints_it() -> None:
    facts = person_of("joined 2025-03-01")
    for policy in ("chuxiong", "guizhou", "zaozhuang", "chengdu"):
        known = policies().beside(policies().get(policy))
        assert newcomers(facts["people"], facts["attendances"], known, date(2025, 6, 1)) == []


def test_zz_52_gz_18_cd_15_no_amount_is_asked_and_what_was_had_is_reported() -> None:
    facts = person_of("2025-02-01 8h:public_benefit; 2025-03-01 6c; 2025-03-02 4c?; 2026-01-01 9h")
    assert totals(facts["attendances"], date(2025, 1, 1), date(2025, 12, 31)) == [
        Total("hour", "public_benefit", 1, 80, 0),
        Total("class_hour", "", 2, 60, 40),
    ]
    for policy in ("zaozhuang", "guizhou", "chengdu"):
        assert policies().get(policy).requirements == ()
        assert {row.policy for row in results(policy, "2025-06-01", "").values()} == {"national"}


def test_zz_52_public_benefit_training_is_a_kind() -> None:
    assert "公益性的社会工作教育培训" in kinds("zaozhuang")


def test_gz_18_gz_19_two_programmes_and_the_special_class_are_kinds() -> None:
    assert kinds("guizhou") == ["社会工作能力提升行动", "重点群体专项培训计划", "社会工作特色专题培训班"]


def test_cd_15_three_kinds_and_the_places_that_give_them() -> None:
    assert kinds("chengdu") == ["社区社会工作专业培训", "继续教育", "实务实训"]
    rule = next(one for one in policies().get("chengdu").tables["training.rule"] if one.id == "providers")
    assert len(rule.items) == 4 and rule.open
