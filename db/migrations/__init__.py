"""Numbered changes of the database file. Applied in one transaction each; the file says how far it is."""

from __future__ import annotations

from typing import Any

APPLICATION_ID = 0x53575354  # "SWST"
LATEST = 11
"""``PRAGMA user_version`` of a database this program writes."""


def migrate(connection: Any) -> None:
    """Bring a database to ``LATEST``. The caller holds the writer's lock and has made a backup."""
    from sqlite_utils import Database

    from db.migrations.steps import steps

    database = Database(connection)
    steps.apply(database)
    connection.execute(f"PRAGMA user_version = {LATEST}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
