"""Cards: small signed text files by which two units come to know each other's keys before any bundle passes.

The county hands out its card (``.swc``); a station answers with its enrolment (``.swe``). A card signs itself, which
shows only that whoever wrote it holds the keys on it. That they are the right person's is settled on the telephone:
both read the same 24 digits, or somebody put other cards in between.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from db.errors import Refusal
from swstation.exchange import files, header, limits
from swstation.exchange.keys import DeviceKeys, PublicKeys
from swstation.exchange.shapes import HASH, ID, Shape

SUFFIXES: Final = {"county_card": ".swc", "enrolment": ".swe"}
VERSION: Final = 1
NUMBER_MAX: Final = 2**31 - 1
CONTEXT: Final = b"swstation-card-v1\0"
PARENT_CONTEXT: Final = b"swstation-successor-v1\0"

_FORM: Final = "swstation"
_NAME: Final = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]{1,100}")
_DATE: Final = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_SIGNATURE: Final = r"[0-9a-f]{128}"
_STRETCH: Final = 2**14


@dataclass(frozen=True)
class Parent:
    """The replica (32 hex) that a device wrote as before, its last record there and the chain value after it."""

    replica: str
    last: int
    chain: str


@dataclass(frozen=True)
class Card:
    """``kind`` is ``county_card`` or ``enrolment``; ``unit`` a unit code; ``replica`` 32 hex; ``valid_from`` a date.

    ``number`` counts the cards of a unit, the highest is the one in use. ``recovery``: a county's recovery key,
    ``age1...``. ``parent``: the device went on under a new number; its former key signed too (``succeeds``).
    """

    kind: str
    unit: str
    name: str
    replica: str
    keys: PublicKeys
    valid_from: str
    number: int = 1
    recovery: str | None = None
    parent: Parent | None = None
    parent_signature: bytes = b""

    @property
    def fingerprint(self) -> str:
        """Of the keys on the card, 32 hex: what bundles and other cards call this unit by."""
        return self.keys.fingerprint

    def body(self) -> dict[str, Any]:
        """The values under the signature."""
        body = {
            _FORM: self.kind,
            "version": VERSION,
            "unit": self.unit,
            "name": self.name,
            "replica": self.replica,
            "sign_key": self.keys.sign_text,
            "age_key": self.keys.recipient,
            "recovery": self.recovery,
            "valid_from": self.valid_from,
            "number": self.number,
        }
        return body if self.parent is None else {**body, "parent": asdict(self.parent)}

    def succeeds(self, former: PublicKeys) -> bool:
        """Whether the device with the keys ``former`` says that this one is itself under a new number."""
        return self.parent is not None and former.signed(self.parent_signature, PARENT_CONTEXT + _said(self.body()))

    def digest(self) -> bytes:
        """SHA-256 of all that the card says: equal for two files exactly if they say the same."""
        return hashlib.sha256(_message(self.body())).digest()


def write(card: Card, keys: DeviceKeys, former: DeviceKeys | None = None) -> bytes:
    """The file of a card, ASCII; ``former``: the keys of its parent.

    Raises ``ValueError`` if ``keys`` are not those on it or a parent does not sign, ``Refusal`` ``card.field``.
    """
    if keys.public != card.keys:
        raise ValueError("a card is signed with the keys it names")
    if (card.parent is None) != (former is None):
        raise ValueError("a parent signs, and only a parent")
    body = card.body()
    signed = {**body, "signature": keys.sign(_message(body)).hex()}
    if former is not None:
        signed["parent_signature"] = former.sign(PARENT_CONTEXT + _said(body)).hex()
    raw = json.dumps(signed, ensure_ascii=True, indent=1).encode("ascii") + b"\n"
    parse(raw)
    return raw


def read(path: Path, kind: str | None = None) -> Card:
    """The card in a file. Raises ``Refusal`` as ``files.open_plain`` and ``parse``."""
    with files.open_plain(path) as source, files.disk_errors():
        raw = source.read(limits.CARD_BYTES + 1)
    return parse(raw, kind)


def parse(raw: bytes, kind: str | None = None) -> Card:
    """The card in ``raw``, its own signature checked. Spaces and line ends may have changed on the way, nothing else.

    Raises ``Refusal``: ``card.not_a_card``, ``card.newer``, ``card.wrong_kind`` (another than ``kind``), ``card.field``
    with the key at fault as ``token``, ``card.damaged`` (the signature does not fit).
    """
    if len(raw) > limits.CARD_BYTES:
        raise Refusal("card.not_a_card")
    try:
        value = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Refusal("card.not_a_card") from None
    if type(value) is not dict or type(found := value.get(_FORM)) is not str or found not in SUFFIXES:
        raise Refusal("card.not_a_card")
    top = Shape("card.field", value)
    top.one_of(_FORM, SUFFIXES)
    if top.integer("version", 1, NUMBER_MAX) != VERSION:
        raise Refusal("card.newer")
    if kind is not None and found != kind:
        raise Refusal("card.wrong_kind", token=found)
    card = Card(
        kind=found,
        unit=top.text("unit", header.UNIT_CODE),
        name=top.text("name", _NAME),
        replica=top.text("replica", ID),
        keys=_keys(top.text("sign_key", r"[0-9a-f]{64}"), top.text("age_key", r"age1[a-z0-9]{58}")),
        valid_from=top.text("valid_from", _DATE),
        number=top.integer("number", 1, NUMBER_MAX),
        recovery=_recovery(top, value),
        parent=_parent(top) if "parent" in value else None,
        parent_signature=bytes.fromhex(top.text("parent_signature", _SIGNATURE)) if "parent" in value else b"",
    )
    signature = bytes.fromhex(top.text("signature", _SIGNATURE))
    top.done()
    if not card.keys.signed(signature, _message(card.body())):
        raise Refusal("card.damaged")
    return card


def digits(one: Card, other: Card) -> str:
    """24 digits in 6 groups of 4, the same whichever card is ``one``.

    24 digits alone could be matched by trying forged cards for some days; each try is made to cost 50 ms and 16 MB.
    """
    both = b"".join(sorted((one.digest(), other.digest())))
    drawn = hashlib.scrypt(hashlib.sha256(both).digest(), salt=b"swdigits1", n=_STRETCH, r=8, p=1, dklen=32)
    text = f"{int.from_bytes(drawn, 'big') % 10**24:024d}"
    return " ".join(text[at : at + 4] for at in range(0, 24, 4))


def same_digits(said: str, expected: str) -> bool:
    """Whether what a person typed is ``expected``: digits of any width, groups parted by spaces or hyphens or not."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", said)) == expected.replace(" ", "")


def _message(body: dict[str, Any]) -> bytes:
    return CONTEXT + _said(body)


def _said(body: dict[str, Any]) -> bytes:
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS)


def _parent(top: Shape) -> Parent:
    shape = top.inner("parent")
    made = Parent(shape.text("replica", ID), shape.integer("last", 0, 2**53 - 1), shape.text("chain", HASH))
    shape.done()
    return made


def _recovery(top: Shape, value: dict[str, Any]) -> str | None:
    if value.get("recovery") is None:
        top.nothing("recovery")
        return None
    found = top.text("recovery", r"age1[a-z0-9]{58}")
    _keys("0" * 64, found)
    return found


def _keys(sign: str, age: str) -> PublicKeys:
    try:
        return PublicKeys.from_text(sign, age)
    except ValueError:
        raise Refusal("card.field", token="age_key") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a key twice")
    return value


def _no_constant(name: str) -> Any:
    raise ValueError(name)
