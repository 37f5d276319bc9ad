"""Targets of a unit on a day: the registers counted, then judged by the rules."""

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


def target_facts(connection: Connection, unit: str, as_of: date) -> TargetFacts:
    """What the registers say of a unit's area on a day. A number of 0 is a number; what nobody counts is absent."""
    area = unit[1:].partition("-")[0]
    on = as_of.isoformat()
    people = reads.people_in_post(connection, area, on)
    holders = _holders(connection, unit, as_of)
    project_posts = [
        staff for _project, staff, professional in reads.project_people(connection, area, on) if professional
    ]
    counted = {
        "professionals": len(people),
        "holders": sum(1 for staff, _unit, _key in people if staff in holders),
        "key_talents": sum(1 for _staff, _unit, key in people if key),
        "institutions": reads.institutions(connection, area, on),
        "certified_project_posts": sum(1 for staff in project_posts if staff in holders),
        **{f"unit:{tier}": n for tier, n in reads.units_by_tier(connection, area, on).items()},
        **{f"site:{kind}": n for kind, n in reads.sites(connection, area, on).items()},
    }
    return TargetFacts(
        letter=unit[0],
        urban=(divisions.name(area[:_COUNTY_DIGITS]) or "").endswith(_DISTRICT),
        counted=counted,
        bases=_bases(connection, unit, area, len(project_posts)),
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
