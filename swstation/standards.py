"""What the work with people is measured by where no regional policy says it: ``data/casework.toml``, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from swstation.i18n import language


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a case file holds before it is closed. ``stage``: the stage that leaves it; ``needed``: it holds it up."""

    code: str
    stage: str
    zh: str
    en: str
    needed: bool = True

    @property
    def label(self) -> str:
        """The words on screen in the current language."""
        return self.en if language() == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Closing:
    """The standard that a case is closed by, and what it asks for."""

    document: str
    zh: str
    en: str
    requirements: tuple[Requirement, ...]

    @property
    def title(self) -> str:
        """Number and name of the standard."""
        return f"{self.document} {self.en if language() == 'en' else self.zh}"


@dataclass(frozen=True, slots=True)
class ConsentRule:
    """Under ``guardian_below`` years a guardian consents; ``remind_days`` before its end it is due again."""

    guardian_below: int
    basis: str
    remind_days: int


@dataclass(frozen=True, slots=True)
class ChildAge:
    """At what age (years) a child's file of a kind ends, on what ground, and how many days before that one is told."""

    kind: str
    ends_at: int
    basis: str
    remind_days: int


@dataclass(frozen=True, slots=True)
class IncidentDuty:
    """To whom incidents of these kinds are reported at once; ``below``: only about people under that age (years).

    ``result_days``: how many days after it was found a result is asked for.
    """

    kinds: tuple[str, ...]
    report_to: str
    basis: str
    result_days: int
    below: int | None = None


@dataclass(frozen=True, slots=True)
class CaseDays:
    """Days from one part of a case to the next where nobody says another: review, and follow-up after closing."""

    review_days: int
    follow_up_days: int


@dataclass(frozen=True, slots=True)
class MonthRule:
    """What is always read before a month is approved, and how much of the rest is drawn at random.

    Minutes and days as they say; ``sample_percent`` of the rest, rounded up, at least ``sample_least`` entries.
    """

    note_missing: bool
    minutes_missing: bool
    entered_late_days: int
    long_minutes: int
    day_minutes: int
    sample_percent: int
    sample_least: int


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads(files("swstation").joinpath("data", "casework.toml").read_text(encoding="utf-8"))


@cache
def closing() -> Closing:
    """What a case is closed by."""
    raw = dict(_raw()["closing"])
    asked = tuple(Requirement(**one) for one in raw.pop("requirement"))
    return Closing(**raw, requirements=asked)


@cache
def consent_rule() -> ConsentRule:
    """When a guardian consents, and when a consent is due again."""
    return ConsentRule(**_raw()["consent"])


@cache
def child_ages() -> dict[str, ChildAge]:
    """At what age a child's file ends, by kind."""
    return {one["kind"]: ChildAge(**one) for one in _raw()["child_file"]}


@cache
def incident_duties() -> tuple[IncidentDuty, ...]:
    """The duties to report, the more particular first."""
    return tuple(IncidentDuty(**{**one, "kinds": tuple(one["kinds"])}) for one in _raw()["incident"])


@cache
def case_days() -> CaseDays:
    """Days between the parts of a case."""
    return CaseDays(**_raw()["case"])


@cache
def month_rule() -> MonthRule:
    """How a month is approved."""
    return MonthRule(**_raw()["month"])


@cache
def lead_titles() -> tuple[str, ...]:
    """The titles of a station's posts whose holders approve."""
    return tuple(_raw()["approval"]["lead_titles"])
