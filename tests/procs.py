"""Real processes: run the program, kill it in the middle of a write, take room or rights away from it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import pytest

ROOT = Path(__file__).parent.parent


def environment(**extra: str) -> dict[str, str]:
    """The surrounding of a process: this checkout, English, no interface, no passphrase but a given one."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("SWSTATION_") or k == "SWSTATION_STATE"}
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    return {**kept, "PYTHONPATH": path, "PYTHONUTF8": "1", "SWSTATION_LANG": "en", **extra}


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Its JSON."""
        return json.loads(self.out)


def command(*args: str | Path, database: Path | None = None) -> list[str]:
    """The words that run the program."""
    at = ["--db", str(database)] if database else []
    return [sys.executable, "-m", "swstation", *at, *map(str, args)]


def run(
    *args: str | Path,
    database: Path | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    file_limit: int | None = None,
) -> Ran:
    """Run the program to its end. ``file_limit``: no file may grow beyond this many bytes (a full disk)."""
    done = subprocess.run(
        command(*args, database=database), env=environment(**(env or {})), cwd=cwd, capture_output=True, timeout=120,
        encoding="utf-8", stdin=subprocess.DEVNULL, preexec_fn=_limit(file_limit) if file_limit else None,
    )  # fmt: skip
    return Ran(done.returncode, done.stdout, done.stderr)


def run_killed(
    *args: str | Path, reached: Callable[[], bool], database: Path | None = None, env: Mapping[str, str] | None = None
) -> bool:
    """Run the program and kill it (-9) as soon as ``reached``; whether it was killed before its own end."""
    process = subprocess.Popen(
        command(*args, database=database), env=environment(**(env or {})), stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return kill_when(reached, process.pid, lambda: process.poll() is not None, process.wait)


def kill_when(reached: Callable[[], bool], pid: int, ended: Callable[[], bool], wait: Callable[[], object]) -> bool:
    """Watch a process and kill it (-9) as soon as ``reached``; whether it was killed before its own end."""
    limit = time.monotonic() + 60
    while not ended():
        if reached():
            os.kill(pid, signal.SIGKILL)
            wait()
            return True
        assert time.monotonic() < limit, "neither reached nor ended"
    wait()
    return False


def written(database: Path) -> int:
    """How many bytes of pages stand in the journal: grows with every write, falls back after a checkpoint."""
    wal = database.with_name(database.name + "-wal")
    try:
        return wal.stat().st_size
    except FileNotFoundError:
        return 0


def in_child(work: Callable[[], object]) -> Callable[[Callable[[], bool]], bool]:
    """Do ``work`` in a copy of this process; the function given kills it as soon as it has ``reached``.

    A forked child starts within a millisecond, where a new interpreter needs seconds to import; it is a process of
    its own all the same, with its own files and its own end.
    """
    if not hasattr(os, "fork"):
        pytest.skip("needs fork")
    pid = os.fork()
    if pid == 0:
        _work(work)
    status: list[int] = []

    def ended() -> bool:
        if not status:
            found, code = os.waitpid(pid, os.WNOHANG)
            if found:
                status.append(code)
        return bool(status)

    def wait() -> None:
        if not status:
            status.append(os.waitpid(pid, 0)[1])

    def watch(reached: Callable[[], bool]) -> bool:
        killed = kill_when(reached, pid, ended, wait)
        assert killed or status[0] == 0, f"the child ended with {status[0]}"
        return killed

    return watch


def _work(work: Callable[[], object]) -> NoReturn:
    code = 1
    try:
        work()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _limit(size: int) -> Callable[[], None]:
    import resource

    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def without_rights(work: Callable[[], object]) -> None:
    """Do ``work`` in a child as a user who owns nothing here (root may write even where it is forbidden)."""
    if os.geteuid() == 0 and not all(folder.stat().st_mode & 0o001 for folder in Path(__file__).resolve().parents):
        pytest.skip("the program itself lies where only its owner may read")

    def as_nobody() -> None:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        work()

    assert in_child(as_nobody)(lambda: False) is False
