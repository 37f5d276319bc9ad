"""What the page of posts and institutions asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from screens.ports import Clause, Saved
    from screens.widgets.rows import Row

Told = tuple[str, "Clause"]
"""A result in words and the clause it rests on."""


class PostSeen(NamedTuple):
    """What a row of the page stands for: a place or a post.

    ``row`` is the village's or post's row id, empty for a township's centre. ``kind`` is the kind of post that belongs
    there; ``holding`` and ``holder`` are who holds it, empty where it is vacant. ``told``: what the policy asks of it.
    """

    table: str
    row: str
    title: str
    kind: str = ""
    place: str = ""
    place_name: str = ""
    holding: str = ""
    holder: str = ""
    told: Sequence[Told] = ()


class PostsSeen(NamedTuple):
    """The page: sums with their tones, rows, what each stands for, and results that concern no single row."""

    sums: Sequence[tuple[str, str]]
    rows: Sequence[Row]
    behind: Mapping[str, PostSeen]
    told: Sequence[Told]


class InstitutionsSeen(NamedTuple):
    """Institutions: sums, rows by row id, what stands beside each name, and the clauses."""

    sums: Sequence[tuple[str, str]]
    rows: Sequence[Row]
    names: Mapping[str, str]
    told: Sequence[Told]


class PostsPort(Protocol):
    """Posts, who holds them, and institutions. Values are those of the forms, dates as ISO."""

    async def posts(self, as_of: date) -> PostsSeen: ...
    async def fill_post(self, post: str, values: Mapping[str, str]) -> Saved: ...
    async def end_holding(self, holding: str, values: Mapping[str, str]) -> Saved: ...
    async def close_post(self, post: str, values: Mapping[str, str]) -> Saved: ...
    async def institutions(self, as_of: date) -> InstitutionsSeen: ...
