"""The library of projects with its reviews, honours and good cases, demonstration sites, micro-projects: what is where.

Two things are called 项目库: one that gates budget and continuation (states and reviews of a project), and one of
honours, from which purchases may prefer. Both stand here, apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final, NamedTuple

from db.queries.registers import rows_of
from db.store import Connection
from swstation import lists
from swstation.i18n import N_, _
from swstation.operations.projects import ProjectStanding, standings

SECTIONS: Final = {
    "library": N_("Project library"),
    "excellent": N_("Library of excellent projects"),
    "good_cases": N_("Good cases"),
    "demonstration": N_("Demonstration projects"),
    "micro": N_("Micro-projects"),
    "sites": N_("Demonstration sites"),
    "other_honours": N_("Other honours"),
}
"""What the page is parted into, as msgids."""
REGISTERS: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "library": ("project_review", {}),
    "excellent": ("honour", {"kind": "project"}),
    "good_cases": ("honour", {"kind": "case_example"}),
    "demonstration": ("project", {"kind": "demonstration"}),
    "micro": ("project", {"kind": "micro"}),
    "sites": ("demonstration_site", {}),
    "other_honours": ("honour", {}),
}
"""Where an entry of a section is written: the register, and what the entry says by itself."""
_LIBRARY_CHECKS: Final = frozenset({"library_approved", "library_filed", "library_reviewed", "continued"})
_OWING: Final = frozenset({"due", "late", "short"})


class LibraryLine(NamedTuple):
    """A line of a section. ``table`` and ``row``: what is opened for it; ``owes``: what is still to be done."""

    section: str
    table: str
    row: str
    on: str
    title: str
    state: str
    about: str
    owes: str = ""


def library_lines(connection: Connection, unit: str, as_of: date) -> list[LibraryLine]:
    """Everything by section, the newest first in each."""
    found = standings(connection, unit, as_of)
    names = {one.row["id"]: one.row["title"] for one in found}
    honours = rows_of(connection, "honour", order=("-granted_on",))
    makers: tuple[Callable[[], Iterator[LibraryLine]], ...] = (
        lambda: _library(connection, found), lambda: _honours("excellent", honours, names),
        lambda: _honours("good_cases", honours, names), lambda: _projects("demonstration", found),
        lambda: _projects("micro", found), lambda: _sites(connection),
        lambda: _honours("other_honours", honours, names),
    )  # fmt: skip
    return [line for make in makers for line in make()]


def _library(connection: Connection, found: list[ProjectStanding]) -> Iterator[LibraryLine]:
    reviews: dict[str, dict[str, Any]] = {}
    for one in rows_of(connection, "project_review", order=("held_on",)):
        reviews[one["project"]] = one
    for standing in sorted(found, key=lambda one: one.row["library_on"] or "", reverse=True):
        row, last = standing.row, reviews.get(standing.row["id"])
        if not row["library_state"] and last is None:
            continue
        about = ""
        if last is not None:
            subject = lists.label("project_review_subject", last["subject"])
            decision = lists.label("project_review_decision", last["decision"])
            about = f"{last['held_on']}  {subject} {decision}"
        owes = [_label(check) for check in standing.checks if check.check in _LIBRARY_CHECKS and check.status in _OWING]
        state = lists.label("library_state", row["library_state"]) if row["library_state"] else ""
        yield LibraryLine(
            "library", "project", row["id"], row["library_on"] or "", row["title"], state, about, "、".join(owes)
        )


def _label(check: Any) -> str:
    from swstation.reports.project_words import check_words

    label, status, _amount, _basis = check_words(check)
    return f"{label} {status}"


def _honours(section: str, honours: list[dict[str, Any]], names: dict[str, str]) -> Iterator[LibraryLine]:
    kinds = {"excellent": ("project",), "good_cases": ("case_example",)}.get(section)
    for one in honours:
        if (one["kind"] in kinds) if kinds else (one["kind"] not in ("project", "case_example")):
            level = lists.label("honour_level", one["level"]) if one["level"] else ""
            state = lists.label("honour_state", one["state"]) if one["state"] else ""
            of = names.get(one["project"] or "", "")
            about = "  ".join(part for part in (level, of, one["issuer"] or "") if part)
            owes = _("the result is not entered") if one["state"] == "applied" else ""
            yield LibraryLine(section, "honour", one["id"], one["granted_on"], one["title"], state, about, owes)


def _projects(kind: str, found: list[ProjectStanding]) -> Iterator[LibraryLine]:
    for one in found:
        row = one.row
        if row["kind"] == kind:
            state = lists.label("project_state", row["state"])
            reached = sum((line.actual or 0) >= (line.target or 0) for line in one.indicators if line.target)
            promised = sum(1 for line in one.indicators if line.target)
            done = f"{reached}/{promised}" if promised else ""
            about = "  ".join(part for part in (row["linkage"] or "", done) if part)
            yield LibraryLine(kind, "project", row["id"], row["start_on"], row["title"], state, about)


def _sites(connection: Connection) -> Iterator[LibraryLine]:
    for one in rows_of(connection, "demonstration_site", order=("-since", "name")):
        state = lists.label("demonstration_site_state", one["state"])
        kind = lists.label("demonstration_site_kind", one["kind"]) if one["kind"] else ""
        about = "  ".join(part for part in (kind, one["address"] or "") if part)
        yield LibraryLine("sites", "demonstration_site", one["id"], one["since"] or "", one["name"], state, about)
