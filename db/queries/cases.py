"""Reads of cases, their clients, goals and history."""

from __future__ import annotations

from typing import NamedTuple

import orjson

from db.queries.sql import rows
from db.store import Connection


class CaseRow(NamedTuple):
    """A case. ``clients``: names joined by 、; ``client_ids``: hex ids joined by a space."""

    id: str
    number: str
    unit: str
    opened_on: str
    field: str | None
    source: str | None
    worker: str
    worker_name: str | None
    stage: str
    stage_on: str
    state: str
    closed_on: str | None
    close_reason: str | None
    problem: str | None
    assessment: str | None
    plan: str | None
    risk: str | None
    review_due: str | None
    next_contact: str | None
    conflicts: int
    clients: str | None
    client_ids: str | None
    last_met: str | None


_SQL = (
    "SELECT c.id, c.number, c.unit, c.opened_on, c.field, c.source, c.worker, s.name, c.stage, c.stage_on, c.state,"
    " c.closed_on, c.close_reason, c.problem, c.assessment, c.plan, c.risk, c.review_due, c.next_contact, c.conflicts,"
    " (SELECT group_concat(p.name, '、') FROM case_client m JOIN client p ON p.id = m.client"
    "   WHERE m.service_case = c.id AND m.alive),"
    " (SELECT group_concat(lower(hex(m.client)), ' ') FROM case_client m WHERE m.service_case = c.id AND m.alive),"
    " (SELECT max(l.service_date) FROM service_log l WHERE l.service_case = c.id AND l.alive AND l.state <> 'draft')"
    " FROM service_case c LEFT JOIN staff s ON s.id = c.worker WHERE c.alive"
)


def case_list(
    connection: Connection,
    *,
    state: str | None = None,
    unit: str | None = None,
    client: str | None = None,
    owner: str | None = None,
) -> list[CaseRow]:
    """Cases, newest first. ``unit``: where it was opened; ``owner``: whose it is now."""
    return rows(
        connection,
        CaseRow,
        f"{_SQL} AND (:state IS NULL OR c.state = :state) AND (:unit IS NULL OR c.unit = :unit)"
        " AND (:owner IS NULL OR c.owner = :owner)"
        " AND (:client IS NULL OR EXISTS (SELECT 1 FROM case_client m WHERE m.service_case = c.id AND m.alive"
        "   AND m.client = unhex(:client))) ORDER BY c.opened_on DESC, c.number DESC",
        {"state": state, "unit": unit, "client": client, "owner": owner},
    )


def case_by_id(connection: Connection, case: str) -> CaseRow | None:
    """One case."""
    found = rows(connection, CaseRow, f"{_SQL} AND c.id = unhex(:id)", {"id": case})
    return found[0] if found else None


class GoalRow(NamedTuple):
    """A goal of a case."""

    id: str
    service_case: str
    position: int
    goal: str
    baseline: str | None
    target: str | None
    result: str | None
    achieved: str | None


def goals(connection: Connection, case: str) -> list[GoalRow]:
    """The goals of a case in their order."""
    return rows(
        connection,
        GoalRow,
        "SELECT id, service_case, position, goal, baseline, target, result, achieved FROM case_goal"
        " WHERE alive AND service_case = unhex(?) ORDER BY position, id",
        (case,),
    )


class StageStep(NamedTuple):
    """A stage the case entered: which, on what day, recorded when and by whom."""

    stage: str
    stage_on: str
    at: str
    worker: str | None


def stage_history(connection: Connection, case: str) -> list[StageStep]:
    """The stages a case went through, read off its change records."""
    found = connection.execute(
        "SELECT o.payload, o.at, s.name FROM op o LEFT JOIN staff s ON s.id = o.w"
        " WHERE o.k = unhex(?) AND o.payload IS NOT NULL AND o.id NOT IN (SELECT id FROM foreign_op)"
        " ORDER BY o.l, o.id",
        (case,),
    )
    out: list[StageStep] = []
    for payload, at, worker in found:
        values = orjson.loads(payload).get("stage")
        if values and (not out or (out[-1].stage, out[-1].stage_on) != (values["stage"], values["stage_on"])):
            out.append(StageStep(values["stage"], values["stage_on"], at, worker))
    return out


def case_numbers(connection: Connection) -> list[str]:
    """All case numbers, deleted ones too (a number is never given twice)."""
    return [r[0] for r in connection.execute("SELECT number FROM service_case WHERE number IS NOT NULL")]
