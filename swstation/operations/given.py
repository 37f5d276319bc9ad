"""What an entry of the log says was given: rows of the register 物资发放 that are written, changed and deleted with it.

Their ids follow from the entry and their place in it, so that rows which somebody wrote by hand are left alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db.ids import derived_id

if TYPE_CHECKING:
    from db.gateway import Change
    from swstation.operations.book import Book
    from swstation.operations.logs import LogInput

TABLE = "material_given"
MOST = 20
"""So many things one entry may have been given by."""


def _ids(log: str) -> list[str]:
    return [derived_id(TABLE, log, str(n)) for n in range(MOST)]


def _known(book: Book, log: str) -> dict[str, bool]:
    from db.queries.logs import alive_rows

    return alive_rows(book.connection, TABLE, _ids(log))


def given_changes(book: Book, log: str, entry: LogInput, *, new: bool = False) -> list[Change]:
    """The changes that let the register say what an entry says was given; none where it does not speak of it.

    Of one client's entry it is theirs; of several clients, a group or an activity it is everybody's together. Day,
    activity and session are the entry's, also where it is changed without a word about things. ``new``: the entry was
    not there before.
    """
    from db.gateway import Change

    if entry.materials is None:
        return [] if new else _moved_along(book, log, entry)
    if new and not entry.materials:
        return []
    known, ids = {} if new else _known(book, log), _ids(log)
    only = entry.clients[0][0] if len(entry.clients) == 1 else None
    value = entry.value_fen if len(entry.materials) == 1 else None
    changes: list[Change] = []
    for row, material in zip(ids, entry.materials, strict=False):
        groups: dict[str, dict[str, Any]] = {
            "ident": {
                "client": only, "household": None, "service_log": log, "activity": entry.activity_ref,
                "given_on": entry.service_date, "what": material.what,
            },
            "amount": {"quantity": material.n, "measure": material.unit, "value_fen": value},
        }  # fmt: skip
        if (session := _session(entry)) or row in known:
            groups["occasion"] = {"group_session": session}
        if known.get(row) is False:
            changes.append(Change(TABLE, row, {}, "restore"))
        changes.append(Change(TABLE, row, groups))
    spare = ids[len(entry.materials) :]
    return [*changes, *(Change(TABLE, row, {}, "delete") for row in spare if known.get(row))]


def _session(entry: LogInput) -> str | None:
    """The session of a group on file that an entry tells of."""
    if entry.group_ref is None or entry.session_no is None:
        return None
    return derived_id("group_session", entry.group_ref, str(entry.session_no))


def _moved_along(book: Book, log: str, entry: LogInput) -> list[Change]:
    from db.gateway import Change
    from swstation.operations.clients import current_groups

    changes: list[Change] = []
    for row, alive in _known(book, log).items():
        if alive:
            ident = current_groups(book, TABLE, row).get("ident", {})
            moved = {**ident, "given_on": entry.service_date, "activity": entry.activity_ref}
            occasion = {"group_session": _session(entry)}
            changes.append(Change(TABLE, row, {"ident": moved, "occasion": occasion}))
    return changes


def not_given_changes(book: Book, log: str) -> list[Change]:
    """The changes that delete with an entry what it said was given."""
    from db.gateway import Change

    return [Change(TABLE, row, {}, "delete") for row, alive in _known(book, log).items() if alive]


def given_again_changes(book: Book, log: str, correction: str) -> list[Change]:
    """The changes that bring back with an entry what it said was given when ``correction`` took its place."""
    from db.gateway import Change
    from db.queries.logs import gone_since

    dead = [row for row, alive in _known(book, log).items() if not alive]
    gone = gone_since(book.connection, dead, correction)
    return [Change(TABLE, row, {}, "restore") for row in dead if row in gone]
