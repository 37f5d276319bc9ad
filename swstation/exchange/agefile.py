"""Sealing and opening with age (C2SP age.md): the only place that calls the library."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import BinaryIO, Final

import pyrage

from db.errors import Refusal
from swstation.exchange import limits
from swstation.exchange.keys import DeviceKeys, PublicKeys

_FIRST_LINE: Final = b"age-encryption.org/v1\n"
_STANZA: Final = b"\n-> "
_X25519: Final = b"\n-> X25519 "
_MAC: Final = b"\n--- "


class _Out:
    """Counts and hashes what passes, and keeps an error of the disk that the library would reword."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._digest = hashlib.sha256()
        self.length = 0
        self.error: OSError | None = None

    def write(self, data: bytes) -> int:
        try:
            self._out.write(data)
        except OSError as error:
            self.error = error
            raise
        self._digest.update(data)
        self.length += len(data)
        return len(data)

    def flush(self) -> None:
        self._out.flush()

    def sha256(self) -> str:
        return self._digest.hexdigest()


def seal(source: BinaryIO, out: BinaryIO, recipients: Sequence[PublicKeys]) -> tuple[int, str]:
    """Write ``source``, sealed to ``recipients``, to ``out``; its length in bytes and SHA-256 (64 hex).

    Raises ``Refusal`` ``bundle.recipients`` for none or more than 20, ``OSError`` from the files.
    """
    if not 0 < len(recipients) <= limits.RECIPIENTS:
        raise Refusal("bundle.recipients", limit=limits.RECIPIENTS)
    watched = _Out(out)
    try:
        pyrage.encrypt_io(source, watched, [pyrage.x25519.Recipient.from_str(r.recipient) for r in recipients])
    except pyrage.EncryptError:
        if watched.error is not None:
            raise watched.error from None
        raise
    return watched.length, watched.sha256()


def unseal(source: BinaryIO, out: BinaryIO, keys: Sequence[DeviceKeys]) -> int:
    """Write what ``source`` holds sealed, from where it stands, to ``out``; the number of keys that could open it.

    What reached ``out`` may be used only after this returns: an age file shows that it was cut short at its end.
    Raises ``Refusal``: ``bundle.recipients``, ``bundle.no_key``, ``bundle.seal``; ``OSError`` from the files.
    """
    start = source.tell()
    recipients = _recipients(source.read(limits.AGE_HEADER_BYTES))
    source.seek(start)
    watched = _Out(out)
    try:
        pyrage.decrypt_io(source, watched, [key.age_identity for key in keys])
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise Refusal("bundle.no_key") from None
        raise Refusal("bundle.seal") from None
    except OSError as error:
        # A failed check inside is an OSError too, without a number; the disk's own has one.
        if watched.error is not None or error.errno is not None:
            raise
        raise Refusal("bundle.seal") from None
    return recipients


def _recipients(beginning: bytes) -> int:
    """How many keys an age header names. Counted before the library tries them one by one."""
    if not beginning.startswith(_FIRST_LINE):
        raise Refusal("bundle.seal")
    header, mac, _rest = beginning.partition(_MAC)
    recipients = header.count(_X25519)
    if not mac and len(beginning) < limits.AGE_HEADER_BYTES:
        raise Refusal("bundle.seal")
    if not mac or recipients > limits.RECIPIENTS or header.count(_STANZA) > limits.STANZAS:
        raise Refusal("bundle.recipients", limit=limits.RECIPIENTS)
    return recipients
