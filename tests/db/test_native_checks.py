"""The quick check of a whole payload says yes only where the checks with reasons do: no value slips through it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic_core import SchemaValidator
from rows import CANDIDATES, whole_row

from db.registry import ALIVE, specs
from db.tables.kinds import NATIVE

NASTY = (
    *CANDIDATES, "", " ", "\n", "a\n", "\ud800", "\x00", "\x7f", "\x85", "\u2028", "a" * 50_000, "a" * 50_001, "é",
    "٣٢١٥٣٢", "532301\n", "T532301102\n", "t532301102", "25:00", "24:00", "24:01", "9:00", "A" * 32, "a" * 33,
    -1, 2**53, 2**53 + 1, 10**13 + 1, 1441, 0.0, 1.0, "1", b"1", [], {}, [1],
)  # fmt: skip


def says_yes(validator: Any, value: Any) -> bool:
    try:
        validator.validate_python(value)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("table", specs())
def test_a_quick_yes_is_a_yes(table: str) -> None:
    spec = specs()[table]
    for seed in range(3):
        good = whole_row(table, seed)
        assert says_yes(spec.validator, good), "what every check takes is taken quickly"
        for name, group in spec.groups.items():
            for field in group.fields:
                for value in (None, *NASTY):
                    given_ = {**good[name], field: value}
                    quick = says_yes(spec.validator, {**good, name: given_})
                    assert quick == says_yes(group.validator, given_), (name, field, value)


@pytest.mark.parametrize("table", specs())
def test_shapes_of_payloads(table: str) -> None:
    spec = specs()[table]
    good = whole_row(table, 1)
    name = next(iter(good))
    for bad in (
        {**good, "unknown": {}}, {**good, name: None}, {**good, name: {}}, {**good, name: {**good[name], "more": 1}},
        {**good, name: dict(list(good[name].items())[1:])}, {**good, ALIVE: {}}, {**good, ALIVE: {"alive": 1}},
        {**good, ALIVE: {"alive": True, "x": 1}}, {**good, ALIVE: True}, [], None, "x",
    ):  # fmt: skip
        assert not says_yes(spec.validator, bad), bad
    assert says_yes(spec.validator, {ALIVE: {"alive": False}})
    assert says_yes(spec.validator, {name: good[name]})


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.integers(), st.from_regex(r"\A[VTCMP0-9a-z:.\n_-]{1,20}\Z")))
def test_each_native_check_against_the_one_it_stands_for(value: Any) -> None:
    for check, schema in NATIVE.items():
        if says_yes(SchemaValidator(schema), value):
            assert check(value) == value
