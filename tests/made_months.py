"""A station's months made from a seed: a few hundred rows with every kind of edge the monthly report knows."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

from reporting import Book

from db.ids import derived_id

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
        Gathered(self, first, last).fill()

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
        self.book.delete("log_client", derived_id("log_client", log, client))


class Gathered:
    """Groups, activities, needs and volunteers of those months, with entries of the log on file, loose, and wrong."""

    def __init__(self, maker: Maker, first: str, last: str) -> None:
        self.maker, self.book, self.dice = maker, maker.book, random.Random(maker.dice.random())
        self.first, self.last = first, last

    def day(self) -> str:
        return self.maker.day(self.first, self.last)

    def state(self) -> str:
        return self.maker.pick(STATES)

    def fill(self) -> None:
        for n in range(5):
            self._group(n)
        for n in range(9):
            self._activity(n)
        self._loose()
        self._linked()
        self._volunteers()

    def _group(self, n: int) -> None:
        book, dice, opened = self.book, self.dice, self.day()
        state = "cancelled" if n == 4 else "ended" if n == 3 else "open"
        group = book.put(
            "service_group", ident={"number": f"G{n}", "unit": book.unit, "title": f"组{n}", "kind": "growth",
            "opened_on": opened}, worker={"worker": book.writer}, phase={"phase": "forming", "phase_on": opened},
            state={"state": state, "ended_on": self.day() if state == "ended" else None},
        )  # fmt: skip
        members = []
        for place, client in enumerate(dice.sample(self.maker.clients, 6)):
            link = {"service_group": group, "client": client, "name": None}
            members.append(
                book.put("group_member", link=link if place < 4 else {**link, "client": None, "name": "无档"})
            )
        for number in range(1, 8):
            day, state = self.day(), self.state()
            tells = {"group_ref": group, "group_title": f"组{n}"}
            log = book.log(
                day, "group_session", dice.choice(self.maker.clients), state=state, session_no=number,
                heads=dice.randrange(9), link=tells,
            )  # fmt: skip
            session = derived_id("group_session", group, str(number))
            record = {"held_on": None if number == 7 else day, "unnamed_heads": dice.randrange(9)}
            link = {"service_log": None if number == 5 else log}
            book.put(
                "group_session", session, ident={"service_group": group, "session_no": number}, record=record, link=link
            )
            for member in dice.sample(members, 4):
                said = {"group_session": session, "group_member": member, "state": dice.choice(("present", "absent"))}
                row = book.put("group_attendance", derived_id("group_attendance", session, member), link=said)
                if self.maker.maybe(8):
                    book.delete("group_attendance", row)
            if number == 6:
                book.delete("service_log", log)
            if number == 3:
                book.delete("group_session", session)

    def _activity(self, n: int) -> None:
        book, dice, day = self.book, self.dice, self.day()
        activity = book.put(
            "activity", ident={"number": f"A{n}", "unit": book.unit, "title": f"活动{n}", "held_on": day,
            "kind": dice.choice((None, "festival", "lecture"))}, worker={"worker": book.writer},
            outcome={"heads": dice.choice((None, 20, 33)), "volunteers": dice.randrange(5)},
            state={"state": "planned" if n == 7 else "held"}, approval={"approval": dice.choice((None, "approved"))},
        )  # fmt: skip
        for _log in range(n % 3):
            book.log(
                day, "activity", dice.choice(self.maker.clients), state=self.state(), heads=dice.randrange(40),
                volunteers=dice.randrange(4), link={"activity_ref": activity, "activity_title": f"活动{n}"},
            )  # fmt: skip
        if n == 8:
            book.delete("activity", activity)
        elif n == 5:
            self._shift(self._volunteer(), day, activity=activity)

    def _loose(self) -> None:
        for _n in range(8):
            day, title = self.day(), self.dice.choice(("手工组", "合唱组"))
            for _time in range(self.dice.choice((1, 2))):
                self.book.log(
                    day, "group_session", self.dice.choice(self.maker.clients), state=self.state(),
                    session_no=self.dice.randrange(1, 4), heads=self.dice.randrange(20), link={"group_title": title},
                )  # fmt: skip
            for _time in range(self.dice.choice((1, 2))):
                self.book.log(
                    day, "activity", state=self.state(), heads=self.dice.randrange(60),
                    volunteers=self.dice.randrange(6), link={"activity_title": title},
                )  # fmt: skip

    def _linked(self) -> None:
        book, dice = self.book, self.dice
        for n in range(10):
            day = self.day()
            log = book.log(
                day, "resource_linking", state=self.state(), heads=dice.randrange(20),
                value_fen=dice.choice((None, 12_345, 50_000)),
            )  # fmt: skip
            if self.maker.maybe(40):
                goods = {"given_on": day, "what": "米", "service_log": log}
                book.put("material_given", ident=goods, amount={"value_fen": dice.choice((None, 6_050))})
            need = book.put(
                "need", ident={"unit": book.unit, "title": f"需求{n}", "found_on": day}, state={"state": "met"}
            )
            made = {"unit": book.unit, "title": "店", "kind": "company"}
            shop = book.put(
                "resource",
                ident=made,
                provider={"provider": dice.choice((None, "爱心超市"))},
                state={"state": "available"},
            )
            book.put(
                "need_match", link={"need": need, "resource": shop},
                state={"state": dice.choice(("done", "done", "agreed")), "state_on": self.day(), "benefited": 3,
                       "value_fen": dice.choice((None, 9_900)), "service_log": log if self.maker.maybe(50) else None},
            )  # fmt: skip
            book.put(
                "case_referral", ident={"worker": book.writer, "referred_on": self.day()},
                destination={"receiver": "医院"}, answer={"result": dice.choice((None, "accepted", "refused"))},
            )  # fmt: skip

    def _volunteer(self) -> str:
        ident = {"name": "志愿者", "unit": self.book.unit}
        return self.book.put("volunteer", ident=ident, step={"step": "recruited"}, state={"state": "active"})

    def _shift(self, volunteer: str, day: str, **link: str) -> None:
        ident = {"volunteer": volunteer, "served_on": day, "minutes": self.dice.choice((None, 45, 120)), **link}
        self.book.put("volunteer_shift", ident=ident, confirmation={"confirmed": self.maker.maybe(60)})

    def _volunteers(self) -> None:
        people = [self._volunteer() for _n in range(4)]
        for _n in range(14):
            day = self.day()
            link = {}
            if self.maker.maybe(30):
                link["service_log"] = self.book.log(day, "home_visit", households=2, volunteers=3, state=self.state())
            self._shift(self.dice.choice(people), day, **link)
        self.book.delete("volunteer", people[3])
