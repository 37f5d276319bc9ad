"""Reads for targets: how many people, posts, institutions and sites lie in an area on a day."""

from __future__ import annotations

from typing import NamedTuple

from db.queries.sql import rows
from db.store import Connection

_IN_POST = "alive AND (joined_on IS NULL OR joined_on <= :on) AND (left_on IS NULL OR left_on >= :on)"
_AREA = "substr({column}, 2, length(:area)) = :area"


def people_in_post(connection: Connection, area: str, on: str) -> list[tuple[str, str, str | None]]:
    """Staff of the units in an area who are in post on a day: id (hex), unit, key-talent category if recorded."""
    found = connection.execute(
        f"SELECT id, unit, key_talent FROM staff WHERE {_IN_POST} AND {_AREA.format(column='unit')}",
        {"on": on, "area": area},
    )
    return [(row[0].hex(), row[1], row[2]) for row in found]


class CommunityCount(NamedTuple):
    """A community with the posts open in it on a day, and the people in them."""

    id: str
    kind: str
    posts: int
    people: int


def communities(connection: Connection, area: str, on: str) -> list[CommunityCount]:
    """The communities of the units in an area."""
    open_posts = "p.alive AND p.community = c.id AND p.opened_on <= :on AND (p.closed_on IS NULL OR p.closed_on >= :on)"
    held = "h.alive AND h.post = p.id AND h.start_on <= :on AND (h.end_on IS NULL OR h.end_on >= :on)"
    return rows(
        connection,
        CommunityCount,
        f"SELECT c.id, c.kind, (SELECT count(*) FROM post p WHERE {open_posts}),"
        f" (SELECT count(DISTINCT h.staff) FROM post p JOIN post_holding h ON {held} WHERE {open_posts})"
        f" FROM community c WHERE c.alive AND {_AREA.format(column='c.unit')} ORDER BY c.id",
        {"on": on, "area": area},
    )


def institutions(connection: Connection, area: str, on: str) -> list[str]:
    """Institutions registered in an area and in being on a day: their rows (hex)."""
    sql = (
        "SELECT id FROM institution WHERE alive AND (registered_on IS NULL OR registered_on <= :on)"
        " AND (ended_on IS NULL OR ended_on > :on) AND (state = 'active' OR ended_on > :on)"
        " AND substr(coalesce(division, substr(owner, 2)), 1, length(:area)) = :area"
    )
    return [row[0].hex() for row in connection.execute(sql, {"on": on, "area": area})]


def sites(connection: Connection, area: str, on: str) -> list[tuple[str, str]]:
    """Demonstration, training and incubation sites in being on a day: kind and row (hex)."""
    sql = (
        "SELECT kind, id FROM demonstration_site WHERE alive AND kind IS NOT NULL"
        " AND (since IS NULL OR since <= :on) AND (ended_on IS NULL OR ended_on > :on)"
        f" AND {_AREA.format(column='unit')}"
    )
    return [(str(kind), row.hex()) for kind, row in connection.execute(sql, {"on": on, "area": area})]


def units_by_tier(connection: Connection, area: str, on: str) -> list[tuple[str, str]]:
    """Units of an area that were open on a day: tier and row (hex)."""
    sql = (
        "SELECT tier, id FROM unit WHERE alive AND (opened_on IS NULL OR opened_on <= :on)"
        f" AND {_AREA.format(column='code')}"
    )
    return [(str(tier), row.hex()) for tier, row in connection.execute(sql, {"on": on, "area": area})]


def populations(connection: Connection, area: str) -> dict[str, int]:
    """The population of each unit of an area that says one, by unit code."""
    sql = f"SELECT code, population FROM unit WHERE alive AND population IS NOT NULL AND {_AREA.format(column='code')}"
    return {str(code): int(n) for code, n in connection.execute(sql, {"area": area})}


def project_people(connection: Connection, area: str, on: str) -> list[tuple[str, str, bool]]:
    """People in projects that run on a day: their row, staff (both hex), whether in a professional post."""
    found = connection.execute(
        "SELECT s.id, s.staff, s.professional FROM project p JOIN project_staff s ON s.project = p.id AND s.alive"
        " AND s.start_on <= :on AND (s.end_on IS NULL OR s.end_on >= :on)"
        f" WHERE p.alive AND p.start_on <= :on AND p.end_on >= :on AND {_AREA.format(column='p.unit')}"
        " AND p.state NOT IN ('planned', 'stopped')",
        {"on": on, "area": area},
    )
    return [(row[0].hex(), row[1].hex(), bool(row[2])) for row in found]


class EnteredFigure(NamedTuple):
    """A figure that was typed in for an indicator."""

    id: str
    policy: str
    indicator: str
    noted_on: str
    actual: int
    base: int | None


def entered_figures(connection: Connection, unit: str, on: str) -> list[EnteredFigure]:
    """What a unit entered up to a day, oldest first."""
    return rows(
        connection,
        EnteredFigure,
        "SELECT id, policy, indicator, noted_on, actual, base FROM target_figure WHERE alive AND unit = :unit"
        " AND noted_on <= :on ORDER BY noted_on, id",
        {"unit": unit, "on": on},
    )
