"""Screens are tested in English unless a test says otherwise."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from swstation.i18n import language, set_language


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = language()
    set_language("en")
    yield
    set_language(before)
