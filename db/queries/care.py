"""Reads about one client beside the file itself: consents, child's file, incidents, household; and what waits."""

from __future__ import annotations

from typing import NamedTuple

from db.queries.sql import rows
from db.store import Connection


class ConsentRow(NamedTuple):
    """A consent."""

    id: str
    client: str
    kind: str
    start_on: str
    end_on: str | None
    scope: str | None
    form: str | None
    given_by: str | None
    signed_by: str | None
    withdrawn_on: str | None
    withdraw_reason: str | None


_CONSENT = (
    "SELECT k.id, k.client, k.kind, k.start_on, k.end_on, k.scope, k.form, k.given_by, k.signed_by, k.withdrawn_on,"
    " k.withdraw_reason FROM consent k"
)


def consents(connection: Connection, client: str | None = None, unit: str | None = None) -> list[ConsentRow]:
    """Consents by day: of one client, or of the open files of a unit (``None``: of all)."""
    return rows(
        connection,
        ConsentRow,
        f"{_CONSENT} JOIN client c ON c.id = k.client WHERE k.alive AND c.alive"
        " AND (:client IS NULL OR k.client = unhex(:client))"
        " AND (:client IS NOT NULL OR c.file_state <> 'ended') AND (:unit IS NULL OR c.owner = :unit)"
        " ORDER BY k.start_on, k.id",
        {"client": client, "unit": unit},
    )


class ChildRow(NamedTuple):
    """A child's file with what decides when it ends."""

    id: str
    client: str
    name: str
    birth_date: str | None
    resident_id: str | None
    kind: str
    start_on: str
    end_on: str | None
    end_reason: str | None
    worker: str | None


def child_files(connection: Connection, client: str | None = None, unit: str | None = None) -> list[ChildRow]:
    """Children's files by day: of one client, or of the open files of a unit (``None``: of all)."""
    return rows(
        connection,
        ChildRow,
        "SELECT f.id, f.client, c.name, c.birth_date, c.resident_id, f.kind, f.start_on, f.end_on, f.end_reason,"
        " c.worker FROM child_file f JOIN client c ON c.id = f.client WHERE f.alive AND c.alive"
        " AND (:client IS NULL OR f.client = unhex(:client))"
        " AND (:client IS NOT NULL OR c.file_state <> 'ended') AND (:unit IS NULL OR c.owner = :unit)"
        " ORDER BY f.start_on, f.id",
        {"client": client, "unit": unit},
    )


class IncidentRow(NamedTuple):
    """An incident with whom it is about."""

    id: str
    client: str | None
    name: str | None
    birth_date: str | None
    resident_id: str | None
    kind: str
    found_on: str
    found_by: str | None
    reported_on: str | None
    reported_to: str | None
    closed_on: str | None


def incidents(connection: Connection, client: str | None = None, unit: str | None = None) -> list[IncidentRow]:
    """Incidents by day: of one client, or of a unit (``None``: of all)."""
    return rows(
        connection,
        IncidentRow,
        "SELECT i.id, i.client, c.name, c.birth_date, c.resident_id, i.kind, i.found_on, i.found_by, i.reported_on,"
        " i.reported_to, i.closed_on FROM incident i LEFT JOIN client c ON c.id = i.client WHERE i.alive"
        " AND (:client IS NULL OR i.client = unhex(:client)) AND (:unit IS NULL OR i.owner = :unit)"
        " ORDER BY i.found_on, i.id",
        {"client": client, "unit": unit},
    )


class CareRow(NamedTuple):
    """What a client's file says about who is responsible, in an emergency and of risk, beside what lists show."""

    id: str
    birth_date: str | None
    resident_id: str | None
    guardian: str | None
    guardian_relation: str | None
    guardian_phone: str | None
    emergency_contact: str | None
    emergency_phone: str | None
    ethnic_group: str | None
    living_situation: str | None
    self_care: str | None
    health: str | None
    residence: str | None
    risk_note: str | None
    risk_on: str | None
    worker: str | None
    household: str | None
    owner: str


_CARE = (
    "SELECT id, birth_date, resident_id, guardian, guardian_relation, guardian_phone, emergency_contact,"
    " emergency_phone, ethnic_group, living_situation, self_care, health, residence, risk_note, risk_on, worker,"
    " household, owner FROM client WHERE alive"
)


def care(connection: Connection, client: str) -> CareRow | None:
    """What else a client's file says."""
    found = rows(connection, CareRow, f"{_CARE} AND id = unhex(?)", (client,))
    return found[0] if found else None


class NamedRow(NamedTuple):
    """An open file: whose consent may be asked for."""

    id: str
    name: str
    birth_date: str | None
    resident_id: str | None
    worker: str | None


def consenting(connection: Connection, unit: str | None = None) -> list[NamedRow]:
    """The open files of a unit that ever had a consent."""
    return rows(
        connection,
        NamedRow,
        "SELECT c.id, c.name, c.birth_date, c.resident_id, c.worker FROM client c WHERE c.alive"
        " AND c.file_state <> 'ended' AND (:unit IS NULL OR c.owner = :unit)"
        " AND c.id IN (SELECT client FROM consent WHERE alive)",
        {"unit": unit},
    )


class ReferralDue(NamedTuple):
    """A referral that waits for an answer or for somebody to follow it up."""

    id: str
    who: str | None
    service_case: str | None
    client: str | None
    worker: str
    receiver: str
    referred_on: str
    answer_by: str | None
    result: str | None
    followed_up_on: str | None


def referrals_due(connection: Connection, unit: str | None = None) -> list[ReferralDue]:
    """Referrals with a day by which an answer is wanted that nobody has followed up."""
    return rows(
        connection,
        ReferralDue,
        "SELECT r.id, coalesce(c.name, (SELECT group_concat(p.name, '、') FROM case_client m JOIN client p"
        "   ON p.id = m.client WHERE m.alive AND m.service_case = r.service_case)), r.service_case, r.client, r.worker,"
        " r.receiver, r.referred_on, r.answer_by, r.result, r.followed_up_on"
        " FROM case_referral r LEFT JOIN client c ON c.id = r.client"
        " WHERE r.alive AND r.answer_by IS NOT NULL AND r.followed_up_on IS NULL"
        " AND (r.result IS NULL OR r.result = 'accepted') AND (:unit IS NULL OR r.owner = :unit)",
        {"unit": unit},
    )


class StepDue(NamedTuple):
    """A step of an open case that is not done."""

    id: str
    service_case: str
    number: str
    who: str | None
    worker: str
    step: str
    due_on: str


_WHO = (
    "(SELECT group_concat(p.name, '、') FROM case_client m JOIN client p ON p.id = m.client"
    " WHERE m.alive AND m.service_case = c.id)"
)


def steps_due(connection: Connection, unit: str | None = None) -> list[StepDue]:
    """Steps with a day, of open cases."""
    return rows(
        connection,
        StepDue,
        f"SELECT s.id, s.service_case, c.number, {_WHO}, c.worker, s.step, s.due_on FROM case_step s"
        " JOIN service_case c ON c.id = s.service_case WHERE s.alive AND c.alive AND c.state = 'open'"
        " AND s.done_on IS NULL AND s.due_on IS NOT NULL AND (:unit IS NULL OR c.owner = :unit)",
        {"unit": unit},
    )


class FollowDue(NamedTuple):
    """A closed case that is to be followed up. ``met_on``: the last contact on it since it was closed."""

    service_case: str
    number: str
    who: str | None
    worker: str
    due_on: str
    met_on: str | None


def follow_ups_due(connection: Connection, unit: str | None = None) -> list[FollowDue]:
    """Closed cases with a day of follow-up that are not in the archive."""
    return rows(
        connection,
        FollowDue,
        f"SELECT c.id, c.number, {_WHO}, c.worker, c.follow_up_due, (SELECT max(l.service_date) FROM service_log l"
        "   WHERE l.service_case = c.id AND l.alive AND l.state <> 'draft' AND l.service_date > c.closed_on)"
        " FROM service_case c WHERE c.alive AND c.state = 'closed' AND c.follow_up_due IS NOT NULL"
        " AND c.archived_on IS NULL AND (:unit IS NULL OR c.owner = :unit)",
        {"unit": unit},
    )


class HouseholdRow(NamedTuple):
    """A household: its head (by name where there is no file), where it lives, how many members are on file."""

    id: str
    number: str | None
    head: str | None
    head_name: str | None
    village: str | None
    village_name: str | None
    address: str | None
    members: int
    categories: str | None


_HOUSEHOLD = (
    "SELECT h.id, h.number, h.head, coalesce(c.name, h.head_name), h.village, h.village_name, h.address,"
    " (SELECT count(*) FROM client m WHERE m.alive AND m.household = h.id AND m.file_state <> 'ended'),"
    " (SELECT group_concat(k.category, ' ') FROM client_category k WHERE k.alive AND k.household = h.id"
    "   AND (k.start_on IS NULL OR k.start_on <= :on) AND (k.end_on IS NULL OR k.end_on >= :on))"
    " FROM household h LEFT JOIN client c ON c.id = h.head AND c.alive WHERE h.alive"
)


def households(connection: Connection, on: str) -> list[HouseholdRow]:
    """All households by village and head; ``on``: the day on which categories must be in force."""
    return rows(
        connection, HouseholdRow, f"{_HOUSEHOLD} ORDER BY h.village, coalesce(c.name, h.head_name), h.id", {"on": on}
    )


def household_by_id(connection: Connection, household: str, on: str) -> HouseholdRow | None:
    """One household."""
    found = rows(connection, HouseholdRow, f"{_HOUSEHOLD} AND h.id = unhex(:id)", {"on": on, "id": household})
    return found[0] if found else None


class MemberRow(NamedTuple):
    """A member of a household."""

    id: str
    name: str
    relation: str | None
    gender: str | None
    birth_date: str | None
    file_state: str
    last_met: str | None


def members(connection: Connection, household: str) -> list[MemberRow]:
    """The members of a household, the head first, then by age; ended files last."""
    return rows(
        connection,
        MemberRow,
        "SELECT c.id, c.name, c.relation, c.gender, c.birth_date, c.file_state,"
        " (SELECT max(l.service_date) FROM log_client m JOIN service_log l ON l.id = m.service_log"
        "   WHERE m.client = c.id AND m.alive AND m.outcome = 'met' AND l.alive AND l.state <> 'draft')"
        " FROM client c LEFT JOIN household h ON h.id = c.household WHERE c.alive AND c.household = unhex(?)"
        " ORDER BY c.file_state = 'ended', c.id <> coalesce(h.head, x''), c.birth_date IS NULL, c.birth_date,"
        " c.name, c.id",
        (household,),
    )


class HouseholdCategory(NamedTuple):
    """A category of a household with its days."""

    id: str
    category: str
    level: str | None
    start_on: str | None
    end_on: str | None


def household_categories(connection: Connection, household: str) -> list[HouseholdCategory]:
    """The categories of a household, ended ones last."""
    return rows(
        connection,
        HouseholdCategory,
        "SELECT id, category, level, start_on, end_on FROM client_category WHERE alive AND household = unhex(?)"
        " ORDER BY end_on IS NOT NULL, start_on, id",
        (household,),
    )
