"""A disk that fails at the N-th operation, and one whose power is cut: the old state or the new one, never between."""

from __future__ import annotations

import hashlib
from pathlib import Path
from random import Random
from typing import Any

import faulty_disk
import killing
import pytest
from faulty_disk import Disk, asked, lay_down
from killing import SCENARIOS
from sites import County


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    return killing.county(tmp_path_factory.mktemp("county"))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return faulty_disk.library(tmp_path_factory.mktemp("library"))


@pytest.mark.fault(20)
@pytest.mark.parametrize("name", SCENARIOS)
def test_an_operation_of_the_disk_fails(county: County, library: Path, tmp_path: Path, name: str) -> None:
    """Some operations in every way; each single one in tests/long."""
    said = faulty_disk.apart(library, "failing", county.folder, tmp_path / "county", name, "4", name)
    assert said["tried"] == 4 and len(said["codes"]) > 1, said


@pytest.mark.fault(18)
@pytest.mark.parametrize("name", SCENARIOS)
def test_the_power_is_cut(county: County, library: Path, tmp_path: Path, name: str) -> None:
    assert cut(county, library, tmp_path, name, 16, Random(name)) == {False, True}


def cut(county: County, library: Path, folder: Path, name: str, moments: int, numbers: Random) -> set[bool]:
    """Cut the power at so many moments; which states were found (True: the new one)."""
    scenario, here, diary = SCENARIOS[name], folder / "here", folder / "diary"
    before = scenario.state(killing.fresh(county, here))
    killing.fresh(county, here)
    disk = Disk(here)
    faulty_disk.apart(library, "diary", county.folder, here, name, diary)
    after = scenario.state(County(here))
    operations = list(asked(diary.read_bytes()))
    chosen = {*numbers.sample(range(len(operations)), min(moments, len(operations))), len(operations) - 1}
    found = set()
    for at, one in enumerate(operations):
        disk.do(one)
        if at in chosen:
            left = lay_down(disk.after_a_cut(numbers), here, folder / "cut")
            state = scenario.state(left)
            assert state in (before, after), at
            sound(left)
            found.add(state == after)
            scenario.again(left, state == after)
            assert scenario.state(left) == after, at
    # What was said to be done is done, whatever was not flushed.
    for _ in range(5):
        left = lay_down(disk.after_a_cut(numbers), here, folder / "cut")
        assert scenario.state(left) == after
    return found


def sound(left: County) -> None:
    """What the ledger says was merged is here, and what lies in the archive is what its name says."""
    here: Any = left.county.all("SELECT count(*) FROM op JOIN setting ON key = 'replica' WHERE hex(r) <> upper(value)")
    merged = left.county.all("SELECT count(*) FROM received_bundle WHERE status = 'merged'")
    assert bool(here[0][0]) == bool(merged[0][0])
    for path in (left.county.data / "archive").glob("*.swb"):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.stem
