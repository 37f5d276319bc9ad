"""The wheel: everything the program reads at run time is inside, the catalogues compiled, nothing of the workshop."""

from __future__ import annotations

import gettext
import io
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Built from a copy, so that the checkout stays as it is."""
    source = tmp_path_factory.mktemp("source")
    for name in ("swstation", "screens", "db", "locales"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)], cwd=source, check=True,
        capture_output=True,
    )  # fmt: skip
    assert not list(source.rglob("*.mo")), "the catalogues are compiled outside the source"
    (built,) = out.glob("*.whl")
    return zipfile.ZipFile(built)


def test_every_file_the_program_reads_is_inside(wheel: zipfile.ZipFile) -> None:
    inside = set(wheel.namelist())
    read = {".py", ".tcss", ".toml", ".xz", ".sql", ".txt"}
    wanted = {
        path.relative_to(ROOT).as_posix()
        for room in ("swstation", "screens", "db", "locales")
        for path in (ROOT / room).rglob("*")
        if path.suffix in read and "__pycache__" not in path.parts
    } - {"locales/build_hook.py", "locales/update.py"}
    assert not wanted - inside
    assert {Path(name).suffix for name in wanted} == read
    assert "db/migrations/001_first_registers.sql" in inside and "swstation/data/lists.toml" in inside


def test_the_catalogues_are_compiled(wheel: zipfile.ZipFile) -> None:
    for language in ("zh_CN", "en"):
        content = wheel.read(f"locales/{language}/LC_MESSAGES/swstation.mo")
        translations = gettext.GNUTranslations(io.BytesIO(content))
        assert (translations.gettext("Name") == "Name") == (language == "en")


def test_the_workshop_stays_outside(wheel: zipfile.ZipFile) -> None:
    inside = wheel.namelist()
    assert len(inside) == len(set(inside))
    tops = {name.partition("/")[0] for name in inside}
    assert {top for top in tops if ".dist-info" not in top} == {"swstation", "screens", "db", "locales"}
    assert not [
        n
        for n in inside
        if "test" in n.lower() or n.endswith((".pyc", "build_hook.py", "update.py", ".db", ".po", ".pot"))
    ]
    metadata = wheel.read(next(n for n in inside if n.endswith("METADATA"))).decode("utf-8")
    assert "License-Expression: MIT" in metadata
    entry = wheel.read(next(n for n in inside if n.endswith("entry_points.txt"))).decode("utf-8")
    assert "swstation = swstation.__main__:main" in entry
