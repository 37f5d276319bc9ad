"""Plain data that the rules about posts and institutions take. An empty end means "still"; both days count."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

OTHER_POST = "other"
"""The kind of a post that is no social-work post; it is kept where a share needs its base."""
FULL_TIME, PART_TIME = "full_time", "part_time"


class Place(NamedTuple):
    """Where posts are asked for: a village or community, or a township's centre.

    ``kind`` is ``urban_community``, ``rural_community``, ``village`` or ``town_centre``; ``unit`` the code of the unit.
    """

    id: str
    name: str
    kind: str
    unit: str = ""
    population: int | None = None


class Post(NamedTuple):
    """A post. ``body`` is the unit's code or the institution's row id, ``place`` the village or community if any."""

    id: str
    title: str
    kind: str
    opened_on: date
    closed_on: date | None = None
    body: str = ""
    body_name: str = ""
    place: str = ""
    project: str = ""
    professional: bool | None = None
    required_level: str = ""
    employment: str = ""
    org_type: str = ""
    system: str = ""
    field: str = ""
    duties: str = ""
    conditions: str = ""
    published_on: date | None = None

    @property
    def social_work(self) -> bool:
        """Whether it is a social-work post."""
        return self.kind != OTHER_POST

    def open_on(self, day: date) -> bool:
        """Whether the post is there on ``day``."""
        return self.opened_on <= day and (self.closed_on is None or day <= self.closed_on)


class Holding(NamedTuple):
    """Somebody in a post; ``lent_to`` says where the holder is lent out to."""

    id: str
    post: str
    staff: str
    name: str
    start_on: date
    end_on: date | None = None
    employment: str = ""
    track: str = ""
    lent_to: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether the post is held on ``day``."""
        return self.start_on <= day and (self.end_on is None or day <= self.end_on)


class Institution(NamedTuple):
    """A social-work institution; ``division`` is the code of its place (2 to 12 digits)."""

    id: str
    name: str
    state: str = "active"
    registered_on: date | None = None
    division: str = ""
    filing_state: str = ""
    founder: str = ""
    ended_on: date | None = None


class Work(NamedTuple):
    """Something an institution does or did: a project, a held post, an honour; without an end it goes on.

    ``kind`` is ``project``, ``post``, ``honour`` or ``year`` (a year with costs, which counts to its last day).
    """

    institution: str
    kind: str
    title: str
    start_on: date
    end_on: date | None = None
    running: bool = False
