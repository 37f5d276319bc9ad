"""What an order to erase a client is about: the rows that speak of this client alone, and what is left."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from db.queries.closure import client_closure
from db.registry import specs
from db.store import Connection

WORK = frozenset({"log_client", "material_given"})
"""Registers that name a client as part of work that was done: they stay, the work is counted on."""
_PARTS = ("case_client", "case_goal", "case_step", "case_conference", "case_referral")


class AboutClient(NamedTuple):
    """``rows``: tables and row ids that go. ``shared_cases``, ``shared_logs``: those that others are in, too.

    ``household``: the household's file that stays because others live there; it may name the client as its head.
    """

    rows: tuple[tuple[str, str], ...]
    shared_cases: tuple[str, ...]
    shared_logs: int
    household: str | None = None
    work: tuple[tuple[str, str], ...] = ()
    """Rows about this client alone that stay, as work that was done; files attached to them do not."""


def about_client(connection: Connection, client: str) -> AboutClient:
    """A client's file with all that names this client, and cases of nobody else, closed ones too."""
    key = bytes.fromhex(client)
    rows = list(client_closure(connection, client, cases=False).moves)
    for table, spec in specs().items():
        fields = {field for group in spec.groups.values() for field in group.refs}
        if "client" in fields and table not in WORK:
            found = connection.execute(f"SELECT id FROM {table} WHERE client = ? ORDER BY id", (key,))
            rows += [(table, row.hex()) for (row,) in found.fetchall()]
    shared = []
    for case, others in connection.execute(_CASES, (key,)).fetchall():
        if others:
            shared.append(case.hex())
            continue
        rows.append(("service_case", case.hex()))
        for table in _PARTS:
            parts = connection.execute(f"SELECT id FROM {table} WHERE service_case = ? ORDER BY id", (case,))
            rows += [(table, row.hex()) for (row,) in parts.fetchall()]
    (home,) = connection.execute("SELECT household FROM client WHERE id = ?", (key,)).fetchone() or (None,)
    stays = None if home is None or ("household", home.hex()) in rows else home.hex()
    (logs,) = connection.execute(_SHARED_LOGS, (key,)).fetchone()
    own = [("service_log", one.hex()) for (one,) in connection.execute(_OWN_LOGS, (key,)).fetchall()]
    for table in sorted(WORK):
        own += [(table, one.hex()) for (one,) in connection.execute(f"SELECT id FROM {table} WHERE client = ?", (key,))]
    return AboutClient(tuple(dict.fromkeys(rows)), tuple(shared), int(logs), stays, tuple(own))


def attachments_of(connection: Connection, subjects: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The attachments of some rows, deleted ones too, as table and row id."""
    found: list[tuple[str, str]] = []
    for table, row in subjects:
        here = connection.execute(
            "SELECT id FROM attachment WHERE subject_table = ? AND subject = ? ORDER BY id", (table, bytes.fromhex(row))
        )
        found += [("attachment", one.hex()) for (one,) in here.fetchall()]
    return found


_CASES = (
    "SELECT m.service_case, EXISTS (SELECT 1 FROM case_client o WHERE o.service_case = m.service_case"
    " AND o.client <> m.client AND o.alive) FROM case_client m WHERE m.client = ? ORDER BY 1"
)
_OWN_LOGS = (
    "SELECT DISTINCT m.service_log FROM log_client m WHERE m.client = ?1 AND NOT EXISTS"
    " (SELECT 1 FROM log_client o WHERE o.service_log = m.service_log AND o.client <> ?1 AND o.alive) ORDER BY 1"
)
_SHARED_LOGS = (
    "SELECT count(DISTINCT m.service_log) FROM log_client m WHERE m.client = ?1 AND m.alive AND EXISTS"
    " (SELECT 1 FROM log_client o WHERE o.service_log = m.service_log AND o.client <> ?1 AND o.alive)"
)
