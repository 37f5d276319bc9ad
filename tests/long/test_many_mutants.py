"""A hundred thousand mutated bundles, by hand: ``pytest -n0 -s tests/long/test_many_mutants.py`` (about forty minutes).

``MUTANTS=1000000`` for more, ``MUTANT_PROCESSES=1`` for fewer at a time. What is done is kept in a file
(``MUTANTS_DONE``), so a run that was stopped goes on where it was.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import mutant_county

CHUNK = 2000
BEFORE = 10_000
"""The numbers below are those of the daily tests."""


def test_many_mutants(tmp_path: Path) -> None:
    ledger = Path(os.environ.get("MUTANTS_DONE", tmp_path / "mutants.done"))
    done = dict(json.loads(line) for line in ledger.read_text(encoding="utf-8").splitlines()) if ledger.exists() else {}
    wanted = [BEFORE + CHUNK * n for n in range(int(os.environ.get("MUTANTS", "100000")) // CHUNK)]

    def one(first: int) -> None:
        said = mutant_county.apart(first, CHUNK)
        with ledger.open("a", encoding="utf-8") as file:
            file.write(json.dumps([first, said]) + "\n")
        done[first] = said
        print(first, said["outcomes"].get("merged"), said["peak"] >> 20, "MB", said["slowest"])

    with ThreadPoolExecutor(int(os.environ.get("MUTANT_PROCESSES", os.cpu_count() or 1))) as pool:
        list(pool.map(one, [first for first in wanted if first not in done]))
    outcomes: Counter[str] = Counter()
    for first in wanted:
        outcomes.update(done[first]["outcomes"])
    print(dict(outcomes.most_common()), max(said["peak"] for said in done.values()) >> 20, "MB")
    assert sum(outcomes.values()) == CHUNK * len(wanted)
