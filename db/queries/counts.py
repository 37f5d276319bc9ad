"""How many rows each register shows."""

from __future__ import annotations

from db.store import Connection


def alive_rows(connection: Connection) -> dict[str, int]:
    """Rows that are shown, by register (those with any record)."""
    tables = [row[0] for row in connection.execute("SELECT t FROM digest ORDER BY t")]
    known = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    return {
        table: connection.execute(f"SELECT count(*) FROM {table} WHERE alive").fetchone()[0]
        for table in tables
        if table in known and table in _REGISTERS
    }


_REGISTERS = frozenset(
    (
        "unit", "policy_continuation", "enrolment", "staff", "certificate", "registration", "training", "attendance",
        "training_exemption", "household", "client", "client_category", "visit_plan", "service_case", "case_client",
        "case_goal", "service_log", "log_client", "log_colleague", "affairs_item",
        "person_link",
    )
)  # fmt: skip
"""Names that may stand in a statement: a record's table name never does by itself."""
