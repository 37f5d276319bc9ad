"""Figures 8, 9, 10 and their share of 15: groups and activities, from their registers.

Entries of the log that tell of a session or an activity on file are never counted; those that name none are, once for
a title and a session number, or a title and a day, with the largest number that anybody wrote.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from db.queries.report_gatherings import ActivityFact, SessionFact
from swstation.reports.gatherings import COUNTED
from swstation.reports.period import Span
from swstation.reports.station import Entry, Station
from swstation.reports.tally import RowRef, Tally


def count(tally: Tally, station: Station, month: Span, entries: Iterable[Entry]) -> None:
    """Count a month's groups and activities."""
    found, end = station.gatherings, station.end_of(month)
    for group in found.groups:
        row = ("service_group", group.id)
        if month.start <= group.opened_on <= end:
            tally.add(("8", "opened"), 1, row)
        if group.state == "ended" and group.ended_on is not None and month.start <= group.ended_on <= end:
            tally.add(("8", "ended"), 1, row)
    for session in found.sessions:
        if month.start <= session.held_on <= end and session.log_state in (None, *COUNTED):
            _session(tally, station, session)
    for activity in found.activities:
        if month.start <= activity.held_on <= end and (activity.counted or not activity.logs):
            _activity(tally, activity)
    _from_logs(tally, station, entries)


def _session(tally: Tally, station: Station, session: SessionFact) -> None:
    row, approved = ("group_session", session.id), session.log_state == "approved"
    tally.member(("8", "met"), session.service_group, row, approved)
    tally.add(("8", "sessions"), 1, row, approved)
    there = station.gatherings.present.get(session.id, ())
    people = [station.people.of(one.client) for one in there if one.client]
    for person in people:
        tally.member(("15", "persons"), person, row, approved)
    names = [one.member for one in there if not one.client]
    _heads(tally, len(there), session.unnamed, (*people, *names), row, approved)


def _heads(tally: Tally, named: int, unnamed: int, people: Sequence[str], row: RowRef, approved: bool) -> None:
    for key in (("9", "person_times"), ("15", "person_times"), ("15", "person_times", "group_session")):
        tally.add(key, named + unnamed, row, approved)
        tally.unnamed(key, unnamed)
    tally.unnamed(("9", "persons"), unnamed)
    tally.unnamed(("15", "persons"), unnamed)
    for person in people:
        tally.member(("9", "persons"), person, row, approved)


def _activity(tally: Tally, activity: ActivityFact) -> None:
    row = ("activity", activity.id)
    approved = activity.approved > 0 if activity.logs else activity.approval == "approved"
    tally.add(("10", "activities"), 1, row, approved)
    tally.add(("10", "activities", activity.kind or ""), 1, row, approved)
    _joined(tally, activity.heads, activity.heads, row, approved)


def _joined(tally: Tally, n: int, unnamed: int, row: RowRef, approved: bool) -> None:
    for key in (("10", "person_times"), ("15", "person_times"), ("15", "person_times", "activity")):
        tally.add(key, n, row, approved)
        tally.unnamed(key, unnamed)
    tally.unnamed(("15", "persons"), unnamed)


def _from_logs(tally: Tally, station: Station, entries: Iterable[Entry]) -> None:
    found = station.gatherings
    loose: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for entry in entries:
        log = entry.log
        if log.method == "group_session":
            if not found.stands_for_session(log):
                # A title names a group of this station alone: another station's of that name is another group.
                title = log.group_ref or (log.group_title and f"{station.unit.code} {log.group_title}")
                session = log.service_date if log.session_no is None else str(log.session_no)
                loose[("group", title, session) if title else ("group", log.id)].append(entry)
        elif log.method == "activity":
            if found.tells_of_activity(log):  # who is named there was served all the same
                for contact in entry.met:
                    tally.member(("15", "persons"), contact.client, ("service_log", log.id), log.approved)
            else:
                title = log.activity_ref or log.activity_title
                loose[("activity", title, log.service_date) if title else ("activity", log.id)].append(entry)
    for key, several in loose.items():
        _loose(tally, key, several)


def _loose(tally: Tally, key: tuple[str, ...], several: Sequence[Entry]) -> None:
    most = max(several, key=lambda entry: (entry.person_times, entry.log.id))
    row, approved = ("service_log", most.log.id), most.log.approved
    people = dict.fromkeys(contact.client for entry in several for contact in entry.met)
    unnamed = most.log.unnamed
    if key[0] == "group":
        tally.member(("8", "met"), key[1], row, approved)
        for part in ("sessions", "not_on_file"):
            tally.add(("8", part), 1, row, approved)
        _heads(tally, len(most.met), unnamed, tuple(people), row, approved)
    else:
        for part in ("activities", "not_on_file"):
            tally.add(("10", part), 1, row, approved)
        tally.add(("10", "activities", ""), 1, row, approved)
        _joined(tally, most.person_times, unnamed, row, approved)
    for entry in several:
        for contact in entry.met:
            tally.member(("15", "persons"), contact.client, ("service_log", entry.log.id), entry.log.approved)
