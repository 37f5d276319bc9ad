"""Reads for the county's board: whom it expects bundles of, and when missing records were written."""

from __future__ import annotations

from dataclasses import dataclass

from db.queries.sql import rows
from db.receipts import NOT_READ_SINCE
from db.store import Connection


@dataclass(frozen=True, slots=True)
class ExpectedDevice:
    """A device that a unit trusts, and since when (a time with its offset)."""

    replica: str
    unit: str
    since: str
    state: str


def expected_devices(connection: Connection, truster: str) -> list[ExpectedDevice]:
    """The devices that ``truster`` has enrolled, those reported lost too."""
    return rows(
        connection,
        ExpectedDevice,
        "SELECT replica, unit, entered_at, ifnull(state, '') FROM enrolment WHERE alive AND truster = ?"
        " AND replica IS NOT NULL AND unit IS NOT NULL ORDER BY unit, entered_at, replica",
        (truster,),
    )


@dataclass(frozen=True, slots=True)
class ExpectedUnit:
    """A unit in the register: ``since`` it was entered or, if that is later, opened; a day."""

    code: str
    name: str
    parent: str | None
    since: str
    month_start_day: int | None


def expected_units(connection: Connection) -> list[ExpectedUnit]:
    """All units of the register."""
    return rows(
        connection,
        ExpectedUnit,
        "SELECT code, name, parent, max(substr(entered_at, 1, 10), ifnull(opened_on, '')), month_start_day FROM unit"
        " WHERE alive AND code IS NOT NULL ORDER BY code",
    )


def unit_names(connection: Connection) -> dict[str, str]:
    """What units are called: as in the register, else as on the card of one of their devices, or of a county."""
    carded = connection.execute(
        "SELECT unit, body ->> 'name' FROM card WHERE kind = 'county_card' AND json_valid(body) ORDER BY at"
    ).fetchall()
    named = connection.execute(
        "SELECT unit, name FROM enrolment WHERE alive AND unit IS NOT NULL AND name IS NOT NULL ORDER BY entered_at"
    ).fetchall()
    return dict(carded) | dict(named) | {one.code: one.name for one in expected_units(connection)}


def written_around(connection: Connection, replica: str, first: int, last: int) -> tuple[str | None, str | None]:
    """When the record before and the one after a span of missing ones were written; ``None`` where there is none."""
    before = connection.execute(
        "SELECT at FROM op WHERE r = unhex(?) AND n < ? ORDER BY n DESC LIMIT 1", (replica, first)
    ).fetchone()
    after = connection.execute(
        "SELECT at FROM op WHERE r = unhex(?) AND n > ? ORDER BY n LIMIT 1", (replica, last)
    ).fetchone()
    return (before[0] if before else None, after[0] if after else None)


def set_aside(connection: Connection) -> dict[tuple[str, str], int]:
    """How many records of a replica are set aside, by the bundle that brought them (SHA-256; empty: unknown).

    Those that have been read since are left out, as in its receipt.
    """
    found = connection.execute(
        "SELECT lower(hex(r)), ifnull(bundle, ''), count(DISTINCT n) FROM quarantine"
        f" WHERE r IS NOT NULL AND {NOT_READ_SINCE} GROUP BY 1, 2"
    )
    return {(replica, bundle): count for replica, bundle, count in found}
