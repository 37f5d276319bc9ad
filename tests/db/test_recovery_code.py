"""The recovery code as people copy it: every slip is found, every way to write it is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import protect, recovery_code
from db.errors import Refusal
from db.recovery_code import ALPHABET, LENGTH, generate, looks_like, read

SEED = st.binary(min_size=19, max_size=19)


@given(SEED)
def test_a_code_is_eight_groups_of_four(seed: bytes) -> None:
    code = generate(lambda n: seed[:n])
    assert [len(group) for group in code.split("-")] == [4] * 8
    assert read(code) == code.replace("-", "") and looks_like(code)


@pytest.mark.fault(47)
@given(SEED, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_always_found(seed: bytes, at: int, letter: str) -> None:
    code = read(generate(lambda n: seed[:n]))
    wrong = code[:at] + letter + code[at + 1 :]
    if wrong != code:
        with pytest.raises(Refusal) as caught:
            read(wrong)
        assert caught.value.code == "recovery.check"


@given(SEED, st.integers(0, LENGTH - 3), st.integers(0, LENGTH - 3))
def test_two_letters_that_changed_places_are_found(seed: bytes, one: int, other: int) -> None:
    code = list(read(generate(lambda n: seed[:n])))
    swapped = list(code)
    swapped[one], swapped[other] = code[other], code[one]
    if swapped != code:
        with pytest.raises(Refusal) as caught:
            read("".join(swapped))
        assert caught.value.code == "recovery.check"


def test_as_people_type_it() -> None:
    code = generate(lambda n: bytes(n))
    letters = read(code)
    for typed in (
        code.lower(),
        letters,
        code.replace("-", " "),
        code.replace("-", "－"),
        code.replace("0", "o"),
        f" {code}\n",
    ):
        assert read(typed) == letters
    wide = "".join(chr(ord(c) + 0xFEE0) for c in letters)
    assert read(wide) == letters


@pytest.mark.parametrize(
    ("typed", "reason"), [("", "length"), ("A" * 31, "length"), ("A" * 33, "length"), ("U" * 32, "letter")]
)
def test_what_is_no_code(typed: str, reason: str) -> None:
    assert not looks_like(typed)
    with pytest.raises(Refusal) as caught:
        read(typed)
    assert caught.value.code == f"recovery.{reason}"


def test_the_slots_of_a_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protect, "MEMORY_KIB", 64)
    path = tmp_path / "book.db"
    key = protect.create(path, "six ordinary words")
    code = generate()
    protect.set_recovery(path, key, code)
    assert protect.unlock(path, code.lower()).key == protect.open_recovery(path, code) == key
    protect.change(path, "six ordinary words", "six other words")
    assert protect.unlock(path, code).key == protect.unlock(path, "six other words").key == key
    protect.change(path, code, "new after the code")
    for old in ("six ordinary words", "six other words"):
        with pytest.raises(Refusal) as caught:
            protect.unlock(path, old)
        assert caught.value.code == "store.passphrase_wrong"
    another = generate()
    for typed, reason in (
        (another, "recovery.wrong"),
        (code[:-1] + ("0" if code[-1] != "0" else "1"), "recovery.check"),
    ):
        with pytest.raises(Refusal) as caught:
            protect.unlock(path, typed)
        assert caught.value.code == reason
    protect.set_recovery(path, key, another)
    assert protect.unlock(path, another).key == key
    with pytest.raises(Refusal):
        protect.unlock(path, code)
    with pytest.raises(Refusal) as caught:
        protect.set_passphrase(path, bytes(32), "of another database")
    assert caught.value.code == "store.keys_damaged"


@pytest.mark.fault(49)
def test_the_passphrase_is_one_however_it_was_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protect, "MEMORY_KIB", 64)
    path = tmp_path / "book.db"
    key = protect.create(path, "café １２３ 石桥")
    assert protect.unlock(path, "cafe\u0301 123 石桥").key == key


def test_a_passphrase_of_the_shape_of_a_code_is_a_passphrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protect, "MEMORY_KIB", 64)
    path = tmp_path / "book.db"
    key = protect.create(path, "A" * 32)
    assert protect.unlock(path, "A" * 32).key == key
    assert recovery_code.looks_like("A" * 32)
