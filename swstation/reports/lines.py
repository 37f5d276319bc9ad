"""From counts to the lines of a report."""

from __future__ import annotations

from collections.abc import Sequence

from swstation import lists
from swstation.reports.model import Amount, Line, Rate
from swstation.reports.tally import Key, Kind, RowRef, Tally, of_month, of_year


class Lines:
    """Makes lines of the months of one station, or of several put together. The last month is the report's.

    ``whole``: the rows behind a line are those of all the months (each was counted with its rows), for the report is
    of all of them.
    """

    def __init__(self, months: Sequence[Tally], *, whole: bool = False) -> None:
        self._months = months
        self._whole = whole

    def one(
        self, code: str, key: Key, unit: str, kind: Kind = Kind.FLOW, *, level: int = 0, word: str = "",
        words: str = "", logs: bool = True,
    ) -> Line:  # fmt: skip
        """A line of one count. ``logs``: it comes from logs, so part of it may wait for approval."""
        cell = of_month(self._months, key)
        return Line(
            code=code,
            word=word or key[-1],
            unit=unit,
            month=cell.value,
            year=of_year(self._months, key, kind),
            level=level,
            words=words,
            pending=cell.pending if logs else None,
            unnamed=cell.unnamed or None,
            rows=self.rows(key, kind),
            gives=self.gives(key, kind),
        )

    def by(
        self, code: str, key: Key, words: str, unit: str, kind: Kind = Kind.FLOW, *, level: int = 1, logs: bool = True
    ) -> list[Line]:
        """A line for each code under a count that occurs in the year, in the order of the list ``words``."""
        found = {one[-1] for month in self._months for one in month.cells if one[:-1] == key}
        out = []
        for rest in in_order(words, found):
            line_code = f"{code}.{rest or 'none'}"
            out.append(self.one(line_code, (*key, rest), unit, kind, level=level, word=rest, words=words, logs=logs))
        return out

    def value(self, key: Key, kind: Kind = Kind.FLOW) -> tuple[int, int]:
        """Month and year so far of a count."""
        return of_month(self._months, key).value, of_year(self._months, key, kind)

    def missed_pending(self, key: Key) -> int:
        """For a count of what was missed: how much less is missed thanks to entries that wait for approval."""
        return -of_month(self._months, key).pending

    def rows(self, key: Key, kind: Kind = Kind.FLOW) -> tuple[RowRef, ...]:
        """The rows behind a count."""
        return tuple(sorted(self._behind(key, kind)))

    def gives(self, key: Key, kind: Kind = Kind.FLOW) -> tuple[int, ...]:
        """What each of ``rows`` gives to the count."""
        found = self._behind(key, kind)
        return tuple(found[row] for row in sorted(found))

    def _behind(self, key: Key, kind: Kind) -> dict[RowRef, int]:
        months = self._months[-1:]
        if self._whole and kind is not Kind.POSITION:
            months = self._months[:1] if kind is Kind.OPENING else self._months
        found: dict[RowRef, int] = {}
        for month in months:
            for row, n in (month.cells[key].rows if key in month.cells else {}).items():
                found[row] = found.get(row, 0) + n
        return found

    def keys(self, *start: str) -> list[Key]:
        """All counts of the year that begin so, in their order."""
        found = {one for month in self._months for one in month.cells if one[: len(start)] == start}
        return sorted(found)


def rate(part: tuple[int, int], whole: tuple[int, int]) -> tuple[Amount, Amount]:
    """The rates of the month and of the year so far."""
    return Rate(part[0], whole[0]), Rate(part[1], whole[1])


def in_order(words: str, codes: set[str]) -> list[str]:
    """Codes in the order of their list, unknown ones after it, the empty one last."""
    places = {entry.code: place for place, entry in enumerate(lists.entries(words))}
    return sorted(codes, key=lambda code: (code == "", places.get(code, len(places)), code))
