"""A quiet start: nothing is imported that the answer does not need."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from procs import ROOT, environment

WATCHED = ("click", "sqlmodel", "sqlalchemy", "pydantic", "babel", "textual", "openpyxl", "xlsxwriter")
PROBE = f"""
import json, sys
from swstation.__main__ import main
codes = [main(json.loads(words)) for words in sys.argv[1:]]
found = sorted({{name.split(".")[0] for name in sys.modules}} & set({WATCHED!r}))
print(json.dumps([codes, found]), file=sys.stderr)
"""


def imported(*commands: list[str | Path]) -> tuple[list[int], set[str]]:
    """The exit codes of commands run in a fresh interpreter, and what was imported in the end."""
    words = [json.dumps([str(word) for word in command]) for command in commands]
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *words], env=environment(SWSTATION_LANG="en"), cwd=ROOT, capture_output=True,
        encoding="utf-8", check=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    codes, found = json.loads(done.stderr.splitlines()[-1])
    return codes, set(found)


def test_version_and_help_come_before_everything() -> None:
    codes, found = imported(
        ["--version"], ["--help"], ["-h"], ["--lang", "zh_CN", "--help"], ["--db", "x.db", "--version"]
    )
    assert codes == [0] * 5 and found == set()


def test_reading_needs_no_models(ask: Any, database: Path) -> None:
    ask("log", "张桂芳 入户 90m 送米油 >+7d", "--new")
    ask("case", "open", "张桂芳")
    at: list[str | Path] = ["--db", database]
    commands = [
        ["log", "list"], ["client", "list"], ["staff", "list"], ["case", "list"], ["due", "--days", "30"],
        ["training", "status"], ["policy", "list"], ["policy", "show", "chuxiong"], ["digest"], ["reconcile"],
        ["log", "张桂芳 电话", "--dry-run"],
    ]  # fmt: skip
    codes, found = imported(*([*at, *command] for command in commands))
    assert codes == [0] * len(commands)
    assert not found & {"sqlmodel", "sqlalchemy", "pydantic", "textual", "openpyxl", "xlsxwriter"}


def test_writing_needs_no_interface_and_no_workbooks(database: Path) -> None:
    at: list[str | Path] = ["--db", database]
    codes, found = imported([*at, "log", "张桂芳 入户 90m", "--new"], [*at, "case", "open", "张桂芳"], [*at, "undo"])
    assert codes == [0, 0, 0]
    assert not found & {"textual", "openpyxl", "xlsxwriter"}


@pytest.mark.parametrize("word", ["--version", "--help"])
def test_the_quick_answer_is_the_slow_one(anywhere: Any, word: str, capsys: pytest.CaptureFixture[str]) -> None:
    from swstation.__main__ import main

    assert main([word]) == 0
    quick = capsys.readouterr().out
    assert quick == anywhere(word).out
