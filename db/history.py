"""What a row was before an action: the changes that bring it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from db.fold import heads
from db.gateway import Change, counted_ops
from db.records import OP_COLUMNS, Op
from db.registry import ALIVE
from db.store import Connection

_BY_ID = (
    f"SELECT {OP_COLUMNS} FROM op WHERE rowid IN"
    " (SELECT op.rowid FROM op INDEXED BY op_rn WHERE id IN (SELECT unhex(value) FROM json_each(?)))"
)


class Changed(Exception):
    """A row of the action was changed after it."""


def undo_changes(connection: Connection, ops: Sequence[str]) -> list[Change]:
    """The changes that undo the records ``ops`` (hex ids), last first.

    A row that the records brought into being is deleted; a group that they set gets the value they replaced; a dispute
    that they settled is open again. Raises
    ``Changed`` where one of their groups has been set again, or the row was changed at all after it was made.
    """
    mine = {bytes.fromhex(op) for op in ops}
    changes: list[Change] = []
    done: set[bytes] = set()
    found = {op.id: op for op in map(Op._make, connection.execute(_BY_ID, (orjson.dumps(list(ops)).decode(),)))}
    for op_id in reversed(ops):
        op = found[bytes.fromhex(op_id)]
        if op.k in done:
            continue
        done.add(op.k)
        changes += _undo_row(op, counted_ops(connection, op.t, op.k), mine)
    return changes


def _undo_row(op: Op, known: Sequence[Op], mine: set[bytes]) -> list[Change]:
    before = [one for one in known if one.id not in mine]
    own = [one for one in known if one.id in mine]
    if not own:
        raise Changed
    live = heads(known)
    if not before:
        return [Change(op.t, op.k.hex(), {}, "delete")]
    if any(not {o.id for o in live[group]} <= mine for one in own for group in one.groups):
        raise Changed
    if min(one.l for one in own) < min(one.l for one in before):  # it made the row, and others have written to it
        raise Changed
    former = heads(before)
    groups = {}
    for one in own:
        for group in one.groups:
            if group == ALIVE:
                alive = group not in former or former[group][0].groups[ALIVE]["alive"]
                return [Change(op.t, op.k.hex(), {}, "restore" if alive else "delete")]
            groups[group] = former[group][0].groups[group] if group in former else {}
    if any(one.a == "resolve" for one in own):
        return _open_again(op, former, groups)
    return [Change(op.t, op.k.hex(), groups)]


def _open_again(op: Op, former: dict[str, list[Op]], groups: dict[str, dict[str, Any]]) -> list[Change]:
    # A settlement taken back: every value that it found stands again, the one that was shown written last.
    changes = []
    for group, shown in groups.items():
        others = []
        for one in former.get(group, ()):
            if one.groups[group] != shown and one.groups[group] not in others:
                others.append(one.groups[group])
        changes += [Change(op.t, op.k.hex(), {group: value}, beside=True) for value in (*reversed(others), shown)]
    return changes
