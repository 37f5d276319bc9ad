"""Where posts and institutions stand: rows of the registers in, what the policies say of them out. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from db.queries import posts as reads
from db.queries.people import certificates
from db.queries.supervision import graduates
from db.queries.units import units
from db.store import Connection
from swstation.operations.book import Book
from swstation.operations.standing import continuations, policy_and_set
from swstation.rules import facts
from swstation.rules.clauses import Asked, asked
from swstation.rules.institutions import (
    DistrictCount,
    LastActivity,
    filing,
    last_activity,
    per_district,
    revoked_with_work,
    without_year,
)
from swstation.rules.levels import Levels, levels_for
from swstation.rules.model import Policy
from swstation.rules.post_facts import Holding, Institution, Place, Post, Work
from swstation.rules.post_holders import Fit, Hiring, Limit, fit, hiring, part_time_limits, unpublished
from swstation.rules.posts import (
    Coverage,
    Filled,
    Manning,
    Share,
    Staffing,
    by_list,
    manning,
    of_place,
    on_day,
    project_share,
    shares,
    staffing,
    undefined,
)

STATIONS = ("village_room", "township_station")
COVERED = (("enumerations.set", "systems", "system"), ("posts.org_types", "", "org_type"))


def day(text: str | None) -> date | None:
    """A stored day."""
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True, slots=True)
class PlaceStanding:
    """A village, community or centre: its posts, and each rule that asks something of it."""

    place: Place
    manning: Manning
    rules: tuple[Staffing, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Everything about posts on one day. ``loose`` are posts of no listed place."""

    places: list[PlaceStanding]
    loose: list[Filled]
    posts: dict[str, reads.PostRow]
    fits: dict[str, Fit]
    limits: list[Limit]
    shares: list[Share]
    hiring: list[Hiring]
    coverage: list[tuple[Asked, list[Coverage]]]
    undefined: tuple[Asked | None, list[Post]]
    unpublished: tuple[Asked | None, list[Holding]]
    closed: list[reads.PostRow] = field(default_factory=list)


def policies_of(connection: Connection, unit: str) -> tuple[Policy, ...]:
    """The policies that hold for a unit: its own and the national rules."""
    policy, known = policy_and_set(connection, unit)
    return known.beside(policy)


def levels_of(connection: Connection, unit: str) -> Levels:
    """The certificate levels as a unit's policy orders them."""
    policy, known = policy_and_set(connection, unit)
    return levels_for(known, policy)


def own_unit(book: Book) -> str | None:
    """The unit a station's lists are about; ``None`` (all units) for one that collects."""
    return book.unit if book.tier in STATIONS else None


def post_fact(row: reads.PostRow) -> Post:
    """A post as the rules take it."""
    return Post(
        row.id, row.title, row.kind, date.fromisoformat(row.opened_on), day(row.closed_on),
        row.institution or row.unit or "", row.body_name or row.unit or "", row.community or "", row.project or "",
        None if row.professional is None else bool(row.professional), row.required_level or "", row.employment or "",
        row.org_type or "", row.system or "", row.field or "", row.duties or "", row.conditions or "",
        day(row.published_on),
    )  # fmt: skip


def holding_facts(connection: Connection, known: Iterable[str] | None = None) -> list[Holding]:
    """Holdings as the rules take them; ``known`` are the posts they must be of."""
    wanted = None if known is None else set(known)
    return [
        Holding(
            row.id, row.post, row.staff, row.name or "", date.fromisoformat(row.start_on), day(row.end_on),
            row.employment or "", row.track or "", row.lent_to or "",
        )
        for row in reads.holdings(connection)
        if wanted is None or row.post in wanted
    ]  # fmt: skip


def places(connection: Connection, unit: str | None) -> list[Place]:
    """The centres of townships and the villages and communities, of one unit or of all, unit by unit."""
    here = [one for one in units(connection) if one.tier == "township_station" and unit in (None, one.code)]
    rows = reads.communities(connection, unit)
    out: list[Place] = []
    for code in dict.fromkeys([*(one.code for one in here), *(row.unit for row in rows)]):
        out += [Place(one.code, one.name, "town_centre", one.code) for one in here if one.code == code]
        out += [Place(r.id, r.name, r.kind, r.unit, r.population) for r in rows if r.unit == code]
    return out


def limits(connection: Connection, unit: str, as_of: date) -> list[Limit]:
    """Part-time holders of the posts known here against the limit of the unit's policy."""
    return part_time_limits(
        policies_of(connection, unit), holding_facts(connection), continuations(connection, unit), as_of
    )


def board(book: Book, as_of: date) -> Board:
    """The posts of this installation on a day, each place under the policy of its own unit."""
    connection, unit = book.connection, own_unit(book)
    rows = reads.posts(connection, unit)
    posts = {row.id: post_fact(row) for row in rows}
    holdings = holding_facts(connection, posts)
    filled = on_day(posts.values(), holdings, as_of)
    policies, decided = policies_of(connection, book.unit), continuations(connection, book.unit)
    standings = _places(connection, places(connection, unit), filled, as_of)
    placed = {one.post.id for standing in standings for one in standing.manning.posts}
    rule, bare = undefined(policies, (one.post for one in filled))
    papers = [
        facts.Certificate(c.id, c.staff, c.level, c.number or "", day(c.issued_on)) for c in certificates(connection)
    ]
    levels = levels_of(connection, book.unit)
    return Board(
        places=standings,
        loose=[one for one in filled if one.post.id not in placed],
        posts={row.id: row for row in rows},
        fits={one.holding.id: one for one in fit(posts, holdings, papers, levels, as_of)},
        limits=part_time_limits(policies, holdings, decided, as_of),
        shares=[*shares(policies, list(posts.values()), decided, as_of), *_projects(connection, policies, as_of)],
        hiring=hiring(
            policies, holdings, frozenset(graduates(connection)), _certified(papers, levels, as_of),
            (as_of.replace(month=1, day=1), as_of), decided, as_of,
        ),
        coverage=_coverage(connection, book.unit, policies, [one.post for one in filled], as_of),
        undefined=(asked(policies[0], rule, decided, as_of) if rule else None, bare),
        unpublished=unpublished(policies, posts, holdings, decided, as_of),
        closed=[row for row in rows if not posts[row.id].open_on(as_of)],
    )  # fmt: skip


def _places(
    connection: Connection, found: Sequence[Place], filled: Sequence[Filled], as_of: date
) -> list[PlaceStanding]:
    out: list[PlaceStanding] = []
    for unit in dict.fromkeys(place.unit for place in found):
        own = [place for place in found if place.unit == unit]
        results = staffing(policies_of(connection, unit), own, filled, continuations(connection, unit), as_of)
        for place in own:
            now = manning(of_place(place, filled))
            rules = tuple(one for one in results if one.place.id == place.id)
            if place.kind != "town_centre" or now.posts or rules:
                out.append(PlaceStanding(place, now, rules))
    return out


def _projects(connection: Connection, policies: Sequence[Policy], as_of: date) -> list[Share]:
    found = (
        project_share(policies, row.id, row.title, row.professional, row.people, (), as_of)
        for row in reads.project_people(connection, as_of.isoformat())
        if row.people and row.start_on <= as_of.isoformat() <= row.end_on
    )
    return [one for one in found if one is not None]


def _certified(papers: Iterable[facts.Certificate], levels: Levels, as_of: date) -> frozenset[str]:
    return frozenset(
        one.staff_id
        for one in papers
        if (one.issued_on is None or one.issued_on <= as_of)
        and (level := levels.get(one.level)) is not None
        and level.national
    )


def certified(connection: Connection, unit: str, as_of: date) -> frozenset[str]:
    """Who holds a national certificate on a day."""
    papers = [
        facts.Certificate(c.id, c.staff, c.level, c.number or "", day(c.issued_on)) for c in certificates(connection)
    ]
    return _certified(papers, levels_of(connection, unit), as_of)


def _coverage(
    connection: Connection, unit: str, policies: Sequence[Policy], posts: list[Post], as_of: date
) -> list[tuple[Asked, list[Coverage]]]:
    decided = continuations(connection, unit)
    out = []
    for policy in policies:
        for table, wanted, key in COVERED:
            for item in policy.tables.get(table, ()):
                if wanted in ("", item.id):
                    out.append((asked(policy, item, decided, as_of), by_list((policy,), table, item.id, posts, key)))
    return out


@dataclass(frozen=True, slots=True)
class InstitutionBoard:
    """Institutions on one day: districts against the rule, filing, idle, revoked with work, without the last year."""

    rows: list[reads.InstitutionRow]
    districts: list[DistrictCount]
    filing: dict[str, int]
    activity: list[LastActivity]
    revoked: dict[str, tuple[Work, ...]]
    without_year: frozenset[str]
    year: int


def institution_board(book: Book, as_of: date) -> InstitutionBoard:
    """The institutions known here."""
    connection = book.connection
    rows = reads.institutions(connection)
    own = [
        Institution(
            row.id, row.name, row.state, day(row.registered_on), row.division or "", row.filing_state or "",
            row.founder or "", day(row.ended_on),
        )
        for row in rows
    ]  # fmt: skip
    works = [
        Work(w.institution, w.kind, w.title, date.fromisoformat(w.start_on), day(w.end_on), bool(w.running))
        for w in reads.works(connection)
    ]
    policies, decided = policies_of(connection, book.unit), continuations(connection, book.unit)
    here = {one.division[:6] for one in own if len(one.division) >= 6}
    if book.tier == "county_station":
        here.add(book.unit[1:7])
    year = as_of.year - 1
    known = [(institution, number) for institution, number, check in reads.years(connection) if check != "not_yet"]
    return InstitutionBoard(
        rows=rows,
        districts=per_district(policies, own, sorted(here), decided, as_of),
        filing=dict(filing(own)),
        activity=last_activity(own, works, as_of),
        revoked={one.id: found for one, found in revoked_with_work(own, works, as_of)},
        without_year=frozenset(one.id for one in without_year(own, known, year)),
        year=year,
    )
