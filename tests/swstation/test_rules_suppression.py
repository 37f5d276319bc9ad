"""Small counts are kept back, and nobody can work them out from the rest."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from itertools import product

import pytest

from swstation.rules.suppression import LEAST, Equation, suppressed

TOTAL = Equation(("a", "b", "c"), "all")
FLOW = Equation(("opening", "opened", "closed", "closing"), None, ("opening", "closing"))


def possible(values: Mapping[str, int], hidden: frozenset[str], most: int = 40) -> Iterator[dict[str, int]]:
    """Every table that looks the same from outside: what is shown is as shown, and the parts add up."""
    free = sorted(hidden - {"all"})
    for some in product(range(most), repeat=len(free)):
        guess = {**values, **dict(zip(free, some, strict=True))}
        guess["all"] = guess["a"] + guess["b"] + guess["c"]
        if "all" in hidden or guess["all"] == values["all"]:
            yield guess


@pytest.mark.parametrize("seed", range(150))
def test_no_kept_back_part_can_be_computed_from_the_total(seed: int) -> None:
    rng = random.Random(seed)
    a, b, c = (rng.choice((0, 1, 2, 4, 5, 6, 9, 12)) for _part in range(3))
    values = {"a": a, "b": b, "c": c, "all": a + b + c}
    hidden = suppressed(values, [TOTAL])
    assert {code for code, value in values.items() if 0 < value < LEAST} <= hidden
    if hidden:
        tables = list(possible(values, hidden))
        for code in hidden:
            assert len({one[code] for one in tables}) > 1, (values, hidden, code)


def test_nothing_small_keeps_nothing_back() -> None:
    assert suppressed({"a": 0, "b": 7, "c": 5, "all": 12}, [TOTAL]) == frozenset()


def test_one_small_part_takes_the_smallest_other_with_it() -> None:
    assert suppressed({"a": 2, "b": 9, "c": 30, "all": 41}, [TOTAL]) == {"a", "b"}
    # Two that are 1 each: their sum of 2 would give them away.
    assert suppressed({"a": 1, "b": 1, "c": 30, "all": 32}, [TOTAL]) == {"a", "b", "c"}
    # Alone with nothing beside it: the total goes too.
    assert suppressed({"a": 3, "all": 3}, [Equation(("a",), "all")]) == {"a", "all"}


def test_what_came_and_went_hides_together() -> None:
    values = {"opening": 20, "opened": 3, "closed": 6, "closing": 17}
    assert suppressed(values, [FLOW]) == {"opened", "closed"}
    # The counts that the months before and after print as well stay, as long as something else can go.
    assert suppressed({**values, "closed": 0, "closing": 23}, [FLOW]) == {"opened", "closed"}


def test_a_count_in_two_equations_pulls_both() -> None:
    values = {"a": 2, "b": 9, "all": 11, "x": 9, "y": 40, "whole": 49}
    linked = [Equation(("a", "b"), "all"), Equation(("b", "y"), "whole")]
    assert suppressed(values, linked) == {"a", "b", "y"}
