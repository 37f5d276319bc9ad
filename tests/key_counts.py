"""How many keys each journey costs, held against ``journeys/keys.toml``. ``SWSTATION_UPDATE_GOLDENS=1`` writes it anew.

``keys`` are all keys of a journey as a worker's fingers count them, the input method on (``fingers``); ``text`` are
those of them that what is written costs, whatever the program. ``docs/performance.md`` shows this file.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

FILE = Path(__file__).parent / "journeys" / "keys.toml"
HEAD = (
    "# Keys of each journey, all of them pressed in a test (tests/key_counts.py). `keys`: all, input method on;\n"
    "# `text`: those of them that the words and numbers written cost. SWSTATION_UPDATE_GOLDENS=1 writes it anew.\n"
)


def kept() -> dict[str, dict[str, str | int]]:
    """What the file says, by the name of the journey."""
    return tomllib.loads(FILE.read_text(encoding="utf-8")) if FILE.is_file() else {}


def hold(name: str, what: str, keys: int, text: int = 0) -> None:
    """The journey cost as many keys as the file says; ``what`` it was is said there, too."""
    found: dict[str, str | int] = {"keys": keys, "text": text, "what": what}
    print(f"\n{what}: {keys} keys, {text} of them for what is written")
    known = kept()
    if os.environ.get("SWSTATION_UPDATE_GOLDENS") == "1":
        FILE.write_text(_written({**known, name: found}), encoding="utf-8")
        return
    assert known.get(name) == found, (
        f"{FILE.name} has {known.get(name)} for {name}, counted: {found}. SWSTATION_UPDATE_GOLDENS=1 writes it anew."
    )


def _written(all_: dict[str, dict[str, str | int]]) -> str:
    parts = [
        f'[{name}]\nkeys = {one["keys"]}\ntext = {one["text"]}\nwhat = "{one["what"]}"\n'
        for name, one in sorted(all_.items())
    ]
    return "\n".join([HEAD, *parts])
