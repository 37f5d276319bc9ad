"""Into our own folder first: the stick may go, and what was checked must be what is read afterwards."""

from __future__ import annotations

from pathlib import Path

from db.errors import Refusal
from swstation.exchange import files, limits, opening, stick
from swstation.exchange.opening import Outer


def keep(path: Path, folder: Path) -> tuple[Path, Outer]:
    """Copy a bundle into ``folder`` under its SHA-256; the copy and what the file shows to anyone.

    A bundle that is there already is not written again, whatever its name was. What is no whole bundle leaves
    nothing. Raises ``Refusal`` as ``opening.outer`` and ``stick.put``.
    """
    with files.open_plain(path) as source:
        outer = opening.read_outer(source)
        kept = folder / f"{outer.sha256}.swb"
        if not (kept.is_file() and kept.stat().st_size == outer.size and _hash(kept) == outer.sha256):
            placed = stick.put(source, kept, overwrite=True)
            if placed.sha256 != outer.sha256:  # written over while it was read
                kept.unlink()
                raise Refusal("bundle.damaged")
    return kept, outer


def keep_unread(path: Path, folder: Path) -> tuple[Path, str]:
    """Keep a bundle that only a newer program can read: the copy and its SHA-256 (64 hex).

    Raises ``Refusal`` as ``files.open_plain`` and ``stick.put``, and ``bundle.too_large``.
    """
    with files.open_plain(path) as source:
        with files.disk_errors():
            if source.seek(0, 2) > limits.FILE_BYTES:
                raise Refusal("bundle.too_large", limit=limits.FILE_BYTES // limits.MIB)
            source.seek(0)
            sha256 = files.hash_of(source)
        kept = folder / f"{sha256}.swb"
        if not kept.is_file():
            stick.put(source, kept)
    return kept, sha256


def _hash(path: Path) -> str:
    with files.open_plain(path) as source, files.disk_errors():
        return files.hash_of(source)
