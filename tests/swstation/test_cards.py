"""Cards: what a unit hands out so that others know its keys, and the digits read out on the telephone."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import bundles
import orjson
import pytest
from bundles import COLLEAGUE, COUNTY, DEVICE, STRANGER

from db.errors import Refusal
from swstation.errors import message
from swstation.exchange import cards
from swstation.exchange.cards import Card

COUNTY_CARD = Card("county_card", "C532301", "演示县社工总站", "c0" * 16, COUNTY.public, "2026-11-01", 2)
ENROLMENT = Card("enrolment", "T532301102", "演示乡社工站", bundles.REPLICA, DEVICE.public, "2026-11-18")


def refused(raw: bytes, kind: str | None = None) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        cards.parse(raw, kind)
    assert message(refusal.value)
    return refusal.value


def changed(**changes: Any) -> bytes:
    """A card whose values were changed and which was signed anew by its own device."""
    body = {**ENROLMENT.body(), **changes}
    signature = DEVICE.sign(b"swstation-card-v1\0" + orjson.dumps(body, option=orjson.OPT_SORT_KEYS))
    return json.dumps({**body, "signature": signature.hex()}).encode()


@pytest.mark.parametrize(("card", "keys"), [(COUNTY_CARD, COUNTY), (ENROLMENT, DEVICE)])
def test_a_card_comes_back_as_it_was(tmp_path: Path, card: Card, keys: Any) -> None:
    raw = cards.write(card, keys)
    assert raw.isascii()
    assert cards.parse(raw, card.kind) == card
    path = tmp_path / ("card" + cards.SUFFIXES[card.kind])
    path.write_bytes(raw)
    assert cards.read(path) == card
    assert raw == cards.write(card, keys)


def test_mail_and_chat_programs_may_touch_spaces_and_line_ends() -> None:
    raw = cards.write(ENROLMENT, DEVICE)
    compact = json.dumps(json.loads(raw)).encode()
    readable = json.dumps(json.loads(raw), ensure_ascii=False, indent=4).encode()
    for other in (raw.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + raw, b"\n\n" + raw + b"  \n", compact, readable):
        assert cards.parse(other) == ENROLMENT


def test_every_letter_of_a_value_is_under_the_signature() -> None:
    raw = cards.write(ENROLMENT, DEVICE)
    said = json.loads(raw)
    for key, other in {
        "swstation": "county_card",
        "unit": "T532301103",
        "name": "另一个站",
        "replica": "f" * 32,
        "sign_key": STRANGER.public.sign_text,
        "age_key": STRANGER.public.recipient,
        "valid_from": "2026-11-19",
        "number": 2,
        "signature": "0" * 128,
    }.items():
        assert refused(json.dumps({**said, key: other}).encode()).code == "card.damaged"


def test_one_bit_flipped_anywhere(tmp_path: Path) -> None:
    path = tmp_path / "card.swe"
    path.write_bytes(cards.write(ENROLMENT, DEVICE))
    spaces = {9, 10, 13, 32}
    same = 0
    for at, byte in enumerate(path.read_bytes()):
        if byte in spaces:
            continue
        bundles.flip(path, at, at % 7)
        try:
            assert cards.read(path) == ENROLMENT  # in a name, 6F14 stands for the same letter as 6f14
            same += 1
        except Refusal:
            pass
        bundles.flip(path, at, at % 7)
    assert cards.read(path) == ENROLMENT
    assert same < 10


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("unit", "532301102"),
        ("unit", 5),
        ("name", ""),
        ("name", "x" * 101),
        ("name", "two\nlines"),
        ("name", "\x1b[2J"),
        ("name", None),
        ("replica", "AB" * 16),
        ("sign_key", "0" * 63),
        ("age_key", DEVICE.public.recipient[:-1] + "q"),
        ("age_key", "age1" + "q" * 58),
        ("recovery", "age1"),
        ("valid_from", "2026-13-01"),
        ("valid_from", "18.11.2026"),
        ("number", 0),
        ("number", True),
        ("number", 1.5),
        ("colour", "red"),
    ],
)
def test_the_value_at_fault_is_named(key: str, value: Any) -> None:
    refusal = refused(changed(**{key: value}))
    assert refusal.code == "card.field"
    assert refusal.token == key


@pytest.mark.parametrize("key", sorted(ENROLMENT.body()))
def test_no_value_may_be_missing(key: str) -> None:
    said = json.loads(cards.write(ENROLMENT, DEVICE))
    del said[key]
    assert refused(json.dumps(said).encode()).code == ("card.not_a_card" if key == "swstation" else "card.field")


def test_a_value_twice_is_no_card() -> None:
    raw = cards.write(ENROLMENT, DEVICE)
    assert refused(raw.replace(b'"number": 1', b'"number": 1, "number": 1')).code == "card.not_a_card"


def test_a_newer_card_is_called_newer() -> None:
    assert refused(changed(version=2, colour="red")).code == "card.newer"


def test_the_other_kind_of_card() -> None:
    refusal = refused(cards.write(COUNTY_CARD, COUNTY), "enrolment")
    assert (refusal.code, refusal.token) == ("card.wrong_kind", "county_card")
    assert refused(cards.write(ENROLMENT, DEVICE), "county_card").code == "card.wrong_kind"


@pytest.mark.parametrize(
    "raw",
    [
        *(b"", b"{}", b"[]", b"null", b"text", b"\xff\xfe{", b'{"swstation": []}', b'{"swstation": "bundle"}'),
        *(b"[" * 10_000, b'{"swstation": NaN}', b'{"number": ' + b"9" * 10_000 + b"}", b" " * 20_000),
    ],
)
def test_what_is_no_card(raw: bytes) -> None:
    assert refused(raw).code == "card.not_a_card"


def test_a_card_is_signed_with_the_keys_on_it() -> None:
    with pytest.raises(ValueError):
        cards.write(ENROLMENT, STRANGER)
    with pytest.raises(Refusal):
        cards.write(replace(ENROLMENT, name=""), DEVICE)


def test_both_sides_read_the_same_24_digits() -> None:
    digits = cards.digits(COUNTY_CARD, ENROLMENT)
    assert digits == cards.digits(ENROLMENT, COUNTY_CARD)
    assert [len(group) for group in digits.split(" ")] == [4] * 6
    assert digits.replace(" ", "").isdigit()
    # Written down once: two versions of the program must read out the same.
    assert digits == "8803 1428 9917 3895 9034 2923"


@pytest.mark.parametrize(
    "other",
    [
        replace(ENROLMENT, keys=STRANGER.public),
        replace(ENROLMENT, keys=COLLEAGUE.public),
        replace(ENROLMENT, name="演示乡社工站 "),
        replace(ENROLMENT, number=2),
        replace(ENROLMENT, replica="f" * 32),
    ],
)
def test_any_other_card_gives_other_digits(other: Card) -> None:
    assert cards.digits(COUNTY_CARD, other) != cards.digits(COUNTY_CARD, ENROLMENT)


def test_digits_as_people_type_them() -> None:
    expected = "0123 4567 8901 2345 6789 0123"
    for said in (
        expected,
        "012345678901234567890123",
        "0123-4567-8901-2345-6789-0123",
        "０１２３ ４５６７ 8901 2345 6789 0123\n",
    ):
        assert cards.same_digits(said, expected)
    for said in ("", "0123", "0123 4567 8901 2345 6789 0124", expected + "4", expected + "x", expected[:-1]):
        assert not cards.same_digits(said, expected)
