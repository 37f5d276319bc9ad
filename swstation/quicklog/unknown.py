"""What stands before the method like a person and nobody has as a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from swstation.quicklog.glued import split
from swstation.quicklog.hits import Hit
from swstation.quicklog.result import Option
from swstation.quicklog.words import looks_like_a_name

if TYPE_CHECKING:
    from swstation.quicklog.head import Head

_METHOD: Final = frozenset({"method"})
_LETTERS: Final = re.compile(r"[a-z]{2,6}")


def take_unknown(head: Head, at: int, stop: int) -> bool:
    if head.method is not None:
        return False
    if _LETTERS.fullmatch(head.text, at, stop):
        choices: tuple[str, ...] = ()
        head.hits.append(head.reader.problem("unknown_client", at, stop, "client", choices))
        head.hits[-1].kind = "unknown"
        return True
    if looks_like_a_name(head.text[at:stop]):
        head.hits.append(_unknown(head, at, stop))
        return True
    for length in (3, 2, 4):
        end = at + length
        if end >= stop or not looks_like_a_name(head.text[at:end]):
            continue
        if head.index.longest_word(head.text, end, stop, _METHOD)[1]:
            return split(head, at, stop, _unknown(head, at, end))
    return False


def _unknown(head: Head, at: int, stop: int) -> Hit:
    name = head.reader.token(at, stop)
    similar = (head.index.client_meaning(id_) for id_ in head.index.people.similar(head.text[at:stop]))
    options = (
        *(Option(m.kind, m.id, m.label) for m in similar),
        Option("new_client", name, name),
        Option("note", "", name),
    )
    hit = head.reader.ask("unknown_name", at, stop, options)
    if hit.question is not None:
        hit.kind = "unknown"
    return hit
