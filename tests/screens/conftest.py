"""Screens are tested in English unless a test says otherwise; real books to open are made once and copied."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from books import seeded, to_be_copied

from swstation.i18n import language, set_language
from swstation.operations.install import Setup, initialise

PASSPHRASE = "五月 石桥 米油 晴天"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = language()
    set_language("en")
    yield
    set_language(before)


def _make(path: Path, passphrase: str | None) -> Path:
    setup = Setup(
        "township_station", "532301102", "李娜", passphrase, "东瓜镇社工站", "chuxiong", continue_from=date(2026, 1, 1)
    )
    to_be_copied(initialise(path, setup, seeded(7)))
    return path


@pytest.fixture(scope="session")
def _station(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _make(tmp_path_factory.mktemp("station") / "station.db", None)


@pytest.fixture
def station_file(_station: Path, tmp_path: Path) -> Path:
    """A new book without a passphrase."""
    return Path(shutil.copy(_station, tmp_path / "station.db"))


@pytest.fixture(scope="session")
def _locked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _make(tmp_path_factory.mktemp("locked") / "station.db", PASSPHRASE)


@pytest.fixture
def station_with_passphrase(_locked: Path, tmp_path: Path) -> Path:
    """A new book whose passphrase is ``PASSPHRASE``."""
    shutil.copy(_locked.with_name("station.db.keys"), tmp_path / "station.db.keys")
    return Path(shutil.copy(_locked, tmp_path / "station.db"))
