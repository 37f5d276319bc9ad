"""The steps, oldest first. A released step is never edited."""

from __future__ import annotations

from importlib.resources import files

from sqlite_utils import Database, Migrations

steps = Migrations("swstation")


@steps()
def m001_first_registers(db: Database) -> None:
    """Records, registers and the ledgers of one machine."""
    sql = files("db.migrations").joinpath("001_first_registers.sql").read_text(encoding="utf-8")
    for statement in sql.split(";\n"):
        if statement.strip():
            db.conn.execute(statement)
