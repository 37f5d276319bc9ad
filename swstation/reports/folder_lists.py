"""The lists of an evaluation folder that are no report of their own: cases, groups, supervision, proofs, findings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from db.queries.activities import activity_list
from db.queries.attachments import attachments
from db.queries.cases import CaseRow, case_list
from db.queries.groups import GroupRow, group_list
from db.queries.projects import supervisions_of
from db.queries.registers import rows_of
from db.queries.supervision import sessions
from db.special import covers
from db.store import Connection
from swstation import lists
from swstation.errors import field_label
from swstation.i18n import _
from swstation.operations.problems import in_words, problems
from swstation.reports.listing import ListColumn, Listing, ListTable, Value


class Term(NamedTuple):
    """What a folder is about: a unit, from a day to a day; ``project`` is a row id, empty for all.

    ``called``: the unit, and the project, by name.
    """

    unit: str
    first: date
    last: date
    project: str = ""
    called: str = ""

    def has(self, day: str | None) -> bool:
        """Whether a day lies in it."""
        return day is not None and self.first.isoformat() <= day <= self.last.isoformat()

    def meets(self, first: str, last: str | None) -> bool:
        """Whether what ran from a day to a day (``None``: still runs) was there in it."""
        return first <= self.last.isoformat() and (last is None or last >= self.first.isoformat())


class Drawn(NamedTuple):
    """A file that was drawn: ``service_case`` or ``service_group``, its row, its number, its title."""

    table: str
    row: str
    number: str
    unit: str


def cases_in(connection: Connection, term: Term) -> list[CaseRow]:
    """The cases that ran in the term, oldest first."""
    found = [one for one in case_list(connection) if covers(term.unit, one.unit)]
    return sorted((one for one in found if term.meets(one.opened_on, one.closed_on)), key=lambda one: one.number)


def groups_in(connection: Connection, term: Term) -> list[GroupRow]:
    """The groups that ran in the term, oldest first."""
    found = [one for one in group_list(connection) if covers(term.unit, one.unit)]
    return sorted((one for one in found if term.meets(one.opened_on, one.ended_on)), key=lambda one: one.number)


def draw(connection: Connection, term: Term, n: int, seed: str) -> list[Drawn]:
    """``n`` files of cases and groups by a seed: those whose SHA-256 of seed and row id comes first.

    The same seed over the same files draws the same, on any machine and in any order of reading.
    """
    files = [Drawn("service_case", one.id, one.number, one.unit) for one in cases_in(connection, term)]
    files += [Drawn("service_group", one.id, one.number, one.unit) for one in groups_in(connection, term)]

    def place(one: Drawn) -> str:
        return hashlib.sha256(f"{seed}\0{one.table}\0{one.row}".encode()).hexdigest()

    return sorted(files, key=place)[: max(0, n)]


def case_table(connection: Connection, term: Term, as_of: date) -> Listing:
    """Every case that ran in the term."""
    rows: list[list[Value]] = [
        [
            one.number, one.opened_on, one.clients or "", one.worker_name or "", lists.label("stage", one.stage),
            one.closed_on or "", lists.label("close_reason", one.close_reason) if one.close_reason else "",
            one.last_met or "",
        ]
        for one in cases_in(connection, term)
    ]  # fmt: skip
    labels = (
        (_("Number"), 18), (_("Opened on"), 12), (_("Clients"), 20), (_("Worker"), 10), (_("Stage"), 10),
        (field_label("closed_on"), 12), (field_label("close_reason"), 14), (_("Last service"), 12),
    )  # fmt: skip
    return _one(_("Case list"), as_of, labels, rows)


def gathering_tables(connection: Connection, term: Term, as_of: date) -> Listing:
    """Every group that ran, and every activity that was held."""
    groups: list[list[Value]] = [
        [
            one.number, one.title, lists.label("service_group_kind", one.kind), one.opened_on, one.ended_on or "",
            one.worker_name or "", one.planned_sessions, one.held, one.members,
            lists.label("service_group_state", one.state),
        ]
        for one in groups_in(connection, term)
    ]  # fmt: skip
    held: list[list[Value]] = [
        [
            one.number, one.held_on, one.title, lists.label("activity_kind", one.kind) if one.kind else "",
            one.worker_name or "", one.place or one.village_name or "", one.heads, one.volunteers,
        ]
        for one in sorted(activity_list(connection), key=lambda one: (one.held_on, one.number))
        if covers(term.unit, one.unit) and term.has(one.held_on)
    ]  # fmt: skip
    of_group = (
        (_("Number"), 16), (_("Title"), 26), (_("Kind"), 12), (_("Opened on"), 12), (field_label("ended_on"), 12),
        (_("Worker"), 10), (field_label("planned_sessions"), 8), (_("Sessions held"), 8), (_("Members"), 8),
        (_("State"), 10),
    )  # fmt: skip
    of_activity = (
        (_("Number"), 16), (_("Date"), 12), (_("Title"), 30), (_("Kind"), 12), (_("Worker"), 10), (_("Place"), 18),
        (_("Heads"), 8), (_("Volunteers"), 8),
    )  # fmt: skip
    tables = [
        ListTable(_("Groups"), _columns(of_group), groups),
        ListTable(_("Activities"), _columns(of_activity), held),
    ]
    return Listing(_("Groups and activities"), as_of, [], tables)


def supervision_table(connection: Connection, term: Term, as_of: date) -> Listing:
    """Every supervision held; of a project its own and those of its people, as its indicators and checks count them."""
    of_project = set(supervisions_of(connection, term.project, term.first, term.last)) if term.project else set()
    rows: list[list[Value]] = [
        [
            one.held_on, lists.label("supervision_form", one.form), one.supervisor_name or "", one.names or "",
            one.minutes, one.topics or "", one.advice or "", one.carried_out_on or "",
            _("yes") if one.supervisor_signed_on and one.supervisee_signed_on else _("not yet"),
        ]
        for one in reversed(sessions(connection, term.first.isoformat()))
        if term.has(one.held_on)
        and (one.id in of_project if term.project else covers(term.unit, one.unit or term.unit))
    ]  # fmt: skip
    labels = (
        (_("Date"), 12), (field_label("form"), 12), (field_label("supervisor"), 10), (_("Who was supervised"), 18),
        (_("Minutes"), 8), (field_label("topics"), 30), (field_label("advice"), 30), (_("Carried out on"), 12),
        (_("Both signed"), 10),
    )  # fmt: skip
    return _one(_("Supervision list"), as_of, labels, rows)


def satisfaction_table(connection: Connection, term: Term, as_of: date) -> Listing:
    """Every satisfaction survey; the share is counted of the sheets that came back."""
    from db.queries.groups import SurveyRow

    rows: list[list[Value]] = []
    for row in rows_of(connection, "satisfaction_survey", order=("surveyed_on",)):
        if not (term.has(row["surveyed_on"]) and covers(term.unit, row["unit"])):
            continue
        one = SurveyRow(*(row[name] for name in SurveyRow._fields))
        share = "" if one.rate is None else f"{one.rate // 10}.{one.rate % 10}%"
        about = _SUBJECTS.get(row["subject_table"], lambda: "")()
        rows.append([one.surveyed_on, about, one.sent, one.returned, one.very_satisfied, one.satisfied, share])
    labels = (
        (_("Date"), 12), (_("Survey of"), 12), (field_label("sent"), 8), (field_label("returned"), 8),
        (field_label("very_satisfied"), 8), (field_label("satisfied"), 8), (_("Satisfied share"), 10),
    )  # fmt: skip
    return _one(_("Satisfaction surveys"), as_of, labels, rows)


_SUBJECTS = {
    "service_case": lambda: _("Case"), "service_group": lambda: _("Group"), "activity": lambda: _("Activity"),
    "project": lambda: _("Project"), "unit": lambda: _("Unit"), "training": lambda: _("Training"),
}  # fmt: skip


def proof_table(connection: Connection, term: Term, as_of: date) -> Listing:
    """The hash of every attached file: with it a file that is shown can be told from one that was changed."""
    rows: list[list[Value]] = [
        [
            number, lists.label("attachment_kind", one.kind), one.taken_on or one.entered_at[:10], one.bytes,
            one.file_hash,
        ]
        for number, one in enumerate(
            (one for one in attachments(connection) if term.has(one.taken_on or one.entered_at[:10])), 1
        )
    ]  # fmt: skip
    labels = ((_("No."), 6), (_("Kind"), 14), (_("Date"), 12), (_("Bytes"), 12), (_("SHA-256"), 66))
    return _one(_("Attachments and their hashes"), as_of, labels, rows)


def finding_table(connection: Connection, unit: str, tier: str, as_of: date) -> Listing:
    """What the plausibility checks find on a day."""
    found = in_words(connection, problems(connection, unit, tier, as_of))
    rows: list[list[Value]] = [[one.kind_words, one.who, one.what] for one in found]
    labels = ((_("Kind"), 24), (_("Who"), 24), (_("What is wrong"), 50))
    return _one(_("Plausibility checks"), as_of, labels, rows)


def draw_table(found: Iterable[Drawn], total: int, seed: str, as_of: date) -> Listing:
    """The files drawn, with the seed they were drawn by."""
    words = {"service_case": _("Case"), "service_group": _("Group")}
    rows: list[list[Value]] = [[number, words[one.table], one.number, one.unit] for number, one in enumerate(found, 1)]
    head = [
        _("Seed: {seed}").format(seed=seed),
        _("{n} of {total} files of cases and groups.").format(n=len(rows), total=total),
        _("Drawn are those whose SHA-256 of seed and record comes first: the same seed draws the same files."),
    ]
    labels = ((_("No."), 6), (_("Kind"), 10), (_("Number"), 20), (_("Unit"), 16))
    return Listing(_("Random draw of files"), as_of, head, [ListTable("", _columns(labels), rows)])


def _columns(labels: Sequence[tuple[str, int]]) -> list[ListColumn]:
    return [ListColumn(label, width) for label, width in labels]


def _one(title: str, as_of: date, labels: Sequence[tuple[str, int]], rows: Sequence[Sequence[Value]]) -> Listing:
    return Listing(title, as_of, [], [ListTable(title, _columns(labels), rows)])
