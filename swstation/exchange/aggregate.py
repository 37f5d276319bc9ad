"""The aggregate profile: a station's month in numbers, small ones kept back, and how far they can be relied on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from db import snapshots
from swstation import lists
from swstation.reports.counter import Counter
from swstation.reports.figures import figures
from swstation.reports.model import Figure
from swstation.reports.tally import Tally, of_month
from swstation.rules.suppression import Equation, suppressed

PART_LISTS: Final = {
    "2.not_met": "outcome", "4.opened": "category", "4.ended": "category", "4.open": "category",
    "4.opened_households": "category", "4.ended_households": "category", "4.open_households": "category",
    "3.due": "category", "3.done": "category", "6.sessions": "method", "7.closed": "close_reason",
}  # fmt: skip
"""The lines that are parted further, and the list whose codes part them."""

_STATES: Final = frozenset({"closed", "transferred", "suspended"})
_MEASURES: Final = {"件": "matters", "户": "households", "人": "persons", "份": "copies", "人次": "person_times"}
_BY_PERSON: Final = ("persons", "person_times")
_WHOLE: Final = {
    "1": ("visits", "households", "named", "unnamed"),
    "2": ("not_met",),
    "3": ("due", "done"),
    "4": ("opened", "ended", "open", "opened_households", "ended_households", "open_households", "paused"),
    "5": ("opening", "opened", "reopened", "closed", "left", "closing"),
    "6": ("cases", "sessions"),
    "7": ("closed", "not_in_hand", "goals", "achieved"),
    "8": ("opened", "ended", "met", "sessions"),
    "9": ("person_times", "persons"),
    "10": ("activities", "person_times"),
    "11": ("person_times",),
    "12": ("consultation", "phone", "online"),
    "13": ("matches", "logged", "providers", "benefited", "referrals", "accepted"),
    "14": ("volunteers", "person_times", "unnamed"),
    "15": ("person_times", "persons"),
}
"""The lines that go out. Not: rates and the year so far, from which one could reckon back; figure 15 by method and
figure 12 by case, which say the same as others in another cut."""


def rows(counter: Counter, unit: str, month: str) -> list[dict[str, Any]]:
    """The rows of a station's month: figures (``value`` null where it is kept back), and the state of the book.

    Refuses an unknown unit, no month, one that has not begun.
    """
    counts = counter.counts(unit, month)
    made = figure_rows(counts)
    logs = of_month(counts, ("log",))
    made.append({"t": "log_state", "logs": _least(logs.value), "pending": _least(logs.pending)})
    state = snapshots.state_of(counter.connection, unit)
    made.append({"t": "book_state", "conflicts": state.conflicts, "devices": len(state.devices)})
    made += [
        {"t": "device", "replica": one.replica, "last": one.last, "highest": one.highest, "missing": one.missing}
        for one in state.devices
    ]
    return made


def figure_rows(counts: Sequence[Tally]) -> list[dict[str, Any]]:
    """The rows of the figures alone, small ones kept back, of what a unit's months count."""
    values = cells(figures(counts))
    hidden = suppressed(values, equations(values))
    return [
        {"t": "figure", "code": code, "value": None if code in hidden else value}
        for code, value in sorted(values.items())
    ]


def _least(n: int) -> int | None:
    return None if 0 < n < 5 else n


def cells(made: Iterable[Figure]) -> dict[str, int]:
    """The counts of the fifteen's month by code; what a list does not know is counted as ``other``."""
    found: dict[str, int] = defaultdict(int)
    for figure in made:
        for line in figure.lines:
            code = _code(line.code)
            if code is not None and isinstance(line.month, int):
                found[code] += line.month
    # A line that is missing says 0: what ties the months together needs it as a number that can be kept back.
    found.setdefault("7.not_in_hand", 0)
    for tail in {code.rpartition(".")[2] for code in found if code.startswith("4.") and code.count(".") == 2}:
        for name in ("opened", "ended", "open"):
            for houses in ("", "_households"):
                found.setdefault(f"4.{name}{houses}.{tail}", 0)
    return dict(found)


def _code(code: str) -> str | None:
    # Codes of a line may hold what somebody typed: an affairs item in words, a reason that is in no list.
    figure, _dot, rest = code.partition(".")
    if rest in _WHOLE.get(figure, ()):
        return code
    whole, _dot, part = rest.partition(".")
    if (figure, whole) == ("11", "item"):
        item, _dot, measure = part.rpartition(".")
        return f"11.item.{_known('item', item)}.{_MEASURES.get(measure, 'other')}"
    if figure == "5" and whole in ("reopened", "left") and part in _STATES:
        return code
    base = f"{figure}.{whole}"
    if part and base in PART_LISTS:
        return f"{base}.{_known(PART_LISTS[base], part)}"
    return None


def _known(words: str, code: str) -> str:
    return code if code == "none" or code in lists.by_code(words) else "other"


def equations(values: Mapping[str, int]) -> list[Equation]:
    """What ties the counts of a month together, and to those of the months before and after."""

    def parts(total: str) -> tuple[str, ...]:
        return tuple(sorted(code for code in values if code.startswith(total + ".")))

    made = [
        Equation(("1.named", "1.unnamed"), "1.households"),
        Equation(("5.opening", "5.opened", "5.reopened", "5.closed", "5.left", "5.closing"), None, _ENDS, _LESS),
        Equation(("5.closed", "7.not_in_hand"), "7.closed"),
        Equation(tuple(code for code in parts("11.item") if code.rpartition(".")[2] in _BY_PERSON), "11.person_times"),
    ]
    made += [Equation(parts(total), total) for total in PART_LISTS if total not in ("3.due", "3.done")]
    made += [Equation(parts(total), total) for total in ("5.reopened", "5.left")]
    # Who is on the books this month less last month is who came less who went: one of the two gives away the other.
    tails = {code.removeprefix(f"4.{name}") for name in ("opened", "ended") for code in values if _is(code, name)}
    made += [Equation((f"4.opened{tail}", f"4.ended{tail}"), None, (), (f"4.ended{tail}",)) for tail in sorted(tails)]
    return made


_ENDS: Final = ("5.opening", "5.closing")
_LESS: Final = ("5.closed", "5.left", "5.closing")


def _is(code: str, name: str) -> bool:
    return code == f"4.{name}" or code.startswith(f"4.{name}.")
