"""Values that the registers take, found by asking their validators: tests need not know the fields."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

from pydantic import ValidationError
from synthetic import resident_id

from db.registry import check_group, specs

CANDIDATES: tuple[Any, ...] = (
    "张桂芳", "open", "met", "2026-03-02", "2026-11-18", "09:00", "10:30", "T532301102", "C532301", "532301102",
    "0" * 31 + "1", "a" * 32, "b" * 64, resident_id(), resident_id().lower() + " ", "a\tb\nc \u202e'; -- ",
    "2026-11", "2026H1", "91350100M000100Y43", True, False, 0, 1, 28, 1440, 2026,
)  # fmt: skip


def _errors(table: str, group: str, values: dict[str, Any]) -> set[str]:
    try:
        specs()[table].groups[group].validator.validate_python(values)
    except ValidationError as error:
        return {str(one["loc"][0]) if one["loc"] else "" for one in error.errors()}
    return set()


@cache
def accepted(table: str, group: str) -> dict[str, tuple[Any, ...]]:
    """Per field the candidates it takes; ``None`` first where it may be empty."""
    empty = dict.fromkeys(specs()[table].groups[group].fields)
    return {
        field: tuple(v for v in (None, *CANDIDATES) if field not in _errors(table, group, {**empty, field: v}))
        for field in empty
    }


def sample(table: str, group: str, seed: int) -> dict[str, Any]:
    """Valid values for a group, from a seed; full ones mostly, always checked."""
    rng = random.Random(f"{table} {group} {seed}")
    takes = accepted(table, group)
    for _attempt in range(500):
        values = {
            field: None if some[0] is None and rng.random() < 0.2 else rng.choice([v for v in some if v is not None])
            for field, some in takes.items()
        }
        if not _errors(table, group, values):
            return check_group(table, group, values)
    values = {field: some[0] for field, some in takes.items()}
    return check_group(table, group, values)


def whole_row(table: str, seed: int) -> dict[str, dict[str, Any]]:
    """Valid values for all groups of a table."""
    return {group: sample(table, group, seed) for group in specs()[table].groups}
