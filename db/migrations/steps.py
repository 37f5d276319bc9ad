"""The steps, oldest first. A released step is never edited."""

from __future__ import annotations

from importlib.resources import files

from sqlite_utils import Database, Migrations

steps = Migrations("swstation")


@steps()
def m001_first_registers(db: Database) -> None:
    """Records, registers and the ledgers of one machine."""
    _run(db, "001_first_registers.sql")


@steps()
def m002_ownership(db: Database) -> None:
    """Records without their payload; to whom rows belong."""
    _run(db, "002_ownership.sql")


@steps()
def m003_person_links(db: Database) -> None:
    """Which files are of one person."""
    _run(db, "003_person_links.sql")


@steps()
def m004_receipts(db: Database) -> None:
    """What a county's receipt says beyond how far it is."""
    _run(db, "004_receipts.sql")


@steps()
def m006_snapshots(db: Database) -> None:
    """Months of other units in numbers, or without names."""
    _run(db, "006_snapshots.sql")


@steps()
def m007_whole_book(db: Database) -> None:
    """People, posts, groups, needs, projects and what controls them."""
    _run(db, "007_whole_book.sql")


@steps()
def m008_search(db: Database) -> None:
    """Full text."""
    _run(db, "008_search.sql")


@steps()
def m009_records_by_number(db: Database) -> None:
    """One index for a record's device, number and id."""
    _run(db, "009_records_by_number.sql")


@steps()
def m010_logs_by_activity(db: Database) -> None:
    """The entries of the log that name an activity."""
    _run(db, "010_logs_by_activity.sql")


@steps()
def m011_results_and_occasions(db: Database) -> None:
    """What came of desk work; at which session goods were given."""
    _run(db, "011_results_and_occasions.sql")


def _run(db: Database, name: str) -> None:
    sql = files("db.migrations").joinpath(name).read_text(encoding="utf-8")
    for statement in sql.split(";\n"):
        if statement.strip():
            db.conn.execute(statement)
