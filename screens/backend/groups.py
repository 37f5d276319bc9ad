"""Groups: the list, one group, its sessions and members, and the forms about groups and activities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from screens.backend.base import Part
from screens.backend.gathering_forms import begun, field_words, saved_by, typed_as
from screens.group_fields import RECORD

if TYPE_CHECKING:
    from db.queries.groups import GroupRow as StoredGroup
    from db.queries.groups import MemberRow, SessionRow
    from db.queries.materials import MaterialRow
    from screens.ports import Choice, Saved
    from screens.ports_groups import Gap, GroupPage, GroupRow, Member, Session, SessionPage
    from swstation.operations.book import Book

_MENDS = {
    "aims": "group.edit", "members": "group.members", "sessions": "group.session", "notes": "group.session",
    "attendance": "group.session", "fewer": "group.end", "satisfaction": "group.survey", "effect": "group.end",
    "summary": "group.end",
}  # fmt: skip
"""The action that mends each gap."""


class GroupPart(Part):
    """The groups."""

    async def groups(self, typed: str, *, ended: bool) -> Sequence[GroupRow]:
        return await self.call(_groups, typed, ended)

    async def group_page(self, group: str, as_of: date) -> GroupPage:
        return await self.call(_page, group)

    async def session_page(self, group: str, number: int, as_of: date) -> SessionPage:
        return await self.call(_session_page, group, number)

    async def gathering_form(
        self, form: str, row: str | None, number: int = 0
    ) -> tuple[Mapping[str, str], Mapping[str, str]]:
        return await self.call(begun, form, row, number)

    async def save_gathering(self, form: str, row: str | None, values: Mapping[str, str], number: int = 0) -> Saved:
        made, changes = await self.call(saved_by, form, row, values, number)
        return self.saved(changes, made)

    async def record_session(
        self, group: str, number: int, values: Mapping[str, str], states: Mapping[str, str]
    ) -> Saved:
        from swstation.operations.groups import SessionRecord, record_session, session_id

        given = typed_as(RECORD, values)
        changes = await self.call(record_session, group, number, SessionRecord(**given), states)
        return self.saved(changes, session_id(group, number))

    async def delete_session(self, session: str) -> Saved:
        from swstation.operations.groups import delete_session

        return self.saved(await self.call(delete_session, session), session)

    async def add_members(self, group: str, clients: Sequence[str], names: Sequence[str], on: date) -> Saved:
        from swstation.operations.group_work import add_members

        return self.saved(await self.call(add_members, group, clients, names, on.isoformat()))

    async def remove_member(self, group: str, member: str) -> Saved:
        from swstation.operations.group_work import delete_member

        return self.saved(await self.call(delete_member, group, member), member)

    async def group_phases(self) -> Sequence[Choice]:
        from screens.ports import Choice
        from swstation import lists

        return [Choice(entry.code, entry.label) for entry in lists.entries("service_group_phase")]

    async def move_group(self, group: str, phase: str, on: date) -> Saved:
        from swstation.operations.group_work import move_phase

        return self.saved(await self.call(move_phase, group, phase, on.isoformat()), group)

    async def take_up_group(self, group: str, on: date) -> Saved:
        from swstation.operations.group_work import reopen_group

        return self.saved(await self.call(reopen_group, group, on.isoformat()), group)


def own_unit(book: Book) -> str | None:
    """The unit whose rows a page lists: a station's own; a county sees all."""
    return book.unit if book.tier in ("village_room", "township_station") else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _row(row: StoredGroup, letter: str) -> GroupRow:
    from screens.ports_groups import GroupRow
    from swstation import lists
    from swstation.operations.numbers import titled_words

    return GroupRow(
        row.id, titled_words(row.number, letter), row.title, lists.label("service_group_kind", row.kind),
        row.worker_name or "", row.phase, lists.label("service_group_phase", row.phase), row.state,
        date.fromisoformat(row.opened_on), row.held, row.planned_sessions or 0, row.members, _day(row.last_held),
        _day(row.next_planned),
    )  # fmt: skip


def _groups(book: Book, typed: str, ended: bool) -> Sequence[GroupRow]:
    from db.queries.groups import group_list
    from swstation.pinyin import match

    found = [_row(row, book.letter) for row in group_list(book.connection, owner=own_unit(book))]
    return [
        row
        for row in found
        if (ended or row.state == "open")
        and (not typed or any(match(typed, text) is not None for text in (row.number, row.title, row.worker)))
    ]


def _page(book: Book, group: str) -> GroupPage:
    from db.queries.groups import members, sessions
    from screens.ports import Stage
    from screens.ports_groups import GroupPage
    from swstation import lists
    from swstation.operations.group_work import group_gaps
    from swstation.operations.groups import need_group

    row = need_group(book, group)
    shown = _row(row, book.letter)
    phases = [
        Stage(one.code, one.label, _day(row.phase_on) if one.code == row.phase else None, "", one.code == row.phase)
        for one in lists.entries("service_group_phase")
    ]
    gaps = [_gap(one.code, one.sessions) for one in group_gaps(book, group)] if row.state == "open" else []
    return GroupPage(
        shown, phases, _facts(book, row), gaps, [_session(one) for one in sessions(book.connection, group)],
        [_member(one) for one in members(book.connection, group)],
    )  # fmt: skip


def _gap(code: str, numbers: Sequence[int]) -> Gap:
    from screens.ports_groups import Gap
    from swstation.i18n import N_, _, listed

    words = {
        "aims": N_("aims"), "members": N_("members"), "sessions": N_("no session yet"),
        "notes": N_("course of session {n}"), "attendance": N_("who was at session {n}"),
        "fewer": N_("fewer sessions than planned: a reason"), "satisfaction": N_("satisfaction"),
        "effect": N_("effect"), "summary": N_("summary"),
    }  # fmt: skip
    return Gap(_(words[code]).format(n=listed(map(str, numbers))), _MENDS[code])


def _facts(book: Book, row: StoredGroup) -> list[tuple[str, str]]:
    from db.queries.groups import surveys
    from db.queries.materials import materials_of_group
    from swstation import lists
    from swstation.i18n import _

    found = surveys(book.connection, "service_group", row.id)
    spent = sum(one.spent_fen or 0 for one in _sessions(book, row.id)) + (row.spent_fen or 0)
    money = " / ".join(
        (_("{n} yuan").format(n=f"{spent / 100:.2f}"), _("{n} yuan").format(n=f"{(row.budget_fen or 0) / 100:.2f}"))
    )
    state = lists.label("service_group_state", row.state)
    if row.ended_on:
        state = f"{state} {row.ended_on} {row.end_reason or ''}".rstrip()
    facts = [
        (_("State"), state if row.state != "open" else ""),
        (_("Aims"), row.aims or ""),
        (_("For whom"), row.target or ""),
        (_("Place"), row.place or ""),
        (_("Group members"), f"{row.members}/{row.wanted}" if row.wanted else str(row.members or "")),
        (_("Spent / budget"), money if spent or row.budget_fen else ""),
        (_("Goods given"), goods_words(materials_of_group(book.connection, row.id))),
        (_("Satisfaction"), survey_words(found[0]) if found else ""),
        (_("Approval"), approval_words(row.approval, row.approved_on, row.approval_reason)),
        (_("Summary"), row.summary or ""),
        (_("Effect"), row.effect or ""),
    ]
    return [(label, value) for label, value in facts if value]


def _sessions(book: Book, group: str) -> list[SessionRow]:
    from db.queries.groups import sessions

    return sessions(book.connection, group)


GOODS_NAMED = 6
"""So many goods are named in a line; of the others there is the number."""


def goods_words(goods: Sequence[MaterialRow]) -> str:
    """Goods in a line: what, how many, at which session."""
    from swstation.i18n import _, listed, ngettext

    said = []
    for one in goods[:GOODS_NAMED]:
        words = f"{one.what} {'' if one.quantity is None else one.quantity}{one.measure or ''}".rstrip()
        if one.session_no is not None:
            words += f" {_('session {n}').format(n=one.session_no)}"
        said.append(words)
    if len(goods) > GOODS_NAMED:
        more = len(goods) - GOODS_NAMED
        said.append(ngettext("and {n} more", "and {n} more", more).format(n=more))
    return listed(said)


def survey_words(survey: Any) -> str:
    """A survey in a line: returned of sent, and how many were satisfied."""
    from swstation.i18n import _

    rate = survey.rate
    words = _("{returned} of {sent} returned").format(returned=survey.returned, sent=survey.sent)
    return words if rate is None else f"{words}  {rate // 10}.{rate % 10}%"


def approval_words(approval: str | None, on: str | None, reason: str | None) -> str:
    """An approval in a line."""
    from swstation import lists

    return " ".join(part for part in (lists.label("approval", approval), on, reason) if part) if approval else ""


def _session(row: SessionRow) -> Session:
    from screens.ports_groups import Session

    return Session(
        row.id, row.session_no, row.topic or "", _day(row.planned_on), _day(row.held_on), row.minutes, row.present,
        row.absent + row.leave, row.unnamed_heads or 0, row.note or "", row.log_state == "approved",
    )  # fmt: skip


def _member(row: MemberRow) -> Member:
    from screens.ports_groups import Member

    return Member(
        row.id, row.name, row.client is not None, _day(row.joined_on), _day(row.left_on), row.present, row.absent,
        row.leave,
    )  # fmt: skip


def _session_page(book: Book, group: str, number: int) -> SessionPage:
    from db.queries.groups import attendance, members, session_by_id
    from screens.ports_groups import Session, SessionPage
    from swstation.operations.groups import need_group, session_id

    about = need_group(book, group)
    row = session_by_id(book.connection, session_id(group, number))
    shown = _session(row) if row else Session("", number, "", None, None, None, 0, 0, 0, "", False)
    said = {one.member: one.state for one in attendance(book.connection, row.id) if one.alive} if row else {}
    people = [one for one in members(book.connection, group) if one.left_on is None or one.id in said]
    values, _labels = begun(book, "session.record", group, number)
    facts = field_words(book, row) if row else []
    if about.state != "open":
        shown = shown._replace(locked=True)
    return SessionPage(group, shown, facts, [_member(one) for one in people], said, values)
