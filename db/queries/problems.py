"""What does not fit together after merging: asked of the registers each time, so that a finding goes with its cause.

Nothing here refuses or changes a row: rows of several machines cannot be held to rules while they are written apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Final, NamedTuple

from db import chains, ledgers
from db.queries.candidates import number_of
from db.store import Connection

DANGLING, SHARED, FUTURE, RANGE, BIRTH, CLOSED, POSTS, POST_TWICE, BEFORE, FORK, TWICE, CLASH = KINDS = (
    "dangling", "number_shared", "date_future", "date_range", "birth_differs", "closed_case", "two_posts",
    "post_twice", "case_before_file", "replica_fork", "number_twice", "verdicts_clash",
)  # fmt: skip
"""What can be found: a row that another names is not here; one identity number, two people; a date that has not come;
a date out of range; birth date and number differ; a log on a closed case; one person in two places or posts at a time;
two people in one post; a case opened before the client's file; two machines under one number; a number given twice;
verdicts that clash."""

MOST = 500
"""Findings of one kind that are listed; there may be more."""


class Problem(NamedTuple):
    """One finding: the row it is about, of whose unit, the field and its value, and the row it clashes with."""

    kind: str
    table: str
    row: str
    unit: str
    field: str = ""
    value: str = ""
    other: str = ""


REFERS: Final[dict[tuple[str, str], str | None]] = {
    ("certificate", "staff"): "staff", ("registration", "certificate"): "certificate",
    ("attendance", "training"): "training", ("attendance", "staff"): "staff", ("attendance", "approved_by"): "staff",
    ("training_exemption", "staff"): "staff", ("household", "head"): "client", ("client", "household"): "household",
    ("client", "worker"): "staff", ("client", "opened_by"): "staff", ("client_category", "client"): "client",
    ("client_category", "household"): "household", ("visit_plan", "client"): "client",
    ("service_case", "worker"): "staff", ("case_client", "service_case"): "service_case",
    ("case_client", "client"): "client", ("case_goal", "service_case"): "service_case",
    ("service_log", "writer"): "staff", ("service_log", "service_case"): "service_case",
    ("service_log", "reviewer"): "staff", ("log_client", "service_log"): "service_log",
    ("log_client", "client"): "client", ("log_colleague", "service_log"): "service_log",
    ("log_colleague", "staff"): "staff", ("affairs_item", "service_log"): "service_log",
    ("assignment", "staff"): "staff", ("person_link", "a"): "client", ("person_link", "b"): "client",
    ("service_log", "group_ref"): "service_group", ("service_log", "activity_ref"): "activity",
    ("enrolment", "replica"): None,
    ("exam_result", "staff"): "staff", ("subsidy_payment", "staff"): "staff", ("honour", "staff"): "staff", ("honour",
    "institution"): "institution", ("honour", "project"): "project", ("supervision", "supervisor"): "staff",
    ("supervision", "project"): "project", ("supervisee", "supervision"): "supervision", ("supervisee", "staff"):
    "staff", ("mentoring", "mentor"): "staff", ("mentoring", "mentee"): "staff", ("institution", "founder_staff"):
    "staff", ("institution", "mentor_institution"): "institution", ("institution_year", "institution"): "institution",
    ("institution_check", "institution"): "institution", ("post", "institution"): "institution", ("post",
    "community"): "community", ("post", "project"): "project", ("post_holding", "post"): "post", ("post_holding",
    "staff"): "staff", ("scheme_element", "scheme"): "evaluation_scheme", ("evaluation", "scheme"):
    "evaluation_scheme", ("evaluation", "staff"): "staff", ("evaluation", "post"): "post", ("evaluation",
    "institution"): "institution", ("evaluation", "project"): "project", ("evaluation", "evaluator"): "staff",
    ("evaluation_score", "evaluation"): "evaluation", ("evaluation_score", "element"): "scheme_element",
    ("credit_entry", "staff"): "staff", ("credit_entry", "institution"): "institution", ("complaint", "staff"):
    "staff", ("complaint", "institution"): "institution", ("complaint", "project"): "project", ("complaint",
    "handler"): "staff", ("policy_part", "pack"): "policy_pack", ("handover_sheet", "giver"): "staff",
    ("handover_sheet", "receiver"): "staff", ("consent", "client"): "client", ("child_file", "client"): "client",
    ("incident", "client"): "client", ("incident", "found_by"): "staff", ("incident", "reported_by"): "staff",
    ("case_referral", "client"): "client", ("case_referral", "service_case"): "service_case", ("case_referral",
    "service_log"): "service_log", ("case_referral", "worker"): "staff", ("material_given", "client"): "client",
    ("material_given", "household"): "household", ("material_given", "service_log"): "service_log", ("material_given",
    "activity"): "activity", ("material_given", "resource"): "resource",
    ("material_given", "group_session"): "group_session", ("case_step", "service_case"):
    "service_case", ("case_step", "case_goal"): "case_goal", ("log_goal", "service_log"): "service_log", ("log_goal",
    "case_goal"): "case_goal", ("case_conference", "service_case"): "service_case", ("service_group", "worker"):
    "staff", ("service_group", "co_worker"): "staff", ("service_group", "approved_by"): "staff", ("group_member",
    "service_group"): "service_group", ("group_member", "client"): "client", ("group_session", "service_group"):
    "service_group", ("group_session", "service_log"): "service_log", ("group_attendance", "group_session"):
    "group_session", ("group_attendance", "group_member"): "group_member", ("activity", "worker"): "staff",
    ("activity", "approved_by"): "staff", ("need", "client"): "client", ("need_match", "need"): "need", ("need_match",
    "resource"): "resource", ("need_match", "volunteer"): "volunteer", ("need_match", "staff"): "staff",
    ("need_match", "service_log"): "service_log", ("volunteer_shift", "volunteer"): "volunteer", ("volunteer_shift",
    "activity"): "activity", ("volunteer_shift", "service_group"): "service_group", ("volunteer_shift",
    "service_log"): "service_log", ("volunteer_shift", "confirmed_by"): "staff", ("satisfaction_survey", "subject"):
    None, ("need_survey", "project"): "project", ("work_plan", "staff"): "staff", ("meeting_record", "service_log"):
    "service_log", ("attachment", "subject"): None, ("snooze", "subject"): None, ("month_approval", "approved_by"):
    "staff", ("report_snapshot", "made_by"): "staff", ("report_adjustment", "subject"): None, ("finding_note",
    "subject"): None, ("finding_note", "other"): None, ("finding_note", "settled_by"): "staff", ("project",
    "institution"): "institution", ("funding_line", "project"): "project", ("project_spending", "project"): "project",
    ("project_staff", "project"): "project", ("project_staff", "staff"): "staff", ("project_indicator", "project"):
    "project", ("project_evaluation", "project"): "project", ("project_review", "project"): "project", ("service_log",
    "corrects"): "service_log", ("service_case", "approved_by"): "staff", ("service_case", "commented_by"): "staff",
}  # fmt: skip
"""The register each reference means; ``None``: none that is kept yet."""

NOT_AFTER_TODAY: Final = (
    ("client", "birth_date"), ("client", "opened_on"), ("client", "ended_on"), ("staff", "birth_date"),
    ("certificate", "issued_on"), ("registration", "registered_on"), ("attendance", "approved_on"),
    ("service_case", "opened_on"), ("service_case", "stage_on"), ("service_case", "closed_on"),
    ("case_goal", "scored_on"), ("service_log", "service_date"),
)  # fmt: skip
NOT_BEFORE: Final = (
    ("service_log", "service_date", "2000-01-01"), ("service_case", "opened_on", "1990-01-01"),
    ("client", "opened_on", "1990-01-01"),
)  # fmt: skip
"""Days before which there were no stations: a clock or a slip."""
_OLDEST = 120
_OTHER_BIRTH: Final = (
    "length(resident_id) = 18 AND birth_date <>"
    " substr(resident_id, 7, 4) || '-' || substr(resident_id, 11, 2) || '-' || substr(resident_id, 13, 2)"
)
_NUMBERED: Final = ("service_case", "certificate")
DEVICE: Final = "replica"
"""The table of a finding about a device: no register."""


_FEW: Final = " AND NOT EXISTS (SELECT 1 FROM {meant} x WHERE x.id = t.{field})"
_MANY: Final = " AND t.{field} IN (SELECT {field} FROM {table} WHERE {field} IS NOT NULL EXCEPT SELECT id FROM {meant})"
"""Two ways to ask the same: row by row, or all at once along both indexes, ten times as fast where there are many."""


def dangling(connection: Connection, *, staff: bool = True) -> Iterator[Problem]:
    """References to rows that are not here. ``staff``: also to staff, whom not every machine gets to know."""
    for (table, field), meant in REFERS.items():
        if meant is None or (meant == "staff" and not staff):
            continue
        yield from _found(
            connection, DANGLING, table, field,
            f"SELECT t.id, t.owner, NULL, t.{field} FROM {table} t WHERE t.alive AND t.{field} IS NOT NULL"
            + (_FEW if meant == "staff" else _MANY).format(table=table, field=field, meant=meant),
        )  # fmt: skip


def _found(connection: Connection, kind: str, table: str, field: str, sql: str, *values: str) -> Iterator[Problem]:
    for row, owner, value, other in connection.execute(f"{sql} LIMIT {MOST}", values):
        yield Problem(kind, table, row.hex(), owner, field, value or "", other.hex() if other else "")


def dates(connection: Connection, today: str) -> Iterator[Problem]:
    """Days that have not come by ``today`` (ISO) or lie too far back, and birth dates that their number denies."""
    for table, field in NOT_AFTER_TODAY:
        yield from _dates(connection, FUTURE, table, field, f"{field} > ?", today)
    for table, field, day in NOT_BEFORE:
        yield from _dates(connection, RANGE, table, field, f"{field} < ?", day)
    oldest = f"{int(today[:4]) - _OLDEST}{today[4:]}"
    for table in ("client", "staff"):
        yield from _dates(connection, RANGE, table, "birth_date", "birth_date < ?", oldest)
        yield from _dates(connection, BIRTH, table, "birth_date", _OTHER_BIRTH)


def _dates(connection: Connection, kind: str, table: str, field: str, where: str, *values: str) -> Iterator[Problem]:
    counted = " AND state <> 'draft'" if table == "service_log" else ""
    sql = f"SELECT id, owner, {field}, NULL FROM {table} WHERE alive AND {where}{counted} ORDER BY {field}, id"
    yield from _found(connection, kind, table, field, sql, *values)


def cases(connection: Connection) -> Iterator[Problem]:
    """Logs after a case was closed (but for the visits that follow it up), and cases older than the client's file."""
    yield from _found(
        connection, CLOSED, "service_log", "service_date",
        "SELECT l.id, l.owner, l.service_date, c.id FROM service_log l CROSS JOIN service_case c"
        " ON c.id = l.service_case WHERE l.service_case IS NOT NULL AND l.alive AND l.state <> 'draft' AND c.alive"
        " AND c.state = 'closed' AND c.stage <> 'follow_up' AND l.service_date > c.closed_on",
    )  # fmt: skip
    yield from _found(
        connection, BEFORE, "service_case", "opened_on",
        "SELECT s.id, s.owner, s.opened_on, c.id FROM case_client m CROSS JOIN service_case s ON s.id = m.service_case"
        " CROSS JOIN client c ON c.id = m.client WHERE m.alive AND s.alive AND c.alive AND s.opened_on < c.opened_on",
    )  # fmt: skip


def numbers(connection: Connection) -> Iterator[Problem]:
    """Numbers of cases and certificates that more than one row has; each row but the first."""
    for table in _NUMBERED:
        yield from _found(
            connection, TWICE, table, "number",
            "SELECT id, owner, number, first FROM (SELECT id, owner, number,"
            f" min(id) OVER (PARTITION BY number) AS first FROM {table} WHERE alive AND number <> '')"
            " WHERE id <> first",
        )  # fmt: skip


def shared(connection: Connection, pairs: list[tuple[str, str]]) -> Iterator[Problem]:
    """Clients whose number is another's too; ``pairs`` of row ids, found when all are compared with all."""
    for a, b in pairs[:MOST]:
        owner = connection.execute("SELECT owner FROM client WHERE id = ?", (bytes.fromhex(b),)).fetchone()
        yield Problem(SHARED, "client", b, owner[0] if owner else "", "resident_id", "", a)


def staff(connection: Connection) -> Iterator[Problem]:
    """Staff with one identity number: two names, or one person who is in two places at a time."""
    of_number: dict[str, list[tuple[str, str, str, str, str]]] = {}
    for key, owner, name, number, joined, left in connection.execute(
        "SELECT id, owner, name, resident_id, joined_on, left_on FROM staff WHERE alive AND resident_id IS NOT NULL"
        " ORDER BY id"
    ):
        if (same := number_of(number)) is not None:
            of_number.setdefault(same, []).append((key.hex(), owner, name, joined or "", left or "9999"))
    for rows in of_number.values():
        for one, other in combinations(rows, 2):
            if one[2] != other[2]:
                yield Problem(SHARED, "staff", other[0], other[1], "resident_id", "", one[0])
            elif max(one[3], other[3]) <= min(one[4], other[4]):
                yield Problem(POSTS, "staff", other[0], other[1], "joined_on", other[3], one[0])


def assignments(connection: Connection) -> Iterator[Problem]:
    """Assignments of one member of staff that overlap by more than the day of the change."""
    yield from _found(
        connection, POSTS, "assignment", "start_on",
        "SELECT b.id, b.owner, b.start_on, a.id FROM assignment a JOIN assignment b ON b.staff = a.staff"
        " WHERE a.id < b.id AND a.alive AND b.alive AND ifnull(a.start_on, '') < ifnull(b.end_on, '9')"
        " AND ifnull(b.start_on, '') < ifnull(a.end_on, '9')",
    )  # fmt: skip


# One may end on the day on which the other begins.
_OVERLAP = (
    "a.id < b.id AND a.alive AND b.alive AND a.start_on < ifnull(b.end_on, '9') AND b.start_on < ifnull(a.end_on, '9')"
)
_PART_TIME = "'part_time' IN (ifnull(a.employment, ''), ifnull(b.employment, ''))"


def holdings(connection: Connection) -> Iterator[Problem]:
    """One person in two posts at a time, and two people in one post; not where either of the two is part-time."""
    for kind, same, other in ((POSTS, "staff", "post"), (POST_TWICE, "post", "staff")):
        yield from _found(
            connection, kind, "post_holding", "start_on",
            f"SELECT b.id, b.owner, b.start_on, a.id FROM post_holding a JOIN post_holding b ON b.{same} = a.{same}"
            f" AND b.{other} <> a.{other} WHERE {_OVERLAP} AND NOT {_PART_TIME}",
        )  # fmt: skip


def forks(connection: Connection) -> Iterator[Problem]:
    """Devices under whose number two machines wrote."""
    for one in ledgers.replicas(connection):
        if chains.forked_numbers(connection, bytes.fromhex(one.id)):
            yield Problem(FORK, DEVICE, one.id, one.station or "")


def clashes(connection: Connection, pairs: list[tuple[str, str]]) -> Iterator[Problem]:
    """Verdicts left out of account because others keep the two apart; the first of the two stands for both."""
    for a, b in pairs[:MOST]:
        owner = connection.execute("SELECT owner FROM client WHERE id = ?", (bytes.fromhex(a),)).fetchone()
        yield Problem(CLASH, "client", a, owner[0] if owner else "", "", "", b)


class FindingNote(NamedTuple):
    """What somebody said of a finding: row ids in hex, ``other`` empty where there is none."""

    kind: str
    subject: str
    other: str
    verdict: str
    reason: str


def finding_notes(connection: Connection) -> list[FindingNote]:
    """All that was said, oldest first."""
    found = connection.execute(
        "SELECT kind, subject, other, verdict, reason FROM finding_note WHERE alive ORDER BY entered_at, id"
    )
    return [FindingNote(row[0], row[1].hex(), row[2].hex() if row[2] else "", row[3], row[4]) for row in found]
