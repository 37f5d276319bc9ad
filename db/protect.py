"""Protection at rest: the database key, and the slots that a passphrase opens it with.

The key is 32 random bytes; ``PATH.keys`` holds it wrapped once per slot. Argon2id parameters stand in the slot, so
that a file made today opens on a slower machine tomorrow. A passphrase is the station's, or one worker's: a way in of
their own, which is taken away when they go. Further slots: the recovery code, and the key sealed to the county's
recovery key (escrow).
"""

from __future__ import annotations

import hashlib
import hmac
import os
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from db import recovery_code
from db.errors import Refusal
from db.renaming import rename

FORMAT = 1
MEMORY_KIB, ITERATIONS, LANES = 64 * 1024, 4, 4
MIN_PASSPHRASE = 8


def keys_path(database: Path) -> Path:
    """The slot file that belongs to a database."""
    return database.with_name(database.name + ".keys")


def is_encrypted(database: Path) -> bool:
    """Whether a database was made with a key."""
    return keys_path(database).exists()


def create(database: Path, passphrase: str, random: Callable[[int], bytes] = os.urandom) -> bytes:
    """Make a database key and its first slot. Refuses a passphrase under 8 characters. Gives the raw key."""
    if len(passphrase) < MIN_PASSPHRASE:
        raise Refusal("store.passphrase_short", field="passphrase", limit=MIN_PASSPHRASE)
    key = random(32)
    document = {"format": FORMAT, "check": _check(key), "slots": [_slot(key, passphrase, random)]}
    _write(keys_path(database), document)
    return key


class Opened(NamedTuple):
    """The raw key, and whose passphrase opened it (a row id of staff, hex); ``None``: the station's, or the code."""

    key: bytes
    worker: str | None


def unlock(database: Path, passphrase: str) -> Opened:
    """The raw key, by passphrase. A wrong passphrase and a damaged slot file are told apart."""
    document = _read(keys_path(database))
    for slot in document["slots"]:
        key = _open_slot(slot, passphrase)
        if key is not None:
            if not hmac.compare_digest(_check(key), str(document["check"])):
                raise Refusal("store.keys_damaged")
            return Opened(key, slot.get("worker"))
    if recovery_code.looks_like(passphrase):
        return Opened(open_recovery(database, passphrase), None)
    raise Refusal("store.passphrase_wrong", field="passphrase")


def change(database: Path, old: str, new: str, random: Callable[[int], bytes] = os.urandom) -> None:
    """Replace a passphrase by another; ``old``: the passphrase, or the recovery code in place of the station's."""
    opened = unlock(database, old)
    set_passphrase(database, opened.key, new, random, opened.worker)


def set_passphrase(
    database: Path, key: bytes, new: str, random: Callable[[int], bytes] = os.urandom, worker: str | None = None
) -> None:
    """Let ``new`` open the database in place of the station's passphrase, or of one worker's; other slots stay.

    ``key``: the database's own.
    """
    if len(new) < MIN_PASSPHRASE:
        raise Refusal("store.passphrase_short", field="passphrase", limit=MIN_PASSPHRASE)
    _put_slots(database, key, "passphrase", _slot(key, new, random, worker))


def ways_in(database: Path) -> list[str | None]:
    """Whose passphrases there are: ``None`` is the station's, the others are rows of staff (hex)."""
    return [slot.get("worker") for slot in _slots(_read(keys_path(database)), "passphrase")]


def remove_way(database: Path, worker: str | None, *, even_last: bool = False) -> None:
    """Take away a worker's passphrase, or the station's. Refuses ``store.last_way`` and one that is not there.

    ``even_last``: also the only one; the recovery code and the county's sheet still open then.
    """
    path = keys_path(database)
    document = _read(path)
    left = [one for one in document["slots"] if one.get("kind") != "passphrase" or one.get("worker") != worker]
    if len(left) == len(document["slots"]):
        raise Refusal("store.no_way", field="worker")
    if not even_last and not any(one.get("kind") == "passphrase" for one in left):
        raise Refusal("store.last_way", field="worker")
    document["slots"] = left
    _write(path, document)


def set_recovery(database: Path, key: bytes, code: str, random: Callable[[int], bytes] = os.urandom) -> None:
    """Let a recovery code open the database, and no other code from now on."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    salt, nonce = random(16), random(12)
    wrapped = ChaCha20Poly1305(_of_code(recovery_code.read(code), salt)).encrypt(nonce, key, _RECOVERY)
    slot = {"kind": "recovery", "salt": salt.hex(), "nonce": nonce.hex(), "wrapped": wrapped.hex()}
    _put_slots(database, key, "recovery", slot)


def open_recovery(database: Path, code: str) -> bytes:
    """The raw key, by the recovery code. Refuses a slip in typing (``recovery.check`` and others) and another code."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    letters = recovery_code.read(code)
    document = _read(keys_path(database))
    for slot in _slots(document, "recovery"):
        try:
            salt, nonce, wrapped = (bytes.fromhex(slot[part]) for part in ("salt", "nonce", "wrapped"))
            return ChaCha20Poly1305(_of_code(letters, salt)).decrypt(nonce, wrapped, _RECOVERY)
        except InvalidTag:
            continue
        except (KeyError, ValueError, TypeError):
            raise Refusal("store.keys_damaged") from None
    raise Refusal("recovery.wrong", field="recovery")


def set_escrow(database: Path, key: bytes, county: str, sealed: bytes) -> None:
    """Keep the key sealed to a county's recovery key. ``county``: the fingerprint of its card."""
    _put_slots(database, key, "escrow", {"kind": "escrow", "county": county, "sealed": sealed.hex()})


def escrow(database: Path) -> list[bytes]:
    """The key, sealed to county recovery keys."""
    try:
        return [bytes.fromhex(slot["sealed"]) for slot in _slots(_read(keys_path(database)), "escrow")]
    except (KeyError, ValueError, TypeError):
        raise Refusal("store.keys_damaged") from None


def is_key(database: Path, key: bytes) -> bool:
    """Whether ``key`` is the one the slots hold."""
    return hmac.compare_digest(_check(key), str(_read(keys_path(database))["check"]))


_RECOVERY = b"swrecovery1"


def _of_code(letters: str, salt: bytes) -> bytes:
    # 150 random bits need no slow derivation.
    return hashlib.sha256(_RECOVERY + b"\0" + salt + letters.encode("ascii")).digest()


def _slots(document: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [slot for slot in document["slots"] if slot.get("kind") == kind]


def _put_slots(database: Path, key: bytes, kind: str, slot: dict[str, Any]) -> None:
    path = keys_path(database)
    document = _read(path)
    if not hmac.compare_digest(_check(key), str(document["check"])):
        raise Refusal("store.keys_damaged")
    whose = slot.get("worker")
    kept = [one for one in document["slots"] if one.get("kind") != kind or one.get("worker") != whose]
    document["slots"] = [*kept, slot]
    _write(path, document)


def write_private(path: Path, content: bytes) -> None:
    """Write a file only its owner may read, whole or not at all."""
    temp = path.with_name(path.name + ".tmp")
    handle = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    rename(temp, path)


def _read(path: Path) -> dict[str, Any]:
    try:
        document: dict[str, Any] = orjson.loads(path.read_bytes())
        if document["format"] > FORMAT:
            raise Refusal("store.newer_version")
        if document.pop("sum") != _sum(document):
            raise ValueError
    except FileNotFoundError:
        raise Refusal("store.keys_missing", path=path.name) from None
    except (ValueError, KeyError, TypeError):
        raise Refusal("store.keys_damaged") from None
    return document


def _write(path: Path, document: dict[str, Any]) -> None:
    content = {**document, "sum": _sum(document)}
    write_private(path, orjson.dumps(content, option=orjson.OPT_INDENT_2))


def _sum(document: dict[str, Any]) -> str:
    # Tells a damaged file from a wrong passphrase; it protects against accidents, not against people.
    return hashlib.sha256(orjson.dumps(document, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _check(key: bytes) -> str:
    return hmac.new(key, b"swstation key check", hashlib.sha256).hexdigest()


def _derive(passphrase: str, salt: bytes, memory: int, iterations: int, lanes: int) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf = Argon2id(salt=salt, length=32, iterations=iterations, lanes=lanes, memory_cost=memory)
    return kdf.derive(unicodedata.normalize("NFKC", passphrase).encode("utf-8"))


def _about(worker: str | None) -> bytes:
    # Sealed in with the key: a slot cannot be made another worker's by a pen.
    return b"swslot1" if worker is None else b"swslot1\0" + worker.encode("ascii")


def _slot(key: bytes, passphrase: str, random: Callable[[int], bytes], worker: str | None = None) -> dict[str, Any]:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    salt, nonce = random(16), random(12)
    cipher = ChaCha20Poly1305(_derive(passphrase, salt, MEMORY_KIB, ITERATIONS, LANES))
    wrapped = cipher.encrypt(nonce, key, _about(worker))
    return {
        "kind": "passphrase", "kdf": "argon2id", "memory_kib": MEMORY_KIB, "iterations": ITERATIONS, "lanes": LANES,
        "salt": salt.hex(), "nonce": nonce.hex(), "wrapped": wrapped.hex(),
        **({} if worker is None else {"worker": worker}),
    }  # fmt: skip


def _open_slot(slot: dict[str, Any], passphrase: str) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    try:
        if (
            slot["kind"] != "passphrase"
            or not 0 < slot["memory_kib"] <= 1024 * 1024
            or not 0 < slot["iterations"] <= 64
        ):
            return None
        derived = _derive(
            passphrase, bytes.fromhex(slot["salt"]), slot["memory_kib"], slot["iterations"], slot["lanes"]
        )
        key = ChaCha20Poly1305(derived).decrypt(
            bytes.fromhex(slot["nonce"]), bytes.fromhex(slot["wrapped"]), _about(slot.get("worker"))
        )
    except InvalidTag:
        return None
    except (KeyError, ValueError, TypeError, AttributeError):
        raise Refusal("store.keys_damaged") from None
    return key
