"""More of the training cockpit worked out by hand: conversions, own policies, several rules at once, pace."""

from __future__ import annotations

import pytest
from training_table import policies, results, said, unique

CX, SZ = "chuxiong.cumulative_160", "shenzhen.yearly_80"
YEAR, PLAN, REG = "yaoan.yearly_24", "yaoan.plan_40", "yaoan.registration_30"
N72, N90 = "national.registration_72", "national.registration_90"
HELD = "held A 2025-03-01; reg A 2026-02-01 2029-01-31"  # 1,096 days
OLD = "held A 2022-10-01; reg A 2023-03-15 2026-03-14"
WORTH = "1c=0.8h 2025-01-01 - - 甲"

# name | requirement | day asked | facts | status, state, earned, pending, other units, missing
CASES = [
    # --- a county's decision on what a 学时 is worth ---
    ("decided: 200 class hours are 160 hours", CX, "2025-12-31", f"2025-05-01 200c; {WORTH}", "met in_force 160 0 0 0"),
    ("the day before the decision", CX, "2025-12-31", f"2024-12-31 200c; {WORTH}", "behind in_force 0 0 200 160"),
    ("the decision's first day", CX, "2025-12-31", f"2025-01-01 200c; {WORTH}", "met in_force 160 0 0 0"),
    ("the decision's last day", CX, "2025-12-31", "2025-06-30 100c; 1c=0.8h 2025-01-01 2025-06-30 - 甲",
     "behind in_force 80 0 0 80"),
    ("the day after its last", CX, "2025-12-31", "2025-07-01 100c; 1c=0.8h 2025-01-01 2025-06-30 - 甲",
     "behind in_force 0 0 100 160"),
    ("what ended under it stays converted", CX, "2026-05-01", "2025-06-30 200c; 1c=0.8h 2025-01-01 2025-06-30 - 甲",
     "met expired 160 0 0 0"),
    ("a decision for another policy", CX, "2025-12-31", "2025-05-01 200c; 1c=0.8h 2025-01-01 - shenzhen 甲",
     "behind in_force 0 0 200 160"),
    ("a decision for this policy", CX, "2025-12-31", "2025-05-01 200c; 1c=0.8h 2025-01-01 - chuxiong 甲",
     "met in_force 160 0 0 0"),
    ("the policy's own before the general", CX, "2025-12-31",
     "2025-05-01 100c; 1c=0.5h 2025-02-01 - - 甲; 1c=0.8h 2025-01-01 - chuxiong 乙", "behind in_force 80 0 0 80"),
    ("the general where the policy's own is over", CX, "2025-12-31",
     "2025-05-01 100c; 1c=0.5h 2025-02-01 - - 甲; 1c=0.8h 2025-01-01 2025-04-30 chuxiong 乙",
     "behind in_force 50 0 0 110"),
    ("each training under the decision of its day", CX, "2025-12-31",
     "2025-02-28 100c; 2025-03-01 100c; 1c=0.5h 2025-01-01 - - 甲; 1c=0.8h 2025-03-01 - - 乙",
     "behind in_force 130 0 0 30"),
    ("rounded down", CX, "2025-12-31", "2025-05-01 0.3c; 1c=0.7h 2025-01-01 - - 甲", "behind in_force 0.2 0 0 159.8"),
    ("less than a tenth is nothing", CX, "2025-12-31", "2025-05-01 0.1c; 1c=0.7h 2025-01-01 - - 甲",
     "behind in_force 0 0 0 160"),
    ("rounded on the sum, not on each", CX, "2025-12-31",
     "; ".join(["2025-05-01 0.1c"] * 10) + "; 1c=0.7h 2025-01-01 - - 甲", "behind in_force 0.7 0 0 159.3"),
    ("45 minutes to the class hour", CX, "2025-12-31", "2025-05-01 80c; 4c=3h 2025-01-01 - - 甲",
     "behind in_force 60 0 0 100"),
    ("the other way round", SZ, "2025-12-31", "2025-05-01 40h; 1h=1.5c 2025-01-01 - - 甲", "behind expired 60 0 0 20"),
    ("a decision in one direction only", SZ, "2025-12-31", f"2025-05-01 40h; {WORTH}", "behind expired 0 0 40 80"),
    ("both directions, each where it is asked", SZ, "2025-12-31",
     f"2025-05-01 40h; 2025-05-02 20c; {WORTH}; 1h=1.5c 2025-01-01 - - 乙", "met expired 80 0 0 0"),
    ("a kind that does not count is not converted", CX, "2025-12-31", f"2025-05-01 200c:theory_method; {WORTH}",
     "behind in_force 0 0 200 160"),
    ("waiting for approval, converted", CX, "2025-12-31", f"2025-05-01 100c?; {WORTH}", "behind in_force 0 80 0 160"),
    ("hours and converted class hours together", CX, "2025-12-31", f"2025-05-01 80h; 2025-05-02 100c; {WORTH}",
     "met in_force 160 0 0 0"),
    ("a tenth short of it", CX, "2025-12-31", f"2025-05-01 79.9h; 2025-05-02 100c; {WORTH}",
     "behind in_force 159.9 0 0 0.1"),
    ("a unit into itself decides nothing", CX, "2025-12-31", "2025-05-01 80h; 1h=2h 2025-01-01 - - 甲",
     "behind in_force 80 0 0 80"),
    ("an amount of nothing decides nothing", CX, "2025-12-31", "2025-05-01 80c; 1c=0h 2025-01-01 - - 甲",
     "behind in_force 0 0 80 160"),
    ("national rules, too, by a general decision", N72, "2026-03-14", f"{OLD}; 2025-05-01 90c; {WORTH}",
     "met in_force 72 0 0 0"),
    ("not by a decision for the region's policy", N72, "2026-03-14",
     f"{OLD}; 2025-05-01 90c; 1c=0.8h 2025-01-01 - chuxiong 甲", "behind in_force 0 0 90 72"),
    ("converted, but before the window", CX, "2021-05-01", "2020-12-31 200c; 1c=0.8h 2020-01-01 - - 甲",
     "behind in_force 0 0 0 160"),
    ("converted, but not ended yet", CX, "2025-05-01", f"2025-05-02 200c; {WORTH}", "behind in_force 0 0 0 160"),
    ("missed, whatever is decided later", CX, "2026-05-01", "2025-05-01 200c; 1c=0.8h 2026-01-01 - - 甲",
     "missed expired 0 0 200 160"),
    # --- a county's own policy beside its prefecture's ---
    ("own policy: 12 of 24 on day 182", YEAR, "2026-07-01", "2026-03-01 12h:practice", "on_track in_force 12 0 0 12"),
    ("own policy: 12 of 24 on day 183", YEAR, "2026-07-02", "2026-03-01 12h:practice", "behind in_force 12 0 0 12"),
    ("own policy: meetings do not count", YEAR, "2026-07-02", "2026-03-01 24h:meeting", "behind in_force 0 0 0 24"),
    ("own policy: by its printed word", YEAR, "2026-07-02", "2026-03-01 24h:会议", "behind in_force 0 0 0 24"),
    ("own policy: another's kind counts", YEAR, "2026-07-02", "2026-03-01 24h:theory_method", "met in_force 24 0 0 0"),
    ("own policy: half of two years", PLAN, "2026-12-31", "2026-05-01 20c", "on_track in_force 20 0 0 20"),
    ("own policy: a day into the second year", PLAN, "2027-01-01", "2026-05-01 20c", "behind in_force 20 0 0 20"),
    ("own policy: hours are not its unit here", PLAN, "2026-12-31", "2026-05-01 40h", "behind in_force 0 0 40 40"),
    ("own policy: last day of the plan", PLAN, "2027-12-31", "2027-12-31 40c", "met in_force 40 0 0 0"),
    ("own policy: the day after", PLAN, "2028-01-01", "2028-01-01 40c", "missed expired 0 0 0 40"),
    ("future: the plan has not begun", PLAN, "2025-12-31", "2025-05-01 40c", "not_applicable not_yet 0 0 0 0"),
    ("future: the year before it takes effect", YEAR, "2025-12-31", "2025-05-01 24h", "met not_yet 24 0 0 0"),
    ("expired: its last year was met", YEAR, "2028-01-05", "2027-12-31 24h:practice", "met expired 24 0 0 0"),
    ("expired: January comes too late", YEAR, "2028-01-05", "2028-01-02 24h:practice", "missed expired 0 0 0 24"),
    ("continued: the year goes on", YEAR, "2028-07-01", "2028-02-29 12h; goes-on yaoan 2028-01-01 - 决定",
     "on_track continued 12 0 0 12"),
    ("continued: a plan as long begins", PLAN, "2028-01-01", "2027-05-01 40c; goes-on yaoan 2028-01-01 - 决定",
     "behind continued 0 0 0 40"),
    ("continued: only the other policy", YEAR, "2028-07-01", "goes-on chuxiong 2026-01-01 - 决定",
     "missed expired 0 0 0 24"),
    # --- registration ---
    ("own registration rule, first day", REG, "2026-02-01", f"{HELD}; 2026-02-01 1h", "on_track in_force 1 0 0 29"),
    ("own registration rule, policy over, window not", REG, "2028-06-01", f"{HELD}; 2028-05-01 30h",
     "met expired 30 0 0 0"),
    ("registered after the policy ended", REG, "2028-06-01", "held A 2025-03-01; reg A 2028-02-01 2031-01-31",
     "not_applicable expired 0 0 0 0"),
    ("own registration rule is for assistants", REG, "2026-12-31",
     "held S 2025-03-01; reg S 2026-02-01 2029-01-31; 2026-05-01 10h", "not_applicable in_force 10 0 0 0"),
    ("no recorded end: 36 months", N72, "2026-03-14", "held A 2022-10-01; reg A 2023-03-15 -; 2026-03-14 72h",
     "met in_force 72 0 0 0"),
    ("no recorded end: the day after", N72, "2026-03-15", "held A 2022-10-01; reg A 2023-03-15 -; 2026-03-14 71h",
     "missed in_force 71 0 0 1"),
    ("renewed early: the day before", N72, "2026-01-09", f"{OLD}; reg A 2026-01-10 2029-03-14; 2025-05-01 72h",
     "met in_force 72 0 0 0"),
    ("renewed early: a new window that day", N72, "2026-01-10", f"{OLD}; reg A 2026-01-10 2029-03-14; 2025-05-01 72h",
     "behind in_force 0 0 0 72"),
    ("day of issue unknown", N72, "2024-09-12", "held A -; reg A 2023-03-15 2026-03-14; 2023-05-01 36h",
     "on_track in_force 36 0 0 36"),
    ("a registration without its certificate", N72, "2024-09-12", "reg A 2023-03-15 2026-03-14; 2023-05-01 36h",
     "not_applicable in_force 0 0 0 0"),
    ("not renewed: what came afterwards", N72, "2026-06-01", f"{OLD}; 2026-03-15 72h", "missed in_force 0 0 0 72"),
    ("registration: all waits for approval", N72, "2026-03-14", f"{OLD}; 2025-05-01 72h?", "behind in_force 0 72 0 72"),
    ("left in the first year of it", N72, "2026-03-15", f"{OLD}; left 2024-01-01", "missed in_force 0 0 0 72"),
    ("two certificates of one level, the later registered", N72, "2026-06-01",
     f"held A 2021-01-01; {HELD}; 2026-05-01 24h", "on_track in_force 24 0 0 48"),
    # --- exemptions, joining, leaving, approval ---
    ("exempt on the first day", CX, "2024-06-01", "exempt chuxiong cumulative_160 2024-06-01 2024-06-30",
     "not_applicable in_force 0 0 0 0"),
    ("exempt on the last day", CX, "2024-06-30", "exempt chuxiong cumulative_160 2024-06-01 2024-06-30",
     "not_applicable in_force 0 0 0 0"),
    ("exempt no more", CX, "2024-07-01", "exempt chuxiong cumulative_160 2024-06-01 2024-06-30",
     "behind in_force 0 0 0 160"),
    ("exempt by that name in every policy", YEAR, "2026-07-01", "exempt - yearly_24 - -",
     "not_applicable in_force 0 0 0 0"),
    ("hours are shown though exempt", YEAR, "2026-07-01", "2026-02-01 5h; exempt yaoan - 2026-01-01 -",
     "not_applicable in_force 5 0 0 0"),
    ("joined on the last day, all on it", SZ, "2025-12-31", "joined 2025-12-31; 2025-12-31 80c",
     "met expired 80 0 0 0"),
    ("joined on the last day, a tenth short", SZ, "2025-12-31", "joined 2025-12-31; 2025-12-31 79.9c",
     "behind expired 79.9 0 0 0.1"),
    ("joined on a leap day, on pace", SZ, "2024-07-30", "joined 2024-02-29; 2024-05-01 40c",
     "on_track in_force 40 0 0 40"),
    ("joined on a leap day, a day later", SZ, "2024-07-31", "joined 2024-02-29; 2024-05-01 40c",
     "behind in_force 40 0 0 40"),
    ("left today", SZ, "2025-07-02", "left 2025-07-02; 2025-03-01 40.2c", "on_track in_force 40.2 0 0 39.8"),
    ("left before joining, somebody's slip", SZ, "2025-12-31", "joined 2025-07-01; left 2025-06-01",
     "not_applicable expired 0 0 0 0"),
    ("all waits for approval", SZ, "2025-12-31", "2025-02-01 80c?", "behind expired 0 80 0 80"),
    ("half approved, half waiting", SZ, "2025-06-01", "2025-02-01 40c; 2025-02-02 40c?",
     "on_track in_force 40 40 0 40"),
    ("waiting and of no kind that counts", SZ, "2025-06-01", "2025-02-01 80c?:pre_post", "behind in_force 0 0 0 80"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_worked_by_hand(case: tuple[str, str, str, str, str]) -> None:
    _name, rule, as_of, facts, expected = case
    assert said(results(rule.partition(".")[0] if rule[0] != "n" else "chuxiong", as_of, facts)[rule]) == expected


def test_the_county_s_policy_is_read_whole() -> None:
    assert policies().problems == ()
    assert [one.id for one in policies().beside(policies().get("yaoan"))] == ["yaoan", "chuxiong", "national"]
    assert unique([case[0] for case in CASES]) and len(CASES) >= 70


# several rules at once: name | day asked | facts | what each says
TOGETHER = [
    ("two units, three windows, nothing mixed", "2026-12-31", f"2026-03-01 24h:practice; 2026-04-01 40c; {HELD}", {
        YEAR: "met in_force 24 0 40 0", PLAN: "met in_force 40 0 24 0", REG: "on_track in_force 24 0 40 6",
        CX: "missed expired 0 0 0 160", N72: "on_track in_force 24 0 40 48", N90: "not_applicable in_force 24 0 40 0"}),
    ("the same under a decision", "2026-12-31",
     f"2026-03-01 24h:practice; 2026-04-01 40c; {HELD}; 1c=0.5h 2026-01-01 - - 甲", {
        YEAR: "met in_force 44 0 0 0", PLAN: "met in_force 40 0 24 0", REG: "met in_force 44 0 0 0",
        CX: "missed expired 0 0 0 160", N72: "on_track in_force 44 0 0 28", N90: "not_applicable in_force 44 0 0 0"}),
    ("exempt from everything", "2026-12-31", f"{HELD}; exempt - - - -", {
        YEAR: "not_applicable in_force 0 0 0 0", PLAN: "not_applicable in_force 0 0 0 0",
        REG: "not_applicable in_force 0 0 0 0", CX: "not_applicable expired 0 0 0 0",
        N72: "not_applicable in_force 0 0 0 0"}),
    ("exempt from the county's alone", "2026-12-31", f"{HELD}; exempt yaoan - 2026-01-01 -", {
        YEAR: "not_applicable in_force 0 0 0 0", REG: "not_applicable in_force 0 0 0 0",
        N72: "behind in_force 0 0 0 72", CX: "missed expired 0 0 0 160"}),
    ("left in the middle of the year", "2026-12-31", "left 2026-06-30; 2026-05-01 12h", {
        YEAR: "behind in_force 12 0 0 12", PLAN: "behind in_force 0 0 12 40", CX: "missed expired 0 0 0 160"}),
    ("joined after the prefecture's period", "2026-12-31", "joined 2026-07-01", {
        YEAR: "behind in_force 0 0 0 24", PLAN: "behind in_force 0 0 0 40", CX: "not_applicable expired 0 0 0 0"}),
    ("the prefecture's goes on, the county's ended", "2028-06-30",
     "2028-01-10 16h; goes-on chuxiong 2028-01-01 - 决定", {
        YEAR: "missed expired 0 0 0 24", CX: "on_track continued 16 0 0 144"}),
]  # fmt: skip


@pytest.mark.parametrize("case", TOGETHER, ids=[case[0] for case in TOGETHER])
def test_several_rules_at_once(case: tuple[str, str, str, dict[str, str]]) -> None:
    _name, as_of, facts, expected = case
    found = results("yaoan", as_of, facts)
    assert {rule: said(found[rule]) for rule in expected} == expected


# pace: name | requirement | day asked | facts | per month, projected (or met) on, missing in the end
PACE = [
    # 15 October is day 288: 80 x 288 / 50 = 460.8, so on day 461; 50 x 365 / 288 = 63.3 by the end
    ("three months left", SZ, "2025-10-15", "2025-02-01 50c", "10 2026-04-06 16.7"),
    # day 183 of 366: exactly twice as much by the end; six months left for 40
    ("exactly on pace", SZ, "2024-07-01", "2024-03-01 40c", "6.7 2024-12-31 0"),
    ("ahead of it", SZ, "2025-01-10", "2025-01-10 40c", "3.4 2025-01-20 0"),
    ("nothing yet", SZ, "2025-12-01", "", "80 - 80"),
    ("the last day, a class hour short", SZ, "2025-12-31", "2025-05-01 79c", "1 2026-01-05 1"),
    ("met on the day the last hours came", SZ, "2025-06-01", "2025-01-10 40c; 2025-02-01 40c; 2025-03-01 9c",
     "0 2025-02-01 0"),
    ("met in whatever order it was entered", SZ, "2025-06-01", "2025-03-01 9c; 2025-02-01 40c; 2025-01-10 40c",
     "0 2025-02-01 0"),
    ("met by converted hours", CX, "2025-12-31", f"2025-01-10 150h; 2025-02-01 12.5c; {WORTH}", "0 2025-02-01 0"),
    ("missed: nothing is left to do", SZ, "2026-02-01", "2025-05-01 79c", "0 - 1"),
    ("half of five years", CX, "2023-07-02", "2022-01-10 80h", "2.7 2025-12-31 0"),
    # 1,600 days from the first on
    ("the first day", CX, "2021-01-01", "2021-01-01 0.1h", "2.7 2025-05-19 0"),
    # joined half way: 92 of 184 days
    ("a late joiner", SZ, "2025-09-30", "joined 2025-07-01; 2025-08-01 40c", "10 2025-12-31 0"),
    ("what waits does not speed it up", SZ, "2025-10-15", "2025-02-01 50c; 2025-02-02 30c?", "10 2026-04-06 16.7"),
    ("does not apply", SZ, "2025-06-01", "joined 2025-07-01", "0 - 0"),
    ("so slow that no day can be named", CX, "2023-07-02", "2022-01-10 0.1h", "5.4 - 159.8"),
]  # fmt: skip


@pytest.mark.parametrize("case", PACE, ids=[case[0] for case in PACE])
def test_pace(case: tuple[str, str, str, str, str]) -> None:
    _name, rule, as_of, facts, expected = case
    row = results(rule.partition(".")[0], as_of, facts)[rule].as_dict()
    assert f"{row['per_month']:g} {row['projected'] or '-'} {row['projected_missing']:g}" == expected


def test_what_was_converted_is_shown_with_its_decision() -> None:
    facts = "2025-02-28 100c; 2025-03-01 100c?; 2025-04-01 5h; 1c=0.5h 2025-01-01 - - 甲; 1c=0.8h 2025-03-01 - - 乙"
    row = results("chuxiong", "2025-12-31", facts)[CX].as_dict()
    assert (row["earned"], row["pending"], row["converted"]) == (55, 80, 50)
    assert row["conversions"] == [
        {"decision": "甲", "unit": "class_hour", "amount": 100, "gives": 50, "pending": 0, "pending_gives": 0},
        {"decision": "乙", "unit": "class_hour", "amount": 0, "gives": 0, "pending": 100, "pending_gives": 80},
    ]
    assert row["kinds"] == ["professional_knowledge", "practice_skill"]
