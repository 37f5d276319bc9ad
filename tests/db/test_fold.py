"""From records to what is shown: the laws, by histories of several hands that see only part of each other."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.fold import Folded, deletion, fold, heads, row_in_turn, shown_first
from db.gateway import columns
from db.records import Op, make
from db.registry import ALIVE, specs

CLIENT = specs()["client"]
ROW = bytes(range(16))
PHONE, ATTENTION = "contact", "attention"


def ident(name: str) -> dict[str, Any]:
    return {"name": name, "gender": None, "birth_date": None, "resident_id": None}


FILE = dict.fromkeys(CLIENT.groups["file"].fields) | {"opened_on": "2026-03-02", "file_state": "open"}


@dataclass
class Hand:
    """Someone who writes on the row, knowing only what they have seen."""

    number: int
    unit: str = "T532301102"
    seen: list[Op] = field(default_factory=list)
    n: int = 0

    def write(self, groups: dict[str, dict[str, Any]], action: str = "set", **over: Any) -> Op:
        """A record as the gateway makes it."""
        live = heads(self.seen)
        groups = dict(groups)
        if action in ("delete", "restore"):
            groups[ALIVE] = {"alive": action == "restore"}
        replaced = {g: [op.id.hex() for op in ops] for g, ops in live.items() if action == "delete" or g in groups}
        self.n += 1
        lamport = over.pop("lamport", max((op.l for op in self.seen), default=0) + 1)
        op = make(
            r=bytes([self.number] * 16), n=self.n, lamport=lamport, at=f"2026-03-02T09:00:{self.n % 60:02d}+08:00",
            w=bytes([self.number] * 16), st=self.unit, t="client", k=ROW, a=action, o=over.pop("o", replaced),
            groups=groups, salt=bytes(16),
        )  # fmt: skip
        self.seen.append(op)
        return op

    def hear(self, *ops: Op) -> None:
        """See records of others."""
        self.seen += [op for op in ops if op not in self.seen]


def begin() -> tuple[Op, Hand, Hand]:
    """A row that two hands know."""
    a, b = Hand(1), Hand(2)
    first = a.write({"ident": ident("张桂芳"), "file": FILE})
    b.hear(first)
    return first, a, b


def folded(*ops: Op) -> Folded:
    """The fold, checked to be the same in every order (a hundred of them)."""
    result = fold(CLIENT, ops)
    orders = list(permutations(ops)) if len(ops) < 5 else [random.Random(i).sample(ops, len(ops)) for i in range(100)]
    assert all(fold(CLIENT, order) == result for order in orders)
    in_turn = row_in_turn(CLIENT, ops)
    assert in_turn is None or in_turn == (ROW, *columns(CLIENT, result)), "the shortcut says the same or nothing"
    return result


def test_records_that_replace_each_other_in_turn_take_the_shortcut() -> None:
    first, a, b = begin()
    second = b.write({"ident": ident("张桂芬"), PHONE: {"phone": "1"}})
    a.hear(second)
    third = a.write({PHONE: {"phone": None}}, "resolve")
    for ops in ((first,), (second, first), (first, third, second)):
        row = folded(*ops)
        assert row_in_turn(CLIENT, ops) == (ROW, *columns(CLIENT, row))
    assert row_in_turn(CLIENT, [first, third]) is None
    assert row_in_turn(CLIENT, [first, a.write({}, "delete")]) is None
    assert row_in_turn(CLIENT, [first, Hand(4, unit="C532301", seen=[first]).write({"ident": ident("丁")})]) is None


def test_one_record_is_what_it_says() -> None:
    first, _a, _b = begin()
    row = folded(first)
    assert (row.values["name"], row.values["file_state"], row.values["phone"]) == ("张桂芳", "open", None)
    assert (row.alive, row.owner, row.ops, row.conflicts) == (True, "T532301102", 1, ())
    assert row.entered_at == row.changed_at == first.at and row.entered_by == first.w


@pytest.mark.fault(33)
def test_an_edit_that_saw_the_value_replaces_it_whatever_the_clock_says() -> None:
    first, _a, b = begin()
    edit = b.write({"ident": ident("张桂芬")}, lamport=first.l)
    assert folded(first, edit).values["name"] == "张桂芬"
    assert not folded(first, edit).conflicts


@pytest.mark.fault(34)
def test_two_blind_edits_are_a_conflict_and_the_shown_one_is_known() -> None:
    first, a, b = begin()
    one, two = a.write({"ident": ident("甲")}), b.write({"ident": ident("乙")})
    assert one.l == two.l
    row = folded(first, one, two)
    # Same tier, same counter: the larger id.
    assert row.values["name"] == ("甲" if one.id > two.id else "乙")
    (conflict,) = row.conflicts
    assert conflict.group == "ident" and conflict.heads == tuple(sorted((one.id, two.id)))
    # A later counter is shown before an earlier one.
    later = Hand(3, seen=[first]).write({"ident": ident("丙")}, lamport=50)
    assert folded(first, one, two, later).values["name"] == "丙"
    # A county is shown before a station, whatever the counters.
    county = Hand(4, unit="C532301", seen=[first]).write({"ident": ident("丁")}, lamport=2)
    assert folded(first, one, two, later, county).values["name"] == "丁"
    above = Hand(5, unit="M5323", seen=[first]).write({"ident": ident("戊")}, lamport=2)
    assert folded(first, one, two, later, county, above).values["name"] == "戊"


@pytest.mark.fault(34)
def test_equal_values_agree() -> None:
    first, a, b = begin()
    one, two = a.write({"ident": ident("甲")}), b.write({"ident": ident("甲")})
    assert not folded(first, one, two).conflicts
    third = Hand(3, seen=[first]).write({"ident": ident("乙")})
    (conflict,) = folded(first, one, two, third).conflicts
    assert conflict.heads == tuple(sorted((one.id, two.id, third.id)))


@pytest.mark.fault(34)
def test_different_groups_do_not_touch_each_other() -> None:
    first, a, b = begin()
    row = folded(first, a.write({PHONE: {"phone": "1"}}), b.write({ATTENTION: {"attention_level": "key"}}))
    assert (row.values["phone"], row.values["attention_level"], row.conflicts) == ("1", "key", ())


def test_an_edit_that_saw_one_of_two_keeps_the_other_open() -> None:
    first, a, b = begin()
    one, two = a.write({"ident": ident("甲")}), b.write({"ident": ident("乙")})
    three = a.write({"ident": ident("丙")})
    row = folded(first, one, two, three)
    assert row.conflicts[0].heads == tuple(sorted((two.id, three.id)))
    assert row.values["name"] == "丙", "the later counter"


@pytest.mark.fault(39)
def test_resolving_names_all_heads_and_a_late_head_opens_it_again() -> None:
    first, a, b = begin()
    one, two = a.write({"ident": ident("甲")}), b.write({"ident": ident("乙")})
    a.hear(two)
    settled = a.write({"ident": ident("丙")}, "resolve")
    assert folded(first, one, two, settled).values["name"] == "丙"
    assert not folded(first, one, two, settled).conflicts
    late = Hand(3, seen=[first]).write({"ident": ident("丁")})
    again = folded(first, one, two, settled, late).conflicts
    assert again[0].heads == tuple(sorted((settled.id, late.id)))
    # A head that the resolution saw does not open it again, however late it comes.
    assert not folded(first, settled, two).conflicts


@pytest.mark.fault(38)
def test_two_resolutions_are_a_conflict_of_resolutions() -> None:
    first, a, b = begin()
    one, two = a.write({"ident": ident("甲")}), b.write({"ident": ident("乙")})
    a.hear(two), b.hear(one)
    mine, yours = a.write({"ident": ident("甲")}, "resolve"), b.write({"ident": ident("乙")}, "resolve")
    assert folded(first, one, two, mine, yours).conflicts[0].heads == tuple(sorted((mine.id, yours.id)))


def test_a_delete_that_saw_all_hides_and_can_be_restored() -> None:
    first, a, _b = begin()
    gone = a.write({}, "delete")
    row = folded(first, gone)
    assert (row.alive, row.conflicts, row.values["name"]) == (False, (), "张桂芳")
    back = a.write({}, "restore")
    assert folded(first, gone, back).alive and not folded(first, gone, back).conflicts


@pytest.mark.fault(36)
def test_a_delete_against_an_edit_it_did_not_see_keeps_the_row_visible() -> None:
    first, a, b = begin()
    gone, edit = a.write({}, "delete"), b.write({PHONE: {"phone": "1"}})
    row = folded(first, gone, edit)
    assert row.alive and row.values["phone"] == "1"
    (conflict,) = row.conflicts
    assert conflict.group == ALIVE and conflict.heads == tuple(sorted((gone.id, edit.id)))
    # Settled by a second deletion that saw the edit too.
    a.hear(edit)
    assert not folded(first, gone, edit, a.write({}, "delete")).alive


@pytest.mark.fault(37)
def test_two_deletes_agree() -> None:
    first, a, b = begin()
    row = folded(first, a.write({}, "delete"), b.write({}, "delete"))
    assert not row.alive and not row.conflicts


def test_a_delete_against_a_restore_is_a_conflict_and_visible() -> None:
    first, a, b = begin()
    gone = a.write({}, "delete")
    b.hear(gone)
    back, again = b.write({}, "restore"), a.write({}, "delete")
    row = folded(first, gone, back, again)
    assert row.alive and row.conflicts[0].heads == tuple(sorted((back.id, again.id)))


def test_a_partial_row_waits_until_the_missing_group_comes() -> None:
    first, a, _b = begin()
    edit = a.write({PHONE: {"phone": "1"}})
    assert not folded(edit).alive
    assert folded(edit).values["phone"] == "1" and not folded(edit).conflicts
    assert folded(first, edit).alive


@pytest.mark.fault(70)
def test_replacing_across_groups_or_rows_has_no_effect() -> None:
    first, _a, b = begin()
    # Names the head of ident while setting only the phone: not an edit of ident.
    edit = b.write({PHONE: {"phone": "1"}}, o={"ident": [first.id.hex()], PHONE: ["ab" * 32]})
    row = folded(first, edit)
    assert row.values["name"] == "张桂芳" and not row.conflicts


@pytest.mark.fault(70)
def test_a_forged_ring_of_replacements_hides_nothing() -> None:
    _first, a, b = begin()
    one, two = a.write({"ident": ident("甲")}), b.write({"ident": ident("乙")})
    ring = [_forged(one, two.id), _forged(two, one.id)]
    row = folded(*ring)
    assert row.conflicts[0].heads == tuple(sorted((one.id, two.id)))
    assert row.values["name"] in ("甲", "乙")


def _forged(op: Op, replaces: bytes) -> Op:
    return op._replace(o=f'{{"ident":["{replaces.hex()}"]}}')


def test_a_group_of_a_newer_program_is_left_alone() -> None:
    first, a, _b = begin()
    row = folded(first, a.write({"later": {"x": 1}}))
    assert row.values["name"] == "张桂芳" and "x" not in row.values


def test_conflict_ids_are_known() -> None:
    first, a, b = begin()
    one, two = a.write({"ident": ident("甲")}), b.write({"ident": ident("乙")})
    (conflict,) = folded(first, one, two).conflicts
    import hashlib

    text = b"swconflict1\0" + ROW + b"\0ident\0" + b"".join(sorted((one.id, two.id)))
    assert conflict.id(ROW) == hashlib.sha256(text).digest()
    assert conflict.id(bytes(16)) != conflict.id(ROW)


VALUES = {
    "ident": [ident("甲"), ident("乙"), ident("丙")],
    PHONE: [{"phone": None}, {"phone": "1"}, {"phone": "2"}],
    ATTENTION: [{"attention_level": "high"}, {"attention_level": "key"}],
}
STEP = st.tuples(
    st.integers(0, 3),
    st.sampled_from(["set", "set", "set", "delete", "restore", "resolve", "hear"]),
    st.sampled_from(sorted(VALUES)),
    st.integers(0, 2),
)
UNITS = ["T532301102", "T532301102", "C532301", "M5323"]


def history(steps: list[tuple[int, str, str, int]]) -> list[Op]:
    """The records of four hands that write and now and then hear from each other."""
    hands = [Hand(i + 1, UNITS[i]) for i in range(4)]
    first = hands[0].write({"ident": ident("张桂芳"), "file": FILE})
    for hand in hands[1:]:
        hand.hear(first)
    for who, what, group, which in steps:
        if what == "hear":
            hands[who].hear(*hands[which].seen)
        elif what in ("delete", "restore"):
            hands[who].write({}, what)
        else:
            hands[who].write({group: VALUES[group][which % len(VALUES[group])]}, what)
    return list(dict.fromkeys(op for hand in hands for op in hand.seen))


@given(st.lists(STEP, max_size=14), st.randoms(use_true_random=False))
def test_laws(steps: list[tuple[int, str, str, int]], rng: random.Random) -> None:
    ops = history(steps)
    row = fold(CLIENT, ops)
    shuffled = rng.sample(ops, len(ops))
    assert fold(CLIENT, shuffled) == row, "order does not matter"
    assert [c.id(ROW) for c in fold(CLIENT, shuffled).conflicts] == [c.id(ROW) for c in row.conflicts]

    live = heads(ops)
    named = {(group, one) for op in ops for group, ids in op.replaced.items() if group in op.groups for one in ids}
    open_groups = {conflict.group: conflict.heads for conflict in row.conflicts}
    for op in ops:
        for group, values in op.groups.items():
            # Every value is live, or was replaced by a record whose author saw it.
            assert (op in live[group]) != ((group, op.id.hex()) in named)
            if group != ALIVE and op in live[group] and group in open_groups:
                assert op.id in open_groups[group]
            elif group != ALIVE and op in live[group]:
                assert {f: row.values[f] for f in values} == values, "settled is what is shown"
    for group, alive in live.items():
        if group == ALIVE:
            continue
        winner = max(alive, key=shown_first)
        assert winner is alive[0] and {f: row.values[f] for f in winner.groups[group]} == winner.groups[group]
        distinct = {tuple(sorted(op.groups[group].items(), key=str)) for op in alive}
        assert (len(distinct) > 1) == (group in open_groups)
    if not row.alive:
        _check_hidden(ops, live)


def _check_hidden(ops: list[Op], live: dict[str, list[Op]]) -> None:
    gone, contested = deletion(live)
    assert gone and not contested
    seen = {one for op in live[ALIVE] for ids in op.replaced.values() for one in ids}
    for group, alive in live.items():
        assert group == ALIVE or all(op.id.hex() in seen or op in live[ALIVE] for op in alive), (
            "hidden: somebody saw it"
        )


@given(st.lists(STEP, max_size=14), st.integers(0, 2**32))
def test_part_by_part_is_the_same_as_at_once(steps: list[tuple[int, str, str, int]], mask: int) -> None:
    # Union of any two overlapping parts, in either order: the fold sees only the set.
    ops = history(steps)
    left = [op for i, op in enumerate(ops) if mask >> (i % 32) & 1]
    right = [op for op in ops if op not in left] + left[:1]
    union = list(dict.fromkeys([*left, *right]))
    assert fold(CLIENT, union) == fold(CLIENT, list(dict.fromkeys([*right, *left]))) == fold(CLIENT, ops)


@pytest.mark.parametrize("table", specs())
def test_no_record_of_a_row_is_no_row(table: str) -> None:
    with pytest.raises(IndexError):
        fold(specs()[table], [])
