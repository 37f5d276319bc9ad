"""Figures 5 and 7: cases in hand with the identity that ties them, and cases closed with their goals."""

from __future__ import annotations

from swstation.reports.case_steps import OPEN, state_on
from swstation.reports.period import Span
from swstation.reports.station import Station
from swstation.reports.tally import Tally


def count(tally: Tally, station: Station, month: Span) -> None:
    """Count one month's cases: in hand before and after, and every step of it."""
    end = station.end_of(month)
    for case, way in station.case_steps.items():
        row = ("service_case", case)
        if state_on(way, month.before) == OPEN:
            tally.add(("5", "opening"), 1, row)
        if state_on(way, end) == OPEN:
            tally.add(("5", "closing"), 1, row)
        for step in way:
            if not month.start <= step.on <= end:
                continue
            if step.after == OPEN:
                part = "reopened" if step.before else "opened"
                tally.add(("5", part), 1, row)
                if step.before:
                    tally.add(("5", part, step.before), 1, row)
            elif step.before == OPEN:
                part = "closed" if step.after == "closed" else "left"
                tally.add(("5", part), 1, row)
                if part == "left":
                    tally.add(("5", part, step.after), 1, row)
            if step.after == "closed":
                _closed(tally, station, case, step.reason or "", step.before == OPEN)


def _closed(tally: Tally, station: Station, case: str, reason: str, in_hand: bool) -> None:
    row = ("service_case", case)
    tally.add(("7", "closed"), 1, row)
    tally.add(("7", "closed", reason), 1, row)
    if not in_hand:
        tally.add(("7", "not_in_hand"), 1, row)
    for goal in station.goals.get(case, ()):
        tally.member(("7", "goals"), goal.id, row)
        if goal.achieved == "yes":
            tally.member(("7", "achieved"), goal.id, row)
