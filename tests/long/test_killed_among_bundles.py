"""Killed (-9) while several bundles are merged in one go into an encrypted county, which moves what they bring into the
file only now and then. By hand, two minutes:

``pytest -n0 -s tests/long/test_killed_among_bundles.py``; ``KILL_MOMENTS`` for more, ``KILL_SEED`` for others.
"""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random

from bench.data import Data
from bench.encrypting import KEY, book_at, seal
from db import digest
from db.store import writer_lock
from swstation.exchange.merging import merge

MOMENTS = int(os.environ.get("KILL_MOMENTS", "24"))


def _merged(data: Data, database: Path) -> tuple[str, int]:
    with closing(book_at(database, KEY)) as book, writer_lock(database):
        assert all(one.well for one in merge(book, data.bundles, backup=False).files)
        return digest.whole(book.connection)[:2]


def _county(data: Data) -> Path:
    database = data.county_before()
    seal(database)
    return database


def test_each_bundle_is_whole_or_not_there(tmp_path: Path) -> None:
    data = Data(tmp_path, stations=3, years=1, quick=True)
    data.make()
    began = time.perf_counter()
    wanted = _merged(data, _county(data))
    took = time.perf_counter() - began
    moments, there = Random(os.environ.get("KILL_SEED", "1")), Counter[int]()
    for _moment in range(MOMENTS):
        database = _county(data)
        child = os.fork()
        if not child:
            _merged(data, database)
            os._exit(0)
        time.sleep(moments.uniform(0, took))  # the moment, not a wait for something
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with closing(book_at(database, KEY)) as book:
            connection = book.connection
            assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
            assert connection.execute("PRAGMA cipher_integrity_check").fetchall() == []
            kept = {t: (ops, total) for t, ops, total in connection.execute("SELECT t, ops, total FROM digest")}
            assert digest.recount(connection) == kept
            there[connection.execute("SELECT count(*) FROM received_bundle").fetchone()[0]] += 1
        assert _merged(data, database) == wanted
        data.drop(database)
    print(dict(there))
    assert len(there) > 1, "some were killed before others"
