"""Training against the policies: a table worked out by hand, to the day and the tenth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from swstation.rules.facts import (
    Attendance,
    Certificate,
    Continuation,
    Exemption,
    Person,
    Registration,
)
from swstation.rules.policy import shipped
from swstation.rules.training import TrainingResult, training_status

D = date.fromisoformat
H, C = "hour", "class_hour"
PERIOD = ("2021-01-01", "2025-12-31")  # Chuxiong: 160 hours over 1,826 days
FROM_2026 = Continuation("chuxiong", D("2026-01-01"), None, "县民〔2026〕1号")
SZ_2026 = Continuation("shenzhen", D("2026-01-01"), None, "区民〔2026〕2号")
A, S, P = "assistant_social_worker", "social_worker", "senior_social_worker"


def t(end: str, hours: float, unit: str = H, ok: bool = True, kind: str | None = None, start: str = "") -> Attendance:
    """One attended training."""
    return Attendance("p", f"t{end}{hours}", "培训", kind, D(start or end), D(end), round(hours * 10), unit, ok)


def s(end: str, hours: float, ok: bool = True, kind: str | None = None) -> Attendance:
    """One attended training in class hours."""
    return t(end, hours, C, ok, kind)


@dataclass(frozen=True)
class Case:
    name: str
    rule: str  # requirement, of the policy named before the dot
    as_of: str
    trained: tuple[Attendance, ...]
    window: tuple[str, str] | None
    sums: tuple[float, float, float, float]  # earned, pending, other units, missing
    status: str
    state: str
    joined: str | None = None
    left: str | None = None
    exempt: tuple[Exemption, ...] = ()
    held: tuple[tuple[str, str], ...] = ()  # level, day of issue; its certificate id is the level
    registered: tuple[tuple[str, str, str], ...] = ()  # certificate, from, to
    continued: tuple[Continuation, ...] = ()

    def result(self) -> TrainingResult:
        policy, _dot, requirement = self.rule.partition(".")
        unit_policy = "chuxiong" if policy == "national" else policy
        policies = shipped()
        rows = training_status(
            [
                Person(
                    "p", "张桂芳",
                    D(self.joined) if self.joined else None,
                    D(self.left) if self.left else None,
                    self.exempt,
                )
            ],
            self.trained,
            [Certificate(level, "p", level, "", D(day)) for level, day in self.held],
            [Registration(c, D(first), D(last)) for c, first, last in self.registered],
            policies.beside(policies.get(unit_policy)),
            self.continued,
            D(self.as_of),
        )  # fmt: skip
        (row,) = [row for row in rows if (row.policy, row.requirement) == (policy, requirement)]
        return row


CX, SZ, N72, N90 = (
    "chuxiong.cumulative_160",
    "shenzhen.yearly_80",
    "national.registration_72",
    "national.registration_90",
)
Y25, Y24 = ("2025-01-01", "2025-12-31"), ("2024-01-01", "2024-12-31")
REG = ((A, "2023-03-15", "2026-03-14"),)  # 1,096 days
HELD_A = ((A, "2022-10-01"),)

CASES = [
    # --- a period: the five years of Chuxiong ---
    Case(
        "before the period nobody is asked", CX, "2020-12-31",
        (), PERIOD, (0, 0, 0, 0), "not_applicable", "not_yet",
    ),
    Case(
        "first day without hours is behind", CX, "2021-01-01",
        (), PERIOD, (0, 0, 0, 160), "behind", "in_force",
    ),
    # 160 x 1/1826 = 0.0877 hours
    Case(
        "first day, one tenth is enough", CX, "2021-01-01",
        (t("2021-01-01", 0.1),), PERIOD, (0.1, 0, 0, 159.9), "on_track", "in_force",
    ),
    # day 365: 1600 x 365 / 1826 = 319.8 tenths
    Case(
        "a year in, 32.0 hours keep pace", CX, "2021-12-31",
        (t("2021-06-01", 32),), PERIOD, (32, 0, 0, 128), "on_track", "in_force",
    ),
    Case(
        "a year in, 31.9 hours do not", CX, "2021-12-31",
        (t("2021-06-01", 31.9),), PERIOD, (31.9, 0, 0, 128.1), "behind", "in_force",
    ),
    # half of 1,826 is 913 days: 2023-07-02
    Case(
        "exactly half on the middle day", CX, "2023-07-02",
        (t("2022-01-10", 80),), PERIOD, (80, 0, 0, 80), "on_track", "in_force",
    ),
    Case(
        "a day after the middle half is not enough", CX, "2023-07-03",
        (t("2022-01-10", 80),), PERIOD, (80, 0, 0, 80), "behind", "in_force",
    ),
    Case(
        "one tenth short of half on the middle day", CX, "2023-07-02",
        (t("2022-01-10", 79.9),), PERIOD, (79.9, 0, 0, 80.1), "behind", "in_force",
    ),
    Case(
        "met early stays met", CX, "2021-02-01",
        (t("2021-01-20", 160),), PERIOD, (160, 0, 0, 0), "met", "in_force",
    ),
    Case(
        "more than asked is met, nothing missing", CX, "2021-02-01",
        (t("2021-01-20", 200.5),), PERIOD, (200.5, 0, 0, 0), "met", "in_force",
    ),
    Case(
        "a tenth short on the last day is behind", CX, "2025-12-31",
        (t("2025-01-20", 159.9),), PERIOD, (159.9, 0, 0, 0.1), "behind", "in_force",
    ),
    Case(
        "the last day counts", CX, "2025-12-31",
        (t("2025-12-31", 160),), PERIOD, (160, 0, 0, 0), "met", "in_force",
    ),
    Case(
        "the day after, a tenth short is missed", CX, "2026-01-01",
        (t("2025-01-20", 159.9),), PERIOD, (159.9, 0, 0, 0.1), "missed", "expired",
    ),
    Case(
        "the day after, met stays met", CX, "2026-01-01",
        (t("2025-01-20", 160),), PERIOD, (160, 0, 0, 0), "met", "expired",
    ),
    Case(
        "hours after the period come too late", CX, "2026-11-18",
        (t("2025-12-31", 100), t("2026-01-01", 60)), PERIOD, (100, 0, 0, 60), "missed", "expired",
    ),
    Case(
        "hours before the period do not count", CX, "2021-12-31",
        (t("2020-12-31", 160),), PERIOD, (0, 0, 0, 160), "behind", "in_force",
    ),
    Case(
        "a training counts on the day it ends", CX, "2021-01-03",
        (t("2021-01-03", 20, start="2020-12-28"),), PERIOD, (20, 0, 0, 140), "on_track", "in_force",
    ),
    Case(
        "a training over the end counts not", CX, "2026-02-01",
        (t("2026-01-02", 160, start="2025-12-30"),), PERIOD, (0, 0, 0, 160), "missed", "expired",
    ),
    Case(
        "a training that ends tomorrow counts tomorrow", CX, "2025-05-01",
        (t("2025-05-02", 160),), PERIOD, (0, 0, 0, 160), "behind", "in_force",
    ),
    # --- units, approval, kinds ---
    Case(
        "class hours never count as hours", CX, "2025-12-31",
        (s("2024-05-01", 200),), PERIOD, (0, 0, 200, 160), "behind", "in_force",
    ),
    Case(
        "mixed units stand side by side", CX, "2025-12-31",
        (s("2024-05-01", 60), t("2024-06-01", 160)), PERIOD, (160, 0, 60, 0), "met", "in_force",
    ),
    Case(
        "unapproved hours are pending", CX, "2025-12-31",
        (t("2024-05-01", 100), t("2024-06-01", 60, ok=False)), PERIOD, (100, 60, 0, 60), "behind",
        "in_force",
    ),
    Case(
        "unapproved class hours are in the other unit", CX, "2025-12-31",
        (s("2024-05-01", 30, ok=False),), PERIOD, (0, 0, 30, 160), "behind", "in_force",
    ),
    Case(
        "pending outside the window is not shown", CX, "2026-02-01",
        (t("2026-01-05", 60, ok=False),), PERIOD, (0, 0, 0, 160), "missed", "expired",
    ),
    Case(
        "kinds that count", CX, "2024-12-31",
        (t("2024-05-01", 80, kind="professional_knowledge"), t("2024-06-01", 80, kind="practice_skill")),
        PERIOD, (160, 0, 0, 0), "met", "in_force",
    ),
    Case(
        "a kind of the policy that does not count", CX, "2024-12-31",
        (t("2024-05-01", 160, kind="theory_method"),), PERIOD, (0, 0, 0, 160), "behind", "in_force",
    ),
    Case(
        "a kind by its printed name", CX, "2024-12-31",
        (t("2024-05-01", 160, kind="社会工作理论和方法"),), PERIOD, (0, 0, 0, 160), "behind", "in_force",
    ),
    Case(
        "a kind the policy does not know counts", CX, "2024-12-31",
        (t("2024-05-01", 160, kind="induction"),), PERIOD, (160, 0, 0, 0), "met", "in_force",
    ),
    Case(
        "class hours count where the policy says so", SZ, "2025-03-01",
        (s("2025-02-01", 80, kind="continuing_education"),), Y25, (80, 0, 0, 0), "met", "in_force",
    ),
    Case(
        "hours are the other unit there", SZ, "2025-12-31",
        (t("2025-02-01", 80),), Y25, (0, 0, 80, 80), "behind", "expired",
    ),
    Case(
        "pre-post training is no continuing education", SZ, "2025-03-01",
        (s("2025-02-01", 80, kind="pre_post"),), Y25, (0, 0, 0, 80), "behind", "in_force",
    ),
    Case(
        "supervision training neither", SZ, "2025-03-01",
        (s("2025-02-01", 40, kind="supervision_training"), s("2025-02-02", 40)), Y25, (40, 0, 0, 40),
        "on_track", "in_force",
    ),
    # --- a year: Shenzhen ---
    # day 183 of 366: exactly half
    Case(
        "leap year, half on 1 July", SZ, "2024-07-01",
        (s("2024-03-01", 40),), Y24, (40, 0, 0, 40), "on_track", "in_force",
    ),
    Case(
        "leap year, a tenth less", SZ, "2024-07-01",
        (s("2024-03-01", 39.9),), Y24, (39.9, 0, 0, 40.1), "behind", "in_force",
    ),
    # day 183 of 365: 401.1 tenths
    Case(
        "common year, 40.1 on 2 July", SZ, "2025-07-02",
        (s("2025-03-01", 40.1),), Y25, (40.1, 0, 0, 39.9), "behind", "in_force",
    ),
    Case(
        "common year, 40.2 on 2 July", SZ, "2025-07-02",
        (s("2025-03-01", 40.2),), Y25, (40.2, 0, 0, 39.8), "on_track", "in_force",
    ),
    Case(
        "last year's hours do not carry over", SZ, "2025-01-01",
        (s("2024-12-31", 160),), Y25, (0, 0, 0, 80), "behind", "in_force",
    ),
    Case(
        "the year is the calendar year of the day", SZ, "2024-12-31",
        (s("2024-12-31", 80),), Y24, (80, 0, 0, 0), "met", "in_force",
    ),
    Case(
        "the first year is a whole year too", SZ, "2020-11-12",
        (s("2020-02-01", 80),), ("2020-01-01", "2020-12-31"), (80, 0, 0, 0), "met", "in_force",
    ),
    Case(
        "the day before it takes effect", SZ, "2020-11-11",
        (s("2020-02-01", 10),), ("2020-01-01", "2020-12-31"), (10, 0, 0, 70), "behind", "not_yet",
    ),
    Case(
        "last day in force", SZ, "2025-11-11",
        (s("2025-02-01", 80),), Y25, (80, 0, 0, 0), "met", "in_force",
    ),
    Case(
        "expired, its last year still runs", SZ, "2025-11-12",
        (s("2025-02-01", 10),), Y25, (10, 0, 0, 70), "behind", "expired",
    ),
    Case(
        "expired, hours of December still count", SZ, "2025-12-31",
        (s("2025-12-30", 80),), Y25, (80, 0, 0, 0), "met", "expired",
    ),
    Case(
        "expired, the last year's outcome: missed", SZ, "2026-11-18",
        (s("2025-12-30", 79), s("2026-02-01", 80)), Y25, (79, 0, 0, 1), "missed", "expired",
    ),
    Case(
        "expired, the last year's outcome: met", SZ, "2027-05-01",
        (s("2025-12-30", 80),), Y25, (80, 0, 0, 0), "met", "expired",
    ),
    # --- continued by the county ---
    Case(
        "continued: a new period begins with the decision", CX, "2026-01-01",
        (t("2025-06-01", 160),), ("2026-01-01", "2030-12-31"), (0, 0, 0, 160), "behind", "continued",
        continued=(FROM_2026,),
    ),
    Case(
        "continued: old hours stay in the old period", CX, "2026-06-30",
        (t("2025-12-31", 160), t("2026-01-01", 16)), ("2026-01-01", "2030-12-31"), (16, 0, 0, 144),
        "on_track", "continued", continued=(FROM_2026,),
    ),
    Case(
        "continued from the middle of a month", CX, "2026-05-01",
        (), ("2026-03-15", "2031-03-14"), (0, 0, 0, 160), "behind", "continued",
        continued=(Continuation("chuxiong", D("2026-03-15"), None, "x"),),
    ),
    Case(
        "before the decision it is expired", CX, "2026-03-14",
        (), PERIOD, (0, 0, 0, 160), "missed", "expired",
        continued=(Continuation("chuxiong", D("2026-03-15"), None, "x"),),
    ),
    Case(
        "a decision does not touch the term itself", CX, "2025-12-31",
        (), PERIOD, (0, 0, 0, 160), "behind", "in_force", continued=(FROM_2026,),
    ),
    Case(
        "still continued after another five years", CX, "2031-01-01",
        (t("2030-12-31", 160),), ("2031-01-01", "2035-12-31"), (0, 0, 0, 160), "behind", "continued",
        continued=(FROM_2026,),
    ),
    Case(
        "a decision for another policy", CX, "2026-05-01",
        (), PERIOD, (0, 0, 0, 160), "missed", "expired", continued=(SZ_2026,),
    ),
    Case(
        "the later decision replaces the earlier", CX, "2027-02-01",
        (), ("2027-01-01", "2031-12-31"), (0, 0, 0, 160), "behind", "continued",
        continued=(Continuation("chuxiong", D("2027-01-01"), None, "y"), FROM_2026),
    ),
    Case(
        "a decision with an end, on its last day", CX, "2026-12-31",
        (), ("2026-01-01", "2030-12-31"), (0, 0, 0, 160), "behind", "continued",
        continued=(Continuation("chuxiong", D("2026-01-01"), D("2026-12-31"), "x"),),
    ),
    Case(
        "and on the day after", CX, "2027-01-01",
        (), ("2026-01-01", "2030-12-31"), (0, 0, 0, 160), "behind", "expired",
        continued=(Continuation("chuxiong", D("2026-01-01"), D("2026-12-31"), "x"),),
    ),
    Case(
        "calendar years go on", SZ, "2026-11-18",
        (s("2025-12-30", 80), s("2026-02-01", 40)), ("2026-01-01", "2026-12-31"), (40, 0, 0, 40), "behind",
        "continued", continued=(SZ_2026,),
    ),
    Case(
        "calendar years go on and on", SZ, "2028-02-01",
        (s("2028-01-05", 80),), ("2028-01-01", "2028-12-31"), (80, 0, 0, 0), "met", "continued",
        continued=(SZ_2026,),
    ),
    Case(
        "continued in the year of the end", SZ, "2025-12-01",
        (s("2025-02-01", 80),), Y25, (80, 0, 0, 0), "met", "continued",
        continued=(Continuation("shenzhen", D("2025-11-12"), None, "x"),),
    ),
    Case(
        "from March: the whole calendar year", SZ, "2026-03-01",
        (s("2026-01-05", 80),), ("2026-01-01", "2026-12-31"), (80, 0, 0, 0), "met", "continued",
        continued=(Continuation("shenzhen", D("2026-03-01"), None, "x"),),
    ),
    Case(
        "a decision that ended shows its last year", SZ, "2028-02-01",
        (s("2026-01-05", 70),), ("2026-01-01", "2026-12-31"), (70, 0, 0, 10), "missed", "expired",
        continued=(Continuation("shenzhen", D("2026-01-01"), D("2026-12-31"), "x"),),
    ),
    # --- joining and leaving ---
    # from 1 July 184 days are left, 92 of them by 30 September
    Case(
        "a late joiner's pace begins on joining", SZ, "2025-09-30",
        (s("2025-08-01", 40),), Y25, (40, 0, 0, 40), "on_track", "in_force", joined="2025-07-01",
    ),
    Case(
        "a late joiner, a tenth less", SZ, "2025-09-30",
        (s("2025-08-01", 39.9),), Y25, (39.9, 0, 0, 40.1), "behind", "in_force", joined="2025-07-01",
    ),
    Case(
        "the amount is never reduced", SZ, "2026-01-01",
        (s("2025-12-01", 79),), Y25, (79, 0, 0, 1), "missed", "expired", joined="2025-12-01",
    ),
    Case(
        "hours from before joining count", SZ, "2025-09-30",
        (s("2025-02-01", 80),), Y25, (80, 0, 0, 0), "met", "in_force", joined="2025-07-01",
    ),
    Case(
        "the joining day itself", SZ, "2025-07-01",
        (), Y25, (0, 0, 0, 80), "behind", "in_force", joined="2025-07-01",
    ),
    Case(
        "not joined yet", SZ, "2025-06-30",
        (s("2025-02-01", 30),), Y25, (30, 0, 0, 0), "not_applicable", "in_force", joined="2025-07-01",
    ),
    Case(
        "joined on the last day of the window", CX, "2026-02-01",
        (), PERIOD, (0, 0, 0, 160), "missed", "expired", joined="2025-12-31",
    ),
    Case(
        "joined after the window", CX, "2026-02-01",
        (), PERIOD, (0, 0, 0, 0), "not_applicable", "expired", joined="2026-01-01",
    ),
    Case(
        "joined long before: the window's first day", SZ, "2025-07-02",
        (s("2025-03-01", 40.2),), Y25, (40.2, 0, 0, 39.8), "on_track", "in_force", joined="2001-05-01",
    ),
    Case(
        "left within the window", SZ, "2025-06-01",
        (s("2025-01-20", 20),), Y25, (20, 0, 0, 60), "behind", "in_force", left="2025-02-01",
    ),
    Case(
        "left on the first day of the window", SZ, "2025-06-01",
        (), Y25, (0, 0, 0, 80), "behind", "in_force", left="2025-01-01",
    ),
    Case(
        "left the day before the window", SZ, "2025-06-01",
        (), Y25, (0, 0, 0, 0), "not_applicable", "in_force", left="2024-12-31",
    ),
    Case(
        "came and left between two windows", CX, "2026-06-01",
        (), ("2026-05-01", "2031-04-30"), (0, 0, 0, 0), "not_applicable", "continued", joined="2026-02-01",
        left="2026-04-30", continued=(Continuation("chuxiong", D("2026-05-01"), None, "x"),),
    ),
    # --- exemptions ---
    Case(
        "exempt on the day", CX, "2024-06-01",
        (t("2024-05-01", 10),), PERIOD, (10, 0, 0, 0), "not_applicable", "in_force",
        exempt=(Exemption("chuxiong", "cumulative_160", D("2024-01-01"), None),),
    ),
    Case(
        "exemption over since yesterday", CX, "2024-06-01",
        (), PERIOD, (0, 0, 0, 160), "behind", "in_force",
        exempt=(Exemption("chuxiong", "cumulative_160", D("2024-01-01"), D("2024-05-31")),),
    ),
    Case(
        "exemption not begun", CX, "2024-06-01",
        (), PERIOD, (0, 0, 0, 160), "behind", "in_force",
        exempt=(Exemption("chuxiong", "cumulative_160", D("2024-06-02"), None),),
    ),
    Case(
        "exempt from another requirement", CX, "2024-06-01",
        (), PERIOD, (0, 0, 0, 160), "behind", "in_force",
        exempt=(Exemption("national", "registration_72"),),
    ),
    Case(
        "exempt from the whole policy", CX, "2024-06-01",
        (), PERIOD, (0, 0, 0, 0), "not_applicable", "in_force", exempt=(Exemption("chuxiong", ""),),
    ),
    Case(
        "a window that is over: exempt on its last day", CX, "2026-06-01",
        (), PERIOD, (0, 0, 0, 0), "not_applicable", "expired",
        exempt=(Exemption("chuxiong", "cumulative_160", D("2025-06-01"), D("2026-01-31")),),
    ),
    Case(
        "a window that is over: exempt only afterwards", CX, "2026-06-01",
        (), PERIOD, (0, 0, 0, 160), "missed", "expired",
        exempt=(Exemption("chuxiong", "cumulative_160", D("2026-01-01"), None),),
    ),
    # --- registration: the national rules beside every policy ---
    Case(
        "no certificate, nothing to register", N72, "2025-01-01",
        (t("2024-05-01", 72),), None, (0, 0, 0, 0), "not_applicable", "in_force",
    ),
    Case(
        "a certificate without registration", N72, "2025-01-01",
        (t("2024-05-01", 72),), None, (0, 0, 0, 0), "not_applicable", "in_force", held=HELD_A,
    ),
    Case(
        "registered tomorrow", N72, "2023-03-14",
        (), None, (0, 0, 0, 0), "not_applicable", "in_force", held=HELD_A, registered=REG,
    ),
    Case(
        "the day of registration", N72, "2023-03-15",
        (t("2023-03-15", 1),), ("2023-03-15", "2026-03-14"), (1, 0, 0, 71), "on_track", "in_force",
        held=HELD_A, registered=REG,
    ),
    # day 548 of 1,096 is half: 2024-09-12
    Case(
        "half of the registration, half of the hours", N72, "2024-09-12",
        (t("2023-05-01", 36),), ("2023-03-15", "2026-03-14"), (36, 0, 0, 36), "on_track", "in_force",
        held=HELD_A, registered=REG,
    ),
    Case(
        "a day later half is not enough", N72, "2024-09-13",
        (t("2023-05-01", 36),), ("2023-03-15", "2026-03-14"), (36, 0, 0, 36), "behind", "in_force",
        held=HELD_A, registered=REG,
    ),
    Case(
        "hours before registration do not count", N72, "2023-03-15",
        (t("2023-03-14", 72),), ("2023-03-15", "2026-03-14"), (0, 0, 0, 72), "behind", "in_force",
        held=HELD_A, registered=REG,
    ),
    Case(
        "last day of the registration", N72, "2026-03-14",
        (t("2026-03-14", 72),), ("2023-03-15", "2026-03-14"), (72, 0, 0, 0), "met", "in_force",
        held=HELD_A, registered=REG,
    ),
    Case(
        "lapsed and short", N72, "2026-03-15",
        (t("2026-03-14", 71.9),), ("2023-03-15", "2026-03-14"), (71.9, 0, 0, 0.1), "missed", "in_force",
        held=HELD_A, registered=REG,
    ),
    Case(
        "renewed: the new registration is the window", N72, "2026-03-15",
        (t("2026-03-14", 72),), ("2026-03-15", "2029-03-14"), (0, 0, 0, 72), "behind", "in_force",
        held=HELD_A, registered=(*REG, (A, "2026-03-15", "2029-03-14")),
    ),
    Case(
        "not yet renewed on the last day", N72, "2026-03-14",
        (t("2026-03-14", 72),), ("2023-03-15", "2026-03-14"), (72, 0, 0, 0), "met", "in_force",
        held=HELD_A, registered=(*REG, (A, "2026-03-15", "2029-03-14")),
    ),
    Case(
        "any kind counts nationally", N72, "2024-09-12",
        (t("2023-05-01", 72, kind="theory_method"),), ("2023-03-15", "2026-03-14"), (72, 0, 0, 0), "met",
        "in_force", held=HELD_A, registered=REG,
    ),
    Case(
        "class hours never count nationally", N72, "2026-03-14",
        (s("2023-05-01", 72),), ("2023-03-15", "2026-03-14"), (0, 0, 72, 72), "behind", "in_force",
        held=HELD_A, registered=REG,
    ),
    Case(
        "the 90 hours are not an assistant's", N90, "2024-09-12",
        (t("2023-05-01", 36),), ("2023-03-15", "2026-03-14"), (36, 0, 0, 0), "not_applicable", "in_force",
        held=HELD_A, registered=REG,
    ),
    Case(
        "a social worker owes 90", N90, "2026-03-14",
        (t("2023-05-01", 72),), ("2023-03-15", "2026-03-14"), (72, 0, 0, 18), "behind", "in_force",
        held=((S, "2022-10-01"),), registered=((S, "2023-03-15", "2026-03-14"),),
    ),
    Case(
        "a social worker does not owe 72", N72, "2026-03-14",
        (), ("2023-03-15", "2026-03-14"), (0, 0, 0, 0), "not_applicable", "in_force",
        held=((S, "2022-10-01"),), registered=((S, "2023-03-15", "2026-03-14"),),
    ),
    Case(
        "a senior social worker owes 90", N90, "2026-03-14",
        (t("2023-05-01", 90),), ("2023-03-15", "2026-03-14"), (90, 0, 0, 0), "met", "in_force",
        held=((P, "2022-10-01"),), registered=((P, "2023-03-15", "2026-03-14"),),
    ),
    Case(
        "two levels: the highest decides", N72, "2025-06-01",
        (), ("2025-05-01", "2028-04-30"), (0, 0, 0, 0), "not_applicable", "in_force",
        held=(*HELD_A, (S, "2025-03-01")), registered=(*REG, (S, "2025-05-01", "2028-04-30")),
    ),
    Case(
        "two levels: 90 in the higher one's registration", N90, "2025-06-01",
        (t("2025-04-30", 90), t("2025-05-01", 5)), ("2025-05-01", "2028-04-30"), (5, 0, 0, 85), "on_track",
        "in_force", held=(*HELD_A, (S, "2025-03-01")), registered=(*REG, (S, "2025-05-01", "2028-04-30")),
    ),
    Case(
        "the day before the higher certificate", N72, "2025-02-28",
        (t("2024-04-30", 52),), ("2023-03-15", "2026-03-14"), (52, 0, 0, 20), "on_track", "in_force",
        held=(*HELD_A, (S, "2025-03-01")), registered=REG,
    ),
    Case(
        "the higher one not registered yet: neither applies", N90, "2025-03-01",
        (), None, (0, 0, 0, 0), "not_applicable", "in_force", held=(*HELD_A, (S, "2025-03-01")),
        registered=REG,
    ),
    Case(
        "registered, but left before", N72, "2025-01-01",
        (), ("2023-03-15", "2026-03-14"), (0, 0, 0, 0), "not_applicable", "in_force", held=HELD_A,
        registered=REG, left="2023-03-14",
    ),
    # joined half way: 1,096 days, 183 left from 2025-09-13
    Case(
        "registered elsewhere, joined late", N72, "2025-09-13",
        (t("2025-09-13", 0.4),), ("2023-03-15", "2026-03-14"), (0.4, 0, 0, 71.6), "on_track", "in_force",
        held=HELD_A, registered=REG, joined="2025-09-13",
    ),
    Case(
        "registered elsewhere, joined late, a tenth less", N72, "2025-09-13",
        (t("2025-09-13", 0.3),), ("2023-03-15", "2026-03-14"), (0.3, 0, 0, 71.7), "behind", "in_force",
        held=HELD_A, registered=REG, joined="2025-09-13",
    ),
    Case(
        "a local certificate is not registered", N72, "2025-01-01",
        (), None, (0, 0, 0, 0), "not_applicable", "in_force",
        held=(("chengdu.assistant_local", "2022-10-01"),),
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_training(case: Case) -> None:
    row = case.result()
    window = None if row.window_start is None else (str(row.window_start), str(row.window_end))
    sums = tuple(tenths / 10 for tenths in (row.earned, row.pending, row.other_units, row.missing))
    assert (window, sums, row.status, row.policy_state) == (case.window, case.sums, case.status, case.state)
    assert row.deadline == row.window_end


def test_the_table_is_long_enough() -> None:
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)


def test_one_row_per_person_and_requirement_with_its_clause() -> None:
    policies = shipped()
    people = [Person("1", "张桂芳"), Person("2", "李秀英", left_on=D("2001-01-01"))]
    rows = training_status(people, [], [], [], policies.beside(policies.get("chuxiong")), [], D("2025-06-01"))
    assert [(row.staff, row.requirement) for row in rows] == [
        (name, requirement)
        for name in ("张桂芳", "李秀英")
        for requirement in ("cumulative_160", "registration_72", "registration_90")
    ]
    clause = rows[0].clause
    assert clause is not None
    assert (clause.policy, clause.document, clause.section, clause.rule) == (
        "chuxiong",
        "楚人社发〔2021〕13号",
        "（三）",
        "CX-13",
    )
    assert rows[0].applies_to == ("城乡社区", "公益服务类事业单位", "公益慈善类社会组织")


def test_continued_names_the_decision_instead_of_the_clause() -> None:
    (case,) = [case for case in CASES if case.name == "calendar years go on"]
    row = case.result()
    assert row.clause is None
    assert row.decision == "区民〔2026〕2号"
    assert row.as_dict()["clause"] == {"decision": "区民〔2026〕2号"}


def test_the_json_row_has_numbers_and_iso_days() -> None:
    (case,) = [case for case in CASES if case.name == "a year in, 31.9 hours do not"]
    row = case.result().as_dict()
    assert row["required"] == 160
    assert row["earned"] == 31.9
    assert row["missing"] == 128.1
    assert row["window_start"] == "2021-01-01"
    assert set(row) >= {
        "staff", "staff_id", "policy", "requirement", "basis", "unit", "window_start", "window_end", "required",
        "earned", "pending", "other_units", "missing", "status", "policy_state", "deadline", "clause",
    }  # fmt: skip


def test_a_kind_that_does_not_count_stands_beside() -> None:
    (case,) = [case for case in CASES if case.name == "a kind of the policy that does not count"]
    assert case.result().other_kinds == 1600


def test_under_the_national_policy_alone_each_requirement_stands_once() -> None:
    policies = shipped()
    rows = training_status([Person("1", "张桂芳")], [], [], [], policies.beside(policies.national), [], D("2025-06-01"))
    assert [row.requirement for row in rows] == ["registration_72", "registration_90"]


def test_without_a_recorded_end_the_policy_s_term_counts() -> None:
    policies = shipped()
    rows = training_status(
        [Person("1", "张桂芳")],
        [],
        [Certificate("c", "1", A, "", D("2023-01-01"))],
        [Registration("c", D("2023-03-15"), None)],
        policies.beside(policies.get("chuxiong")),
        [],
        D("2025-06-01"),
    )
    assert rows[1].window_end == D("2026-03-14")
