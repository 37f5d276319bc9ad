"""Which further rows go along when a client, a case or a member of staff is handed to another unit."""

from __future__ import annotations

from typing import NamedTuple

from db.store import Connection

Rows = tuple[tuple[str, str], ...]
"""Tables and row ids (hex)."""

_OF_CLIENT = (
    "SELECT 'client', ?1",
    "SELECT 'household', h.id FROM client c JOIN household h ON h.id = c.household WHERE c.id = ?1 AND NOT EXISTS"
    " (SELECT 1 FROM client o WHERE o.household = h.id AND o.id <> ?1 AND o.alive AND o.file_state <> 'ended'"
    "  AND o.owner = c.owner)",
    "SELECT 'client_category', k.id FROM client_category k WHERE k.client = ?1 OR k.household ="
    " (SELECT h.id FROM client c JOIN household h ON h.id = c.household WHERE c.id = ?1 AND NOT EXISTS"
    "  (SELECT 1 FROM client o WHERE o.household = h.id AND o.id <> ?1 AND o.alive AND o.file_state <> 'ended'"
    "   AND o.owner = c.owner))",
    "SELECT 'visit_plan', p.id FROM visit_plan p WHERE p.client = ?1",
    "SELECT 'consent', id FROM consent WHERE client = ?1",
    "SELECT 'child_file', id FROM child_file WHERE client = ?1",
    "SELECT 'incident', id FROM incident WHERE client = ?1",
    "SELECT 'need', id FROM need WHERE client = ?1 AND state IN ('open', 'matched')",
)
_CASES = (
    "SELECT s.id FROM case_client m JOIN service_case s ON s.id = m.service_case WHERE m.client = ?1 AND m.alive"
    " AND s.alive AND s.state <> 'closed' AND NOT EXISTS (SELECT 1 FROM case_client o WHERE o.service_case = s.id"
    " AND o.client <> ?1 AND o.alive)"
)
_OF_CASE = (
    "SELECT 'service_case', ?1",
    "SELECT 'case_client', id FROM case_client WHERE service_case = ?1",
    "SELECT 'case_goal', id FROM case_goal WHERE service_case = ?1",
    "SELECT 'case_step', id FROM case_step WHERE service_case = ?1",
    "SELECT 'case_conference', id FROM case_conference WHERE service_case = ?1",
    "SELECT 'case_referral', id FROM case_referral WHERE service_case = ?1",
)
_OF_STAFF = (
    "SELECT 'staff', ?1",
    "SELECT 'certificate', id FROM certificate WHERE staff = ?1",
    "SELECT 'registration', r.id FROM registration r JOIN certificate c ON c.id = r.certificate WHERE c.staff = ?1",
    "SELECT 'attendance', id FROM attendance WHERE staff = ?1",
    "SELECT 'training_exemption', id FROM training_exemption WHERE staff = ?1",
    "SELECT 'exam_result', id FROM exam_result WHERE staff = ?1",
    "SELECT 'credit_entry', id FROM credit_entry WHERE staff = ?1",
    "SELECT 'honour', id FROM honour WHERE staff = ?1",
)
_OF_LOGS = (
    "SELECT 'service_log', l FROM logs",
    "SELECT 'log_client', m.id FROM log_client m JOIN logs ON logs.l = m.service_log",
    "SELECT 'log_colleague', m.id FROM log_colleague m JOIN logs ON logs.l = m.service_log",
    "SELECT 'affairs_item', m.id FROM affairs_item m JOIN logs ON logs.l = m.service_log",
    "SELECT 'log_goal', m.id FROM log_goal m JOIN logs ON logs.l = m.service_log",
    "SELECT 'material_given', m.id FROM material_given m JOIN logs ON logs.l = m.service_log",
)


class Closure(NamedTuple):
    """``moves``: rows that get a new owner, the row itself first. ``history``: rows that stay with who wrote them."""

    moves: Rows
    history: Rows


def client_closure(connection: Connection, client: str, *, cases: bool = True) -> Closure:
    """A client: categories, visit plans, the household if nobody on file stays in it, open cases of nobody else.

    What was done with the client, and closed cases, stay with the unit that did it: they are history.
    """
    key = bytes.fromhex(client)
    moves = _union(connection, _OF_CLIENT, key)
    if cases:
        for (case,) in connection.execute(_CASES, (key,)).fetchall():
            moves += _union(connection, _OF_CASE, case)
    logs = _logs(connection, "SELECT service_log FROM log_client WHERE client = ?1", key)
    for (case,) in connection.execute("SELECT service_case FROM case_client WHERE client = ?", (key,)).fetchall():
        logs += _union(connection, _OF_CASE, case)
        logs += _logs(connection, "SELECT id FROM service_log WHERE service_case = ?1", case)
    return _closure(connection, moves, logs)


def case_closure(connection: Connection, case: str) -> Closure:
    """A case: its clients, goals, steps, conferences and referrals; what was logged for it is history."""
    key = bytes.fromhex(case)
    logs = _logs(connection, "SELECT id FROM service_log WHERE service_case = ?1", key)
    return _closure(connection, _union(connection, _OF_CASE, key), logs)


def staff_closure(connection: Connection, staff: str) -> Closure:
    """A member of staff: certificates, registrations, exams, training, exemptions, honours, credit entries."""
    return _closure(connection, _union(connection, _OF_STAFF, bytes.fromhex(staff)), [])


def history(connection: Connection, table: str, row: str) -> Rows:
    """What a unit must see of a row that it was handed, besides the rows that were handed over with it."""
    if table not in ("client", "service_case"):
        return ()
    found = client_closure(connection, row) if table == "client" else case_closure(connection, row)
    return tuple(sorted({*found.moves, *found.history} - {(table, row)}))


def _closure(connection: Connection, moves: list[tuple[str, str]], more: list[tuple[str, str]]) -> Closure:
    # A paper goes where the row goes that it belongs to.
    own = tuple(dict.fromkeys([*moves, *_papers(connection, moves)]))
    return Closure(own, tuple(sorted({*more, *_papers(connection, more)} - set(own))))


def _papers(connection: Connection, rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    found = []
    for table, row in dict.fromkeys(rows):
        found += connection.execute(
            "SELECT 'attachment', lower(hex(id)) FROM attachment WHERE subject = ? AND subject_table = ? ORDER BY id",
            (bytes.fromhex(row), table),
        ).fetchall()
    return [(str(table), str(row)) for table, row in found]


def _logs(connection: Connection, logs: str, key: bytes) -> list[tuple[str, str]]:
    parts = [f"WITH logs (l) AS ({logs}) {part}" for part in _OF_LOGS]
    return [row for part in parts for row in _named(connection, part, key)]


def _union(connection: Connection, parts: tuple[str, ...], key: bytes) -> list[tuple[str, str]]:
    return [row for part in parts for row in _named(connection, part, key)]


def _named(connection: Connection, sql: str, key: bytes) -> list[tuple[str, str]]:
    return [(table, row.hex()) for table, row in connection.execute(sql, (key,)).fetchall()]
