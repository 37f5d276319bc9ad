"""The clear header: the first 256 bytes of a bundle, all that a person without a key can read of it.

It names stations, never people. The manifest repeats every fact of it and any difference is a refusal; what is
not used is zero and checked, and a hash covers the whole, so that no bit of it is outside a check.
The offsets are in ``docs/bundle-format.md``.
"""

from __future__ import annotations

import hashlib
import re
import struct
from dataclasses import dataclass
from typing import Final

from db.errors import Refusal
from swstation.exchange import limits

MAGIC: Final = b"\x89SWB\r\n\x1a\n"
"""Begins with a byte above 127 and holds both line ends, so that a transfer as text shows at once."""

SIZE: Final = 256
CONTAINER: Final = 1
SUITE: Final = 1
"""1 = SHA-256, Ed25519, age with X25519. Others are kept free for the SM algorithms (GB/T 39786)."""

KINDS: Final = {"up": 1, "down": 2, "agg": 3, "enrol": 4}
PROFILES: Final = {"named": 1, "deidentified": 2, "aggregate": 3}
BUNDLE_NO_MAX: Final = 2**32 - 1
UNIT_CODE: Final = re.compile(r"[VTCMP][0-9]{2,12}(-[a-z0-9]{1,8})?", re.ASCII)
"""Tier letter, division code, and a suffix where one place has two stations."""

_FIELDS: Final = struct.Struct(">8sBBBBIQ16s40s32s144x")
_KINDS = {number: name for name, number in KINDS.items()}
_PROFILES = {number: name for name, number in PROFILES.items()}


@dataclass(frozen=True)
class Header:
    """``body_bytes`` and ``body_sha256`` are of everything after the header; ``county`` is a key fingerprint."""

    kind: str
    profile: str
    county: str
    station: str
    bundle_no: int
    body_bytes: int
    body_sha256: str

    def pack(self) -> bytes:
        """The 256 bytes. Raises ``ValueError`` for a fact that has no place in them."""
        if not UNIT_CODE.fullmatch(self.station) or not 0 < self.bundle_no <= BUNDLE_NO_MAX:
            raise ValueError("not a unit code or not a bundle number")
        facts = _FIELDS.pack(
            MAGIC,
            CONTAINER,
            SUITE,
            KINDS[self.kind],
            PROFILES[self.profile],
            self.bundle_no,
            self.body_bytes,
            bytes.fromhex(self.county),
            self.station.encode("ascii"),
            bytes.fromhex(self.body_sha256),
        )[: SIZE - 32]
        return facts + hashlib.sha256(facts).digest()


def parse(raw: bytes) -> Header:
    """The header that ``raw`` begins with.

    Raises ``Refusal``: ``bundle.not_a_bundle``, ``bundle.truncated``, ``bundle.newer``, ``bundle.header_damaged``,
    ``bundle.too_large``.
    """
    if raw[: len(MAGIC)] != MAGIC:
        raise Refusal("bundle.not_a_bundle")
    if len(raw) < SIZE:
        raise Refusal("bundle.truncated")
    raw = raw[:SIZE]
    facts, check = raw[:-32], raw[-32:]
    # The magic, the version and the hash stay where they are in every version: damage is told from news.
    if hashlib.sha256(facts).digest() != check:
        raise Refusal("bundle.header_damaged")
    _magic, container, suite, kind, profile, number, size, county, station, body = _FIELDS.unpack(raw)
    if container != CONTAINER or suite != SUITE:
        raise Refusal("bundle.newer")
    try:
        header = Header(
            kind=_KINDS[kind],
            profile=_PROFILES[profile],
            county=county.hex(),
            station=station.rstrip(b"\0").decode("ascii"),
            bundle_no=number,
            body_bytes=size,
            body_sha256=body.hex(),
        )
        spelled = header.pack()
    except (KeyError, ValueError):
        raise Refusal("bundle.header_damaged") from None
    if spelled != raw:  # a reserved byte that is not zero, letters after the padding
        raise Refusal("bundle.header_damaged")
    if size > limits.FILE_BYTES - SIZE:
        raise Refusal("bundle.too_large", limit=limits.FILE_BYTES // limits.MIB)
    return header
