"""Which files are likely of one person, and what follows from verdicts: pure rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from synthetic import old_resident_id, resident_id

from db.queries.candidates import Filed, name_key, number_of
from swstation.matching import MANY, Candidate, Persons, Verdict, candidates, one_slip, shared_numbers, sounds_alike

NUMBER = resident_id(date(1948, 5, 1), 2)


def filed(row: str, key: str = "王桂英", birth: str | None = "1948-05-01", village: str | None = "石桥村",
          number: str | None = None, unit: str = "T532301102") -> Filed:  # fmt: skip
    return Filed(row, unit, key, birth, village, number)


def found(*block: Filed) -> list[Candidate]:
    """Grouped as the queries group."""
    return candidates(
        blocks(block, lambda row: row.number),
        blocks(block, lambda row: row.village and row.birth and (row.birth, row.village)),
        blocks(block, lambda row: row.birth and (row.key, row.birth)),
        blocks(block, lambda row: row.number and (row.key, row.number[6:17]))
        + blocks(block, lambda row: row.number and (row.key, row.number[:6] + row.number[14:17]))
        + blocks(block, lambda row: row.number and (row.key, row.number[:14])),
    )


def blocks(rows: Sequence[Filed], shared: Callable[[Filed], object]) -> list[list[Filed]]:
    made: dict[object, list[Filed]] = {}
    for row in rows:
        if (key := shared(row)) is not None:
            made.setdefault(key, []).append(row)
    return [block for block in made.values() if len(block) > 1]


def test_numbers_are_compared_as_eighteen_characters() -> None:
    old = old_resident_id(date(1948, 5, 1), 2)
    new = resident_id(date(1948, 5, 1), 2)
    small = next(one for n in range(1, 99) if (one := resident_id(date(1948, 5, 1), n)).endswith("X"))
    assert number_of(old) == new
    assert number_of(f" {small[:6]} {small[6:].lower()}") == small
    assert number_of("".join(chr(ord(c) + 0xFEE0) for c in new)) == new
    assert number_of(None) is None and number_of("1" * 18) is None and number_of("未办") is None


def test_names_are_compared_without_blanks_and_dots() -> None:
    assert name_key(" 王 桂英\u3000") == "王桂英"
    assert name_key("艾力·买买提") == name_key("艾力•买买提") == "艾力买买提"


@pytest.mark.parametrize(
    ("one", "other", "ground"),
    [
        (filed("a", number=NUMBER), filed("b", number=NUMBER, village="新街"), "number"),
        (filed("a", number=NUMBER), filed("b", number=NUMBER, birth=None), "number"),
        (filed("a"), filed("b"), "name_birth_village"),
        (filed("a", number=NUMBER), filed("b"), "name_birth_village"),
        (filed("a"), filed("b", village=None), "name_birth"),
        (filed("a"), filed("b", key="王贵英"), "sound"),
        (filed("a", number=NUMBER), filed("b", number=resident_id(date(1948, 5, 1), 12)), "number_near"),
        (filed("a", number=NUMBER), filed("b", number=resident_id(date(1984, 5, 1), 2)), "number_near"),
    ],
)
def test_grounds(one: Filed, other: Filed, ground: str) -> None:
    assert found(one, other) == [Candidate("a", "b", ground)]
    assert found(other, one) == [Candidate("a", "b", ground)], "whichever stands first"


@pytest.mark.parametrize(
    "other",
    [
        filed("b", number=NUMBER, key="李秀兰"),
        filed("b", number=NUMBER, birth="1949-05-01"),
        filed("b", key="王桂花"),
        filed("b", number=resident_id(date(1951, 9, 9), 14)),
    ],
    ids=["number shared by another name", "by another birth date", "another name", "another number"],
)
def test_who_is_no_likely_pair(other: Filed) -> None:
    assert found(filed("a", number=NUMBER), other) == []


def test_one_number_and_two_names_is_a_finding() -> None:
    block = [filed("a", number=NUMBER), filed("b", key="李秀兰", number=NUMBER), filed("c", number=NUMBER)]
    assert shared_numbers([block]) == [("a", "b"), ("b", "c")]
    assert found(*block) == [Candidate("a", "c", "number")]


def test_many_alike_do_not_make_pairs_without_end() -> None:
    block = [filed(f"{place:04d}") for place in range(500)]
    assert len(found(*block)) == 499
    assert len(found(*block[:MANY])) == MANY * (MANY - 1) // 2


def test_sound() -> None:
    assert sounds_alike("王桂英", "王贵英") and sounds_alike("张立", "章丽")
    assert not sounds_alike("王桂英", "王桂英") and not sounds_alike("王桂英", "王桂") and not sounds_alike("王", "汪")
    assert not sounds_alike("艾力A", "艾力B")


@given(st.text("0123456789", min_size=18, max_size=18), st.integers(0, 16), st.sampled_from("0123456789"))
def test_a_slip_is_seen_both_ways(number: str, place: int, digit: str) -> None:
    typed = number[:place] + digit + number[place + 1 :]
    assert one_slip(number, typed) is (typed != number)
    assert one_slip(typed, number) is one_slip(number, typed)
    if place < 16:
        swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        assert one_slip(number, swapped) is (swapped != number)


STATION, COUNTY = 0, 1


def same(a: str, b: str, authority: int = STATION) -> Verdict:
    return Verdict(a, b, True, authority)


def apart(a: str, b: str, authority: int = STATION) -> Verdict:
    return Verdict(a, b, False, authority)


def test_the_smallest_stands_for_all_of_a_person() -> None:
    who = Persons([same("c", "d"), same("a", "c"), same("b", "x")])
    assert [who.of(one) for one in "abcdxz"] == ["a", "b", "a", "a", "b", "z"]
    assert who.members("d") == ["a", "c", "d"] and who.members("z") == ["z"]
    assert sorted(who.several()) == [["a", "c", "d"], ["b", "x"]]
    assert who.decided("a", "d") is True and who.decided("a", "b") is None


def test_what_is_different_from_one_is_different_from_all_of_a_person() -> None:
    who = Persons([same("a", "b"), apart("b", "c")])
    assert who.decided("a", "c") is False and who.of("c") == "c"


def test_the_county_goes_before_a_station() -> None:
    who = Persons([same("a", "b"), same("b", "c"), apart("a", "c", COUNTY)])
    assert who.contradictions == [same("b", "c")]
    assert [who.of(one) for one in "abc"] == ["a", "a", "c"]
    who = Persons([same("a", "c", COUNTY), apart("a", "b"), same("b", "c", COUNTY)])
    assert not who.contradictions and who.decided("a", "b") is True


def test_a_contradiction_of_equals_keeps_apart() -> None:
    who = Persons([same("a", "b"), same("b", "c"), apart("a", "c")])
    assert who.contradictions == [same("b", "c")] and who.decided("a", "c") is False


NAMES = st.sampled_from("abcdefgh")


@given(
    st.dictionaries(
        st.tuples(NAMES, NAMES).filter(lambda two: two[0] < two[1]), st.tuples(st.booleans(), st.integers(0, 2))
    ),
    st.randoms(),
)
def test_whatever_the_order_of_verdicts(given_: dict[tuple[str, str], tuple[bool, int]], shuffled: object) -> None:
    verdicts = [Verdict(a, b, yes, weight) for (a, b), (yes, weight) in given_.items()]
    who = Persons(verdicts)
    shuffled.shuffle(verdicts)  # type: ignore[attr-defined]
    other = Persons(verdicts)
    assert [who.of(one) for one in "abcdefgh"] == [other.of(one) for one in "abcdefgh"]
    assert who.contradictions == other.contradictions
    for one in "abcdefgh":
        assert who.of(one) == min(who.members(one)) and who.of(who.of(one)) == who.of(one)
    for verdict in verdicts:
        weights = [one.authority for one in verdicts if one.same and who.of(one.a) == who.of(verdict.a)]
        if not verdict.same and who.decided(verdict.a, verdict.b):
            assert max(weights, default=-1) > verdict.authority, "only a higher word brings the two together"
