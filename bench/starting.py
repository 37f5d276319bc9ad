"""How soon something is there: the version, a line from the command line, the first frame."""

from __future__ import annotations

import fcntl
import os
import re
import select
import shutil
import signal
import struct
import sys
import termios
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic

from bench.data import Data
from bench.measure import ROOT, Result, compare, cpu_of, environment, imported, python

ALTERNATE_SCREEN = b"\x1b[?1049h"
_HAN = re.compile("[\u4e00-\u9fff]")
PATIENCE = 30.0
LINE = "张桂芳 入户 30m 送米油，血压偏高"
NEEDED = "import sqlmodel, babel.dates"
SHOWN = "import textual.app"


def results(data: Data) -> Iterator[Result]:
    """Start-up against what cannot be spared."""
    runs = 7 if data.quick else 15
    version = [*_command("swstation", *python("-m", "swstation")), "--version"]
    yield compare(
        "`swstation --version`", "`python -c pass`", lambda: cpu_of(version), lambda: cpu_of(python("-c", "pass")),
        runs=runs, goal=2.5,
    )  # fmt: skip
    if other := _command("sqlite-utils"):
        yield compare(
            "`swstation --version`", "`sqlite-utils --version`", lambda: cpu_of(version),
            lambda: cpu_of([*other, "--version"]), runs=runs, goal=0.1,
        )  # fmt: skip
    database = data.copy(data.made.laptops[-1].database)
    log = ["-m", "swstation", "--db", str(database), "log", LINE, "--new"]
    logged = compare(
        '`log "…"`, whole process', f"`{NEEDED}`", lambda: cpu_of(python(*log)), lambda: cpu_of(python("-c", NEEDED)),
        runs=runs, goal=1.3,
    )  # fmt: skip
    yield replace(logged, costs=imported(python("-X", "importtime", *log), NEEDED))
    due = python("-m", "swstation", "--db", str(database), "due", "--json")
    yield compare(
        "`due --json`, whole process", f"`{NEEDED}`", lambda: cpu_of(due), lambda: cpu_of(python("-c", NEEDED)),
        runs=runs, goal=None,
    )  # fmt: skip
    frame = compare(
        "first frame of the interface", f"`{SHOWN}`", lambda: frame_cpu(database),
        lambda: cpu_of(python("-c", SHOWN)), runs=runs, goal=1.5,
    )  # fmt: skip
    yield replace(frame, costs=imported(python("-X", "importtime", "-c", "import screens.app, screens.today"), SHOWN))


def _command(name: str, *otherwise: str) -> list[str]:
    # As it is called after it was installed; beside this interpreter, or anywhere.
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    return [found] if found else list(otherwise)


def frame_cpu(database: Path) -> float:
    """CPU seconds of the interface until its first drawing with words on it, in a real terminal. Linux only."""
    import pty

    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        env = environment({"TERM": "xterm-256color", "COLORTERM": "truecolor"})
        os.execve(sys.executable, python("-m", "swstation", "--db", str(database)), env)
    try:
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        seen, ends = b"", monotonic() + PATIENCE
        while monotonic() < ends:
            if not select.select([terminal], [], [], 1.0)[0]:
                continue
            try:
                seen += os.read(terminal, 1 << 16)
            except OSError:
                break
            _before, begun, drawn = seen.partition(ALTERNATE_SCREEN)
            if begun and _HAN.search(drawn.decode("utf-8", "ignore")):
                return _cpu_so_far(pid)
        raise RuntimeError("no frame: " + seen[-2000:].decode("utf-8", "replace"))
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)


def _cpu_so_far(pid: int) -> float:
    # Nanoseconds on the processor, thread by thread: finer than the clock ticks of /proc/PID/stat.
    threads = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((thread / "schedstat").read_text(encoding="ascii").split()[0]) for thread in threads) / 1e9
