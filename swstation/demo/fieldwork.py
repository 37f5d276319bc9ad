"""Days out and calls: who is visited, whom one meets there, and what is written about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from db.gateway import Change
from swstation.demo.entries import ROUNDS, Entry, times
from swstation.demo.roster import Person
from swstation.demo.words import Writer
from swstation.operations.logs import LogInput

_OUTCOMES = (("met", 870), ("absent", 62), ("away", 26), ("hospital", 18), ("refused", 14), ("moved", 2), ("died", 3))
_CALLS = (("met", 80), ("no_answer", 20))


class Fieldwork:
    """The visits and calls of one laptop's workers, to those who have waited longest first."""

    def __init__(self, rng: Random, writer: Writer, people: Sequence[Person]) -> None:
        self._rng, self._writer, self._people = rng, writer, people

    def trip(
        self, day: date, worker: int, staff: Sequence[str], short: bool, count: int, fields: dict[str, str]
    ) -> list[Entry]:
        """A day in one village: about ``count`` households, sometimes two workers together."""
        rng = self._rng
        waiting: dict[str, list[Person]] = defaultdict(list)
        for person in self._people:
            if person.worker == worker and person.on_file and self._wait(person, day) > 0.25:
                waiting[person.village.code].append(person)
        if not waiting:
            return []
        village = max(waiting, key=lambda code: (sum(sorted(self._wait(p, day) for p in waiting[code])[-count:]), code))
        chosen = sorted(waiting[village], key=lambda p: (-self._wait(p, day), p.id))[:count]
        others = [s for n, s in enumerate(staff) if n != worker and s]
        colleague = (rng.choice(others),) if others and rng.random() < 0.2 else ()
        entries, seen = [], set()
        for person in chosen:
            if person.household in seen:
                continue
            seen.add(person.household)
            housemates = [p for p in self._people if p.household == person.household and p is not person and p.on_file]
            entries.append(self._visit(day, worker, person, housemates, colleague, short, fields))
        return entries

    def call(self, day: date, worker: int, short: bool, fields: dict[str, str]) -> Entry | None:
        """A call to one of those who have waited long."""
        mine = [p for p in self._people if p.worker == worker and p.on_file]
        if not mine:
            return None
        person = max(self._rng.sample(mine, min(12, len(mine))), key=lambda p: (self._wait(p, day), p.id))
        outcome = self._rng.choices([o for o, _w in _CALLS], [w for _o, w in _CALLS])[0]
        if outcome == "met":
            person.last_met, person.promised = max(person.last_met, day.toordinal()), 0
            note = self._writer.about(person.audience, short)
        else:
            note = self._writer.outcome(outcome)
        log = LogInput(
            service_date=day.isoformat(), method=self._rng.choice(("phone", "phone", "phone", "online")),
            field=fields.get(person.audience), note=note, clients=((person.id, outcome),),
            minutes=self._rng.choice((5, 10, 15)),
        )  # fmt: skip
        return Entry(worker, log)

    def _wait(self, person: Person, day: date) -> float:
        kept_late = 2.0 if 0 < person.promised <= day.toordinal() else 0.0
        # Whoever is to be seen every month comes long before those whom no plan names.
        return (day.toordinal() - person.last_met) / person.period * (2 if person.period <= 90 else 0.5) + kept_late

    def _visit(
        self, day: date, worker: int, person: Person, housemates: list[Person], colleague: tuple[str, ...], short: bool,
        fields: dict[str, str],
    ) -> Entry:  # fmt: skip
        rng = self._rng
        outcome = rng.choices([o for o, _w in _OUTCOMES], [w for _o, w in _OUTCOMES])[0]
        if person.audience == "child" and outcome == "died":
            outcome = "away"
        clients = [(person.id, outcome)]
        after: list[Change] = []
        minutes = rng.choice(ROUNDS) if outcome == "met" else rng.choice((5, 10))
        next_contact = None
        if outcome == "met":
            person.last_met, person.promised = day.toordinal(), 0
            for mate in housemates:
                if rng.random() < 0.7:
                    mate.last_met = day.toordinal()
                    clients.append((mate.id, "met"))
            note = self._writer.about(person.audience, short)
            if rng.random() < 0.07:
                next_day = day + timedelta(days=rng.choice((3, 7, 7, 14)))
                next_contact, person.promised = next_day.isoformat(), next_day.toordinal()
        else:
            note = self._writer.outcome(outcome)
            # Comes round again soon, but not the next day.
            person.last_met += person.period // 4
            if outcome in ("moved", "died"):
                person.on_file = False
                after.append(file_ended(person, day, outcome))
        log = LogInput(
            service_date=day.isoformat(), method="home_visit", field=fields.get(person.audience), note=note,
            clients=tuple(clients), colleagues=colleague, village=person.village.code, next_contact=next_contact,
            **times(rng, minutes),
        )  # fmt: skip
        return Entry(worker, log, after=tuple(after))


def file_ended(person: Person, day: date, reason: str) -> Change:
    """The change that ends a file."""
    ended: dict[str, Any] = {"file_state": "ended", "ended_on": day.isoformat(), "end_reason": reason}
    return Change("client", person.id, {"file": {**person.file, **ended}})
