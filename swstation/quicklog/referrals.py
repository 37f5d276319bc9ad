"""A referral that a line speaks of: by its method, or 转介到县医院 in the note. It becomes a draft to be completed."""

from __future__ import annotations

import re
from typing import Final

from swstation.quicklog.result import ReferralRef

METHOD: Final = "referral"
_WORD: Final = r"[\u3400-\u9fffa-z0-9（）()·]"
_KINDS: Final = (
    "医院|卫生院|卫生室|卫生服务中心|疾控中心|中心|民政局|民政办|救助站|派出所|司法所|人社局|教育局|卫健局|公安局|学校|小学|中学"
    "|幼儿园|残联|妇联|团委|工会|红十字会|慈善会|社工站|居委会|村委会|法院|检察院|养老院|敬老院|福利院|机构|公司|协会|基金会"
)
_REFERRED: Final = re.compile(rf"转介(?:到|至|给|往|去) ?(?P<to>{_WORD}{{1,16}}?(?:{_KINDS})|{_WORD}{{2,16}})")
_BEGINS: Final = re.compile(
    rf" *(?:转介)?(?:(?:到|至|给|往|去) ?(?P<named>{_WORD}{{2,16}})|(?P<to>{_WORD}{{0,16}}?(?:{_KINDS})))"
)


def referral(
    line: str, text: str, stretches: list[tuple[int, int]], by_method: bool, somebody: bool
) -> ReferralRef | None:
    """The referral, with whom it goes to where that is said. ``somebody``: the line names who is referred."""
    if not somebody:
        return None
    for begin, end in stretches:
        if (hit := _REFERRED.search(text, begin, end)) is not None:
            return ReferralRef(line[slice(*hit.span("to"))])
        if by_method and (hit := _BEGINS.match(text, begin, end)) is not None:
            return ReferralRef(line[slice(*hit.span("to" if hit["to"] else "named"))])
    return ReferralRef("") if by_method else None
