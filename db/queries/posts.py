"""Reads of villages and communities, posts, those who hold them, and institutions."""

from __future__ import annotations

from typing import NamedTuple

from db.queries.sql import rows
from db.store import Connection


class CommunityRow(NamedTuple):
    """A village or community."""

    id: str
    name: str
    division: str | None
    kind: str
    unit: str
    population: int | None


def communities(connection: Connection, unit: str | None = None) -> list[CommunityRow]:
    """The villages and communities, of one unit or of all, by unit, division and name."""
    return rows(
        connection,
        CommunityRow,
        "SELECT id, name, division, kind, unit, population FROM community WHERE alive"
        " AND (:unit IS NULL OR unit = :unit) ORDER BY unit, division IS NULL, division, name, id",
        {"unit": unit},
    )


class PostRow(NamedTuple):
    """A post with the name of the institution or unit that has it, and of the place and project it is for."""

    id: str
    title: str
    unit: str | None
    institution: str | None
    body_name: str | None
    kind: str
    professional: int | None
    required_level: str | None
    employment: str | None
    funding: str | None
    post_grade: str | None
    duties: str | None
    conditions: str | None
    org_type: str | None
    system: str | None
    field: str | None
    community: str | None
    community_name: str | None
    project: str | None
    opened_on: str
    closed_on: str | None
    published_on: str | None
    owner: str


def posts(connection: Connection, unit: str | None = None) -> list[PostRow]:
    """All posts, closed ones too; those of ``unit``: its own, its villages', and those it has written itself."""
    return rows(
        connection,
        PostRow,
        "SELECT p.id, p.title, p.unit, p.institution, coalesce(i.name, u.name), p.kind, p.professional,"
        " p.required_level, p.employment, p.funding, p.post_grade, p.duties, p.conditions, p.org_type, p.system,"
        " p.field, p.community, c.name, p.project, p.opened_on, p.closed_on, p.published_on, p.owner FROM post p"
        " LEFT JOIN institution i ON i.id = p.institution LEFT JOIN unit u ON u.code = p.unit AND u.alive"
        " LEFT JOIN community c ON c.id = p.community"
        " WHERE p.alive AND (:unit IS NULL OR p.unit = :unit OR c.unit = :unit OR p.owner = :unit)"
        " ORDER BY coalesce(p.unit, ''), c.division, c.name, p.kind, p.opened_on, p.title, p.id",
        {"unit": unit},
    )


class HoldingRow(NamedTuple):
    """Who holds or held a post."""

    id: str
    post: str
    staff: str
    name: str | None
    start_on: str
    end_on: str | None
    employment: str | None
    track: str | None
    lent_to: str | None
    end_reason: str | None


def holdings(connection: Connection, *, post: str | None = None, staff: str | None = None) -> list[HoldingRow]:
    """Holdings of one post, of one person, or all; the earliest first."""
    return rows(
        connection,
        HoldingRow,
        "SELECT h.id, h.post, h.staff, s.name, h.start_on, h.end_on, h.employment, h.track, h.lent_to, h.end_reason"
        " FROM post_holding h LEFT JOIN staff s ON s.id = h.staff WHERE h.alive"
        " AND (:post IS NULL OR h.post = unhex(:post)) AND (:staff IS NULL OR h.staff = unhex(:staff))"
        " ORDER BY h.start_on, h.id",
        {"post": post, "staff": staff},
    )


class InstitutionRow(NamedTuple):
    """An institution."""

    id: str
    name: str
    credit_code: str | None
    legal_form: str | None
    registered_on: str | None
    authority: str | None
    division: str | None
    supervisory_unit: str | None
    filing_state: str | None
    filed_on: str | None
    founder: str | None
    founder_staff: str | None
    mentor_institution: str | None
    state: str
    ended_on: str | None


def institutions(connection: Connection) -> list[InstitutionRow]:
    """All institutions, those at work first, by name."""
    return rows(
        connection,
        InstitutionRow,
        "SELECT id, name, credit_code, legal_form, registered_on, authority, division, supervisory_unit, filing_state,"
        " filed_on, founder, founder_staff, mentor_institution, state, ended_on FROM institution WHERE alive"
        " ORDER BY state <> 'active', name, id",
    )


class WorkRow(NamedTuple):
    """Something that an institution does or did; see ``swstation.rules.post_facts.Work``."""

    institution: str
    kind: str
    title: str
    start_on: str
    end_on: str | None
    running: int


def works(connection: Connection) -> list[WorkRow]:
    """Projects, held posts, honours and years with costs of institutions."""
    return rows(
        connection,
        WorkRow,
        "SELECT institution, 'project', title, start_on, end_on, state IN ('running', 'continued') FROM project"
        " WHERE alive AND institution IS NOT NULL"
        " UNION ALL SELECT p.institution, 'post', p.title, h.start_on, coalesce(h.end_on, p.closed_on),"
        " h.end_on IS NULL AND p.closed_on IS NULL FROM post p JOIN post_holding h ON h.post = p.id"
        " WHERE p.alive AND h.alive AND p.institution IS NOT NULL"
        " UNION ALL SELECT institution, 'honour', title, granted_on, granted_on, 0 FROM honour"
        " WHERE alive AND institution IS NOT NULL"
        " UNION ALL SELECT institution, 'year', CAST(year AS TEXT), year || '-01-01', year || '-12-31', 0"
        " FROM institution_year WHERE alive AND cost_fen > 0",
    )


def years(connection: Connection) -> list[tuple[str, int, str | None]]:
    """The years of which something is recorded: institution, year, result of the annual check."""
    return [
        (row[0].hex(), row[1], row[2])
        for row in connection.execute("SELECT institution, year, annual_check FROM institution_year WHERE alive")
    ]


class ProjectPeopleRow(NamedTuple):
    """A project with its people of a day: how many, and how many of them in professional posts."""

    id: str
    title: str
    start_on: str
    end_on: str
    people: int
    professional: int
    supervision_fen: int | None


def project_people(connection: Connection, on: str) -> list[ProjectPeopleRow]:
    """Projects by title; people of ``on``, and the budget of the supervision line (``None``: there is no line)."""
    return rows(
        connection,
        ProjectPeopleRow,
        "SELECT p.id, p.title, p.start_on, p.end_on,"
        " (SELECT count(DISTINCT m.staff) FROM project_staff m WHERE m.project = p.id AND m.alive"
        "   AND m.start_on <= :on AND (m.end_on IS NULL OR m.end_on >= :on)),"
        " (SELECT count(DISTINCT m.staff) FROM project_staff m WHERE m.project = p.id AND m.alive AND m.professional"
        "   AND m.start_on <= :on AND (m.end_on IS NULL OR m.end_on >= :on)),"
        " (SELECT sum(f.budget_fen) FROM funding_line f WHERE f.project = p.id AND f.alive"
        "   AND f.category = 'supervision')"
        " FROM project p WHERE p.alive ORDER BY p.title, p.id",
        {"on": on},
    )
