"""What the pages of supervision and mentoring ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from screens.ports import Choice, Saved
    from screens.ports_posts import Told
    from screens.widgets.rows import Row


class SupervisionSeen(NamedTuple):
    """One view of the page (``people``, ``sessions``, ``advice``, ``rounds`` or ``lines``): rows, and clauses."""

    rows: Sequence[Row]
    told: Sequence[Told] = ()


class SessionForm(NamedTuple):
    """What the form of a supervision begins with: typed values, and the words of chosen ones."""

    values: Mapping[str, str]
    labels: Mapping[str, str]


class MentoringSeen(NamedTuple):
    """Pairs, and who works without a certificate and a mentor; ``alone`` gives their names by row key."""

    rows: Sequence[Row]
    alone: Mapping[str, str]
    told: Sequence[Told] = ()


class SupervisionPort(Protocol):
    """Supervision: one session for many people. ``staff`` in values holds row ids, one a line."""

    async def supervision(self, view: str, as_of: date) -> SupervisionSeen: ...
    async def supervision_form(self, row: str | None, staff: Sequence[str]) -> SessionForm: ...
    async def supervised_choices(self) -> Sequence[Choice]: ...
    async def save_supervision(self, row: str | None, values: Mapping[str, str]) -> Saved: ...
    async def carry_out(self, row: str, values: Mapping[str, str]) -> Saved: ...
    async def sign_supervision(self, row: str, on: date) -> Saved: ...
    async def mentoring(self, as_of: date) -> MentoringSeen: ...
