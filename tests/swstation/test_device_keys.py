"""Keys of a device: made from given randomness, spelled as age spells them, never shown by accident."""

from __future__ import annotations

import pyrage
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from swstation.exchange import bech32
from swstation.exchange.keys import DeviceKeys, PublicKeys

VECTOR = DeviceKeys.from_bytes(bytes(range(64)))
"""Written down once: keys that come out otherwise would not open what was sealed before."""


def test_the_same_seeds_give_the_same_keys_for_ever() -> None:
    public = VECTOR.public
    assert public.sign_text == "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"
    assert public.age.hex() == "358072d6365880d1aeea329adf9121383851ed21a28e3b75e965d0d2cd166254"
    assert public.recipient == str(VECTOR.age_identity.to_public())
    assert public.fingerprint == "118d2765200acbee3df248a4d91c21be"


def test_they_come_from_the_randomness_given() -> None:
    asked: list[int] = []

    def rng(count: int) -> bytes:
        asked.append(count)
        return bytes(range(count))

    assert DeviceKeys.generate(rng) == VECTOR
    assert asked == [64]
    assert DeviceKeys.generate() != DeviceKeys.generate()


def test_they_come_back_from_their_bytes() -> None:
    keys = DeviceKeys.generate()
    assert DeviceKeys.from_bytes(keys.to_bytes()) == keys
    assert PublicKeys.from_text(keys.public.sign_text, keys.public.recipient) == keys.public
    for length in (0, 63, 65):
        with pytest.raises(ValueError):
            DeviceKeys.from_bytes(bytes(length))


def test_a_secret_is_never_printed() -> None:
    assert repr(VECTOR) == "DeviceKeys()"


def test_what_is_sealed_by_age_for_the_recipient_opens() -> None:
    keys = DeviceKeys.generate()
    sealed = pyrage.encrypt(b"text", [pyrage.x25519.Recipient.from_str(keys.public.recipient)])
    assert pyrage.decrypt(sealed, [keys.age_identity]) == b"text"


def test_each_key_counts_for_the_fingerprint() -> None:
    one, two = DeviceKeys.generate().public, DeviceKeys.generate().public
    mixed = PublicKeys(one.sign, two.age)
    assert len({one.fingerprint, two.fingerprint, mixed.fingerprint}) == 3
    assert one.key_id.hex() == one.fingerprint


@pytest.mark.parametrize(
    ("sign", "age"),
    [
        (VECTOR.public.sign_text.upper(), VECTOR.public.recipient),
        (VECTOR.public.sign_text[2:], VECTOR.public.recipient),
        (" " + VECTOR.public.sign_text, VECTOR.public.recipient),
        (VECTOR.public.sign_text, VECTOR.public.recipient.upper()),
        (VECTOR.public.sign_text, VECTOR.public.recipient[:-1] + "b"),
        (VECTOR.public.sign_text, "age1"),
        (VECTOR.public.sign_text, ""),
        (VECTOR.public.sign_text, bech32.encode("age", bytes(31))),
    ],
)
def test_public_keys_have_one_spelling(sign: str, age: str) -> None:
    with pytest.raises(ValueError):
        PublicKeys.from_text(sign, age)


@given(st.binary(max_size=40))
def test_bech32_there_and_back(data: bytes) -> None:
    text = bech32.encode("age", data)
    assert bech32.decode("age", text) == data


@given(st.binary(min_size=32, max_size=32), st.integers(4, 61), st.sampled_from("qpzry9x8gf2tvdw0s3jn54khce6mua7l"))
def test_bech32_notices_a_wrong_letter(data: bytes, at: int, letter: str) -> None:
    text = bech32.encode("age", data)
    wrong = text[:at] + letter + text[at + 1 :]
    assume(wrong != text)
    with pytest.raises(ValueError):
        bech32.decode("age", wrong)
