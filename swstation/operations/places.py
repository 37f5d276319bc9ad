"""Where a database must not lie: in a folder that a program copies elsewhere, on a stick, on another machine's disk."""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from pathlib import Path

_SYNCED = re.compile(
    r"onedrive( - .*)?|wps ?(云盘|网盘|drive|cloud ?files?)|wpsdrive|nutstore( files)?|我?的?坚果云|dropbox( \(.*\))?"
    r"|google ?drive|icloud ?drive|mobile documents|baidusyncdisk|百度(网盘)?同步(盘|空间)?|微云同步助手|synologydrive",
    re.IGNORECASE,
)
_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "fuse.davfs", "davfs", "afpfs"})


@lru_cache(maxsize=64)
def risk(database: str) -> str | None:
    """``sync``, ``network`` or ``removable``, as far as its real path tells; ``None`` for a disk of this machine."""
    folder = str(Path(database).parent)
    if any(_SYNCED.fullmatch(part) for part in Path(folder).parts):
        return "sync"
    if sys.platform == "win32":
        return _on_windows(folder)
    if sys.platform == "darwin":
        return "removable" if folder.startswith("/Volumes/") else None
    return _on_linux(folder)


def _on_windows(folder: str) -> str | None:
    if sys.platform != "win32":
        return None
    import ctypes

    if folder.startswith("\\\\"):
        return "network"
    kind = ctypes.windll.kernel32.GetDriveTypeW(str(Path(folder).anchor))
    return {2: "removable", 4: "network"}.get(kind)


def _on_linux(folder: str, mounts: Path = Path("/proc/mounts"), blocks: Path = Path("/sys/class/block")) -> str | None:
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    best: tuple[str, str, str] = ("", "", "")
    for line in lines:
        device, place, kind, *_rest = (*line.split(" "), "", "", "")
        place = re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), place)
        inside = folder == place or folder.startswith(place.rstrip("/") + "/")
        if inside and len(place) >= len(best[1]):
            best = (device, place, kind)
    if best[2] in _NETWORK:
        return "network"
    if not best[0].startswith("/dev/"):
        return None
    block = blocks / Path(best[0]).name
    for where in (block, block.resolve().parent):  # of a partition the disk knows
        try:
            if (where / "removable").read_text(encoding="ascii").strip() == "1":
                return "removable"
        except OSError:
            continue
    return None
