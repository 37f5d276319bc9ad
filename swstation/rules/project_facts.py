"""What is known of a project, as plain data for its checks. Money in fen, person-years and scores in tenths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class Evaluation(NamedTuple):
    """An evaluation that was held: its kind, the day, who held it."""

    kind: str
    held_on: date
    evaluator: str = ""


class Review(NamedTuple):
    """A committee's decision: on ``entry``, ``exit`` or ``renewal``; ``approved``, ``refused`` or ``filed``."""

    subject: str
    decision: str
    held_on: date


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """One project. ``people`` and ``professionals``: those in it on the day; ``lines``: budget by category.

    ``settings``: which of the contract's settings are filled in. ``supervised``: months since the start that had a
    supervision. ``surveyed``: a survey of needs is on file that was made before the start or names the project.
    ``library_met_on``: the last review of any project of its unit's library.
    """

    start_on: date
    end_on: date
    state: str
    title: str = ""
    total_fen: int | None = None
    person_years: int | None = None
    high_risk: bool = False
    people: int = 0
    professionals: int = 0
    lines: Mapping[str, int] = field(default_factory=dict)
    settings: frozenset[str] = frozenset()
    library_state: str = ""
    renewal_applied_on: date | None = None
    evaluations: tuple[Evaluation, ...] = ()
    reviews: tuple[Review, ...] = ()
    supervised: int = 0
    surveyed: bool = False
    library_met_on: date | None = None
