"""What every test gets: coroutine tests without a plug-in, and a surrounding that never changes."""

from __future__ import annotations

import asyncio
import inspect
import itertools
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

os.environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"
os.environ.pop("NO_COLOR", None)
os.environ["TEXTUAL_ANIMATIONS"] = "none"

import pytest
from sqlcipher3 import dbapi2

from db import migrations
from db.store import Connection
from swstation import i18n

_profiles = itertools.count()
_state = tempfile.TemporaryDirectory(prefix="swstation-state-")  # for what lives as long as the session
os.environ["SWSTATION_STATE"] = _state.name

LONGEST = 600
"""Seconds after which a coroutine test that waits for something is a failure, not a wait."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--fault 17``: only the tests that prove one line of tests/faults/faults.toml."""
    parser.addoption("--fault", type=int, help="only the tests of this line of tests/faults/faults.toml")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what does not prove the fault asked for."""
    number = config.getoption("--fault")
    if number is not None:
        wanted = [item for item in items if any(number in mark.args for mark in item.iter_markers("fault"))]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(wanted)])
        items[:] = wanted


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run ``async def`` tests to their end."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    wanted = pyfuncitem._fixtureinfo.argnames
    work = pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in wanted})
    asyncio.run(asyncio.wait_for(work, LONGEST))
    return True


@pytest.fixture(autouse=True)
def _words_of_the_source() -> Iterator[None]:
    """Every test begins with the words of the source, whatever language the one before it chose."""
    i18n.set_language("en")
    yield


_empty: list[Connection] = []  # an empty book in memory, made by the migrations for the first test that wants one


def _migrated(connection: Connection) -> None:
    """Bring a database to the newest schema: a new one without encryption as a copy of the first of this process.

    Two hundred tables and indexes take a tenth of a second, and hundreds of tests begin with a book of their own.
    """
    new = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
    plain = not connection.execute("PRAGMA cipher_provider").fetchone()
    if not (new and plain):
        _migrate(connection)
        return
    if not _empty:
        _migrate(connection)
        _empty.append(dbapi2.connect(":memory:", check_same_thread=False))
        connection.backup(_empty[0])
    else:
        _empty[0].backup(connection)


_migrate = migrations.migrate


@pytest.fixture(autouse=True)
def _quick_new_books(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "migrate", _migrated)


@pytest.fixture(autouse=True)
def profile(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's profile of the test's own, in which nothing is remembered yet."""
    folder = tmp_path_factory.getbasetemp() / "profiles" / str(next(_profiles))
    monkeypatch.setenv("SWSTATION_STATE", str(folder))
    return folder
