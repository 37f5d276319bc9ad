"""Reads of what counties decided and wrote: conversions, policy packs, own list entries.

A row counts only where it belongs to the unit whose decision it says it is: a station that writes a row in the
county's name decides nothing.
"""

from __future__ import annotations

from typing import NamedTuple

from db.queries.sql import rows
from db.store import Connection


class ConversionRow(NamedTuple):
    """What ``from_tenths`` of one unit of training are worth in another, by whose decision and when."""

    id: str
    unit: str
    policy: str | None
    from_measure: str
    to_measure: str
    from_tenths: int
    to_tenths: int
    start_on: str
    end_on: str | None
    decision: str


def conversions(connection: Connection) -> list[ConversionRow]:
    """All conversions, the earliest first."""
    return rows(
        connection,
        ConversionRow,
        "SELECT id, unit, policy, from_measure, to_measure, from_tenths, to_tenths, start_on, end_on, decision"
        " FROM measure_conversion WHERE alive AND owner = unit ORDER BY start_on, id",
    )


class PackRow(NamedTuple):
    """A policy that a county wrote or appended: the head of it."""

    id: str
    unit: str
    policy: str
    title: str
    issued_on: str
    text_hash: str
    parts: int
    state: str
    state_on: str | None


def policy_packs(connection: Connection) -> list[PackRow]:
    """All packs, the earliest first."""
    return rows(
        connection,
        PackRow,
        "SELECT id, unit, policy, title, issued_on, text_hash, parts, state, state_on FROM policy_pack"
        " WHERE alive AND owner = unit ORDER BY issued_on, id",
    )


def pack_text(connection: Connection, pack: str) -> dict[int, str]:
    """The parts of a pack's text that are here, by position."""
    found = connection.execute(
        "SELECT p.position, p.body FROM policy_part p JOIN policy_pack k ON k.id = p.pack AND k.owner = p.owner"
        " WHERE p.alive AND p.pack = unhex(?) ORDER BY p.position, p.id",
        (pack,),
    )
    parts: dict[int, str] = {}
    for position, body in found:
        parts.setdefault(position, body)
    return parts


class EntryRow(NamedTuple):
    """A county's own entry of a list."""

    unit: str
    list: str
    code: str
    zh: str
    en: str | None
    aliases: str | None
    holder: str | None
    measure: str | None
    category_class: str | None
    state: str


def list_entries(connection: Connection) -> list[EntryRow]:
    """All own entries, by list and code; one that was deleted reads as withdrawn: rows written with it stay."""
    return rows(
        connection,
        EntryRow,
        "SELECT unit, list, code, zh, en, aliases, holder, measure, category_class,"
        " iif(alive, state, 'withdrawn') AS state FROM list_entry"
        " WHERE owner = unit AND list IS NOT NULL AND zh IS NOT NULL ORDER BY list, code, unit, id",
    )


def any_entries(connection: Connection) -> bool:
    """Whether there are own entries at all."""
    return connection.execute("SELECT 1 FROM list_entry LIMIT 1").fetchone() is not None
