"""Writing a bundle, against copying the file that holds the same."""

from __future__ import annotations

import os
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bench.data import Data, opened
from bench.measure import Result, compare, cpu, hottest, wall
from db.records import OP_COLUMNS, Op, to_line
from swstation.exchange.exporting import export


def results(data: Data) -> Iterator[Result]:
    """A whole station: time against copy and fsync, size against deflate of the same lines."""
    laptop = data.made.laptops[-1]
    database = data.copy(laptop.database)
    place = data.place()
    with opened(database) as book:
        result = compare(
            f"export a station of {data.years} years ({laptop.ops} records): select, deflate, sign, seal, read back",
            "copy of the database file + fsync", lambda: wall(lambda: export(book, place, full=True)),
            lambda: wall(lambda: _copy(database, place / "copy")), runs=3 if data.quick else 7, goal=8.0, of="wall",
        )  # fmt: skip
        yield replace(result, costs=hottest(lambda: export(book, place, full=True)))
        raw = b"\n".join(
            to_line(Op(*row)) for row in book.connection.execute(f"SELECT {OP_COLUMNS} FROM op ORDER BY r, n")
        )
        whole = export(book, place, full=True)
        yield compare(
            "the same without waiting for disk or processor", "deflate-6 of its lines alone",
            lambda: cpu(lambda: export(book, place, full=True)), lambda: cpu(lambda: zlib.compress(raw, 6)),
            runs=3 if data.quick else 7, goal=None,
        )  # fmt: skip
    packed = len(zlib.compress(raw, 6))
    yield Result(
        f"size of that bundle ({whole.bytes / 1000:.0f} kB)", f"deflate-6 of its lines ({packed / 1000:.0f} kB)",
        whole.bytes, packed, whole.bytes / packed, 1.05, "bytes", 1,
    )  # fmt: skip


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    handle = os.open(target, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)
