"""What writing long papers asks for: reports of many rows and the folder for an evaluation, with how far it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from screens.ports import Saved

Progress = Callable[[str, int, int], None]


class FolderWritten(NamedTuple):
    """An evaluation folder that was written: where, how many files, the seed of its draw."""

    folder: Path
    files: int
    seed: str


class SheetTaken(NamedTuple):
    """A sheet that was taken in: what was written (nothing: ``None``), each changed cell in words, entries new."""

    saved: Saved | None
    lines: Sequence[str]
    added: int


class PapersPort(Protocol):
    """Writing long papers, and sheets of registers to go on with (``write_sheet``, ``take_sheet``).

    What ``progress`` raises stops it; no file of the wanted name is there then. ``unit`` empty: of one's own.
    ``check_report`` refuses a period, a format or a folder before anything is read.
    """

    async def check_report(self, kind: str, period: str, file: Path) -> None: ...
    async def write_long_report(
        self, kind: str, period: str, as_of: date, file: Path, progress: Progress, unit: str = ""
    ) -> int: ...
    async def write_evaluation_folder(
        self, project: str, folder: Path, *, masked: bool, draw: int, as_of: date, progress: Progress
    ) -> FolderWritten: ...
    async def write_sheet(self, table: str, where: Mapping[str, str | None], period: str, file: Path) -> int: ...
    async def take_sheet(self, file: Path) -> SheetTaken: ...
