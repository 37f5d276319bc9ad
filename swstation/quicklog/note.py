"""The note: what is left of the line, verbatim, when the parts that leave it are taken out."""

from __future__ import annotations

import re
from typing import Final

from swstation.quicklog.hits import Hit
from swstation.quicklog.tail import taken_along
from swstation.quicklog.text import is_separator, skip_separators

_COMMAS: Final = " \u3000,，、;；"
_ESCAPE: Final = re.compile(r"(?:^|(?<= ))//(?= |$)")


def escape(text: str) -> tuple[int, int]:
    """Where what is read ends and where the note after `` // `` begins; twice the end if there is none."""
    hit = _ESCAPE.search(text)
    return (hit.start(), hit.end()) if hit else (len(text), len(text))


def assemble(
    line: str,
    text: str,
    hits: list[Hit],
    connectors: list[tuple[int, int]],
    ends: tuple[int, int],
) -> str:
    """The note. A part that leaves takes the separators beside it: in the head those after, in the tail before."""
    end, after = ends
    gone = list(connectors)
    leading = skip_separators(text, 0, end)
    if hits and hits[0].zone == "head" and hits[0].start == leading and not hits[0].stays:
        gone.append((0, leading))
    for hit in hits:
        if hit.stays:
            continue
        if hit.zone == "head":
            gone.append((hit.start, skip_separators(text, hit.end, end)))
        else:
            stop = hit.end
            while stop < end and is_separator(text, stop):
                stop += 1
            gone.append((taken_along(text, hit.start, 0), stop if stop == end else hit.end))
    kept, at = [], 0
    for start, stop in sorted(gone):
        if start > at:
            kept.append(line[at:start])
        at = max(at, stop)
    kept.append(line[at:end])
    before, rest = "".join(kept).strip(), line[after:].strip()
    if gone and max(stop for _start, stop in gone) == end:
        # The comma before a part that left has nothing to part any more.
        before = before.rstrip(_COMMAS)
    # Between the two stands the very space that stood after the sign.
    return before + line[after : after + 1] + rest if before and rest else before or rest
