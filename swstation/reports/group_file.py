"""A group's file as one document: plan, members, sessions with who was there, materials, satisfaction, summary.

In the order of the phases of group work (MZ/T 095-2017). ``masked``: names of members shortened, in the texts too.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from db import local
from db.errors import Refusal
from db.queries.attachments import attachments
from db.queries.clients import ClientRow, client_by_id
from db.queries.groups import (
    GroupRow,
    MemberRow,
    SessionRow,
    attendance,
    group_list,
    members,
    sessions,
    surveys,
)
from db.queries.materials import materials_of_group
from db.queries.people import staff_list
from db.queries.units import unit_by_code
from swstation import lists
from swstation.errors import field_label
from swstation.i18n import _
from swstation.operations.book import Book
from swstation.operations.group_work import group_gaps
from swstation.operations.groups import need_group
from swstation.operations.numbers import titled_words
from swstation.reports.case_file import Masking
from swstation.reports.paper import Block, Facts, Paper, Part, Table, Text
from swstation.reports.write_paper import write_paper

SESSIONS_ACROSS = 12
"""Sessions in one attendance table: more do not fit on a page."""


def find_group(book: Book, typed: str) -> GroupRow:
    """The group meant by its number (``G3``, ``3``, in full), its title or its id. Refuses none and several."""
    wanted = typed.strip()
    short = wanted.upper() if wanted.upper().startswith("G") else f"G{wanted}"
    found = [
        one
        for one in group_list(book.connection)
        if wanted in (one.number, one.title, one.id) or titled_words(one.number, book.letter) == short
    ]
    if len(found) != 1:
        code = "group.several" if found else "group.unknown"
        raise Refusal(code, field="group", token=typed, choices=tuple(one.number for one in found))
    return found[0]


def write_group_file(
    book: Book, group: str, path: Path, form: str | None = None, *, masked: bool = False, as_of: date | None = None
) -> Path:
    """Write a group's file; what left the book is noted in the audit trail."""
    paper = group_paper(book, group, masked=masked, as_of=as_of or book.source.now().date())
    write_paper(paper, path, form)
    with book.store.transaction() as connection:
        detail = "group-file masked" if masked else "group-file"
        local.audit(connection, book.source.at(), book.worker, "export", "service_group", group, detail)
    return path


def group_paper(book: Book, group: str, *, masked: bool, as_of: date) -> Paper:
    """A group's file as a document. Refuses a group that is not there."""
    row = need_group(book, group)
    people, held = members(book.connection, group), sessions(book.connection, group)
    files = [one for member in people if member.client and (one := _file(book, member.client, as_of)) is not None]
    hide = Masking(files, [one.name for one in people if one.client is None], on=masked)
    unit = unit_by_code(book.connection, row.unit)
    notes = [f"{unit.name if unit else row.unit}  {_('Group')} {row.number}", _("Group work (MZ/T 095-2017)")]
    if masked:
        notes.append(_("Masked: names of members are shortened."))
    parts = [
        _cover(book, row),
        _plan(row, hide),
        _recruitment(row, people, hide),
        Part(_("Sessions"), _sessions(held, hide), _("No session was held.")),
        Part(_("Attendance"), _attendance(book, people, held, hide), _("No attendance was noted.")),
        Part(_("Materials and money"), _materials(book, row, held), _("No materials and no money were noted.")),
        _satisfaction(book, group),
        Part(
            _("Summary and effect"),
            [Text(field_label(name), hide.text(getattr(row, name))) for name in _SUMMARY],
            _("Nothing is written down here."),
        ),
        _files(book, group, held),
    ]
    if row.state == "open" and (gaps := group_gaps(book, group)):
        notes.append(_("In hand: {n} things are missing before it can end.").format(n=len(gaps)))
    footer = _("Printed on {day}").format(day=as_of.isoformat())
    return Paper(_("Group file"), notes, parts, (_("Worker:"), _("Supervisor:"), _("Unit (seal):")), footer)


_SUMMARY = ("pre_test", "post_test", "effect", "summary")


def _file(book: Book, client: str, as_of: date) -> ClientRow | None:
    return client_by_id(book.connection, client, as_of.isoformat())


def _cover(book: Book, row: GroupRow) -> Part:
    names = {one.id: one.name for one in staff_list(book.connection)}
    state = "  ".join(p for p in (lists.label("service_group_state", row.state), row.ended_on, row.end_reason) if p)
    pairs = [
        (_("Title"), row.title),
        (_("Kind"), lists.label("service_group_kind", row.kind)),
        (_("Worker"), row.worker_name or ""),
        (field_label("co_worker"), names.get(row.co_worker or "", "")),
        (field_label("opened_on"), row.opened_on),
        (_("Phase"), f"{lists.label('service_group_phase', row.phase)}  {row.phase_on}"),
        (_("State"), state),
        (_("Approval"), "  ".join(p for p in (lists.label("approval", row.approval), row.approved_on) if p)),
    ]
    return Part(_("Cover"), [Facts([(label, value) for label, value in pairs if value])])


def _plan(row: GroupRow, hide: Masking) -> Part:
    blocks: list[Block] = [
        Text(field_label("aims"), hide.text(row.aims)),
        Text(field_label("theory"), hide.text(row.theory)),
        Text(field_label("target"), hide.text(row.target)),
        Facts(
            [
                (field_label("planned_sessions"), str(row.planned_sessions or "")),
                (_("Place"), row.place or ""),
                (_("Budget"), _yuan(row.budget_fen)),
            ]
        ),
    ]
    return Part(_("Group plan"), blocks, _("Nothing is written down here."))


def _recruitment(row: GroupRow, people: Sequence[MemberRow], hide: Masking) -> Part:
    span = " - ".join(p for p in (row.recruit_from, row.recruit_to) if p)
    rows = [
        [
            str(number), hide.name(one.name), _("on file") if one.client else "", one.joined_on or "",
            one.left_on or "", hide.text(one.left_reason), str(one.present), str(one.absent), str(one.leave),
        ]
        for number, one in enumerate(people, 1)
    ]  # fmt: skip
    heads = [
        _("No."), _("Name"), _("Has a file"), _("In the group since"), _("Left the group"), _("Why"), _("present"),
        _("absent"), _("on leave"),
    ]  # fmt: skip
    blocks: list[Block] = [
        Facts([(field_label("wanted"), str(row.wanted or "")), (field_label("recruit_from"), span)]),
        Text(field_label("recruitment"), hide.text(row.recruitment)),
        Table(heads, rows, (5, 14, 8, 12, 12, 16, 8, 8, 8)),
    ]
    return Part(_("Recruitment and members"), blocks, _("Nobody is on the list."))


def _sessions(held: Sequence[SessionRow], hide: Masking) -> list[Block]:
    blocks: list[Block] = []
    for one in held:
        day = one.held_on or (_("planned for {day}").format(day=one.planned_on) if one.planned_on else "")
        times = "-".join(p for p in (one.start_time, one.end_time) if p)
        there = one.present + (one.unnamed_heads or 0)
        facts = [
            (_("Session no."), str(one.session_no)), (_("Day"), "  ".join(p for p in (day, times) if p)),
            (_("Topic"), hide.text(one.topic)), (_("Minutes"), str(one.minutes or "")), (_("Place"), one.place or ""),
            (_("Heads"), str(there) if one.held_on else ""),
        ]  # fmt: skip
        blocks.append(Facts([(label, value) for label, value in facts if value]))
        for label, text in (
            (field_label("aims"), one.aims), (_("What was done"), one.note), (_("Next step"), one.next_step),
        ):  # fmt: skip
            if text:
                blocks.append(Text(label, hide.text(text)))
    return blocks


def _attendance(book: Book, people: Sequence[MemberRow], held: Sequence[SessionRow], hide: Masking) -> list[Block]:
    said = {
        (one.id, mark.member): mark.state
        for one in held
        for mark in attendance(book.connection, one.id)
        if mark.alive and one.held_on
    }
    marks = {"present": "√", "absent": "×", "leave": "△"}
    took = [one for one in held if one.held_on]
    blocks: list[Block] = []
    for start in range(0, len(took) if people else 0, SESSIONS_ACROSS):
        some = took[start : start + SESSIONS_ACROSS]
        rows = [
            [hide.name(member.name), *(marks.get(said.get((one.id, member.id), ""), "") for one in some)]
            for member in people
        ]
        if any(one.unnamed_heads for one in some):
            rows.append([_("without a name"), *(str(one.unnamed_heads or "") for one in some)])
        rows.append([_("Heads"), *(str(one.present + (one.unnamed_heads or 0)) for one in some)])
        blocks.append(Table([_("Name"), *(str(one.session_no) for one in some)], rows, (12, *(4 for _one in some))))
    if blocks:
        blocks.append(Text(_("Marks"), _("√ present  × absent  △ on leave")))
    return blocks


def _materials(book: Book, row: GroupRow, held: Sequence[SessionRow]) -> list[Block]:
    given = materials_of_group(book.connection, row.id)
    planned = [
        [str(one.session_no), one.materials or "", _yuan(one.spent_fen)]
        for one in held
        if one.materials or one.spent_fen
    ]
    rows = [
        [
            str(one.session_no or ""), one.given_on, one.what, f"{one.quantity or ''}{one.measure or ''}",
            _yuan(one.value_fen), one.source or "",
        ]
        for one in given
    ]  # fmt: skip
    spent = sum(one.spent_fen or 0 for one in held) + (row.spent_fen or 0)
    facts = [(_("Budget"), _yuan(row.budget_fen)), (_("Spent"), _yuan(spent or None))]
    return [
        Table([_("Session no."), _("Materials"), _("Spent")], planned, (8, 60, 12)),
        Table([_("Session no."), _("Day"), _("What was given"), _("Quantity"), _("Value"), _("Source")], rows),
        Facts([(label, value) for label, value in facts if value]),
    ]


def _satisfaction(book: Book, group: str) -> Part:
    found = surveys(book.connection, "service_group", group)
    rows = [
        [
            one.surveyed_on, str(one.sent), str(one.returned), str(one.very_satisfied), str(one.satisfied),
            str(one.neutral), str(one.dissatisfied), str(one.very_dissatisfied),
            "" if one.rate is None else f"{one.rate // 10}.{one.rate % 10}%",
        ]
        for one in found
    ]  # fmt: skip
    heads = [
        _("Day"), _("Forms sent"), _("Forms returned"), field_label("very_satisfied"), field_label("satisfied"),
        field_label("neutral"), field_label("dissatisfied"), field_label("very_dissatisfied"), _("Satisfied"),
    ]  # fmt: skip
    return Part(_("Satisfaction"), [Table(heads, rows)], _("Nobody was asked yet."))


def _files(book: Book, group: str, held: Sequence[SessionRow]) -> Part:
    found = [(_("Group"), one) for one in attachments(book.connection, "service_group", group)]
    for session in held:
        word = _("session {n}").format(n=session.session_no)
        found += [(word, one) for one in attachments(book.connection, "group_session", session.id)]
    rows = [
        [place, lists.label("attachment_kind", one.kind), one.title or "", one.taken_on or "", one.file_hash[:16]]
        for place, one in found
    ]
    heads = [_("Of"), _("Kind"), _("Title"), _("Taken on"), _("Hash")]
    return Part(_("Attachments"), [Table(heads, rows)], _("No file is attached."))


def _yuan(fen: int | None) -> str:
    return "" if fen is None else _("{n} yuan").format(n=f"{fen / 100:.2f}")
