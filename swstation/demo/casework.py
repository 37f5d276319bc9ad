"""Cases from the first talk to the visit after closing, each with a story of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from db.gateway import Change
from swstation.demo.entries import Entry, times
from swstation.demo.roster import Person
from swstation.demo.words import Writer, data
from swstation.operations.book import Book
from swstation.operations.cases import open_case_changes
from swstation.operations.logs import LogInput
from swstation.operations.numbers import case_number

PATIENCE = 90
"""Days after which a case is looked at again."""
METHODS = ("interview", "home_visit", "home_visit", "phone", "accompaniment")
TALKS = ("interview", "interview", "home_visit")


@dataclass(frozen=True, slots=True)
class Step:
    """Something planned in a case: a stage to move to, or a session within one."""

    on: date
    stage: str
    moves: bool


@dataclass(slots=True)
class Case:
    """A case under way. ``goals`` are (row id, goal)."""

    id: str
    people: tuple[Person, ...]
    worker: int
    problem: dict[str, Any]
    steps: list[Step]
    goals: list[str]
    ending: str
    said: dict[str, str]
    review: date


class Casework:
    """The cases of one laptop."""

    def __init__(self, book: Book, rng: Random, writer: Writer) -> None:
        self._book, self._rng, self._writer = book, rng, writer
        self._counter = 0
        self._cases: list[Case] = []
        self.busy: set[str] = set()

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
        self._cases.append(Case(case, tuple(people), worker, problem, steps, goals, ending, said, review))
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
        after = self._moved(case, step, day, promised) if step.moves else []
        if day >= case.review:
            case.review = day + timedelta(days=PATIENCE)
            after.append(Change("service_case", case.id, {"review": {"review_due": case.review.isoformat()}}))
        return Entry(case.worker, log, after=tuple(after))

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
        elif step.stage == "evaluation":
            groups["tests"] = {"pre_test": str(self._rng.randint(30, 55)), "post_test": str(self._rng.randint(55, 92))}
            for goal in case.goals:
                achieved = self._rng.choice(("yes", "yes", "yes", "partly", "no"))
                changes.append(Change("case_goal", goal, {"result": {"achieved": achieved, "scored_on": on}}))
        elif step.stage == "closure":
            groups["state"] = {"state": "closed", "closed_on": on, "close_reason": case.ending}
            groups["contact"] = {"next_contact": promised}
            groups["satisfaction"] = {"satisfaction": self._rng.randint(70, 100)}
            self.busy.difference_update(p.id for p in case.people)
        return [Change("service_case", case.id, groups), *changes]

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
        return steps, ""
    ending = rng.choices(("goals_met", "client_wish", "referral", "other"), (7, 2, 1, 1))[0]
    for stage in ("evaluation", "closure"):
        on += timedelta(days=rng.randint(5, 14))
        steps.append(Step(on, stage, True))
    if rng.random() < 0.6:
        steps.append(Step(on + timedelta(days=rng.randint(28, 60)), "follow_up", True))
    return steps, ending
