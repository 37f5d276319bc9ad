"""What pages of registers ask for: rows, a form, choices, writing (``swstation/sheets``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from screens.ports import Choice, Saved


class SheetRow(NamedTuple):
    """A row of a register: its id and the words of its columns."""

    id: str
    cells: tuple[str, ...]


class SheetForm(NamedTuple):
    """What a form of a register begins with: typed values (with what was seen), and the words of chosen ones."""

    values: Mapping[str, str]
    labels: Mapping[str, str]


class RegistersPort(Protocol):
    """Registers that are a list and a form. ``where``: values that the rows have, as records keep them."""

    async def sheet_counts(self) -> Mapping[str, int]: ...
    async def sheet_rows(self, table: str, where: Mapping[str, str | None]) -> Sequence[SheetRow]: ...
    async def sheet_form(
        self, table: str, row: str | None, where: Mapping[str, str | None] | None = None
    ) -> SheetForm: ...
    async def sheet_list(self, name: str) -> Sequence[Choice]: ...
    async def sheet_choices(self, table: str, typed: str) -> Sequence[Choice]: ...
    async def save_sheet(
        self, table: str, row: str | None, values: Mapping[str, str], fixed: Mapping[str, str | None]
    ) -> Saved: ...
    async def delete_sheet_row(self, table: str, row: str) -> Saved: ...
