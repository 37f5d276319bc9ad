"""One member of staff as the rules about people take one, and how free words about education and titles are read."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import NamedTuple

from swstation import lists
from swstation.rules.facts import Person


class HeldPost(NamedTuple):
    """A post that somebody holds or held. ``purchased``: of a project with a contract, signed on ``contract_on``."""

    title: str
    kind: str
    start_on: date
    end_on: date | None = None
    employment: str = ""
    funding: str = ""
    professional: bool = False
    purchased: bool = False
    contract_on: date | None = None

    def held_on(self, day: date) -> bool:
        """Whether it is held on ``day``."""
        return self.start_on <= day and (self.end_on is None or day <= self.end_on)


class Worker(NamedTuple):
    """What the registers say of one person; empty or ``None`` where nothing was recorded."""

    person: Person
    gender: str = ""
    birth_date: date | None = None
    ethnic_group: str = ""
    political_status: str = ""
    education: str = ""
    degree: str = ""
    major: str = ""
    social_work_graduate: bool | None = None
    source: str = ""
    employment_kind: str = ""
    key_talent: str = ""
    academic_title: str = ""
    social_work_since: date | None = None
    working_time: str = ""
    field: str = ""
    talent_category: str = ""
    native: bool | None = None
    course: str = ""
    post_grade: str = ""
    appointed_level: str = ""
    appointed_on: date | None = None
    filed_on: date | None = None
    filing_number: str = ""
    social_insurance: bool | None = None
    housing_fund: bool | None = None
    public_roles: tuple[str, ...] = ()
    posts: tuple[HeldPost, ...] = ()
    evaluated: bool = False

    def posts_on(self, day: date) -> tuple[HeldPost, ...]:
        """The posts held on ``day``."""
        return tuple(post for post in self.posts if post.held_on(day))


def meant(kind: str, text: str) -> str:
    """The code of a list that a free word means, by the longest word of the list in it; empty for none."""
    wanted = _plain(text)
    best = ""
    length = 0
    for entry in lists.entries(kind):
        for word in (entry.code, entry.zh, entry.en, *entry.aliases):
            if len(plain := _plain(word)) > length and plain in wanted:
                best, length = entry.code, len(plain)
    return best


def rank(kind: str, code: str) -> int:
    """The place of a code in a list that goes upwards, from 1; 0 for a code that is not there."""
    return next((at for at, entry in enumerate(lists.entries(kind), 1) if entry.code == code), 0)


def education_of(worker: Worker) -> str:
    """The highest of what education and degree say; empty if nothing is known."""
    found = [meant("education", text) for text in (worker.education, worker.degree) if text]
    return max((one for one in found if one), key=lambda code: rank("education", code), default="")


def major_of(worker: Worker, majors: tuple[str, ...]) -> bool | None:
    """Whether the major is one of ``majors``; ``None`` if none is recorded."""
    return any(_plain(one) in _plain(worker.major) for one in majors) if worker.major else None


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()
