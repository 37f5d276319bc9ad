"""Twelve characters over the telephone: exactly what is missing, and no slip of the tongue that goes unnoticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sites import County

from db.errors import Refusal
from swstation.exchange.codes import LETTERS, read, request_code

REPLICA = "0123456789abcdef" * 2


def refusal(code: str) -> str:
    """The code of the refusal."""
    with pytest.raises(Refusal) as refused:
        read(code)
    return refused.value.code


@given(st.binary(min_size=16, max_size=16), st.integers(1, 2**21 - 1), st.integers(0, 2**21 - 2))
def test_what_is_asked_for_is_what_is_understood(raw: bytes, first: int, more: int) -> None:
    code = request_code(raw.hex(), first, first + more)
    assert code is not None and len(code) == 14
    wanted = read(code)
    assert wanted.fits(raw.hex()) and (wanted.first, wanted.last) == (first, first + more)
    assert read(code.replace("-", "").lower().replace("0", "o").replace("1", "l")) == wanted


def test_a_code_that_stays_what_it_is() -> None:
    assert request_code(REPLICA, 812, 903) == "4801-JR00-2W2V"


def test_beyond_what_a_code_can_say() -> None:
    code = request_code(REPLICA, 5, 2**30)
    assert code is not None and read(code).last == 5 + 2**21 - 2
    assert request_code(REPLICA, 2**21, 2**21) is None
    assert request_code(REPLICA, 2**53, 2**53) is None and request_code(REPLICA, 5, 4) is None


def test_every_wrong_letter_every_two_and_every_two_that_changed_places_are_noticed() -> None:
    code = (request_code(REPLICA, 812, 903) or "").replace("-", "")
    for at, right in enumerate(code):
        for letter in LETTERS:
            if letter != right:
                assert refusal(code[:at] + letter + code[at + 1 :]) == "receipt.code_check"
        for other in range(at + 1, 12):
            if code[other] != right:
                swapped = [*code]
                swapped[at], swapped[other] = code[other], right
                assert refusal("".join(swapped)) == "receipt.code_check"
    for wrong in ("", code[:11], code + "0", "U" + code[1:], "é" + code[1:]):
        assert refusal(wrong) == "receipt.code_shape"


@pytest.mark.fault(4)
def test_the_hole_is_asked_for_and_closed(here: County, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(6):
        here.b.address(n, str(n))
    monkeypatch.setattr("swstation.exchange.exporting.PART_OPS", 3)
    sent = here.b.export(here.stick)
    monkeypatch.undo()
    files = [one.file for one in (sent, *sent.more)]
    for file in (files[0], files[2]):
        assert file is not None and here.county.merge_one(file)
    ((first, last),) = here.county.sw("reconcile").document[0]["holes"]
    code = request_code(here.b.replica, first, last)
    again = here.b.sw("export", "--code", code or "", "--to", here.stick).document
    assert [(one["first"], one["last"]) for one in again["ranges"]] == [(first, last)] == [(4, 6)]
    assert again["ops"] == 3 and here.county.sw("merge", again["file"]).document["bundles"][0]["gaps"] == []
    assert here.county.digest == here.county.sw("digest").document["digest"]
    assert here.a.sw("export", "--code", code or "", "--to", here.stick).refusal in ("receipt.code_not_ours",)
    wrong = (code or "")[:-1] + ("0" if (code or "")[-1] != "0" else "1")
    said = here.b.sw("export", "--code", wrong, "--to", here.stick)
    assert said.refusal == "receipt.code_check" and wrong in said.err
