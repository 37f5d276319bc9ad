"""A worker's saved lines on the digits 1-9: ``3= _ 入户 30m 量血压`` keeps one, ``3`` in the empty line brings it.

``_`` is where the cursor goes, usually where the name belongs. Kept on this laptop, for this worker.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from swstation.quicklog.text import norm

PLACE: Final = "_"
DIGITS: Final = "123456789"
_SAVING: Final = re.compile(r" *([1-9]) ?= ?")


class Saving(NamedTuple):
    """A line to be kept on a digit; an empty one empties the digit."""

    digit: str
    line: str


class Filled(NamedTuple):
    """A template as the line to go on with, and where the cursor stands."""

    line: str
    cursor: int


def saving(line: str) -> Saving | None:
    """What a line like ``3= …`` asks for; None for any other line."""
    hit = _SAVING.match(norm(line))
    return Saving(hit[1], line[hit.end() :].strip()) if hit else None


def filled(line: str, templates: Mapping[str, str]) -> Filled | None:
    """The template of the one digit that stands in a line; None where there is none."""
    kept = templates.get(norm(line).strip())
    if not kept:
        return None
    before, place, after = kept.partition(PLACE)
    if not place:
        return Filled(f"{kept} ", len(kept) + 1)
    return Filled(before + after, len(before))
