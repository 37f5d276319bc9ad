"""The country's administrative divisions (statistics bureau, 2023): found while typing, named by code.

Codes have 2 digits for a province, 4 for a prefecture, 6 for a county, 9 for a township (street) and 12 for
a village (residents' committee). Townships and above are read at once on first use, villages of a province
only when asked for. Changes after 2023-06-30 are missing: a code that is not here may still be right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from swstation.division_data import (
    COUNTY,
    PREFECTURE,
    PROVINCE,
    TOWNSHIP,
    VILLAGE,
    lines,
    township_name,
    upper_names,
    village_names,
    villages_of,
)
from swstation.division_search import find, hits

__all__ = [
    "COUNTY",
    "PREFECTURE",
    "PROVINCE",
    "RURAL",
    "SEPARATOR",
    "TOWNSHIP",
    "URBAN",
    "VILLAGE",
    "Place",
    "Village",
    "ancestors",
    "children",
    "exists",
    "name",
    "path",
    "residence",
    "search",
    "villages",
]

SEPARATOR: Final = "·"
URBAN: Final = "urban"
RURAL: Final = "rural"

# Filler levels of the list, which nobody says.
_FILLERS: Final = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


@dataclass(frozen=True, slots=True)
class Place:
    """A division; ``path`` is all it lies in and itself, as people write it: 云南省·楚雄彝族自治州·楚雄市·东瓜镇."""

    code: str
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Village:
    """A village (residents') committee; ``residence`` is ``urban`` 居委会, ``rural`` 村委会 or ``None``."""

    code: str
    name: str
    residence: str | None


def search(typed: str, level: int = TOWNSHIP, limit: int = 200, near: str = "") -> list[Place]:
    """The divisions of a level meant by ``typed``, best first, at most ``limit``.

    Finds by a part of the name (东瓜), initials (``dgz``), pinyin whole or begun (``donggua``, ``dguaz``), and
    by code or its beginning. Several words narrow by what the place lies in: ``cx dgz``, 楚雄 东瓜, and so
    does a path written without spaces where nothing else fits. Among equals those whose code begins with
    ``near`` come first, then by code.
    """
    if level not in (PROVINCE, PREFECTURE, COUNTY, TOWNSHIP):
        return []
    return [Place(code, own, _joined(code, own)) for code, own in find(typed, level, limit, near)]


def name(code: str) -> str | None:
    """The name of a division of any level; ``None`` if the code is not in the list."""
    if len(code) == VILLAGE:
        return village_names(code[:2]).get(code)
    if len(code) == TOWNSHIP:
        return township_name(code)
    return upper_names().get(code)


def exists(code: str) -> bool:
    """Whether the code is in the list."""
    return name(code) is not None


def ancestors(code: str) -> list[str]:
    """The codes of what a division lies in, the province first, filler levels (市辖区) left out."""
    above = [code[:n] for n in (PROVINCE, PREFECTURE, COUNTY, TOWNSHIP) if n < len(code)]
    return [one for one in above if (found := name(one)) is not None and found not in _FILLERS]


def path(code: str) -> str:
    """All that a division lies in and itself, joined by ``·``; an empty text if it is not in the list."""
    own = name(code)
    return "" if own is None else _joined(code, own)


def _joined(code: str, own: str) -> str:
    names = [*(name(one) or "" for one in ancestors(code)), own]
    # 东莞市 is its own prefecture and county.
    return SEPARATOR.join(one for one, below in zip(names, [*names[1:], ""], strict=True) if one != below)


def villages(township: str) -> list[Village]:
    """The village and residents' committees of a township by code; empty if it is not in the list."""
    if len(township) != TOWNSHIP:
        return []
    return [Village(code, own, residence(own)) for code, own in villages_of(township)]


def children(code: str) -> list[Place]:
    """The divisions of the next level below a province, prefecture or county."""
    if len(code) == COUNTY:
        return [Place(one, own, _joined(one, own)) for one, own in hits(lines(TOWNSHIP), f"\n{code}")]
    below = {PROVINCE: PREFECTURE, PREFECTURE: COUNTY}.get(len(code))
    return [
        Place(one, own, path(one)) for one, own in upper_names().items() if len(one) == below and one.startswith(code)
    ]


def residence(committee: str) -> str | None:
    """``urban`` or ``rural`` by the ending of a committee's name; ``None`` where the name does not say."""
    if committee.endswith(("居委会", "居民委员会")):
        return URBAN
    return RURAL if committee.endswith(("村委会", "村民委员会")) else None
