"""What a group's file must hold before the group may end: plan, members, records, satisfaction, summary.

The parts are those usually asked of group work: plan, recruitment and attendance, a record of each session,
satisfaction, summary and evaluation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class SessionFacts(NamedTuple):
    """A session that was held: its number, whether its course is written down, how many were there."""

    number: int
    noted: bool
    heads: int


class GroupFacts(NamedTuple):
    """What is on file of a group. ``planned``: sessions planned, 0 where it is not said."""

    aims: bool
    summary: bool
    effect: bool
    members: int
    planned: int
    surveyed: bool
    sessions: Sequence[SessionFacts]


class Missing(NamedTuple):
    """Something that is missing; ``sessions``: the numbers of the sessions it concerns."""

    code: str
    sessions: tuple[int, ...] = ()


CODES = ("aims", "members", "sessions", "notes", "attendance", "fewer", "satisfaction", "effect", "summary")
"""What may be missing, in the order in which the work is done."""


def missing(facts: GroupFacts) -> tuple[Missing, ...]:
    """What is missing, in the order of ``CODES``. ``fewer``: fewer sessions than planned, which a reason mends."""
    notes = tuple(one.number for one in facts.sessions if not one.noted)
    nobody = tuple(one.number for one in facts.sessions if not one.heads)
    found = {
        "aims": not facts.aims, "members": not facts.members, "sessions": not facts.sessions, "notes": bool(notes),
        "attendance": bool(nobody), "fewer": 0 < len(facts.sessions) < facts.planned,
        "satisfaction": not facts.surveyed, "effect": not facts.effect, "summary": not facts.summary,
    }  # fmt: skip
    of = {"notes": notes, "attendance": nobody}
    return tuple(Missing(code, of.get(code, ())) for code in CODES if found[code])
