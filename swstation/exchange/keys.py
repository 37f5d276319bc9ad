"""The two keys of a device: one signs (Ed25519), one opens what is sealed to it (X25519, as age uses it)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from swstation.exchange import bech32

SECRET_BYTES = 64
KEY_ID_BYTES = 16
SIGNATURE_BYTES = 64


@lru_cache(maxsize=1_000)
def _sealing_key(text: str) -> bytes:
    # The same few are asked for again and again, and there is no secret in them.
    return bech32.decode("age", text)


@dataclass(frozen=True)
class PublicKeys:
    """What others may know of a device: 32 bytes that check its signature, 32 bytes to seal files for it."""

    sign: bytes
    age: bytes

    def __post_init__(self) -> None:
        if len(self.sign) != 32 or len(self.age) != 32:
            raise ValueError("a public key has 32 bytes")

    @classmethod
    def from_text(cls, sign: str, age: str) -> PublicKeys:
        """From 64 hexadecimal digits and ``age1...``. Raises ``ValueError`` for any other spelling."""
        raw = bytes.fromhex(sign)
        if raw.hex() != sign:
            raise ValueError("not lower-case hexadecimal")
        return cls(raw, _sealing_key(age))

    @classmethod
    def of_recovery(cls, age: str) -> PublicKeys:
        """A key that opens and never signs (``RecoveryKey``), from ``age1...``. Raises ``ValueError``."""
        return cls(bytes(32), _sealing_key(age))

    @property
    def sign_text(self) -> str:
        """The signing key as 64 hexadecimal digits."""
        return self.sign.hex()

    @cached_property
    def recipient(self) -> str:
        """The sealing key as age writes it, ``age1...``."""
        return bech32.encode("age", self.age)

    @cached_property
    def key_id(self) -> bytes:
        """16 bytes that name this pair of keys."""
        return hashlib.sha256(b"swkeys1\0" + self.sign + self.age).digest()[:KEY_ID_BYTES]

    @property
    def fingerprint(self) -> str:
        """``key_id`` as 32 hexadecimal digits."""
        return self.key_id.hex()

    def signed(self, signature: bytes, message: bytes) -> bool:
        """Whether ``signature`` over ``message`` was made by this device."""
        try:
            Ed25519PublicKey.from_public_bytes(self.sign).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True)
class DeviceKeys:
    """The secret keys of a device, two seeds of 32 bytes. They live inside the encrypted database only."""

    sign_seed: bytes = field(repr=False)
    age_secret: bytes = field(repr=False)

    @classmethod
    def generate(cls, rng: Callable[[int], bytes] = secrets.token_bytes) -> DeviceKeys:
        """New keys. ``rng(n)`` gives ``n`` random bytes; only tests and demonstrations pass their own."""
        return cls.from_bytes(rng(SECRET_BYTES))

    @classmethod
    def from_bytes(cls, secret: bytes) -> DeviceKeys:
        """From what ``to_bytes`` gave. Raises ``ValueError`` for another length."""
        if len(secret) != SECRET_BYTES:
            raise ValueError("device keys have 64 bytes")
        return cls(secret[:32], secret[32:])

    def to_bytes(self) -> bytes:
        """Both seeds, 64 bytes."""
        return self.sign_seed + self.age_secret

    @cached_property
    def public(self) -> PublicKeys:
        """What others may know of these keys."""
        return PublicKeys(
            Ed25519PrivateKey.from_private_bytes(self.sign_seed).public_key().public_bytes_raw(),
            X25519PrivateKey.from_private_bytes(self.age_secret).public_key().public_bytes_raw(),
        )

    @cached_property
    def recovery_secret(self) -> bytes:
        """32 bytes for a county's recovery key (X25519): they follow from its keys, and not the other way round."""
        return hashlib.sha256(b"swrecovery1\0" + self.sign_seed + self.age_secret).digest()

    @cached_property
    def recovery(self) -> str:
        """The public half of the recovery key, ``age1...``."""
        return RecoveryKey(b"", self.recovery_secret).public.recipient

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the Ed25519 signature over ``message``; the same message gives the same bytes."""
        return Ed25519PrivateKey.from_private_bytes(self.sign_seed).sign(message)

    @cached_property
    def age_identity(self) -> pyrage.x25519.Identity:
        """The secret key in the form that opens an age file."""
        return pyrage.x25519.Identity.from_str(bech32.encode("age-secret-key-", self.age_secret).upper())


@dataclass(frozen=True)
class RecoveryKey(DeviceKeys):
    """A key that opens and never signs: its ``sign_seed`` is empty, its public signing key 32 zero bytes."""

    @cached_property
    def public(self) -> PublicKeys:
        """By what name it stands among the recipients of a bundle."""
        return PublicKeys(
            bytes(32), X25519PrivateKey.from_private_bytes(self.age_secret).public_key().public_bytes_raw()
        )
