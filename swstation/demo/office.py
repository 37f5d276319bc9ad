"""Work at the desk: affairs, talks, meetings, trainings, and an activity that nobody put on file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

from swstation import lists
from swstation.demo.entries import Entry, times
from swstation.demo.roster import Person
from swstation.demo.words import Writer, data
from swstation.divisions import Village
from swstation.operations.logs import Item, LogInput

_KINDS = (
    ("affairs", 34), ("consultation", 20), ("paperwork", 14), ("resource_linking", 6), ("contact", 8), ("survey", 4),
    ("publicity", 4), ("accompaniment", 6), ("referral", 2), ("supervised", 2),
)  # fmt: skip


class Office:
    """What the workers of one laptop do besides visits, calls and cases."""

    def __init__(self, rng: Random, writer: Writer, people: Sequence[Person], villages: tuple[Village, ...]) -> None:
        self._rng, self._writer, self._people, self._villages = rng, writer, people, villages

    def desk(self, day: date, worker: int, fields: dict[str, str]) -> Entry:
        """One entry at the desk."""
        rng = self._rng
        method = rng.choices([k for k, _w in _KINDS], [w for _k, w in _KINDS])[0]
        base: dict[str, Any] = {"service_date": day.isoformat(), "method": method}
        base |= times(rng, rng.choice((15, 20, 30, 30, 45, 60, 90)))
        village = rng.choice(self._villages)
        short = village.name.replace("村民委员会", "").replace("社区居民委员会", "社区")
        note = self._writer.one("resource" if method == "resource_linking" else method, village=short, need="救助")
        base["note"] = note
        if method == "affairs":
            base["items"] = self._items()
        elif method in ("consultation", "resource_linking", "accompaniment", "referral"):
            self._somebody(base, method, worker, fields)
        return Entry(worker, LogInput(**base))

    def meeting(self, day: date, worker: int, colleagues: tuple[str, ...]) -> Entry:
        """A meeting."""
        log = LogInput(
            service_date=day.isoformat(), method="meeting", minutes=self._rng.choice((40, 60, 90)),
            part_of_day="morning", note=self._writer.one("meeting"), colleagues=colleagues,
        )  # fmt: skip
        return Entry(worker, log)

    def study(self, day: date, worker: int, title: str) -> Entry:
        """The day of a training."""
        note = self._writer.fill("参加培训：{title}", title=title)
        return Entry(worker, LogInput(service_date=day.isoformat(), method="study", minutes=360, note=note))

    def activity(self, day: date, at_work: list[int], staff: Sequence[str], fields: dict[str, str]) -> Entry:
        """An activity that is told of by its title alone, as people write who do not keep a file of it."""
        rng = self._rng
        seasonal = [a for a in data()["activity"] if day.month in a.get("months", ())]
        always = [a for a in data()["activity"] if "months" not in a]
        chosen = rng.choice(seasonal if seasonal and rng.random() < 0.6 else always)
        village, worker = rng.choice(self._villages), rng.choice(at_work)
        log = LogInput(
            service_date=day.isoformat(), method="activity", minutes=rng.choice((90, 120, 150, 180)),
            activity_title=chosen["title"], field=fields.get("other"), heads=rng.randint(*chosen["heads"]),
            volunteers=rng.randint(2, 12), village=village.code, place=rng.choice(("村委会广场", "文化室", "街天集市")),
            note=self._writer.fill(rng.choice(data()["activity_notes"]["main"])),
            value_fen=rng.randint(2, 30) * 10_000 if rng.random() < 0.4 else None,
            colleagues=tuple(staff[n] for n in at_work if n != worker and rng.random() < 0.6),
        )  # fmt: skip
        return Entry(worker, log)

    def _items(self) -> tuple[Item, ...]:
        rng = self._rng
        chosen = rng.sample(lists.entries("item"), 2 if rng.random() < 0.15 else 1)
        said = data()["affairs"]["results"]
        items: list[Item] = []
        for place, one in enumerate(chosen):
            n = rng.choice((1, 1, 2, 3, 4, 6, 8, 12, 15))
            # Of some it is not known yet what came of them.
            items.append(Item(one.code, None, n, one.unit, said[(n + place) % len(said)] or None))
        if rng.random() < 0.06:
            items.append(Item(None, "两新组织摸底表", rng.randint(1, 9), "份"))
        return tuple(items)

    def _somebody(self, base: dict[str, Any], method: str, worker: int, fields: dict[str, str]) -> None:
        rng = self._rng
        mine = [p for p in self._people if p.worker == worker and p.on_file]
        if mine and method != "resource_linking" and rng.random() < (0.5 if method == "consultation" else 1.0):
            person = rng.choice(mine)
            base |= {"clients": ((person.id, "met"),), "field": fields.get(person.audience)}
        else:
            base["heads"] = rng.randint(1, 3) if method == "consultation" else rng.randint(6, 40)
            if method == "resource_linking":
                base |= {"value_fen": rng.randint(3, 80) * 10_000, "households": rng.randint(4, 30)}
