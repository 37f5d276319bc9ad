"""What came of an affairs item: 残疾人证15件:已办结, or 结果: and the rest of the sentence. Read; stays in the note."""

from __future__ import annotations

import re
from typing import Final

_OF: Final = r"[0-9]{1,7}(?:件|户|份|人次|人)[\u3400-\u9fff]{2,10}"
_AFTER: Final = re.compile(rf" ?: ?(?P<said>{_OF}(?:[,、 ]{{1,2}}{_OF})*|[^ ,、;。:0-9][^ ,、;。:]*)")
_SAID: Final = re.compile(r"(?:办理|办结|处理)?结果 ?[: ] ?(?P<said>[^;。]+)")
LONGEST: Final = 200
"""Characters of a result; what is longer is a note."""


def item_result(text: str, at: int, end: int) -> tuple[int, int] | None:
    """Where the result right behind an item stands: words, or 12件通过、3件退回; a length behind a colon is none."""
    hit = _AFTER.match(text, at, end)
    if hit is None or hit.end() - hit.start("said") > LONGEST:
        return None
    return hit.span("said")


def result_said(text: str, stretches: list[tuple[int, int]]) -> tuple[int, int] | None:
    """Where the note says what came of the items named before, up to the end of the sentence."""
    for begin, end in stretches:
        hit = _SAID.search(text, begin, end)
        if hit is not None:
            start, stop = hit.span("said")
            while stop > start and text[stop - 1] in " ,、":
                stop -= 1
            if 0 < stop - start <= LONGEST:
                return start, stop
    return None
