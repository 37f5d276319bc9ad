"""The files beside a database and those beside a copy of it: carried over, each checked by its hash."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from db.attached import OLD, PART, content_at, folder, place
from db.errors import Refusal
from db.flushing import copy_file, flush_folder


@dataclass(frozen=True, slots=True)
class Carried:
    """How many files are there now, how many of them were copied, how many the source has not, and how many of its
    are not what their hash says (those are not copied)."""

    files: int = 0
    copied: int = 0
    missing: int = 0
    damaged: int = 0


def owner_of(copy: Path) -> Path:
    """The database beside whose folder the files of a copy lie: of one in ``PATH.d/backup`` it is ``PATH``."""
    backup, data = copy.parent, copy.parent.parent
    if backup.name == "backup" and data.name.endswith(".d"):
        return data.with_name(data.name.removesuffix(".d"))
    return copy


def needed(database: Path, hashes: Iterable[str]) -> int:
    """How many bytes the files with these hashes take that are here."""
    return sum(path.stat().st_size for one in hashes if (path := place(database, one)).is_file())


def carry(source: Path, target: Path, key: bytes | None, hashes: Iterable[str]) -> Carried:
    """Bring files from beside one database to beside another one with the same key; nothing is replaced that is whole.

    Each gets a name of its own first, is flushed, read back and only then gets its hash as a name. A damaged one at
    the target keeps its content under a name that ends in ``OLD``. Raises ``OSError``.
    """
    done = Carried()
    for one in sorted(hashes):
        path, goal = place(source, one), place(target, one)
        if goal.is_file() and _whole(goal, key, one):
            done = _plus(done, files=1)
        elif not path.is_file():
            done = _plus(done, missing=1)
        elif not _copied(path, goal, key, one):
            done = _plus(done, damaged=1)
        else:
            done = _plus(done, files=1, copied=1)
    if done.copied:
        flush_folder(folder(target))
    return done


def _plus(done: Carried, *, files: int = 0, copied: int = 0, missing: int = 0, damaged: int = 0) -> Carried:
    return Carried(done.files + files, done.copied + copied, done.missing + missing, done.damaged + damaged)


def _copied(path: Path, goal: Path, key: bytes | None, content_hash: str) -> bool:
    goal.parent.mkdir(parents=True, exist_ok=True)
    part = goal.with_name(f".{goal.name}{PART}")
    try:
        copy_file(path, part)
        part.chmod(0o600)
        if not _whole(part, key, content_hash):
            return False
        if goal.exists():
            goal.replace(goal.with_name(goal.name + OLD))
        part.replace(goal)
        return True
    finally:
        part.unlink(missing_ok=True)


def _whole(path: Path, key: bytes | None, content_hash: str) -> bool:
    try:
        for _piece in content_at(path, key, content_hash):
            pass
    except Refusal:
        return False
    return True
