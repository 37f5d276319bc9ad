"""The words of the demonstration data, and how a sentence is put together from them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

_SLOT = re.compile(r"\{(\w+)\}")
_WEEKDAYS = "一二三四五"
_DEPTH = 5


@cache
def data() -> dict[str, Any]:
    """``swstation/data/demo.toml``."""
    return tomllib.loads(files("swstation").joinpath("data", "demo.toml").read_text(encoding="utf-8"))


class Writer:
    """Writes notes. The same ``rng`` in the same state writes the same."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._slots: dict[str, list[str]] = data()["slots"]
        self._notes: dict[str, dict[str, list[str]]] = data()["notes"]

    def fill(self, text: str, **known: object) -> str:
        """``text`` with its slots filled: from ``known``, from the lists, or by a number drawn."""
        for _round in range(_DEPTH):
            if "{" not in text:
                break
            text = _SLOT.sub(lambda slot: self._value(slot[1], known), text)
        return text

    def _value(self, slot: str, known: dict[str, object]) -> str:
        if slot in known:
            return str(known[slot])
        if slot in self._slots:
            return self._rng.choice(self._slots[slot])
        rng = self._rng
        numbers: dict[str, Callable[[], str]] = {
            "hi": lambda: str(rng.randint(112, 176)),
            "lo": lambda: str(rng.randint(64, 98)),
            "n": lambda: str(rng.randint(2, 9)),
            "yuan": lambda: str(rng.randint(2, 60) * 100),
            "minutes": lambda: str(rng.randint(4, 12) * 5),
            "hours": lambda: str(rng.randint(4, 7)),
            "pre": lambda: str(rng.randint(30, 55)),
            "post": lambda: str(rng.randint(60, 90)),
            "weekday": lambda: "周" + rng.choice(_WEEKDAYS),
            "updown": lambda: rng.choice(("高", "低", "略高", "略低")),
            "topic": lambda: str(rng.choice(data()["notes"]["consultation"]["topics"])),
        }
        return numbers[slot]()

    def about(self, audience: str, short: bool = False, **known: object) -> str:
        """A note about one person: one or two things seen, often something more."""
        rng = self._rng
        if short and rng.random() < 0.6:
            return self.one("short", **known)
        kind = self._notes[audience]
        parts = rng.sample(kind["main"], rng.choice((1, 2, 2, 3, 3)))
        more = rng.choice(kind["more"])
        return self.fill("；".join(filter(None, (*parts, more))) + "。", **known)

    def one(self, kind: str, **known: object) -> str:
        """A sentence or two about one kind of work."""
        said = [self._rng.choice(self._notes[kind]["main"])]
        if self._rng.random() < 0.5:
            said.append(self._rng.choice(self._notes["work"]["main"]))
        return self.fill("，".join(said), **known)

    def outcome(self, outcome: str, **known: object) -> str:
        """Why somebody was not met."""
        sentences: list[str] = data()["notes"]["outcome"][outcome]
        return self.fill(self._rng.choice(sentences), **known)

    def case(self, stage: str, **known: object) -> str:
        """What was done at a stage of a case."""
        sentences: list[str] = data()["notes"]["case"][stage]
        return self.fill(self._rng.choice(sentences), **known) + "。"
