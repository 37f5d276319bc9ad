"""A case file as one document: what the standard asks for, stage by stage, ready for an inspection.

``masked``: names shortened, numbers and addresses hidden, in the texts too; for showing a file without saying whose.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from db import local
from db.errors import Refusal
from db.queries import casework
from db.queries.attachments import attachments
from db.queries.care import care, consents
from db.queries.cases import CaseRow, case_by_id
from db.queries.clients import ClientRow, client_by_id
from db.queries.logs import LogFilter, log_list
from db.queries.materials import materials_of_case
from db.queries.units import unit_by_code
from swstation import divisions, lists, standards
from swstation.errors import field_label
from swstation.i18n import _
from swstation.operations.book import Book
from swstation.operations.case_file import birth_date, goal_fact
from swstation.operations.persons import masked_name
from swstation.reports.paper import Block, Facts, Paper, Part, Table, Text
from swstation.reports.write_paper import write_paper
from swstation.rules.case_closing import attainment


class Masking:
    """What is hidden of people. Nothing is hidden where ``on`` is false."""

    def __init__(self, people: Sequence[ClientRow], others: Sequence[str] = (), *, on: bool) -> None:
        """``others``: names of people without a file."""
        self.on = on
        names = [part for one in people for part in (one.name, *(one.aliases or "").split("、")) if part.strip()]
        names += [one for one in others if one.strip()]
        self._names = sorted(dict.fromkeys(names), key=len, reverse=True) if on else []

    def name(self, text: str | None) -> str:
        """A name: its first and last character."""
        return (masked_name(text) if self.on and text else text) or ""

    def number(self, text: str | None) -> str:
        """A number, a telephone or an address: only that there is one."""
        return ("***" if self.on and text else text) or ""

    def text(self, text: str | None) -> str:
        """A text in which the people of the case are named by their masked names."""
        found = text or ""
        for one in self._names:
            found = found.replace(one, masked_name(one))
        return found


def write_case_file(
    book: Book, case: str, path: Path, form: str | None = None, *, masked: bool = False, as_of: date | None = None
) -> Path:
    """Write a case file; what left the book is noted in the audit trail."""
    paper = case_paper(book, case, masked=masked, as_of=as_of or book.source.now().date())
    write_paper(paper, path, form)
    with book.store.transaction() as connection:
        detail = "case-file masked" if masked else "case-file"
        local.audit(connection, book.source.at(), book.worker, "export", "service_case", case, detail)
    return path


def case_paper(book: Book, case: str, *, masked: bool, as_of: date) -> Paper:
    """A case file as a document. Refuses a case that is not there."""
    connection = book.connection
    row, more = case_by_id(connection, case), casework.case_more(connection, case)
    if row is None or more is None:
        raise Refusal("case.unknown", token=case)
    people = [
        one
        for client in (row.client_ids or "").split()
        if (one := client_by_id(connection, client, as_of.isoformat())) is not None
    ]
    hide = Masking(people, on=masked)
    unit = unit_by_code(connection, row.unit)
    notes = [f"{unit.name if unit else row.unit}  {_('Case')} {row.number}", standards.closing().title]
    if masked:
        notes.append(_("Masked: names are shortened, numbers and addresses left out."))
    parts = [
        _cover(row, more),
        Part(_("Clients"), [_client(book, one, hide) for one in people], _("Nobody is named.")),
        _consents(book, people, hide),
        Part(_("Intake"), [Text(field_label("problem"), hide.text(more.problem))], _nothing()),
        Part(
            _("Assessment"),
            [
                Text(field_label("assessment"), hide.text(more.assessment)),
                Text(field_label("risk"), hide.text(more.risk)),
                Text(field_label("pre_test"), hide.text(more.pre_test)),
            ],
            _nothing(),
        ),
        _plan(book, case, more, hide),
        _sessions(book, case, hide),
        _meetings(book, case, hide),
        _goods(book, case, hide),
        _evaluation(book, case, more, hide),
        Part(_("Supervisor's comment"), _comment(more, hide), _nothing()),
        _closing(more, hide),
        _files(book, case),
    ]
    footer = _("Printed on {day}").format(day=as_of.isoformat())
    signatures = (_("Worker:"), _("Supervisor:"), _("Client:"))
    return Paper(_("Case file"), notes, parts, signatures, footer)


def _nothing() -> str:
    return _("Nothing is written down here.")


def _label(name: str, code: str | None) -> str:
    return lists.label(name, code)


def _cover(row: CaseRow, more: casework.CaseMore) -> Part:
    closed = "  ".join(part for part in (more.closed_on, _label("close_reason", more.close_reason)) if part)
    pairs = [
        (_("Case"), row.number),
        (field_label("archive_number"), more.archive_number or ""),
        (_("Worker"), row.worker_name or ""),
        (field_label("opened_on"), row.opened_on),
        (_("Stage"), _label("stage", row.stage)),
        (_("Closed"), closed),
        (
            _("Approval"),
            "  ".join(p for p in (_label("approval", more.approval), more.approver, more.approved_on) if p),
        ),
        (field_label("archived_on"), more.archived_on or ""),
    ]
    return Part(_("Cover"), [Facts(pairs)])


def _client(book: Book, row: ClientRow, hide: Masking) -> Facts:
    born = birth_date(row.birth_date, row.resident_id)
    gender = {"male": _("male"), "female": _("female")}.get(row.gender or "", "")
    village = row.village_name or (divisions.name(row.village) if row.village else "") or ""
    also = care(book.connection, row.id)
    return Facts(
        [
            (_("Name"), hide.name(row.name)),
            (_("Gender"), gender),
            (_("Birth date"), (born.isoformat()[:4] if hide.on else born.isoformat()) if born else ""),
            (_("Identity number"), hide.number(row.resident_id)),
            (_("Phone"), hide.number(row.phone)),
            (_("Village"), village),
            (_("Address"), hide.number(row.address)),
            (_("Categories"), "、".join(_label("category", code) for code in (row.categories or "").split())),
            (_("Guardian"), hide.name(row.guardian)),
            (_("Guardian phone"), hide.number(row.guardian_phone)),
            (field_label("emergency_contact"), hide.name(also.emergency_contact) if also else ""),
            (field_label("emergency_phone"), hide.number(also.emergency_phone) if also else ""),
        ]
    )


def _consents(book: Book, people: Sequence[ClientRow], hide: Masking) -> Part:
    rows = [
        [
            hide.name(person.name), _label("consent_kind", one.kind), one.start_on, one.end_on or "",
            _label("given_by", one.given_by), _label("consent_form", one.form), hide.text(one.scope),
            one.withdrawn_on or "",
        ]
        for person in people
        for one in consents(book.connection, person.id)
    ]  # fmt: skip
    heads = [_("Name"), _("Kind"), _("Start on"), _("End on"), _("Given by"), _("Form"), _("Scope"), _("Withdrawn on")]
    return Part(_("Informed consent"), [Table(heads, rows)], _("No consent is on file."))


def _plan(book: Book, case: str, more: casework.CaseMore, hide: Masking) -> Part:
    goals = [
        [str(one.position), hide.text(one.goal), hide.text(one.baseline), hide.text(one.target),
         points(one.baseline_score), points(one.target_score)]
        for one in casework.scored_goals(book.connection, case)
    ]  # fmt: skip
    steps = [
        [str(one.position), hide.text(one.step), hide.text(one.goal), one.due_on or "", one.done_on or "",
         hide.text(one.result)]
        for one in casework.steps(book.connection, case)
    ]  # fmt: skip
    agreed = "  ".join(part for part in (more.agreed_on, _label("agreement_form", more.agreement_form)) if part)
    blocks: list[Block] = [
        Table([_("No."), _("Goal"), _("Baseline"), _("Target"), _("Score now"), _("Score wanted")], goals),
        Text(field_label("plan"), hide.text(more.plan)),
        Table([_("No."), _("Step"), _("Goal"), _("Due on"), _("Done on"), _("Result")], steps),
        Facts([(_("Agreement"), agreed)]),
    ]
    return Part(_("Plan"), blocks, _nothing())


def _sessions(book: Book, case: str, hide: Masking) -> Part:
    said = {one.id: one for one in casework.sessions(book.connection, case)}
    rows = []
    for log in reversed(log_list(book.connection, LogFilter(case=case))):
        one = said.get(log.id)
        if one is None:
            continue
        rows.append(
            [
                log.service_date, _label("method", log.method), str(log.minutes or ""), log.writer_name or "",
                _label("stage", one.case_stage), (one.goals or "").replace(" ", "、"), hide.text(log.note),
                hide.text(one.next_step), log.entered_at[:10],
            ]
        )  # fmt: skip
    heads = [
        _("Day"), _("Method"), _("Min."), _("Worker"), _("Stage"), _("Goals"), _("What was done"), _("Next step"),
        _("Entered on"),
    ]  # fmt: skip
    table = Table(heads, rows, (10, 8, 5, 7, 8, 5, 34, 13, 10))
    return Part(_("Record of sessions"), [table], _("No session is recorded."))


def _meetings(book: Book, case: str, hide: Masking) -> Part:
    held = [
        [one.held_on, hide.text(one.participants), hide.text(one.content), hide.text(one.decision)]
        for one in casework.conferences(book.connection, case)
    ]
    sent = [
        [
            one.referred_on, hide.text(one.receiver), hide.text(one.reason), _("yes") if one.consented else _("no"),
            one.answer_by or "", _label("case_referral_result", one.result), hide.text(one.answer_note),
            one.followed_up_on or "",
        ]
        for one in casework.referrals(book.connection, case)
    ]  # fmt: skip
    blocks = [
        Table([_("Day"), _("Participants"), _("Content"), _("Decided there")], held),
        Table(
            [
                _("Day"), _("Referred to"), _("Reason"), _("Consented"), _("Answer by"), _("Result"), _("Answer"),
                _("Followed up on"),
            ],
            sent,
        ),
    ]  # fmt: skip
    return Part(_("Conferences and referrals"), blocks, _("There were none."))


def _goods(book: Book, case: str, hide: Masking) -> Part:
    rows = [
        [
            one.given_on, one.what, f"{'' if one.quantity is None else one.quantity}{one.measure or ''}",
            "" if one.value_fen is None else f"{one.value_fen / 100:.2f}", hide.name(one.client), one.source or "",
        ]
        for one in materials_of_case(book.connection, case)
    ]  # fmt: skip
    heads = [_("Day"), _("What was given"), _("Quantity"), _("Value"), _("Client"), _("Source")]
    return Part(_("Goods given"), [Table(heads, rows)], _("Nothing was given."))


def _evaluation(book: Book, case: str, more: casework.CaseMore, hide: Masking) -> Part:
    goals = casework.scored_goals(book.connection, case)
    achieved = {"yes": _("reached"), "partly": _("partly reached"), "no": _("not reached")}
    rows = [
        [str(one.position), hide.text(one.goal), achieved.get(one.achieved or "", ""), hide.text(one.result),
         points(one.baseline_score), points(one.target_score), points(one.result_score), str(one.sessions)]
        for one in goals
    ]  # fmt: skip
    reached = attainment([goal_fact(one) for one in goals])
    whole = (
        "" if reached.percent is None else f"{points(reached.reached)} / {points(reached.whole)} = {reached.percent}%"
    )
    heads = [
        _("No."), _("Goal"), _("Reached"), _("Result"), _("Score now"), _("Score wanted"), _("Score reached"),
        _("Sessions"),
    ]  # fmt: skip
    blocks: list[Block] = [
        Table(heads, rows),
        Facts(
            [
                (_("Goal attainment"), whole),
                (field_label("satisfaction"), "" if more.satisfaction is None else str(more.satisfaction)),
            ]
        ),
        Text(field_label("post_test"), hide.text(more.post_test)),
        Text(field_label("effect"), hide.text(more.effect)),
    ]
    return Part(_("Evaluation"), blocks, _nothing())


def _comment(more: casework.CaseMore, hide: Masking) -> list[Block]:
    by = "  ".join(part for part in (more.commenter, more.commented_on) if part)
    return [Text(_("Supervisor's comment"), hide.text(more.supervisor_comment)), Facts([(_("By whom"), by)])]


def _closing(more: casework.CaseMore, hide: Masking) -> Part:
    closed = "  ".join(part for part in (more.closed_on, _label("close_reason", more.close_reason)) if part)
    blocks: list[Block] = [
        Facts([(_("Closed"), closed), (field_label("follow_up_due"), more.follow_up_due or "")]),
        Text(_("Closing summary"), hide.text(more.summary)),
        Text(field_label("approval_reason"), hide.text(more.approval_reason)),
        Text(field_label("reopen_reason"), hide.text(more.reopen_reason)),
    ]
    return Part(_("Closing"), blocks, _("The case is not closed."))


def _files(book: Book, case: str) -> Part:
    rows = [
        [_label("attachment_kind", one.kind), one.title or "", one.taken_on or "", one.file_hash[:16]]
        for one in attachments(book.connection, "service_case", case)
    ]
    return Part(
        _("Attachments"), [Table([_("Kind"), _("Title"), _("Taken on"), _("Hash")], rows)], _("No file is attached.")
    )


def points(tenths: int | None) -> str:
    """A score in points: 35 tenths are 3.5."""
    if tenths is None:
        return ""
    return str(tenths // 10) if tenths % 10 == 0 else f"{tenths / 10:.1f}"
