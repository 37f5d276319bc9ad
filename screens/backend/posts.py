"""Posts and institutions in words: each place with what is asked and what is there, each post with who holds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from screens.backend.base import Part
from screens.backend.people import clause_of
from screens.ports_posts import InstitutionsSeen, PostSeen, PostsSeen, Told
from screens.widgets.rows import Cell, Row

if TYPE_CHECKING:
    from screens.ports import Saved
    from swstation.operations.book import Book
    from swstation.operations.post_standing import Board, InstitutionBoard, PlaceStanding
    from swstation.rules.clauses import Asked
    from swstation.rules.institutions import DistrictCount
    from swstation.rules.posts import Filled, Share, Staffing

KIND_THERE = {
    "urban_community": "community",
    "rural_community": "community",
    "village": "village",
    "town_centre": "centre",
}
"""The kind of post that is set up at each kind of place."""


class PostPart(Part):
    """Posts and institutions."""

    async def posts(self, as_of: date) -> PostsSeen:
        return await self.call(_posts, as_of)

    async def fill_post(self, post: str, values: Mapping[str, str]) -> Saved:
        from swstation.operations.posts import fill

        given = {name: values.get(name) or None for name in ("employment", "track", "lent_to")}
        _holding, changes = await self.call(fill, post, values["staff"], values["start_on"], **given)
        return self.saved(changes, f"post/{post}")

    async def end_holding(self, holding: str, values: Mapping[str, str]) -> Saved:
        from swstation.operations.posts import end_holding

        return self.saved(await self.call(end_holding, holding, values["end_on"], values.get("end_reason") or None))

    async def close_post(self, post: str, values: Mapping[str, str]) -> Saved:
        from swstation.operations.posts import close_post

        return self.saved(await self.call(close_post, post, values["closed_on"]))

    async def institutions(self, as_of: date) -> InstitutionsSeen:
        return await self.call(_institutions, as_of)


def rule_words(rule: Asked) -> str:
    """What a rule is called, with the remark that it is history where it is."""
    from swstation.i18n import _, language
    from swstation.rules.clauses import remark

    name = rule.en if language() == "en" else rule.zh
    said = {"expired": _("policy expired"), "period_closed": _("term over")}.get(remark(rule), "")
    return f"{name}（{said}）" if said and language() != "en" else f"{name} ({said})" if said else name


def _posts(book: Book, as_of: date) -> PostsSeen:
    from swstation.operations.post_standing import board

    found = board(book, as_of)
    rows: list[Row] = []
    behind: dict[str, PostSeen] = {}
    for standing in found.places:
        key = f"place/{standing.place.id}"
        rows.append(_place_row(key, standing))
        behind[key] = _place_seen(standing)
        for filled in standing.manning.posts:
            _add_post(rows, behind, filled, found, standing)
    if found.loose and found.places:
        rows.append(Row("#loose", (_word("elsewhere"),), heading=True))
    for filled in found.loose:
        _add_post(rows, behind, filled, found, None)
    return PostsSeen(_sums(found), rows, behind, _told(found))


def _add_post(
    rows: list[Row],
    behind: dict[str, PostSeen],
    filled: Filled,
    found: Board,
    standing: PlaceStanding | None,
) -> None:
    key = f"post/{filled.post.id}"
    rows.append(_post_row(key, filled, found, standing is not None))
    first = filled.holders[0] if filled.holders else None
    told = [
        (_limit_words(one.days, one.last), clause_of(one.rule.clause, one.rule.decision or None))
        for holding in filled.holders
        if (one := next((limit for limit in found.limits if limit.holding.id == holding.id), None)) is not None
    ]
    if standing is not None:
        told += _place_seen(standing).told
    behind[key] = PostSeen(
        "post", filled.post.id, filled.post.title, filled.post.kind,
        standing.place.id if standing and standing.place.kind != "town_centre" else "",
        standing.place.name if standing else "", first.id if first else "", first.name if first else "", told,
    )  # fmt: skip


def _place_row(key: str, standing: PlaceStanding) -> Row:
    from swstation.i18n import listed

    place, now = standing.place, standing.manning
    state, tone = _place_state(standing)
    return Row(
        key,
        (
            Cell(place.name, "strong"),
            Cell(listed(_asked(one) for one in standing.rules), "muted"),
            Cell(_there(len(now.posts), now.people), "muted"),
            Cell(_people(place.population), "muted"),
            Cell(state, tone),
        ),
    )


def _people(number: int | None) -> str:
    from swstation.i18n import _

    return _("pop. {n}").format(n=f"{number:,}") if number else ""


def _place_seen(standing: PlaceStanding) -> PostSeen:
    place = standing.place
    centre = place.kind == "town_centre"
    told = [
        (
            f"{rule_words(one.rule)}  {_asked(one)}  {_now(one.actual)}",
            clause_of(one.rule.clause, one.rule.decision or None),
        )
        for one in standing.rules
    ]
    return PostSeen(
        "unit" if centre else "community", "" if centre else place.id, place.name, KIND_THERE.get(place.kind, "other"),
        "" if centre else place.id, place.name, told=told,
    )  # fmt: skip


def _place_state(standing: PlaceStanding) -> tuple[str, str]:
    from swstation.i18n import _

    missing = max((one.missing for one in standing.rules), default=0)
    over = any(one.status == "over" for one in standing.rules)
    closed = any(one.rule.over for one in standing.rules if one.missing)
    if over:
        return _("! more than may be"), "bad"
    if missing:
        words = _("! {n} missing").format(n=missing)
        return (f"{words} {_('term over')}", "caution") if closed else (words, "bad")
    if standing.manning.vacant:
        return _("~ {n} vacant").format(n=standing.manning.vacant), "caution"
    judged = any(one.op != "<=" for one in standing.rules)
    return (_("enough"), "good") if judged else ("", "")


def _asked(one: Staffing) -> str:
    from swstation.i18n import _, ngettext

    if one.op == "<=":
        return _("centre: may have {n}").format(n=one.required)
    if one.measure == "person":
        return ngettext("{n} person", "{n} people", one.required).format(n=one.required)
    return ngettext("{n} post", "{n} posts", one.required).format(n=one.required)


def _now(actual: int) -> str:
    from swstation.i18n import _

    return _("there now: {n}").format(n=actual)


def _there(posts: int, people: int) -> str:
    from swstation.i18n import listed, ngettext

    if not posts and not people:
        return "0"
    return listed(
        (
            ngettext("{n} post", "{n} posts", posts).format(n=posts),
            ngettext("{n} person", "{n} people", people).format(n=people),
        )
    )


def _post_row(key: str, filled: Filled, found: Board, inside: bool) -> Row:
    from swstation import lists
    from swstation.i18n import listed

    post = filled.post
    name = f"  {post.title}" if inside else post.title
    body = lists.label("post_kind", post.kind) if inside else post.body_name
    if filled.vacant:
        return Row(key, (name, Cell(body, "muted"), Cell(_word("vacant"), "caution"), "", ""))
    state, tone = _post_state(filled, found)
    holders = listed(one.name for one in filled.holders)
    since = min(one.start_on for one in filled.holders).isoformat()
    return Row(key, (name, Cell(body, "muted"), holders, Cell(since, "muted"), Cell(state, tone)))


def _post_state(filled: Filled, found: Board) -> tuple[str, str]:
    from swstation import lists
    from swstation.i18n import _

    for holding in filled.holders:
        fit = found.fits.get(holding.id)
        if fit is not None and not fit.fits:
            return _("! level too low"), "bad"
        limit = next((one for one in found.limits if one.holding.id == holding.id), None)
        if limit is not None and (limit.over or limit.days <= 92):
            return _limit_words(limit.days, limit.last), "bad" if limit.over else "caution"
    if len(filled.holders) > 1 and all(one.employment != "part_time" for one in filled.holders):
        return _("! two in a post"), "bad"
    one = filled.holders[0]
    words = [lists.label("employment", one.employment), lists.label("post_holding_track", one.track)]
    if one.lent_to:
        words.append(_("lent to {unit}").format(unit=one.lent_to))
    return " ".join(word for word in words if word), "muted"


def _limit_words(days: int, last: date) -> str:
    from swstation.i18n import _

    sign = "! " if days < 0 else "~ "
    return sign + _("part-time until {day}").format(day=last.isoformat())


def _word(code: str) -> str:
    from swstation.i18n import N_, _

    return _({"vacant": N_("vacant"), "elsewhere": N_("Posts of no village or community")}[code])


def _sums(found: Board) -> list[tuple[str, str]]:
    from swstation.i18n import _

    own = [one for standing in found.places for one in standing.manning.posts] + [
        one for one in found.loose if one.post.social_work
    ]
    vacant = sum(one.vacant for one in own)
    missing = sum(max((one.missing for one in standing.rules), default=0) for standing in found.places)
    out = [
        (_("{n} posts").format(n=len(own)), "strong"),
        (_("{n} vacant").format(n=vacant), "caution" if vacant else "muted"),
        (_("{n} posts missing").format(n=missing), "bad" if missing else "muted"),
    ]
    over = sum(one.over for one in found.limits)
    if over:
        out.append((_("{n} part-time too long").format(n=over), "bad"))
    if found.undefined[1]:
        out.append((_("{n} without written duties").format(n=len(found.undefined[1])), "caution"))
    return out


def _told(found: Board) -> list[Told]:
    from swstation.i18n import _, listed

    told: list[Told] = [_share_told(one) for one in found.shares]
    for one in found.limits:
        words = f"{one.holding.name}  {_limit_words(one.days, one.last)}"
        told.append((words, clause_of(one.rule.clause, one.rule.decision or None)))
    rule, bare = found.undefined
    if rule is not None and bare:
        titles = listed(post.title for post in bare[:5])
        told.append((_("{n} without written duties").format(n=len(bare)) + f"  {titles}", clause_of(rule.clause, None)))
    rule, hidden = found.unpublished
    if rule is not None and hidden:
        names = listed(one.name for one in hidden[:5])
        told.append((_("{n} hired without a published vacancy").format(n=len(hidden)) + f"  {names}",
                     clause_of(rule.clause, None)))  # fmt: skip
    for hired in found.hiring:
        words = _("{n} came into posts this year: {graduates} graduates, {certified} with a certificate").format(
            n=hired.hired, graduates=hired.graduates, certified=hired.certified
        )
        told.append((words, clause_of(hired.rule.clause, None)))
    for asked, coverage in found.coverage:
        here = listed(f"{_zh_or_en(one.zh, one.en)} {one.posts}" for one in coverage if one.posts)
        if here:
            told.append((f"{rule_words(asked)}  {here}", clause_of(asked.clause, None)))
    return told


def _zh_or_en(zh: str, en: str) -> str:
    from swstation.i18n import language

    return en if language() == "en" else zh


def _share_told(one: Share) -> Told:
    from swstation.i18n import _

    tenths = one.part * 1000 // one.base if one.base else 0
    share = f"{one.part}/{one.base}" + (f" = {tenths // 10}.{tenths % 10}%" if one.base else "")
    wanted = _("at least {n}%").format(n=one.required) if one.required else _("no share is printed")
    sign = "! " if one.status == "short" else ""
    return f"{sign}{one.name}  {rule_words(one.rule)}  {share}  {wanted}", clause_of(one.rule.clause, None)


def _institutions(book: Book, as_of: date) -> InstitutionsSeen:
    from swstation.operations.post_standing import institution_board

    found = institution_board(book, as_of)
    last = {one.institution.id: one for one in found.activity}
    rows = []
    for row in found.rows:
        state, tone = _institution_state(row.id, row.state, found)
        seen = last.get(row.id)
        rows.append(
            Row(
                row.id,
                (
                    Cell(row.name, "" if row.state == "active" else "muted"),
                    _label("institution_filing_state", row.filing_state or "none"),
                    Cell(row.registered_on or "", "muted"),
                    Cell(seen.on.isoformat() if seen and seen.on else "", "muted"),
                    Cell(state, tone),
                ),
            )
        )
    told = [(_district_words(one), clause_of(one.rule.clause, one.rule.decision or None)) for one in found.districts]
    return InstitutionsSeen(_institution_sums(found), rows, {row.id: row.name for row in found.rows}, told)


def _label(kind: str, code: str) -> str:
    from swstation import lists

    return lists.label(kind, code)


def _institution_state(row: str, state: str, found: InstitutionBoard) -> tuple[str, str]:
    from swstation.i18n import _

    if row in found.revoked:
        return _("! {state}, work goes on").format(state=_label("institution_state", state)), "bad"
    if state != "active":
        return _label("institution_state", state), "muted"
    if row in found.without_year:
        return _("~ no report of {year}").format(year=found.year), "caution"
    seen = next((one for one in found.activity if one.institution.id == row), None)
    if seen is not None and seen.days is not None and seen.days > 365:
        return _("~ idle for {n} days").format(n=seen.days), "caution"
    return "", ""


def _district_words(one: DistrictCount) -> str:
    from swstation.i18n import _

    words = f"{_district(one.division)}  {rule_words(one.rule)}  {one.actual}/{one.required}"
    return words + (f"  {_('! {n} missing').format(n=one.missing)}" if one.missing else "")


def _district(division: str) -> str:
    from swstation import divisions

    return divisions.name(division) or division


def _institution_sums(found: InstitutionBoard) -> Sequence[tuple[str, str]]:
    from swstation.i18n import _

    working = sum(row.state == "active" for row in found.rows)
    out = [(_("{n} at work").format(n=working), "strong")]
    for code in ("filed", "none", "cancelled"):
        if number := found.filing.get(code, 0):
            out.append(
                (f"{_label('institution_filing_state', code)} {number}", "muted" if code == "filed" else "caution")
            )
    out += _missing(found)
    return out


def _missing(found: InstitutionBoard) -> Iterable[tuple[str, str]]:
    for one in found.districts:
        yield f"{_district(one.division)} {one.actual}/{one.required}", "good" if one.enough else "bad"
