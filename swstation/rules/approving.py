"""Who may approve whose entries, what is read before a month is approved, and what is drawn at random.

Nobody approves what they wrote themselves. A station that has named its lead (``standards.lead_titles``) has its
entries approved by a lead; one that has named nobody, by any colleague. A lead's own are approved by a supervisor or by
somebody of a unit above: who may do that may approve everything.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from swstation.i18n import N_
from swstation.standards import MonthRule


class Approvers(NamedTuple):
    """Row ids of the leads of a station and of those who stand above: supervisors, and people of a unit above.

    ``above``: the book is one of a unit above the station, so that whoever writes there stands above.
    """

    leads: frozenset[str] = frozenset()
    supervisors: frozenset[str] = frozenset()
    above: bool = False

    def stands_above(self, worker: str) -> bool:
        """Whether a worker may approve a lead's own entries."""
        return self.above or worker in self.supervisors


OWN: Final = "own"
LEADS: Final = "leads"
NOT_LEAD: Final = "not_lead"


def why_not(worker: str, writer: str, approvers: Approvers) -> str | None:
    """Why ``worker`` may not approve what ``writer`` wrote: ``own``, ``leads`` or ``not_lead``; ``None``: may."""
    if worker == writer:
        return OWN
    if approvers.stands_above(worker):
        return None
    if writer in approvers.leads:
        return LEADS
    if approvers.leads and worker not in approvers.leads:
        return NOT_LEAD
    return None


class LogFact(NamedTuple):
    """An entry as it is looked at before it is approved. ``late_days``: from the day of service to that of entry."""

    id: str
    on: str
    writer: str
    minutes: int | None = None
    note: str = ""
    needs_note: bool = True
    needs_minutes: bool = True
    late_days: int = 0
    late_reason: str = ""
    corrects: bool = False
    returned: bool = False
    conflicts: bool = False


REASONS: Final[Mapping[str, str]] = {
    "note_missing": N_("nothing about what happened"),
    "minutes_missing": N_("no minutes"),
    "entered_late": N_("entered late"),
    "long": N_("very long"),
    "long_day": N_("a very long day"),
    "corrects": N_("a correction"),
    "returned": N_("was returned before"),
    "conflicts": N_("two versions"),
}
"""Why an entry is always read, as msgids."""


def exceptions(logs: Sequence[LogFact], rule: MonthRule) -> dict[str, tuple[str, ...]]:
    """The entries that are always read, each with its reasons, by id."""
    of_day: dict[tuple[str, str], int] = defaultdict(int)
    for log in logs:
        of_day[log.writer, log.on] += log.minutes or 0
    out: dict[str, tuple[str, ...]] = {}
    for log in logs:
        marks = {
            "note_missing": rule.note_missing and log.needs_note and not log.note.strip(),
            "minutes_missing": rule.minutes_missing and log.needs_minutes and log.minutes is None,
            "entered_late": log.late_days > rule.entered_late_days or bool(log.late_reason),
            "long": (log.minutes or 0) > rule.long_minutes,
            "long_day": of_day[log.writer, log.on] > rule.day_minutes,
            "corrects": log.corrects,
            "returned": log.returned,
            "conflicts": log.conflicts,
        }
        if reasons := tuple(name for name, holds in marks.items() if holds):
            out[log.id] = reasons
    return out


def sample_size(number: int, rule: MonthRule) -> int:
    """How many of ``number`` entries are drawn: the rule's percent, rounded up, at least its least, at most all."""
    share = -(-number * rule.sample_percent // 100)
    return min(number, max(share, rule.sample_least))


def drawn(ids: Iterable[str], seed: str, size: int) -> list[str]:
    """``size`` of ``ids`` at random by ``seed``: the same on every machine, and anybody can draw again.

    Each id gets the SHA-256 of seed and id; the smallest are drawn.
    """
    ranked = sorted(set(ids), key=lambda one: hashlib.sha256(f"{seed}\0{one}".encode()).digest())
    return ranked[:size]
