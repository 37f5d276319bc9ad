"""The pages that name things which can be counted: dependencies, and the two commands of the README."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [*project["dependencies"], *(one for some in project["optional-dependencies"].values() for one in some)]
    wanted = {re.split(r"[<>=\[ ]", one)[0].lower() for one in named}
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (.+) \| (.+) \| (.+) \|$", page, re.M)
    assert {row[0] for row in rows} == wanted
    assert all(cell.strip() for row in rows for cell in row)


def test_the_check_runs_the_readmes_own_line() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "\npip install -q uv && uv run swstation demo\n" in readme
    assert "\npip install -q uv && uv run pytest\n" in readme
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    pattern = re.search(r"grep -E '(.+)' README\.md", script)
    assert pattern and len(re.findall(pattern[1], readme, re.M)) == 1
    assert "://" not in script and "/work" not in script and "/home" not in script


def test_links_between_pages_lead_somewhere() -> None:
    for page in [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")]:
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
            assert "://" in target or (page.parent / target).exists(), f"{page.name}: {target}"
