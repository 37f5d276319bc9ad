"""The catalogues: everything shown is in them, in Chinese, with the same placeholders."""

from __future__ import annotations

import ast
import os
import sys
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from test_imports import sources, tree

from locales.update import LANGUAGES, extract, has_text, key_of, load, placeholders, source, text_of
from swstation import i18n


@cache
def _template() -> Catalog:
    return extract()


def _messages(language: str) -> list[Message]:
    return [message for message in load(source(language), language) if message.id]


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_has_exactly_what_is_shown(language: str) -> None:
    wanted = {key_of(message) for message in _template() if message.id}
    there = {key_of(message) for message in _messages(language)}
    assert len(wanted) > 100
    assert not wanted - there, "run: python -m locales.update"
    assert not there - wanted, "run: python -m locales.update"


def test_every_message_of_the_source_is_extracted() -> None:
    """Inside an f-string the extractor sees no call: such a message would never be translated."""
    found: set[str] = set()
    for message in extract():
        found |= {message.id} if isinstance(message.id, str) else set(message.id)
    for file in sources("swstation", "screens", "db"):
        for node in ast.walk(tree(file)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("_", "N_", "ngettext")
            ):
                first = node.args[0]
                assert not isinstance(first, ast.Constant) or first.value in found, f"{file}:{node.lineno}"


def test_chinese_lacks_nothing() -> None:
    assert not [message.id for message in _messages("zh_CN") if not has_text(message)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_the_same_and_nothing_is_guessed(language: str) -> None:
    for message in _messages(language):
        assert not message.fuzzy, message.id
        if has_text(message):
            assert placeholders(message.id) == placeholders(text_of(message)), message.id


def test_chinese_is_chinese() -> None:
    # A sentence copied over untranslated would pass every other check.
    same = [str(m.id) for m in _messages("zh_CN") if text_of(m) == m.id and len(str(m.id)) > 20]
    assert not [text for text in same if " " in text and not any("\u4e00" <= c <= "\u9fff" for c in text)]


def test_a_message_is_shown_in_the_current_language() -> None:
    before = i18n.language()
    try:
        i18n.set_language("zh_CN")
        assert i18n._("Name") != "Name"
        assert i18n._("never shown anywhere") == "never shown anywhere"
        i18n.set_language("en")
        assert i18n._("Name") == "Name"
        assert i18n.ngettext("{n} row", "{n} rows", 2) == "{n} rows"
    finally:
        i18n.set_language(before)
    with pytest.raises(KeyError):
        i18n.set_language("xx")


def test_a_checkout_compiles_once_and_again_when_the_words_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "zh_CN" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    po, mo = folder / "swstation.po", folder / "swstation.mo"
    monkeypatch.setattr(i18n, "files", lambda _package: tmp_path)
    assert i18n._load("zh_CN").gettext("Name") == "Name", "no catalogue: the source's own words"
    po.write_text('msgid "Name"\nmsgstr "姓名"\n', encoding="utf-8")
    assert i18n._load("zh_CN").gettext("Name") == "姓名"
    assert (
        mo.stat().st_mtime_ns == po.stat().st_mtime_ns and [p.name for p in folder.iterdir() if p not in (po, mo)] == []
    )
    monkeypatch.setitem(sys.modules, "babel.messages.pofile", None)  # must not be needed now
    assert i18n._load("zh_CN").gettext("Name") == "姓名"
    monkeypatch.undo()
    monkeypatch.setattr(i18n, "files", lambda _package: tmp_path)
    po.write_text('msgid "Name"\nmsgstr "名字"\n', encoding="utf-8")
    os.utime(po, ns=(1, 1))
    assert i18n._load("zh_CN").gettext("Name") == "名字"
    po.unlink()
    assert i18n._load("zh_CN").gettext("Name") == "名字", "an installed program has the compiled one alone"


def test_chinese_has_chinese_punctuation() -> None:
    import re

    half = re.compile(r"[\u4e00-\u9fff][,:;][\u4e00-\u9fff]")
    texts = [t for m in _messages("zh_CN") for t in ([text_of(m)] if isinstance(text_of(m), str) else text_of(m))]
    assert [text for text in texts if half.search(str(text))] == []


def test_english_is_complete() -> None:
    assert [m.id for m in _messages("en") if m.id and not m.string] == []
