"""Ten stations, three years: the county knows the same whatever the order of merging. By hand:

``pytest tests/long/test_demo_orders.py`` (half an hour; ``SWSTATION_LONG=3x1x4``: 3 stations, 1 year, 4 random orders).
"""

from __future__ import annotations

import os
import random
import shutil
from datetime import date
from pathlib import Path

from demo_county import merged_anew

from swstation.demo.plan import Plan
from swstation.demo.run import make


def test_same_county_in_sorted_reversed_and_random_orders(tmp_path: Path) -> None:
    stations, years, orders = map(int, os.environ.get("SWSTATION_LONG", "10x3x20").split("x"))
    made = make(tmp_path / "demo", Plan(date(2026, 11, 23), stations, 12 * years))
    assert made.whole
    files = sorted(bundle.file for bundle in made.bundles)
    numbers = random.Random(stations)
    wanted = [files, files[::-1], *(numbers.sample(files, len(files)) for _ in range(orders))]
    for number, order in enumerate(wanted):
        folder = tmp_path / str(number)
        assert merged_anew(made, folder, order) == made.merged, order
        shutil.rmtree(folder)
