"""Findings: what does not fit together after merging, in words; shown for as long as the cause is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from db.errors import Refusal
from db.queries import plausible
from db.queries import problems as reads
from db.queries.candidates import number_blocks
from db.queries.problems import Problem
from db.store import Connection
from swstation import lists, matching
from swstation.errors import field_label
from swstation.i18n import N_, _
from swstation.operations.book import Book, Changes, do
from swstation.operations.links import persons
from swstation.plausibility import number

COLLECTING = frozenset({"county_station", "prefecture_centre", "province"})
KIND_WORDS = {
    reads.DANGLING: N_("Missing record"),
    reads.SHARED: N_("Number shared"),
    reads.FUTURE: N_("Date to come"),
    reads.RANGE: N_("Date out of range"),
    reads.BIRTH: N_("Birth date differs"),
    reads.CLOSED: N_("Case was closed"),
    reads.POSTS: N_("Two posts"),
    reads.POST_TWICE: N_("Two in a post"),
    reads.BEFORE: N_("Case before file"),
    reads.FORK: N_("Copied device"),
    reads.TWICE: N_("Number twice"),
    reads.CLASH: N_("Verdicts clash"),
    plausible.VISITS: N_("Many visits"),
    plausible.TEXTS: N_("Same words"),
    plausible.LENGTHS: N_("Same length"),
    plausible.DEATH: N_("After a death"),
    plausible.EMPTY: N_("Nobody attended"),
    plausible.LAPSED: N_("Registration over"),
}
"""What each kind is called in a list."""
SENTENCES = {
    reads.DANGLING: N_("{field}: names a record that is not here; it may come with a later bundle"),
    reads.SHARED: N_("the identity number is also that of {other}; one of the two is wrong"),
    reads.FUTURE: N_("{field} {value} has not come yet"),
    reads.RANGE: N_("{field} {value} lies too far back"),
    reads.BIRTH: N_("{field} {value} is not the one in the identity number"),
    reads.CLOSED: N_("written for {value}, after the case {other} was closed"),
    reads.POSTS: N_("employed in two places at a time, see {other}"),
    reads.POST_TWICE: N_("two people in one post at a time, see {other}"),
    reads.BEFORE: N_("opened on {value}, before the file of {other}"),
    reads.FORK: N_("two machines wrote under one device's number"),
    reads.TWICE: N_("{field} {value} is also that of {other}"),
    reads.CLASH: N_("called one person with {other}, but others of the two are called different people"),
    plausible.VISITS: N_("{value} people visited on one day by {other}: were some of them calls, or another day?"),
    plausible.TEXTS: N_("{value} entries of {other} say the same: a line of one's own helps the next visit"),
    plausible.LENGTHS: N_("{value} minutes for every home visit of {other}: were they really all as long?"),
    plausible.DEATH: N_("met on {value}, after {other} died: is the day right, or was it the family?"),
    plausible.EMPTY: N_("held on {value} without attendance: tick who came, or write how many"),
    plausible.LAPSED: N_("registration ran out on {value}: until the renewal is entered it does not count"),
}
"""What is wrong, in a sentence."""
_MEANT = {
    reads.CLOSED: "service_case", reads.BEFORE: "client", reads.CLASH: "client", plausible.VISITS: "staff",
    plausible.TEXTS: "staff", plausible.LENGTHS: "staff", plausible.DEATH: "client", plausible.EMPTY: "service_group",
    plausible.LAPSED: "staff",
}  # fmt: skip
"""The register of the other row, where it is not the row's own."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding in words: ``what`` is wrong with whose record. ``unit`` is the code of the unit it belongs to."""

    problem: Problem
    what: str
    who: str
    owner: str = ""
    """Who can put it right: a worker's name."""
    said: str = ""
    """What somebody said of it, where it was assigned."""

    @property
    def kind_words(self) -> str:
        """What the kind is called."""
        return _(KIND_WORDS[self.problem.kind])


KINDS = (*reads.KINDS, *plausible.KINDS)
"""Every kind of finding."""


def problems(connection: Connection, unit: str, tier: str, today: date) -> list[Problem]:
    """All findings that nobody explained, by kind. A station is told of its own rows; a unit that collects of all."""
    collects = tier in COLLECTING
    explained = {
        (note.kind, note.subject, note.other) for note in reads.finding_notes(connection) if note.verdict == "explained"
    }
    found = [
        one
        for one in (*_all(connection, collects, today.isoformat()), *_unlikely(connection, today))
        if (collects or one.unit in (unit, "")) and (one.kind, one.row, one.other) not in explained
    ]
    place = {kind: number for number, kind in enumerate(KINDS)}
    return sorted(found, key=lambda one: (place[one.kind], one.unit, one.table, one.row, one.field))


def _all(connection: Connection, collects: bool, today: str) -> Iterator[Problem]:
    yield from reads.dangling(connection, staff=collects)
    who = persons(connection)
    shared = matching.shared_numbers(number_blocks(connection))
    yield from reads.shared(connection, [two for two in shared if who.decided(*two) is not True])
    yield from reads.staff(connection)
    yield from reads.assignments(connection)
    yield from reads.holdings(connection)
    yield from reads.dates(connection, today)
    yield from reads.cases(connection)
    yield from reads.numbers(connection)
    yield from reads.forks(connection)
    yield from reads.clashes(connection, [(one.a, one.b) for one in who.contradictions])


def _unlikely(connection: Connection, today: date) -> Iterator[Problem]:
    since = (today - timedelta(days=number("look_back", "days"))).isoformat()
    yield from plausible.many_visits(connection, since, number("many_visits", "most"))
    texts = number("texts_alike", "least"), number("texts_alike", "shortest")
    yield from plausible.texts_alike(connection, since, *texts)
    yield from plausible.lengths_alike(connection, since, number("lengths_alike", "least"))
    yield from plausible.after_death(connection)
    waited = today - timedelta(days=number("session_empty", "days"))
    yield from plausible.sessions_empty(connection, waited.isoformat())
    yield from plausible.registrations_lapsed(connection, today.isoformat())


def settle(book: Book, found: Problem, verdict: str, reason: str, today: date) -> Changes:
    """Say of a finding that it is as it was written (``explained``: it is not listed any more), put right
    (``corrected``) or given to somebody (``assigned``: it stays, with what was said). Refuses an empty reason.
    """
    from db.gateway import Change

    if verdict not in {entry.code for entry in lists.entries("finding_note_verdict")}:
        raise Refusal("value.code", field="verdict", token=verdict)
    if not reason.strip():
        raise Refusal("value.empty", field="reason")
    ident = {"kind": found.kind, "subject_table": found.table, "subject": found.row, "other": found.other or None}
    said = {
        "verdict": verdict, "reason": reason.strip(), "settled_by": book.worker, "settled_on": today.isoformat(),
    }  # fmt: skip
    change = Change("finding_note", book.source.row_id(), {"ident": ident, "settlement": said})
    return do(book, N_("Finding settled"), [change], found.kind)


def _owner(connection: Connection, one: Problem) -> str:
    """The worker who wrote the row or is responsible for it."""
    from db.queries.registers import one_row

    row = one_row(connection, one.table, one.row) if one.table != reads.DEVICE else None
    for field in ("writer", "worker", "staff", "opened_by"):
        if row and row.get(field):
            worker = one_row(connection, "staff", str(row[field]))
            return str(worker["name"]) if worker else ""
    return ""


def in_words(connection: Connection, found: Sequence[Problem]) -> list[Finding]:
    """Findings as people read them."""
    from swstation.exchange.naming import Names

    names = Names(connection)
    notes = {
        (note.kind, note.subject, note.other): f"{lists.label('finding_note_verdict', note.verdict)} {note.reason}"
        for note in reads.finding_notes(connection)
    }  # fmt: skip

    def called(table: str, row: str) -> str:
        return names.row(table, bytes.fromhex(row)) if table != reads.DEVICE else row[:8]

    return [
        Finding(
            one,
            _(SENTENCES[one.kind]).format(
                field=field_label(one.field) if one.field else "",
                value=one.value,
                other=called(_MEANT.get(one.kind, one.table), one.other)
                if one.other and one.kind != reads.DANGLING
                else "",
            ),
            called("client", one.row) if one.kind == reads.CLASH else called(one.table, one.row),
            _owner(connection, one),
            notes.get((one.kind, one.row, one.other), ""),
        )
        for one in found
    ]


def counts(book: Book, today: date) -> dict[str, int]:
    """How many findings of each kind there are."""
    out: dict[str, int] = {}
    for one in problems(book.connection, book.unit, book.tier, today):
        out[one.kind] = out.get(one.kind, 0) + 1
    return out


def leads_to(connection: Connection, found: Problem) -> str:
    """The record a person would put right, as ``kind/id`` with kind client, case or staff; empty where none is here."""
    if found.table == reads.DEVICE:
        return ""
    return page_of(connection, found.table, found.row)


_PAGES = {"client": "client", "service_case": "case", "staff": "staff"}
_WAYS = ("service_case", "client", "staff", "service_log", "writer", "a")
_MEANS = {"writer": "staff", "a": "client"}


def page_of(connection: Connection, table: str, row: str, deep: int = 0) -> str:
    """The page of a record, or of the nearest one it is about, as ``kind/id``; empty where there is none."""
    from db.queries.logs import log_by_id
    from db.queries.registers import row_values

    values = row_values(connection, table, bytes.fromhex(row))
    if values is None or deep > 2:
        return ""
    if table in _PAGES:
        return f"{_PAGES[table]}/{row}"
    if table == "service_log" and not values.get("service_case"):
        log = log_by_id(connection, row)
        for client in log.clients if log is not None else ():
            if page := page_of(connection, "client", client.id, deep + 1):
                return page
    ways = ((_MEANS.get(field, field), values.get(field)) for field in _WAYS)
    found = (page_of(connection, meant, str(value), deep + 1) for meant, value in ways if value)
    return next((page for page in found if page), "")
