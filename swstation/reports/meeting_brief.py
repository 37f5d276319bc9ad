"""The brief for the half-yearly coordination meeting: what changed, who lags, what is not kept, what comes next.

Only numbers, units, projects and clauses stand in it, no client and no worker. Every line names the registers and the
period it comes from.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from db.errors import Refusal
from db.queries import people as people_reads
from db.queries.evaluation import complaints
from db.queries.units import units
from db.special import covers
from db.store import Connection
from swstation.exchange.board import Board
from swstation.i18n import _, language
from swstation.operations.projects import standings
from swstation.operations.standing import training_results
from swstation.operations.targets import target_facts, targets
from swstation.operations.workers import rolls
from swstation.reports.listing import ListColumn, Listing, ListTable, Value
from swstation.reports.model import Amount, Rate, Scaled
from swstation.reports.period import period_words
from swstation.reports.periodic import Counted, counted
from swstation.reports.project_words import check_words, target_words
from swstation.rules import credit, projects, training
from swstation.rules import targets as target_rules
from swstation.rules.dates import add_months

_MONTHS = 6
_HALF = "H"


@dataclass(frozen=True, slots=True)
class _Scene:
    """What every table needs: the unit, the half-year and the one before, the day things are seen from."""

    connection: Connection
    unit: str
    period: str
    before: str
    last: date
    last_before: date
    names: dict[str, str]

    def covers(self, unit: str | None) -> bool:
        return covers(self.unit, unit or self.unit)


def half_before(period: str) -> str:
    """``2025H2`` for ``2026H1``. Refuses what is no half-year."""
    year, _half, number = period.partition(_HALF)
    if not year.isdigit() or number not in ("1", "2"):
        raise Refusal("report.period", field="period", token=period)
    return f"{year}H1" if number == "2" else f"{int(year) - 1}H2"


def months_of_half(period: str) -> tuple[str, ...]:
    """The six months of a half-year (``2026H1``)."""
    first = 1 if period.endswith("1") else 7
    return tuple(f"{period[:4]}-{month:02d}" for month in range(first, first + _MONTHS))


def meeting_brief(connection: Connection, unit: str, period: str, as_of: date, board: Board | None) -> Listing:
    """The brief of a unit for a half-year as known on ``as_of``. ``board``: what its stations have handed in, if known.

    Refuses: an unknown unit, what is no half-year, one that has not begun.
    """
    before = half_before(period.strip())
    now_made = counted(connection, unit, period.strip(), as_of)
    then_made = counted(connection, unit, before, as_of)
    names = {row.code: row.name for row in units(connection)}
    last = min(as_of, now_made.spans[-1].last)
    scene = _Scene(connection, unit, period.strip(), before, last, then_made.spans[-1].last, names)
    tables = [
        _changes(scene, now_made, then_made),
        _lagging(scene, board),
        _not_kept(scene),
        _behind(scene),
        _workforce(scene),
        _targets(scene),
        _deadlines(scene, as_of),
    ]
    head = [
        f"{now_made.name} ({unit})",
        _("Period: {month} ({first} to {last})").format(
            month=period_words(scene.period), first=now_made.spans[0].first, last=now_made.spans[-1].last
        ),
        _("Compared with {period}. No client and no worker is named.").format(period=period_words(before)),
    ]
    if as_of < now_made.spans[-1].last:
        head.insert(2, _("The period is not over: figures up to {day}.").format(day=as_of))
    signatures = (_("Filled in by:"), _("Checked by:"), _("Unit (seal):"), _("Date:"))
    return Listing(_("Meeting brief"), as_of, head, tables, signatures)


def _columns(*given: tuple[str, int] | tuple[str, int, bool]) -> list[ListColumn]:
    return [*(ListColumn(*one) for one in given), ListColumn(_("Source"), 34)]


def _source(scene: _Scene, what: str) -> str:
    return _("{registers}, {period}").format(registers=what, period=period_words(scene.period))


def _changes(scene: _Scene, now: Counted, then: Counted) -> ListTable:
    columns = _columns(
        (_("Figure no."), 5), (_("Figure"), 30), (_("Unit"), 8), (period_words(scene.before), 10, True),
        (period_words(scene.period), 10, True), (_("More or less"), 10, True),
    )  # fmt: skip
    old = {line.code: line.year for figure in then.figures for line in figure.lines}
    words = (period_words(scene.before), period_words(scene.period))
    source = _("Monthly report, {before} and {period}").format(before=words[0], period=words[1])
    rows: list[list[Value]] = []
    for figure in now.figures:
        for line in figure.lines:
            if line.level == 0:
                before, after = old.get(line.code, 0), line.year
                change = change_of(before, after)
                rows.append([figure.number, line.label, line.unit_label, before, after, change, source])
    return ListTable(_("Changes"), columns, rows)


def change_of(before: Amount, after: Amount) -> Value:
    """How much more (less, with a sign) there is; rates stand beside each other and are not taken from each other."""
    if isinstance(before, Rate) or isinstance(after, Rate):
        return None
    if isinstance(after, Scaled):
        less = after.n - (before.n if isinstance(before, Scaled) else 0)
        return ("-" if less < 0 else "") + str(Scaled(abs(less), after.per, after.digits))
    return after - before if isinstance(before, int) else None


def _lagging(scene: _Scene, board: Board | None) -> ListTable:
    columns = _columns((_("Station"), 20), (_("Months owed"), 30), (_("Records missing"), 10), (_("Last bundle"), 12))
    source = _source(scene, _("Bundles received"))
    rows: list[list[Value]] = [
        [
            row.name, "、".join(row.owes), sum(hole.count for hole in row.holes),
            row.newest.came.isoformat() if row.newest else "", source,
        ]
        for row in (board.laggards if board else ())
    ]  # fmt: skip
    if board is None:
        notes = (_("Which stations have handed in is known where their bundles come."),)
    else:
        notes = (
            _("{n} of {total} stations owe nothing.").format(n=len(board.rows) - len(rows), total=len(board.rows)),
        )
    return ListTable(_("Stations that lag"), columns, rows, notes)


def _not_kept(scene: _Scene) -> ListTable:
    columns = _columns(
        (_("Matter"), 30), (_("Checks"), 40), (_("State"), 10), (_("Done / asked"), 22), (_("Basis"), 30)
    )
    rows: list[list[Value]] = []
    source = _source(scene, _("Projects"))
    for one in standings(scene.connection, scene.unit, scene.last):
        if scene.covers(one.row["unit"]):
            for check in one.checks:
                if check.status in (projects.SHORT, projects.LATE):
                    label, state, words, clause = check_words(check)
                    rows.append([one.row["title"], label, state, words, clause, source])
    source = _source(scene, _("Targets"))
    for target in targets(scene.connection, scene.unit, scene.last):
        if target.status == target_rules.MISSED:
            label, words, _due, state, clause = target_words(target)
            rows.append([_("Policy target"), label, state, words, clause, source])
    rows += _late_complaints(scene)
    return ListTable(_("Not kept"), columns, rows)


def _late_complaints(scene: _Scene) -> list[list[Value]]:
    on = scene.last.isoformat()
    open_ones = [
        one
        for one in complaints(scene.connection)
        if scene.covers(one.unit)
        and one.received_on <= on
        and (one.state not in credit.END_STATES or (one.settled_on or "") > on)
    ]
    late: Counter[str] = Counter(one.unit or scene.unit for one in open_ones if one.due_on and one.due_on < on)
    source = _source(scene, _("Complaints"))
    return [
        [scene.names.get(unit, unit), _("Complaints over time"), _("overdue"), str(n), "", source]
        for unit, n in sorted(late.items())
    ]


def _behind(scene: _Scene) -> ListTable:
    columns = _columns(
        (_("Unit"), 20), (_("Requirement"), 30), (_("Missed"), 8), (_("Behind"), 8), (_("People"), 8), (_("Basis"), 30)
    )
    unit_of = {row.id: row.unit for row in people_reads.staff_list(scene.connection)}
    counts: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for one in training_results(scene.connection, scene.last):
        unit = unit_of.get(one.staff_id)
        if unit is not None and scene.covers(unit) and one.status != training.NOT_APPLICABLE:
            label = one.label_en if language() == "en" else one.label_zh
            clause = f"{one.clause.document} {one.clause.section}" if one.clause else one.decision or ""
            counts[unit, label, clause][one.status] += 1
    source = _source(scene, _("Trainings"))
    rows: list[list[Value]] = [
        [
            scene.names.get(unit, unit), label, found[training.MISSED], found[training.BEHIND], found.total(), clause,
            source,
        ]
        for (unit, label, clause), found in sorted(counts.items())
        if found[training.MISSED] or found[training.BEHIND]
    ]  # fmt: skip
    return ListTable(_("Training behind"), columns, rows)


def _workforce(scene: _Scene) -> ListTable:
    columns = _columns(
        (_("Matter"), 30), (period_words(scene.before), 10, True), (period_words(scene.period), 10, True),
        (_("More or less"), 10, True),
    )  # fmt: skip
    then, now = (target_facts(scene.connection, scene.unit, day).counted for day in (scene.last_before, scene.last))
    source = _("Staff and certificates, {before} and {now}").format(before=scene.last_before, now=scene.last)
    words: Mapping[str, str] = {
        "professionals": _("Social workers in post"), "holders": _("of them with a certificate"),
        "key_talents": _("Key talents"), "institutions": _("Institutions of social work"),
    }  # fmt: skip
    rows: list[list[Value]] = [
        [label, then[name], now[name], now[name] - then[name], source] for name, label in words.items()
    ]
    return ListTable(_("Workforce, then and now"), columns, rows)


def _targets(scene: _Scene) -> ListTable:
    columns = _columns(
        (_("Target title"), 40), (_("Actual / target"), 24), (_("Due day"), 12), (_("State"), 14), (_("Basis"), 30)
    )
    source = _source(scene, _("Targets"))
    rows: list[list[Value]] = [
        [*target_words(row), source] for row in targets(scene.connection, scene.unit, scene.last)
    ]
    return ListTable(_("Targets"), columns, rows)


def _deadlines(scene: _Scene, as_of: date) -> ListTable:
    """What falls due in the half-year from ``as_of`` on: renewals as numbers for each unit, projects, targets."""
    columns = _columns((_("Due day"), 12), (_("Matter"), 44), (_("Unit"), 20), (_("Items due"), 6))
    end = add_months(as_of, _MONTHS)
    found: list[tuple[date, str, str, Value, str]] = []
    for unit, days in _renewals(scene, as_of, end).items():
        name = scene.names.get(unit, unit)
        found.append((days[0], _("Certificates to register again"), name, len(days), _("Registrations")))
    for one in standings(scene.connection, scene.unit, as_of):
        if not scene.covers(one.row["unit"]):
            continue
        name, title = scene.names.get(one.row["unit"], ""), one.row["title"]
        ends = date.fromisoformat(one.row["end_on"])
        if as_of <= ends <= end:
            found.append((ends, _("The project ends: {title}").format(title=title), name, 1, _("Projects")))
        for check in one.checks:
            if check.status == projects.DUE and check.on is not None and as_of <= check.on <= end:
                found.append((check.on, f"{title}: {check_words(check)[0]}", name, 1, _("Projects")))
    for target in targets(scene.connection, scene.unit, as_of):
        if target.due is not None and as_of <= target.due <= end:
            found.append((target.due, target_words(target)[0], scene.names.get(scene.unit, ""), 1, _("Targets")))
    span = _("{registers}, {first} to {last}")
    rows: Sequence[list[Value]] = [
        [day.isoformat(), what, unit, n, span.format(registers=source, first=as_of, last=end)]
        for day, what, unit, n, source in sorted(found, key=lambda one: one[:3])
    ]
    return ListTable(_("Next deadlines"), columns, rows, (_("A number of several is dated by the first of them."),))


def _renewals(scene: _Scene, first: date, last: date) -> dict[str, list[date]]:
    out: dict[str, list[date]] = defaultdict(list)
    for one in rolls(scene.connection, first):
        if not scene.covers(one.unit):
            continue
        for worker in one.workers:
            state = one.standings[worker.person.id].registration
            if state and state.due and first <= state.due <= last and worker.person.employed_on(first):
                out[one.unit].append(state.due)
    return {unit: sorted(days) for unit, days in out.items()}
