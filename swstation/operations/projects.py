"""Projects as the checks and the page take them: facts from the registers, indicators counted from the entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from db.queries import projects as reads
from db.queries.registers import one_row, rows_of
from db.store import Connection
from swstation.i18n import N_, _
from swstation.operations.links import persons
from swstation.operations.standing import policy_and_set
from swstation.rules.project_facts import Evaluation, ProjectFacts, Review
from swstation.rules.projects import ProjectCheck, project_checks

MEASURES: Final[Mapping[str, str]] = {
    "contacts": N_("person-times"), "clients": N_("persons"), "home_visits": N_("household visits"),
    "cases_opened": N_("cases"), "cases_closed": N_("cases"), "cases_followed": N_("cases"),
    "case_sessions": N_("sessions"), "groups": N_("groups"), "group_sessions": N_("meetings"),
    "activities": N_("activities"), "activity_heads": N_("person-times"), "volunteer_hours": N_("hours"),
    "trainings": N_("times"), "supervisions": N_("times"), "resources_linked": N_("times"),
}  # fmt: skip
"""In what each count is counted where the indicator says nothing (msgids)."""


class Indicator(NamedTuple):
    """An indicator of a contract: what is promised, what is done, and whether that was counted or typed in."""

    id: str
    title: str
    target: int | None
    actual: int | None
    measure: str
    counted: bool


class ProjectStanding(NamedTuple):
    """A project on a day: its row, the checks with their clauses, the indicators, money by category."""

    row: dict[str, Any]
    checks: list[ProjectCheck]
    indicators: list[Indicator]
    budget: dict[str, int]
    spent: dict[str, int]


def standings(connection: Connection, unit: str, as_of: date) -> list[ProjectStanding]:
    """All projects here, each under the policy of its own unit (``unit`` where it names none)."""
    return [_standing(connection, row, unit, as_of) for row in rows_of(connection, "project", order=("end_on",))]


def running_checks(connection: Connection, unit: str, as_of: date) -> list[tuple[dict[str, Any], list[ProjectCheck]]]:
    """The projects that run, each with its checks: what the due list asks, which needs no indicator counted."""
    return [
        (row, _checks(connection, row, unit, _budget(connection, row), as_of))
        for row in rows_of(connection, "project", order=("end_on",))
        if row["state"] in ("running", "continued")
    ]


def project_standing(connection: Connection, project: str, unit: str, as_of: date) -> ProjectStanding | None:
    """One project; ``None`` if it is not there."""
    row = one_row(connection, "project", project)
    return None if row is None else _standing(connection, row, unit, as_of)


def _standing(connection: Connection, row: dict[str, Any], unit: str, as_of: date) -> ProjectStanding:
    budget, spent = _budget(connection, row), _sums(connection, "project_spending", row["id"], "value_fen")
    checks = _checks(connection, row, unit, budget, as_of)
    return ProjectStanding(row, checks, indicators(connection, row, as_of), budget, spent)


def _checks(
    connection: Connection, row: dict[str, Any], unit: str, budget: dict[str, int], as_of: date
) -> list[ProjectCheck]:
    policy, known = policy_and_set(connection, row["unit"] or unit)
    return project_checks(known.beside(policy), project_facts(connection, row, budget, as_of), as_of)


def _budget(connection: Connection, row: dict[str, Any]) -> dict[str, int]:
    return _sums(connection, "funding_line", row["id"], "budget_fen")


def _sums(connection: Connection, table: str, project: str, field: str) -> dict[str, int]:
    out: dict[str, int] = defaultdict(int)
    for row in rows_of(connection, table, {"project": project}):
        out[row["category"]] += row[field]
    return dict(out)


def project_facts(connection: Connection, row: dict[str, Any], budget: dict[str, int], as_of: date) -> ProjectFacts:
    """What the registers say of one project on a day."""
    project, on = row["id"], as_of.isoformat()
    people = [
        one
        for one in rows_of(connection, "project_staff", {"project": project})
        if one["start_on"] <= on and (one["end_on"] is None or one["end_on"] >= on)
    ]
    filled = {
        "post_count": row["posts"], "ranks": row["grades"], "service_standard": row["standards"],
        "indicators": rows_of(connection, "project_indicator", {"project": project}),
    }  # fmt: skip
    last = min(on, row["end_on"])
    return ProjectFacts(
        start_on=date.fromisoformat(row["start_on"]),
        end_on=date.fromisoformat(row["end_on"]),
        state=row["state"],
        title=row["title"],
        total_fen=row["total_fen"],
        person_years=row["person_years"],
        high_risk=bool(row["high_risk"]),
        people=len({one["staff"] for one in people}),
        professionals=len({one["staff"] for one in people if one["professional"]}),
        lines=budget,
        settings=frozenset(name for name, value in filled.items() if value),
        library_state=row["library_state"] or "",
        renewal_applied_on=_day(row["renewal_applied_on"]),
        evaluations=tuple(
            Evaluation(one["kind"], date.fromisoformat(one["held_on"]), one["evaluator"] or "")
            for one in rows_of(connection, "project_evaluation", {"project": project})
            if one["held_on"] <= on
        ),
        reviews=tuple(
            Review(one["subject"], one["decision"], date.fromisoformat(one["held_on"]))
            for one in rows_of(connection, "project_review", {"project": project})
            if one["held_on"] <= on
        ),
        supervised=reads.supervised_months(connection, project, row["start_on"], last),
        surveyed=reads.surveyed(connection, project, row["unit"], row["start_on"]),
        library_met_on=_day(reads.library_met_on(connection, row["unit"], on)),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def indicators(connection: Connection, row: dict[str, Any], as_of: date) -> list[Indicator]:
    """The indicators of a project; those that name a count are counted from its start up to ``as_of``."""
    last = min(as_of.isoformat(), row["end_on"])
    out = []
    for one in rows_of(connection, "project_indicator", {"project": row["id"]}, ("position",)):
        actual = one["actual"]
        counted = one["counts"] in reads.COUNTS  # another word is of a newer program: what was typed in stands
        if counted:
            actual = _done(connection, one["counts"], row, last)
        measure = one["measure"] or (_(MEASURES[one["counts"]]) if counted else "")
        out.append(Indicator(one["id"], one["title"], one["target"], actual, measure, counted))
    return out


def _done(connection: Connection, counts: str, row: dict[str, Any], last: str) -> int:
    if counts != "clients":
        return reads.done(connection, counts, row["id"], row["start_on"], last)
    who = persons(connection)  # files of one person count once, as in the monthly report
    return len({who.of(client) for client in reads.served(connection, row["id"], row["start_on"], last)})
