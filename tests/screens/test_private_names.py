"""No screen or widget of ours sets an attribute that Textual keeps for itself: it would stop working in silence."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re

import pytest
from textual.message_pump import MessagePump

import screens

_SET = re.compile(r"self\.(_[a-z]\w*)\s*(?::[^=\n]+)?=(?!=)")

_DEF = re.compile(r"^    (?:async )?def (_[a-z]\w*)\(", re.MULTILINE)


def _classes() -> list[type]:
    found: dict[str, type] = {}
    for module in pkgutil.walk_packages(screens.__path__, "screens."):
        for _name, one in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(one, MessagePump) and one.__module__.startswith("screens."):
                found[f"{one.__module__}.{one.__qualname__}"] = one
    return list(found.values())


def _own(one: type) -> set[str]:
    source = inspect.getsource(one)
    return set(_SET.findall(source)) | set(_DEF.findall(source))


def _of_textual(one: type) -> set[str]:
    names: set[str] = set()
    for base in one.__mro__:
        if base.__module__.startswith("textual."):
            source = inspect.getsource(base)
            names |= set(_SET.findall(source)) | set(_DEF.findall(source))
    return names


# What Textual calls by name and we mean to replace: a key in a text field, and how an unforeseen error ends the app.
MEANT = {"_on_key", "_handle_exception", "_exception", "_return_code"}


@pytest.mark.parametrize("one", _classes(), ids=lambda one: one.__qualname__)
def test_private_names_do_not_clash(one: type) -> None:
    clashes = (_own(one) & _of_textual(one)) - MEANT
    assert not clashes
