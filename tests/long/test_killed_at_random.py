"""Killed (-9) at five hundred random moments of a merge, an export and whatever else becomes final. By hand:

``pytest -n0 tests/long/test_killed_at_random.py``; ``KILL_MOMENTS=100000`` for every single moment, ``KILL_SEED`` for
others.
"""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import killing
import pytest
from killing import SCENARIOS, at_random, killed

MOMENTS = int(os.environ.get("KILL_MOMENTS", "250"))
"""Of each."""


@pytest.mark.parametrize("name", SCENARIOS)
def test_killed(name: str, tmp_path: Path) -> None:
    numbers = Random(f"{os.environ.get('KILL_SEED', '1')} {name}")
    county = killing.county(tmp_path / "made")
    assert killed(county, tmp_path / "county", SCENARIOS[name], at_random(MOMENTS, numbers)) == {False, True}
