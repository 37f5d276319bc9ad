"""Ten thousand histories of a county, by hand: ``pytest -n2 tests/long/test_many_histories.py`` (about half an hour).

In shards of a thousand, each with numbers of its own. ``HISTORIES=100000`` for more; ``HISTORIES_DONE``, a folder,
keeps which shards came to their end, so a run that was stopped goes on where it was.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from histories import Histories
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

SHARD = 1000
FIRST = 1000
"""The numbers below are those of the daily tests."""
SHARDS = range(FIRST, FIRST + int(os.environ.get("HISTORIES", "10000")) // SHARD)
SETTINGS = settings(
    max_examples=SHARD,
    stateful_step_count=50,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.parametrize("shard", SHARDS)
def test_many_histories(shard: int, tmp_path: Path) -> None:
    done = Path(os.environ.get("HISTORIES_DONE", tmp_path)) / f"histories-{shard}"
    if done.exists():
        return

    @seed(shard)
    class Shard(Histories):
        histories = 0

        def teardown(self) -> None:
            super().teardown()
            Shard.histories += 1

    began = time.process_time()
    run_state_machine_as_test(Shard, settings=SETTINGS)
    assert Shard.histories >= SHARD
    done.write_text(f"{Shard.histories} {time.process_time() - began:.0f}\n", encoding="utf-8")
