"""What stands below the fifteen figures: the station itself, its people, their learning, their time.

Each value and its base (days: of the unit's own month, or of its year so far):

- staff in post: joined on the last day or before (an unknown day is "always") and not left before it; those of them
  certified: a national certificate issued by then. A registration that ran out takes no certificate away, and a local
  level is none, as in the talent ledger.
- training: attendances of the unit's people at trainings that ended in the span, approved or not; 小时 and 学时 each by
  itself, never converted and never added together.
- supervision: sessions with somebody of the unit among the supervised, or held for the unit; hours per person: the
  minutes everybody received, over the people in post on the last day.
- time: minutes of logs submitted or approved, of writers and colleagues alike (``time_split``).
- satisfaction: forms that came back; satisfied or very satisfied of these; the mean of the answers from 1 to 5.
- complaints: received in the span about the unit, its people or its projects; those about an institution are not any
  station's.
- money spent: spending of the unit's projects dated in the span.

Several units are put together before anything is divided: rates and means are of the sum, never averages of rates.
What nobody measured is ``UNKNOWN`` and shown as a dash: a station without a survey has not 0 % of its people satisfied.
Staff in post are a position, so the year so far says the same as the month.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from swstation.reports.lines import in_order
from swstation.reports.model import Amount, Line, Rate, Scaled
from swstation.reports.station_rows import UnitSpan
from swstation.reports.tally import RowRef
from swstation.reports.time_split import PARTS, part_of, split
from swstation.reports.words import LABELS

UNKNOWN: Final = Rate(0, 0)
"""Nobody measured it: a dash, not zero."""
_MEASURES: Final = frozenset({"hour", "class_hour"})
_POINTS: Final = {"very_satisfied": 5, "satisfied": 4, "neutral": 3, "dissatisfied": 2, "very_dissatisfied": 1}
_UNFOUNDED: Final = frozenset({"rejected", "withdrawn"})
_LINES: Final = (
    ("staff", "persons", 0), ("certified", "persons", 1), ("certified_rate", "percent", 1),
    ("trained", "person_times", 0), ("supervisions", "times", 0), ("supervised_hours", "hours", 1),
    ("time", "minutes", 0), *((part, "minutes", 1) for part in PARTS), ("untimed", "entries", 1),
    ("returned", "forms", 0), ("sent", "forms", 1), ("satisfied_rate", "percent", 1),
    ("satisfaction_mean", "points", 1), ("complaints", "complaints", 0), ("unfounded", "complaints", 1),
    ("money_spent", "yuan", 0),
)  # fmt: skip
_IF_ANY: Final = frozenset({"untimed", "unfounded"})
"""Lines that are left out where there was none in the year."""


def station_block(month: Sequence[UnitSpan], year: Sequence[UnitSpan]) -> tuple[Line, ...]:
    """The lines of one unit, or of several put together: ``month`` and ``year`` have an entry for each."""
    now, so_far = together(month), together(year)
    values, years = _values(now), _values(so_far)
    behind = rows_behind(now)
    out: list[Line] = []
    for word, unit, level in _LINES:
        if word in _IF_ANY and not years[word]:
            continue
        out.append(Line(f"station.{word}", word, unit, values[word], years[word], level, **behind[word]._asdict()))
        if word == "trained":
            out += _training(now, so_far)
    return tuple(out)


def together(parts: Sequence[UnitSpan]) -> UnitSpan:
    """Several units as one. A supervision of people of two stations is one, received by all of them."""
    supervised: dict[str, tuple[int, int]] = {}
    for part in parts:
        for session, (minutes, people) in part.supervised.items():
            supervised[session] = (minutes, people + supervised.get(session, (0, 0))[1])
    written = [part.spendings for part in parts if part.spendings is not None]
    return UnitSpan(
        any(part.roster for part in parts),
        frozenset().union(*(part.in_post for part in parts)),
        frozenset().union(*(part.holders for part in parts)),
        [one for part in parts for one in part.trained],
        supervised,
        [one for part in parts for one in part.spent],
        [one for part in parts for one in part.surveys],
        [one for part in parts for one in part.complaints],
        [one for some in written for one in some] if written else None,
        [one for part in parts for one in part.timed],
        {row: detail for part in parts for row, detail in part.details.items()},
    )


class Rows(NamedTuple):
    """The rows behind a line and what each gives to it, as a ``Line`` takes them."""

    rows: tuple[RowRef, ...]
    gives: tuple[int, ...] = ()


def rows_behind(of: UnitSpan) -> dict[str, Rows]:
    """The rows behind the month's value of each line but those of training; empty ones where they were not read.

    Behind a rate stand the rows of its whole, behind a mean those that were added up before it was divided.
    """
    people = Rows(tuple(("staff", one) for one in sorted(of.in_post)))
    received = {row: minutes * n for row, (minutes, n) in of.supervised.items()}
    asked = {one.id: one for one in of.surveys}
    points = {row: sum(getattr(one, name) * n for name, n in _POINTS.items()) for row, one in asked.items()}
    about = sorted(one.id for one in of.complaints)
    unfounded = {one.id for one in of.complaints if one.state in _UNFOUNDED}
    return {
        "staff": people,
        "certified": Rows(tuple(("staff", one) for one in sorted(of.holders))),
        "certified_rate": people,
        "trained": Rows(tuple(("attendance", row) for row in sorted(one.id for one in of.trained))),
        "supervisions": Rows(tuple(("supervision", row) for row in sorted(of.supervised))),
        "supervised_hours": _given("supervision", received),
        **_timed(of),
        "returned": _given("satisfaction_survey", {row: one.returned for row, one in asked.items()}),
        "sent": _given("satisfaction_survey", {row: one.sent for row, one in asked.items()}),
        "satisfied_rate": _given("satisfaction_survey", {row: one.returned for row, one in asked.items()}),
        "satisfaction_mean": _given("satisfaction_survey", points),
        "complaints": Rows(tuple(("complaint", row) for row in about)),
        "unfounded": Rows(tuple(("complaint", row) for row in about if row in unfounded)),
        "money_spent": _given("project_spending", dict(of.spendings or ())),
    }


def _given(table: str, gives: Mapping[str, int]) -> Rows:
    rows = sorted(row for row, n in gives.items() if n)
    return Rows(tuple((table, row) for row in rows), tuple(gives[row] for row in rows))


def _timed(of: UnitSpan) -> dict[str, Rows]:
    # An entry of two people took the time of both; one without a length is counted once for each of them, too.
    found: dict[str, dict[str, int]] = {word: defaultdict(int) for word in ("time", *PARTS, "untimed")}
    for one in of.timed:
        if one.minutes is None:
            found["untimed"][one.log] += 1
            continue
        found["time"][one.log] += one.minutes
        found[part_of(one.method)][one.log] += one.minutes
    return {word: _given("service_log", gives) for word, gives in found.items()}


def _values(of: UnitSpan) -> dict[str, Amount]:
    people, holders = len(of.in_post), len(of.holders)
    received = sum(minutes * n for minutes, n in of.supervised.values())
    return {
        "staff": people if of.roster else UNKNOWN,
        "certified": holders if of.roster else UNKNOWN,
        "certified_rate": Rate(holders, people),
        "trained": len(of.trained),
        "supervisions": len(of.supervised),
        "supervised_hours": Scaled(received, 60 * people, 1) if people else UNKNOWN,
        **_time(of),
        **_satisfaction(of),
        "complaints": len(of.complaints),
        "unfounded": sum(one.state in _UNFOUNDED for one in of.complaints),
        "money_spent": UNKNOWN if of.spendings is None else Scaled(sum(fen for _row, fen in of.spendings), 100, 2),
    }


def _time(of: UnitSpan) -> dict[str, Amount]:
    found = split(of.spent)
    whole = found[-1] if found else None
    untimed: dict[str, Amount] = {"untimed": whole.untimed if whole else 0}
    if whole is None or whole.entries == whole.untimed:
        return {**untimed, **dict.fromkeys(("time", *PARTS), UNKNOWN)}
    return {**untimed, "time": whole.minutes, **{part: getattr(whole, part) for part in PARTS}}


def _satisfaction(of: UnitSpan) -> dict[str, Amount]:
    if not of.surveys:
        return dict.fromkeys(("returned", "sent", "satisfied_rate", "satisfaction_mean"), UNKNOWN)
    answers = {name: sum(getattr(one, name) for one in of.surveys) for name in _POINTS}
    returned, told = sum(one.returned for one in of.surveys), sum(answers.values())
    points = sum(n * _POINTS[name] for name, n in answers.items())
    return {
        "returned": returned,
        "sent": sum(one.sent for one in of.surveys),
        "satisfied_rate": Rate(answers["very_satisfied"] + answers["satisfied"], returned),
        "satisfaction_mean": Scaled(points, told, 2) if told else UNKNOWN,
    }


def _training(month: UnitSpan, year: UnitSpan) -> list[Line]:
    now, so_far = _tenths(month), _tenths(year)
    out: list[Line] = []
    for measure in in_order("measure", set(so_far) | _MEASURES):
        word = f"trained_{measure}"
        words = "" if word in LABELS else "measure"
        (all_now, open_now), (all_year, open_year) = now[measure], so_far[measure]
        code = f"station.trained.{measure}"
        had = {one.id: one.tenths for one in month.trained if one.measure == measure}
        behind = _given("attendance", had)._asdict()
        out.append(
            Line(code, measure if words else word, measure, _tenth(all_now), _tenth(all_year), 1, words, **behind)
        )
        if open_year:
            waiting = {one.id: one.tenths for one in month.trained if one.measure == measure and not one.approved}
            behind = _given("attendance", waiting)._asdict()
            out.append(Line(f"{code}.open", "not_approved", measure, _tenth(open_now), _tenth(open_year), 2, **behind))
    return out


def _tenths(of: UnitSpan) -> defaultdict[str, tuple[int, int]]:
    # Of each measure all tenths, and those of attendance that is not approved.
    found: defaultdict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for one in of.trained:
        whole, waiting = found[one.measure]
        found[one.measure] = (whole + one.tenths, waiting + (0 if one.approved else one.tenths))
    return found


def _tenth(tenths: int) -> Scaled:
    return Scaled(tenths, 10, 1)
