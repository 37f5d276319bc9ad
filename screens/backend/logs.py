"""Today and the rounds: entries, the quick line, what is due, drafts, undo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from db.errors import Refusal
from screens.backend.base import Part

if TYPE_CHECKING:
    from db.queries.logs import LogRow
    from screens.ports import Choice, Draft, Due, Entry, Saved, Village
    from screens.ports_quick import EntryLine
    from screens.widgets.quick_line import Reader
    from swstation.operations.book import Book
    from swstation.operations.entry_lines import EntryLine as Line
    from swstation.quicklog import Index, Parsed
    from swstation.rules.due_item import DueItem

_ROUND_OUTCOMES = ("met", "absent", "refused", "hospital", "moved", "away", "no_answer", "died")
"""The outcomes of a round in the order of the digits; the first is the usual one."""


WRITTEN_BACK = timedelta(days=92)
"""How far back Today looks for entries of earlier days that were written today."""

RISK = "at_risk"
"""Met, and what is wrong stands in the note: the ninth digit of a round."""


class LogPart(Part):
    """The service log."""

    async def quick_reader(self) -> Reader:
        from screens.quick_reading import reader
        from swstation.operations.templates import templates

        # Apart: among ten thousand people this takes half a second, and what is being saved shall not wait for it.
        fresh = self._index is not None and self._index[0] == self.today
        read = self.call if fresh else self.apart
        index, kept = await read(lambda book: (self._known(book), templates(book)))
        return reader(index, kept)

    def _known(self, book: Book) -> Any:
        if self._index is None or self._index[0] != self.today:
            from swstation.operations.quick import context
            from swstation.quicklog import Index

            version, made = self.version, Index.build(context(book, self.today))
            if version != self.version:  # somebody saved a name meanwhile, so this is not what the next one is told
                return made
            self._index = (self.today, made)
        return self._index[1]

    async def log_service(self, parsed: Any, late_reason: str = "") -> Saved:
        from swstation.operations.quick import log_line

        log, changes = await self.call(_ready(log_line), parsed, late_reason or None)
        return self.saved(changes, log)

    async def change_log(self, log_id: str, parsed: Any, late_reason: str = "") -> Saved:
        def change(book: Book) -> Any:
            from swstation.operations.quick import change_line

            return change_line(book, log_id, parsed, late_reason or None, was=self._entry(book, log_id)[2])

        return self.saved(await self.call(_ready(change)), log_id)

    async def correct_log(self, log_id: str, parsed: Any, reason: str) -> Saved:
        def correct(book: Book) -> Any:
            from swstation.operations.quick import correct_line

            return correct_line(book, log_id, parsed, reason, was=self._entry(book, log_id)[2])

        log, changes = await self.call(_ready(correct))
        return self.saved(changes, log)

    async def delete_logs(self, log_ids: Sequence[str], late_reason: str = "") -> Saved:
        from swstation.operations.logs import delete_log

        return self.saved(await self.call(delete_log, log_ids, late_reason=late_reason or None), *log_ids)

    async def repeat_log(self, log_id: str) -> Saved:
        log, changes = await self.call(_repeat, log_id, self.today)
        return self.saved(changes, log)

    async def entry_line(self, log_id: str) -> EntryLine:
        from screens.ports_quick import EntryLine
        from screens.quick_reading import entry_reader

        line, index, _was = await self.call(self._entry, log_id)
        return EntryLine(line.text, line.fixed, entry_reader(index))

    def _entry(self, book: Book, log_id: str) -> tuple[Line, Index, Parsed]:
        """The line for changing an entry, what it is read against, and what it says as it stands."""
        from swstation.operations.entry_lines import index_for, line_of, read_again

        row = _log(book, log_id)
        index = index_for(self._known(book), book, row)
        line = line_of(row, index)
        return line, index, read_again(line, index)

    async def todays_logs(self, day: date) -> Sequence[Entry]:
        return await self.call(_entries, day)

    async def due_list(self, as_of: date, days: int) -> Sequence[Due]:
        # On a connection of its own: it reads all clients and a year of visits, and typing must not wait for it.
        return await self.apart(due_lines, as_of, days)

    async def undo(self) -> Saved:
        from screens.ports import Saved
        from swstation.operations.undo import undo

        changes = await self.call(undo)
        saved = self.saved(changes)
        return Saved("undo", saved.tables, saved.ids, saved.words)

    # Drafts

    async def drafts(self, form: str | None = None) -> Sequence[Draft]:
        return await self.call(_drafts, form)

    async def keep_draft(self, form: str, row: str | None, content: Mapping[str, str], draft: str | None = None) -> str:
        return await self.call(_keep_draft, form, row, content, draft)

    async def drop_draft(self, draft_id: str) -> None:
        await self.call(_drop_draft, draft_id)

    # Rounds

    async def villages(self, as_of: date) -> Sequence[Village]:
        return await self.call(_villages, as_of)

    async def outcomes(self) -> Sequence[Choice]:
        from screens.ports import Choice
        from swstation import lists
        from swstation.i18n import _

        known = lists.by_code("outcome")
        found = [Choice(code, known[code].label) for code in _ROUND_OUTCOMES if code in known]
        return [*found, Choice(RISK, _("at risk"))]

    async def log_visit(self, client: str, outcome: str, note: str, on: date) -> Saved:
        from swstation.operations.logs import LogInput, log_service

        risk = outcome == RISK
        entry = LogInput(
            on.isoformat(), "home_visit", note=note or None, problem=note if risk else None,
            clients=((client, "met" if risk else outcome),),
        )  # fmt: skip
        log, changes = await self.call(log_service, entry)
        return self.saved(changes, log)


def _ready(operation: Any) -> Any:
    """The operation, with what is still open as one refusal."""

    def run(book: Book, *args: Any) -> Any:
        from swstation.operations.quick import NotReady

        try:
            return operation(book, *args)
        except NotReady as error:
            raise error.refusals[0] from None

    return run


def _log(book: Book, log_id: str) -> LogRow:
    from db.queries.logs import log_by_id

    row = log_by_id(book.connection, log_id)
    if row is None:
        raise Refusal("log.unknown", token=log_id)
    return row


def _repeat(book: Book, log_id: str, today: date) -> Any:
    from swstation.operations.logs import LogInput, items_of, log_service

    row = _log(book, log_id)
    entry = LogInput(
        today.isoformat(),
        row.method,
        minutes=row.minutes,
        field=row.field,
        clients=tuple((client.id, "met") for client in row.clients),
        colleagues=tuple(staff for staff, _name in row.colleagues),
        service_case=row.service_case,
        group_ref=row.group_ref,
        group_title=row.group_title,
        activity_ref=row.activity_ref,
        activity_title=row.activity_title,
        village=row.village,
        village_name=row.village_name,
        # The same desk work again; what comes of it this time nobody knows yet.
        items=tuple(replace(one, result=None) for one in items_of(row)),
        heads=row.heads,
        person_times=row.person_times,
        households=row.households,
    )
    return log_service(book, entry)


def entry_of(row: LogRow) -> Entry:
    """A log as a list shows it."""
    from screens.ports import Entry
    from swstation import lists
    from swstation.i18n import listed

    others = {client.outcome for client in row.clients} - {"met"}
    titles = [title for title in (row.group_title, row.activity_title, row.village_name) if title]
    who = listed(client.name for client in row.clients) or " ".join(titles[:1])
    if not who and row.items:
        who = " ".join(f"{item.title or lists.label('item', item.item)}{item.n}{item.unit}" for item in row.items)
    return Entry(
        id=row.id,
        day=date.fromisoformat(row.service_date),
        start=row.start_time or row.entered_at[11:16],
        method=lists.label("method", row.method),
        who=who,
        minutes=row.minutes,
        outcome=" ".join(lists.label("outcome", code) for code in sorted(others)),
        note=row.note or "",
        writer=row.writer_name or "",
        state=row.state,
        late=_written_late(row),
    )


def _written_late(row: LogRow) -> bool:
    from swstation.plausibility import number

    passed = date.fromisoformat(row.entered_at[:10]) - date.fromisoformat(row.service_date)
    return passed.days >= number("late_entry", "days")


def _entries(book: Book, day: date) -> Sequence[Entry]:
    from db.queries.logs import LogFilter, log_list

    # What was written today counts as today's work too, whenever the service was.
    text, back = day.isoformat(), (day - WRITTEN_BACK).isoformat()
    which = LogFilter(start_on=back, end_on=text, unit=_own_unit(book), day_of=text)
    return [entry_of(row) for row in log_list(book.connection, which)]


def _own_unit(book: Book) -> str | None:
    return book.unit if book.tier in ("village_room", "township_station") else None


def due_lines(book: Book, as_of: date, days: int, put_off: bool = False) -> Sequence[Due]:
    """What is due as the pages show it; where stations are below, only what is due here itself (``DuePart`` has the
    rest). ``put_off``: only what was put off.
    """
    from swstation.operations.due_below import gathers, own_due
    from swstation.operations.standing import due

    found = (own_due if gathers(book) else due)(book, as_of, days, put_off=put_off)
    return as_due(book, [item for item in found if item.kind != "draft"])  # drafts have lines of their own


def as_due(book: Book, items: Sequence[DueItem]) -> Sequence[Due]:
    """Lines of the due list as the pages show them."""
    from screens.backend.cases import short_number
    from screens.backend.people import clause_of
    from screens.ports import Due
    from swstation.operations.due_records import records_of

    made = []
    for item, (table, row) in zip(items, records_of(book, items), strict=True):
        clause = clause_of(item.clause, item.decision)
        if number := item.params.get("number"):
            item = item._replace(params={**item.params, "number": short_number(str(number), book.letter)})
        made.append(
            Due(item.kind, due_word(item.kind), item.what, item.who, item.on, item.days, table, row, clause, item.ref)
        )
    return made


def due_word(kind: str) -> str:
    """The word for a kind of due line."""
    from swstation.i18n import N_, _

    words = {
        "contact": N_("contact"),
        "visit": N_("visit"),
        "case_review": N_("review"),
        "registration": N_("registration"),
        "training": N_("training"),
        "exam": N_("exam"),
        "post": N_("post"),
        "incident": N_("incident"),
        "consent": N_("consent"),
        "child_file": N_("child's file"),
        "referral": N_("referral"),
        "follow_up": N_("follow-up"),
        "case_step": N_("step"),
        "session": N_("session"),
        "activity": N_("activity"),
        "need": N_("need"),
        "work_plan": N_("plan"),
        "project": N_("project"),
        "entry": N_("entry"),
        "empty_day": N_("log"),
        "export": N_("hand in"),
        "backup": N_("backup"),
    }
    return _(words.get(kind, kind))


def _drafts(book: Book, form: str | None) -> Sequence[Draft]:
    import orjson

    from db import local
    from screens.ports import Draft

    return [
        Draft(str(one.id), one.form, one.row, orjson.loads(one.content), one.at[11:16])
        for one in local.drafts(book.connection, form)
    ]


def _keep_draft(book: Book, form: str, row: str | None, content: Mapping[str, str], draft: str | None) -> str:
    import orjson

    from db import local

    with book.store.transaction() as connection:
        number = local.put_draft(
            connection, form, orjson.dumps(dict(content)).decode(), book.source.at(), book.worker, row,
            int(draft) if draft else None,
        )  # fmt: skip
    return str(number)


def _drop_draft(book: Book, draft_id: str) -> None:
    from db import local

    with book.store.transaction() as connection:
        local.drop_draft(connection, int(draft_id))


def _clients_by_village(book: Book, on: date) -> dict[str, list[Any]]:
    from db.queries.clients import client_list

    found: dict[str, list[Any]] = defaultdict(list)
    for row in client_list(book.connection, on.isoformat(), state="open"):
        found[row.village or row.village_name or ""].append(row)
    return found


def village_name(row: Any) -> str:
    """The village of a client in words."""
    from swstation import divisions

    return row.village_name or (divisions.name(row.village) if row.village else "") or ""


def _villages(book: Book, as_of: date) -> Sequence[Village]:
    from screens.ports import Village
    from swstation.i18n import _
    from swstation.operations.visit_standing import visits

    due = {visit.client.id for visit in visits(book, as_of)}
    made = [
        Village(key, village_name(rows[0]) or _("no village given"), sum(1 for row in rows if row.id in due), len(rows))
        for key, rows in _clients_by_village(book, as_of).items()
    ]
    return sorted(made, key=lambda village: (-village.due, village.name))
