"""From a row's change records to what is shown: a pure function of the set, whatever the order they came in.

Heads of a group are the records that set it less those named in the ``o`` of a record that sets it too. One distinct
value among the heads is settled; more is a conflict, kept until a person resolves it. A delete names in ``o`` all
heads it saw; an edit that it did not see keeps the row visible. Which records count is ``db.ownership``'s to say.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from db.ownership import Standing, shown_first, stand
from db.records import Op
from db.registry import ALIVE, TableSpec
from db.special import OWNER


@dataclass(frozen=True, slots=True)
class Conflict:
    """A group with more than one live value. ``heads`` are the record ids, sorted."""

    group: str
    heads: tuple[bytes, ...]

    def id(self, row: bytes) -> bytes:
        """The same on every machine and in every merge order; changes when the heads change."""
        text = b"swconflict1\0" + row + b"\0" + self.group.encode() + b"\0" + b"".join(self.heads)
        return hashlib.sha256(text).digest()


@dataclass(frozen=True, slots=True)
class Folded:
    """A row as it is shown, and the conflicts still open on it.

    ``ops``: the records that count; without any there is no row. ``aside``: those that do not, each with why.
    """

    values: dict[str, Any]
    alive: bool
    owner: str
    ops: int
    entered_at: str
    entered_by: bytes
    changed_at: str
    conflicts: tuple[Conflict, ...]
    aside: tuple[tuple[bytes, str], ...] = ()


Parsed = dict[bytes, dict[str, dict[str, Any]]]


def heads(ops: Iterable[Op], parsed: Parsed | None = None) -> dict[str, list[Op]]:
    """The live records of each group, the shown one first. ``parsed``: their payloads by id, where they are known."""
    setters: dict[str, list[Op]] = {}
    replaced: dict[str, set[str]] = {}
    for op in ops:
        names = (parsed[op.id] if parsed else op.groups).keys()
        for group in names:
            setters.setdefault(group, []).append(op)
        if op.o != "{}":
            for group, ids in op.replaced.items():
                if group in names:
                    replaced.setdefault(group, set()).update(ids)
    live: dict[str, list[Op]] = {}
    for group, candidates in setters.items():
        gone = replaced.get(group, set())
        # A set of records in which each names another can only be forged; then all of them stay visible.
        kept = [op for op in candidates if op.id.hex() not in gone] or candidates
        live[group] = sorted(kept, key=shown_first, reverse=True)
    return live


def fold(spec: TableSpec, ops: Iterable[Op]) -> Folded:
    """Fold the records of one row (at least one). Groups this program does not know are left alone."""
    standing = stand(ops, spec)
    ordered = standing.counted
    if not ordered:
        return Folded(dict.fromkeys(spec.fields), False, standing.owner, 0, "", b"", "", (), standing.aside)
    parsed = {op.id: op.groups for op in ordered}
    live = heads(ordered, parsed)
    values: dict[str, Any] = dict.fromkeys(spec.fields)
    conflicts: list[Conflict] = []
    for name in spec.groups:
        if name not in live:
            continue
        first, *others = live[name]
        values.update(parsed[first.id][name])
        if any(parsed[other.id][name] != parsed[first.id][name] for other in others):
            conflicts.append(_conflict(name, live[name]))
    alive = all(name in live for name in spec.required)
    if ALIVE in live:
        deleted, contested = deletion(live)
        alive = alive and not deleted
        if contested:
            conflicts.append(_conflict(ALIVE, contested))
    if transfers := contested_owners(standing):
        conflicts.append(_conflict(OWNER, transfers))
    oldest, newest = ordered[0], ordered[-1]
    return Folded(
        values, alive, standing.owner, len(ordered), oldest.at, oldest.w, newest.at, tuple(conflicts), standing.aside
    )


def contested_owners(standing: Standing) -> list[Op]:
    """The live transfers of a row, the shown one first, if they give it to different units or on different days."""
    said = {(one.groups[OWNER]["to"], one.groups[OWNER]["on"]) for one in standing.transfers}
    return list(standing.transfers) if len(said) > 1 else []


def single_row(spec: TableSpec, op: Op, groups: dict[str, dict[str, Any]]) -> tuple[Any, ...]:
    """The fold of a row with one ``set`` record, without the detour: what ``fold`` gives (a law in the tests)."""
    return (op.k, *_values(spec, groups), op.st, 1, 0, op.at, op.w, op.at)


def _values(spec: TableSpec, groups: dict[str, dict[str, Any]]) -> list[Any]:
    values: list[Any] = []
    for name, take, empty in spec.columns:
        values += empty if (given := groups.get(name)) is None else take(given)
    for at in spec.ref_columns:
        if (ref := values[at]) is not None:
            values[at] = bytes.fromhex(ref)
    values.append(all(name in groups for name in spec.required))
    return values


def row_in_turn(spec: TableSpec, ops: Iterable[Op]) -> tuple[Any, ...] | None:
    """The fold of a row whose records are of one unit and each replace the one before, as nearly all do.

    What ``fold`` gives (a law in the tests); ``None`` where there is more to say: then the fold has to.
    """
    ordered = sorted(ops, key=lambda op: (op.l, op.id))
    oldest = newest = ordered[0]
    groups: dict[str, dict[str, Any]] = {}
    head: dict[str, list[str]] = {}
    for newest in ordered:
        if newest.st != oldest.st or newest.payload is None or (newest.a != "set" and newest.a != "resolve"):
            return None
        said = newest.groups
        replaced = newest.replaced if newest.o != "{}" else {}
        if ALIVE in said:
            return None
        mine = [newest.id.hex()]
        for name in said:
            if replaced.get(name) != head.get(name):
                return None
            head[name] = mine
        groups |= said
    return (oldest.k, *_values(spec, groups), oldest.st, len(ordered), 0, oldest.at, oldest.w, newest.at)


def deletion(live: dict[str, list[Op]]) -> tuple[bool, list[Op]]:
    """Whether a row with verdicts about its life is gone; and the heads in dispute where it is both."""
    verdicts = live[ALIVE]
    deletes = [op for op in verdicts if not op.groups[ALIVE]["alive"]]
    if not deletes:
        return False, []
    if len(deletes) < len(verdicts):
        return False, verdicts
    seen = {(group, one) for op in deletes for group, ids in op.replaced.items() for one in ids}
    unseen = {
        op.id: op
        for group, ops in live.items()
        if group != ALIVE
        for op in ops
        if (group, op.id.hex()) not in seen and op not in deletes
    }
    return (False, [*verdicts, *unseen.values()]) if unseen else (True, [])


def _conflict(group: str, ops: list[Op]) -> Conflict:
    return Conflict(group, tuple(sorted({op.id for op in ops})))
