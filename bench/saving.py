"""Saving one entry, durable, against the least a disk asks for and against the usual way."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from bench.data import Data, opened
from bench.measure import Result, compare, hottest
from swstation.operations.logs import LogInput, log_service

NOTE = "量血压146/92，比上月略高，已告知村医；灶上的水烧干了没发觉，提醒用定时；米缸里还有半缸米。"
FLOOR_BYTES = 12 * 1024
GOAL, VALIDATION = 3.0, 0.001
"""Times the floor, and seconds on top of that for checking values."""


def results(data: Data) -> Iterator[Result]:
    """One entry with one client, everything kept: records, register rows, digest, ledger, undo."""
    runs = 40 if data.quick else 120
    database = data.copy(data.made.laptops[-1].database)
    floor = _Floor(data.place() / "floor")
    usual = _Usual(data.place() / "usual.db")
    with opened(database) as book:
        client = book.connection.execute("SELECT lower(hex(id)) FROM client LIMIT 1").fetchone()[0]
        entry = LogInput("2026-11-22", "home_visit", minutes=30, note=NOTE, clients=((client, "met"),))

        def save() -> float:
            began = perf_counter()
            log_service(book, entry)
            return perf_counter() - began

        for _warm in range(5):
            save(), floor.write(), usual.save()
        where = hottest(lambda: [log_service(book, entry) for _n in range(50)])
        first = compare(
            "save one entry, durable", "12 KB written and `fdatasync`ed (goal: 3x, and 1 ms to validate)",
            save, floor.write, runs=runs, goal=GOAL,
            of="wall",
        )  # fmt: skip
        yield replace(first, goal=GOAL + VALIDATION / first.theirs, costs=where)
        yield compare(
            "save one entry, durable", "SQLModel session, commit", save, usual.save, runs=runs, goal=0.5, of="wall"
        )


class _Floor:
    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT)
        self._at = 0
        os.write(self._handle, bytes(64 * 1024 * 1024))
        os.fsync(self._handle)

    def write(self) -> float:
        began = perf_counter()
        os.pwrite(self._handle, os.urandom(FLOOR_BYTES), self._at)
        os.fdatasync(self._handle)
        taken = perf_counter() - began
        self._at = (self._at + FLOOR_BYTES) % (48 * 1024 * 1024)
        return taken


class _Usual:
    """One row of one table through a session, as most programs would; five indexes, WAL, FULL."""

    def __init__(self, path: Path) -> None:
        from sqlalchemy import event
        from sqlmodel import Field, Session, SQLModel, create_engine

        class UsualLog(SQLModel, table=True):
            id: str = Field(primary_key=True)
            service_date: str = Field(index=True)
            unit: str = Field(index=True)
            writer: str = Field(index=True)
            client: str = Field(index=True)
            method: str = Field(index=True)
            minutes: int
            outcome: str
            note: str

        self._row, self._session = UsualLog, Session
        self._engine = create_engine(f"sqlite:///{path}")

        @event.listens_for(self._engine, "connect")
        def pragmas(connection: sqlite3.Connection, _record: object) -> None:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")

        SQLModel.metadata.create_all(self._engine, [UsualLog.__table__])  # type: ignore[attr-defined]

    def save(self) -> float:
        began = perf_counter()
        row = self._row.model_validate(
            {
                "id": os.urandom(16).hex(), "service_date": "2026-11-22", "unit": "T532301102", "writer": "a" * 32,
                "client": "b" * 32, "method": "home_visit", "minutes": 30, "outcome": "met", "note": NOTE,
            }
        )  # fmt: skip
        with self._session(self._engine) as session:
            session.add(row)
            session.commit()
        return perf_counter() - began
