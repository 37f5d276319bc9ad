"""Row ids: UUIDv7 made on the device, or derived where two machines must mean the same row."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime


def derived_id(kind: str, *keys: str) -> str:
    """The id of a row that has a world-wide name: first 16 bytes of SHA-256 over kind and keys, as hex."""
    text = "\0".join((kind, *keys)).encode("utf-8")
    return hashlib.sha256(b"swrow1\0" + text).digest()[:16].hex()


def _local_now() -> datetime:
    return datetime.now(UTC).astimezone()


@dataclass(frozen=True)
class Source:
    """Where time and randomness come from: the machine, or a seed in the demo and in tests."""

    now: Callable[[], datetime] = field(default=_local_now)
    random: Callable[[int], bytes] = field(default=secrets.token_bytes)

    def row_id(self) -> str:
        """A new UUIDv7 as 32 hex digits; unique by its random part even where the clock says 1970."""
        millis = max(0, int(self.now().timestamp() * 1000)) & ((1 << 48) - 1)
        tail = int.from_bytes(self.random(10), "big")
        value = millis << 80 | 0x7 << 76 | (tail >> 66 & 0xFFF) << 64 | 0b10 << 62 | (tail & ((1 << 62) - 1))
        return f"{value:032x}"

    def replica_id(self) -> str:
        """A new replica id: 128 random bits as hex."""
        return self.random(16).hex()

    def at(self) -> str:
        """The wall time as records carry it: ISO 8601 to the second with offset."""
        return self.now().isoformat(timespec="seconds")
