"""An entry of the log as a line to go on with, and what a line changed by a person changes of the entry.

A line cannot say everything that an entry holds (a village beside a name, the heads of a session that was recorded on
its page). So what somebody did not touch stays as it is on file: only what the line says now and did not say before is
taken from it.
"""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import product
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from swstation import lists
from swstation.operations.logs import LogInput, input_of
from swstation.operations.numbers import titled_short
from swstation.quicklog import Index, Parsed, parse, resolve
from swstation.quicklog import context as known

if TYPE_CHECKING:
    from db.queries.logs import LogRow
    from swstation.operations.book import Book
    from swstation.quicklog import Fixed, Option, Question

_COUNTS: Final = (
    ("session_no", "第{n}节"), ("heads", "{n}人"), ("person_times", "{n}人次"), ("households", "{n}户"),
    ("volunteers", "志愿者{n}人"),
)  # fmt: skip
_NOT_SAID: Final = frozenset({"materials", "state", "late_reason", "problem", "duty", "part_of_day", "place"})
"""What no line says, or says in the note alone."""


_STAYS: Final = frozenset({"count", "money", "item", "item_result", "outcome"})
"""Parts of a line that are read and stay in the note."""


class EntryLine(NamedTuple):
    """A line that reads as an entry does, with what is decided of its words."""

    text: str
    fixed: tuple[Fixed, ...] = ()


def index_for(index: Index, book: Book, row: LogRow) -> Index:
    """The index, with those whom the entry names and who are no longer offered: ended files, groups, those who left."""
    context = index.context
    clients = tuple(known.KnownClient(c.id, c.name) for c in row.clients if c.id not in index.clients)
    staff = tuple(known.KnownPerson(id_, name) for id_, name in row.colleagues if id_ not in index.staff_names)
    groups = _missing(context.groups, row.group_ref, row.group_title, book, "service_group")
    activities = _missing(context.activities, row.activity_ref, row.activity_title, book, "activity")
    if not (clients or staff or groups or activities):
        return index
    return Index.build(
        context._replace(
            clients=(*context.clients, *clients),
            staff=(*context.staff, *staff),
            groups=(*context.groups, *groups),
            activities=(*context.activities, *activities),
        )
    )


def _missing(
    titles: tuple[known.KnownTitle, ...], row: str | None, title: str | None, book: Book, table: str
) -> tuple[known.KnownTitle, ...]:
    if row is None or any(one.id == row for one in titles):
        return ()
    from db.queries.registers import one_row

    found = one_row(book.connection, table, row)
    number = titled_short(found["number"]) if found else None
    words = title or (found["title"] if found else "")
    return (known.KnownTitle(row, number[2] if number else 0, words, number[1] if number else ""),) if words else ()


def line_of(row: LogRow, index: Index) -> EntryLine:
    """The line for changing ``row``: of the ways to write it the one that reads back most like it."""
    wanted = input_of(row)
    best: tuple[int, EntryLine] | None = None
    for said in product((False, True), repeat=3):
        parsed = _decided(_written(row, index, *said), row, index)
        cost = _cost(parsed, wanted)
        if best is None or cost < best[0]:
            best = (cost, EntryLine(parsed.line, parsed.fixed))
        if cost == 0:
            break
    assert best is not None
    return best[1]


def read_again(line: EntryLine, index: Index) -> Parsed:
    """What the line for changing an entry says before anybody changes it."""
    return parse(line.text, index, line.fixed)


def changed_entry(row: LogRow, was: Parsed, now: Parsed, late_reason: str | None = None) -> LogInput:
    """The entry with what the line ``now`` says otherwise than ``was``, the line for changing it, did."""
    from swstation.operations.quick import as_input

    after, kept = as_input(now, late_reason), input_of(row)
    if was.method is None:
        return replace(after, state=kept.state)
    before = as_input(was)
    said = {one.name: getattr(after, one.name) for one in fields(after)}
    changes = {name: value for name, value in said.items() if value != getattr(before, name)}
    if "note" in changes:
        changes["note"] = after.note if (before.note or "") == (kept.note or "") else _note(now)
    if {"clients", "new_clients"} & changes.keys():
        changes |= {"clients": after.clients, "new_clients": after.new_clients}
        if not {client for client, _outcome in after.clients} & {client for client, _outcome in kept.clients}:
            # Somebody else was visited: the place was the other one's.
            changes |= {"village": after.village, "village_name": after.village_name, "place": None}
    changes.pop("state", None)
    return replace(kept, **{**changes, "late_reason": after.late_reason})


def _note(now: Parsed) -> str | None:
    """The note without what the line had to say before it: 残疾人证15件 of an entry whose note does not say it."""
    note = now.note
    left = [now.line[part.start : part.end] for part in now.parts if part.zone == "head" and part.kind in _STAYS]
    while True:
        note = note.lstrip(" \u3000,，、:：")
        said = max((one for one in left if note.startswith(one)), key=len, default=None)
        if said is None:
            return note or None
        left.remove(said)
        note = note[len(said) :]


def _cost(parsed: Parsed, wanted: LogInput) -> int:
    """How unlike the entry a line reads; one that could not be saved as it stands is the least like it."""
    from swstation.operations.quick import as_input

    if parsed.method is None:
        return 10_000
    said = as_input(parsed)
    names = (one.name for one in fields(said) if one.name not in _NOT_SAID)
    unlike = sum(1 for name in names if getattr(said, name) != getattr(wanted, name))
    return unlike + (0 if parsed.ready else 1_000)


def _written(row: LogRow, index: Index, counts: bool, items: bool, escaped: bool) -> str:
    head: list[str] = []
    outcomes = {client.outcome for client in row.clients}
    for client in row.clients:
        word = f"@{client.name}"
        if len(row.clients) > 1 and client.outcome != "met":
            word += f":{_outcome(client.outcome)}"
        head.append(word)
    head.append(index.methods[row.method].label if row.method in index.methods else row.method)
    if row.service_date != index.context.today.isoformat():
        head.append(row.service_date)
    if row.start_time and row.end_time:
        head.append(f"{row.start_time}-{row.end_time}")
    elif row.minutes is not None:
        head.append(f"{row.minutes}m")
    note = (row.note or "").strip()
    if len(row.clients) == 1 and outcomes != {"met"} and not note.startswith(_outcome(row.clients[0].outcome)):
        head.append(_outcome(row.clients[0].outcome))
    if row.service_case in index.cases:
        head.append(f"&{index.cases[row.service_case].short}")
    head += [title for title in (row.group_title, row.activity_title) if title]
    if row.village_name and not row.clients:
        head.append(row.village_name)
    if items and row.items:
        head.append("，".join(_item(row, place, index) for place in range(len(row.items))))
    head += [f"+{name}" for _id, name in row.colleagues]
    if row.field:
        head.append(f"#{index.field_labels.get(row.field, row.field)}")
    if row.next_contact:
        head.append(f">{row.next_contact}")
    if counts:
        head += [words.format(n=n) for name, words in _COUNTS if (n := getattr(row, name)) is not None]
        if row.value_fen is not None:
            head.append(f"￥{row.value_fen / 100:.2f}".removesuffix(".00"))
    if escaped and note:
        note = f"// {note}"
    return " ".join([*head, note]).strip()


def _outcome(code: str) -> str:
    found = lists.by_code("outcome").get(code)
    return found.zh if found else code


def _item(row: LogRow, place: int, index: Index) -> str:
    one = row.items[place]
    # The Chinese word is one without spaces in either language.
    found = lists.by_code("item").get(one.item or "")
    word = found.zh if found else one.title or one.item or ""
    return f"{word}{one.n}{one.unit}" + (f"：{one.result}" if one.result else "")


def _decided(line: str, row: LogRow, index: Index) -> Parsed:
    """The line, with every question that the entry itself answers."""
    parsed = parse(line, index)
    left = [client.id for client in row.clients]
    for _turn in range(len(row.clients) + 8):
        for question in parsed.questions:
            option = _answer(question, row, left)
            if option is not None:
                if option.kind == "client":
                    left.remove(option.id)
                parsed = resolve(parsed, question, option, index)
                break
        else:
            break
    return parsed


def _answer(question: Question, row: LogRow, left: list[str]) -> Option | None:
    told: dict[str, Any] = {
        "case": row.service_case, "group": row.group_ref, "activity": row.activity_ref, "method": row.method,
        "village": row.village, "field": row.field, "minutes": row.minutes, "heads": row.heads,
        "person_times": row.person_times, "households": row.households, "session": row.session_no,
        "volunteers": row.volunteers, "money": row.value_fen, "day": row.service_date,
    }  # fmt: skip
    for option in question.options:
        if option.kind == "client":
            fits = option.id in left
        elif option.kind == "colleague":
            fits = any(option.id == id_ for id_, _name in row.colleagues)
        elif option.kind == "outcome":
            fits = any(option.id == client.outcome for client in row.clients)
        elif option.kind == "item":
            fits = any(option.id == item.item for item in row.items)
        else:
            fits = option.kind in told and told[option.kind] is not None and str(told[option.kind]) == option.id
        if fits:
            return option
    return next((option for option in question.options if option.kind == "note"), None)
