"""Figure 4: client files opened, ended, and on the books."""

from __future__ import annotations

from db.queries.report_registers import ClientFact
from swstation.reports.period import Span
from swstation.reports.station import Station
from swstation.reports.tally import Tally

NO_CATEGORY = ""


def count(tally: Tally, station: Station, month: Span) -> None:
    """Count one month's files; who is on the books only in the report's own month.

    Categories are those in force at the month's end, of an ended file those on its last day.
    """
    end = station.end_of(month)
    for client in station.clients:
        if month.start <= client.opened_on <= end:
            _one(tally, station, "opened", client, end)
        if client.ended(end) and client.ended_on is not None and month.start <= client.ended_on:
            _one(tally, station, "ended", client, client.ended_on)
        if tally.own and client.on_file(end):
            _one(tally, station, "open", client, end)
            if client.file_state == "paused":
                tally.member(("4", "paused"), station.people.of(client.id), ("client", client.id))


def _one(tally: Tally, station: Station, part: str, client: ClientFact, day: str) -> None:
    row = ("client", client.id)
    person, house = station.people.of(client.id), station.people.house(client.id, client.house)
    tally.member(("4", part), person, row)
    tally.member(("4", part + "_households"), house, row)
    for category in station.categories_on(client.id, day) or [NO_CATEGORY]:
        tally.member(("4", part, category), person, row)
        tally.member(("4", part + "_households", category), house, row)
