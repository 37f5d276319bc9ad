"""What a case file holds, gathered for the rule that says what is missing before it is closed."""

from __future__ import annotations

from datetime import date

from db.errors import Refusal
from db.queries import casework
from db.queries.candidates import birth_of
from db.queries.care import care, consents
from db.queries.cases import case_by_id
from db.store import Connection
from swstation import standards
from swstation.rules.case_closing import CaseFile, Gap, GoalFact, gaps
from swstation.rules.consents import ENDING, HOLDS, ConsentFact, Consenting, standing


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def birth_date(birth: str | None, number: str | None) -> date | None:
    """The birth date on file, else the one in the identity number."""
    return _day(birth or birth_of(number))


def consent_facts(connection: Connection, client: str | None = None, unit: str | None = None) -> list[ConsentFact]:
    """Consents as the rules take them."""
    return [
        ConsentFact(
            one.id, one.client, one.kind, date.fromisoformat(one.start_on), _day(one.end_on), _day(one.withdrawn_on),
            one.given_by or "",
        )
        for one in consents(connection, client, unit)
    ]  # fmt: skip


def unsigned(connection: Connection, clients: list[str], on: date) -> int:
    """How many of these clients have no consent to service that holds on a day."""
    rule = standards.consent_rule()
    missing = 0
    for client in clients:
        row = care(connection, client)
        person = Consenting(client, "", birth_date(row.birth_date, row.resident_id) if row else None)
        state = standing(person, consent_facts(connection, client), on, rule).state
        missing += state not in (HOLDS, ENDING)
    return missing


def case_file(connection: Connection, case: str, on: date) -> CaseFile:
    """What stands in a case file on a day. Refuses a case that is not there."""
    row, more = case_by_id(connection, case), casework.case_more(connection, case)
    if row is None or more is None:
        raise Refusal("case.unknown", token=case)
    met = [one for one in casework.sessions(connection, case) if one.met]
    clients = (row.client_ids or "").split()
    return CaseFile(
        problem=more.problem or "",
        clients=len(clients),
        unsigned=unsigned(connection, clients, on),
        assessment=more.assessment or "",
        goals=[goal_fact(one) for one in casework.scored_goals(connection, case)],
        plan=more.plan or "",
        steps=len(casework.steps(connection, case)),
        agreed=more.agreed_on is not None,
        sessions=len(met),
        unnoted=sum(1 for one in met if not (one.note or "").strip()),
        unanswered=sum(1 for one in casework.referrals(connection, case) if not one.result),
        effect=more.effect or "",
        satisfaction=more.satisfaction,
        summary=more.summary or "",
        comment=more.supervisor_comment or "",
        follow_up=more.follow_up_due is not None,
    )


def goal_fact(row: casework.ScoredGoal) -> GoalFact:
    """A goal as the rules take it."""
    return GoalFact(row.achieved or "", row.baseline_score, row.target_score, row.result_score)


def gaps_of(connection: Connection, case: str, on: date) -> list[Gap]:
    """What a case file lacks on a day, by the standard."""
    return gaps(case_file(connection, case, on), standards.closing().requirements)
