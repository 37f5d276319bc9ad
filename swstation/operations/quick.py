"""The quick-log line against this installation: what it may name, and what saving it writes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from db.errors import Refusal
from db.queries.context import (
    NamedTitle,
    last_served,
    logged_titles,
    named_activities,
    named_cases,
    named_clients,
    named_groups,
)
from db.queries.people import staff_list
from db.store import Connection
from swstation import divisions, lists
from swstation.i18n import N_
from swstation.operations.book import Book, Changes, do
from swstation.operations.logs import Item, LogInput, Material, edit_log, known_log, log_service, new_log_changes
from swstation.operations.numbers import short, titled_short
from swstation.quicklog import Index, Parsed, as_json, parse, refusals, resolve
from swstation.quicklog import context as known
from swstation.quicklog.many import asks_for_due

if TYPE_CHECKING:
    from db.gateway import Change
    from db.queries.logs import LogRow
    from swstation.quicklog.result import ManyRef


REFERRAL_FORM = "referral"
"""The form whose draft a line's referral is."""

SERVED_BACK = timedelta(days=400)
"""How far back the last service to a client counts as a habit."""


def context(book: Book, today: date, line: str | None = None) -> known.Context:
    """Everything a line may name here: people, cases, titles, villages, and the lists.

    For one ``line`` only: what it cannot name is not looked up (the service fields stand in the policy, a long file).
    """
    connection = book.connection
    division = book.unit[1:].split("-")[0]
    cases, letters = _cases(connection, book)
    return known.Context(
        today=today,
        writer=book.worker,
        letter=book.letter if len(letters) > 1 else "",
        clients=_clients(book, today),
        staff=tuple(known.KnownPerson(s.id, s.name) for s in staff_list(connection) if s.left_on is None),
        methods=tuple(
            known.Method(m.code, m.label, _words(m), m.cls, m.alone, m.counts) for m in lists.entries("method")
        ),
        outcomes=tuple(known.Outcome(o.code, o.label, _words(o), o.ends_file) for o in lists.entries("outcome")),
        items=tuple(known.Item(i.code, i.label, _words(i), i.unit) for i in lists.entries("item")),
        fields=_fields(book) if line is None or "#" in line or "＃" in line else (),
        villages=tuple(known.Village(v.code, v.name) for v in divisions.villages(division[:9])),
        cases=cases,
        groups=_groups(connection, book, letters),
        activities=_activities(connection, book, letters),
        group_kinds=tuple(known.Choice(one.code, one.label) for one in lists.entries("service_group_kind")),
    )


def _fields(book: Book) -> tuple[known.Choice, ...]:
    from swstation.operations.standing import policy_of
    from swstation.rules.fields import service_fields

    found = service_fields(policy_of(book.connection, book.unit))
    return tuple(known.Choice(field.id, field.zh, (field.en,)) for field in found)


def _words(entry: lists.Entry) -> tuple[str, ...]:
    # Whatever language the screen has, the Chinese words are what a worker types.
    return (*entry.aliases, entry.zh) if entry.label != entry.zh else entry.aliases


def _village(client: Any) -> str:
    return client.village_name or (divisions.name(client.village) if client.village else "") or ""


def _cases(connection: Connection, book: Book) -> tuple[tuple[known.KnownCase, ...], set[str]]:
    numbered = [(row, short(row.number)) for row in named_cases(connection, book.unit)]
    titled = (row.number for row in (*named_groups(connection, book.unit), *named_activities(connection, book.unit)))
    letters = {s[0] for _row, s in numbered if s} | {s[1] for n in titled if (s := titled_short(n))} | {book.letter}
    several = len(letters) > 1
    cases = tuple(
        known.KnownCase(
            row.id, number[1], tuple((row.client_ids or "").split()), number[0] if several else "", row.title or "",
            row.state == "open",
        )
        for row, number in numbered
        if number
    )  # fmt: skip
    return cases, letters


def _clients(book: Book, today: date) -> tuple[known.KnownClient, ...]:
    """Clients on file: those served last first, so that of two who sound alike the likelier one stands above."""
    last = {row.client: row for row in last_served(book.connection, book.unit, (today - SERVED_BACK).isoformat())}
    rows = named_clients(book.connection)
    rows.sort(key=lambda row: last[row.id].when if row.id in last else "", reverse=True)
    out = []
    for c in rows:
        served = last.get(c.id)
        habit = known.Habit(served.method, served.minutes, served.field) if served else None
        aliases = tuple(c.aliases.split("、")) if c.aliases else ()
        out.append(known.KnownClient(c.id, c.name, aliases, _village(c), habit, c.village or ""))
    return tuple(out)


def _groups(connection: Connection, book: Book, letters: set[str]) -> tuple[known.KnownTitle, ...]:
    # Groups in hand by their numbers; then titles that were logged and have no group on file.
    found = [_titled(row, letters) for row in named_groups(connection, book.unit)]
    return (*found, *(known.KnownTitle("", 0, title) for title in logged_titles(connection, book.unit)))


def _activities(connection: Connection, book: Book, letters: set[str]) -> tuple[known.KnownTitle, ...]:
    return tuple(_titled(row, letters) for row in named_activities(connection, book.unit))


def _titled(row: NamedTitle, letters: set[str]) -> known.KnownTitle:
    number, coming = titled_short(row.number), (row.sessions or 0) + 1
    if number is None:
        return known.KnownTitle(row.id, 0, row.title, next_session=coming)
    return known.KnownTitle(row.id, number[2], row.title, number[1] if len(letters) > 1 else "", coming)


def line_index(book: Book, today: date, line: str | None = None) -> Index:
    """The index that lines are read against; build it once, read many lines. With ``line`` it serves that one only."""
    index = Index.build(context(book, today, line))
    return index.knowing(due_clients(book, today)) if line is not None and asks_for_due(line) else index


def due_clients(book: Book, today: date) -> frozenset[str]:
    """Whose visit is due."""
    from swstation.operations.visit_standing import visits

    return frozenset(one.client.id for one in visits(book, today))


def read_line(line: str, index: Index) -> Parsed:
    """What a line is understood as. Refuses an empty one."""
    if not line.strip():
        raise Refusal("quicklog.empty")
    return parse(line, index)


class NotReady(Exception):
    """A line that cannot be saved as it is: its problems, open questions and what is missing."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        super().__init__(refusals)
        self.refusals = refusals


def with_new_clients(parsed: Parsed, index: Index) -> Parsed:
    """Answer every question about a name that nobody has with "somebody new"."""
    while True:
        asked = next((q for q in parsed.questions if any(o.kind == "new_client" for o in q.options)), None)
        if asked is None:
            return parsed
        option = next(o for o in asked.options if o.kind == "new_client")
        parsed = resolve(parsed, asked, option, index)


def log_line(book: Book, parsed: Parsed, late_reason: str | None = None) -> tuple[str, Changes]:
    """Save a line; gives the id of its first entry. Raises ``NotReady`` if something is open.

    A line for many is one entry for each of them and one step; a title that it begins is written with it; a referral
    waits as a draft to be completed.
    """
    if found := refusals(parsed):
        raise NotReady(found)
    entry = as_input(parsed, late_reason)
    if parsed.many is not None:
        return _log_many(book, entry, parsed.many)
    if parsed.opens:
        from swstation.operations.new_titles import beginning_changes

        changes, log = beginning_changes(book, entry, parsed.opens)
        return log, do(book, N_("Log entry"), changes, entry.activity_title or entry.group_title or "")
    log, written = log_service(book, entry)
    if parsed.referral is not None:
        _draft_referral(book, parsed, log)
    return log, written


def _log_many(book: Book, entry: LogInput, many: ManyRef) -> tuple[str, Changes]:
    changes: list[Change] = []
    first = ""
    for client in many.clients:
        assert client.id is not None
        made, log = new_log_changes(book, replace(entry, clients=((client.id, client.outcome),)))
        changes += made
        first = first or log
    return first, do(book, N_("Log entries for many"), changes, str(len(many.clients)))


def _draft_referral(book: Book, parsed: Parsed, log: str) -> None:
    """A referral wants consent, which no line can give: it waits as the draft of its form, with what the line says."""
    import orjson

    from db import local

    about = parsed.case.id if parsed.case else next((c.id for c in parsed.clients if c.id is not None), None)
    if about is None or parsed.referral is None:
        return
    said = {
        "receiver": parsed.referral.receiver,
        "reason": parsed.note,
        "referred_on": parsed.date.isoformat(),
        "log": log,
    }
    said["of"] = "case" if parsed.case else "client"
    with book.store.transaction() as connection:
        known = [one for one in local.drafts(connection, REFERRAL_FORM) if one.row == about]
        content = orjson.dumps({key: value for key, value in said.items() if value}).decode()
        local.put_draft(
            connection, REFERRAL_FORM, content, book.source.at(), book.worker, about, known[0].id if known else None
        )


def change_line(
    book: Book, log: str, parsed: Parsed, late_reason: str | None = None, *, was: Parsed | None = None
) -> Changes:
    """Replace an entry by what a line says. Raises ``NotReady`` if something is open.

    ``was``: the line for changing it as it was offered (``entry_lines``); what differs from that is changed, nothing
    else.
    """
    _refuse_unready(parsed)
    if was is None:
        return edit_log(book, log, as_input(parsed, late_reason))
    from swstation.operations.entry_lines import changed_entry

    entry = changed_entry(known_log(book, log), was, parsed, late_reason)
    # None leaves the things given as they are; what the line says of them now takes their place.
    given = None if parsed.materials == was.materials else as_input(parsed).materials
    return edit_log(book, log, replace(entry, materials=given))


def _refuse_unready(parsed: Parsed) -> None:
    # One entry cannot become many, nor be the one that a title begins with.
    more = (Refusal("quicklog.only_new"),) if parsed.many or parsed.opens else ()
    if found := (*refusals(parsed), *more):
        raise NotReady(found)


def correct_line(
    book: Book, log: str, parsed: Parsed, reason: str, *, was: Parsed | None = None
) -> tuple[str, Changes]:
    """Put what a line says in the place of an approved entry; ``was`` as in ``change_line``."""
    from swstation.operations.entry_lines import changed_entry
    from swstation.operations.log_versions import correct_log

    _refuse_unready(parsed)
    said = as_input(parsed)
    if was is not None:
        # A new version says anew what was given.
        said = replace(changed_entry(known_log(book, log), was, parsed), materials=said.materials)
    return correct_log(book, log, said, reason)


def as_input(parsed: Parsed, late_reason: str | None = None) -> LogInput:
    """A ready line as the input of the operation. ``late_reason``: see ``LogInput``."""
    assert parsed.method is not None
    return LogInput(
        service_date=parsed.date.isoformat(),
        part_of_day=parsed.part_of_day or None,
        method=parsed.method,
        start_time=parsed.start,
        end_time=parsed.end,
        minutes=parsed.minutes,
        field=parsed.field,
        note=parsed.note or None,
        clients=tuple((c.id, c.outcome) for c in parsed.clients if c.id is not None),
        new_clients=tuple((c.name, c.outcome) for c in parsed.clients if c.id is None),
        colleagues=tuple(c.id for c in parsed.colleagues),
        service_case=parsed.case.id if parsed.case else None,
        group_ref=(parsed.group.id or None) if parsed.group else None,
        group_title=parsed.group.title if parsed.group else None,
        activity_ref=(parsed.activity.id or None) if parsed.activity else None,
        activity_title=parsed.activity.title if parsed.activity else None,
        village=parsed.village,
        village_name=parsed.village_name,
        next_contact=parsed.next_contact.isoformat() if parsed.next_contact else None,
        heads=parsed.heads,
        person_times=parsed.person_times,
        households=parsed.households,
        session_no=parsed.session_no,
        volunteers=parsed.volunteers,
        value_fen=parsed.value_fen,
        items=tuple(Item(i.item, None if i.item else i.text, i.n, i.unit, i.result or None) for i in parsed.items),
        materials=tuple(Material(one.what, one.n, one.unit) for one in parsed.materials),
        late_reason=late_reason or None,
    )


def as_document(book: Book, parsed: Parsed, log: str | None) -> dict[str, Any]:
    """A line as ``log --json`` prints it: the case by its whole number, as ``case list`` has it."""
    number = None
    if parsed.case:
        from db.queries.cases import case_by_id

        case = case_by_id(book.connection, parsed.case.id)
        number = case.number if case else None
    more: dict[str, Any] = {
        "part_of_day": parsed.part_of_day or None,
        "group": parsed.group.title if parsed.group else None,
        "activity": parsed.activity.title if parsed.activity else None,
        "materials": [{"what": one.what, "n": one.n, "unit": one.unit} for one in parsed.materials],
        "referral": parsed.referral.receiver if parsed.referral else None,
        "entries": len(parsed.many.clients) if parsed.many else 1,
    }
    if parsed.many is not None:
        more["clients"] = [one.name for one in parsed.many.clients]
        more["outcome"] = parsed.many.clients[0].outcome
    return {"id": log, **as_json(parsed), **more, "case": number}


def row_document(row: LogRow) -> dict[str, Any]:
    """An entry as ``log list --json`` prints it."""
    outcomes = {client.name: client.outcome for client in row.clients}
    return {
        "id": row.id, "date": row.service_date, "part_of_day": row.part_of_day, "start": row.start_time,
        "end": row.end_time, "minutes": row.minutes, "clients": [client.name for client in row.clients],
        "colleagues": [name for _id, name in row.colleagues], "case": row.case_number, "group": row.group_title,
        "activity": row.activity_title, "method": row.method, "field": row.field, "note": row.note or "",
        "next_contact": row.next_contact, "outcome": _one_or_each(outcomes) if outcomes else None,
        "heads": row.heads, "person_times": row.person_times, "households": row.households,
        "session_no": row.session_no,
        "items": [{"item": i.item or i.title, "n": i.n, "unit": i.unit, "result": i.result} for i in row.items],
        "value_fen": row.value_fen, "volunteers": row.volunteers, "village": row.village_name or row.village,
        "worker": row.writer_name, "unit": row.unit, "state": row.state,
    }  # fmt: skip


def _one_or_each(outcomes: dict[str, str]) -> str | dict[str, str]:
    codes = set(outcomes.values())
    return codes.pop() if len(codes) == 1 else outcomes
