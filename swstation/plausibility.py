"""From where on a record is asked about: numbers that are data, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _numbers() -> dict[str, dict[str, int]]:
    return tomllib.loads(files("swstation").joinpath("data", "plausibility.toml").read_text(encoding="utf-8"))


def number(check: str, name: str) -> int:
    """One of the numbers. Raises ``KeyError`` for one that is not there."""
    return _numbers()[check][name]
