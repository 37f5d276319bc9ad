"""The rows that explain why a figure is not what was reported: what happened to them after the report was frozen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from db.queries import later
from db.queries.later import Frozen
from db.records import Op
from db.registry import ALIVE
from db.special import OWNER
from db.store import Connection
from swstation.i18n import N_
from swstation.reports.counter import Counter
from swstation.reports.period import months_so_far
from swstation.reports.recount import frozen_of
from swstation.reports.tally import RowRef

WORDS: Final[Mapping[str, str]] = {
    "entered": N_("entered later"),
    "corrected": N_("corrected version"),
    "deleted": N_("deleted later"),
    "returned": N_("returned later"),
    "submitted": N_("submitted later"),
    "changed": N_("changed later"),
    "handed_over": N_("handed over"),
    "other_laptop": N_("from another laptop, may have come later"),
}
"""What happened to a row (msgids)."""

_METHODS: Final[Mapping[str, tuple[str, ...]]] = {
    "1": ("home_visit",), "2": ("home_visit",), "3": ("home_visit", "phone"), "11": ("affairs",),
    "12.consultation": ("consultation",), "12.phone": ("phone",), "12.online": ("online",),
    "8": ("group_session",), "9": ("group_session",), "10": ("activity",),
}  # fmt: skip
"""The methods whose entries a figure counts, where not those of all."""
_TABLES: Final[Mapping[str, frozenset[str]]] = {
    "4": frozenset({"client"}), "5": frozenset({"service_case"}), "7": frozenset({"service_case"}),
    "8": frozenset({"service_group", "group_session", "service_log"}),
    "9": frozenset({"group_session", "service_log"}), "10": frozenset({"activity", "service_log"}),
    "13": frozenset({"need_match", "material_given", "case_referral", "service_log"}),
    "14": frozenset({"volunteer_shift", "service_log"}),
    "15": frozenset({"service_log", "group_session", "activity"}),
}  # fmt: skip
"""The registers a figure counts, where it is not the log alone."""
_SILENT: Final = frozenset({"note", "review", "contact", "place", "problem", "session", "late"})
"""Groups of an entry that no figure is counted from."""
_COUNTED: Final = frozenset({"submitted", "approved"})


class Explained(NamedTuple):
    """A row that explains a difference. ``what``: of ``WORDS``; ``sign``: ``+`` it counts now, ``-`` it does not.

    ``at``: the day on which that was written; ``fields``: the field groups that were changed; ``reason``: of its
    adjustment, its transfer or its correction.
    """

    table: str
    row: str
    what: str
    sign: str
    at: str
    by: str
    fields: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Later:
    """Which records the one who froze the report cannot have known."""

    frozen: Frozen
    until: Mapping[bytes, int] | None = None

    def is_later(self, op: Op) -> bool:
        if op.r == self.frozen.replica:
            return op.n > self.frozen.n
        if self.until is not None:  # frozen on this machine: what had come is known by number
            return op.n > self.until.get(op.r, 0)
        return op.l > self.frozen.lamport or op.at > self.frozen.at

    def may_be_later(self, op: Op) -> bool:
        """Written before, on another laptop: whether it was there nobody here can tell."""
        return self.until is None and op.r != self.frozen.replica and not self.is_later(op)


def explained(counter: Counter, unit: str, month: str, code: str, replica: str) -> list[Explained]:
    """The rows behind a line that were touched after the month was frozen, oldest first. ``replica``: this machine's.

    Where none is certain, those that another laptop of the unit wrote before: they may have come afterwards.
    Refuses as ``recount`` does.
    """
    connection = counter.connection
    frozen = frozen_of(connection, unit, month)
    until = later.received_until(connection, frozen.at) if frozen.replica.hex() == replica else None
    known = _Later(frozen, until)
    members = counter.members(unit)
    lines = {line.code: line.rows for figure in counter.month_of((unit,), month)[unit] for line in figure.lines}
    counted = set(lines.get(code, ()))
    number = code.partition(".")[0]
    methods = _METHODS.get(".".join(code.split(".")[:2]), _METHODS.get(number, ()))
    rows: dict[RowRef, bool] = dict.fromkeys(counted, True)
    for member in members:
        span = months_so_far(month, member.month_start_day)[-1]
        if number == "3":  # its rows are people; what made the difference is a visit
            for log in later.logs_of_month(connection, member.code, span.start, span.end, methods):
                rows.setdefault(("service_log", log), True)
        for (table, row), method in later.no_longer_counted(connection, member.code, span.start, span.end).items():
            if table in _TABLES.get(number, {"service_log"}) and (not method or not methods or method in methods):
                rows[table, row] = False
        if number not in ("4", "5", "7"):
            for log in _moved_out(connection, member.code, frozen.at, span.start, span.end, methods):
                rows.setdefault(("service_log", log), False)
    why = later.adjustments(connection, [one.code for one in members], frozen.period)
    out = _touched(connection, rows, known, why)
    if number in ("3", "4", "5", "6", "7"):
        out += _transfers(connection, {one.code for one in members}, known, {one.row for one in out}, number)
    if not out:
        out = _maybe(connection, counted, known)
    return sorted(out, key=lambda one: (one.at, one.table, one.row))


def _moved_out(
    connection: Connection, unit: str, at: str, first: str, last: str, methods: Sequence[str]
) -> Iterable[str]:
    moved = later.moved_since(connection, unit, at)
    records = later.records_of(connection, [("service_log", row) for row in moved])
    for (_table, row), ops in records.items():
        days = [op.groups["when"]["service_date"] for op in ops if "when" in op.groups]
        kinds = {op.groups["what"]["method"] for op in ops if "what" in op.groups}
        if (
            days
            and any(first <= day <= last for day in days[:-1])
            and not first <= days[-1] <= last
            and (not methods or kinds & set(methods))
        ):
            yield row


def _touched(
    connection: Connection, rows: Mapping[RowRef, bool], known: _Later, why: Mapping[str, tuple[str, str]]
) -> list[Explained]:
    parts: dict[RowRef, list[RowRef]] = {}
    for table in {table for table, _row in rows}:
        found = later.hanging(connection, table, [row for one, row in rows if one == table])
        parts |= {(table, row): hung for row, hung in found.items()}
    records = later.records_of(connection, [*rows, *(one for hung in parts.values() for one in hung)])
    out = []
    for (table, row), counts in rows.items():
        own = records.get((table, row), [])
        hung = [op for one in parts.get((table, row), ()) for op in records.get(one, [])]
        made = _what(table, own, hung, known, counts)
        if made is not None:
            reason = why.get(row, ("", ""))[1] or _own_reason(own)
            out.append(Explained(table, row, made.what, "+" if counts else "-", made.at, made.by, made.fields, reason))
    return out


class _Made(NamedTuple):
    what: str
    at: str
    by: str
    fields: tuple[str, ...] = ()


def _what(table: str, own: Sequence[Op], hung: Sequence[Op], known: _Later, counts: bool) -> _Made | None:
    """What happened to a row after the report; ``None`` if nothing that a figure is counted from."""
    new = [op for op in own if known.is_later(op)]
    if own and len(new) == len(own):
        if not counts:
            return None  # written and taken back again, or not handed in: it never was in the figure
        corrects = any((op.groups.get("correction") or {}).get("corrects") for op in new)
        return _Made("corrected" if corrects else "entered", new[0].at[:10], new[0].w.hex())
    for op in new:
        if ALIVE in op.groups and not op.groups[ALIVE]["alive"] and not counts:
            return _Made("deleted", op.at[:10], op.w.hex())
        if OWNER in op.groups:
            return _Made("handed_over", op.at[:10], op.w.hex())
    changed = {group for op in new for group in op.groups if group not in _SILENT and not group.startswith("_")}
    if table == "service_log" and "state" in changed:
        before = _state([op for op in own if not known.is_later(op)])
        after = _state(own)
        if (before in _COUNTED) != (after in _COUNTED):
            last = next(op for op in reversed(new) if "state" in op.groups)
            return _Made("submitted" if after in _COUNTED else "returned", last.at[:10], last.w.hex())
        changed.discard("state")
    touched = [op for op in new if changed & op.groups.keys()] + [op for op in hung if known.is_later(op)]
    if not touched:
        return None
    fields = tuple(sorted(changed | {op.t for op in hung if known.is_later(op)}))
    return _Made("changed", touched[-1].at[:10], touched[-1].w.hex(), fields)


def _state(ops: Sequence[Op]) -> str:
    return next((str(op.groups["state"]["state"]) for op in reversed(ops) if "state" in op.groups), "")


def _own_reason(ops: Sequence[Op]) -> str:
    for op in reversed(ops):
        for group, name in (("late", "late_reason"), ("correction", "correction_reason"), (OWNER, "reason")):
            if reason := (op.groups.get(group) or {}).get(name):
                return str(reason)
    return ""


def _transfers(
    connection: Connection, members: Collection[str], known: _Later, seen: Collection[str], number: str
) -> list[Explained]:
    tables = {"3": ("client",), "4": ("client",)}.get(number, ("service_case",))
    out = []
    for op in later.transferred(connection, tables):
        way = op.groups[OWNER]
        inside = (way["from"] in members, way["to"] in members)
        if known.is_later(op) and inside[0] != inside[1] and op.k.hex() not in seen:
            sign = "+" if inside[1] else "-"
            out.append(
                Explained(op.t, op.k.hex(), "handed_over", sign, op.at[:10], op.w.hex(), (), way.get("reason") or "")
            )
    return out


def _maybe(connection: Connection, counted: Collection[RowRef], known: _Later) -> list[Explained]:
    records = later.records_of(connection, counted)
    return [
        Explained(table, row, "other_laptop", "+", ops[0].at[:10], ops[0].w.hex())
        for (table, row), ops in records.items()
        if ops and known.may_be_later(ops[0])
    ]
