"""The registers that a laptop keeps beside clients, cases and entries; what happens in them day by day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from db.gateway import Change
from swstation.demo.bureau import Bureau
from swstation.demo.care import Care
from swstation.demo.clock import chance
from swstation.demo.entries import Entry
from swstation.demo.gatherings import Gatherings
from swstation.demo.identity import Identities
from swstation.demo.later import Later
from swstation.demo.linking import Linking
from swstation.demo.office import Office
from swstation.demo.plan import Laptop, Plan
from swstation.demo.roster import Person
from swstation.demo.words import Writer
from swstation.demo.workers import Worker
from swstation.operations.book import Book

LEAST = 0.2
"""However small the rest is made: of what happens a few times a year, so much of a full size is there."""
ACTIVITIES_A_DAY = 0.06
ONLY_TOLD = 1 / 8
"""Of the activities, how many nobody puts on file."""


class Kept:
    """Care, groups and activities, needs and resources, the station's office; decided by a chance of its own."""

    def __init__(
        self, plan: Plan, laptop: Laptop, book: Book, people: Sequence[Person], workers: Sequence[Worker], later: Later,
        fields: Mapping[str, str], office: Office,
    ) -> None:  # fmt: skip
        rng = chance(plan.seed, f"{laptop.file}/registers")
        writer, named, scale = Writer(rng), Identities(rng, laptop.index), max(LEAST, plan.size * laptop.share)
        self._plan, self._workers, self._fields, self._office = plan, workers, fields, office
        self._people, self._rng, self._scale = people, rng, scale
        self.care = Care(book, rng, writer, people, named, scale)
        self._gatherings = Gatherings(book, rng, writer, people, later, named, laptop.villages, scale)
        self._linking = Linking(book, rng, writer, people, named, laptop.villages, scale)
        self._bureau = Bureau(book, rng, plan, laptop)

    def begin(self) -> list[Change]:
        """As on the first days: consents and children's files, posts, volunteers, what there is to give."""
        return [
            *self.care.files(self._people, self._plan.until),
            *self._bureau.begin(self._workers),
            *self._linking.begin(self._plan.start),
        ]

    def on_day(self, day: date) -> list[Change]:
        """What comes on a day of work without an entry of the log."""
        staff = [worker.id for worker in self._workers]
        at_work = self._at_work(day)
        there = staff[at_work[-1]]
        return [
            *self._bureau.on_day(day, self._workers),
            *self.care.on_day(day, there, self._bureau.whole),
            *self._linking.found(day, there),
            *self._gatherings.begin_group(day, at_work, staff, self._fields.get("other")),
        ]

    def entries(self, day: date) -> list[Entry]:
        """What comes with one: sessions, activities, needs that are met."""
        staff, at_work = [worker.id for worker in self._workers], self._at_work(day)
        field = self._fields.get("other")
        entries = [
            *self._gatherings.sessions(day, at_work, field),
            *self._linking.met(day, at_work[-1], self._fields.get("poor")),
        ]
        if self._rng.random() < ACTIVITIES_A_DAY * self._scale:
            if self._rng.random() < ONLY_TOLD:
                entries.append(self._office.activity(day, at_work, staff, dict(self._fields)))
            else:
                entries.append(self._gatherings.activity(day, at_work, staff, field, self._linking.volunteers))
        return entries

    def unfinished(self, day: date) -> list[Change]:
        """What lies on the desk at the end; of a station, on its first laptop."""
        if not self._bureau.whole:
            return []
        return self._gatherings.unfinished(day, self._workers[0].id, self._fields.get("other"))

    def _at_work(self, day: date) -> list[int]:
        return [n for n, worker in enumerate(self._workers) if worker.at_work(day)]
