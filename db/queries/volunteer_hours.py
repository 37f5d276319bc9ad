"""Reads of voluntary service: each shift of a span of days, with what proves it."""

from __future__ import annotations

from typing import NamedTuple

from db.queries.sql import rows
from db.store import Connection


class VolunteerShift(NamedTuple):
    """What a volunteer did on a day. ``files``: attached sheets and photos; ``place``: the activity, group or entry."""

    id: str
    volunteer: str
    name: str
    number: str | None
    team: str | None
    unit: str
    served_on: str
    minutes: int | None
    content: str | None
    proof_number: str | None
    files: int
    confirmed: int
    confirmed_by: str | None
    confirmed_on: str | None
    place: str | None


_SQL = (
    "SELECT s.id, v.id, v.name, v.number, v.team, v.unit, s.served_on, s.minutes, s.content, s.proof_number,"
    " (SELECT count(*) FROM attachment f WHERE f.alive AND (f.subject = s.id OR f.subject = s.activity)),"
    " s.confirmed, c.name, s.confirmed_on, coalesce(a.title, g.title)"
    " FROM volunteer_shift s JOIN volunteer v ON v.id = s.volunteer AND v.alive"
    " LEFT JOIN staff c ON c.id = s.confirmed_by LEFT JOIN activity a ON a.id = s.activity"
    " LEFT JOIN service_group g ON g.id = s.service_group"
    " WHERE s.alive AND s.served_on BETWEEN :first AND :last AND (:volunteer IS NULL OR v.id = unhex(:volunteer))"
    " ORDER BY v.name, v.id, s.served_on, s.id"
)


def volunteer_shifts(
    connection: Connection, first: str, last: str, volunteer: str | None = None
) -> list[VolunteerShift]:
    """The shifts of a span of days, of all volunteers or of one, by name and day."""
    return rows(connection, VolunteerShift, _SQL, {"first": first, "last": last, "volunteer": volunteer})
