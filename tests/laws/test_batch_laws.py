"""The law of one batch: rows that two laptops of a unit edit, all their records in one bundle, wherever a batch ends.

That is what a county takes in most: a lead's laptop hands on what its station wrote. Rows of plain records that follow
one another are written without the fold; whether they follow one another is for this law to say.
"""

from __future__ import annotations

import os

import independent_reader
from histories import expect
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from machines import Load, Machine, machines

from db.gateway import Change

LAPTOPS = 2
UNITS = ["T532301102", "T532301102", "C532301", "C532301", "C532301", "C532301"]
"""Two laptops of a station, the county's desk, and three who take in."""
WHAT = [*["set"] * 8, *["resolve"] * 2, *["hear"] * 4, "delete", "restore", "erase", "quarantine"]
STEP = st.tuples(st.integers(0, 1), st.sampled_from(WHAT), st.integers(0, 1), st.integers(0, 2))
"""Which laptop, what, on which of two rows, and what it says."""
CUTS = st.lists(st.integers(1, 12), max_size=4)
LAWS = settings(
    max_examples=int(os.environ.get("LAWS_EXAMPLES", "60")),
    phases=[Phase.explicit, Phase.generate] if "LAWS_EXAMPLES" in os.environ else settings.default.phases,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)


def play(desks: list[Machine], steps: list[tuple[int, str, int, int]]) -> Load:
    """Two laptops write on the same rows; at the end the first has it all, and hands it on in one bundle."""
    *laptops, county = desks
    for who, what, row, value in steps:
        laptop = laptops[who]
        if what == "hear":
            laptop.take_in(laptops[1 - who].hand_on())
        elif what in ("erase", "quarantine"):
            county.take_in(laptop.hand_on())
            county.speak(what, row, value)
        elif what in ("delete", "restore"):
            laptop.write(Change("household", f"{row:032x}", {}, what))
        else:
            group, fields = (("place", "village_name"), ("ident", "head_name"), ("place", "address"))[value]
            said = dict.fromkeys(GROUPS[group]) | {fields: f"{value + who}"}
            laptop.write(Change("household", f"{row:032x}", {group: said}, what))
    for other in desks[1:]:
        laptops[0].take_in(other.hand_on())
    return laptops[0].hand_on()


GROUPS = {"place": ("village", "village_name", "address"), "ident": ("number", "head", "head_name")}


@LAWS
@given(st.lists(STEP, min_size=2, max_size=14), CUTS, st.integers(2, 4))
@example([(0, "set", 0, 0), (1, "set", 0, 0)], [1], 2)
@example([(0, "set", 0, 0), (1, "set", 0, 0), (0, "hear", 0, 0), (0, "resolve", 0, 0)], [], 2)
@example([(0, "set", 0, 0), (1, "hear", 0, 0), (1, "set", 0, 1), (0, "set", 0, 2)], [], 2)
def test_a_batch_is_its_records_one_by_one(steps: list[tuple[int, str, int, int]], cuts: list[int], every: int) -> None:
    """In one batch, in several, one record at a time, and with half its contents first: the same, and as it should."""
    with machines(UNITS) as (*desks, one, two, three):
        load = play(desks, steps)
        done = one.take_in(load)
        assert (done.new, done.known) == (len(load.lines), 0)
        expect(one, [independent_reader.read(line) for line in load.lines])
        wanted = one.state("household")
        own = desks[0].state("household")  # written by hand and heard, not in one batch
        assert all(own[name] == wanted[name] for name in ("household", "conflict", "foreign_op", "digest"))
        two.take_in(load, cuts=cuts)
        assert two.state("household") == wanted
        assert two.take_in(load, cuts=cuts).known == len(load.lines)
        assert two.state("household") == wanted
        half = one.hand_on(keep=lambda t, k, op: op.id[-1] % every == 0)
        three.take_in(half, cuts=cuts)
        expect(three, [independent_reader.read(line) for line in half.lines])
        three.take_in(load, cuts=range(len(load.lines)))
        assert three.state("household") == wanted
