"""What the page of a county's own forms asks for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from screens.ports import Choice, Saved


class FormRow(NamedTuple):
    """A form that is kept. ``about``: what one row of it is called, empty where it is about none; ``names``: places.

    ``flaw``: why it cannot be read, or why one from above is not here, in words. ``origin``: the name of the unit above
    that handed it down; ``handed``: this unit hands it down.
    """

    name: str
    version: str
    kind: str
    about: str
    period: bool
    names: int
    flaw: str = ""
    origin: str = ""
    handed: bool = False


class FormSeen(NamedTuple):
    """A form that was looked at or filled: names not known with what was perhaps meant, and what is missing."""

    unknown: Sequence[tuple[str, str]]
    missing: Sequence[str]


class OwnFormsPort(Protocol):
    """A county's own forms. ``keep_form`` refuses what is no form; filling is noted in the audit trail."""

    async def own_forms(self) -> Sequence[FormRow]: ...
    async def form_rows(self, name: str, typed: str) -> Sequence[Choice]: ...
    async def keep_form(self, file: Path, version: str) -> FormRow: ...
    async def remove_form(self, name: str) -> None: ...
    async def hand_down_form(self, name: str, withdraw: bool) -> Saved: ...
    async def example_forms(self, folder: Path) -> Sequence[Path]: ...
    async def look_at_form(self, name: str, period: str, row: str, as_of: date) -> FormSeen: ...
    async def fill_form(self, name: str, period: str, row: str, as_of: date, file: Path) -> FormSeen: ...
