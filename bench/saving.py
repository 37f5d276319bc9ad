"""Saving one entry, durable, against the least a disk asks for and against the usual way."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bench.data import Data, opened
from bench.measure import Result, compare, cpu, hottest, wall
from swstation.operations import guards
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
    with opened(database) as book:
        client = book.connection.execute("SELECT lower(hex(id)) FROM client LIMIT 1").fetchone()[0]
        entry = LogInput("2026-11-22", "home_visit", minutes=30, note=NOTE, clients=((client, "met"),))

        def save() -> str:
            return log_service(book, entry)[0]

        log = save()
        book.store.settle()
        usual = _Usual(data.copy(database), log)
        for _warm in range(5):
            save()
            floor.write()
            usual.save()
        where = hottest(lambda: [save() for _n in range(50)])
        first = compare(
            "save one entry, durable", "12 KB written and `fdatasync`ed (goal: 3x, and 1 ms to validate)",
            lambda: wall(save), lambda: wall(floor.write), runs=runs, goal=GOAL, of="wall",
        )  # fmt: skip
        yield replace(first, goal=GOAL + VALIDATION / first.theirs, costs=where)
        session = "SQLModel session that validates and commits its two rows alone, in a copy of the same database"
        yield compare(
            "save one entry, durable", session, lambda: wall(save), lambda: wall(usual.save), runs=runs, goal=0.5,
            of="wall",
        )  # fmt: skip
        yield compare(
            "the same without waiting for the disk", "the same", lambda: cpu(save), lambda: cpu(usual.save), runs=runs,
            goal=None,
        )  # fmt: skip
        os.environ["SWSTATION_STATE"] = str(data.place())
        guards.adopt(book)
        yield compare(
            "that in a guarded book, as a station's is", "the same", lambda: cpu(save), lambda: cpu(usual.save),
            runs=runs, goal=None,
        )  # fmt: skip


class _Floor:
    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT)
        self._at = 0
        os.write(self._handle, bytes(64 * 1024 * 1024))
        os.fsync(self._handle)

    def write(self) -> None:
        os.pwrite(self._handle, os.urandom(FLOOR_BYTES), self._at)
        os.fdatasync(self._handle)
        self._at = (self._at + FLOOR_BYTES) % (48 * 1024 * 1024)


class _Usual:
    """The same entry as most programs would keep it: the two rows alone, validated, through a session of SQLModel.

    In a copy of the same database, so that tables, indexes and rows are the same; WAL, FULL.
    """

    def __init__(self, database: Path, log: str) -> None:
        from sqlalchemy import event
        from sqlmodel import Session, create_engine, select

        from db.tables import table

        self._log, self._met, self._session = table("service_log"), table("log_client"), Session
        self._engine = create_engine(f"sqlite:///{database}")

        @event.listens_for(self._engine, "connect")
        def pragmas(connection: sqlite3.Connection, _record: object) -> None:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")

        with Session(self._engine) as session:
            entry = session.exec(select(self._log).where(self._log.id == log)).one()
            met = session.exec(select(self._met).where(self._met.service_log == log)).one()  # type: ignore[attr-defined]
            self._entry, self._contact = entry.model_dump(), met.model_dump()

    def save(self) -> None:
        log = os.urandom(16).hex()
        entry = self._log.model_validate({**self._entry, "id": log})
        met = self._met.model_validate({**self._contact, "id": os.urandom(16).hex(), "service_log": log})
        with self._session(self._engine) as session:
            session.add(entry)
            session.add(met)
            session.commit()
