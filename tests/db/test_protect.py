"""The key of a database: slots, passphrases as people type them, and damage told from mistakes."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from db import protect
from db.errors import Refusal
from db.protect import change, create, is_encrypted, keys_path, unlock, write_private


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    # The strength of the derivation is written in the slot; tests need not wait for it.
    monkeypatch.setattr(protect, "MEMORY_KIB", 64)
    monkeypatch.setattr(protect, "ITERATIONS", 1)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "book.db"


def refused(database: Path, passphrase: str) -> str:
    with pytest.raises(Refusal) as caught:
        unlock(database, passphrase)
    return caught.value.code


def document(database: Path) -> dict[str, Any]:
    return json.loads(keys_path(database).read_text(encoding="utf-8"))  # type: ignore[no-any-return]


@pytest.mark.fault(47)
def test_the_passphrase_opens_and_only_it(database: Path) -> None:
    assert not is_encrypted(database)
    key = create(database, "six ordinary words")
    assert is_encrypted(database) and len(key) == 32
    assert unlock(database, "six ordinary words").key == key
    for wrong in ("Six ordinary words", "six ordinary word", "six ordinary words ", ""):
        assert refused(database, wrong) == "store.passphrase_wrong"
    content = keys_path(database).read_bytes()
    assert key.hex().encode() not in content and b"six ordinary" not in content


@pytest.mark.fault(49)
@pytest.mark.parametrize(
    ("made", "typed"),
    [
        ("ｐａｓｓｗｏｒｄ１２", "password12"),
        ("password12", "ｐａｓｓｗｏｒｄ１２"),
        ("cafe\u0301 au lait", "caf\u00e9 au lait"),
        ("我的口令是这个呀！", "我的口令是这个呀!"),
        ("\u3000八个汉字的口令啊", " 八个汉字的口令啊"),
    ],
)
def test_the_same_word_typed_another_way(made: str, typed: str, database: Path) -> None:
    key = create(database, made)
    assert unlock(database, typed).key == key


def test_a_short_passphrase_is_refused_and_leaves_nothing(database: Path) -> None:
    with pytest.raises(Refusal) as caught:
        create(database, "1234567")
    assert (caught.value.code, caught.value.params["limit"]) == ("store.passphrase_short", 8)
    assert not is_encrypted(database)


def test_the_slot_says_how_it_was_made(database: Path) -> None:
    key = create(database, "six ordinary words")
    slot = document(database)["slots"][0]
    assert (slot["kdf"], slot["memory_kib"], slot["iterations"]) == ("argon2id", 64, 1)
    protect.MEMORY_KIB, protect.ITERATIONS = 128, 2
    assert unlock(database, "six ordinary words").key == key


def test_the_shipped_strength() -> None:
    from importlib import reload

    fresh = reload(protect)
    assert (fresh.MEMORY_KIB, fresh.ITERATIONS, fresh.LANES) == (65536, 4, 4)


def test_change_replaces_one_slot_and_keeps_the_key(database: Path) -> None:
    key = create(database, "six ordinary words")
    change(database, "six ordinary words", "seven other words")
    assert unlock(database, "seven other words").key == key
    assert refused(database, "six ordinary words") == "store.passphrase_wrong"
    assert len(document(database)["slots"]) == 1
    with pytest.raises(Refusal) as caught:
        change(database, "six ordinary words", "third choice")
    assert caught.value.code == "store.passphrase_wrong"
    with pytest.raises(Refusal) as caught:
        change(database, "seven other words", "short")
    assert caught.value.code == "store.passphrase_short"
    assert unlock(database, "seven other words").key == key


@pytest.mark.fault(25)
def test_any_flipped_bit_is_damage_and_no_wrong_passphrase(database: Path) -> None:
    create(database, "six ordinary words")
    path = keys_path(database)
    whole = path.read_bytes()
    reasons = set()
    for place in range(0, len(whole), 7):
        raw = bytearray(whole)
        raw[place] ^= 1 << (place % 8)
        path.write_bytes(raw)
        try:
            assert unlock(database, "six ordinary words")
        except Refusal as refusal:
            reasons.add(refusal.code)
        else:
            assert json.loads(raw) == json.loads(whole), "only white space may change unseen"
    assert reasons <= {"store.keys_damaged", "store.newer_version"} and "store.keys_damaged" in reasons


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"null", b"7", b'{"format": 1}', b"\xff\xfe", b'{"format":"1"}']
)
def test_a_file_that_is_no_slot_file(content: bytes, database: Path) -> None:
    keys_path(database).write_bytes(content)
    assert refused(database, "six ordinary words") == "store.keys_damaged"


def test_missing_and_newer(database: Path) -> None:
    assert refused(database, "six ordinary words") == "store.keys_missing"
    create(database, "six ordinary words")
    newer = {**document(database), "format": 2}
    keys_path(database).write_text(json.dumps(newer), encoding="utf-8")
    assert refused(database, "six ordinary words") == "store.newer_version"


def test_a_slot_of_another_kind_is_passed_over(database: Path) -> None:
    key = create(database, "six ordinary words")
    content = document(database)
    content.pop("sum")
    content["slots"].insert(0, {"kind": "recovery", "wrapped": "00"})
    protect._write(keys_path(database), content)
    assert unlock(database, "six ordinary words").key == key
    change(database, "six ordinary words", "seven other words")
    assert [slot["kind"] for slot in document(database)["slots"]] == ["recovery", "passphrase"]


def test_a_private_file_is_whole_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "x"
    write_private(path, b"one")
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    write_private(path, b"two")
    assert path.read_bytes() == b"two" and [p.name for p in tmp_path.iterdir()] == ["x"]
    with pytest.raises(OSError):
        write_private(tmp_path / "none" / "x", b"three")


def test_a_worker_has_a_way_in_of_their_own_and_loses_it(database: Path) -> None:
    ann, ben = "0a" * 16, "0b" * 16
    key = create(database, "six ordinary words")
    protect.set_passphrase(database, key, "ann's own words", worker=ann)
    protect.set_passphrase(database, key, "ben's own words", worker=ben)
    assert protect.ways_in(database) == [None, ann, ben]
    assert unlock(database, "ann's own words") == (key, ann) and unlock(database, "six ordinary words") == (key, None)
    change(database, "ann's own words", "ann's other words")
    assert refused(database, "ann's own words") == "store.passphrase_wrong"
    assert unlock(database, "ann's other words") == (key, ann) and unlock(database, "ben's own words") == (key, ben)
    protect.remove_way(database, ann)
    protect.remove_way(database, None)
    assert protect.ways_in(database) == [ben] and refused(database, "six ordinary words") == "store.passphrase_wrong"
    for worker, code in ((ben, "store.last_way"), (ann, "store.no_way")):
        with pytest.raises(Refusal) as caught:
            protect.remove_way(database, worker)
        assert caught.value.code == code
    assert unlock(database, "ben's own words") == (key, ben)


def test_a_slot_cannot_be_made_anothers(database: Path) -> None:
    ann, ben = "0a" * 16, "0b" * 16
    key = create(database, "six ordinary words")
    protect.set_passphrase(database, key, "ann's own words", worker=ann)
    for worker in (ben, None):
        made = document(database)
        made.pop("sum")
        (slot,) = [one for one in made["slots"] if one.get("worker") == ann]
        slot["worker"] = worker
        if worker is None:
            del slot["worker"]
        protect._write(keys_path(database), made)
        assert refused(database, "ann's own words") == "store.passphrase_wrong"
        slot["worker"] = ann
        protect._write(keys_path(database), made)
        assert unlock(database, "ann's own words") == (key, ann)
