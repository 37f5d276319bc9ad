"""One line for many: ``@村:庄甸`` is everybody of a village whose visit is due, ``@已选`` those marked in a list.

The line applies to each of them by an entry of their own. Who is meant stands in the preview before anything is saved.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from swstation import pinyin
from swstation.quicklog.hits import Hit, Reader
from swstation.quicklog.result import ClientRef, ManyRef, Option

if TYPE_CHECKING:
    from swstation.quicklog.index import Index

MARKED: Final = "@已选"
MARKED_EN: Final = "@marked"
_VILLAGE: Final = re.compile(r"@(?:村|社区|v|village): ?(?P<name>[^ ,、;。:]*)")
_BEGUN: Final = re.compile(r"(?:^|[ ,、;])@(?:村|社区|v|village): ?(?P<name>[^ ,、;。:]*)$")
_MARKED: Final = re.compile(r"@(?:已选|选中|marked)(?=[ ,、;。:]|$)")
LEAST_CODE: Final = 6
"""Digits of a division code's beginning that say which villages."""


def asks_for_due(line: str) -> bool:
    """Whether a line needs to know whose visit is due."""
    from swstation.quicklog.text import norm

    return _VILLAGE.search(norm(line)) is not None


def village_begun(text: str) -> int | None:
    """Where the name of a village begins that is being typed at the end of a normalised text."""
    hit = _BEGUN.search(text)
    return hit.start("name") if hit else None


def read_many(reader: Reader, at: int, end: int) -> Hit | None:
    """The part of a line that stands for many, if one begins at ``at``; a question where several places fit."""
    text = reader.text
    if (hit := _MARKED.match(text, at, end)) is not None:
        ids = reader.index.marked
        if not ids:
            return reader.problem("nobody_marked", at, hit.end(), "client")
        return Hit("many", at, hit.end(), value=_refs(reader.index, "", ids), label=reader.token(at, hit.end()))
    if (hit := _VILLAGE.match(text, at, end)) is None:
        return None
    if reader.index.due is None:
        return reader.problem("due_unknown", at, hit.end(), "village")
    if not hit["name"]:
        return reader.problem("which_village", at, hit.end(), "village")
    places = places_like(reader.index, hit["name"])
    if not places:
        return reader.problem("unknown_village", at, hit.end(), "village", tuple(reader.index.places)[:20])
    if len(places) > 1:
        options = tuple(Option("many", place, place) for place in places)
        chosen = reader.decided(at, hit.end(), options)
        if chosen is None:
            return reader.ask("many", at, hit.end(), options)
        places = [chosen.id]
    due = [id_ for id_ in reader.index.places[places[0]] if id_ in reader.index.due]
    if not due:
        return reader.problem("nobody_due", at, hit.end(), "village", (places[0],))
    return Hit("many", at, hit.end(), value=_refs(reader.index, places[0], due), label=places[0])


def _refs(index: Index, place: str, ids: list[str] | tuple[str, ...]) -> ManyRef:
    return ManyRef(place, tuple(ClientRef(id_, index.clients[id_].name) for id_ in ids if id_ in index.clients))


def places_like(index: Index, typed: str) -> list[str]:
    """The villages that what was typed may mean: by name, by its beginning, by sound, or by a division code."""
    if typed.isdigit():
        return [name for name, code in index.place_codes.items() if len(typed) >= LEAST_CODE and code.startswith(typed)]
    whole = [name for name in index.places if typed in index.place_words(name)]
    if whole or not typed:
        return whole
    ranked = [(rank, name) for name in index.places if (rank := pinyin.match(typed, name)) is not None]
    best = min((rank for rank, _name in ranked), default=0)
    return [name for rank, name in ranked if rank == best]
