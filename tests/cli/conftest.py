"""A station to run commands on, made once; each test gets a copy of its own."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from books import seeded, to_be_copied

from swstation import i18n
from swstation.cli.main import run
from swstation.operations.install import Setup, initialise


@dataclass(frozen=True)
class Said:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)

    @property
    def reasons(self) -> list[str]:
        """The codes of the refusals; each refusal is one line on standard error."""
        assert self.code == 1
        assert self.err.endswith("\n") and self.err.count("\n") == 1 and self.err.strip()
        return [error["code"] for error in self.document["errors"]]


Sw = Callable[..., Said]
"""Runs a command on the station of the test."""


@pytest.fixture(autouse=True)
def _surrounding(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = i18n.language()
    monkeypatch.setenv("SWSTATION_LANG", "en")
    for name in ("SWSTATION_DB", "SWSTATION_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    yield
    i18n.set_language(before)


@pytest.fixture(scope="session")
def station(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation without encryption, as ``init`` makes it."""
    path = tmp_path_factory.mktemp("station") / "book.db"
    to_be_copied(initialise(path, Setup("township_station", "532301102", "王芳", None), seeded(1)))
    return path


@pytest.fixture
def database(station: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may write to."""
    return Path(shutil.copyfile(station, tmp_path / "book.db"))


@pytest.fixture
def anywhere(capsys: pytest.CaptureFixture[str]) -> Sw:
    """Run a command as it stands."""

    def call(*words: str | Path) -> Said:
        capsys.readouterr()
        code = run([str(word) for word in words])
        printed = capsys.readouterr()
        return Said(code, printed.out, printed.err)

    return call


@pytest.fixture
def sw(database: Path, anywhere: Sw) -> Sw:
    """Run a command on the station."""
    return lambda *words: anywhere("--db", database, *words)


@pytest.fixture
def ask(sw: Sw) -> Callable[..., Any]:
    """Run a command that must succeed; gives its JSON."""

    def call(*words: str) -> Any:
        said = sw(*words, "--json")
        assert (said.code, said.err) == (0, ""), said
        return said.document

    return call
