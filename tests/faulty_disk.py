"""Disks that fail at the N-th operation, and what lies on a disk whose power was cut: real processes, real files.

A small library, loaded before the C library (tests/faulty_disk.c), sees every write, flush, rename and removal of a
process, SQLite's among them, and lets one fail or writes it down. It is built when it is needed: no compiler, no test.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import struct
import subprocess
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import procs
import pytest
from killing import SCENARIOS, fresh
from sites import County

from db.errors import Refusal

SOURCE = Path(__file__).with_name("faulty_disk.c")
WAYS = {
    "once": (errno.EIO, 0, 0),
    "from then on": (errno.EIO, 1, 0),
    "half written": (errno.EIO, 0, 1),
    "full": (errno.ENOSPC, 0, 1),
    "full from then on": (errno.ENOSPC, 1, 1),
}
"""How an operation fails: the error, whether all after it fail too, whether half of a write is done."""


def library(folder: Path) -> Path:
    """The library, built in ``folder``; skips where it cannot be."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("needs Linux and a C compiler")
    made = folder / "faulty_disk.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", made, SOURCE, "-ldl"], check=True)
    return made


def apart(made: Path, *words: str | Path) -> Any:
    """Run this module as a program of its own on the faulty disk; what it says."""
    done = subprocess.run(
        [sys.executable, __file__, *map(str, words)], env=procs.environment(LD_PRELOAD=str(made)),
        capture_output=True, encoding="utf-8", timeout=3600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


# In the process that has the library


def _failing(county: County, folder: Path, name: str, moments: int, ways: int) -> dict[str, Any]:
    """Let the scenario's operations fail one by one, each in a process of its own; what came of it."""
    numbers = Random(name)
    disk, scenario = ctypes.CDLL(None), SCENARIOS[name]
    before = scenario.state(fresh(county, folder))
    operations, _code = _tried(disk, fresh(county, folder), name, 0, (0, 0, 0))
    after = scenario.state(County(folder))
    assert before != after and operations > 10
    chosen = sorted(numbers.sample(range(1, operations + 1), min(moments, operations)))
    codes: dict[str, int] = {}
    for at in chosen:
        for way in numbers.sample(sorted(WAYS), ways):
            how = WAYS[way]
            here = fresh(county, folder)
            _, code = _tried(disk, here, name, at, how)
            state = scenario.state(here)
            assert state in (before, after), (at, way, code)
            assert code or state == after, (at, way, "said to be done, and is not")
            assert not code or code.partition(".")[0] in ("store", "bundle"), (at, way, code)
            scenario.again(here, state == after)
            assert scenario.state(here) == after, (at, way)
            codes[code] = codes.get(code, 0) + 1
    return {"operations": operations, "tried": len(chosen), "codes": codes}


def _tried(disk: Any, here: County, name: str, at: int, how: tuple[int, int, int]) -> tuple[int, str]:
    reading, writing = os.pipe()
    if os.fork() == 0:
        code = 1
        try:
            disk.disk_watch(str(here.folder).encode())
            disk.disk_fail(at, *how)
            try:
                refusal = SCENARIOS[name].work(here, lambda _book: None)
            except Refusal as told:  # the book did not even open
                refusal = told
            operations = disk.disk_operations()
            disk.disk_watch(b"")
            os.write(writing, f"{operations} {refusal.code if refusal else ''}".encode())
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        _pid, status = os.wait()
        assert status == 0, (at, how)
        operations, code_said = said.read().decode().split(" ")
        return int(operations), code_said


def _diary(county: County, folder: Path, name: str, diary: Path) -> dict[str, Any]:
    """Do it once and write down every operation."""
    disk, here = ctypes.CDLL(None), fresh(county, folder)
    with diary.open("wb") as file:
        disk.disk_write_down(file.fileno())
        disk.disk_watch(str(here.folder).encode())
        refusal = SCENARIOS[name].work(here, lambda _book: None)
        disk.disk_watch(b"")
    assert refusal is None
    return {}


# In the test


@dataclass(frozen=True)
class Asked:
    """One operation that a process asked of the disk: W write, S flush, T cut, R rename, L link, U remove, O open."""

    what: str
    path: str
    at: int
    data: bytes


def asked(diary: bytes) -> Iterator[Asked]:
    """What a diary says."""
    place = 0
    while place < len(diary):
        what, at, length, name = struct.unpack_from("<cqIH", diary, place)
        place += struct.calcsize("<cqIH")
        path = diary[place : place + name].decode()
        place += name
        yield Asked(what.decode(), path, at, diary[place : place + length])
        place += length


@dataclass
class Lying:
    """A file as it surely lies on the disk, and what was asked of it since its last flush."""

    sure: bytearray = field(default_factory=bytearray)
    since: list[Asked] = field(default_factory=list)

    def flush(self) -> None:
        for one in self.since:
            _do(self.sure, one)
        self.since.clear()


class Disk:
    """What lies on a disk after a cut of power: flushed is flushed; the rest is there whole, torn, or not at all.

    Names change in the order asked for, and a flush of anything makes all name changes before it sure, as journalling
    file systems do; so a name may be there whose content is not.
    """

    def __init__(self, folder: Path) -> None:
        self.names: dict[str, Lying] = {}
        self.changes: list[dict[str, Lying]] = []
        for path in folder.rglob("*"):
            if path.is_file():
                self.names[str(path)] = Lying(bytearray(path.read_bytes()))
        self.changes.append(dict(self.names))

    def do(self, one: Asked) -> None:
        """One operation more."""
        if one.what == "S":
            if one.path in self.names:
                self.names[one.path].flush()
            self.changes = [dict(self.names)]
            return
        if one.path not in self.names and one.what in "WTO" and "(deleted)" not in one.path and "#" not in one.path:
            self.names[one.path] = Lying()
        elif one.what == "R":
            self.names[one.data.decode()] = self.names.pop(one.path)
        elif one.what == "L":
            self.names[one.data.decode()] = self.names[one.path]
        elif one.what == "U":
            self.names.pop(one.path, None)
        if (one.what in "WT" or (one.what == "O" and one.at)) and one.path in self.names:
            self.names[one.path].since.append(one)
        if dict(self.names) != self.changes[-1]:
            self.changes.append(dict(self.names))

    def after_a_cut(self, numbers: Random) -> dict[str, bytes]:
        """One of the many states in which it may be found."""
        names = numbers.choice([self.changes[0], self.changes[-1], numbers.choice(self.changes)])
        keep = numbers.choice([0.0, 1.0, numbers.random()])
        return {path: self._content(file, keep, numbers) for path, file in names.items()}

    @staticmethod
    def _content(file: Lying, keep: float, numbers: Random) -> bytes:
        content = bytearray(file.sure)
        for one in file.since:
            if one.what != "W":
                if numbers.random() < keep:
                    _do(content, one)
                continue
            for start in range(0, len(one.data), 512):  # a sector is written or not
                if numbers.random() < keep:
                    _do(content, Asked("W", one.path, one.at + start, one.data[start : start + 512]))
        return bytes(content)


def _do(content: bytearray, one: Asked) -> None:
    if one.what == "W":
        if len(content) < one.at:
            content.extend(bytes(one.at - len(content)))
        content[one.at : one.at + len(one.data)] = one.data
    else:
        size = one.at if one.what == "T" else 0
        del content[size:]
        content.extend(bytes(size - len(content)))


def lay_down(files: dict[str, bytes], folder: Path) -> County:
    """The files where they lay; what the kernel keeps in memory beside a database is gone."""
    shutil.rmtree(folder)
    for path, content in files.items():
        if not path.endswith("-shm"):
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            Path(path).write_bytes(content)
    return County(folder)


def unflushed_names(operations: list[Asked]) -> list[str]:
    """Files that got their final name before their content was flushed: after a cut of power the name stands alone."""
    open_writes: dict[str, bool] = {}
    found = []
    for one in operations:
        if one.what in "WT":
            open_writes[one.path] = True
        elif one.what == "S":
            open_writes[one.path] = False
        elif one.what in "RL":
            if open_writes.get(one.path):
                found.append(one.data.decode())
            open_writes[one.data.decode()] = open_writes.get(one.path, False)
    return found


if __name__ == "__main__":
    what, made_in, *rest = sys.argv[1:]
    made_county, told = County(Path(made_in)), {}
    for scenario_name in SCENARIOS:
        if what == "failing":
            told[scenario_name] = _failing(made_county, Path(rest[0]), scenario_name, int(rest[1]), int(rest[2]))
        else:
            told[scenario_name] = _diary(made_county, Path(rest[0]), scenario_name, Path(rest[1]) / scenario_name)
    print(json.dumps(told))
