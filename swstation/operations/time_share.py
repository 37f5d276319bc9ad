"""The unit's own rule for the largest share of civil-affairs work: noted on this machine, with what it rests on."""

from __future__ import annotations

import orjson

from db import local
from db.errors import Refusal
from db.store import Connection, put_setting, setting
from swstation.operations.book import Book
from swstation.operations.post_standing import policies_of
from swstation.rules.time_share import WHOLE, ShareRule, share_rule

SETTING = "affairs_most"


def rule_of(connection: Connection, unit: str) -> ShareRule | None:
    """The rule that holds for a unit: its policies' before its own."""
    kept = setting(connection, SETTING)
    said = orjson.loads(kept) if kept else None
    return share_rule(policies_of(connection, unit), (said["most"], said["basis"]) if said else None)


def set_own_rule(book: Book, most: int | None, basis: str = "") -> None:
    """Note the own rule, or take it away with ``None``. Refuses what is no percentage, and one without a basis."""
    if most is not None and not 0 < most <= WHOLE:
        raise Refusal("report.share", field="most", token=str(most))
    if most is not None and not basis.strip():
        raise Refusal("form.required", field="basis")
    said = None if most is None else orjson.dumps({"most": most, "basis": basis.strip()}).decode()
    with book.store.transaction() as connection:
        put_setting(connection, SETTING, said)
        local.audit(connection, book.source.at(), book.worker, "setting", detail=f"{SETTING} {most or ''}".strip())
