"""Ten thousand histories of a county, by hand: ``pytest tests/long/test_many_histories.py`` (about half an hour)."""

from __future__ import annotations

import os

from histories import Histories
from hypothesis import HealthCheck, settings

TestManyHistories = Histories.TestCase
TestManyHistories.settings = settings(
    max_examples=int(os.environ.get("HISTORIES", "10000")),
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
