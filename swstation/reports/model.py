"""The monthly report as data: figures, lines, the rows behind each line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from swstation import lists
from swstation.i18n import _
from swstation.reports.tally import RowRef
from swstation.reports.words import LABELS, MEASURES, TITLES, UNITS


@dataclass(frozen=True, slots=True)
class Rate:
    """``part`` of ``whole``. Not defined where the whole is 0."""

    part: int
    whole: int

    @property
    def tenths(self) -> int | None:
        """Tenths of a percent, half up: 803 is 80.3 %."""
        return None if self.whole == 0 else (2000 * self.part + self.whole) // (2 * self.whole)

    def __str__(self) -> str:
        tenths = self.tenths
        return "—" if tenths is None else f"{tenths // 10}.{tenths % 10}%"


_TENS = (1, 10, 100)


@dataclass(frozen=True, slots=True)
class Scaled:
    """A number kept in small units and shown in large ones: fen in yuan, minutes in hours. ``per`` small ones are one.

    ``digits``: decimals shown (at most 2), half up.
    """

    n: int
    per: int
    digits: int

    @property
    def number(self) -> float:
        """The value in large units, rounded as it is shown."""
        return self._rounded / _TENS[self.digits]

    @property
    def _rounded(self) -> int:
        return (2 * self.n * _TENS[self.digits] + self.per) // (2 * self.per)

    def __str__(self) -> str:
        whole, rest = divmod(self._rounded, _TENS[self.digits])
        return f"{whole}.{rest:0{self.digits}d}"


Amount = int | Rate | Scaled


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a figure. ``code`` is fixed (``6.sessions.phone``); ``level`` 0 is the figure, 1 and 2 its parts.

    ``word`` is looked up in the list ``words`` of ``swstation.lists`` (free text where the list does not know it), or
    in ``LABELS`` where ``words`` is empty. ``pending``: how much of the month rests on entries that wait for approval,
    ``None`` where the figure does not come from logs. ``unnamed``: person-times or household visits of people not
    named, within the month. ``rows``: the rows behind the month's value; ``gives``: what each of them gives to it, in
    the small unit where there is one (0: it names somebody who counts once). Without ``gives`` each row is one of
    those that are counted, or, behind a rate, one of the whole.
    """

    code: str
    word: str
    unit: str
    month: Amount
    year: Amount
    level: int = 0
    words: str = ""
    pending: int | None = None
    unnamed: int | None = None
    rows: tuple[RowRef, ...] = ()
    gives: tuple[int, ...] = ()

    @property
    def label(self) -> str:
        """The words on screen in the current language."""
        if self.words and self.word:
            return lists.label(self.words, self.word)
        msgid = LABELS[self.word or "unspecified"]
        return _(msgid)

    @property
    def unit_label(self) -> str:
        """The unit in the current language; a measure nobody knows as it was written."""
        known = UNITS.get(self.unit) or MEASURES.get(self.unit)
        return _(known) if known else self.unit


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the fifteen. ``recorded``: this program keeps the register that gives it."""

    number: int
    lines: tuple[Line, ...] = ()
    recorded: bool = True

    @property
    def title(self) -> str:
        """The name of the figure in the current language."""
        return _(TITLES[self.number])


@dataclass(frozen=True, slots=True)
class Detail:
    """What may be printed of a row behind a figure: no person's name but the worker's."""

    on: str
    method: str
    worker: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Logs of one date, method and client by different writers; all are counted until somebody settles it."""

    on: str
    method: str
    client: str
    logs: tuple[str, ...]
    workers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Double:
    """Two files that may be of one person, both counted in the month. ``ground`` is one of ``matching.GROUNDS``."""

    a: str
    b: str
    ground: str


@dataclass(frozen=True, slots=True)
class StationRow:
    """One station within a county's report: its period, its logs in it, the figures' own lines (level 0) by code."""

    unit: str
    name: str
    first: date
    last: date
    logs: int
    changed_at: str | None
    reported: bool
    values: Mapping[str, Amount]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the stations are in: those with logs in the month, or a bundle received after it."""

    reported: int
    expected: int
    missing: tuple[str, ...]

    def __str__(self) -> str:
        words = _("{reported} of {expected} stations").format(reported=self.reported, expected=self.expected)
        if not self.missing:
            return words
        return words + " " + _("(missing: {names})").format(names="、".join(self.missing))


@dataclass(frozen=True, slots=True)
class MonthlyReport:
    """A month of a station, or of a county and all its stations. ``last`` is the period's last day, over or not.

    ``complete``: the period was over on ``as_of``; else the figures reach to ``as_of``. ``logs`` were counted, of
    which ``pending`` wait for approval. ``details`` has every row named by a line. ``doubles``: counted as two people
    until somebody decides. ``trend``: the figures' own lines (level 0) by code, month by month of the year so far.
    ``frozen_on``: the day the month was reported, ``adjustments``: how many came since. ``station``: the lines below
    the figures (``station_block``), empty where they were not asked for; they are no figures and are never frozen.
    """

    unit: str
    name: str
    month: str
    first: date
    last: date
    as_of: date
    phone_in_cases: bool
    logs: int
    pending: int
    figures: tuple[Figure, ...]
    duplicates: tuple[Duplicate, ...]
    details: Mapping[RowRef, Detail]
    doubles: tuple[Double, ...] = ()
    stations: tuple[StationRow, ...] = ()
    coverage: Coverage | None = None
    frozen_on: str = ""
    adjustments: int = 0
    trend: Mapping[str, Sequence[Amount]] = field(default_factory=dict)
    station: tuple[Line, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether the period is over."""
        return self.as_of >= self.last

    def figure(self, number: int) -> Figure:
        """One of the fifteen figures. Raises ``IndexError`` for another number."""
        if number < 1:
            raise IndexError(number)
        return self.figures[number - 1]

    @property
    def case_identity(self) -> str:
        """The identity of figure 5 in words: what was in hand, came and went, and what is in hand."""
        words = _(
            "{opening} in hand + {opened} opened + {reopened} opened again − {closed} closed"
            " − {left} transferred or suspended = {closing} in hand"
        )
        parts = ("opening", "opened", "reopened", "closed", "left", "closing")
        return words.format(**{part: self.line(f"5.{part}").month for part in parts})

    def line(self, code: str) -> Line:
        """A line by its code, one about the station itself too. Raises ``KeyError`` where there is none."""
        for line in (*(line for figure in self.figures for line in figure.lines), *self.station):
            if line.code == code:
                return line
        raise KeyError(code)
