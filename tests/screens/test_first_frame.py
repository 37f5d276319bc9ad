"""The first frame is painted before anything heavy is imported, and the day's page never needs most of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAVY = {
    "sqlmodel",
    "sqlalchemy",
    "pydantic",
    "openpyxl",
    "xlsxwriter",
    "pyrage",
    "cryptography",
    "sqlite_utils",
    "click",
}

_SCRIPT = """
import asyncio, os, sys
os.environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"
from pathlib import Path
from screens.app import local_now, station_app
from screens.backend import BookBackend
from swstation.i18n import set_language
set_language("zh_CN")
path = Path(sys.argv[1])
backend = BookBackend(path, local_now)
app = station_app(backend, database=path)
READS = "swstation.quicklog"
seen = []
async def main():
    async with app.run_test(size=(80, 24)) as pilot:
        seen.append(sorted({name.partition(".")[0] for name in sys.modules} | {READS} & sys.modules.keys()))
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        seen.append(sorted({name.partition(".")[0] for name in sys.modules}))
        assert not app.failures, app.failures
        print(type(app.screen).__name__)
asyncio.run(main())
backend.shut()
for names in seen:
    print(" ".join(names))
"""


def _modules(database: Path) -> tuple[str, set[str], set[str]]:
    made = subprocess.run(
        [sys.executable, "-c", _SCRIPT, str(database)],
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=Path(__file__).parents[2],
    )
    screen, first, later = made.stdout.strip().splitlines()
    return screen, set(first.split()), set(later.split())


def test_a_new_book(tmp_path: Path) -> None:
    screen, first, _later = _modules(tmp_path / "station.db")
    assert screen == "WizardScreen"
    assert not HEAVY & first


def test_a_locked_book(tmp_path: Path, station_with_passphrase: Path) -> None:
    screen, first, later = _modules(station_with_passphrase)
    assert screen == "UnlockScreen"
    assert not HEAVY & (first | later)


def test_an_open_book_shows_today_without_the_model_layer(station_file: Path) -> None:
    screen, first, later = _modules(station_file)
    assert screen == "TodayScreen"
    assert not (HEAVY | {"swstation.quicklog"}) & first
    assert not (HEAVY - {"click"}) & later
