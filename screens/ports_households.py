"""What the page of a client asks for beside the file itself: consent, household; and who may be on file already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from screens.ports import Entry, Fact, Saved


class ClientCare(NamedTuple):
    """Beside ``ClientPage``. ``tags``: words for the header with their tones (under age, consent, child's file).

    ``logs``: the services of all files said to be of this person, ``files``: how many those are; ``household``: its id.
    """

    tags: Sequence[tuple[str, str]]
    facts: Sequence[Fact]
    logs: Sequence[Entry]
    files: int
    household: str
    attachments: int


class Member(NamedTuple):
    """A member of a household as its page shows one."""

    id: str
    name: str
    relation: str
    gender: str
    age: int | None
    last_met: date | None
    ended: bool


class HouseholdPage(NamedTuple):
    """A household: what it is called, facts, members, categories in force (row id, words)."""

    name: str
    facts: Sequence[Fact]
    members: Sequence[Member]
    categories: Sequence[tuple[str, str]]


class HouseholdRow(NamedTuple):
    """A household in a list."""

    id: str
    name: str
    number: str
    place: str
    members: int
    categories: str


class LikelyFile(NamedTuple):
    """A file that may be of whoever is typed, in words; on what ground; ``strong``: one should look before saving."""

    id: str
    name: str
    about: str
    ground: str
    strong: bool


class HouseholdsPort(Protocol):
    """Households, what else a client's file says, and likely doubles of somebody new."""

    async def client_care(self, client_id: str, as_of: date) -> ClientCare: ...
    async def client_more(self, client_id: str) -> Mapping[str, str]: ...
    async def save_client_more(self, client_id: str, values: Mapping[str, str]) -> Saved: ...
    async def households(self, typed: str) -> Sequence[HouseholdRow]: ...
    async def household_page(self, household_id: str, as_of: date) -> HouseholdPage: ...
    async def household_form(self, household_id: str) -> Mapping[str, str]: ...
    async def save_household(self, household_id: str | None, values: Mapping[str, str]) -> Saved: ...
    async def join_household(self, client_id: str, household_id: str, relation: str) -> Saved: ...
    async def leave_household(self, client_id: str) -> Saved: ...
    async def add_household_category(self, household_id: str, category: str, on: date) -> Saved: ...
    async def end_household_category(self, household_id: str, category: str, on: date) -> Saved: ...
    async def likely_files(self, values: Mapping[str, str]) -> Sequence[LikelyFile]: ...
    async def not_the_same(self, client_id: str, others: Sequence[str]) -> None: ...
