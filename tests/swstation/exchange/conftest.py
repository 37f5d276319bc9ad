"""A county to exchange bundles in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sites
from sites import County

from swstation import i18n


@pytest.fixture(autouse=True)
def _surrounding(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = i18n.language()
    monkeypatch.setenv("SWSTATION_LANG", "en")
    for name in ("SWSTATION_DB", "SWSTATION_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    yield
    i18n.set_language(before)


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> County:
    """Set up once."""
    return sites.found(tmp_path_factory.mktemp("county"))


@pytest.fixture
def here(founded: County, tmp_path: Path) -> County:
    """A copy of it that a test may write to."""
    return founded.copy(tmp_path / "county")
