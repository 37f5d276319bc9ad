"""Villages as ledgers write them: 东瓜社区居民委员会, 东瓜社区居委会, 东瓜社区, 东瓜, 东瓜镇东瓜社区."""

from __future__ import annotations

from collections import defaultdict

from swstation import divisions
from swstation.importing.cells import fold

_URBAN = ("社区居民委员会", "居民委员会", "社区居委会", "居委会", "社区")
_RURAL = ("村民委员会", "村委会", "村")


class Villages:
    """The villages of a unit's place; a county's are those of all its townships."""

    def __init__(self, division: str) -> None:
        self._forms: dict[str, set[str]] = defaultdict(set)
        self._bare: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, str] = {}
        county = [place.code for place in divisions.children(division)] if len(division) == divisions.COUNTY else []
        for township in county or [division[: divisions.TOWNSHIP]]:
            for village in divisions.villages(township):
                self._add(village, divisions.name(township) or "")

    @classmethod
    def of_unit(cls, unit: str) -> Villages:
        """The villages of the place of a unit (its code)."""
        return cls(unit[1:].split("-")[0])

    def find(self, text: str) -> tuple[str | None, str]:
        """The code and the list's name of a village; ``None`` and the text itself where no or no one village fits."""
        word = fold(text)
        for known in (self._forms, self._bare):
            if len(codes := known.get(word, ())) == 1:
                code = next(iter(codes))
                return code, self._names[code]
        return None, text

    @property
    def names(self) -> list[str]:
        """All villages by their full names."""
        return list(self._names.values())

    def _add(self, village: divisions.Village, township: str) -> None:
        self._names[village.code] = village.name
        ends = _RURAL if village.residence == divisions.RURAL else _URBAN
        end = next((e for e in ends if village.name.endswith(e)), "")
        base = village.name.removesuffix(end)
        for form in {village.name, *(base + e for e in ends)}:
            for before in ("", township):
                self._forms[fold(before + form)].add(village.code)
        self._bare[fold(base)].add(village.code)
