"""What the registers take and refuse, field by field, and that class, database and SQLModel agree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from books import desk
from rows import accepted, sample, whole_row
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, select
from synthetic import old_resident_id, resident_id

from db.errors import Invalid
from db.gateway import BOOKKEEPING
from db.records import BadRecord, make, parse_line, to_line
from db.registry import REASONS, check_group, check_record, specs
from db.tables import TABLES
from swstation.messages.value import MESSAGES

GROUPS = [(table, group) for table, spec in specs().items() for group in spec.groups]
NAME = {"name": "张桂芳"}
FILE = {"opened_on": "2026-03-02", "file_state": "open"}


@pytest.mark.parametrize(("table", "group"), GROUPS)
def test_every_group_takes_valid_values_and_refuses_others(table: str, group: str) -> None:
    spec = specs()[table].groups[group]
    good = sample(table, group, 1)
    assert list(good) == list(spec.fields)
    with pytest.raises(Invalid) as caught:
        check_group(table, group, {**good, "unheard_of": 1})
    assert (caught.value.code, caught.value.field) == ("value.unknown_field", "unheard_of")
    for field, takes in accepted(table, group).items():
        for junk in (1.5, [], {}, b"x", "\x00", "x" * 50_001, -1, 2**70):
            if junk in takes:
                continue
            with pytest.raises(Invalid) as caught:
                check_group(table, group, {**good, field: junk})
            assert caught.value.field == field
            assert caught.value.code.partition(".")[2] in REASONS | {"shape"}
        if takes[0] is not None:
            with pytest.raises(Invalid) as caught:
                check_group(table, group, {**good, field: None})
            assert (caught.value.code, caught.value.field) == ("value.missing", field)


@pytest.mark.parametrize(
    ("table", "group", "values", "field", "reason"),
    [
        ("client", "ident", {"name": ""}, "name", "empty"),
        ("client", "ident", {"name": " \u3000"}, "name", "empty"),
        ("client", "ident", {"name": "张" * 201}, "name", "too_long"),
        ("client", "ident", {"name": "张\u0000"}, "name", "control_character"),
        ("client", "ident", {"name": "张\x1b[31m"}, "name", "control_character"),
        ("client", "ident", {"name": "张\r"}, "name", "control_character"),
        ("client", "ident", {"name": "张\x85"}, "name", "control_character"),
        ("client", "ident", {**NAME, "gender": "女"}, "gender", "code"),
        ("client", "ident", {**NAME, "gender": "Male"}, "gender", "code"),
        ("client", "ident", {**NAME, "gender": "m" * 41}, "gender", "code"),
        ("client", "ident", {**NAME, "birth_date": "1950-02-30"}, "birth_date", "date"),
        ("client", "ident", {**NAME, "birth_date": "1950-2-3"}, "birth_date", "date"),
        ("client", "ident", {**NAME, "birth_date": "19500203"}, "birth_date", "date"),
        ("client", "ident", {**NAME, "birth_date": "1950-W01-1"}, "birth_date", "date"),
        ("client", "ident", {**NAME, "birth_date": "１９５０-02-03"}, "birth_date", "date"),
        ("client", "ident", {**NAME, "birth_date": "1899-12-31"}, "birth_date", "date_range"),
        ("client", "ident", {**NAME, "birth_date": "2200-01-01"}, "birth_date", "date_range"),
        ("client", "ident", {**NAME, "resident_id": "12345"}, "resident_id", "resident_id_shape"),
        ("client", "ident", {**NAME, "resident_id": "X" * 18}, "resident_id", "resident_id_shape"),
        ("client", "ident", {**NAME, "resident_id": "5.32301E+17"}, "resident_id", "resident_id_damaged"),
        ("client", "ident", {**NAME, "resident_id": resident_id()[:17] + "#"}, "resident_id", "resident_id_shape"),
        ("client", "ident", {**NAME, "resident_id": "99999919800230001X"}, "resident_id", "resident_id_date"),
        ("client", "ident", {**NAME, "resident_id": " " * 300 + resident_id()}, "resident_id", "too_long"),
        ("client", "ident", {**NAME, "resident_id": "\x1c" + resident_id()}, "resident_id", "control_character"),
        ("client", "alias", {"aliases": "张" * 50_001}, "aliases", "too_long"),
        ("client", "place", {"village": "53230110212"}, "village", "division"),
        ("client", "place", {"village": "５３２３０１"}, "village", "division"),
        ("client", "household", {"household": "zz"}, "household", "ref"),
        ("client", "household", {"household": "A" * 32}, "household", "ref"),
        ("client", "file", {**FILE, "ended_on": "2026-03-01"}, None, "end_before_start"),
        ("client", "file", {**FILE, "file_state": "ended"}, None, "ended_without_date"),
        ("client_category", "ident", {"category": "low_income"}, None, "one_holder"),
        ("client_category", "ident", {"category": "x", "client": "0" * 32, "household": "1" * 32}, None, "one_holder"),
        ("service_case", "state", {"state": "closed"}, None, "closed_without_date"),
        ("service_case", "ident", {"number": "1", "unit": "T5323011", "opened_on": "2026-03-02"}, "unit", "unit"),
        ("service_case", "ident", {"number": "1", "unit": "T５32301102", "opened_on": "2026-03-02"}, "unit", "unit"),
        ("service_case", "satisfaction", {"satisfaction": 101}, "satisfaction", "out_of_range"),
        ("service_log", "when", {"service_date": "2026-03-02", "start_time": "9:00"}, "start_time", "time"),
        ("service_log", "when", {"service_date": "2026-03-02", "start_time": "24:01"}, "start_time", "time"),
        ("service_log", "when", {"service_date": "2026-03-02", "start_time": "1９:00"}, "start_time", "time"),
        ("service_log", "when", {"service_date": "2026-03-02", "end_time": "10:00"}, None, "end_without_start"),
        (
            "service_log", "when", {"service_date": "2026-03-02", "start_time": "10:00", "end_time": "09:00"}, None,
            "end_before_start",
        ),
        ("service_log", "when", {"service_date": "2026-03-02", "minutes": 1441}, "minutes", "out_of_range"),
        ("service_log", "when", {"service_date": "2026-03-02", "minutes": -1}, "minutes", "out_of_range"),
        ("service_log", "when", {"service_date": "2026-03-02", "minutes": True}, "minutes", "shape"),
        ("service_log", "when", {"service_date": "2026-03-02", "minutes": "60"}, "minutes", "shape"),
        ("service_log", "when", {"minutes": 60}, "service_date", "missing"),
        ("attendance", "approval", {"approved": 1}, "approved", "shape"),
        ("unit", "reporting", {"month_start_day": 29}, "month_start_day", "out_of_range"),
        ("enrolment", "trust", {"state": "verified", "until_chain": "ab"}, "until_chain", "code"),
    ],
)  # fmt: skip
def test_each_reason(table: str, group: str, values: dict[str, Any], field: str | None, reason: str) -> None:
    with pytest.raises(Invalid) as caught:
        check_group(table, group, values)
    assert (caught.value.code, caught.value.field) == (f"value.{reason}", field)
    # A record of another machine meets the same validator.
    filled = {name: values.get(name) for name in specs()[table].groups[group].fields}
    op = make(
        r=bytes(16), n=1, lamport=1, at="2026-03-02T09:00:00+08:00", w=bytes(16), st="T532301102", t=table, k=bytes(16),
        a="set", o={}, groups={group: filled}, salt=bytes(16),
    )  # fmt: skip
    with pytest.raises(BadRecord):
        check_record(*parse_line(to_line(op)))


def test_a_wrong_check_digit_is_named() -> None:
    number = resident_id()
    wrong = number[:17] + ("1" if number[17] != "1" else "2")
    with pytest.raises(Invalid) as caught:
        check_group("client", "ident", {**NAME, "resident_id": wrong})
    assert caught.value.code == "value.resident_id_check"
    assert wrong not in str(caught.value) and wrong not in repr(caught.value.params), "personal data stays out"


@pytest.mark.parametrize("number", [resident_id(), resident_id().lower(), f" {resident_id()} ", old_resident_id(),
                                    "".join(chr(ord(c) + 0xFEE0) for c in resident_id())])  # fmt: skip
def test_a_good_number_is_kept_as_entered(number: str) -> None:
    assert check_group("staff", "ident", {**NAME, "resident_id": number})["resident_id"] == number


def test_every_reason_has_its_sentence() -> None:
    assert REASONS | {"shape", "unknown_field"} <= MESSAGES.keys()


def test_groups_share_no_field_and_required_ones_exist() -> None:
    for spec in specs().values():
        assert len(spec.fields) == len(set(spec.fields))
        assert set(spec.required) <= spec.groups.keys()
        assert not set(spec.fields) & {"id", *BOOKKEEPING}


def test_the_migrated_database_has_the_columns_of_the_classes(tmp_path: Path) -> None:
    with desk(tmp_path) as book:
        for row in TABLES:
            declared = row.__table__.columns  # type: ignore[attr-defined]
            columns = book.all(f"PRAGMA table_info({row.__tablename__})")
            # Groups that came later stand behind the bookkeeping: columns are always named, never counted.
            names = [c[1] for c in columns]
            assert sorted(names) == sorted(["id", *specs()[str(row.__tablename__)].fields, *BOOKKEEPING])
            assert set(names) == set(declared.keys())
            for _number, name, kind, _not_null, _default, _key in columns:
                shape = declared[name].type
                python = getattr(shape, "impl", shape).python_type
                assert kind == {bytes: "BLOB", int: "INTEGER", bool: "INTEGER", str: "TEXT"}[python], (row, name)


def test_sqlmodel_reads_what_was_written(tmp_path: Path) -> None:
    key = bytes(range(32))
    with desk(tmp_path, key=key) as book:
        for table in specs():
            for seed in range(3):
                book.put(table, **whole_row(table, seed))
        engine = create_engine("sqlite://", creator=lambda: book.store.connection, poolclass=StaticPool)
        with Session(engine) as session:
            for row in TABLES:
                names = ["id", *specs()[str(row.__tablename__)].fields, *BOOKKEEPING]
                raw = book.all(f"SELECT {', '.join(names)} FROM {row.__tablename__} ORDER BY id")
                models = session.exec(select(row).order_by(row.id)).all()
                assert len(raw) == len(models) == 3
                for values, model in zip(raw, models, strict=True):
                    plain = [v.hex() if isinstance(v, bytes) else v for v in values]
                    assert plain == [getattr(model, name) for name in names]
