"""Plots of a report as data: one figure month by month, or values against what they shall reach.

Every plot has its number beside it; nothing of different units shares a scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Months(NamedTuple):
    """A figure month by month: ``values`` (``None``: not defined then) under ``labels``; the last is the one meant.

    ``words``: the last value as it stands in the report, with its unit.
    """

    title: str
    words: str
    labels: Sequence[str]
    values: Sequence[float | None]


class Against(NamedTuple):
    """A value against what it shall reach (``None``: not known); ``words`` beside it, ``good`` where it is reached."""

    title: str
    words: str
    value: float | None
    wanted: float | None
    good: bool = False


Plot = Months | Against
