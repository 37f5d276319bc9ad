"""Materials that a line says were given: 送大米2袋、食用油1桶. They are read and stay in the note.

A verb of giving must stand before them (the method 物资发放 says it for the whole line), and each has a number with a
unit of things: 送米油 names no number and is a note like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from swstation.quicklog.result import MaterialRef
from swstation.quicklog.text import NUMERAL, number

UNITS: Final = ("公斤", "千克", *"袋桶斤箱床件套份盒瓶提包双条块辆台副把个只本罐支升盏张")
"""Words of measure for things; the longer ones first."""

MOST: Final = 20
_VERB: Final = re.compile(
    r"(?:赠送|送去|送上|送来|送了|发放了?|分发了?|捐赠了?|慰问品|物资[:：]?|送|(?<![开出突首并])发了?) ?"
)
_N: Final = rf"(?P<n>[0-9]{{1,6}}|{NUMERAL}) ?(?P<unit>{'|'.join(UNITS)})"
_THING: Final = r"[\u3400-\u9fffa-z]"
_NAME_FIRST: Final = re.compile(rf"(?P<what>{_THING}{{1,10}}?) ?{_N}")
_NUMBER_FIRST: Final = re.compile(rf"{_N}(?P<what>[\u3400-\u9fff]{{1,6}})(?=[ ,、;。]|$)")
_BETWEEN: Final = re.compile(r"[ ,、;和及与]+")
_PERSON: Final = re.compile(r"^[给到至往让]|孩子|儿童|老人|学生|大家|居民|村民")


def materials(line: str, text: str, stretches: list[tuple[int, int]], given: bool) -> tuple[MaterialRef, ...]:
    """The materials in these stretches of a line, as typed; ``text`` is the line as it is matched, place by place.

    ``given``: the line's method says that things were handed out, no verb is needed.
    """
    found: list[MaterialRef] = []
    for begin, end in stretches:
        starts = [begin] if given else []
        starts += [hit.end() for hit in _VERB.finditer(text, begin, end)]
        at = begin
        for start in starts:
            if start >= at:
                for material, stop in _from(line, text, start, end):
                    found.append(material)
                    at = stop
    return tuple(dict.fromkeys(found))[:MOST]


def _from(line: str, text: str, at: int, end: int) -> Iterator[tuple[MaterialRef, int]]:
    while at < end:
        hit = _NUMBER_FIRST.match(text, at, end) or _NAME_FIRST.match(text, at, end)
        count = number(hit["n"]) if hit else None
        if hit is None or count is None or _PERSON.search(hit["what"]):
            return
        start, stop = hit.span("what")
        yield MaterialRef(line[start:stop].strip(), count, hit["unit"]), hit.end()
        at = hit.end()
        gap = _BETWEEN.match(text, at, end)
        if gap is None:
            return
        at = gap.end()
