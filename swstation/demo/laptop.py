"""One laptop's work: first start, the roster brought in, then day by day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import orjson

from db import local
from db.gateway import Author, Change, write
from db.store import Connection
from swstation.demo import oddities
from swstation.demo.casework import Casework
from swstation.demo.clock import Clock, chance
from swstation.demo.closing import Closing
from swstation.demo.days import is_workday
from swstation.demo.decisions import continued, visit_plans
from swstation.demo.entries import Entry, typed_on
from swstation.demo.fieldwork import Fieldwork
from swstation.demo.identity import Identities
from swstation.demo.kept import Kept
from swstation.demo.later import Later
from swstation.demo.office import Office
from swstation.demo.plan import LOGS_A_YEAR, PEOPLE, Laptop, Plan
from swstation.demo.roster import Roster
from swstation.demo.words import Writer, data
from swstation.demo.workers import KINDS, Worker, leaving_change, staff_changes, training_on
from swstation.operations.book import Book
from swstation.operations.install import Setup, initialise
from swstation.operations.logs import log_service, new_log_changes
from swstation.operations.people import attendance_change
from swstation.rules.dates import add_months
from swstation.rules.fields import service_fields
from swstation.rules.policy import shipped

WORKDAYS_A_YEAR = 246
_TEAMS = (("lead", "renewing"), ("good", "behind"), ("good", "lapsed", "never"), ("renewing", "behind", "uncertified"))
_ON_TRIPS = 0.62
ONE_DAY = timedelta(days=1)
LATE = "下乡期间未能当天录入，据手写记录补录"
CLOSED_LATE = 3
"""Months that a station with two laptops closes once both are merged."""
DRAFT_FORM = "quicklog"
"""What Today calls a line begun and not saved."""


class Work:
    """The work of one laptop from its first day on. ``source`` of ``book`` is the laptop's own clock."""

    def __init__(self, plan: Plan, laptop: Laptop, folder: Path, county_card: Path | None = None) -> None:
        self.plan, self.laptop = plan, laptop
        self._rng = chance(plan.seed, laptop.file)
        self.clock = Clock(plan.seed, laptop.file, plan.start)
        self._identities = Identities(self._rng, laptop.index)
        self._writer = Writer(self._rng)
        policy = shipped().policy_for(laptop.division)
        known = {field.id for field in service_fields(policy)}
        self._fields = {
            audience: next(code for code in words["fields"] if code in known)
            for audience, words in data()["notes"].items()
            if known & set(words.get("fields", ()))
        }
        genders, names = self._names()
        setup = Setup(
            "township_station", laptop.division, names[0], None, name=laptop.name, policy=policy.id,
            suffix=laptop.suffix, letter=laptop.letter,
        )  # fmt: skip
        self.book: Book = initialise(
            folder / laptop.file, setup, self.clock.source, county_card=county_card, guarded=False
        )
        self.workers = self._team(names)
        self._genders = genders
        villages = laptop.villages
        self._roster = Roster(self.book, self._rng, self._identities, villages, min(2, len(self.workers)))
        self._later = Later(self.book, self._rng, self._writer)
        self._field = Fieldwork(self._rng, self._writer, self._roster.people)
        self._office = Office(self._rng, self._writer, self._roster.people, villages)
        self._kept = Kept(
            plan, laptop, self.book, self._roster.people, self.workers, self._later, self._fields, self._office
        )
        self._casework = Casework(self.book, self._rng, self._writer, self._kept.care, self._later, plan.until)
        self._casework.staff = [worker.id for worker in self.workers]
        self._closing = Closing(self.book, self._later, plan, laptop)
        self._waiting: dict[date, list[Entry]] = {}
        yearly = LOGS_A_YEAR * laptop.share * plan.size
        self._rate = yearly / WORKDAYS_A_YEAR / 2
        self._day = plan.start
        self._training_on = plan.start + timedelta(days=self._rng.randint(5, 40))

    def _names(self) -> tuple[list[str], list[str]]:
        genders = [self._rng.choice(("female", "female", "male")) for _kind in self._kinds()]
        return genders, [self._identities.name(gender, date(1990, 1, 1)) for gender in genders]

    def _kinds(self) -> tuple[str, ...]:
        return _TEAMS[self.laptop.index % len(_TEAMS)]

    def _team(self, names: list[str]) -> list[Worker]:
        """The first two are there from the beginning, a third comes when the second leaves."""
        plan, rng, team = self.plan, self._rng, []
        change = plan.start + (plan.until - plan.start) * 3 / 5 if len(names) > 2 else None
        for number, (kind, name) in enumerate(zip(self._kinds(), names, strict=True)):
            late = number == 2 and change is not None
            joined = change if late and change else add_months(plan.start, -rng.randint(2, 60))
            left = change if number == 1 and change is not None else None
            row = self.book.worker if number == 0 else self.book.source.row_id()
            team.append(Worker(row, name, KINDS[kind], joined, left, rng.random() < 0.35))
        return team

    # ---- the beginning ----

    def begin(self) -> int:
        """Bring in staff, plans and the roster, as on the first days; the records written."""
        book, rng, start = self.book, self._rng, self.plan.start
        self.clock.forward(start, 9)
        changes: list[Change] = [oddities.profile(self.laptop)]
        for worker, gender in zip(self.workers, self._genders, strict=True):
            if worker.joined <= start:
                changes += staff_changes(book, rng, self._identities, worker, gender, self.plan.until)
        changes += self._history()
        changes += visit_plans(book, self.plan)
        if (decided := continued(book, self.plan)) is not None:
            self._later.add(*decided)
        staff = [worker.id for worker in self.workers]
        wanted = max(30, round(PEOPLE * self.laptop.share * self.plan.size))
        while len(self._roster.people) < wanted:
            opened = start - timedelta(days=rng.randint(20, 700))
            changes += self._roster.household(start, opened, staff)
        oddities.people(self._roster, changes, self.laptop)
        changes += self._roster.only_a_name(start, staff)
        changes += self._kept.begin()
        with book.store.transaction() as connection:
            written = len(write(connection, Author(book.worker, book.source), changes).ops)
            return written + self._old_cases(connection)

    def _history(self) -> list[Change]:
        """Trainings of the two years before, long approved."""
        changes: list[Change] = []
        for number in range(8):
            day = self.plan.start - timedelta(days=75 * number + self._rng.randint(10, 60))
            made, there, _title, waiting = training_on(self.book, self._rng, self.workers[:2], day, self.plan.until)
            changes += [c for c in made if c.table == "training"]
            amounts = {staff: (row, tenths) for row, staff, tenths in waiting}
            for worker in there:
                if worker.id in amounts:
                    row, tenths = amounts[worker.id]
                    on = (day + timedelta(days=9)).isoformat()
                    changes.append(attendance_change(row, worker.id, tenths, True, self.workers[0].id, on))
        return changes

    def _old_cases(self, connection: Connection) -> int:
        written = 0
        for _case in range(max(1, round(6 * self.laptop.share * self.plan.size))):
            opened = self.plan.start - timedelta(days=self._rng.randint(5, 60))
            changes = self._new_case(opened)
            written += len(write(connection, Author(self.book.worker, self.book.source), changes).ops)
        return written

    # ---- day by day ----

    def run_until(self, end: date, tell: Callable[[date], None] | None = None) -> int:
        """Work up to and with the day before ``end``; the records written. One transaction a month."""
        written = 0
        while self._day < end:
            following = min(end, add_months(self._day.replace(day=1), 1))
            with self.book.store.transaction() as connection:
                while self._day < following:
                    written += self._one_day(connection, self._day)
                    self._day += ONE_DAY
            if tell:
                tell(self._day)
        return written

    def close_day(self) -> None:
        """Leave the desk as one does: the last entry can be undone, and something begun is not saved yet."""
        self.clock.forward(self._day - ONE_DAY, 17, 30)
        with self.book.store.transaction() as connection:
            write(connection, Author(self.workers[0].id, self.book.source), self._kept.unfinished(self._day))
        lead = next(n for n, worker in enumerate(self.workers) if worker.at_work(self._day))
        book = self.book.as_worker(self.workers[lead].id)
        log_service(book, self._office.desk(self._day - ONE_DAY, lead, self._fields).log)
        person = self._rng.choice([p for p in self._roster.people if p.on_file])
        line = self._writer.fill(self._rng.choice(data()["quick_drafts"]["lines"]), name=person.name)
        with book.store.transaction() as connection:
            content = orjson.dumps({"line": line}).decode()
            local.put_draft(connection, DRAFT_FORM, content, self.book.source.at(), book.worker)

    def close_months(self) -> None:
        """Where both laptops of a station are merged: what the other one wrote is approved, the last months closed."""
        if self._closing.closes:
            return
        day, lead = self.plan.until, self.workers[0]
        author = Author(lead.id, self.book.source)
        for back in range(min(CLOSED_LATE, self.plan.months - 1), 0, -1):
            month = f"{add_months(day.replace(day=1), -back):%Y-%m}"
            with self.book.store.transaction() as connection:
                write(connection, author, self._closing.approvals(month, day, lead.id))
                write(connection, author, self._closing.frozen(connection, month, day, lead.id, lead.name))

    def _one_day(self, connection: Connection, day: date) -> int:
        if not is_workday(day):
            return 0
        gap = self.laptop.gap
        lent_out = gap is not None and gap[0] <= day <= gap[1]
        written = self._clerical(connection, day) + self._month_end(connection, day)
        if not lent_out:
            self._what_happens(day)
        self.clock.forward(day, 16, 30)
        for typed in sorted(found for found in self._waiting if found <= day):
            written += self._type_in(connection, self._waiting.pop(typed), day)
        return written

    def _month_end(self, connection: Connection, day: date) -> int:
        month = self._closing.month(day)
        if month is None:
            return 0
        lead = self.workers[0]
        author = Author(lead.id, self.book.source)
        written = len(write(connection, author, self._closing.approvals(month, day, lead.id)).ops)
        if self._closing.closes:
            frozen = self._closing.frozen(connection, month, day, lead.id, lead.name)
            written += len(write(connection, author, frozen).ops)
        return written

    def _what_happens(self, day: date) -> None:
        rng, fields = self._rng, self._fields
        staff = [worker.id if worker.at_work(day) else "" for worker in self.workers]
        at_work = [n for n, worker in enumerate(self.workers) if worker.at_work(day)]
        entries: list[Entry] = []
        for n in at_work:
            entries += self._day_of(n, day, staff)
        entries += self._casework.due(day, [bool(s) for s in staff], fields)
        if day.weekday() == 0 and rng.random() < 0.8 * self.plan.size:
            entries.append(self._office.meeting(day, at_work[0], tuple(staff[n] for n in at_work[1:])))
        entries += self._kept.entries(day)
        for entry in entries:
            self._waiting.setdefault(typed_on(rng, day) if not entry.before and not entry.after else day, []).append(
                entry
            )

    def _day_of(self, n: int, day: date, staff: Sequence[str]) -> list[Entry]:
        rng, worker = self._rng, self.workers[n]
        count = rng.randint(0, round(self._rate * 2 * 0.9))
        if rng.random() < _ON_TRIPS:
            visits = self._field.trip(day, n, staff, worker.short, max(1, count), self._fields)
            if visits:
                return visits
        entries = []
        for _entry in range(count):
            call = self._field.call(day, n, worker.short, self._fields) if rng.random() < 0.25 else None
            made = call or self._office.desk(day, n, self._fields)
            if made.log.method == "referral":
                made = self._kept.care.referred(made, day, worker.id)
            entries.append(made)
        return entries

    def _clerical(self, connection: Connection, day: date) -> int:
        """What is no entry of the log: files, cases, trainings, approvals, corrections, people who come and go."""
        rng, size = self._rng, self.plan.size * self.laptop.share
        self.clock.forward(day, 9)
        lead: list[Change] = list(self._later.on(day))
        staff = [worker.id for worker in self.workers]
        if rng.random() < 0.12 * size:
            known = len(self._roster.people)
            lead += self._roster.household(
                day, day, staff, rng.choice(("visit", "village", "self", "grid", "assigned"))
            )
            lead += self._kept.care.files(self._roster.people[known:], self.plan.until)
        if rng.random() < 0.11 * size:
            lead += self._new_case(day)
        if day >= self._training_on:
            self._training_on = day + timedelta(days=rng.randint(24, 50))
            lead += self._training(day)
        lead += self._coming_and_going(day)
        lead += self._kept.on_day(day)
        return len(write(connection, Author(self.workers[0].id, self.book.source), lead).ops) if lead else 0

    def _training(self, day: date) -> list[Change]:
        changes, there, title, waiting = training_on(self.book, self._rng, self.workers, day, self.plan.until)
        for worker in there:
            entry = self._office.study(day, self.workers.index(worker), title)
            self._waiting.setdefault(day, []).append(entry)
        approved = day + timedelta(days=self._rng.randint(6, 18))
        for row, staff, tenths in waiting:
            change = attendance_change(row, staff, tenths, True, self.workers[0].id, approved.isoformat())
            self._later.add(approved, change)
        return changes

    def _coming_and_going(self, day: date) -> list[Change]:
        changes: list[Change] = []
        for n, (worker, gender) in enumerate(zip(self.workers, self._genders, strict=True)):
            if worker.joined == day or (
                worker.joined > self.plan.start and self._later.first_after(worker.joined, day)
            ):
                changes += staff_changes(self.book, self._rng, self._identities, worker, gender, self.plan.until)
            if worker.left is not None and self._later.first_after(worker.left, day):
                changes.append(leaving_change(self.book, worker, self._rng))
                changes += self._handed_over(n, day)
        return changes

    def _handed_over(self, leaver: int, day: date) -> list[Change]:
        heir = len(self.workers) - 1
        on = day.isoformat()
        changes = [Change("handover_sheet", self.book.source.row_id(), {
            "ident": {"giver": self.workers[leaver].id, "receiver": self.workers[heir].id, "handed_on": on,
                      "reason": "leaving"},
            "content": {"content": "在办个案、责任对象名单、走访记录本", "keys": "办公室钥匙一把"},
            "signing": {"giver_signed_on": on, "receiver_signed_on": on, "witness": self.workers[0].name},
        })]  # fmt: skip
        for person in self._roster.people:
            if person.worker == leaver and person.on_file:
                person.worker = heir
                changes.append(Change("client", person.id, {"worker": {"worker": self.workers[heir].id}}))
        return changes

    def _new_case(self, day: date) -> list[Change]:
        free = [p for p in self._roster.people if p.known(day) and p.id not in self._casework.busy]
        at_work = [n for n, w in enumerate(self.workers) if w.at_work(max(day, self.plan.start))]
        if not free or not at_work:
            return []
        person = self._rng.choice(free)
        worker = person.worker if person.worker in at_work else at_work[0]
        family = [p for p in free if p.household == person.household and p is not person and self._rng.random() < 0.3]
        return self._casework.open(day, [person, *family], worker, self.workers[worker].id, self._fields)

    def _type_in(self, connection: Connection, entries: list[Entry], day: date) -> int:
        written = 0
        for n, worker in enumerate(self.workers):
            own = [entry for entry in entries if entry.worker == n]
            book = self.book.as_worker(worker.id)
            changes: list[Change] = []
            for entry in own:
                told = entry.log
                if told.service_date[:7] in self._later.closed:
                    told = replace(told, late_reason=LATE)
                made, log = new_log_changes(book, told, entry.id, alone=entry.alone)
                changes += [*entry.before, *made, *entry.after]
                self._later.typed(day, log, told, entry.alone or entry.id is not None)
            if changes:
                written += len(write(connection, Author(worker.id, book.source), changes).ops)
        return written
