"""The way to a certificate, by tables: subjects and exam years, admission, the senior's proof."""

from __future__ import annotations

from datetime import date

import pytest

from swstation.rules.due import DueFacts, due_list
from swstation.rules.exams import ExamResult, admission, exam_path, exam_paths, to_do_by
from swstation.rules.facts import Certificate, Person
from swstation.rules.levels import levels_for
from swstation.rules.policy import shipped
from swstation.rules.worker import Worker, education_of, meant

D = date.fromisoformat
A, S, P = "assistant_social_worker", "social_worker", "senior_social_worker"
NATIONAL = shipped().national
LEVELS = levels_for(shipped(), NATIONAL)
RULE = {rule.level: rule for rule in NATIONAL.exams}
JUNIOR = ("comprehensive_junior", "practice_junior")
MIDDLE = ("comprehensive_intermediate", "practice_intermediate", "law_policy")


def worker(**known: object) -> Worker:
    return Worker(Person("p", "张三", D("2015-01-01")), **known)  # type: ignore[arg-type]


def results(level: str, *passed: tuple[str, int], state: str = "passed") -> list[ExamResult]:
    return [ExamResult("p", level, year, subject, state) for subject, year in passed]


def certificate(level: str, issued: str) -> Certificate:
    return Certificate("c", "p", level, "", D(issued))


@pytest.mark.parametrize(
    ("level", "passed", "as_of", "state", "missing", "last_year"),
    [
        # NA-07: an assistant passes both in one year; last year's does not count
        (A, [], "2026-11-30", "unknown", 2, 0),
        (A, [(JUNIOR[0], 2026)], "2026-11-30", "under_way", 1, 2026),
        (A, [(JUNIOR[0], 2025)], "2026-01-01", "unknown", 2, 0),
        (A, [(JUNIOR[0], 2025), (JUNIOR[1], 2026)], "2026-11-30", "under_way", 1, 2026),
        (A, [(JUNIOR[0], 2026), (JUNIOR[1], 2026)], "2026-11-30", "complete", 0, 2026),
        (A, [(JUNIOR[0], 2024), (JUNIOR[1], 2024)], "2026-11-30", "complete", 0, 2024),
        # NA-08: three subjects in two consecutive exam years
        (S, [(MIDDLE[0], 2025)], "2026-06-30", "under_way", 2, 2026),
        (S, [(MIDDLE[0], 2025)], "2026-12-31", "under_way", 2, 2026),
        (S, [(MIDDLE[0], 2025)], "2027-01-01", "unknown", 3, 0),
        (S, [(MIDDLE[0], 2025), (MIDDLE[1], 2026)], "2026-11-30", "under_way", 1, 2026),
        (S, [(MIDDLE[0], 2025), (MIDDLE[1], 2026)], "2027-01-01", "under_way", 2, 2027),
        (S, [(MIDDLE[0], 2025), (MIDDLE[1], 2026), (MIDDLE[2], 2026)], "2026-11-30", "complete", 0, 2026),
        (S, [(MIDDLE[0], 2024), (MIDDLE[1], 2025), (MIDDLE[2], 2026)], "2026-11-30", "under_way", 1, 2026),
        (S, [(MIDDLE[0], 2024), (MIDDLE[0], 2026), (MIDDLE[1], 2025), (MIDDLE[2], 2026)], "2026-11-30", "complete", 0,
         2026),
        # what happens later does not count yet
        (S, [(MIDDLE[0], 2026)], "2025-12-31", "unknown", 3, 0),
    ],
)  # fmt: skip
def test_subjects_count_in_their_exam_years(
    level: str, passed: list[tuple[str, int]], as_of: str, state: str, missing: int, last_year: int
) -> None:
    path = exam_path(worker(), [], results(level, *passed), RULE[level], NATIONAL, LEVELS, D(as_of))
    assert (path.state, len(path.missing), path.last_year) == (state, missing, last_year)
    assert path.clause is not None and path.clause.rule in ("NA-07", "NA-08")


@pytest.mark.parametrize(
    ("passed_on", "as_of", "state", "until"),
    [
        ("2024-09-01", "2026-11-30", "review", "2027-08-31"),
        ("2024-09-01", "2027-08-31", "review", "2027-08-31"),
        ("2024-09-01", "2027-09-01", "lapsed", "2027-08-31"),
        ("2026-12-01", "2026-11-30", "unknown", None),
    ],
)
def test_the_senior_proof_is_valid_three_years(passed_on: str, as_of: str, state: str, until: str | None) -> None:
    found = [ExamResult("p", P, int(passed_on[:4]), "practice_senior", "passed", D(passed_on))]
    path = exam_path(worker(), [], found, RULE[P], NATIONAL, LEVELS, D(as_of))
    assert (path.state, path.until) == (state, D(until) if until else None)


@pytest.mark.parametrize(
    ("level", "known", "certificates", "as_of", "state", "year", "full_on"),
    [
        (A, {"education": "本科", "social_work_graduate": True}, [], "2026-11-30", "open", 2026, None),
        (A, {"education": "大专", "major": "社会工作", "social_work_since": D("2024-12-31")}, [], "2026-11-30", "open",
         2026, "2026-12-30"),
        (A, {"education": "大专", "major": "社会工作", "social_work_since": D("2025-01-02")}, [], "2026-11-30",
         "not_yet", 2027, "2027-01-01"),
        (A, {"education": "大专", "major": "会计", "social_work_since": D("2023-05-01")}, [], "2026-11-30", "not_yet",
         2027, "2027-04-30"),
        (A, {"education": "中专", "social_work_since": D("2022-05-01")}, [], "2026-11-30", "open", 2026, "2026-04-30"),
        (A, {"education": "初中", "social_work_since": D("2000-05-01")}, [], "2026-11-30", "closed", 0, None),
        (A, {}, [], "2026-11-30", "unknown", 0, None),
        (A, {"education": "大专", "major": "社会工作"}, [], "2026-11-30", "unknown", 0, None),
        (S, {"education": "研究生", "degree": "硕士", "major": "社会工作", "social_work_since": D("2026-02-01")},
         [], "2026-11-30", "not_yet", 2027, "2027-01-31"),
        (S, {"education": "博士", "social_work_graduate": True}, [], "2026-11-30", "open", 2026, None),
        (S, {"education": "本科", "major": "法学", "social_work_since": D("2021-12-15")}, [], "2026-11-30", "open",
         2026, "2026-12-14"),
        (S, {"education": "高中"}, [], "2026-11-30", "closed", 0, None),
        (S, {"education": "高中"}, [(A, "2021-09-01")], "2026-11-30", "not_yet", 2027, "2027-08-31"),
        (P, {"education": "本科"}, [(S, "2021-12-10")], "2026-11-30", "open", 2026, "2026-12-09"),
        (P, {"education": "本科"}, [(S, "2022-01-02")], "2026-11-30", "not_yet", 2027, "2027-01-01"),
        (P, {"education": "大专"}, [(S, "2015-12-10")], "2026-11-30", "closed", 0, None),
        (P, {"education": "本科"}, [], "2026-11-30", "closed", 0, None),
    ],
)  # fmt: skip
def test_from_which_exam_a_person_may_sit(
    level: str, known: dict[str, object], certificates: list[tuple[str, str]], as_of: str, state: str, year: int,
    full_on: str | None,
) -> None:  # fmt: skip
    held = [certificate(one, issued) for one, issued in certificates]
    found = admission(worker(**known), held, level, NATIONAL.entries, D(as_of))
    assert (found.state, found.year, found.full_on) == (state, year, D(full_on) if full_on else None)


def test_what_was_not_recorded_is_named() -> None:
    assert admission(worker(), [], A, NATIONAL.entries, D("2026-01-01")).missing == ("education",)
    assert admission(worker(education="大专"), [], A, NATIONAL.entries, D("2026-01-01")).missing == (
        "social_work_since",
        "major",
    )


def test_levels_that_are_held_are_no_way_to_go() -> None:
    levels = [path.level for path in exam_paths(worker(), [certificate(S, "2024-01-01")], [], NATIONAL, LEVELS,
                                                D("2026-01-01"))]  # fmt: skip
    assert levels == [P]


@pytest.mark.parametrize(
    ("text", "code"),
    [("大学本科", "bachelor"), ("全日制硕士研究生", "master"), ("大学专科", "college"), ("博士", "doctor"),
     ("中专", "high_school"), ("文盲", ""), ("", "")],
)  # fmt: skip
def test_free_words_about_education(text: str, code: str) -> None:
    assert meant("education", text) == code
    assert education_of(worker(education=text)) == code


def test_a_degree_above_the_education_decides() -> None:
    assert education_of(worker(education="大专", degree="学士")) == "bachelor"
    assert meant("title_level", "副教授") == "associate_senior" and meant("title_level", "教授") == "full_senior"


def test_due_from_the_last_year_on() -> None:
    person = Person("p", "张三", D("2015-01-01"))
    path = exam_path(worker(), [], results(S, (MIDDLE[0], 2025)), RULE[S], NATIONAL, LEVELS, D("2025-11-30"))
    assert to_do_by(path) == (D("2026-12-31"), D("2026-01-01"))
    facts = DueFacts(people=[person], exams={"p": [path]})
    assert not due_list(facts, D("2025-12-31"))
    (item,) = due_list(facts, D("2026-02-01"))
    assert (item.kind, item.on, item.clause) == ("exam", D("2026-12-31"), RULE[S].clause)
    assert "社会工作法规与政策" in item.what or "Law and policy" in item.what
    left = DueFacts(people=[person._replace(left_on=D("2026-01-01"))], exams={"p": [path]})
    assert not due_list(left, D("2026-02-01"))


def test_a_registration_without_a_result_is_asked_for() -> None:
    found = results(A, (JUNIOR[0], 2025), state="registered")
    path = exam_path(worker(), [], found, RULE[A], NATIONAL, LEVELS, D("2026-02-01"))
    assert path.unreported == (2025,) and to_do_by(path) == (D("2025-12-31"), D("2025-12-31"))


def test_every_exam_says_how_it_was_read() -> None:
    assert (
        {rule.confidence for rule in NATIONAL.exams} == {route.confidence for route in NATIONAL.entries} == {"repost"}
    )
