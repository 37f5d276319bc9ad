"""The county's board: one cell for each station and month, out of plain facts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from swstation.exchange.board import Arrived, Board, BoardRow, Expected, Facts, Hole, board, months_to
from swstation.exchange.chasing import chase, file_expected

AS_OF = date(2026, 12, 3)
MONTHS = ("2026-09", "2026-10", "2026-11", "2026-12")
A, B = "a" * 32, "b" * 32


def bundle(number: int, made: str, **changes: Any) -> Arrived:
    day = date.fromisoformat(made)
    facts: dict[str, Any] = {
        "sha256": f"{number:064x}", "file": f"{number}.swb", "station": "T532301102", "replica": A, "number": number,
        "made": day, "came": day, "status": "merged", "reason": "", "ops": 10, "new": 10, "last": {A: number * 100},
    }  # fmt: skip
    return Arrived(**{**facts, **changes})


def table(*arrived: Arrived, holes: tuple[Hole, ...] = (), since: str = "2026-09-10", start_day: int = 1) -> Board:
    station = Expected("T532301102", "东瓜镇社工站", (A, B), date.fromisoformat(since), start_day)
    return board(Facts((station,), arrived, holes, {A: "T532301102", B: "T532301102"}), MONTHS, AS_OF)


def row(*arrived: Arrived, **options: Any) -> BoardRow:
    (one,) = table(*arrived, **options).rows
    return one


def states(*arrived: Arrived, **options: Any) -> list[str]:
    return [cell.state for cell in row(*arrived, **options).cells]


def test_months_are_counted_back_over_the_turn_of_the_year() -> None:
    assert months_to("2026-02", 4) == ("2025-11", "2025-12", "2026-01", "2026-02")


def test_nothing_has_come_and_before_the_station_was_there_nothing_is_expected() -> None:
    assert states(since="2026-10-15") == ["before", "missing", "missing", "open"]


def test_a_bundle_made_after_the_month_closes_it_and_all_before_it() -> None:
    assert states(bundle(1, "2026-12-01")) == ["received", "received", "received", "open"]
    assert row(bundle(1, "2026-12-01")).owes == ()


def test_a_bundle_made_before_the_month_was_over_is_early() -> None:
    found = row(bundle(1, "2026-10-01"), bundle(2, "2026-11-28"))
    assert [cell.state for cell in found.cells] == ["received", "received", "early", "open"]
    assert (found.owes, found.early) == ((), ("2026-11",))


def test_a_bundle_made_at_the_beginning_of_a_month_says_nothing_of_that_month() -> None:
    found = row(bundle(1, "2026-10-02"), bundle(2, "2026-11-15"))
    assert [cell.state for cell in found.cells] == ["received", "received", "missing", "open"]
    assert (found.owes, [one.number for one in found.cells[2].bundles]) == (("2026-11",), [2])


def test_a_month_runs_as_the_station_counts_it() -> None:
    # With the 26th as first day November ends on 25 November.
    assert states(bundle(1, "2026-11-28"), start_day=26)[2] == "received"
    assert states(bundle(1, "2026-11-25"), start_day=26)[2] == "early"


def test_what_came_after_the_day_looked_from_has_not_come() -> None:
    assert states(bundle(1, "2026-12-01", came=date(2026, 12, 4)))[2] == "missing"


def test_missing_records_mark_the_months_in_which_they_were_written() -> None:
    hole = Hole(A, 812, 903, (7,), date(2026, 10, 20), date(2026, 11, 2))
    found = row(bundle(1, "2026-12-01"), holes=(hole,))
    assert [cell.state for cell in found.cells] == ["received", "gap", "gap", "open"]
    assert found.owes == ("2026-10", "2026-11") and found.lags
    at_the_end = Hole(A, 5, 6, (), date(2026, 10, 20), None)
    assert states(bundle(1, "2026-12-01"), holes=(at_the_end,)) == ["received", "gap", "received", "open"]
    at_the_start = Hole(A, 1, 6, (), None, date(2026, 10, 20))
    assert states(bundle(1, "2026-12-01"), holes=(at_the_start,)) == ["gap", "gap", "received", "open"]


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"status": "held", "reason": "bundle.unknown_signer"}, "unenrolled"),
        ({"status": "held", "reason": "bundle.newer", "newer": True}, "newer"),
        ({"newer": True}, "newer"),
        ({"aside": 2}, "aside"),
    ],
)
def test_what_is_not_all_in_is_told_by_its_own_state(changes: dict[str, Any], state: str) -> None:
    assert states(bundle(1, "2026-12-01", **changes))[2] == state


def test_a_held_bundle_closes_no_month_but_the_next_one_does() -> None:
    held = bundle(1, "2026-10-02", status="held", reason="bundle.unknown_signer")
    assert states(held, bundle(2, "2026-11-02")) == ["unenrolled", "unenrolled", "missing", "open"]


def test_a_laptop_that_fell_silent_makes_its_station_stale() -> None:
    both = bundle(1, "2026-10-02", last={A: 100, B: 50})
    assert states(both, bundle(2, "2026-12-01"))[1:3] == ["received", "stale"]
    assert row(both, bundle(2, "2026-12-01")).cells[2].silent == (B,)
    assert states(both, bundle(2, "2026-12-01", last={A: 200, B: 60}))[2] == "received"


def test_a_cell_holds_the_bundles_up_to_the_one_that_closes_it() -> None:
    cells = row(
        bundle(1, "2026-10-05"), bundle(2, "2026-10-20"), bundle(3, "2026-11-03"), bundle(4, "2026-12-01")
    ).cells
    assert [[one.number for one in cell.bundles] for cell in cells] == [[1], [1, 2, 3], [3, 4], [4]]


def test_the_message_names_months_file_and_missing_bundle() -> None:
    hole = Hole(A, 812, 903, (7,), date(2026, 10, 20), date(2026, 10, 21))
    found = row(bundle(6, "2026-10-02"), bundle(8, "2026-10-30"), holes=(hole,))
    assert file_expected(found, AS_OF) == "532301102-20261203-9.swb"
    text = chase(found, "楚雄市社工总站", AS_OF, codes=lambda one: f"CODE-{one.first}")
    assert text.startswith("To 东瓜镇社工站:\n")
    assert "The bundle for 2026-11." in text and "532301102-20261203-9.swb" in text
    assert "Bundle 7 with records 812 to 903 has not come." in text and "CODE-812" in text
    assert "bundle 8, made on 2026-10-30" in text
    assert text.endswith("楚雄市社工总站  2026-12-03\n")


def test_who_owes_nothing_gets_a_kind_word() -> None:
    text = chase(row(bundle(1, "2026-12-01")), "楚雄市社工总站", AS_OF)
    assert "has everything" in text and "waiting" not in text
