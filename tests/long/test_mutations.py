"""The laws are worth something only if a program that breaks one of them fails: each planted bug must be caught.

By hand: ``pytest tests/long/test_mutations.py`` (two to three minutes).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from planted import PLANTS

ROOT = Path(__file__).parents[2]


def laws(plant: str) -> subprocess.CompletedProcess[str]:
    """The laws in a process of their own, with a bug planted (or none)."""
    paths = os.pathsep.join(map(str, (ROOT / "tests", ROOT)))
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-n0", "-x", "-p", "planted", "-p", "no:cacheprovider", "tests/laws"],
        cwd=ROOT, env={**os.environ, "PLANT": plant, "LAWS_EXAMPLES": "50", "PYTHONPATH": paths},
        capture_output=True, encoding="utf-8", timeout=600,
    )  # fmt: skip


@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_bug_is_caught(plant: str) -> None:
    done = laws(plant)
    assert done.returncode == 1 and "1 failed" in done.stdout, done.stdout[-2000:] + done.stderr[-2000:]


def test_without_one_the_laws_hold() -> None:
    done = laws("")
    assert done.returncode == 0, done.stdout[-2000:]
