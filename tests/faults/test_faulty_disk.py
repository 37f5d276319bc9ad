"""A disk that fails at the N-th operation, and one whose power is cut: the old state or the new one, never between."""

from __future__ import annotations

import hashlib
from pathlib import Path
from random import Random
from typing import Any

import faulty_disk
import killing
import pytest
from faulty_disk import Asked, Disk, asked, lay_down
from killing import SCENARIOS
from sites import County


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    return killing.county(tmp_path_factory.mktemp("county"))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return faulty_disk.library(tmp_path_factory.mktemp("library"))


@pytest.mark.fault(20)
def test_an_operation_of_the_disk_fails(county: County, library: Path, tmp_path: Path) -> None:
    """Some operations in some ways; each single one in every way in tests/long."""
    said = faulty_disk.apart(library, "failing", county.folder, tmp_path / "county", "3", "2")
    assert said.keys() == SCENARIOS.keys()
    for one in said.values():
        assert one["tried"] == 3 and set(one["codes"]) - {""}, said


@pytest.mark.fault(18)
def test_the_power_is_cut(county: County, library: Path, tmp_path: Path) -> None:
    here, diaries = tmp_path / "here", tmp_path / "diaries"
    diaries.mkdir()
    faulty_disk.apart(library, "diary", county.folder, here, diaries)
    for name in SCENARIOS:
        operations = list(asked((diaries / name).read_bytes()))
        # What guards remember beside a book is no loss: whatever is left of it counts for nothing.
        names = [one for one in faulty_disk.unflushed_names(operations) if not one.endswith((".last", ".json"))]
        assert names == [], name
        assert cut(county, here, operations, name, 5, Random(name)) == {False, True}, name


def cut(county: County, here: Path, operations: list[Asked], name: str, moments: int, numbers: Random) -> set[bool]:
    """Cut the power at so many moments, the last among them; which states were found (True: the new one)."""
    scenario = SCENARIOS[name]
    before = scenario.state(killing.fresh(county, here))
    killing.fresh(county, here)
    start, end = Disk(here), Disk(here)
    for one in operations:
        end.do(one)
    # What was said to be done is done, whatever was not flushed.
    after = scenario.state(lay_down(end.after_a_cut(numbers), here))
    assert after != before, "said to be done, and it is not"
    chosen = {0, len(operations) - 1, *numbers.sample(range(len(operations)), min(moments, len(operations)))}
    found = set()
    for at, one in enumerate(operations):
        start.do(one)
        if at in chosen:
            left = lay_down(start.after_a_cut(numbers), here)
            state = scenario.state(left)
            assert state in (before, after), (name, at)
            sound(left)
            found.add(state == after)
            scenario.again(left, state == after)
            assert scenario.state(left) == after, (name, at)
    return found


def sound(left: County) -> None:
    """What the ledger says was merged is here, and what lies in the archive is what its name says."""
    here: Any = left.county.all("SELECT count(*) FROM op JOIN setting ON key = 'replica' WHERE hex(r) <> upper(value)")
    merged = left.county.all("SELECT count(*) FROM received_bundle WHERE status = 'merged'")
    assert bool(here[0][0]) == bool(merged[0][0])
    for path in (left.county.data / "archive").glob("*.swb"):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.stem
