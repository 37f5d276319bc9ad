"""The row of plain records without the fold: of one that sets it, or of several that each replace the one before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final

import orjson

from db.plain import Plain
from db.plain_shapes import Captures, Filled
from db.registry import ALIVE

_TURN: Final = itemgetter(3, 0)


def row(ones: Sequence[Plain]) -> tuple[Filled, tuple[Any, ...]] | None:
    """The row of all its records as ``gateway.new_row_sql`` takes it: what ``fold`` gives (a law in the tests).

    One that sets it, or several of one unit that each replace the one before. ``None`` where the fold has to say.
    """
    if len(ones) == 1:
        ((_id, ending, _n, _l, at, k, a, _o, _payload, _salt, captures, _bound, escaped),) = ones
        filled = ending.shape.filled(captures)
        if a != "set" or not filled.whole:
            return None
        values = filled.take(captures)
        if escaped:
            values = _read_out(values)
        return filled, (k, *ending.by, at, at, 1, *values)
    ordered = sorted(ones, key=_TURN)
    shown = _in_turn(ordered)
    first, last = ordered[0], ordered[-1]
    if shown is None or not (filled := first[1].shape.filled(shown)).whole:
        return None
    values = filled.take(shown)
    if any(one[12] for one in ordered):
        values = _read_out(values)
    return filled, (first[5], *first[1].by, first[4], last[4], len(ones), *values)


def _read_out(values: Iterable[str]) -> tuple[str, ...]:
    return tuple([orjson.loads(f'"{one}"') if "\\" in one else one for one in values])


def _in_turn(ordered: Sequence[Plain]) -> Captures | None:
    # What is left in the end, if each record replaces the one before in every group that it sets.
    unit, shape = ordered[0][1].st, ordered[0][1].shape
    shown: list[str] = []
    heads: dict[str, str] = {}
    for op_id, ending, _n, _l, _at, _k, a, o, _payload, _salt, captures, _bound, _escaped in ordered:
        if ending.st != unit or (a != "set" and a != "resolve"):
            return None
        groups = shape.filled(captures).groups
        if o != (_replacing(groups, heads) if heads else "{}") and not _replaces(o, groups, heads):
            return None
        mine = op_id.hex()
        if not shown:
            if ALIVE in groups:
                return None
            shown = [*captures]
            heads = dict.fromkeys(groups, mine)
            continue
        for name in groups:
            if name == ALIVE:
                return None
            heads[name] = mine
            at = shape.places[name]
            shown[at] = captures[at]
    return tuple(shown)


def _replacing(groups: Sequence[str], heads: Mapping[str, str]) -> str:
    # As a record says that it replaces these heads of its groups and no others.
    said = ",".join([f'"{name}":["{heads[name]}"]' for name in groups if name in heads])
    return f"{{{said}}}"


def _replaces(o: str, groups: Sequence[str], heads: Mapping[str, str]) -> bool:
    replaced = orjson.loads(o)
    return all(replaced.get(name) == ([heads[name]] if name in heads else None) for name in groups)
