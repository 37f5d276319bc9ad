"""A unit's groups, activities, linked resources and voluntary service, read once for a report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from db.queries import report_gatherings as reads
from db.queries.report import LogFact
from db.queries.report_gatherings import (
    ActivityFact,
    GivenFact,
    GroupFact,
    MatchFact,
    PresentFact,
    ReferralFact,
    SessionFact,
    ShiftFact,
)
from db.store import Connection

COUNTED = ("submitted", "approved")


@dataclass
class Gatherings:
    """The registers behind figures 8, 9, 10, 13 and 14, of all years."""

    groups: Sequence[GroupFact] = ()
    sessions: Sequence[SessionFact] = ()
    present: dict[str, list[PresentFact]] = field(default_factory=dict)
    activities: Sequence[ActivityFact] = ()
    matches: Sequence[MatchFact] = ()
    given: Sequence[GivenFact] = ()
    referrals: Sequence[ReferralFact] = ()
    shifts: Sequence[ShiftFact] = ()

    @cached_property
    def _of_sessions(self) -> frozenset[str]:
        return frozenset(one.log for one in self.sessions if one.log)

    @cached_property
    def _held(self) -> frozenset[tuple[str, int]]:
        return frozenset((one.service_group, one.session_no) for one in self.sessions)

    @cached_property
    def _activities(self) -> frozenset[str]:
        return frozenset(one.id for one in self.activities)

    def stands_for_session(self, log: LogFact) -> bool:
        """Whether the session that an entry tells of is on file, and counted from there."""
        if log.id in self._of_sessions:
            return True
        return log.group_ref is not None and (log.group_ref, log.session_no) in self._held

    def tells_of_activity(self, log: LogFact) -> bool:
        """Whether the activity that an entry tells of is on file, and counted from there."""
        return log.activity_ref in self._activities

    @cached_property
    def logs_with_goods(self) -> frozenset[str]:
        """Entries whose goods are listed with a value: theirs counts, not the entry's."""
        return frozenset(one.log for one in self.given if one.log and one.value_fen)

    @cached_property
    def logs_matched(self) -> frozenset[str]:
        """Entries that a match on file names."""
        return frozenset(one.log for one in self.matches if one.log)

    @cached_property
    def logs_with_shifts(self) -> frozenset[str]:
        """Entries whose volunteers are named."""
        return frozenset(one.log for one in self.shifts if one.log)


def read(connection: Connection, unit: str) -> Gatherings:
    """Read them."""
    there: dict[str, list[PresentFact]] = defaultdict(list)
    for one in reads.present(connection, unit):
        there[one.session].append(one)
    return Gatherings(
        groups=reads.groups(connection, unit),
        sessions=reads.sessions(connection, unit),
        present=there,
        activities=reads.activities(connection, unit),
        matches=reads.matches(connection, unit),
        given=reads.given(connection, unit),
        referrals=reads.referrals(connection, unit),
        shifts=reads.shifts(connection, unit),
    )
