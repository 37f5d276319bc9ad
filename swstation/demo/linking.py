"""Volunteers, what a place has to give, what people need, and how the two come together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from db.gateway import Change
from swstation.demo.entries import Entry
from swstation.demo.identity import Identities
from swstation.demo.roster import Person
from swstation.demo.words import Writer, data
from swstation.divisions import Village
from swstation.operations.book import Book
from swstation.operations.logs import LogInput

NEEDS_A_DAY, SHIFTS_A_DAY = 0.07, 0.12
_URGENCY = ("urgent", "soon", "soon", "normal", "normal", "normal")


@dataclass(slots=True)
class Need:
    """A need that somebody works on: its next step is on a day, done or come to nothing."""

    need: str
    match: str
    person: Person
    title: str
    value: int
    resource: str | None
    on: date
    ending: str


class Linking:
    """Needs, resources and volunteers of one laptop's villages."""

    def __init__(
        self, book: Book, rng: Random, writer: Writer, people: Sequence[Person], identities: Identities,
        villages: tuple[Village, ...], scale: float,
    ) -> None:  # fmt: skip
        self._book, self._rng, self._writer, self._people = book, rng, writer, people
        self._identities, self._villages, self._scale = identities, villages, scale
        self.volunteers: list[str] = []
        self._resources: list[tuple[str, dict[str, Any]]] = []
        self._needs: list[Need] = []

    def begin(self, day: date) -> list[Change]:
        """Volunteers registered, resources listed, organisations of the villages."""
        changes: list[Change] = [self._volunteer(day) for _one in range(max(4, round(14 * self._scale)))]
        for words in data()["resource"]:
            row = self._book.source.row_id()
            self._resources.append((row, words))
            changes.append(Change("resource", row, {
                "ident": {"unit": self._book.unit, "title": words["title"], "kind": words["kind"]},
                "provider": {"provider": words["provider"], "contact_name": self._identities.surname() + "老师",
                             "phone": self._identities.phone()},
                "content": {"content": words["title"], "value_fen": words["value"] * 10 or None},
                "period": {"start_on": (day - timedelta(days=30)).isoformat()},
                "state": {"state": "available"},
            }))  # fmt: skip
        for words, village in zip(data()["community_org"], self._villages, strict=False):
            short = village.name.removesuffix("村民委员会").removesuffix("社区居民委员会").removesuffix("居民委员会")
            changes.append(Change("community_org", self._book.source.row_id(), {
                "ident": {"name": words["name"].format(village=short), "unit": self._book.unit, "kind": words["kind"],
                          "since": (day - timedelta(days=self._rng.randint(200, 2000))).isoformat()},
                "place": {"village": village.code, "village_name": village.name},
                "profile": {"members": self._rng.randint(8, 40), "party_members": self._rng.randint(0, 6),
                            "filing_state": self._rng.choice(("filed", "filed", "none"))},
                "state": {"state": "active"},
            }))  # fmt: skip
        return changes

    def _volunteer(self, day: date) -> Change:
        rng, words = self._rng, data()["volunteers"]
        gender, row = rng.choice(("female", "female", "male")), self._book.source.row_id()
        birth = date(rng.randint(1955, 2004), rng.randint(1, 12), rng.randint(1, 28))
        village = rng.choice(self._villages)
        since = day - timedelta(days=rng.randint(10, 900))
        self.volunteers.append(row)
        return Change("volunteer", row, {
            "ident": {"name": self._identities.name(gender, birth), "gender": gender, "birth_date": birth.isoformat(),
                      "unit": self._book.unit},
            "contact": {"phone": self._identities.phone(), "village": village.code, "village_name": village.name},
            "registration": {"number": f"演示{rng.randrange(10**8):08d}", "registered_on": since.isoformat(),
                             "team": rng.choice(words["teams"])},
            "skill": {"skills": rng.choice(words["skills"])},
            "step": {"step": rng.choice(("registered", "trained", "assessed")), "step_on": since.isoformat()},
            "state": {"state": "active"},
        })  # fmt: skip

    def found(self, day: date, staff: str) -> list[Change]:
        """Now and then a need is found and matched; most are met later (``met``). A volunteer serves on their own."""
        rng, changes = self._rng, list[Change]()
        if rng.random() < SHIFTS_A_DAY * self._scale:
            said = {"confirmed": True, "confirmed_by": staff, "confirmed_on": day.isoformat()}
            changes.append(Change("volunteer_shift", self._book.source.row_id(), {
                "ident": {"volunteer": rng.choice(self.volunteers), "served_on": day.isoformat(),
                          "minutes": rng.choice((60, 90, 120, 180))},
                "content": {"content": rng.choice(data()["volunteers"]["work"])},
                "confirmation": said if rng.random() < 0.8 else {"confirmed": False},
            }))  # fmt: skip
        if rng.random() < 0.01 * self._scale:
            changes.append(self._volunteer(day))
        people = [p for p in self._people if p.known(day)]
        if rng.random() < NEEDS_A_DAY * self._scale and people:
            changes += self._need(day, rng.choice(people), staff)
        return changes

    def _need(self, day: date, person: Person, staff: str) -> list[Change]:
        rng = self._rng
        words = rng.choice([n for n in data()["need"] if n["audience"] == person.audience] or data()["need"])
        need = self._book.source.row_id()
        ident = {"unit": self._book.unit, "title": words["title"], "kind": words["kind"], "client": person.id,
                 "found_on": day.isoformat()}  # fmt: skip
        groups: dict[str, dict[str, Any]] = {
            "ident": ident, "place": {"village": person.village.code, "village_name": person.village.name},
            "content": {"content": f"{words['title']}，入户时提出", "urgency": rng.choice(_URGENCY),
                        "wanted_by": (day + timedelta(days=rng.randint(10, 40))).isoformat()},
            "state": {"state": "open", "state_on": day.isoformat()},
        }  # fmt: skip
        if rng.random() < 0.15:  # nobody has anything for it yet
            return [Change("need", need, groups)]
        fitting = [(row, r) for row, r in self._resources if words["kind"] in r["kinds"]]
        match, link = self._book.source.row_id(), dict[str, Any](need=need)
        value = 0
        if fitting and rng.random() < 0.75:
            link["resource"], resource = rng.choice(fitting)
            value = resource["value"]
        else:
            link["volunteer"] = rng.choice(self.volunteers)
        groups["state"] = {"state": "matched", "state_on": day.isoformat()}
        ending = rng.choices(("met", "failed", "waiting"), (80, 6, 14))[0]
        if ending != "waiting":
            on = day + timedelta(days=rng.randint(4, 25))
            self._needs.append(Need(need, match, person, words["title"], value, link.get("resource"), on, ending))
        agreed = {"state": "agreed", "state_on": day.isoformat()}
        return [Change("need", need, groups), Change("need_match", match, {"link": link, "state": agreed})]

    def met(self, day: date, worker: int, field: str | None) -> list[Entry]:
        """What was agreed and is done on a day, each with its entry; what came to nothing is open again."""
        due = [one for one in self._needs if one.on <= day]
        self._needs = [one for one in self._needs if one.on > day]
        return [self._met(one, day, worker, field) for one in due]

    def _met(self, one: Need, day: date, worker: int, field: str | None) -> Entry:
        rng, on, log = self._rng, day.isoformat(), self._book.source.row_id()
        entry: dict[str, Any] = {"service_date": on, "minutes": rng.choice((20, 30, 40)), "field": field}
        if one.ending == "failed" or not one.person.on_file:
            failed = {"state": "failed", "state_on": on, "outcome": "对方临时来不了"}
            after = [
                Change("need_match", one.match, {"state": failed}),
                Change("need", one.need, {"state": {"state": "open", "state_on": on}}),
            ]  # fmt: skip
            note = self._writer.one("contact", need=one.title)
            return Entry(worker, LogInput(method="contact", note=note, **entry), after=tuple(after))
        given = one.resource is not None and one.value > 0 and rng.random() < 0.5
        worth = rng.randint(1, 5) * one.value * 10 or None
        state = {
            "state": "done", "state_on": on, "outcome": "已落实", "benefited": rng.choice((1, 1, 1, 2, 4)),
            "value_fen": None if given else worth, "service_log": log if rng.random() < 0.8 else None,
        }  # fmt: skip
        after = [
            Change("need_match", one.match, {"state": state}),
            Change("need", one.need, {"state": {"state": "met", "state_on": on}}),
        ]
        if given:
            after.append(Change("material_given", self._book.source.row_id(), {
                "ident": {"client": one.person.id, "service_log": log, "given_on": on, "what": one.title},
                "amount": {"quantity": 1, "measure": "件", "value_fen": worth},
                "source": {"resource": one.resource},
            }))  # fmt: skip
        note = self._writer.fill(f"{one.title}：已联系落实，本人{{mood}}")
        made = LogInput(method="resource_linking", note=note, clients=((one.person.id, "met"),), **entry)
        return Entry(worker, made, after=tuple(after), id=log)
