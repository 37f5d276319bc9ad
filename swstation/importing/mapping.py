"""The user's own map of headings: a TOML file of ``"their heading" = "our heading"``; ``""`` leaves a column out."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from db.errors import Refusal
from swstation.importing.columns import Kind

MOST_BYTES = 1024 * 1024


def load(path: Path, kind: Kind) -> dict[str, str]:
    """Read a map for ``kind``. Raises ``Refusal``: not TOML, or a heading that we do not have."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refusal("importing.map_broken", file=path.name, detail="> 1 MiB")
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise Refusal("importing.not_found", file=os.fspath(path)) from None
    except OSError:
        raise Refusal("importing.unreadable", file=os.fspath(path)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal("importing.map_broken", file=path.name, detail=str(error)) from None
    for theirs, ours in found.items():
        if not isinstance(ours, str) or (ours and kind.find(ours) is None):
            headings = tuple(column.heading for column in kind.columns)
            raise Refusal("importing.map_heading", token=str(ours), theirs=theirs, choices=headings)
    return found
