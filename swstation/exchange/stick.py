"""Onto the stick: written under another name, flushed, read back, compared, and only then given its name.

A stick may lie about its size, be pulled out, be full or locked; a virus scanner may hold what was just written.
Whatever happens, under the final name there is the whole file or what was there before.
"""

from __future__ import annotations

import errno
import hashlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from db import renaming
from db.errors import Refusal
from swstation.exchange import files, limits

PART: Final = ".part"
"""Added to the name while the file is being written; what is left under it is never needed again."""

Told = Callable[[str, int, int], None]
"""The step (``write``, ``read``: read back), bytes done, bytes in all."""


@dataclass(frozen=True)
class Placed:
    """The file under ``path``: bytes and SHA-256 (64 hex), both as read back."""

    path: Path
    size: int
    sha256: str


def put(
    source: BinaryIO,
    target: Path,
    *,
    overwrite: bool = False,
    told: Told | None = None,
    replace: Callable[[Path, Path], None] = os.replace,
    sleep: Callable[[float], None] = time.sleep,
) -> Placed:
    """Copy all of ``source`` to ``target``; ``told`` hears of each step, and what it raises leaves nothing behind.

    Raises ``Refusal``: ``bundle.target_missing`` (no such folder), ``bundle.target_exists`` (unless ``overwrite``),
    ``bundle.path_special``, ``bundle.path_network``, ``bundle.target_full``, ``bundle.target_readonly``,
    ``bundle.target_lies`` (read back otherwise), ``bundle.target_busy`` (written whole, but another program holds it:
    it stays under its ``.part`` name), ``bundle.target_failed``. Nothing is left behind but in the case named.
    """
    _refuse_target(target, overwrite)
    part = target.with_name(target.name + PART)
    size = source.seek(0, 2)
    source.seek(0)
    try:
        try:
            written = _write(_Counted(source, "write", size, told), part)
            if _read_back(part, size, told) != (size, written):
                raise Refusal("bundle.target_lies", name=target.name)
        except OSError as error:
            raise _refusal(error, target, size) from error
        _rename(part, target, replace, sleep)
    except BaseException as error:
        if not (isinstance(error, Refusal) and error.code == "bundle.target_busy"):
            _remove(part)
        raise
    _flush_folder(target.parent)
    return Placed(target, size, written)


def _refuse_target(target: Path, overwrite: bool) -> None:
    files.refuse_network(target)
    if not target.parent.is_dir():
        raise Refusal("bundle.target_missing", folder=str(target.parent))
    part = target.with_name(target.name + PART)
    for path in (target, part):
        try:
            files.refuse_special(path)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise _refusal(error, target, 0) from error
        if path == target and not overwrite:
            raise Refusal("bundle.target_exists", name=target.name)


class _Counted:
    # A file that says how far it was read.
    def __init__(self, source: BinaryIO, step: str, size: int, told: Told | None) -> None:
        self._source, self._step, self._size, self._told, self._done = source, step, size, told, 0

    def read(self, n: int) -> bytes:
        chunk = self._source.read(n)
        self._done += len(chunk)
        if self._told is not None and chunk:
            self._told(self._step, self._done, self._size)
        return chunk


def _write(source: _Counted, part: Path) -> str:
    part.unlink(missing_ok=True)
    # Made here and nowhere else: a link put under this name meanwhile is an error, not a way out of the folder.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(part, flags, 0o644), "wb") as out:
        digest = files.copy(source, out)
        out.flush()
        os.fsync(out.fileno())
        if hasattr(os, "posix_fadvise"):
            # Read back from the stick and not from memory.
            os.posix_fadvise(out.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return digest


def _read_back(part: Path, expected: int, told: Told | None) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with part.open("rb") as written:
        counted = _Counted(written, "read", expected, told)
        while chunk := counted.read(limits.CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return size, digest.hexdigest()


def _rename(part: Path, target: Path, replace: Callable[[Path, Path], None], sleep: Callable[[float], None]) -> None:
    try:
        renaming.rename(part, target, replace=replace, sleep=sleep)
    except OSError as error:
        if renaming.held(error):
            raise Refusal("bundle.target_busy", name=target.name, part=part.name) from error
        raise _refusal(error, target, 0) from error


def _refusal(error: OSError, target: Path, size: int) -> Refusal:
    if files.is_full(error):
        return Refusal("bundle.target_full", folder=str(target.parent), needed=-(-size // limits.MIB))
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Refusal("bundle.target_readonly", folder=str(target.parent))
    if error.errno == errno.ENOENT:
        return Refusal("bundle.target_missing", folder=str(target.parent))
    return Refusal("bundle.target_failed", name=target.name, detail=error.strerror or str(error))


def _remove(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:
        return  # the stick is gone: so is the file


def _flush_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system lets a folder be opened."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        return
    finally:
        os.close(handle)
