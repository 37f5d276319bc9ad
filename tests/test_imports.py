"""The arrows between the rooms, read off the source: who imports whom, who may speak SQL, who names an encoding."""

from __future__ import annotations

import ast
import re
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("swstation", "screens", "db", "locales")
WAYS = {
    "db": {"db"},
    "swstation": {"swstation", "db"},
    "screens": {"screens", "swstation", "db"},
    "locales": {"locales"},
}
ENTRANCE = "swstation/__main__.py"
"""The one exception: it opens the interface, by an import inside a function."""
DATABASE = {"sqlcipher3", "sqlite3", "sqlalchemy", "sqlmodel", "sqlite_utils"}
PURE = ("swstation/rules/", "swstation/quicklog/")
SQL = re.compile(
    r"^\s*(SELECT\s.+\sFROM\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|CREATE\s+(TEMP\s+)?TABLE\s"
    r"|DROP\s+TABLE\s|ALTER\s+TABLE\s|PRAGMA\s|BEGIN\b\s*(IMMEDIATE)?$|COMMIT$|VACUUM\b|ATTACH\s)",
    re.S,
)


def sources(*rooms: str) -> list[str]:
    """The Python files of rooms, as paths from the top."""
    found = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    return sorted(path.relative_to(ROOT).as_posix() for path in found if "__pycache__" not in path.parts)


@cache
def tree(file: str) -> ast.Module:
    """A file, parsed."""
    return ast.parse((ROOT / file).read_text(encoding="utf-8"), file)


def imported(file: str) -> list[tuple[str, ast.stmt]]:
    """Every module a file imports, wherever in it."""
    found: list[tuple[str, ast.stmt]] = []
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            found += [(alias.name, node) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno}: write the whole name"
            found.append((node.module or "", node))
        elif isinstance(node, ast.Call) and _called(node) == "import_module" and node.args:
            first = node.args[0]
            value = first.values[0] if isinstance(first, ast.JoinedStr) else first
            assert isinstance(value, ast.Constant), f"{file}:{node.lineno}: a module whose name cannot be read"
            found.append((str(value.value), node))  # type: ignore[arg-type]
    return found


def _called(node: ast.Call) -> str:
    function = node.func
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )


@pytest.mark.parametrize("room", ROOMS)
def test_arrows_point_one_way(room: str) -> None:
    files = sources(room)
    assert files
    for file in files:
        for module, node in imported(file):
            top = module.partition(".")[0]
            if top in ROOMS and top not in WAYS[room]:
                assert file == ENTRANCE and top == "screens", f"{file}:{node.lineno} imports {module}"


def test_the_entrance_imports_the_interface_inside_a_function() -> None:
    at_top = [node for node in tree(ENTRANCE).body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert not [node for node in at_top if "screens" in ast.unparse(node) or "textual" in ast.unparse(node)]
    assert any(module.startswith("screens") for module, _node in imported(ENTRANCE))


def test_only_screens_knows_the_toolkit() -> None:
    for file in sources("swstation", "db", "locales"):
        for module, node in imported(file):
            assert module.partition(".")[0] != "textual", f"{file}:{node.lineno}"
    assert any(module.startswith("textual") for file in sources("screens") for module, _node in imported(file))


def test_only_db_knows_the_database() -> None:
    for file in sources("swstation", "screens", "locales"):
        for module, node in imported(file):
            assert module.partition(".")[0] not in DATABASE, f"{file}:{node.lineno} imports {module}"
        for inner in ast.walk(tree(file)):
            if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                assert not SQL.match(inner.value), f"{file}:{inner.lineno}: {inner.value[:60]!r}"
    texts = [
        n.value for n in ast.walk(tree("db/gateway.py")) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    ]
    assert any(SQL.match(text) for text in texts), "the search finds what there is"


def test_screens_ask_the_program_not_the_database() -> None:
    for file in sources("screens"):
        for module, node in imported(file):
            if module.partition(".")[0] == "db" and not file.startswith("screens/backend"):
                assert module == "db.errors", f"{file}:{node.lineno} imports {module}"


def test_only_i18n_reads_the_catalogues() -> None:
    for file in sources("swstation", "screens", "db"):
        if file == "swstation/i18n.py":
            continue
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert node.value != "locales" and "LC_MESSAGES/" not in node.value, f"{file}:{node.lineno}"


@pytest.mark.parametrize("file", [file for file in sources("swstation") if file.startswith(PURE)])
def test_rules_and_quick_log_are_pure(file: str) -> None:
    for module, node in imported(file):
        top = module.partition(".")[0]
        assert top not in {"time", "random", "secrets", "os", "socket", "subprocess", *DATABASE}, (
            f"{file}:{node.lineno}"
        )
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Call) and file != "swstation/rules/reading.py":  # which reads the policies
            assert _called(node) not in {"today", "now", "utcnow", "time", "open", "write_text"}, (
                f"{file}:{node.lineno}"
            )


def test_no_other_distribution_has_a_module_of_our_names() -> None:
    found = packages_distributions()
    for room in ROOMS:
        assert set(found.get(room, [])) <= {"swstation"}, (room, found[room])


TEXTS = {"read_text", "write_text", "fdopen", "TextIOWrapper", "open"}
_MODE = re.compile("[rwax]b?t?[+]?b?")


def test_every_text_names_its_encoding() -> None:
    count = 0
    for file in sources("swstation", "screens", "db", "locales", "tests", "bench"):
        for node in ast.walk(tree(file)):
            if not isinstance(node, ast.Call):
                continue
            named = {keyword.arg for keyword in node.keywords}
            if _opens_text(node):
                count += 1
                assert named & {"encoding", None}, f"{file}:{node.lineno}: {_called(node)} without encoding"
            if _called(node) in {"run", "Popen", "check_output"} and named & {"text", "universal_newlines"}:
                assert "encoding" in named, f"{file}:{node.lineno}: text of a process without encoding"
    assert count > 20, "the search finds what there is"


def _opens_text(node: ast.Call) -> bool:
    # A method named open is a file's only if it is called like one: without arguments or with a mode.
    name = _called(node)
    method = isinstance(node.func, ast.Attribute)
    if name not in TEXTS or (name in {"read_text", "write_text"} and not method):
        return False
    words = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    words += [k.value.value for k in node.keywords if k.arg == "mode" and isinstance(k.value, ast.Constant)]
    modes = [word for word in words if isinstance(word, str) and _MODE.fullmatch(word)]
    if name == "open" and method:
        return bool(modes and "b" not in modes[-1] and len(node.args) < 2) or not (node.args or node.keywords)
    if name in {"open", "fdopen"}:
        return not (modes and "b" in modes[-1])
    return True
