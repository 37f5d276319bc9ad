"""Writing the service log: new entries, corrections, deletions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from db.errors import Refusal
from db.ids import derived_id
from swstation import lists
from swstation.i18n import N_
from swstation.operations.backdating import adjustment_changes
from swstation.operations.book import Book, Changes, do
from swstation.operations.given import given_changes, not_given_changes

if TYPE_CHECKING:
    from db.gateway import Change
    from db.queries.logs import LogRow


@dataclass(frozen=True, slots=True)
class Item:
    """An affairs item: a code of the list or a title of one's own, how many, in what unit, what came of it."""

    item: str | None
    title: str | None
    n: int
    unit: str
    result: str | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """Something that was given: what, how many, of what unit."""

    what: str
    n: int
    unit: str


@dataclass(frozen=True, slots=True)
class LogInput:
    """One entry. Ids are hex; ``clients`` are (client, outcome), ``new_clients`` (name, outcome) of the unknown."""

    service_date: str
    method: str
    part_of_day: str | None = None
    start_time: str | None = None
    end_time: str | None = None
    minutes: int | None = None
    field: str | None = None
    duty: str | None = None
    note: str | None = None
    problem: str | None = None
    clients: tuple[tuple[str, str], ...] = ()
    new_clients: tuple[tuple[str, str], ...] = ()
    colleagues: tuple[str, ...] = ()
    service_case: str | None = None
    group_ref: str | None = None
    group_title: str | None = None
    activity_ref: str | None = None
    activity_title: str | None = None
    village: str | None = None
    village_name: str | None = None
    place: str | None = None
    next_contact: str | None = None
    heads: int | None = None
    person_times: int | None = None
    households: int | None = None
    session_no: int | None = None
    volunteers: int | None = None
    value_fen: int | None = None
    items: tuple[Item, ...] = ()
    materials: tuple[Material, ...] | None = None
    """What was given; None leaves what is on file as it is (``given``)."""
    state: str = "submitted"
    late_reason: str | None = None
    """Why it is written into a month that was reported already (``backdating``)."""


def log_service(book: Book, entry: LogInput, *, log_id: str | None = None) -> tuple[str, Changes]:
    """Write a new entry in one step; gives its id. People named but not on file get a file with their name only."""
    changes, log = new_log_changes(book, entry, log_id)
    return log, do(book, N_("Log entry"), changes, lists.label("method", entry.method))


def new_log_changes(
    book: Book, entry: LogInput, log_id: str | None = None, *, alone: bool = False, instead_of: LogRow | None = None
) -> tuple[list[Change], str]:
    """The changes of a new entry (an import writes many in one transaction), and its id.

    ``alone``: without those of the group or activity that it tells of; ``instead_of``: the entry that it corrects.
    """
    from db.gateway import Change
    from swstation.operations.clients import new_client_changes

    log = log_id or book.source.row_id()
    entry = _numbered(book, instead_of.id if instead_of else log, entry)
    check(entry)
    changes: list[Change] = []
    if entry.new_clients:
        clients = list(entry.clients)
        for name, outcome in entry.new_clients:
            made, client = new_client_changes(book, {"name": name}, opened_on=entry.service_date, source="visit")
            changes += made
            clients.append((client, outcome))
        entry = replace(entry, clients=tuple(clients), new_clients=())
    changes.append(Change("service_log", log, {**_groups(book, entry), **_session(book, entry)}))
    changes += [_client_change(log, client, outcome) for client, outcome in entry.clients]
    changes += [_colleague_change(log, staff) for staff in entry.colleagues if staff != book.worker]
    changes += [_item_change(book, log, n, item) for n, item in enumerate(entry.items)]
    changes += given_changes(book, log, entry, new=True)
    changes += _contact_of_case(entry)
    changes += _adjusted(book, book.unit, log, (entry.service_date,), entry)
    if not alone:
        changes += _registered(book, log, entry, instead_of)
    return changes, log


def _adjusted(book: Book, unit: str, log: str, days: Sequence[str], entry: LogInput) -> list[Change]:
    if entry.state == "draft":
        return []
    return adjustment_changes(book, unit, log, days, entry.late_reason, book.source.at()[:10])


def check(entry: LogInput) -> None:
    """What a record cannot check by itself: codes of the lists, and that there is something to log."""
    method = lists.by_code("method").get(entry.method)
    if method is None:
        raise Refusal("value.code", field="method", token=entry.method)
    for _client, outcome in (*entry.clients, *entry.new_clients):
        if outcome not in lists.by_code("outcome"):
            raise Refusal("value.code", field="outcome", token=outcome)
    counts = (entry.heads, entry.person_times, entry.households)
    if not (
        entry.clients or entry.new_clients or entry.service_case or entry.group_title or entry.activity_title
        or entry.group_ref or entry.activity_ref or entry.items or any(c is not None for c in counts) or method.alone
    ):  # fmt: skip
        raise Refusal("log.nobody", field="client")


def edit_log(book: Book, log: str, entry: LogInput) -> Changes:
    """Replace what an entry says. An approved entry is locked; its correction is a new version with a reason."""
    entry = _numbered(book, log, entry)
    changes = edit_log_changes(book, log, entry)
    changes += _registered(book, log, entry, _editable(book, log))
    return do(book, N_("Log entry changed"), changes, lists.label("method", entry.method))


def edit_log_changes(book: Book, log: str, entry: LogInput) -> list[Change]:
    """The changes that replace what an entry says, without those of the group or activity that it tells of."""
    from db.gateway import Change
    from db.queries.logs import parts_of

    old = _editable(book, log)
    check(entry)
    groups = _groups(book, entry)
    groups["who"] = {"unit": old.unit, "writer": old.writer}
    groups["state"] = {"state": "submitted" if old.state == "returned" else old.state}
    changes = [Change("service_log", log, groups)]
    if old.state != "draft":
        changes += _adjusted(book, old.unit, log, (old.service_date, entry.service_date), entry)
    parts = parts_of(book.connection, log)
    wanted_clients = dict(entry.clients)
    for part in parts["log_client"]:
        if part.names not in wanted_clients and part.alive:
            changes.append(Change("log_client", part.id, {}, "delete"))
        elif part.names in wanted_clients and not part.alive:
            changes.append(Change("log_client", part.id, {}, "restore"))
    changes += [_client_change(log, client, outcome) for client, outcome in wanted_clients.items()]
    for part in parts["log_colleague"]:
        if part.alive and part.names not in entry.colleagues:
            changes.append(Change("log_colleague", part.id, {}, "delete"))
        elif not part.alive and part.names in entry.colleagues:
            changes.append(Change("log_colleague", part.id, {}, "restore"))
    changes += [_colleague_change(log, staff) for staff in entry.colleagues if staff != old.writer]
    if items_of(old) != entry.items:
        changes += [Change("affairs_item", p.id, {}, "delete") for p in parts["affairs_item"] if p.alive]
        changes += [_item_change(book, log, n, item) for n, item in enumerate(entry.items)]
    return [*changes, *given_changes(book, log, entry)]


def delete_log(book: Book, logs: Sequence[str], *, late_reason: str | None = None) -> Changes:
    """Delete entries (they can be restored). An approved entry is locked. ``late_reason`` as in ``LogInput``.

    With a correction goes what it corrected: that holds again.
    """
    from swstation.operations.log_versions import corrected_again

    changes: list[Change] = []
    for log in logs:
        old = _editable(book, log)
        changes += deletion(book, log)
        changes += _untold(book, old, frozenset(logs))
        changes += corrected_again(book, log)
        if old.state != "draft":
            on = book.source.at()[:10]
            changes += adjustment_changes(book, old.unit, log, (old.service_date,), late_reason, on)
    return do(book, N_("Log entry deleted"), changes, str(len(logs)))


def input_of(row: LogRow) -> LogInput:
    """What an entry says, to be changed in part."""
    return LogInput(
        row.service_date, row.method, row.part_of_day, row.start_time, row.end_time, row.minutes, row.field, row.duty,
        row.note, clients=tuple((client.id, client.outcome) for client in row.clients),
        colleagues=tuple(staff for staff, _name in row.colleagues), service_case=row.service_case,
        group_ref=row.group_ref, group_title=row.group_title, activity_ref=row.activity_ref,
        activity_title=row.activity_title, village=row.village, village_name=row.village_name, place=row.place,
        next_contact=row.next_contact, heads=row.heads, person_times=row.person_times, households=row.households,
        session_no=row.session_no, volunteers=row.volunteers, value_fen=row.value_fen,
        items=items_of(row), state=row.state,
    )  # fmt: skip


def items_of(row: LogRow) -> tuple[Item, ...]:
    """The affairs items of an entry, to be kept or changed."""
    return tuple(Item(one.item, one.title, one.n, one.unit, one.result) for one in row.items)


def _numbered(book: Book, log: str, entry: LogInput) -> LogInput:
    # A session of a group on file has a number, said or not.
    if entry.group_ref is None:
        return entry
    from swstation.operations.groups import with_session_no

    return with_session_no(book, log, entry)


def _registered(book: Book, log: str, entry: LogInput, before: LogRow | None = None) -> list[Change]:
    # What an entry tells of a group or an activity on file stands there too. ``before``: what it said till now, or
    # the entry in whose place it stands.
    changes: list[Change] = []
    if entry.group_ref is not None or (before is not None and before.group_ref is not None):
        from swstation.operations.groups import session_from_log_changes

        changes += session_from_log_changes(book, log, entry, before.id if before else log)
    if entry.activity_ref is not None or (before is not None and before.activity_ref is not None):
        from swstation.operations.activities import activity_from_log_changes

        changes += activity_from_log_changes(book, log, entry, before)
    return changes


def _untold(book: Book, old: LogRow, gone: frozenset[str]) -> list[Change]:
    # What a deleted entry told of a group or an activity; where it corrected one, that one's word stands again.
    changes: list[Change] = []
    if old.group_ref is not None:
        from swstation.operations.groups import told_again_changes, without_log_changes

        changes += told_again_changes(book, old.id) or without_log_changes(book, old.id)
    if old.activity_ref is not None:
        from swstation.operations.activities import untold_changes

        changes += untold_changes(book, old, gone)
    return changes


def deletion(book: Book, log: str) -> list[Change]:
    """The changes that delete an entry with all that hangs on it."""
    from db.gateway import Change
    from db.queries.logs import parts_of

    changes = [Change("service_log", log, {}, "delete")]
    for table, parts in parts_of(book.connection, log).items():
        changes += [Change(table, part.id, {}, "delete") for part in parts if part.alive]
    return [*changes, *not_given_changes(book, log)]


def _editable(book: Book, log: str) -> LogRow:
    old = known_log(book, log)
    if old.state == "approved":
        raise Refusal("log.locked")
    return old


def known_log(book: Book, log: str) -> LogRow:
    """An entry by its id. Refuses one that is not there."""
    from db.queries.logs import log_by_id

    old = log_by_id(book.connection, log)
    if old is None:
        raise Refusal("log.unknown", token=log)
    return old


def _groups(book: Book, entry: LogInput) -> dict[str, dict[str, Any]]:
    groups: dict[str, dict[str, Any]] = {
        "when": {
            "service_date": entry.service_date, "part_of_day": entry.part_of_day,
            "start_time": entry.start_time, "end_time": entry.end_time,
            "minutes": entry.minutes,
        },
        "what": {"method": entry.method, "field": entry.field, "duty": entry.duty},
        "who": {"unit": book.unit, "writer": book.worker},
        "link": {
            "service_case": entry.service_case, "group_ref": entry.group_ref, "group_title": entry.group_title,
            "activity_ref": entry.activity_ref, "activity_title": entry.activity_title,
        },
        "place": {"village": entry.village, "village_name": entry.village_name, "place": entry.place},
        "note": {"note": entry.note},
        "contact": {"next_contact": entry.next_contact},
        "counts": {
            "heads": entry.heads, "person_times": entry.person_times, "households": entry.households,
            "session_no": entry.session_no, "volunteers": entry.volunteers,
        },
        "value": {"value_fen": entry.value_fen},
        "state": {"state": entry.state},
    }  # fmt: skip
    if entry.problem:
        groups["problem"] = {"problem": entry.problem}
    if entry.late_reason:
        groups["late"] = {"late_reason": entry.late_reason}
    return groups


def _client_change(log: str, client: str, outcome: str) -> Change:
    from db.gateway import Change

    link = {"service_log": log, "client": client, "outcome": outcome}
    return Change("log_client", derived_id("log_client", log, client), {"link": link})


def _colleague_change(log: str, staff: str) -> Change:
    from db.gateway import Change

    return Change(
        "log_colleague", derived_id("log_colleague", log, staff), {"link": {"service_log": log, "staff": staff}}
    )


def _item_change(book: Book, log: str, position: int, item: Item) -> Change:
    from db.gateway import Change

    entry = {
        "service_log": log, "position": position, "item": item.item, "item_title": item.title, "n": item.n,
        "measure": item.unit,
    }  # fmt: skip
    groups: dict[str, dict[str, Any]] = {"entry": entry}
    if item.result:
        groups["result"] = {"result": item.result}
    return Change("affairs_item", book.source.row_id(), groups)


def _session(book: Book, entry: LogInput) -> dict[str, dict[str, Any]]:
    # An entry on a case belongs to the stage the case is in.
    from db.queries.cases import case_by_id

    case = case_by_id(book.connection, entry.service_case) if entry.service_case else None
    return {"session": {"case_stage": case.stage, "next_step": None}} if case is not None else {}


def _contact_of_case(entry: LogInput) -> list[Change]:
    # The next contact promised on a case's log is the case's next contact too.
    from db.gateway import Change

    if entry.service_case is None or entry.next_contact is None or entry.state == "draft":
        return []
    return [Change("service_case", entry.service_case, {"contact": {"next_contact": entry.next_contact}})]
