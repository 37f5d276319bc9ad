"""Killed (-9) at some statement or file operation of a merge or an export: the old state or the new one."""

from __future__ import annotations

import os
import time
from pathlib import Path
from random import Random

import killing
import pytest
from killing import SCENARIOS, at_random, killed, towards_the_end
from sites import County

from db.backup import ABANDONED

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    return killing.county(tmp_path_factory.mktemp("county"))


@pytest.mark.fault(17, 76)
def test_a_merge(county: County, tmp_path: Path) -> None:
    found = killed(county, tmp_path / "county", SCENARIOS["merge"], towards_the_end(10))
    assert found == {False, True}, "both sides of the moment were tried"


@pytest.mark.fault(12)
def test_an_export(county: County, tmp_path: Path) -> None:
    assert killed(county, tmp_path / "county", SCENARIOS["export"], towards_the_end(10)) == {False, True}


@pytest.mark.parametrize("name", SCENARIOS)
def test_at_random_moments(county: County, tmp_path: Path, name: str) -> None:
    """Five hundred of them in tests/long."""
    assert killed(county, tmp_path / "county", SCENARIOS[name], at_random(6, Random(name)))


@pytest.mark.fault(76)
def test_a_copy_cut_short_is_swept_up(county: County, tmp_path: Path) -> None:
    here = killing.fresh(county, tmp_path / "county")
    here.county.sw("backup")
    folder = here.county.data / "backup"
    old, new = folder / "20260101T000000000-copy.db.part", folder / "20270101T000000000-copy.db.part"
    for part, age in ((old, 2 * ABANDONED), (new, 0)):
        part.write_bytes(b"half")
        os.utime(part, (time.time() - age, time.time() - age))
    here.county.sw("backup")
    assert not old.exists() and new.exists() and len(here.county.files("backup")) == 3
