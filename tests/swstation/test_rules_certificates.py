"""Registration, levels, titles and the arithmetic of months, by tables."""

from __future__ import annotations

from datetime import date

import pytest

from swstation.rules.certificates import (
    certificate_of,
    first_registration_due,
    registration_state,
    standing,
)
from swstation.rules.dates import add_months, last_day, opens_before, period_of, same_length
from swstation.rules.facts import Certificate, Registration
from swstation.rules.fields import org_tier, service_fields
from swstation.rules.levels import Levels, levels_for
from swstation.rules.policy import shipped
from swstation.rules.titles import matching_title

D = date.fromisoformat
A, S, P = "assistant_social_worker", "social_worker", "senior_social_worker"
RULE = shipped().national.registrations[0]


def levels(policy: str = "chuxiong") -> Levels:
    return levels_for(shipped(), shipped().get(policy))


@pytest.mark.parametrize(
    ("day", "months", "wanted"),
    [
        ("2025-03-15", 12, "2026-03-15"),
        ("2025-01-31", 1, "2025-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2025-08-31", 6, "2026-02-28"),
        ("2025-12-31", -3, "2025-09-30"),
        ("2025-01-15", -1, "2024-12-15"),
        ("2025-05-31", 0, "2025-05-31"),
    ],
)
def test_add_months(day: str, months: int, wanted: str) -> None:
    assert add_months(D(day), months) == D(wanted)


@pytest.mark.parametrize(
    ("first", "months", "wanted"),
    [
        ("2023-03-15", 36, "2026-03-14"),
        ("2023-01-01", 36, "2025-12-31"),
        ("2023-03-01", 36, "2026-02-28"),
        ("2024-02-29", 36, "2027-02-27"),
        ("2025-08-31", 6, "2026-02-27"),
    ],
)
def test_last_day(first: str, months: int, wanted: str) -> None:
    assert last_day(D(first), months) == D(wanted)


@pytest.mark.parametrize(
    ("end", "wanted"),
    [
        ("2026-03-14", "2025-12-15"),
        ("2026-12-31", "2026-10-01"),
        ("2026-05-31", "2026-03-01"),
        ("2026-02-28", "2025-12-01"),
        ("2026-05-30", "2026-02-28"),  # 31 February does not exist
    ],
)
def test_last_three_months(end: str, wanted: str) -> None:
    assert opens_before(D(end), 3) == D(wanted)


def test_same_length_in_whole_months_and_in_days() -> None:
    assert same_length(D("2021-01-01"), D("2025-12-31"), D("2026-01-01")) == D("2030-12-31")
    assert same_length(D("2024-01-01"), D("2024-12-31"), D("2025-01-01")) == D("2025-12-31")
    assert same_length(D("2024-01-01"), D("2024-01-10"), D("2025-03-01")) == D("2025-03-10")


@pytest.mark.parametrize(
    ("day", "period", "start_day", "first", "last"),
    [
        ("2026-11-18", "week", 1, "2026-11-16", "2026-11-22"),
        ("2026-11-18", "month", 1, "2026-11-01", "2026-11-30"),
        ("2026-11-18", "quarter", 1, "2026-10-01", "2026-12-31"),
        ("2026-11-18", "half_year", 1, "2026-07-01", "2026-12-31"),
        ("2026-11-18", "year", 1, "2026-01-01", "2026-12-31"),
        ("2026-11-25", "month", 26, "2026-10-26", "2026-11-25"),
        ("2026-11-26", "month", 26, "2026-11-26", "2026-12-25"),
        ("2026-12-26", "year", 26, "2026-12-26", "2027-12-25"),
        ("2026-12-25", "quarter", 26, "2026-09-26", "2026-12-25"),
    ],
)
def test_periods(day: str, period: str, start_day: int, first: str, last: str) -> None:
    assert period_of(D(day), period, start_day) == (D(first), D(last))


CERT = Certificate("c", "p", A, "", D("2022-10-31"))
REG = Registration("c", D("2023-03-15"), D("2026-03-14"))
RENEWED = Registration("c", D("2026-03-15"), D("2029-03-14"))


@pytest.mark.parametrize(
    ("registrations", "as_of", "state", "due"),
    [
        ((), "2022-11-01", "never", "2023-10-31"),
        ((), "2023-10-31", "never", "2023-10-31"),
        ((), "2026-01-01", "never", "2023-10-31"),
        ((REG,), "2023-03-14", "never", "2023-10-31"),
        ((REG,), "2023-03-15", "valid", "2026-03-14"),
        ((REG,), "2025-12-14", "valid", "2026-03-14"),
        ((REG,), "2025-12-15", "renew", "2026-03-14"),
        ((REG,), "2026-03-14", "renew", "2026-03-14"),
        ((REG,), "2026-03-15", "lapsed", "2026-03-14"),
        ((REG, RENEWED), "2026-03-14", "renew", "2026-03-14"),
        ((RENEWED, REG), "2026-03-15", "valid", "2029-03-14"),
        ((REG, RENEWED), "2030-01-01", "lapsed", "2029-03-14"),
        ((Registration("c", D("2023-03-15")),), "2026-03-14", "renew", "2026-03-14"),
        ((Registration("other", D("2023-03-15")),), "2024-01-01", "never", "2023-10-31"),
    ],
)
def test_registration(registrations: tuple[Registration, ...], as_of: str, state: str, due: str) -> None:
    found = registration_state(CERT, registrations, RULE, D(as_of))
    assert (found.state, found.due) == (state, D(due))
    assert found.clause.rule == "NA-04"


def test_first_registration_within_a_year_of_issue() -> None:
    assert first_registration_due(Certificate("c", "p", A, "", D("2024-02-29")), RULE) == D("2025-02-28")
    assert first_registration_due(Certificate("c", "p", A), RULE) is None


def test_the_state_of_a_certificate_whose_day_of_issue_is_unknown() -> None:
    found = registration_state(Certificate("c", "p", A), (), RULE, D("2026-01-01"))
    assert (found.state, found.due, found.opens) == ("never", None, None)


def test_standing_takes_the_highest_level_held() -> None:
    own = [
        Certificate("a", "p", A, "", D("2020-01-01")),
        Certificate("s", "p", S, "", D("2025-03-01")),
        Certificate("l", "p", "chengdu.assistant_local", "", D("2025-06-01")),
    ]
    registered = [Registration("a", D("2023-03-15"), D("2026-03-14"))]
    before = standing(own, registered, levels(), RULE, D("2025-02-28"))
    assert before.level is not None and before.level.id == A
    assert before.registration is not None and before.registration.state == "valid"
    after = standing(own, registered, levels(), RULE, D("2025-03-01"))
    assert after.level is not None and after.level.id == S
    assert after.registration is not None and after.registration.state == "never"


def test_a_local_certificate_alone_is_not_registered() -> None:
    found = standing(
        [Certificate("l", "p", "chengdu.assistant_local", "", D("2025-06-01"))],
        [], levels("chengdu"), RULE, D("2026-01-01"),
    )  # fmt: skip
    assert found.level is not None and found.level.zh == "社工员"
    assert found.registration is None
    assert standing([], [], levels(), RULE, D("2026-01-01")).level is None


def test_of_two_certificates_of_a_level_the_one_registered_last_counts() -> None:
    own = [Certificate("1", "p", A, "", D("2015-01-01")), Certificate("2", "p", A, "", D("2020-01-01"))]
    level = levels().get(A)
    assert level is not None
    chosen = certificate_of(level, own, [Registration("2", D("2021-01-01"))], D("2024-01-01"))
    assert chosen == own[1]
    assert certificate_of(level, own, [], D("2024-01-01")) == own[0]


@pytest.mark.parametrize("policy", shipped().ids)
def test_local_levels_stand_below_the_national_ones(policy: str) -> None:
    order = [level.id for level in levels(policy).all]
    assert order[-3:] == [A, S, P]
    assert set(order[:-3]) == {"chengdu.assistant_local", "guizhou.assistant_local", "guizhou.special_ability"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("助理社会工作师", A),
        ("助理社工师", A),
        ("初级", A),
        ("社会工作师", S),
        ("社工师", S),
        ("社会工作师（中级）", S),
        (" 中 级 ", S),
        ("高级社会工作师", P),
        ("高级社工师", P),
        ("Senior social worker", P),
        ("senior_social_worker", P),
        ("社工员", "chengdu.assistant_local"),
        ("社会工作员", "guizhou.assistant_local"),
        ("心理咨询师", None),
        ("国家社会工作者职业水平证书", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("policy", shipped().ids)
def test_levels_by_what_people_write(policy: str, text: str, wanted: str | None) -> None:
    found = levels(policy).resolve(text)
    assert (found.id if found else None) == wanted


def test_a_tier_is_filled_by_the_national_certificate() -> None:
    chuxiong = shipped().get("chuxiong")
    assert chuxiong.levels[0].zh == "初级"
    filled = levels().of_policy(chuxiong, "junior")
    assert filled is not None
    assert (filled.id, filled.zh) == (A, "助理社会工作师")


def test_a_title_only_where_the_policy_prints_the_table() -> None:
    own = [Certificate("s", "p", S, "", D("2025-03-01"))]
    zaozhuang = shipped().get("zaozhuang")
    title = matching_title(zaozhuang, levels("zaozhuang"), own, D("2025-03-01"))
    assert title is not None
    assert (title.zh, title.clause.rule) == ("中级职称", "ZZ-31")
    assert matching_title(zaozhuang, levels("zaozhuang"), own, D("2025-02-28")) is None
    for other in ("chuxiong", "guizhou", "shenzhen", "chengdu", "national"):
        assert matching_title(shipped().get(other), levels(other), own, D("2026-01-01")) is None


def test_service_fields_are_the_union_of_the_lists_that_are_fields() -> None:
    chuxiong = service_fields(shipped().get("chuxiong"))
    assert len(chuxiong) == 18
    assert len({field.id for field in chuxiong}) == 18
    assert all(field.from_policy for field in chuxiong)
    assert [field.zh for field in chuxiong if field.clause and field.clause.rule == "CX-53"] == [
        "社区治理",
        "矫治帮教",
    ]
    # Priority and high-risk lists choose among the fields, they are not fields of their own.
    assert len(service_fields(shipped().get("shenzhen"))) == 16


@pytest.mark.parametrize("policy", ["guizhou", "chengdu", "national"])
def test_where_no_fields_are_printed_the_county_s_own_list_says_so(policy: str) -> None:
    fields = service_fields(shipped().get(policy))
    assert "社会救助" in [field.zh for field in fields]
    assert not any(field.from_policy for field in fields)


def test_tiers_are_called_as_the_policy_calls_them() -> None:
    names = {
        policy: (tier.zh if (tier := org_tier(shipped().get(policy), "county_station")) else None)
        for policy in ("guizhou", "chuxiong", "national")
    }
    assert names == {"guizhou": "社工总站", "chuxiong": "县市", "national": None}
