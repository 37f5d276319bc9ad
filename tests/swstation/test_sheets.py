"""Sheets: each stands on its register, values are read and shown alike, rows are written, changed, deleted, undone."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from books import seeded
from hypothesis import given
from hypothesis import strategies as st

from db.errors import Refusal
from db.queries.registers import one_row, rows_of
from db.registry import specs
from swstation import lists
from swstation.operations.book import Book
from swstation.operations.install import Setup, initialise
from swstation.operations.registers import add_row, delete_row, edit_row
from swstation.operations.sheets import Wording, begin, parsed, row_choices
from swstation.operations.undo import undo
from swstation.sheets import Field, Sheet, sheets
from swstation.sheets.model import KINDS
from swstation.sheets.values import parse, shown

SHEETS = list(sheets().values())


def station(folder: Path) -> Book:
    """A new station's book."""
    return initialise(folder / "book.db", Setup("township_station", "532301102", "王芳", None), seeded(1))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.table)
def test_a_sheet_stands_on_its_register(sheet: Sheet) -> None:
    spec = specs()[sheet.table]
    for one in (*sheet.fields, *sheet.columns):
        assert one.name in spec.fields, one.name
    for field in sheet.fields:
        assert field.kind in KINDS
        assert (field.kind == "row") == (field.name in spec.refs), field.name
        assert (field.kind == "row") == bool(field.table), field.name
        assert not field.table or field.table in specs()
        assert (field.kind == "choice") == bool(field.choices), field.name
        if field.choices and not field.choices.startswith("@"):
            assert lists.entries(field.choices)
        assert (field.kind == "yesno") == (field.name in spec.flags), field.name
    assert {one.lstrip("-") for one in sheet.order} <= set(spec.fields)
    assert set(sheet.defaults) <= set(spec.fields)
    assert set(sheet.keys) <= set(spec.fields)
    narrow = [one.width for one in sheet.columns if one.wide <= 80]
    assert sum(narrow) + len(narrow) <= 80, "fits a screen of 80"


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.table)
def test_what_a_row_cannot_do_without_is_asked_or_given(sheet: Sheet) -> None:
    """A required field of a required group is on the form as required, has a default, or comes from the place."""
    spec = specs()[sheet.table]
    for name in spec.required:
        for field, info in spec.groups[name].model.model_fields.items():
            if type(None) not in getattr(info.annotation, "__args__", ()):
                asked = sheet.field(field)
                given = field in sheet.defaults or (asked is not None and asked.required)
                assert given or field in spec.refs or field in sheet.keys, f"{sheet.table}.{field}"


@pytest.mark.parametrize(
    ("kind", "typed", "kept", "again"),
    [
        ("number", "１２", 12, "12"), ("number", "1,200", 1200, "1200"), ("percent", "85%", 85, "85"),
        ("tenths", "7.5", 75, "7.5"), ("tenths", "8", 80, "8"), ("money", "￥260", 26000, "260"),
        ("money", "12.50", 1250, "12.5"), ("money", "1.2万", 1_200_000, "12000"), ("money", "260元", 26000, "260"),
        ("yesno", "是", True, "yes"), ("yesno", "no", False, "no"), ("time", "9:30", "09:30", "09:30"),
        ("time", "9点", "09:00", "09:00"), ("period", "2026.3", "2026-03", "2026-03"),
        ("period", "2026h1", "2026H1", "2026H1"),
        ("text", " 张 三 ", " 张 三 ", " 张 三 "), ("number", "  ", None, ""),
    ],
)  # fmt: skip
def test_values_as_typed_and_as_kept(kind: str, typed: str, kept: object, again: str) -> None:
    field = Field("x", "X", kind)
    assert parse(field, typed) == kept
    assert shown(field, parse(field, typed)) == again


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        ("number", "12.5", "form.bad_number"), ("number", "twelve", "form.bad_number"),
        ("number", "-1", "form.bad_number"), ("number", "1e400", "form.bad_number"),
        ("number", "nan", "form.bad_number"), ("tenths", "7.55", "form.bad_amount"),
        ("money", "1.234", "form.bad_money"), ("yesno", "也许", "form.bad_yes"), ("time", "25:00", "form.bad_time"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_names_the_field(kind: str, typed: str, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse(Field("x", "X", kind), typed)
    assert (caught.value.code, caught.value.field) == (code, "x")


@given(st.sampled_from(["number", "tenths", "money", "percent"]), st.integers(0, 10**12))
def test_numbers_come_back_as_they_were(kind: str, value: int) -> None:
    field = Field("x", "X", kind)
    assert parse(field, shown(field, value)) == value


CONVERSION = {
    "from_measure": "class_hour", "from_tenths": "1", "to_measure": "hour", "to_tenths": "0.8",
    "decision": "县民政局通知",
}  # fmt: skip


def test_a_row_is_added_changed_deleted_and_brought_back(tmp_path: Path) -> None:
    with closing(station(tmp_path)) as book:
        values = parsed(book, "measure_conversion", CONVERSION, {}, True)
        row, _changes = add_row(book, "measure_conversion", values, name="Entry added")
        kept = one_row(book.connection, "measure_conversion", row)
        assert kept is not None
        assert (kept["from_tenths"], kept["to_tenths"], kept["unit"]) == (10, 8, book.unit)
        assert kept["start_on"] == book.source.now().date().isoformat()
        wording = Wording(book)
        assert wording.value("measure_conversion", "to_tenths", 8) == "0.8"
        edit_row(book, "measure_conversion", row, {"to_tenths": 75}, name="Entry changed")
        again = one_row(book.connection, "measure_conversion", row)
        assert again == {**kept, "to_tenths": 75}
        delete_row(book, "measure_conversion", row, name="Entry deleted")
        assert rows_of(book.connection, "measure_conversion") == []
        undo(book)
        assert rows_of(book.connection, "measure_conversion", {"from_measure": "class_hour"}) == [again]
        assert rows_of(book.connection, "measure_conversion", {"from_measure": "hour"}) == []


def test_what_is_missing_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    with closing(station(tmp_path)) as book:
        with pytest.raises(Refusal) as caught:
            parsed(book, "measure_conversion", {**CONVERSION, "decision": " "}, {}, True)
        assert (caught.value.code, caught.value.field) == ("form.required", "decision")
        with pytest.raises(Refusal) as gone:
            edit_row(book, "measure_conversion", "0" * 32, {"to_tenths": 1}, name="Entry changed")
        assert gone.value.code == "record.no_row"


def test_a_derived_row_is_one_row_whoever_enters_it(tmp_path: Path) -> None:
    with closing(initialise(tmp_path / "c.db", Setup("county_station", "532301", "王芳", None), seeded(1))) as book:
        keys = {"unit": book.unit, "list": "method", "code": "canteen"}
        values = {**keys, "zh": "助餐", "state": "in_use"}
        row, _changes = add_row(book, "list_entry", values, name="Entry added", keys=keys)
        with pytest.raises(Refusal) as caught:
            add_row(book, "list_entry", values, name="Entry added", keys=keys)
        assert caught.value.code == "record.row_exists"
        delete_row(book, "list_entry", row, name="Entry deleted")
        again, _changes = add_row(book, "list_entry", {**values, "zh": "助餐点"}, name="Entry added", keys=keys)
        assert again == row
        assert [one["zh"] for one in rows_of(book.connection, "list_entry")] == ["助餐点"]


def test_staff_who_left_are_not_offered(tmp_path: Path) -> None:
    with closing(station(tmp_path)) as book:
        names = [name for _row, name, _remark in row_choices(book, "staff")]
        edit_row(book, "staff", book.worker, {"left_on": "2026-11-30"}, name="Entry changed")
        assert len([name for _row, name, _remark in row_choices(book, "staff")]) == len(names) - 1
        assert begin(book, sheets()["measure_conversion"])["unit"] == book.unit
