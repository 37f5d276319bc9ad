"""What ``doctor`` says to a person: in the person's words, with the mend that helps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from db.doctor import CHECKS
from db.store import Store
from swstation import i18n
from swstation.operations.checkup import LABELS, REPAIRABLE


def harm(database: Path, statement: str) -> None:
    with Store(database) as store:
        store.connection.execute(statement)


def test_every_check_has_its_words() -> None:
    assert set(CHECKS) | {"attachments", "policies", "divisions"} == set(LABELS)
    assert set(CHECKS) > REPAIRABLE


def test_what_can_be_built_anew_is_repaired(sw: Any, database: Path) -> None:
    harm(database, "UPDATE digest SET ops = ops + 1")
    said = sw("doctor")
    assert said.code == 1 and said.err.count("\n") == 1
    assert "Digest" in said.err and "doctor --repair" in said.err
    assert sw("doctor", "--repair").code == 0
    assert sw("doctor").code == 0


def test_what_only_a_copy_can_mend_says_so(sw: Any, database: Path) -> None:
    harm(database, "UPDATE op SET at = '2026-03-02T09:00:01+08:00' WHERE n = 1")
    said = sw("doctor")
    assert said.code == 1
    assert "1 damaged" in said.out and "swstation restore" in said.err and "--repair" not in said.err


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_in_both_languages(language: str, sw: Any, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWSTATION_LANG", language)
    said = sw("doctor")
    assert said.code == 0
    assert ("变更记录" in said.out) == (language == "zh_CN") and ("Change records" in said.out) == (language == "en")
