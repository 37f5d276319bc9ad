"""Plain data the rules take. The database hands over rows of these; nothing here reads or writes.

Amounts of training are whole tenths of their unit (``hour`` 小时 or ``class_hour`` 学时). Days are
``datetime.date``; an empty end means "still". Named tuples and no dataclasses, here and in the results: as
frozen and as typed, and a program that is started often does not build each class anew for a millisecond.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Exemption(NamedTuple):
    """A recorded exemption of one person; an empty ``policy`` or ``requirement`` means every one."""

    policy: str
    requirement: str
    start_on: date | None = None
    end_on: date | None = None

    def holds(self, policy: str, requirement: str, day: date) -> bool:
        """Whether it frees from that requirement on ``day``."""
        if self.policy not in ("", policy) or self.requirement not in ("", requirement):
            return False
        return (self.start_on is None or self.start_on <= day) and (self.end_on is None or day <= self.end_on)


class Person(NamedTuple):
    """One member of staff; ``left_on`` is the last day of employment, an unknown ``joined_on`` is "always"."""

    id: str
    name: str
    joined_on: date | None = None
    left_on: date | None = None
    exemptions: tuple[Exemption, ...] = ()

    def employed_between(self, first: date, last: date) -> bool:
        """Whether employed on any day from ``first`` to ``last``; never if ``last`` is before ``first``."""
        start = first if self.joined_on is None else max(first, self.joined_on)
        end = last if self.left_on is None else min(last, self.left_on)
        return start <= end

    def employed_on(self, day: date) -> bool:
        """Whether employed on ``day``."""
        return self.employed_between(day, day)


class Certificate(NamedTuple):
    """A certificate of a level (``Levels.resolve``); an unknown day of issue counts as long ago."""

    id: str
    staff_id: str
    level: str
    number: str = ""
    issued_on: date | None = None


class Registration(NamedTuple):
    """One registration or renewal of a certificate; without ``valid_until`` the policy's term is computed."""

    certificate_id: str
    registered_on: date
    valid_until: date | None = None


class Attendance(NamedTuple):
    """What one person earned at one training, ``tenths`` of ``unit``; counted on the day it ended."""

    staff_id: str
    training_id: str
    title: str
    kind: str | None
    start_on: date
    end_on: date
    tenths: int
    unit: str
    approved: bool


class Continuation(NamedTuple):
    """A county's recorded decision to go on with a policy that has run out."""

    policy: str
    start_on: date
    end_on: date | None
    decision: str


class Conversion(NamedTuple):
    """A county's recorded decision on what ``from_tenths`` of one unit are worth: ``to_tenths`` of the other.

    It holds for training that ended on its days, both counted; an empty ``policy`` means every policy's rules.
    """

    from_unit: str
    to_unit: str
    from_tenths: int
    to_tenths: int
    start_on: date
    end_on: date | None
    decision: str
    policy: str = ""


class Membership(NamedTuple):
    """A category of a client (or of the client's household) with its days."""

    category: str
    start_on: date | None = None
    end_on: date | None = None


class VisitClient(NamedTuple):
    """A client as the due list needs one; ``open`` is false for a file that is paused or ended.

    ``units`` are the client's unit and those above it: plans of other units do not hold. Empty: not asked.
    """

    id: str
    name: str
    opened_on: date | None = None
    open: bool = True
    attention_level: str | None = None
    categories: tuple[Membership, ...] = ()
    worker_id: str = ""
    units: tuple[str, ...] = ()
    village: str = ""


class VisitPlan(NamedTuple):
    """How often to visit: ``times`` met visits in each ``period``.

    ``period`` is ``week``, ``month``, ``quarter``, ``half_year`` or ``year``. It holds for one client, or for
    those who have the category and the attention level it names, in ``unit`` and the units below (empty:
    everywhere). ``clause`` is the county's own words.
    """

    id: str
    times: int
    period: str
    category: str | None = None
    attention_level: str | None = None
    client_id: str | None = None
    allow_phone: bool = False
    start_on: date | None = None
    end_on: date | None = None
    clause: str = ""
    unit: str = ""


class Surge(NamedTuple):
    """Visits more often for some days (heat, cold, flood, a festival): ``times`` met visits in each ``period``.

    ``period`` is ``day``, ``week``, ``month``, or ``once`` for the whole of it. It holds for clients of all that it
    names: a category, an attention level, a village; of nothing: for everybody on file.
    """

    id: str
    title: str
    start_on: date
    end_on: date
    times: int
    period: str
    unit: str = ""
    attention_level: str | None = None
    category: str | None = None
    village: str | None = None
    allow_phone: bool = False


class Unsubmitted(NamedTuple):
    """An entry of the log that is a draft, or was returned with a reason, since ``since``."""

    id: str
    who: str
    since: date
    returned: bool
    reason: str = ""
    worker_id: str = ""


class EmptyDay(NamedTuple):
    """A working day on which a worker who writes otherwise wrote nothing."""

    staff_id: str
    name: str
    on: date


class SnoozeFact(NamedTuple):
    """A due line that somebody put off with a reason: its kind and row, not shown before ``until``."""

    id: str
    kind: str
    ref: str
    until: date
    reason: str = ""


class MetVisit(NamedTuple):
    """A home visit (or, with ``phone``, a call) at which the client was met."""

    client_id: str
    on: date
    phone: bool = False


class Contact(NamedTuple):
    """One client in one service log; a log without a client is one contact without one.

    ``order`` tells apart the logs of one day (any text that sorts as they were written). ``topic`` is the
    group or activity where there is neither client nor case; ``unit`` whose entry it is: titles are a unit's own.
    """

    log_id: str
    on: date
    order: str
    met: bool
    client_id: str = ""
    case_id: str = ""
    topic: str = ""
    who: str = ""
    worker_id: str = ""
    next_contact: date | None = None
    unit: str = ""


class CaseFact(NamedTuple):
    """A case; ``active`` while it is worked on or followed up, ``set_on`` when its next contact was set."""

    id: str
    number: str
    client_ids: tuple[str, ...] = ()
    who: str = ""
    worker_id: str = ""
    active: bool = True
    review_due: date | None = None
    next_contact: date | None = None
    set_on: date | None = None


class DraftFact(NamedTuple):
    """An entry kept as a draft since ``saved_on``."""

    id: str
    title: str
    who: str
    saved_on: date


@dataclass(frozen=True, slots=True)
class Unsent:
    """Records not handed in yet: how many, the day of the first of them, and whether the county's card is here."""

    count: int
    first_on: date
    card: bool = True


class BackupFact(NamedTuple):
    """The last backup, the day of the first change after it (``None``: no change), and how often one is due."""

    last_on: date | None
    changed_on: date | None
    every_days: int
