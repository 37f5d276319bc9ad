"""What is due below, gathered: as many as there are lines, whoever is late with most first."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from swstation.operations.due_below import stands_under
from swstation.rules.due_below import SOON, gathered
from swstation.rules.due_item import DueItem

TODAY = date(2026, 11, 18)
STATIONS = ("T532301101", "T532301102", "T532301103-2")


def line(kind: str, days: int) -> DueItem:
    on = TODAY + timedelta(days=days)
    return DueItem(kind, "张桂芳", on, days, on, "zgf", "Next contact")


@given(
    st.lists(
        st.tuples(st.sampled_from(STATIONS), st.sampled_from(("visit", "contact", "training")), st.integers(-400, 60))
    )
)
def test_counts_are_those_of_the_lines(given: list[tuple[str, str, int]]) -> None:
    lines = [(unit, line(kind, days)) for unit, kind, days in given]
    found = gathered(lines)
    assert {one.unit for one in found} == {unit for unit, _item in lines}
    for one in found:
        days = [item.days for unit, item in lines if unit == one.unit]
        assert one.total == len(days)
        assert one.late == sum(1 for n in days if n < 0) == sum(n for _kind, n in one.late_kinds)
        assert one.soon == sum(1 for n in days if 0 <= n <= SOON)
        assert one.longest == max(0, -min(days))
        assert [n for _kind, n in one.late_kinds] == sorted((n for _kind, n in one.late_kinds), reverse=True)
    assert [one.late for one in found] == sorted((one.late for one in found), reverse=True)


def test_the_worst_stands_first() -> None:
    first, second, third = STATIONS
    lines = [(first, line("visit", -300)), (second, line("visit", 2)), (third, line("visit", -1))]
    assert [one.unit for one in gathered([*lines, (third, line("contact", -1))])] == [third, first, second]
    assert [one.unit for one in gathered([(first, line("visit", 40)), *lines[1:2]])] == [second, first]


def test_under_which_unit_something_stands() -> None:
    county, prefecture, station, room = "C532301", "M5323", "T532301102", "V532301102001"
    assert stands_under(county, county, {}) == county
    assert stands_under(county, station, {}) == station
    assert stands_under(county, room, {}) == station, "a room with its station"
    assert stands_under(county, f"{station}-2", {}) == f"{station}-2"
    assert stands_under(county, room, {room: f"{station}-2"}) == f"{station}-2", "the register says whose it is"
    assert stands_under(prefecture, room, {}) == county, "a prefecture sees counties"
    assert stands_under(station, room, {}) == station == stands_under(station, station, {}), (
        "a station its rooms in full"
    )
    assert stands_under(station, county, {}) is None
    assert stands_under(county, "T532322101", {}) is None
    assert stands_under(county, station, {station: "T532301103", "T532301103": station}) is None, "a circle ends"
