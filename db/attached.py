"""Files that belong to rows, kept beside the database: each under the SHA-256 of what is in it, encrypted.

``PATH.d/attachments/<hash>``. With a database that has a key: a magic, a random salt, then pieces of 64 KiB, each
sealed by ChaCha20-Poly1305 under a key made of the database's key and the salt; the nonce counts the pieces and its
last byte marks the last one, so that no piece can be moved, left out or cut off. A database without a key keeps them
as they are.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from db.errors import Refusal
from db.flushing import flush_folder
from db.renaming import rename

PART: Final = ".part"
"""Ends the name of a file that is being written."""
OLD: Final = ".old"
"""Ends the name of a damaged one that a good one was put in place of."""
MAGIC: Final = b"swatt1\0\n"
PIECE: Final = 64 * 1024
_TAG: Final = 16
_SALT: Final = 16
_HASH: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
MOST_BYTES: Final = 200 * 1024 * 1024
"""The longest file that is taken."""


def folder(database: Path) -> Path:
    """Where the files of a database lie."""
    return database.with_name(database.name + ".d") / "attachments"


def place(database: Path, content_hash: str) -> Path:
    """Where the file with a content lies. Raises ``ValueError`` for what is no hash."""
    if not _HASH.fullmatch(content_hash):
        raise ValueError(content_hash)
    return folder(database) / content_hash


def keep(
    database: Path, key: bytes | None, source: Path, random: Callable[[int], bytes] = os.urandom
) -> tuple[str, int]:
    """Copy a file in; gives its hash and its length in bytes. A file that is there already stays as it is.

    Refuses one that cannot be read, is empty or longer than ``MOST_BYTES``. Whole or not at all.
    """
    try:
        length = source.stat().st_size if source.is_file() else -1
    except OSError:
        length = -1
    if length < 0:
        raise Refusal("attachment.cannot_read", path=source.name)
    if length == 0:
        raise Refusal("attachment.empty", path=source.name)
    if length > MOST_BYTES:
        raise Refusal("attachment.too_long", path=source.name, limit=MOST_BYTES // 1024 // 1024)
    try:
        with source.open("rb") as file:
            return keep_pieces(database, key, iter(lambda: file.read(PIECE), b""), random)
    except OSError as error:
        raise Refusal("attachment.cannot_keep", path=source.name, detail=error.strerror or "") from None


def keep_pieces(
    database: Path, key: bytes | None, pieces: Iterable[bytes], random: Callable[[int], bytes] = os.urandom
) -> tuple[str, int]:
    """Keep a content that comes in pieces; gives its hash and its length in bytes.

    Under another name first, flushed, and only then under its hash: a cut leaves the whole file or none. Raises
    ``OSError``.
    """
    target_folder = folder(database)
    target_folder.mkdir(parents=True, exist_ok=True)
    part = target_folder / f".{random(8).hex()}{PART}"
    digest = hashlib.sha256()
    try:
        with part.open("xb") as out:
            part.chmod(0o600)
            length = _write(_hashed(pieces, digest.update), out, key, random)
            out.flush()
            os.fsync(out.fileno())
        target = place(database, digest.hexdigest())
        if not target.exists():
            rename(part, target)
            flush_folder(target_folder)
    finally:
        part.unlink(missing_ok=True)
    return digest.hexdigest(), length


def content(database: Path, key: bytes | None, content_hash: str) -> Iterator[bytes]:
    """The content of a file in pieces. Refuses one that is not here, or is not what its hash says (at its end)."""
    return content_at(place(database, content_hash), key, content_hash)


def content_at(path: Path, key: bytes | None, content_hash: str) -> Iterator[bytes]:
    """As ``content``, of a file at any place."""
    if not path.is_file():
        raise Refusal("attachment.not_here")
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            for piece in _read(file, key):
                digest.update(piece)
                yield piece
    except OSError as error:
        raise Refusal("attachment.cannot_read", path=path.name[:8], detail=error.strerror or "") from None
    if digest.hexdigest() != content_hash:
        raise Refusal("attachment.damaged")


def take_out(database: Path, key: bytes | None, content_hash: str, target: Path) -> int:
    """Write a file's content to ``target``, checked, whole or not at all; gives its length in bytes."""
    part = target.with_name(f".{target.name}.part")
    length = 0
    try:
        with part.open("wb") as out:
            for piece in content(database, key, content_hash):
                out.write(piece)
                length += len(piece)
        rename(part, target)
    except OSError as error:
        raise Refusal("attachment.cannot_keep", path=target.name, detail=error.strerror or "") from None
    finally:
        part.unlink(missing_ok=True)
    return length


def check(database: Path, key: bytes | None, content_hash: str) -> None:
    """Refuse a file that is not here or is not what its hash says."""
    for _piece in content(database, key, content_hash):
        pass


def hashes(database: Path) -> list[str]:
    """The hashes of the files that are here."""
    where = folder(database)
    return sorted(one.name for one in where.iterdir() if _HASH.fullmatch(one.name)) if where.is_dir() else []


def drop(database: Path, content_hash: str) -> None:
    """Take a file away for good."""
    place(database, content_hash).unlink(missing_ok=True)


def left_over(database: Path) -> list[Path]:
    """Files of the folder that no cut and no restore needs any more: half written, or put aside as damaged."""
    where = folder(database)
    if not where.is_dir():
        return []
    return sorted(one for one in where.iterdir() if one.name.endswith((PART, OLD)))


def _hashed(pieces: Iterable[bytes], update: Callable[[bytes], None]) -> Iterator[bytes]:
    for piece in pieces:
        update(piece)
        yield piece


def _write(pieces: Iterator[bytes], out: BinaryIO, key: bytes | None, random: Callable[[int], bytes]) -> int:
    length = 0
    if key is None:
        for piece in pieces:
            out.write(piece)
            length += len(piece)
        return length
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    salt = random(_SALT)
    cipher = ChaCha20Poly1305(_key_of(key, salt))
    out.write(MAGIC + salt)
    number, before = 0, next(pieces, b"")
    for piece in pieces:
        out.write(cipher.encrypt(_nonce(number, last=False), before, MAGIC))
        length, number, before = length + len(before), number + 1, piece
    out.write(cipher.encrypt(_nonce(number, last=True), before, MAGIC))
    return length + len(before)


def _read(file: BinaryIO, key: bytes | None) -> Iterator[bytes]:
    if key is None:
        while piece := file.read(PIECE):
            yield piece
        return
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    if file.read(len(MAGIC)) != MAGIC:
        raise Refusal("attachment.damaged")
    cipher = ChaCha20Poly1305(_key_of(key, file.read(_SALT)))
    number, sealed = 0, file.read(PIECE + _TAG)
    while True:
        after = file.read(PIECE + _TAG)
        try:
            yield cipher.decrypt(_nonce(number, last=not after), sealed, MAGIC)
        except InvalidTag:
            raise Refusal("attachment.damaged") from None
        if not after:
            return
        number, sealed = number + 1, after


def _key_of(key: bytes, salt: bytes) -> bytes:
    return hmac.new(key, b"swstation attachment\0" + salt, hashlib.sha256).digest()


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\1" if last else b"\0")
