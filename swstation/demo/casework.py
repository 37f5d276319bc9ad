"""Cases from the first talk to the visit after closing, each with a story of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from db.gateway import Change
from swstation.demo.care import Care
from swstation.demo.entries import Entry, times
from swstation.demo.later import Later
from swstation.demo.roster import Person
from swstation.demo.words import Writer, data
from swstation.operations.book import Book
from swstation.operations.cases import open_case_changes
from swstation.operations.logs import LogInput
from swstation.operations.numbers import case_number, check_digit

PATIENCE = 90
"""Days after which a case is looked at again."""
METHODS = ("interview", "home_visit", "home_visit", "phone", "accompaniment")
TALKS = ("interview", "interview", "home_visit")


@dataclass(frozen=True, slots=True)
class Step:
    """Something planned in a case: a stage to move to, or a session within one; ``state``: what it comes to then."""

    on: date
    stage: str
    moves: bool
    state: str = ""


@dataclass(slots=True)
class Case:
    """A case under way. ``goals`` and ``plan`` (its steps, in order) are row ids."""

    id: str
    people: tuple[Person, ...]
    worker: int
    problem: dict[str, Any]
    steps: list[Step]
    goals: list[str]
    ending: str
    said: dict[str, str]
    review: date
    plan: list[str]


class Casework:
    """The cases of one laptop."""

    def __init__(self, book: Book, rng: Random, writer: Writer, care: Care, later: Later, until: date) -> None:
        self._book, self._rng, self._writer, self._care = book, rng, writer, care
        self._later, self._until = later, until
        self._counter = self._archived = 0
        self._cases: list[Case] = []
        self.busy: set[str] = set()
        self.staff: list[str] = []

    def open(
        self, day: date, people: Sequence[Person], worker: int, staff: str, fields: dict[str, str]
    ) -> list[Change]:
        """Open a case; the changes that enter it. Its sessions come out of ``due`` later."""
        rng, person = self._rng, people[0]
        fitting = [p for p in data()["problem"] if p["audience"] == person.audience] or data()["problem"][-1:]
        problem = rng.choice(fitting)
        said = {"need": problem["need"], "child_kin": rng.choice(data()["slots"]["child_kin"])}
        said["problem"] = self._writer.fill(problem["problem"], **said)
        self._counter += 1
        number = case_number(self._book.unit, day.year, self._book.letter or "A", self._counter)
        changes, case = open_case_changes(
            self._book, [p.id for p in people], opened_on=day.isoformat(), field=fields.get(person.audience),
            problem=said["problem"], worker=staff, number=number,
        )  # fmt: skip
        for client in people:
            changes += self._care.consent(client, day, self._until)
        review = day + timedelta(days=PATIENCE)
        changes.append(Change("service_case", case, {"review": {"review_due": review.isoformat()}}))
        goals = []
        for position, (goal, baseline, target) in enumerate(problem["goals"], 1):
            goals.append(self._book.source.row_id())
            changes.append(
                Change("case_goal", goals[-1], {
                    "goal": {"service_case": case, "position": position, "goal": goal},
                    "measure": {"baseline": baseline, "target": target},
                })
            )  # fmt: skip
        steps, ending = _story(rng, day)
        self._cases.append(Case(case, tuple(people), worker, problem, steps, goals, ending, said, review, []))
        self.busy.update(p.id for p in people)
        return changes

    def due(self, day: date, at_work: Sequence[bool], fields: dict[str, str]) -> list[Entry]:
        """What is done on a day in the cases whose next step has come; a case of somebody away waits."""
        entries = []
        for case in self._cases:
            if not case.steps or case.steps[0].on > day:
                continue
            if not at_work[case.worker]:
                if any(at_work):
                    case.worker = at_work.index(True)
                continue
            if not case.people[0].on_file:
                if case.steps[0].stage != "follow_up" and not case.steps[0].state:
                    entries.append(self._ended(case, day))
                case.steps.clear()
                continue
            entries.append(self._step(case, case.steps.pop(0), day, fields))
        return entries

    def _step(self, case: Case, step: Step, day: date, fields: dict[str, str]) -> Entry:
        rng, person = self._rng, case.people[0]
        following = next((s.on for s in case.steps), None)
        promised = max(following, day + timedelta(days=1)).isoformat() if following else None
        method = rng.choice(METHODS if step.stage == "intervention" else TALKS)
        if step.stage == "follow_up" and rng.random() < 0.5:
            method = "phone"
        outcome = "absent" if method == "home_visit" and not step.moves and rng.random() < 0.05 else "met"
        log = LogInput(
            service_date=day.isoformat(), method=method, field=fields.get(person.audience),
            note=self._writer.case(step.stage, **case.said), service_case=case.id,
            clients=tuple((p.id, outcome) for p in case.people if p.on_file), next_contact=promised,
            village=person.village.code if method == "home_visit" else None,
            **times(rng, rng.choice((30, 40, 45, 60, 60, 90))),
        )  # fmt: skip
        after = self._moved(case, step, day, promised) if step.moves else self._done(case, step, day)
        if day >= case.review:
            case.review = day + timedelta(days=PATIENCE)
            after.append(Change("service_case", case.id, {"review": {"review_due": case.review.isoformat()}}))
        entry = Entry(case.worker, log, after=tuple(after))
        if step.stage == "closure" and case.ending == "referral":
            return self._care.referred(entry, day, self.staff[case.worker], case.id)
        return entry

    def _done(self, case: Case, step: Step, day: date) -> list[Change]:
        """The next step of the plan, done at a session; a case that is suspended or taken up again."""
        on = day.isoformat()
        if step.state == "suspended":
            self.busy.difference_update(p.id for p in case.people)
            return [Change("service_case", case.id, {"state": {"state": "suspended"}, "contact": {}})]
        if step.state == "open":
            self.busy.update(p.id for p in case.people)
            return [Change("service_case", case.id, {
                "state": {"state": "open"}, "stage": {"stage": step.stage, "stage_on": on}, "approval": {},
                "reopening": {"reopened_on": on, "reopen_reason": "回访时问题反复，重新介入"},
            })]  # fmt: skip
        if step.stage != "intervention" or not case.plan or self._rng.random() < 0.3:
            return []
        return [Change("case_step", case.plan.pop(0), {"progress": {
            "due_on": on, "done_on": on, "result": "已完成",
        }})]  # fmt: skip

    def _moved(self, case: Case, step: Step, day: date, promised: str | None) -> list[Change]:
        on = day.isoformat()
        groups: dict[str, dict[str, Any]] = {"stage": {"stage": step.stage, "stage_on": on}}
        changes: list[Change] = []
        if step.stage == "assessment":
            text = self._writer.fill(self._rng.choice(data()["assessment"]["main"]))
            groups["assessment"] = {"assessment": text}
            groups["tests"] = {"pre_test": str(self._rng.randint(30, 55))}
            if "risk" in case.problem:
                groups["risk"] = {"risk": case.problem["risk"]}
        elif step.stage == "planning":
            groups["plan"] = {"plan": self._writer.fill(self._rng.choice(data()["plan"]["main"]))}
            groups["agreement"] = {"agreed_on": on, "agreement_form": "written"}
            changes += self._planned(case, day)
        elif step.stage == "evaluation":
            groups["tests"] = {"pre_test": str(self._rng.randint(30, 55)), "post_test": str(self._rng.randint(55, 92))}
            for goal in case.goals:
                achieved = self._rng.choice(("yes", "yes", "yes", "partly", "no"))
                changes.append(Change("case_goal", goal, {"result": {"achieved": achieved, "scored_on": on}}))
        elif step.stage == "closure":
            groups["state"] = {"state": "closed", "closed_on": on, "close_reason": case.ending}
            groups["contact"] = {"next_contact": promised}
            groups["satisfaction"] = {"satisfaction": self._rng.randint(70, 100)}
            groups["summary"] = {
                "summary": "目标逐条核对，计划完成",
                "effect": f"{case.said['need']}有改善，本人认可",
            }
            groups["following"] = {"follow_up_due": (day + timedelta(days=45)).isoformat()}
            groups["approval"] = {"approval": "submitted"}
            self._put_away(case, day)
            self.busy.difference_update(p.id for p in case.people)
        return [Change("service_case", case.id, groups), *changes]

    def _planned(self, case: Case, day: date) -> list[Change]:
        changes = []
        for position, goal in enumerate(case.goals, 1):
            row = self._book.source.row_id()
            due = (day + timedelta(days=21 * position)).isoformat()
            case.plan.append(row)
            changes.append(Change("case_step", row, {
                "ident": {"service_case": case.id, "position": position, "case_goal": goal,
                          "step": f"第{position}步：{case.said['need']}"},
                "progress": {"due_on": due},
            }))  # fmt: skip
        return changes

    def _put_away(self, case: Case, day: date) -> None:
        """After closing: the lead's word, unless it is the lead's own case, and the archive; some wait for long."""
        rng = self._rng
        if case.worker == 0 or rng.random() < 0.2:
            return
        approved, archived = day + timedelta(days=rng.randint(2, 12)), day + timedelta(days=rng.randint(14, 40))
        self._later.add(approved, Change("service_case", case.id, {
            "approval": {"approval": "approved", "approved_by": self.staff[0], "approved_on": approved.isoformat()},
            "supervision": {"supervisor_comment": "记录完整，目标可衡量", "commented_by": self.staff[0],
                            "commented_on": approved.isoformat()},
        }))  # fmt: skip
        if rng.random() < 0.8 and len(case.steps) < 2:
            self._archived += 1
            body = f"{self._book.unit[1:]}-{archived.year}-D{self._book.letter or 'A'}{self._archived:03d}"
            archive = {"archived_on": archived.isoformat(), "archive_number": f"{body}-{check_digit(body)}"}
            self._later.add(archived, Change("service_case", case.id, {"archive": archive}))

    def _ended(self, case: Case, day: date) -> Entry:
        reason = "died" if self._rng.random() < 0.5 else "moved"
        state = {"state": "closed", "closed_on": day.isoformat(), "close_reason": reason}
        groups: dict[str, dict[str, Any]] = {
            "stage": {"stage": "closure", "stage_on": day.isoformat()}, "state": state,
            "contact": {"next_contact": None},
        }  # fmt: skip
        log = LogInput(
            service_date=day.isoformat(), method="paperwork", note=self._writer.one("paperwork"),
            service_case=case.id, minutes=30,
        )  # fmt: skip
        return Entry(case.worker, log, after=(Change("service_case", case.id, groups),))


def _story(rng: Random, day: date) -> tuple[list[Step], str]:
    """The steps of a case, and why it will be closed. One in six never gets past the middle."""
    steps = [Step(day, "intake", False)]
    on = day
    for stage, low, high in (("assessment", 3, 9), ("planning", 5, 12), ("intervention", 4, 10)):
        on += timedelta(days=rng.randint(low, high))
        steps.append(Step(on, stage, True))
    for _session in range(rng.randint(2, 9)):
        on += timedelta(days=rng.randint(6, 16))
        steps.append(Step(on, "intervention", False))
    if rng.random() < 1 / 6:
        if rng.random() < 0.4:
            steps.append(Step(on + timedelta(days=rng.randint(20, 40)), "intervention", False, "suspended"))
        return steps, ""
    ending = rng.choices(("goals_met", "client_wish", "referral", "other"), (7, 2, 1, 1))[0]
    for stage in ("evaluation", "closure"):
        on += timedelta(days=rng.randint(5, 14))
        steps.append(Step(on, stage, True))
    if rng.random() < 0.85:
        on += timedelta(days=rng.randint(28, 50))
        steps.append(Step(on, "follow_up", True))
        if rng.random() < 0.12:
            steps.append(Step(on + timedelta(days=rng.randint(5, 20)), "intervention", False, "open"))
            steps.append(Step(on + timedelta(days=rng.randint(21, 40)), "intervention", False))
    return steps, ending
