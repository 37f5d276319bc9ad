"""``python -m bench`` measures and writes docs/performance.md; ``--gate``: exit 1 where a goal is missed by 1.3x.

``python -m bench merge --stations 30 --to docs/performance-30-stations.md``: some of it, at another size, on a page of
its own (half an hour).
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path

from bench import encrypting, exporting, finding, listing, merging, reading, saving, starting, writing
from bench.data import Data
from bench.measure import ROOT, Result
from bench.page import page

GROUPS = {
    "start": starting.results,
    "save": saving.results,
    "merge": merging.results,
    "encrypt": encrypting.results,
    "export": exporting.results,
    "read": reading.results,
    "find": finding.results,
    "list": listing.results,
    "write": writing.results,
}


def main() -> int:
    """Run the groups asked for; write the page when all of them ran."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "groups", nargs="*", choices=[*GROUPS, []], help="only these; no page is then written but to --to"
    )
    parser.add_argument("--stations", type=int, default=3)
    parser.add_argument("--years", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="1 year, fewer runs")
    parser.add_argument("--gate", action="store_true", help="exit 1 where a goal is missed by more than 1.3x")
    parser.add_argument("--to", type=Path, help="where the page is written")
    given = parser.parse_args()
    found: dict[str, list[Result]] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        data = Data(Path(folder), given.stations, 1 if given.quick else given.years, given.quick)
        data.make()
        for name in given.groups or GROUPS:
            found[name] = []
            for result in GROUPS[name](data):
                found[name].append(result)
                goal = "-" if result.goal is None else f"{result.goal:g}"
                sizes = f"{result.ours * 1000:.1f}/{result.theirs * 1000:.1f} ms"
                print(f"{result.ratio:8.3f}  goal {goal:>5}  {result.name}  /  {result.against}  {sizes}", flush=True)
        if to := given.to or (None if given.groups else ROOT / "docs" / "performance.md"):
            machine = f"{os.cpu_count()} cores{_load()}, Python {platform.python_version()}, {platform.system()}"
            to.write_text(page(found, data, machine, whole=not given.groups), encoding="utf-8")
    missed = [one for results in found.values() for one in results if not one.passes]
    return 1 if given.gate and missed else 0


def _load() -> str:
    # How many others waited for a core: whoever reads a line of wall time should know.
    return f" (load {os.getloadavg()[1]:.1f})" if hasattr(os, "getloadavg") else ""


if __name__ == "__main__":
    sys.exit(main())
