"""The county's own database: its people, what it decided, its card."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from swstation import divisions
from swstation.demo.clock import Clock, chance
from swstation.demo.decisions import continued, visit_plans
from swstation.demo.identity import Identities
from swstation.demo.plan import Plan
from swstation.demo.words import data
from swstation.demo.workers import KINDS, Worker, staff_changes
from swstation.i18n import N_
from swstation.operations.book import Book, do
from swstation.operations.install import Setup, initialise, proposed_name
from swstation.rules.dates import add_months
from swstation.rules.policy import shipped

FILE = "county.db"


class County:
    """The county; its clock begins a day before the stations'."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        division: str = data()["places"]["county"]
        rng = chance(plan.seed, FILE)
        self.clock = Clock(plan.seed, FILE, plan.start - timedelta(days=1))
        identities = Identities(rng, -1)
        joined = add_months(plan.start, -30)
        name = identities.name("female", joined.replace(year=1988))
        policy = shipped().policy_for(division)
        setup = Setup("county_station", division, name, None, policy=policy.id)
        self.name = proposed_name("county_station", division) or divisions.name(division) or division
        self.book: Book = initialise(folder / FILE, setup, self.clock.source, guarded=False)
        clerk = Worker(self.book.worker, name, KINDS["good"], joined, None, False)
        changes = staff_changes(self.book, rng, identities, clerk, "female", plan.until)
        changes += visit_plans(self.book, plan)
        if (decided := continued(self.book, plan)) is not None:
            changes.append(decided[1])
        do(self.book, N_("Staff added"), changes, undoable=False)
