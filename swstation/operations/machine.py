"""What tells one machine, and one file on it, from another; and small private files that may as well be missing."""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any
from zlib import crc32

import orjson

from db.renaming import rename


@lru_cache(maxsize=1)
def machine_id() -> str:
    """A name of this installation of the operating system, 32 hex; the same for all its users.

    Where the system has none to tell, all such machines have the same: a name that changes (that of a container, or the
    host's) would make a stranger of an original.
    """
    found = _system_id()
    return hashlib.sha256(f"swmachine1\0{found}".encode()).hexdigest()[:32]


def _system_id() -> str:
    if sys.platform == "win32":
        import winreg

        with suppress(OSError), winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    if sys.platform == "darwin":
        import uuid

        return f"{uuid.getnode():012x}"
    for name in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        with suppress(OSError):
            return Path(name).read_text(encoding="ascii", errors="replace").strip()
    return ""


@lru_cache(maxsize=1)
def boot_id() -> str:
    """A name of this start of the machine, another after the next one; empty where the system has none."""
    with suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii", errors="replace").strip()
    return ""


def file_id(path: Path) -> list[int]:
    """Which file this is on its disk: it stays when the file is renamed, a copy has another."""
    found = path.stat()
    return [found.st_dev, found.st_ino]


SUM = "sum"
"""In a document that is written over: the check sum of the rest of it."""
ROOM = 128
"""So many characters such a document may grow by in place."""


def read_json(path: Path) -> dict[str, Any]:
    """A small document, empty if it is not there, cannot be read, is damaged or of two pieces."""
    try:
        with path.open("rb", buffering=0) as file:
            found = orjson.loads(file.read())
    except (OSError, ValueError):
        return {}
    if type(found) is not dict or (SUM in found and found.pop(SUM) != crc32(orjson.dumps(found))):
        return {}
    return found


def write_json(path: Path, document: dict[str, Any]) -> bool:
    """Write a small document that only its owner reads, whole or not at all; whether it could be written.

    Nothing rests on it but a warning that comes later, so it does not wait for the disk.
    """
    return _put(path, orjson.dumps(document))


def rewrite_json(path: Path, document: dict[str, Any]) -> bool:
    """As ``write_json``, for a document that is written again and again: over what is there, where that is long enough.

    A new file under the name would cost ten times as much, and more where a virus scanner looks at each. Whoever finds
    a piece of the old one beside one of the new (``read_json``: power was cut, it is being written) finds nothing.
    """
    # The sum first: its name stands at the same place in both, and no piece can do without it.
    content = orjson.dumps({SUM: crc32(orjson.dumps(document)), **document})
    with suppress(OSError):
        handle = os.open(path, os.O_WRONLY)
        try:
            size = os.fstat(handle).st_size
            if len(content) <= size <= len(content) + 2 * ROOM and os.write(handle, content.ljust(size)) == size:
                return True
        finally:
            os.close(handle)
    return _put(path, content.ljust(len(content) + ROOM))


def _put(path: Path, content: bytes) -> bool:
    temp = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        handle = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        rename(temp, path)
    except OSError:
        with suppress(OSError):
            temp.unlink(missing_ok=True)
        return False
    return True
