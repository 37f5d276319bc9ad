"""Figures 13 and 14: resources linked and referrals; voluntary service."""

from __future__ import annotations

from collections.abc import Iterable

from swstation.reports.period import Span
from swstation.reports.station import Entry, Station
from swstation.reports.tally import Tally


def count(tally: Tally, station: Station, month: Span, entries: Iterable[Entry]) -> None:
    """Count a month."""
    end = station.end_of(month)
    _linked(tally, station, month.start, end)
    _served(tally, station, month.start, end)
    _from_logs(tally, station, entries)


def _linked(tally: Tally, station: Station, start: str, end: str) -> None:
    found = station.gatherings
    for match in found.matches:
        if start <= match.state_on <= end:
            row = ("need_match", match.id)
            tally.add(("13", "matches"), 1, row)
            tally.member(("13", "providers"), match.provider, row)
            tally.add(("13", "benefited"), match.benefited, row)
            if not match.valued:
                tally.add(("13", "value"), match.value_fen, row)
    for goods in found.given:
        if start <= goods.given_on <= end:
            tally.add(("13", "value"), goods.value_fen, ("material_given", goods.id))
    for referral in found.referrals:
        if start <= referral.referred_on <= end:
            row = ("case_referral", referral.id)
            tally.add(("13", "referrals"), 1, row)
            tally.add(("13", "accepted"), referral.accepted, row)


def _served(tally: Tally, station: Station, start: str, end: str) -> None:
    found = station.gatherings
    for shift in found.shifts:
        if start <= shift.served_on <= end:
            row, confirmed = ("volunteer_shift", shift.id), bool(shift.confirmed)
            tally.member(("14", "volunteers"), shift.volunteer, row, confirmed)
            tally.add(("14", "person_times"), 1, row, confirmed)
            tally.add(("14", "hours"), shift.minutes, row, confirmed)
    for activity in found.activities:
        counted = start <= activity.held_on <= end and (activity.counted or not activity.logs)
        if counted and not activity.shifts:
            tally.add(("14", "unnamed"), activity.volunteers, ("activity", activity.id))


def _from_logs(tally: Tally, station: Station, entries: Iterable[Entry]) -> None:
    found = station.gatherings
    for entry in entries:
        log, row = entry.log, ("service_log", entry.log.id)
        if log.value_fen and log.id not in found.logs_with_goods:
            tally.add(("13", "value"), log.value_fen, row, log.approved)
        if log.method == "resource_linking" and log.id not in found.logs_matched:
            tally.add(("13", "logged"), 1, row, log.approved)
        told = log.method == "activity" and found.tells_of_activity(log)
        if log.volunteers and not told and log.id not in found.logs_with_shifts:
            tally.add(("14", "unnamed"), log.volunteers, row, log.approved)
