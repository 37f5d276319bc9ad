"""Targets of a unit on a day: the registers counted, then judged by the rules; the rows behind each count."""

from __future__ import annotations

from datetime import date, timedelta

from db.queries import people as people_reads
from db.queries import targets as reads
from db.queries.registers import rows_of
from db.store import Connection
from swstation import divisions
from swstation.operations.standing import policy_and_set
from swstation.rules.levels import levels_for
from swstation.rules.targets import Community, OwnTarget, TargetFacts, TargetResult, target_results

_DISTRICT = "区"
_COUNTY_DIGITS, _TOWNSHIP_DIGITS = 6, 9


def targets(connection: Connection, unit: str, as_of: date) -> list[TargetResult]:
    """Each indicator of the unit's policies and each target of its own, with what is counted on ``as_of``."""
    policy, known = policy_and_set(connection, unit)
    own = [
        OwnTarget(
            row["title"], row["target"], row["measure"] or "", date.fromisoformat(row["due_on"]),
            row["basis"] or unit, row["policy"] or "", row["indicator"] or "",
        )
        for row in rows_of(connection, "county_target", {"unit": unit})
    ]  # fmt: skip
    facts = target_facts(connection, unit, as_of)
    return target_results(known.beside(policy), own, facts, as_of)


def trajectory(connection: Connection, unit: str, as_of: date, years: int = 4) -> list[tuple[date, list[TargetResult]]]:
    """The same at the last days of the years before, oldest first, then on ``as_of``."""
    ends = [date(as_of.year - back, 1, 1) - timedelta(days=1) for back in range(years - 1, -1, -1)]
    return [(day, targets(connection, unit, day)) for day in [*ends, as_of]]


def counted_rows(connection: Connection, unit: str, as_of: date) -> dict[str, list[tuple[str, str]]]:
    """By what indicators count the rows of it in a unit's area on a day, as register and id (hex)."""
    area, on = area_of(unit), as_of.isoformat()
    people = reads.people_in_post(connection, area, on)
    holders = _holders(connection, unit, as_of)
    found: dict[str, list[tuple[str, str]]] = {
        "professionals": [("staff", staff) for staff, _unit, _key in people],
        "holders": [("staff", staff) for staff, _unit, _key in people if staff in holders],
        "key_talents": [("staff", staff) for staff, _unit, key in people if key],
        "institutions": [("institution", row) for row in reads.institutions(connection, area, on)],
        "certified_project_posts": [
            ("project_staff", row)
            for row, staff, professional in reads.project_people(connection, area, on)
            if professional and staff in holders
        ],
    }
    for tier, row in reads.units_by_tier(connection, area, on):
        found.setdefault(f"unit:{tier}", []).append(("unit", row))
    for kind, row in reads.sites(connection, area, on):
        found.setdefault(f"site:{kind}", []).append(("demonstration_site", row))
    return found


def area_of(unit: str) -> str:
    """The digits of the division that a unit's targets are counted in."""
    return unit[1:].partition("-")[0]


def target_facts(connection: Connection, unit: str, as_of: date) -> TargetFacts:
    """What the registers say of a unit's area on a day. A number of 0 is a number; what nobody counts is absent."""
    area = area_of(unit)
    on = as_of.isoformat()
    posts = sum(professional for _row, _staff, professional in reads.project_people(connection, area, on))
    counted = {name: len(rows) for name, rows in counted_rows(connection, unit, as_of).items()}
    return TargetFacts(
        letter=unit[0],
        urban=(divisions.name(area[:_COUNTY_DIGITS]) or "").endswith(_DISTRICT),
        counted=counted,
        bases=_bases(connection, unit, area, posts),
        communities=tuple(
            Community(one.kind, one.people, one.posts) for one in reads.communities(connection, area, on)
        ),
        entered={
            (one.policy, one.indicator): (one.actual, one.base) for one in reads.entered_figures(connection, unit, on)
        },
    )


def _holders(connection: Connection, unit: str, as_of: date) -> frozenset[str]:
    policy, known = policy_and_set(connection, unit)
    levels = levels_for(known, policy)
    national = {level.id for level in levels.all if level.national}
    return frozenset(
        one.staff
        for one in people_reads.certificates(connection)
        if one.level in national and one.issued_on <= as_of.isoformat()
    )


def _bases(connection: Connection, unit: str, area: str, project_posts: int) -> dict[str, int]:
    known = reads.populations(connection, area)
    population = known.get(unit) or sum(n for code, n in known.items() if code[0] == "T")
    townships = 1 if len(area) >= _TOWNSHIP_DIGITS else len(_townships(area))
    counties = len({code[:_COUNTY_DIGITS] for code in _townships(area)}) if len(area) < _TOWNSHIP_DIGITS else 0
    bases = {
        "registered_population": population,
        "township": townships,
        "county_and_township": townships + counties,
        "project_social_work_posts": project_posts,
    }
    return {name: n for name, n in bases.items() if n}


def _townships(area: str) -> list[str]:
    if len(area) >= _COUNTY_DIGITS:
        return [one.code for one in divisions.children(area)]
    return [code for one in divisions.children(area) for code in _townships(one.code)]
