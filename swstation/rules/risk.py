"""Who of a team is most at risk of missing a training requirement: the order of a list, nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from swstation.rules.training import BEHIND, MET, MISSED, NOT_APPLICABLE, ON_TRACK, TrainingResult

ORDER = (BEHIND, MISSED, ON_TRACK, MET, NOT_APPLICABLE)
"""Behind comes before missed: there something can still be done."""

Key = tuple[int, int, date, int]


def risk(result: TrainingResult) -> Key:
    """Smaller is more at risk: the status, then the share of the amount missing in the end, then the deadline."""
    share = result.pace.projected_missing * 10_000 // result.required if result.required else 0
    return ORDER.index(result.status), -share, result.deadline or date.max, -result.missing


def most_at_risk(results: Iterable[TrainingResult]) -> TrainingResult | None:
    """The result that stands for a person in a list."""
    return min(results, key=risk, default=None)
