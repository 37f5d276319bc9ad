"""What the pages of groups and activities ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from screens.ports import Choice, Entry, Saved, Stage


class GroupRow(NamedTuple):
    """A group in a list. ``next_on``: the next planned day, else None."""

    id: str
    number: str
    title: str
    kind: str
    worker: str
    phase: str
    phase_label: str
    state: str
    opened_on: date
    held: int
    planned: int
    members: int
    last_held: date | None
    next_on: date | None


class ActivityRow(NamedTuple):
    """An activity in a list."""

    id: str
    number: str
    title: str
    kind: str
    worker: str
    state: str
    on: date
    heads: int | None
    place: str


class Session(NamedTuple):
    """A session of a group; ``on`` is the day it was held, ``planned_on`` the day it is planned for."""

    id: str
    number: int
    topic: str
    planned_on: date | None
    on: date | None
    minutes: int | None
    there: int
    absent: int
    unnamed: int
    note: str
    locked: bool


class Member(NamedTuple):
    """A member; ``on_file``: a client."""

    id: str
    name: str
    on_file: bool
    joined_on: date | None
    left_on: date | None
    present: int
    absent: int
    leave: int


class Gap(NamedTuple):
    """Something missing before a group may end: in words, and the action that mends it."""

    words: str
    action: str


class GroupPage(NamedTuple):
    """All that the page of one group shows. ``facts``: label and value."""

    row: GroupRow
    phases: Sequence[Stage]
    facts: Sequence[tuple[str, str]]
    gaps: Sequence[Gap]
    sessions: Sequence[Session]
    members: Sequence[Member]


class SessionPage(NamedTuple):
    """One session: what was planned and recorded, and what is said of each member (present, absent, leave, or "").

    ``values``: the record as its form has it; ``draft``: marks that were not saved yet.
    """

    group: str
    session: Session
    facts: Sequence[tuple[str, str]]
    members: Sequence[Member]
    states: Mapping[str, str]
    values: Mapping[str, str]


class ActivityPage(NamedTuple):
    """All that the page of one activity shows."""

    row: ActivityRow
    facts: Sequence[tuple[str, str]]
    logs: Sequence[Entry]


class GroupsPort(Protocol):
    """Groups and activities. Values of forms are as typed; ``form`` names one of ``screens.group_fields``."""

    async def groups(self, typed: str, *, ended: bool) -> Sequence[GroupRow]: ...
    async def activities(self, typed: str, *, past: bool, as_of: date) -> Sequence[ActivityRow]: ...
    async def group_page(self, group: str, as_of: date) -> GroupPage: ...
    async def session_page(self, group: str, number: int, as_of: date) -> SessionPage: ...
    async def activity_page(self, activity: str) -> ActivityPage: ...
    async def gathering_form(
        self, form: str, row: str | None, number: int = 0
    ) -> tuple[Mapping[str, str], Mapping[str, str]]: ...
    async def save_gathering(self, form: str, row: str | None, values: Mapping[str, str], number: int = 0) -> Saved: ...
    async def record_session(
        self, group: str, number: int, values: Mapping[str, str], states: Mapping[str, str]
    ) -> Saved: ...
    async def delete_session(self, session: str) -> Saved: ...
    async def add_members(self, group: str, clients: Sequence[str], names: Sequence[str], on: date) -> Saved: ...
    async def remove_member(self, group: str, member: str) -> Saved: ...
    async def group_phases(self) -> Sequence[Choice]: ...
    async def move_group(self, group: str, phase: str, on: date) -> Saved: ...
    async def take_up_group(self, group: str, on: date) -> Saved: ...
    async def cancel_activity(self, activity: str) -> Saved: ...
