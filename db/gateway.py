"""The only writer of register tables on this machine: a change record and the fold of its row, in one transaction."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from db import digest
from db.erasing import Erasures
from db.errors import Invalid, Refusal
from db.fold import Folded, deletion, fold, heads, single_row
from db.ids import Source
from db.ownership import Standing, stand
from db.records import (
    MAX_LAMPORT,
    MAX_LINE,
    OP_COLUMNS,
    ZERO_CHAIN,
    BadRecord,
    Op,
    make,
    next_chain,
    parse_line,
    to_line,
)
from db.registry import ALIVE, TableSpec, check_groups, check_record, specs
from db.special import GROUPS, OWNER, SPECIAL, wrong_field
from db.store import Connection, put_setting
from db.tables.kinds import MAX_TEXT

Seen = Mapping[str, Sequence[str]]
"""The heads of each group that somebody saw: record ids (hex), the shown one first. A group without is empty."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one record says of one row. ``groups``: the groups it sets, each with its fields (absent ones are empty).

    ``action``: set, delete, restore, resolve, or one of ``db.special``.
    """

    table: str
    row: str
    groups: dict[str, dict[str, Any]] = field(default_factory=dict)
    action: str = "set"
    beside: bool = False
    """Its values stand beside those of the changes before it in the same write: a dispute that is open again."""
    seen: Seen | None = None
    """What the author saw when the form was opened (``heads_seen``): a group that says what was seen then is left out,
    one that was set since by somebody else refuses the write, unless both say the same. None: nothing is compared."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes on this machine: worker's row id (hex) and where time and randomness come from."""

    worker: str
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did: tables touched, rows (table, hex id) in order, records written."""

    tables: frozenset[str]
    rows: tuple[tuple[str, str], ...]
    ops: tuple[bytes, ...]


def write(connection: Connection, author: Author, changes: Sequence[Change]) -> Written:
    """Write changes as records of this replica and fold their rows. Must run inside a transaction.

    Raises ``Invalid`` for a value a register does not take, ``Refusal`` for a row that belongs to another unit and
    (``record.changed_meanwhile``) for a group set since it was seen; the caller's transaction then rolls back whole.
    A group whose values are already what is shown, undisputed, is left out; so is a record left empty by that.
    """
    return author_records(connection, author, changes, anywhere=False)


def author_records(connection: Connection, author: Author, changes: Sequence[Change], *, anywhere: bool) -> Written:
    """As ``write``; with ``anywhere`` also on rows of others, as a program that does not ask may do."""
    replica, station, lamport, seq, chain, held, total = connection.execute(_HERE, (ZERO_CHAIN, bytes(32))).fetchone()
    worker = bytes.fromhex(author.worker)
    written: list[Op] = []
    touched: list[tuple[str, str]] = []
    waiting = deque(changes)
    while waiting:
        change = waiting.popleft()
        spec = specs()[change.table]
        key = bytes.fromhex(change.row)
        known = ops_of_row(connection, spec.name, key)
        standing = stand(known, spec) if known else None
        if change.action in SPECIAL:
            groups, replaced = _special(change, standing)
        else:
            if standing is not None and not anywhere and spec.owned and not standing.belongs_to(station):
                raise Refusal("transfer.read_only", unit=standing.owner)
            counted = standing.counted if standing else ()
            mine = {op.id for op in written}
            if change.seen is not None:
                change = _not_changed_since(connection, spec, change, change.seen, counted, mine)
            if change.beside:
                counted = tuple(op for op in counted if op.id not in mine)
            if _is_made_again(spec, change, counted):
                waiting.appendleft(Change(change.table, change.row, action="restore"))
            groups, replaced = _what_to_say(spec, change, counted)
        if not groups:
            continue
        # A peer's counter at the bound must not stop anyone from writing: equal counters are told apart by id.
        seq, lamport = seq + 1, min(lamport + 1, MAX_LAMPORT)
        op = make(
            r=replica, n=seq, lamport=lamport, at=author.source.at(), w=worker, st=station, t=change.table, k=key,
            a=change.action, o=replaced, groups=groups, salt=author.source.random(16),
        )  # fmt: skip
        _read_back(op)
        chain = next_chain(chain, op.id)
        insert_op(connection, op)
        if op.a == "erase":
            Erasures(connection).order([op])
            known = ops_of_row(connection, spec.name, key)
            put_row(connection, spec, key, fold(spec, known))
        elif known or change.action != "set" or ALIVE in groups:
            put_row(connection, spec, key, fold(spec, [*known, op]))
        else:
            connection.execute(upsert_sql(spec), single_row(spec, op, groups))
        written.append(op)
        touched.append((change.table, change.row))
    if written:
        put_setting(connection, "lamport", str(lamport))
        ids = [op.id for op in written]
        connection.execute(_ADVANCE, (replica, station, held + len(ids), digest.plus(total, ids), seq, chain, seq))
        digest.add(connection, ((op.t, op.id) for op in written))
    return Written(frozenset(t for t, _k in touched), tuple(dict.fromkeys(touched)), tuple(op.id for op in written))


def heads_seen(connection: Connection, table: str, row: str) -> dict[str, list[str]]:
    """What whoever reads this row now sees of it, to be given back as ``Change.seen`` when it is changed."""
    live = heads(counted_ops(connection, table, bytes.fromhex(row)))
    return {name: [op.id.hex() for op in ops] for name, ops in live.items()}


def values_seen(connection: Connection, table: str, row: str, seen: Seen) -> dict[str, dict[str, Any]]:
    """The values of each group as they were shown to whoever saw these heads. One erased since is left out."""
    return _as_seen(counted_ops(connection, table, bytes.fromhex(row)), seen)


def _as_seen(known: Sequence[Op], seen: Seen) -> dict[str, dict[str, Any]]:
    by_id = {op.id.hex(): op for op in known}
    shown = {name: by_id[ids[0]] for name, ids in seen.items() if ids and ids[0] in by_id}
    return {name: op.groups[name] for name, op in shown.items() if name in op.groups}


def _not_changed_since(
    connection: Connection, spec: TableSpec, change: Change, seen: Seen, known: Sequence[Op], mine: set[bytes]
) -> Change:
    # The groups that the author changed. Refuses where somebody else has changed one of them too, and otherwise.
    live = heads(known) if known else {}
    shown = _as_seen(known, seen)
    groups = {}
    for name, new in check_groups(spec.name, change.groups).items():
        if name in shown and shown[name] == new:
            continue
        groups[name] = new
        now = live.get(name, [])
        if any(op.id in mine for op in now) or {op.id.hex() for op in now} == set(seen.get(name, ())):
            continue
        if now and any(op.groups[name] != new for op in now):
            raise _changed_meanwhile(connection, change, name, new, now[0])
    return replace(change, groups=groups)


def _changed_meanwhile(
    connection: Connection, change: Change, group: str, new: Mapping[str, Any], theirs: Op
) -> Refusal:
    # Whose value it is and when it was written, not the value: errors are shown and kept where it does not belong.
    values = theirs.groups[group]
    field = next((name for name in values if values[name] != new.get(name)), next(iter(values), group))
    known = connection.execute("SELECT name FROM staff WHERE id = ?", (theirs.w,)).fetchone()
    return Refusal(
        "record.changed_meanwhile", field=field, table=change.table, id=change.row, group=group,
        who=known[0] if known and known[0] else theirs.st, when=theirs.at[:16].replace("T", " "),
    )  # fmt: skip


def _is_made_again(spec: TableSpec, change: Change, known: Sequence[Op]) -> bool:
    # All that makes the row is said of one that was deleted (an undo deletes what was made): it is there again, even if
    # every word of it was said before. Who edits what somebody else deleted meanwhile does not say all, or says what
    # was seen: that stays a dispute for a person.
    if change.action != "set" or change.seen is not None or change.beside:
        return False
    if not set(spec.required) <= change.groups.keys():
        return False
    live = heads(known) if known else {}
    return ALIVE in live and deletion(live) == (True, [])


def _what_to_say(
    spec: TableSpec, change: Change, known: Sequence[Op]
) -> tuple[dict[str, dict[str, Any]], dict[str, list[str]]]:
    live = heads(known) if known else {}
    groups: dict[str, dict[str, Any]] = {}
    for name, new in check_groups(spec.name, change.groups).items():
        shown = live.get(name)
        if shown and change.action == "set" and not change.beside and all(op.groups[name] == new for op in shown):
            continue
        groups[name] = new
    if change.action in ("delete", "restore") and not _so_already(live, change.action):
        groups[ALIVE] = {"alive": change.action == "restore"}
    if not groups:
        return {}, {}
    seen = live if change.action == "delete" else {name: ops for name, ops in live.items() if name in groups}
    return groups, {name: sorted(op.id.hex() for op in ops) for name, ops in seen.items()}


def _special(change: Change, standing: Standing | None) -> tuple[dict[str, dict[str, Any]], dict[str, list[str]]]:
    name = GROUPS[change.action]
    values = change.groups[name]
    if (wrong := wrong_field(change.action, values)) is not None:
        raise Invalid("value.shape", field=wrong or None)
    seen = standing.transfers if standing and name == OWNER else ()
    return {name: values}, {OWNER: [op.id.hex() for op in seen]} if seen else {}


def _so_already(live: dict[str, list[Op]], action: str) -> bool:
    # Deleted by someone who saw all that there is, or never deleted (or restored) without dispute.
    if ALIVE not in live:
        return action == "restore"
    gone, contested = deletion(live)
    return not contested and gone == (action == "delete")


def _read_back(op: Op) -> None:
    # What no other machine could read must not get into the set: nothing is ever taken out of it.
    line = to_line(op)
    if len(line) > MAX_LINE:
        longest = max((len(v), f) for g in op.groups.values() for f, v in g.items() if isinstance(v, str))
        raise Invalid("value.too_long", field=longest[1], limit=MAX_TEXT)
    read, groups = parse_line(line)
    if read != op:
        raise BadRecord("not_canonical", op.r, op.n)
    if op.a in SPECIAL:
        try:
            check_record(op, groups)
        except BadRecord:
            raise Refusal("transfer.county_only") from None


_OF_ROW = f"SELECT {OP_COLUMNS} FROM op WHERE k = ? AND t = ? AND parked = 0"


def ops_of_row(connection: Connection, table: str, key: bytes) -> list[Op]:
    """All records of a row, withheld ones too; those of a newer program, not folded yet, left out."""
    return [Op(*row) for row in connection.execute(_OF_ROW, (key, table))]


def counted_ops(connection: Connection, table: str, key: bytes) -> tuple[Op, ...]:
    """The records of a row that count."""
    known = ops_of_row(connection, table, key)
    return stand(known, specs()[table]).counted if known else ()


_ADD_OP = f"INSERT INTO op ({OP_COLUMNS}) VALUES ({', '.join('?' * len(Op._fields))})"


def insert_op(connection: Connection, op: Op) -> None:
    """Add a record to the set."""
    connection.execute(_ADD_OP, op)


def put_row(connection: Connection, spec: TableSpec, key: bytes, folded: Folded) -> None:
    """Write the fold of a row to its register, its open conflicts, and its records that do not count."""
    if folded.ops:
        connection.execute(upsert_sql(spec), (key, *columns(spec, folded)))
    else:
        connection.execute(f"DELETE FROM {spec.name} WHERE id = ?", (key,))
    connection.execute("DELETE FROM conflict WHERE k = ? AND t = ?", (key, spec.name))
    connection.executemany(PUT_CONFLICT, conflict_rows(spec, key, folded))
    connection.execute("DELETE FROM foreign_op WHERE k = ? AND t = ?", (key, spec.name))
    connection.executemany(PUT_FOREIGN, foreign_rows(spec, key, folded))


PUT_FOREIGN = "INSERT INTO foreign_op (id, t, k, reason) VALUES (?, ?, ?, ?)"


def foreign_rows(spec: TableSpec, key: bytes, folded: Folded) -> list[tuple[Any, ...]]:
    """The records of a row that do not count as they are kept."""
    return [(op_id, spec.name, key, reason) for op_id, reason in folded.aside]


PUT_CONFLICT = "INSERT INTO conflict (id, t, k, grp, heads) VALUES (?, ?, ?, ?, ?)"


def conflict_rows(spec: TableSpec, key: bytes, folded: Folded) -> list[tuple[Any, ...]]:
    """The open conflicts of a row as they are kept."""
    return [
        (one.id(key), spec.name, key, one.group, " ".join(head.hex() for head in one.heads)) for one in folded.conflicts
    ]


def columns(spec: TableSpec, folded: Folded) -> tuple[Any, ...]:
    """A fold as its register keeps it: the fields, then ``BOOKKEEPING``."""
    refs = spec.refs
    return (
        *(bytes.fromhex(v) if name in refs and v is not None else v for name, v in folded.values.items()),
        folded.alive, folded.owner, folded.ops, len(folded.conflicts), folded.entered_at, folded.entered_by,
        folded.changed_at,
    )  # fmt: skip


BOOKKEEPING = ("alive", "owner", "ops", "conflicts", "entered_at", "entered_by", "changed_at")
_upserts: dict[str, str] = {}


def upsert_sql(spec: TableSpec) -> str:
    """The statement that writes one row of a register."""
    if spec.name not in _upserts:
        names = (*spec.fields, *BOOKKEEPING)
        _upserts[spec.name] = (
            f"INSERT INTO {spec.name} (id, {', '.join(names)}) VALUES (?{', ?' * len(names)})"
            f" ON CONFLICT (id) DO UPDATE SET {', '.join(f'{c} = excluded.{c}' for c in names)}"
        )
    return _upserts[spec.name]


def new_row_sql(spec: TableSpec, fields: Sequence[str]) -> str:
    """The statement that writes a row of few records, as ``db.plain.row`` has it, of which ``fields`` are not empty.

    A row that is there by this id is replaced.
    """
    names = ("id", "owner", "entered_by", "entered_at", "changed_at", "ops", "alive", "conflicts", *fields)
    values = ["unhex(?1)", "?2", "?3", "?4", "?5", "?6", "1", "0"]
    for at, name in enumerate(fields, 7):
        given = f"unhex(?{at})" if name in spec.refs else f"?{at} = 'true'" if name in spec.flags else f"?{at}"
        values.append(given)
    return f"INSERT OR REPLACE INTO {spec.name} ({', '.join(names)}) VALUES ({', '.join(values)})"


_HERE = (
    "SELECT unhex(me.value), unit.value, ifnull(CAST(lamport.value AS INTEGER), 0), ifnull(last, 0), ifnull(chain, ?),"
    " ifnull(held, 0), ifnull(total, ?) FROM setting me JOIN setting unit ON unit.key = 'unit'"
    " LEFT JOIN setting lamport ON lamport.key = 'lamport' LEFT JOIN replica ON id = unhex(me.value)"
    " WHERE me.key = 'replica'"
)
"""Who writes on this machine, and where its records end."""
_ADVANCE = (
    "INSERT INTO replica (id, station, held, total, last, chain, highest) VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET station = excluded.station, held = excluded.held, total = excluded.total,"
    " last = excluded.last, chain = excluded.chain, highest = max(highest, excluded.highest)"
)
