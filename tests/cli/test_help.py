"""Help and usage errors speak the language of the program; the top help on disk is fresh."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from babel.messages.extract import extract_from_file

from swstation import i18n
from swstation.cli import top_help
from swstation.cli.click_words import WORDS
from swstation.cli.main import COMMANDS, cli

HAN = re.compile(r"[一-鿿]")


def every_command() -> Iterator[tuple[str, click.Command]]:
    """All commands and those under them, by what is typed."""
    with cli.make_context("swstation", [], resilient_parsing=True) as ctx:
        for name in COMMANDS:
            command = cli.get_command(ctx, name)
            assert command is not None
            yield name, command
            if isinstance(command, click.Group):
                yield from ((f"{name} {sub}", found) for sub, found in command.commands.items())


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_top_help_is_fresh(language: str) -> None:
    written = top_help.path(language).read_text(encoding="utf-8")
    assert written == top_help.text(language), "run: python -m swstation.cli.top_help"


def test_every_command_explains_itself_and_its_options() -> None:
    for name, command in every_command():
        assert command.help, name
        for param in command.params:
            if isinstance(param, click.Option):
                assert param.help or isinstance(param.type, click.Choice), (name, param.name)


def test_every_command_answers_in_json() -> None:
    leaves = {name: command for name, command in every_command() if not isinstance(command, click.Group)}
    assert len(leaves) > 30
    assert not [name for name, command in leaves.items() if "as_json" not in {param.name for param in command.params}]


def test_in_chinese_every_word_of_help_is_chinese(anywhere: Any) -> None:
    for name, _command in every_command():
        said = anywhere("--lang", "zh_CN", *name.split(), "--help")
        assert said.code == 0
        for line in said.out.splitlines():
            told = re.split(r"  +", line.strip(), maxsplit=1)[-1]
            assert HAN.search(told) or not re.search(r"[a-z]{3,} [a-z]", told), (name, line)


def test_help_lines_up_by_columns_not_by_characters(anywhere: Any) -> None:
    from swstation.cli.base import cells

    said = anywhere("--lang", "zh_CN", "log", "--help")
    starts = set()
    for line in said.out.splitlines():
        if found := re.match(r"  (--\S+(?: \S+)?|-h, --help) {2,}", line):
            starts.add(cells(found[0]))
    assert len(starts) == 1
    assert all(cells(line) <= 100 for line in said.out.splitlines())


@pytest.mark.parametrize(
    "words",
    [
        ("nope",), ("log",), ("log", "a", "b"), ("case", "open"), ("due", "--days", "x"), ("due", "--days", "-4"),
        ("due", "--nope"), ("due", "--as-of", "2026-02-30"), ("due", "--as-of", "0001-01-01"), ("due", "--days"),
        ("init",), ("case", "nope"), ("due", "extra"), ("import", "nope", "x.xlsx"), ("case", "move", "1"),
        ("merge",), ("conflict", "resolve", "1"), ("--lang", "xx", "due"), ("undo", "--json=1"), ("policy",),
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_usage_error_is_exit_2_in_the_language_asked_for(anywhere: Any, words: tuple[str, ...]) -> None:
    chinese = anywhere(*([] if words[0] == "--lang" else ["--lang", "zh_CN"]), *words)
    english = anywhere(*words)
    for said in (chinese, english):
        assert said.code == 2 and said.out == "" and "Traceback" not in said.err
    if words[0] != "--lang":
        assert HAN.search(chinese.err.replace("服务对象", "")) and not HAN.search(english.err), chinese.err


def test_a_usage_error_answers_in_json_too(anywhere: Any) -> None:
    for words in (("due", "--days", "x"), ("case", "move", "1"), ("nope",)):
        said = anywhere(*words, "--json")
        (error,) = said.document["errors"]
        assert said.code == 2 and error["code"] == "cli.usage"
        assert said.err == error["message"] + "\n"


def test_click_still_says_the_words_that_are_translated() -> None:
    found = importlib.util.find_spec("click")
    assert found is not None and found.origin is not None
    said: set[str] = set()
    for file in Path(found.origin).parent.glob("*.py"):
        for _line, message, _comments, _context in extract_from_file("python", str(file)):
            said |= {message} if isinstance(message, str) else set(message)
    assert not [word for word in WORDS if word not in said]


def test_the_language_of_the_environment_gives_way_to_the_option(
    anywhere: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SWSTATION_LANG", "zh_CN")
    assert HAN.search(anywhere("--db", "nowhere.db", "due").err)
    assert not HAN.search(anywhere("--lang", "en", "--db", "nowhere.db", "due").err)
    monkeypatch.setenv("SWSTATION_LANG", "tlh")
    assert anywhere("--db", "nowhere.db", "due").code == 1
