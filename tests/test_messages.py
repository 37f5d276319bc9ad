"""Every refusal has its sentence, and every gap in a sentence is filled where it is raised."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from importlib import import_module

import pytest
from test_imports import ROOT, sources, tree

from db.errors import Invalid, Refusal
from db.registry import specs
from swstation import i18n
from swstation.errors import as_dict, message
from swstation.messages.fields import FIELDS

CODE = re.compile(r"[a-z_]+\.[a-z_0-9]+")
AREAS = sorted(p.stem for p in (ROOT / "swstation" / "messages").glob("*.py") if p.stem not in ("__init__", "fields"))


def messages(area: str) -> dict[str, str]:
    """The sentences of an area."""
    found: dict[str, str] = import_module(f"swstation.messages.{area}").MESSAGES
    return found


def gaps(sentence: str) -> set[str]:
    """The names in braces of a sentence."""
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(sentence) if name}


def raised() -> Iterator[tuple[str, ast.Call, str]]:
    """Every refusal made in the code with a code that can be read: (file, call, code)."""
    for file in sources("swstation", "screens", "db"):
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                code = node.args[0].value
                if name in {"Refusal", "Invalid"} and isinstance(code, str):
                    yield file, node, code


def test_every_refusal_has_its_sentence() -> None:
    found = list(raised())
    assert len(found) > 50
    for file, node, code in found:
        assert CODE.fullmatch(code), f"{file}:{node.lineno}: {code}"
        area, _dot, reason = code.partition(".")
        assert area in AREAS, f"{file}:{node.lineno}: no swstation/messages/{area}.py"
        assert reason in messages(area), f"{file}:{node.lineno}: {code} has no sentence"


def test_every_gap_is_filled_where_it_is_raised() -> None:
    for file, node, code in raised():
        area, _dot, reason = code.partition(".")
        given = {keyword.arg for keyword in node.keywords}
        if None in given:
            continue  # filled from a mapping: seen when it is shown
        wanted = gaps(messages(area)[reason])
        missing = {gap for gap in wanted if gap not in given}
        if file.startswith("swstation/importing/"):
            missing -= {"field", "token", "part"}  # a parser sees the cell alone; rows.py knows where it stands
        assert not missing, f"{file}:{node.lineno}: {code} leaves {sorted(missing)} empty"


@pytest.mark.parametrize("area", AREAS)
def test_sentences_are_whole(area: str) -> None:
    for reason, sentence in messages(area).items():
        assert sentence == sentence.strip() and sentence, (area, reason)
        assert "{}" not in sentence and "%s" not in sentence, (area, reason)
        assert re.fullmatch(r"[a-z_0-9]+", reason), (area, reason)


def test_a_refusal_is_shown_in_both_languages() -> None:
    refusal = Invalid("value.too_long", field="name", row=3)
    refusal.params["limit"] = 200
    before = i18n.language()
    try:
        i18n.set_language("en")
        assert message(refusal) == "Name: too long, at most 200 characters. Shorten it."
        wanted = {"code": "value.too_long", "message": message(refusal), "field": "name", "row": 3}
        assert as_dict(refusal).items() >= wanted.items()
        i18n.set_language("zh_CN")
        assert "200" in message(refusal) and "Name" not in message(refusal)
    finally:
        i18n.set_language(before)
    assert str(Refusal("store.exists", path="x")) == "store.exists"


def test_every_field_of_a_register_has_its_word() -> None:
    missing = {field for spec in specs().values() for field in spec.fields} - FIELDS.keys()
    assert not missing, "add them to swstation/messages/fields.py"
    assert all(label.strip() == label and label for label in FIELDS.values())
