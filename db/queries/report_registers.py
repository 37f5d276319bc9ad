"""Reads behind the monthly report: files, categories, visit plans, cases, goals, units.

A client belongs to the unit that owns the file, a case to the unit it names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from db.queries.sql import rows
from db.store import Connection


class ClientFact(NamedTuple):
    """A client's file."""

    id: str
    household: str | None
    opened_on: str
    file_state: str
    ended_on: str | None
    attention_level: str | None
    worker: str | None

    @property
    def house(self) -> str:
        """What counts as a household: the client's, or the client without one."""
        return self.household or self.id

    def on_file(self, day: str) -> bool:
        """Whether the file was open at the end of ``day``, a paused one too."""
        return self.opened_on <= day and not self.ended(day)

    def ended(self, day: str) -> bool:
        """Whether the file was ended on ``day`` or before."""
        return self.file_state == "ended" and self.ended_on is not None and self.ended_on <= day


class CategoryFact(NamedTuple):
    """A category of a client, the household's too; both days counted, an empty one is without end."""

    client: str
    category: str
    start_on: str | None
    end_on: str | None

    def holds(self, day: str) -> bool:
        """Whether it is in force on ``day``."""
        return (self.start_on is None or self.start_on <= day) and (self.end_on is None or day <= self.end_on)


@dataclass(frozen=True, slots=True)
class PlanFact:
    """A visit plan."""

    id: str
    unit: str
    category: str | None
    attention_level: str | None
    client: str | None
    times: int
    period: str
    allow_phone: int
    start_on: str
    end_on: str | None


@dataclass(frozen=True, slots=True)
class CaseFact:
    """A case as it is shown now."""

    id: str
    opened_on: str
    state: str
    closed_on: str | None
    close_reason: str | None
    stage: str
    stage_on: str
    worker: str
    entered_at: str


@dataclass(frozen=True, slots=True)
class GoalFact:
    """A goal of a case and whether it was achieved (``yes``, ``partly``, ``no`` or not yet scored)."""

    id: str
    service_case: str
    achieved: str | None


@dataclass(frozen=True, slots=True)
class UnitFact:
    """A unit; ``month_start_day`` is 1 where the unit has not said another."""

    code: str
    name: str
    tier: str
    parent: str | None
    month_start_day: int


def clients(connection: Connection, unit: str) -> list[ClientFact]:
    """The files of a unit, ended ones too."""
    return rows(
        connection,
        ClientFact,
        "SELECT id, household, opened_on, file_state, ended_on, attention_level, worker FROM client"
        " WHERE owner = ? AND alive ORDER BY id",
        (unit,),
    )


def categories(connection: Connection, unit: str) -> list[CategoryFact]:
    """The categories of those clients, their own and their household's."""
    return rows(
        connection,
        CategoryFact,
        "SELECT c.id, k.category, k.start_on, k.end_on FROM client c"
        " CROSS JOIN client_category k ON k.client = c.id WHERE c.owner = :unit AND c.alive AND k.alive"
        " UNION ALL SELECT c.id, k.category, k.start_on, k.end_on FROM client c"
        " CROSS JOIN client_category k ON k.household = c.household"
        " WHERE c.owner = :unit AND c.household IS NOT NULL AND c.alive AND k.alive",
        {"unit": unit},
    )


def plans(connection: Connection) -> list[PlanFact]:
    """All visit plans, of every unit."""
    return rows(
        connection,
        PlanFact,
        "SELECT id, unit, category, attention_level, client, times, period, allow_phone, start_on, end_on"
        " FROM visit_plan WHERE alive ORDER BY id",
    )


def cases(connection: Connection, unit: str) -> list[CaseFact]:
    """The cases of a unit, closed ones too."""
    return rows(
        connection,
        CaseFact,
        "SELECT id, opened_on, state, closed_on, close_reason, stage, stage_on, worker, entered_at FROM service_case"
        " WHERE unit = ? AND alive ORDER BY opened_on, id",
        (unit,),
    )


def goals(connection: Connection, unit: str) -> list[GoalFact]:
    """The goals of those cases."""
    return rows(
        connection,
        GoalFact,
        "SELECT g.id, g.service_case, g.achieved FROM service_case c CROSS JOIN case_goal g ON g.service_case = c.id"
        " WHERE c.unit = ? AND c.alive AND g.alive ORDER BY g.service_case, g.position, g.id",
        (unit,),
    )


def units(connection: Connection) -> list[UnitFact]:
    """All units this database knows, by code."""
    return rows(
        connection,
        UnitFact,
        "SELECT code, name, tier, parent, coalesce(month_start_day, 1) FROM unit WHERE alive ORDER BY code",
    )


def staff_names(connection: Connection) -> dict[str, str]:
    """The names of all staff by row id, those who left too."""
    return {key.hex(): name or "" for key, name in connection.execute("SELECT id, name FROM staff")}
