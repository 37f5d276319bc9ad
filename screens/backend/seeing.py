"""What a form showed when it was opened: a token that goes with its values, and what has been written since."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from screens.backend.base import Part

if TYPE_CHECKING:
    from db.gateway import Seen
    from screens.ports import Theirs
    from swstation.operations.book import Book


class SeeingPart(Part):
    """Forms that were open while somebody else wrote."""

    async def theirs(self, seen: str, table: str, row: str, group: str) -> Theirs:
        return await self.call(_theirs, seen, table, row, group)


def token(book: Book, table: str, row: str, **more: Sequence[str]) -> str:
    """What a form of this row shows now. ``more``: what else it shows. Read it in one snapshot with the values."""
    from db.gateway import heads_seen

    return json.dumps({**more, "heads": heads_seen(book.connection, table, row)}, separators=(",", ":"))


def seen_in(given: str) -> Seen | None:
    """The heads of a token; None without one: then nothing is compared."""
    return json.loads(given)["heads"] if given else None


def also_seen(given: str, key: str) -> list[str] | None:
    """What else a token says was shown."""
    return json.loads(given).get(key) if given else None


def _theirs(book: Book, seen: str, table: str, row: str, group: str) -> Theirs:
    from db.gateway import heads_seen, values_seen
    from screens.ports import Theirs

    with book.store.snapshot() as connection:
        now = heads_seen(connection, table, row).get(group, [])
        values = values_seen(connection, table, row, {group: now}).get(group, {})
    said = json.loads(seen)
    said["heads"][group] = now
    return Theirs(_as_typed(table, values), json.dumps(said, separators=(",", ":")))


def _as_typed(table: str, values: Mapping[str, Any]) -> dict[str, str]:
    # The fields of a register as the form of it has them.
    out = {name: "" if value is None else str(value) for name, value in values.items()}
    if table == "visit_plan" and "allow_phone" in values:
        out["phone"] = "yes" if values["allow_phone"] else "no"
    return out
