"""Months that came without names: who has sent which, the sums of what is shown, and what a bad one may not say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import orjson
import pytest
from sites import County, Site

from db import snapshots as kept_snapshots
from db.errors import Refusal
from swstation.exchange import aggregate, snapshots
from swstation.exchange.figure_words import in_order, words_of
from swstation.exchange.month_words import covered_words, value_words
from swstation.exchange.months import months_here, opened, total_of, totals
from swstation.exchange.snapshots import Snapshot, parse
from swstation.i18n import set_language

TODAY = date(2026, 4, 10)


def export(site: Site, to: Path, month: str, profile: str = "aggregate") -> Path:
    with site.book() as book:
        return snapshots.export(book, profile, month, to).file


def test_what_covers_a_month_and_what_is_missing_in_it(here: County) -> None:
    for n in range(7):
        here.a.address(n, f"{n}组")
    files = [export(here.a, here.stick, "2026-02"), export(here.b, here.stick, "2026-03")]
    here.county.merge(*files)
    # One that was made in the middle of the month, or where records were missing, is not all of it.
    with here.county.book() as book, book.store.transaction() as connection:
        (march,) = [one for one in kept_snapshots.kept(connection) if one.period == "2026-03"]
        lines = kept_snapshots.lines_of(connection, march.unit, march.period, march.profile)
        hole = b'{"highest":9,"last":2,"missing":5,"replica":"%s","t":"device"}' % (b"2" * 32)
        early = replace(march, unit="T532301104", complete=False)
        kept_snapshots.put(connection, early, lines)
        kept_snapshots.put(connection, replace(march, unit="T532301105"), [*lines, hole])
    with here.county.book() as book:
        found = months_here(book, "aggregate", "2026-04", 4, TODAY)
    states = {row.unit: [one.state for one in row.cells] for row in found.rows}
    assert states == {
        "T532301102": ["before", "whole", "missing", "open"],
        "T532301103": ["before", "before", "whole", "open"],
        "T532301104": ["before", "before", "early", "open"],
        "T532301105": ["before", "before", "gap", "open"],
    }
    assert [row.cells[2].missing for row in found.rows] == [0, 0, 0, 5]
    february, march = found.covered[1], found.covered[2]
    assert (february.stations, february.sent, february.stale) == (4, 1, 0)
    assert (march.sent, march.stale, len(march.absent)) == (3, 2, 1)
    set_language("en")
    assert covered_words(march) == "3 of 4 stations, 2 stale"
    with here.county.book() as book:
        other = months_here(book, "deidentified", "2026-04", 4, TODAY)
    assert not any(one.sent for one in other.covered)


def test_the_command_lists_shows_and_adds_up(here: County) -> None:
    here.county.merge(export(here.a, here.stick, "2026-02"), export(here.b, here.stick, "2026-02"))
    listed = here.county.sw("snapshot", "list", "--months", "3", "--as-of", "2026-04-10").document
    assert [one["sent"] for one in listed["covered"]] == [2, 0, 0]
    shown = here.county.sw("snapshot", "show", "2026-02", "T532301102").document
    assert shown["complete"] and {"t": "figure", "code": "1.visits", "value": 0} in shown["rows"]
    summed = here.county.sw("snapshot", "show", "2026-02").document
    assert {"code": "1.visits", "value": 0, "kept_back": 0} in summed["figures"]
    assert here.county.sw("snapshot", "show", "2026-01").refusal == "report.no_snapshot"
    assert here.county.sw("snapshot", "show", "2026-02", "T532301999").refusal == "report.no_snapshot"


def _month(unit: str, **values: int | None) -> Snapshot:
    rows = tuple({"t": "figure", "code": code.replace("_", "."), "value": value} for code, value in values.items())
    return Snapshot(unit, "2026-02", "aggregate", "2026-02-01", "2026-02-28", 1, True, rows)


def test_sums_say_how_many_stations_keep_theirs_back() -> None:
    found = {one.code: one for one in totals([_month("T1", a_x=7, b_x=None), _month("T2", a_x=None, b_x=None)])}
    assert (found["a.x"].value, found["a.x"].kept_back) == (7, 1)
    assert (found["b.x"].value, found["b.x"].kept_back) == (0, 2)
    set_language("en")
    assert [value_words(one.value, one.kept_back, several=True) for one in found.values()] == [
        "7 and more (1 kept back)", "2 kept back",
    ]  # fmt: skip
    assert value_words(None) == "kept back" and value_words(1234) == "1,234"


def test_every_figure_that_can_go_out_has_words() -> None:
    set_language("en")
    codes = [f"{figure}.{line}" for figure, lines in aggregate._WHOLE.items() for line in lines]
    codes += [f"{whole}.{code}" for whole in aggregate.PART_LISTS for code in ("none", "other")]
    codes += [
        "4.open.dibao",
        "6.sessions.phone",
        "7.closed.goals_met",
        "11.item.filing.matters",
        "11.item.other.copies",
    ]
    codes += [f"5.{line}.{state}" for line in ("left", "reopened") for state in ("transferred", "suspended")]
    for code in codes:
        said = words_of(code)
        assert said.figure and said.label != code and said.unit, code
    assert words_of("99.new_line").label == "99.new_line", "a later program's, as it is"
    assert in_order(["4.open.none", "11.person_times", "4.open.dibao", "1.visits", "4.open", "99.x"]) == [
        "1.visits", "4.open", "4.open.dibao", "4.open.none", "11.person_times", "99.x",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "row",
    [
        {"t": "figure", "code": 1, "value": 2}, {"t": "figure", "value": 2}, {"t": "figure", "code": "a", "value": "2"},
        {"t": "device", "replica": "a", "last": 1, "highest": 1}, {"t": "book_state", "conflicts": None, "devices": 1},
        {"t": "figure", "code": "a", "value": True},
    ],
)  # fmt: skip
def test_a_row_that_lacks_what_a_reader_relies_on_is_refused(row: dict[str, object]) -> None:
    head, _row = list(_month("T532301102", a=1).lines())
    with pytest.raises(Refusal) as said:
        list(parse([head, orjson.dumps(row, option=orjson.OPT_SORT_KEYS)]))
    assert said.value.code == "bundle.snapshot"


def test_one_that_is_not_here_is_refused(here: County) -> None:
    with here.county.book() as book:
        for refused in (lambda: opened(book, "T532301102", "2026-02", "aggregate"), lambda: total_of(book, "2026-02")):
            with pytest.raises(Refusal) as said:
                refused()
            assert said.value.code == "report.no_snapshot"
