"""Two things measured side by side, pair by pair, so that a busy machine slows both alike."""

from __future__ import annotations

import cProfile
import gc
import os
import pstats
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

ROOT = Path(__file__).resolve().parent.parent
SLACK = 1.3
"""How much over a goal the gate lets pass, for the noise of shared machines."""


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table. ``ours`` and ``theirs`` are medians (seconds), ``ratio`` the median of pairwise ratios."""

    name: str
    against: str
    ours: float
    theirs: float
    ratio: float
    goal: float | None
    of: str
    runs: int
    costs: str = ""
    limit: float | None = None
    """What the gate lets pass, where it is not the goal and some slack."""

    @property
    def met(self) -> bool:
        """Whether the goal is met; true where there is none."""
        return self.goal is None or self.ratio <= self.goal

    @property
    def passes(self) -> bool:
        """Whether the gate lets it pass."""
        if self.limit is not None:
            return self.ratio <= self.limit
        return self.goal is None or self.ratio <= self.goal * SLACK


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process for ``work``."""
    began = process_time()
    work()
    return process_time() - began


def wall(work: Callable[[], object]) -> float:
    """Wall seconds for ``work``: where the disk is what is waited for."""
    began = perf_counter()
    work()
    return perf_counter() - began


def cpu_of(command: Sequence[str], env: dict[str, str] | None = None) -> float:
    """CPU seconds of a whole process, its children too."""
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT, env=environment(env)
    )
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command}: exit {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def environment(more: dict[str, str] | None = None) -> dict[str, str]:
    """This process's surroundings, in which compiled files may be kept as they would be on a laptop."""
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {**env, "SWSTATION_LANG": "zh_CN", **(more or {})}


def python(*args: str) -> list[str]:
    """A command of this interpreter."""
    return [sys.executable, *args]


def compare(
    name: str, against: str, ours: Callable[[], float], theirs: Callable[[], float], *, runs: int, goal: float | None,
    of: str = "CPU",
) -> Result:  # fmt: skip
    """Take turns, ours first in one pair and second in the next."""
    gc.collect()  # what other measurements left is not looked through in the middle of this one
    pairs: list[tuple[float, float]] = []
    for number in range(runs):
        if number % 2:
            their = theirs()
            pairs.append((ours(), their))
        else:
            our = ours()
            pairs.append((our, theirs()))
    return Result(
        name, against, median(p[0] for p in pairs), median(p[1] for p in pairs), median(p[0] / p[1] for p in pairs),
        goal, of, runs,
    )  # fmt: skip


def hottest(work: Callable[[], object], count: int = 5) -> str:
    """Where the time of ``work`` goes: the functions with the largest own share."""
    profile = cProfile.Profile()
    profile.enable()
    work()
    profile.disable()
    stats = pstats.Stats(profile)
    table: dict[tuple[str, int, str], tuple[int, int, float, float, object]] = stats.stats  # type: ignore[attr-defined]
    whole = sum(row[2] for row in table.values()) or 1.0
    ranked = sorted(table.items(), key=lambda item: -item[1][2])[:count]
    return ", ".join(f"`{_name(*key)}` {row[2] / whole:.0%}" for key, row in ranked if row[2] / whole >= 0.01)


def imported(command: Sequence[str], spared: str, count: int = 5) -> str:
    """Which packages a process spends its imports on, beyond those that ``spared`` (a statement) brings anyway."""
    theirs = {name for name, _own in _imports(python("-X", "importtime", "-c", spared))}
    owns: dict[str, int] = {}
    for name, own in _imports(command):
        if name not in theirs:
            package = name.partition(".")[0]
            owns[package] = owns.get(package, 0) + own
    ranked = sorted(owns.items(), key=lambda item: -item[1])[:count]
    whole = sum(owns.values()) or 1
    shares = ", ".join(f"`{package}` {own / whole:.0%}" for package, own in ranked if own / whole >= 0.01)
    return f"of the imports beyond those {shares}"


def _imports(command: Sequence[str]) -> list[tuple[str, int]]:
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, encoding="utf-8", check=True)
    rows = [line.removeprefix("import time:").split("|") for line in done.stderr.splitlines() if "|" in line]
    return [(name.strip(), int(own)) for own, _total, name in rows if own.strip().isdigit()]


def _name(file: str, _line: int, function: str) -> str:
    if file == "~":
        words = re.findall(r"[\w.]+", function.replace("method", "").replace("built-in", "").replace("objects", ""))
        return ".".join([*(word.rpartition(".")[2] for word in words[2:]), words[0]])
    return f"{Path(file).stem}.{function}"
