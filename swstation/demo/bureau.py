"""A station's own office: villages and posts, supervision and mentoring, examinations, plans, surveys, meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from db.gateway import Change
from db.ids import derived_id
from swstation.demo.opinions import survey
from swstation.demo.plan import Laptop, Plan
from swstation.demo.words import data
from swstation.demo.workers import Worker
from swstation.operations.book import Book
from swstation.rules.dates import add_months

SUPERVISED_EVERY = 35
"""Days from one supervision to the next, about: some months have none."""
POSTS_IN_VILLAGES = 2
SUBJECTS = {
    "assistant_social_worker": ("comprehensive_junior", "practice_junior"),
    "social_worker": ("comprehensive_intermediate", "practice_intermediate", "law_policy"),
}


class Bureau:
    """The office of one laptop; the first of a station keeps what is the whole station's (``whole``)."""

    def __init__(self, book: Book, rng: Random, plan: Plan, laptop: Laptop) -> None:
        self._book, self._rng, self._plan, self._laptop = book, rng, plan, laptop
        self.whole = laptop.letter == "A"
        self._supervision_on = plan.start + timedelta(days=rng.randint(5, 25))
        self._done: set[str] = set()
        self._meeting_on = plan.start + timedelta(days=rng.randint(3, 12))

    def begin(self, workers: Sequence[Worker]) -> list[Change]:
        """As on the first days: villages, posts and who holds them, who learns from whom, the plan of the year."""
        start = self._plan.start
        changes = self._villages(workers[1:2]) if self.whole else []
        for number, worker in enumerate(workers):
            changes += self._post(number, worker)
        beginners = [w for w in workers[1:] if w.kind.diligence < 0.6 or w.kind.registered is None]
        for worker in beginners[:1]:
            since = max(worker.joined, start)
            changes.append(Change("mentoring", self._book.source.row_id(), {
                "ident": {"mentor": workers[0].id, "mentee": worker.id, "start_on": since.isoformat(),
                          "end_on": add_months(since, 12).isoformat()},
                "aim": {"aim": self._rng.choice(data()["supervision"]["aims"])},
            }))  # fmt: skip
        for worker in workers:
            if worker.joined <= start:
                changes += self._examined(worker)
        if self.whole:
            changes.append(self._written("plan", f"{start.year}", workers[0].id))
            changes.append(Change("need_survey", self._book.source.row_id(), {
                "ident": {"unit": self._book.unit, "title": data()["station"]["survey"].format(year=start.year),
                          "surveyed_on": (start - timedelta(days=40)).isoformat()},
                "content": {"population": "辖区常住居民", "sent": 200, "returned": self._rng.randint(150, 195),
                            "findings": data()["station"]["findings"]},
            }))  # fmt: skip
        return changes

    def _villages(self, second: Sequence[Worker]) -> list[Change]:
        rng, changes = self._rng, list[Change]()
        for number, village in enumerate(self._laptop.station_villages):
            urban = village.residence == "urban"
            row = derived_id("community", village.code)
            changes.append(Change("community", row, {
                "ident": {"name": village.name, "division": village.code, "unit": self._book.unit,
                          "kind": "urban_community" if urban else "village"},
                "profile": {"population": rng.randint(900, 4200), "household_total": rng.randint(300, 1200)},
            }))  # fmt: skip
            if number < POSTS_IN_VILLAGES:
                # One is filled beside the work at the station, the other is not filled yet.
                post = self._book.source.row_id()
                changes.append(Change("post", post, {
                    "ident": {"title": "社区社工岗", "unit": self._book.unit,
                              "kind": "community" if urban else "village"},
                    "terms": {"professional": True, "employment": "full_time", "required_level": None},
                    "setting": {"community": row, "org_type": "community"},
                    "period": {"opened_on": self._plan.start.isoformat()},
                }))  # fmt: skip
                for worker in second if number == 0 else ():
                    changes.append(Change("post_holding", self._book.source.row_id(), {
                        "ident": {"post": post, "staff": worker.id,
                                  "start_on": max(worker.joined, self._plan.start).isoformat(),
                                  "end_on": worker.left.isoformat() if worker.left else None},
                        "terms": {"employment": "part_time", "track": "service"},
                    }))  # fmt: skip
        return changes

    def _post(self, number: int, worker: Worker) -> list[Change]:
        post, rng = self._book.source.row_id(), self._rng
        lead = number == 0 and self.whole
        opened = min(worker.joined, self._plan.start)
        held: dict[str, Any] = {"ident": {
            "post": post, "staff": worker.id, "start_on": worker.joined.isoformat(),
            "end_on": worker.left.isoformat() if worker.left else None,
        }}  # fmt: skip
        held["terms"] = {"employment": "full_time", "track": "service" if rng.random() < 0.7 else "affairs"}
        if worker.left:
            held["ending"] = {"end_reason": rng.choice(data()["staff"]["leaving"])}
        return [
            Change("post", post, {
                "ident": {"title": "站长" if lead else "驻站社工", "unit": self._book.unit, "kind": "station"},
                "terms": {"professional": True, "employment": "full_time", "funding": "财政资金",
                          "required_level": "assistant_social_worker"},
                "duties": {"duties": data()["station"]["duties"]},
                "setting": {"org_type": "mainly_social_work"},
                "period": {"opened_on": opened.isoformat()},
            }),
            Change("post_holding", self._book.source.row_id(), held),
        ]  # fmt: skip

    def _examined(self, worker: Worker) -> list[Change]:
        """Last year's examination of those who climb: passed by half, a reward for who passed all."""
        level = {"assistant_social_worker": "social_worker", None: "assistant_social_worker"}.get(worker.kind.level)
        if level is None:
            return []
        year, changes, passed = self._plan.until.year - 1, [], 0
        for subject in SUBJECTS[level]:
            good = self._rng.random() < 0.55
            passed += good
            changes.append(Change("exam_result", derived_id("exam_result", worker.id, level, str(year), subject), {
                "ident": {"staff": worker.id, "level": level, "year": year, "subject": subject},
                "result": {"state": "passed" if good else self._rng.choice(("failed", "absent")),
                           "score": self._rng.randint(600, 820) if good else None,
                           "passed_on": f"{year}-08-20" if good else None},
            }))  # fmt: skip
        if passed:
            changes.append(Change("subsidy_payment", self._book.source.row_id(), {
                "ident": {"staff": worker.id, "kind": "exam_subsidy", "paid_on": f"{year}-11-15",
                          "value_fen": 20_000 * passed},
                "basis": {"payer": data()["county"]["purchaser"]},
            }))  # fmt: skip
        return changes

    def on_day(self, day: date, workers: Sequence[Worker]) -> list[Change]:
        """Supervision about every month, the station's meeting, its summaries and its yearly survey."""
        there, changes = [w for w in workers if w.at_work(day)], list[Change]()
        if day >= self._supervision_on and there:
            self._supervision_on = day + timedelta(days=self._rng.randint(SUPERVISED_EVERY - 12, SUPERVISED_EVERY + 12))
            changes += self._supervised(day, there)
        if not self.whole:
            return changes
        if day >= self._meeting_on:
            self._meeting_on = add_months(self._meeting_on, 1)
            changes.append(self._met(day, there))
        if day.month in (1, 7) and 8 <= day.day <= 20 and self._written_to(day):
            half = f"{day.year - 1}H2" if day.month == 1 else f"{day.year}H1"
            changes.append(self._written("summary", half, there[0].id))
            if day.month == 1:
                changes.append(self._written("plan", f"{day.year}", there[0].id))
            changes.append(survey(self._book, self._rng, "unit", derived_id("unit", self._book.unit), day, 60))
        return changes

    def _written_to(self, day: date) -> bool:
        fresh = f"{day:%Y-%m}" not in self._done
        self._done.add(f"{day:%Y-%m}")
        return fresh

    def _written(self, kind: str, period: str, staff: str) -> Change:
        return Change("work_plan", self._book.source.row_id(), {
            "ident": {"unit": self._book.unit, "kind": kind, "period": period, "staff": staff},
            "content": {"content": data()["station"][kind]},
        })  # fmt: skip

    def _met(self, day: date, there: Sequence[Worker]) -> Change:
        return Change("meeting_record", self._book.source.row_id(), {
            "ident": {"unit": self._book.unit, "held_on": day.isoformat(), "kind": "regular",
                      "title": data()["station"]["meeting"].format(month=day.month)},
            "content": {"attendees": "、".join(w.name for w in there), "decisions": data()["station"]["decisions"]},
        })  # fmt: skip

    def _supervised(self, day: date, there: Sequence[Worker]) -> list[Change]:
        rng, words, row = self._rng, data()["supervision"], self._book.source.row_id()
        form = rng.choice(("individual", "group", "group"))
        people = list(there) if form == "group" else [rng.choice(list(there))]
        due = day + timedelta(days=rng.randint(14, 40))
        follow: dict[str, Any] = {"due_on": due.isoformat()}
        if rng.random() < 0.75 and due < self._plan.until:
            follow |= {"carried_out": rng.choice(words["carried_out"]), "carried_out_on": due.isoformat()}
        signed = day.isoformat() if rng.random() < 0.85 else None
        session = Change("supervision", row, {
            "ident": {"supervisor_name": words["supervisor"], "qualification": words["qualification"],
                      "held_on": day.isoformat(), "minutes": rng.choice((60, 90, 90, 120))},
            "form": {"form": form, "onsite": rng.random() < 0.7, "unit": self._book.unit},
            "content": {"topics": rng.choice(words["topics"]), "advice": rng.choice(words["advice"])},
            "follow": follow,
            "signing": {"supervisor_signed_on": day.isoformat(), "supervisee_signed_on": signed},
        })  # fmt: skip
        links = [
            Change("supervisee", derived_id("supervisee", row, w.id), {"link": {"supervision": row, "staff": w.id}})
            for w in people
        ]
        return [session, *links]
