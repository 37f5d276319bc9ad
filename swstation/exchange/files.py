"""Files from outside and files of our own: only plain files are opened, and an error of the disk is a refusal."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Protocol

from db.errors import Refusal
from swstation.exchange import limits

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def open_plain(path: Path) -> BinaryIO:
    """Open a file somebody chose, to read it.

    Raises ``Refusal``: ``bundle.path_missing``, ``bundle.path_network``, ``bundle.path_special`` for a folder, a
    link, a device or a pipe (which could be swapped or never end), ``bundle.path_unreadable``.
    """
    refuse_network(path)
    name = path.name or str(path)
    try:
        refuse_special(path)
        # Without blocking: a pipe put there since the look above must not hold the program.
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        handle = os.open(path, flags)
    except FileNotFoundError:
        raise Refusal("bundle.path_missing", name=name) from None
    except OSError as error:
        raise Refusal("bundle.path_unreadable", name=name, detail=error.strerror or "") from None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise Refusal("bundle.path_special", name=name)
    return os.fdopen(handle, "rb")


def refuse_network(path: Path) -> None:
    """Raise ``Refusal`` ``bundle.path_network`` for ``//server/share``: opening it sends the user's name there."""
    if str(path).replace("\\", "/").startswith("//"):
        raise Refusal("bundle.path_network", name=str(path))


def refuse_special(path: Path) -> None:
    """Raise ``Refusal`` ``bundle.path_special`` for what is no plain file, ``OSError`` where nothing is."""
    if not stat.S_ISREG(os.lstat(path).st_mode):
        raise Refusal("bundle.path_special", name=path.name or str(path))


def hash_of(source: BinaryIO) -> str:
    """SHA-256 of what is left to read, 64 hex."""
    digest = hashlib.sha256()
    while chunk := source.read(limits.CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


class Readable(Protocol):
    """What can be read piece by piece."""

    def read(self, n: int, /) -> bytes: ...


def copy(source: Readable, out: BinaryIO) -> str:
    """Copy what is left to read; its SHA-256 as read, 64 hex."""
    digest = hashlib.sha256()
    while chunk := source.read(limits.CHUNK):
        digest.update(chunk)
        out.write(chunk)
    return digest.hexdigest()


def private(folder: Path) -> BinaryIO:
    """A file for clear text without a name: gone when closed, gone after a crash, readable by this user alone."""
    return tempfile.TemporaryFile(dir=folder)


def let_go(held: BinaryIO) -> None:
    """Close a private file. That the disk refuses even now is no news: nobody reads it any more."""
    with suppress(OSError):
        held.close()


@contextmanager
def disk_errors() -> Iterator[None]:
    """Turn an error of this machine's disk into ``Refusal`` ``bundle.disk_full`` or ``bundle.disk_error``."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise Refusal("bundle.disk_full") from error
        raise Refusal("bundle.disk_error", detail=error.strerror or str(error)) from error


def is_full(error: OSError) -> bool:
    """Whether an error says that no more fits."""
    return error.errno in _FULL
