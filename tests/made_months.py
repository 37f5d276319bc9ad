"""A station's months made from a seed: a few hundred rows with every kind of edge the monthly report knows."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

from reporting import Book

METHODS = (
    ("home_visit", 40), ("interview", 8), ("phone", 15), ("online", 6), ("consultation", 9), ("accompaniment", 4),
    ("group_session", 4), ("activity", 3), ("affairs", 8), ("resource_linking", 2), ("meeting", 2),
)  # fmt: skip
OUTCOMES = (("met", 80), ("absent", 8), ("refused", 3), ("hospital", 3), ("away", 4), ("died", 1))
STATES = (("approved", 70), ("submitted", 20), ("draft", 4), ("returned", 6))
CATEGORIES = ("dibao", "elder_alone", "disabled", "left_behind_child", "tekun_dispersed")
ITEMS = ("dibao_application", "dibao_review", "disability_card", "自定事项")
MEASURES = ("件", "户", "人", "人次", "份")


class Maker:
    """Fills a book from a seed."""

    def __init__(self, book: Book, seed: int) -> None:
        self.book = book
        self.dice = random.Random(seed)

    def pick(self, weighted: Sequence[tuple[str, int]]) -> str:
        return self.dice.choices([one for one, _w in weighted], [w for _one, w in weighted])[0]

    def day(self, first: str, last: str) -> str:
        a, z = date.fromisoformat(first), date.fromisoformat(last)
        return (a + timedelta(days=self.dice.randrange((z - a).days + 1))).isoformat()

    def maybe(self, percent: int) -> bool:
        return self.dice.randrange(100) < percent

    def fill(self, first: str, last: str, logs: int) -> None:
        """Make people, plans, cases and ``logs`` logs between two days."""
        self.workers = [self.book.writer, self.book.staff("钱试"), self.book.staff("孙试")]
        self.clients = self._people(first, last)
        self._plans(first)
        self.cases = [self._case(first, last) for _n in range(16)]
        for _n in range(logs):
            self._log(self.day(first, last))

    def _people(self, first: str, last: str) -> list[str]:
        houses = [self.book.household() for _n in range(22)]
        for house in houses[:9]:
            ident = {"household": house, "category": "dibao", "start_on": self.day("2025-10-01", last)}
            self.book.put("client_category", ident=ident)
        out = []
        for n in range(70):
            opened = self.day("2025-06-01", last) if self.maybe(40) else "2025-03-01"
            ended = self.day(max(first, opened), last) if self.maybe(12) else None
            state = "ended" if ended else "paused" if self.maybe(5) else "open"
            client = self.book.client(
                f"试人{n}", opened_on=opened, household=self.dice.choice(houses) if self.maybe(60) else None,
                level=self.dice.choice((None, None, "high", "key", "general")), state=state, ended_on=ended,
            )  # fmt: skip
            for category in self.dice.sample(CATEGORIES, self.dice.choice((0, 1, 1, 2))):
                end = self.day(first, last) if self.maybe(15) else None
                start = None if self.maybe(50) else "2025-07-01"
                self.book.put(
                    "client_category", ident={"client": client, "category": category, "start_on": start, "end_on": end}
                )
            if self.maybe(4):
                self.book.delete("client", client)
            out.append(client)
        return out

    def _plans(self, first: str) -> None:
        book = self.book
        book.plan(1, "month", category="elder_alone")
        book.plan(1, "quarter", category="dibao", phone=True)
        book.plan(2, "month", attention_level="high")
        book.plan(1, "month", attention_level="key", category="disabled", start_on=first)
        book.plan(1, "week", client=self.clients[3])
        book.plan(1, "month", client=self.clients[4], phone=True)
        book.delete("visit_plan", book.plan(5, "month", category="disabled"))

    def _case(self, first: str, last: str) -> tuple[str, str]:
        book = self.book
        opened = self.day("2025-09-01", last)
        client = self.dice.choice(self.clients)
        book.at(opened)
        case = book.case(opened, client)
        for place in range(self.dice.randrange(4)):
            goal = book.put("case_goal", goal={"service_case": case, "position": place, "goal": "目标"})
            if self.maybe(70):
                book.put("case_goal", goal, result={"achieved": self.dice.choice(("yes", "partly", "no"))})
        day = opened
        for _n in range(self.dice.randrange(4)):
            day = self.day(day, (date.fromisoformat(day) + timedelta(days=60)).isoformat())
            if self.maybe(70):
                book.close_case(case, day, self.dice.choice(("goals_met", "client_wish", "moved")))
            else:
                book.at(day)
                stage = {"stage": "evaluation", "stage_on": day}
                book.put(
                    "service_case", case, stage=stage, state={"state": self.dice.choice(("suspended", "transferred"))}
                )
            if self.maybe(60):
                day = self.day(day, (date.fromisoformat(day) + timedelta(days=30)).isoformat())
                book.reopen_case(case, day)
            else:
                break
        if self.maybe(6):
            book.delete("service_case", case)
        return case, client

    def _log(self, day: str) -> None:
        method = self.pick(METHODS)
        counts: dict[str, int] = {}
        people: list[tuple[str, str]] = []
        case = None
        if method in ("home_visit", "interview", "phone", "online", "accompaniment") and self.maybe(93):
            some = self.dice.sample(self.clients, self.dice.choice((1, 1, 1, 2, 3)))
            people = [(client, self.pick(OUTCOMES)) for client in some]
            if self.maybe(35):
                case, client = self.dice.choice(self.cases)
                people = [(client, self.pick(OUTCOMES))]
        elif method == "home_visit":
            counts = {"households": self.dice.randrange(1, 12), "heads": self.dice.randrange(1, 30)}
        elif method not in ("affairs", "meeting"):
            counts["heads"] = self.dice.randrange(1, 40)
            if self.maybe(30):
                counts["person_times"] = counts["heads"] + self.dice.randrange(9)
        items = []
        if method == "affairs":
            some_items = self.dice.sample(ITEMS, self.dice.choice((1, 1, 2)))
            items = [(item, self.dice.randrange(1, 20), self.dice.choice(MEASURES)) for item in some_items]
        writer = self.dice.choice(self.workers)
        log = self.book.log(
            day, method, *people, state=self.pick(STATES), writer=writer, case=case, items=items,
            colleagues=[one for one in self.workers if one != writer and self.maybe(10)],
            unit="T532301103" if self.maybe(4) else None, **counts,
        )  # fmt: skip
        if self.maybe(4):
            self.book.delete("service_log", log)
        elif people and self.maybe(4):
            self._drop(log, people[0][0])
        elif self.maybe(5):
            self.book.put("service_log", log, when={"service_date": self.day(day, "2026-04-20"), "minutes": 30})

    def _drop(self, log: str, client: str) -> None:
        from db.ids import derived_id

        self.book.delete("log_client", derived_id("log_client", log, client))
