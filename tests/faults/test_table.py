"""The table of the 84 faults and attacks is held against the tests: none without proof or a reason, none by hearsay."""

from __future__ import annotations

import ast
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
TABLE: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "faults.toml").read_text(encoding="utf-8"))[
    "fault"
]
KEYS = {"n", "what", "outcome", "tests", "open"}


def marked() -> dict[str, set[int]]:
    """The tests that carry ``@pytest.mark.fault``, as pytest names them, and their numbers; long runs too."""
    found: dict[str, set[int]] = defaultdict(set)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        if "mark.fault(" in text:
            for name, number in _marks(ast.parse(text)):
                found[f"{path.relative_to(ROOT).as_posix()}::{name}"].add(number)
    return found


def _marks(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for mark in node.decorator_list:
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.fault":
                    assert node in tree.body and node.name.startswith("test_"), f"{node.name} is no test of a module"
                    for number in mark.args:
                        yield node.name, ast.literal_eval(number)


def test_the_table_has_all_84_lines() -> None:
    assert [line["n"] for line in TABLE] == list(range(1, 85))
    for line in TABLE:
        assert line.keys() <= KEYS and line["what"] and line["outcome"], line
        assert line.get("tests") or line.get("open"), f"{line['n']}: neither a test nor a reason"
        assert len(set(line.get("tests", []))) == len(line.get("tests", [])), f"{line['n']}: a test twice"


def test_each_line_names_the_tests_that_carry_its_number_and_no_others() -> None:
    by_mark: dict[int, set[str]] = defaultdict(set)
    for name, numbers in marked().items():
        for number in numbers:
            by_mark[number].add(name)
    by_table = {line["n"]: set(line.get("tests", [])) for line in TABLE}
    assert set(by_mark) <= set(by_table)
    wrong = {
        number: {"named but not marked": names - by_mark[number], "marked but not named": by_mark[number] - names}
        for number, names in by_table.items()
        if names != by_mark[number]
    }
    assert wrong == {}


def test_a_test_that_proves_a_fault_is_one_that_is_run() -> None:
    """A proof in the long runs alone is a proof that nobody sees fail; what may be skipped says why."""
    for line in TABLE:
        daily = [name for name in line.get("tests", []) if not name.startswith("tests/long/")]
        assert daily or line.get("open"), line["n"]
