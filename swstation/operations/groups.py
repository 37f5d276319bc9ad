"""Sessions of a group and the entry of the log that stands for each: logged once, on the page or in the quick line.

A session that was held and its entry say the same: day, length, note, who was there. Whichever of the two is written,
changed or deleted, the other one follows in the same step. Members on file who were present stand on the entry as
clients; those known by name only, and people nobody named, are its heads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from db.errors import Refusal
from db.ids import derived_id
from db.queries.groups import (
    GroupRow,
    SessionRow,
    attendance,
    group_by_id,
    is_gone,
    members,
    session_by_id,
    sessions,
    sessions_of_log,
    told_of_session,
)
from swstation.i18n import N_
from swstation.operations.book import Book, Changes, do
from swstation.operations.logs import LogInput

if TYPE_CHECKING:
    from db.gateway import Change

METHOD = "group_session"
STATES = ("present", "absent", "leave")
"""What may be said of a member at a session."""
_RECORD = ("held_on", "start_time", "end_time", "minutes", "place", "unnamed_heads", "note", "next_step")


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """What was done at a session; ``minutes`` of its length, ``unnamed_heads`` beside the members."""

    held_on: str
    start_time: str | None = None
    end_time: str | None = None
    minutes: int | None = None
    place: str | None = None
    unnamed_heads: int | None = None
    note: str | None = None
    next_step: str | None = None
    spent_fen: int | None = None
    volunteers: int | None = None
    late_reason: str | None = None
    """As in ``LogInput``."""


def need_group(book: Book, group: str) -> GroupRow:
    """A group. Refuses one that is not there."""
    row = group_by_id(book.connection, group)
    if row is None:
        raise Refusal("group.unknown", token=group)
    return row


def open_group(book: Book, group: str) -> GroupRow:
    """A group in hand. Refuses one that has ended: it is locked."""
    row = need_group(book, group)
    if row.state != "open":
        raise Refusal("group.ended", field="group", token=row.title)
    return row


def session_id(group: str, session_no: int) -> str:
    """The row id of a session: that of the group and its number, so that two laptops mean the same one."""
    return derived_id("group_session", group, str(session_no))


def with_session_no(book: Book, log: str, entry: LogInput) -> LogInput:
    """An entry about a group on file, with its title and the session's number: the next one where none was said."""
    group = need_group(book, entry.group_ref or "")
    entry = replace(entry, group_title=group.title)
    if entry.method != METHOD or entry.session_no is not None:
        return entry
    known = [one.session_no for one in sessions_of_log(book.connection, log) if one.service_group == group.id]
    held = [one.session_no for one in sessions(book.connection, group.id) if one.held_on]
    return replace(entry, session_no=known[0] if known else max(held, default=0) + 1)


# From the log to the session


def session_from_log_changes(
    book: Book, log: str, entry: LogInput, before: str, about: GroupRow | None = None
) -> list[Change]:
    """The changes that let the session say what its entry says; ``entry`` has its number and only known clients.

    ``before``: the entry in whose place this one stands, else itself; ``about``: the group, where it is being begun in
    the same step. A client named who is no member becomes one.
    Refuses an ended group, and a session that another entry stands for.
    """
    if entry.method != METHOD or entry.group_ref is None or entry.state == "draft":
        return without_log_changes(book, before)
    group = about or open_group(book, entry.group_ref)
    number = entry.session_no
    assert number is not None
    row = session_id(group.id, number)
    old = session_by_id(book.connection, row)
    if old is not None and old.service_log not in (None, log, before) and old.log_state is not None:
        raise Refusal("group.session_logged", field="session_no", token=str(number), on=old.held_on or "")
    moved = [one for one in sessions_of_log(book.connection, before) if one.id != row]
    earlier = old or (moved[0] if moved else None)
    people = {one.client: one for one in members(book.connection, group.id) if one.client}
    said = _said(book, earlier if earlier is not None and earlier.service_group == group.id else None)
    changes: list[Change] = [change for one in moved for change in _emptied(book, one)]
    wanted: dict[str, str] = {m: s for m, (s, client) in said.items() if client is None or s != "present"}
    for client, outcome in entry.clients:
        if client in people:
            member = people[client].id
        else:
            made, member = member_changes(book, group.id, client=client, joined_on=entry.service_date)
            changes += made
        wanted[member] = "present" if outcome == "met" else "absent"
    heads = entry.heads if entry.person_times is None else entry.person_times
    by_name = sum(1 for state, client in said.values() if client is None and state == "present")
    record = SessionRecord(
        entry.service_date, entry.start_time, entry.end_time, entry.minutes,
        entry.place or (earlier.place if earlier else None),
        None if heads is None else max(0, heads - by_name), entry.note, earlier.next_step if earlier else None,
        earlier.spent_fen if earlier else None,
    )  # fmt: skip
    return [*changes, *_session_changes(book, group, number, record, wanted, log)]


def without_log_changes(book: Book, log: str) -> list[Change]:
    """The changes that take back what an entry told of a session; the session's plan stays. Refuses an ended group."""
    for one in sessions_of_log(book.connection, log):
        group = group_by_id(book.connection, one.service_group)
        if group is not None and group.state != "open":
            raise Refusal("group.ended", field="group", token=group.title)
    return [change for one in sessions_of_log(book.connection, log) for change in _emptied(book, one)]


def told_again_changes(book: Book, correction: str) -> list[Change]:
    """The changes that let a session say again what the entry said that ``correction`` stood in the place of."""
    from db.queries.logs import corrected_by

    corrected = corrected_by(book.connection, correction)
    said = told_of_session(book.connection, corrected) if corrected else None
    if corrected is None or said is None:
        return []
    entry = LogInput(
        said.service_date, METHOD, start_time=said.start_time, end_time=said.end_time, minutes=said.minutes,
        note=said.note, place=said.place, heads=said.heads, group_ref=said.group_ref, session_no=said.session_no,
        clients=said.clients,
    )  # fmt: skip
    return session_from_log_changes(book, corrected, entry, correction)


def _said(book: Book, session: SessionRow | None) -> dict[str, tuple[str, str | None]]:
    if session is None:
        return {}
    return {a.member: (a.state, a.client) for a in attendance(book.connection, session.id) if a.alive}


def _emptied(book: Book, session: SessionRow) -> list[Change]:
    from db.gateway import Change

    changes = [
        Change("group_attendance", a.id, {}, "delete") for a in attendance(book.connection, session.id) if a.alive
    ]
    if any((session.planned_on, session.topic, session.aims, session.materials)):
        nothing: dict[str, dict[str, Any]] = {
            "record": dict.fromkeys(_RECORD), "link": {"service_log": None}, "spending": {"spent_fen": None},
        }  # fmt: skip
        return [*changes, Change("group_session", session.id, nothing)]
    return [*changes, Change("group_session", session.id, {}, "delete")]


# From the page to the log


def record_session(
    book: Book, group: str, session_no: int, record: SessionRecord, present: Mapping[str, str]
) -> Changes:
    """Record a session that was held, and its entry of the log, in one step. ``present``: member to one of ``STATES``.

    Refuses an ended group, an approved entry, a member or a state that is not there.
    """
    from swstation.operations.logs import edit_log_changes, input_of, new_log_changes

    about = open_group(book, group)
    people = {one.id: one for one in members(book.connection, group)}
    for member, state in present.items():
        if member not in people:
            raise Refusal("group.no_member", field="member", token=member)
        if state not in STATES:
            raise Refusal("value.code", field="state", token=state, choices=STATES)
    there = [people[member] for member, state in present.items() if state == "present"]
    bare = sum(1 for one in there if one.client is None)
    heads = (record.unnamed_heads or 0) + bare
    old = session_by_id(book.connection, session_id(group, session_no))
    log = old.service_log if old is not None and old.log_state is not None else None
    before = _log_row(book, log)
    entry = LogInput(record.held_on, METHOD, field=about.field) if before is None else input_of(before)
    entry = replace(
        entry, service_date=record.held_on, start_time=record.start_time, end_time=record.end_time,
        minutes=record.minutes, note=record.note, place=record.place or about.place, heads=heads or None,
        person_times=None, clients=tuple((one.client, "met") for one in there if one.client), group_ref=group,
        group_title=about.title, session_no=session_no,
        volunteers=entry.volunteers if record.volunteers is None else record.volunteers,
        late_reason=record.late_reason,
    )  # fmt: skip
    if before is None:
        if about.co_worker and about.co_worker != book.worker:
            entry = replace(entry, colleagues=(about.co_worker,))
        changes, log = new_log_changes(book, entry, alone=True)
    else:
        assert log is not None
        changes = edit_log_changes(book, log, entry)
    changes += _session_changes(book, about, session_no, record, present, log)
    return do(book, N_("Group session recorded"), changes, f"{about.title} {session_no}")


def delete_session(book: Book, session: str, *, late_reason: str | None = None) -> Changes:
    """Delete a session with its plan, who was there, and its entry of the log. Refuses where that is approved.

    ``late_reason`` as in ``LogInput``.
    """
    from db.gateway import Change
    from swstation.operations.backdating import adjustment_changes
    from swstation.operations.logs import deletion

    row = session_by_id(book.connection, session)
    if row is None:
        raise Refusal("group.no_session", token=session)
    open_group(book, row.service_group)
    if row.log_state == "approved":
        raise Refusal("log.locked")
    changes = [Change("group_attendance", a.id, {}, "delete") for a in attendance(book.connection, row.id) if a.alive]
    changes.append(Change("group_session", row.id, {}, "delete"))
    if row.service_log is not None and row.log_state is not None:
        changes += deletion(book, row.service_log)
        on = book.source.at()[:10]
        changes += adjustment_changes(book, book.unit, row.service_log, (row.held_on or on,), late_reason, on)
    return do(book, N_("Group session deleted"), changes, str(row.session_no))


def _log_row(book: Book, log: str | None) -> Any:
    from db.queries.logs import log_by_id

    return None if log is None else log_by_id(book.connection, log)


def _session_changes(
    book: Book, group: GroupRow, number: int, record: SessionRecord, present: Mapping[str, str], log: str
) -> list[Change]:
    from db.gateway import Change

    row = session_id(group.id, number)
    gone = is_gone(book.connection, "group_session", row)
    changes = [Change("group_session", row, {}, "restore")] if gone else []
    groups: dict[str, dict[str, Any]] = {
        "ident": {"service_group": group.id, "session_no": number},
        "record": {name: getattr(record, name) for name in _RECORD},
        "link": {"service_log": log},
        "spending": {"spent_fen": record.spent_fen},
    }
    changes.append(Change("group_session", row, groups))
    known = {a.member: a for a in attendance(book.connection, row)}
    for member, state in present.items():
        found = known.get(member)
        place = found.id if found else derived_id("group_attendance", row, member)
        if found is not None and not found.alive:
            changes.append(Change("group_attendance", place, {}, "restore"))
        link = {"group_session": row, "group_member": member, "state": state}
        changes.append(Change("group_attendance", place, {"link": link}))
    left_out = [a for member, a in known.items() if a.alive and member not in present]
    changes += [Change("group_attendance", a.id, {}, "delete") for a in left_out]
    if group.phase == "preparation":  # a group that meets is no longer being prepared
        changes.append(Change("service_group", group.id, {"phase": {"phase": "forming", "phase_on": record.held_on}}))
    return changes


# Members


def member_changes(
    book: Book, group: str, *, client: str | None = None, name: str | None = None, joined_on: str | None = None
) -> tuple[list[Change], str]:
    """The changes that take somebody into a group: a client on file, or a name; and the member's id.

    A client on file is one member, whichever laptop adds them: the id follows from group and client. Two people may
    bear one name, so who is known by name only gets an id of their own.
    """
    from db.gateway import Change

    member = derived_id("group_member", group, client) if client else book.source.row_id()
    link = {"service_group": group, "client": client, "name": None if client else name}
    back = [Change("group_member", member, {}, "restore")] if is_gone(book.connection, "group_member", member) else []
    return [*back, Change("group_member", member, {"link": link, "period": {"joined_on": joined_on}})], member
