"""docs/glossary.md against the code: tables, groups, fields, shapes and codes inside records never drift."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from db.errors import Invalid
from db.records import ACTIONS
from db.registry import check_group, specs
from swstation import lists

ROOT = Path(__file__).parent.parent
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
FROZEN = Path(__file__).parent / "frozen" / "registers.json"
KINDS = sorted(
    tomllib.loads((ROOT / "swstation/data/lists.toml").read_text(encoding="utf-8")).keys() - {"schema_version"}
)
SHAPES = {
    "text": "张\t三", "code": "open", "ref": "0" * 31 + "1", "unit": "T532301102", "date": "2026-11-18",
    "time": "09:00",
    "int": 1, "bool": True,
}  # fmt: skip

SPECIAL = {
    ("text", "village"): "532301102001", ("text", "division"): "532301102", ("text", "resident_id"): None,
    ("text", "until_chain"): "a" * 64, ("text", "file_hash"): "a" * 64,
    ("text", "text_hash"): "a" * 64, ("text", "proof_hash"): "a" * 64,
    ("text", "period"): "2026-11", ("text", "credit_code"): "91350100M000100Y43", ("int", "year"): 2026,
}  # fmt: skip
"""Values of fields that take less than their shape says."""


@cache
def registers() -> dict[str, dict[str, dict[str, tuple[str, bool]]]]:
    """What the page says: table, group, field to (shape, may not be empty)."""
    out: dict[str, dict[str, dict[str, tuple[str, bool]]]] = {}
    part = GLOSSARY.partition("## Registers")[2].partition("\n## ")[0]
    for section in re.split(r"\n### ", part)[1:]:
        table = re.match(r"`([a-z_]+)` \S", section)
        assert table, section[:40]
        groups: dict[str, dict[str, tuple[str, bool]]] = {}
        for group, fields in re.findall(r"^\| `([a-z_]+)` \S[^|]* \| (.+) \|$", section, re.M):
            groups[group] = {}
            for entry in fields.split("; "):
                field = re.match(r"`([a-z_]+)`(\*?) ([a-z]+) \S", entry)
                assert field, entry
                groups[group][field[1]] = (field[3], field[2] == "*")
        out[table[1]] = groups
    return out


def test_tables_groups_and_fields_are_those_of_the_code() -> None:
    page = {t: {g: list(fields) for g, fields in groups.items()} for t, groups in registers().items()}
    code = {t: {g: list(group.fields) for g, group in spec.groups.items()} for t, spec in specs().items()}
    assert page == code


@pytest.mark.parametrize("table", specs())
def test_shapes_are_those_of_the_code(table: str) -> None:
    for group, fields in registers()[table].items():
        for field, (shape, needed) in fields.items():
            assert _takes(table, group, field, None) is not needed, f"{table}.{group}.{field}: may it be empty?"
            value = SHAPES[shape]
            if shape in ("text", "int"):
                value = SPECIAL.get((shape, field), value)
            assert _takes(table, group, field, value), f"{table}.{group}.{field} is no {shape}"
            for other, wrong in (("int", 1), ("bool", True), ("text", "张\t三"), ("float", 1.5), ("list", [])):
                if other != shape:
                    assert not _takes(table, group, field, wrong), f"{table}.{group}.{field} takes a {other}"
            assert (field in specs()[table].refs) == (shape == "ref"), f"{table}.{field}"


def _takes(table: str, group: str, field: str, value: Any) -> bool:
    try:
        check_group(table, group, {field: value})
    except Invalid as invalid:
        # Other fields may miss their value, and a value may fail beside them; only this field's own word counts.
        from pydantic import ValidationError

        spec = specs()[table].groups[group]
        try:
            spec.validator.validate_python({**dict.fromkeys(spec.fields), field: value})
        except ValidationError as error:
            return not any(one["loc"] and one["loc"][-1] == field for one in error.errors())
        raise AssertionError from invalid
    return True


def test_actions_are_on_the_page() -> None:
    line = GLOSSARY.partition("Actions of a record:")[2].partition("\n\n")[0]
    written, _semicolon, reserved = line.partition("; reserved")
    assert set(re.findall(r"`([a-z]+)`", written)) == ACTIONS
    assert len(re.findall(r"`([a-z]+)`", reserved.partition("These groups")[0])) == 2


@pytest.mark.parametrize(
    ("kind", "where"),
    [
        ("method", "Methods:"),
        ("outcome", "Outcomes:"),
        ("stage", "Stages:"),
        ("close_reason", "Reasons for closing:"),
    ],
)
def test_codes_of_lists_are_on_the_page(kind: str, where: str) -> None:
    text = GLOSSARY.partition(where)[2]
    text = re.split(r"\.\s", text, maxsplit=1)[0]
    page = dict(re.findall(r"`([a-z_]+)` ([^`,]+)", text))
    assert {entry.code: entry.zh for entry in lists.entries(kind)} == {code: zh.strip() for code, zh in page.items()}


def test_tiers_are_on_the_page() -> None:
    rows = re.findall(r"^\| (\S+) \| [^|]+ \| `([a-z_]+)` \| ([A-Z]) \| (\d+) \|$", GLOSSARY, re.M)
    page = [(code, letter, int(digits)) for _zh, code, letter, digits in rows]
    assert page == [(entry.code, entry.letter, entry.digits) for entry in lists.entries("tier")]


def test_every_code_of_a_field_is_unique_and_well_formed() -> None:
    for groups in re.findall(r"\(((?:`[a-z_]+` [^,)]+(?:, )?)+)\)", GLOSSARY):
        codes = re.findall(r"`([a-z_]+)`", groups)
        assert len(codes) == len(set(codes)), groups
    for kind in KINDS:
        codes = [entry.code for entry in lists.entries(kind)]
        assert len(codes) == len(set(codes)) and all(re.fullmatch(r"[a-z0-9_]{1,40}", code) for code in codes), kind
        labels = [entry.zh for entry in lists.entries(kind)]
        assert len(labels) == len(set(labels)), kind


def test_nothing_released_is_gone() -> None:
    """What may stand in records that people keep: it may grow, it may not change.

    After adding something, add it to tests/frozen/registers.json as well; never take anything out of it.
    """
    frozen = json.loads(FROZEN.read_text(encoding="utf-8"))
    for table, groups in frozen["registers"].items():
        for group, fields in groups.items():
            assert list(specs()[table].groups[group].fields) == fields, f"{table}.{group} is not as it was released"
    for kind, codes in frozen["lists"].items():
        assert set(codes) <= {entry.code for entry in lists.entries(kind)}, kind
    now = {t: {g: list(group.fields) for g, group in spec.groups.items()} for t, spec in specs().items()}
    assert now == frozen["registers"], "add what is new to tests/frozen/registers.json"
    codes = {kind: sorted(entry.code for entry in lists.entries(kind)) for kind in KINDS}
    assert codes == frozen["lists"], "add what is new to tests/frozen/registers.json"
