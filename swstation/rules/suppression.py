"""Small numbers kept back in a table of counts, and as many others as it takes that nobody can compute them.

A count of 1 to 4 may point at a person. It is kept back; and where an equation of the table would give it away (parts
that add up to a total, opening + in − out = closing), further counts of that equation are kept back with it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import gcd
from typing import Final

LEAST: Final = 5
"""Counts from 1 up to below this are kept back; 0 says of nobody anything."""


@dataclass(frozen=True, slots=True)
class Equation:
    """Counts tied to each other: ``parts`` (less those in ``minus``) make ``total``, or without one a known number.

    ``last``: those to be kept back only if nothing else helps, because another table says them too.
    """

    parts: tuple[str, ...]
    total: str | None = None
    last: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """All counts of it."""
        return self.parts if self.total is None else (*self.parts, self.total)


def suppressed(values: Mapping[str, int], equations: Collection[Equation], least: int = LEAST) -> frozenset[str]:
    """The codes of the counts that are kept back."""
    hidden = {code for code, value in values.items() if 0 < value < least}
    known = [_within(equation, values) for equation in equations]
    while True:
        for equation in known:
            while not _safe(equation, values, hidden, least):
                more = _next(equation, values, hidden)
                if more is None:
                    break
                hidden.add(more)
        # One equation at a time gives nothing away; all of them together may.
        given = determined(hidden, known)
        found = [_next(equation, values, hidden) for equation in known if given.intersection(equation.codes)]
        fresh = next((code for code in found if code is not None), None)
        if fresh is None:
            if all(_safe(one, values, hidden, least) or _next(one, values, hidden) is None for one in known):
                return frozenset(hidden)
        else:
            hidden.add(fresh)


def determined(hidden: Collection[str], equations: Collection[Equation]) -> set[str]:
    """The counts kept back that follow from what is shown by all equations together, each of any value."""
    order = sorted(hidden)
    system = [_coefficients(equation, order) for equation in equations]
    done = 0
    for column in range(len(order)):
        pivot = next((at for at in range(done, len(system)) if system[at][column]), None)
        if pivot is None:
            continue
        system[done], system[pivot] = system[pivot], system[done]
        first = system[done]
        for at, line in enumerate(system):
            if at != done and line[column]:
                system[at] = _without(line, first, column)
        done += 1
    alone = ([at for at, value in enumerate(line) if value] for line in system[:done])
    return {order[places[0]] for places in alone if len(places) == 1}


def _without(line: Sequence[int], first: Sequence[int], column: int) -> list[int]:
    # Whole numbers stay whole: each line is multiplied by the other's number, then as small as it can be.
    made = [a * first[column] - line[column] * b for a, b in zip(line, first, strict=True)]
    by = gcd(*made)
    return [value // by for value in made] if by > 1 else made


def _coefficients(equation: Equation, order: Sequence[str]) -> list[int]:
    factors = {code: -1 if code in equation.minus else 1 for code in equation.parts}
    if equation.total is not None:
        factors[equation.total] = -1
    return [factors.get(code, 0) for code in order]


def _within(equation: Equation, values: Mapping[str, int]) -> Equation:
    # A count that is not in the table is 0 or unknown to everybody: it ties nothing.
    total = equation.total if equation.total in values else None
    parts = tuple(code for code in equation.parts if code in values)
    return Equation(parts if total or equation.total is None else (), total, equation.last, equation.minus)


def _safe(equation: Equation, values: Mapping[str, int], hidden: Collection[str], least: int) -> bool:
    kept = [code for code in equation.codes if code in hidden]
    if not kept:
        return True
    if len(kept) < 2:
        return False
    if equation.total is not None and equation.total not in hidden:
        # Together they are known: two of 1 would be known one by one.
        return sum(values[code] for code in kept) >= least
    return any(values[code] >= least or not values[code] for code in kept) or len(kept) > 2


def _next(equation: Equation, values: Mapping[str, int], hidden: Collection[str]) -> str | None:
    open_parts = [code for code in equation.parts if code not in hidden]
    # What costs least: the smallest that is not 0; then the total; a 0 only when nothing else is left.
    order: Sequence[Sequence[str]] = (
        [code for code in open_parts if values[code] and code not in equation.last],
        [code for code in open_parts if code not in equation.last],
        [equation.total] if equation.total is not None and equation.total not in hidden else [],
        open_parts,
    )
    for some in order:
        if some:
            return min(some, key=lambda code: (values[code], code))
    return None
