"""The staff of a laptop: certificates, registrations, and how diligent each is about training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from db.gateway import Change
from swstation.demo.identity import Identities
from swstation.demo.words import data
from swstation.operations.book import Book
from swstation.operations.clients import grouped
from swstation.operations.people import GROUP_OF as STAFF_GROUP_OF
from swstation.operations.people import attendance_change, certificate_changes, registration_change, training_changes
from swstation.rules.dates import add_months, last_day

REGISTERED_MONTHS = 36


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of worker: level, months since issue and since the last registration, how often at trainings."""

    level: str | None
    issued: int = 0
    registered: int | None = None
    renewed: bool = False
    diligence: float = 0.8


KINDS: dict[str, Kind] = {
    "lead": Kind("senior_social_worker", 80, 14, True, 0.95),
    "good": Kind("social_worker", 50, 12, True, 0.9),
    "behind": Kind("assistant_social_worker", 30, 20, False, 0.2),
    "lapsed": Kind("assistant_social_worker", 60, 44, False, 0.35),
    "renewing": Kind("social_worker", 40, 34, False, 0.6),
    "never": Kind("assistant_social_worker", 9, None, False, 0.7),
    "uncertified": Kind(None, diligence=0.5),
}


@dataclass(slots=True)
class Worker:
    """A member of staff of a laptop; ``short`` writes short notes."""

    id: str
    name: str
    kind: Kind
    joined: date
    left: date | None
    short: bool

    def at_work(self, day: date) -> bool:
        """Whether employed on a day."""
        return self.joined <= day and (self.left is None or day < self.left)


def staff_changes(
    book: Book, rng: Random, identities: Identities, worker: Worker, gender: str, until: date
) -> list[Change]:
    """The changes that enter a member of staff with certificate and registrations."""
    words = data()["staff"]
    birth = identities.birth(gender, 23, 52, until)
    major = rng.choice(words["majors"])
    values: dict[str, Any] = {
        "name": worker.name, "gender": gender, "birth_date": birth.isoformat(),
        "resident_id": identities.number(birth, gender), "phone": identities.phone(),
        "ethnic_group": identities.ethnic_group(), "political_status": rng.choice(words["political"]),
        "education": rng.choice(words["education"]), "major": major, "social_work_graduate": major == "社会工作",
        "source": rng.choice(words["sources"]), "unit": book.unit, "employment_kind": rng.choice(words["employment"]),
        "joined_on": worker.joined.isoformat(),
    }  # fmt: skip
    kind = worker.kind
    more: dict[str, dict[str, Any]] = {
        "career": {
            "social_work_since": add_months(worker.joined, -rng.randint(0, 36)).isoformat(),
            "working_time": "full_time" if rng.random() < 0.85 else "part_time", "field": None,
            "talent_category": "management" if kind is KINDS["lead"] else "practice",
        },
        "origin": {"native_place": "云南楚雄", "native": True},
        "insurance": {"social_insurance": rng.random() < 0.9, "housing_fund": rng.random() < 0.6},
        "filing": {"filing_number": f"演示{rng.randrange(10**5):05d}", "filed_on": worker.joined.isoformat()},
    }  # fmt: skip
    if kind.level is not None:
        more["rank"] = {
            "post_grade": rng.choice(words["grades"]), "appointed_level": kind.level,
            "appointed_on": worker.joined.isoformat(),
        }  # fmt: skip
    changes = [Change("staff", worker.id, {**grouped(values, STAFF_GROUP_OF), **more})]
    if kind.level is None:
        return changes
    issued = add_months(until, -kind.issued)
    number = f"演示{until.year}{rng.randrange(10**6):06d}"
    changes += certificate_changes(book, worker.id, kind.level, issued.isoformat(), number=number)
    certificate = changes[-1].row
    if kind.registered is not None:
        latest = add_months(until, -kind.registered)
        for first in ([add_months(latest, -REGISTERED_MONTHS)] if kind.renewed else []) + [latest]:
            valid = last_day(first, REGISTERED_MONTHS)
            again = kind.renewed and first == latest
            changes.append(
                registration_change(
                    book, certificate, first.isoformat(), valid.isoformat(), "renewal" if again else "first"
                )
            )
    return changes


def leaving_change(book: Book, worker: Worker, rng: Random) -> Change:
    """The change that records that somebody left."""
    assert worker.left is not None
    employment = {
        "unit": book.unit, "employment_kind": "合同制", "joined_on": worker.joined.isoformat(),
        "left_on": worker.left.isoformat(), "left_reason": rng.choice(data()["staff"]["leaving"]),
    }  # fmt: skip
    return Change("staff", worker.id, {"employment": employment})


def training_on(
    book: Book, rng: Random, workers: Sequence[Worker], day: date, until: date
) -> tuple[list[Change], list[Worker], str, list[tuple[str, str, int]]]:
    """One training that ends on ``day``: its changes, who was there, its title, and what waits for approval.

    Nothing of the last six weeks is approved yet. Waiting entries are (training, staff, tenths).
    """
    training = rng.choice(data()["training"])
    there = [w for w in workers if w.at_work(day) and rng.random() < w.kind.diligence]
    title = training["title"].format(year=day.year)
    if not there:
        return [], [], title, []
    tenths = int(training["amount"] * 10)
    first = day - timedelta(days=training["days"] - 1)
    changes, row = training_changes(
        book, title=title, start_on=first.isoformat(), end_on=day.isoformat(), tenths=tenths,
        measure=training["measure"], kind=training.get("kind"), provider=training["provider"],
        mode=training.get("mode", "onsite"), proof_number=f"演示{day:%Y%m}{rng.randrange(1000):03d}",
    )  # fmt: skip
    # Who left early earns less than the whole.
    earned = {w.id: tenths if rng.random() < 0.9 else tenths // 2 for w in there}
    changes += [attendance_change(row, w.id, earned[w.id], False) for w in there]
    waiting = [(row, w.id, earned[w.id]) for w in there] if day < until - timedelta(days=42) else []
    return changes, there, title, waiting
