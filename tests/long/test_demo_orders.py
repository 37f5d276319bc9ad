"""Ten stations, three years: the county knows the same whatever the order of merging. By hand:

``pytest -n0 -s tests/long/test_demo_orders.py`` (an hour; ``SWSTATION_LONG=3x1x4``: 3 stations, 1 year, 4 random
orders). ``ORDERS_DONE``, a folder, keeps the stations and the orders that came to their end, so a run that was stopped
goes on where it was.
"""

from __future__ import annotations

import os
import pickle
import random
import shutil
import time
from datetime import date
from pathlib import Path

from demo_county import merged_anew

from swstation.demo.plan import Plan
from swstation.demo.run import Made, make


def test_same_county_in_sorted_reversed_and_random_orders(tmp_path: Path) -> None:
    stations, years, orders = map(int, os.environ.get("SWSTATION_LONG", "10x3x20").split("x"))
    kept = Path(os.environ.get("ORDERS_DONE", tmp_path))
    made = _made(kept, Plan(date(2026, 11, 23), stations, 12 * years))
    files = sorted(bundle.file for bundle in made.bundles)
    numbers = random.Random(stations)
    wanted = [files, files[::-1], *(numbers.sample(files, len(files)) for _ in range(orders))]
    print(len(files), "bundles,", sum(bundle.ops for bundle in made.bundles), "records")
    for number, order in enumerate(wanted):
        done, folder = kept / f"order-{stations}x{years}-{number}", tmp_path / str(number)
        if done.exists():
            continue
        began = time.process_time()
        assert merged_anew(made, folder, order) == made.merged, order
        shutil.rmtree(folder)
        done.write_text(f"{time.process_time() - began:.0f}\n", encoding="utf-8")
        print(number, "same,", done.read_text(encoding="utf-8").strip(), "s")


def _made(kept: Path, plan: Plan) -> Made:
    said = kept / f"made-{plan.stations}x{plan.months}"
    if not said.exists():
        folder = kept / f"demo-{plan.stations}x{plan.months}"
        shutil.rmtree(folder, ignore_errors=True)  # half of it, from a run that was stopped
        made = make(folder, plan)
        assert made.whole
        said.write_bytes(pickle.dumps(made))
    whole: Made = pickle.loads(said.read_bytes())
    return whole
