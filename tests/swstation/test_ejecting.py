"""The words for taking a stick out, for each system; none for this computer's own disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from swstation.exchange.ejecting import advice, advice_for, on_stick


@pytest.mark.parametrize(
    ("platform", "word"), [("win32", "Safely remove"), ("darwin", "Finder"), ("linux", "file manager")]
)
def test_each_system_has_its_words(platform: str, word: str) -> None:
    assert word in advice(platform)


def test_the_own_disk_needs_none_and_a_stick_that_is_gone_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert (on_stick(tmp_path), advice_for(tmp_path)) == (False, "")
    assert advice_for(tmp_path / "gone", "win32") == advice("win32")
