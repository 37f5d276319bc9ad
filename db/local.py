"""What is kept on this machine only: actions that can be undone, drafts, the audit trail, cards of peers."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from db.store import Connection


@dataclass(frozen=True, slots=True)
class Action:
    """An action a worker took: the rows it touched (table, hex id) and the records it wrote (hex), in order."""

    id: int
    at: str
    name: str
    subject: str
    worker: str
    rows: tuple[tuple[str, str], ...]
    ops: tuple[str, ...]


def add_action(
    connection: Connection,
    at: str,
    name: str,
    subject: str,
    worker: str,
    rows: Sequence[tuple[str, str]],
    ops: Sequence[bytes],
) -> int:
    """Remember an action; gives its number."""
    content = orjson.dumps({"rows": rows, "ops": [op.hex() for op in ops]}).decode()
    cursor = connection.execute(
        "INSERT INTO local_action (at, name, subject, worker, rows) VALUES (?, ?, ?, ?, ?)",
        (at, name, subject, bytes.fromhex(worker), content),
    )
    return int(cursor.lastrowid)


def last_action(connection: Connection, undone: bool = False) -> Action | None:
    """The newest action that was not undone (``undone``: the one undone last)."""
    order = "id DESC" if not undone else "undone DESC"
    row = connection.execute(
        "SELECT id, at, name, subject, worker, rows FROM local_action"
        f" WHERE {'undone > 0' if undone else 'undone = 0'} ORDER BY {order} LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    content = orjson.loads(row[5])
    rows = tuple((t, k) for t, k in content["rows"])
    return Action(row[0], row[1], row[2], row[3] or "", row[4].hex(), rows, tuple(content["ops"]))


def mark_undone(connection: Connection, action: int) -> None:
    """An action was undone; the mark counts up, so that the last undone is known."""
    connection.execute(
        "UPDATE local_action SET undone = (SELECT max(undone) + 1 FROM local_action) WHERE id = ?", (action,)
    )


@dataclass(frozen=True, slots=True)
class Draft:
    """Something typed and not saved yet."""

    id: int
    form: str
    row: str | None
    content: str
    at: str


def put_draft(
    connection: Connection,
    form: str,
    content: str,
    at: str,
    worker: str,
    row: str | None = None,
    draft: int | None = None,
) -> int:
    """Keep a draft, new or in place of draft number ``draft``; gives its number."""
    key = None if row is None else bytes.fromhex(row)
    if draft is not None:
        connection.execute("UPDATE draft SET content = ?, at = ?, row = ? WHERE id = ?", (content, at, key, draft))
        return draft
    cursor = connection.execute(
        "INSERT INTO draft (form, row, worker, content, at) VALUES (?, ?, ?, ?, ?)",
        (form, key, bytes.fromhex(worker), content, at),
    )
    return int(cursor.lastrowid)


def drafts(connection: Connection, form: str | None = None) -> list[Draft]:
    """The drafts of this machine, newest first."""
    rows = connection.execute(
        "SELECT id, form, row, content, at FROM draft WHERE ?1 IS NULL OR form = ?1 ORDER BY id DESC", (form,)
    )
    return [Draft(r[0], r[1], r[2].hex() if r[2] else None, r[3], r[4]) for r in rows]


def drop_draft(connection: Connection, draft: int) -> None:
    """A draft was saved or thrown away."""
    connection.execute("DELETE FROM draft WHERE id = ?", (draft,))


def audit(
    connection: Connection,
    at: str,
    worker: str,
    what: str,
    table: str | None = None,
    row: str | None = None,
    detail: str = "",
) -> None:
    """Add to the audit trail, chained to the entry before it. Never personal data in ``detail``."""
    last = connection.execute("SELECT chain FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    text = "\0".join((at, worker, what, table or "", row or "", detail)).encode("utf-8")
    chain = hashlib.sha256((last[0] if last else bytes(32)) + text).digest()
    connection.execute(
        "INSERT INTO audit (at, worker, what, t, k, detail, chain) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (at, bytes.fromhex(worker), what, table, bytes.fromhex(row) if row else None, detail, chain),
    )
