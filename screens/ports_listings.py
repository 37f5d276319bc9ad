"""What the ledgers to look at, the split of time, and the papers of groups and volunteers ask for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from screens.ports import Choice


class LedgerColumn(NamedTuple):
    """A column of a ledger: its heading, already in words, and how many cells it takes."""

    label: str
    cells: int
    right: bool


class LedgerTable(NamedTuple):
    """A table of a ledger. ``opens``: the record behind each row as ``kind/id``, empty for none.

    Where figures stand in it: ``key`` says which table of the report it is, ``row_keys`` and ``column_keys`` which
    figure stands where; empty: none.
    """

    title: str
    columns: Sequence[LedgerColumn]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str]
    opens: Sequence[str]
    key: str = ""
    row_keys: Sequence[str] = ()
    column_keys: Sequence[str] = ()


class Ledger(NamedTuple):
    """A ledger of a period: the lines above it and its tables."""

    title: str
    head: Sequence[str]
    tables: Sequence[LedgerTable]


class TimeRow(NamedTuple):
    """One worker's month in minutes; ``name`` empty: all together. ``above``: more affairs than the rule lets.

    ``worker`` is the row id (hex), empty for all together.
    """

    name: str
    professional: int
    learning: int
    affairs: int
    administration: int
    untimed: int
    above: bool
    worker: str = ""

    @property
    def minutes(self) -> int:
        """All minutes."""
        return self.professional + self.affairs + self.administration


class TimeSplit(NamedTuple):
    """The split of a month. ``rule``: the rule for the share of affairs in words; ``own``: the own rule as typed."""

    rows: Sequence[TimeRow]
    rule: str
    own: tuple[str, str]


class ListingsPort(Protocol):
    """Ledgers, time, papers. ``period`` of a ledger: ``2026-11``, ``2026Q4``, ``2026H2`` or ``2026``.

    ``session_rows``: the ids of a group's session and of its entry of the log, empty while there is none.
    """

    async def ledger_choices(self) -> Sequence[Choice]: ...
    async def ledger(self, kind: str, period: str) -> Ledger: ...
    async def time_split(self, month: str) -> TimeSplit: ...
    async def save_time_rule(self, most: str, basis: str) -> None: ...
    async def group_file(self, group: str, folder: Path, form: str, *, masked: bool) -> Path: ...
    async def volunteer_statement(self, volunteer: str, period: str, folder: Path, form: str) -> Path: ...
    async def session_rows(self, group: str, number: int) -> tuple[str, str]: ...
