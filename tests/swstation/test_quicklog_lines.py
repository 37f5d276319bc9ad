"""The table of lines: what workers type, and all that is expected of it."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from quicklog_context import CONTEXT, TODAY

from swstation.errors import message
from swstation.quicklog import Index, ItemRef, Parsed, as_json, parse, refusals

TABLE = tomllib.loads(Path(__file__).with_name("quicklog_lines.toml").read_text(encoding="utf-8"))["line"]
LISTS = ("clients", "colleagues", "items", "materials", "many")


@cache
def index(today: date) -> Index:
    return Index.build(CONTEXT._replace(today=today)).knowing(frozenset({"c1", "c2", "c4"}), ("c7", "c8"))


def _item(one: ItemRef) -> dict[str, object]:
    said: dict[str, object] = {"item": one.item or one.text, "n": one.n, "unit": one.unit}
    return said | ({"result": one.result} if one.result else {})


def told(parsed: Parsed) -> dict[str, object]:
    """All that a line says and lacks."""
    return {
        **as_json(parsed),
        "items": [_item(one) for one in parsed.items],
        "part_of_day": parsed.part_of_day,
        "materials": [f"{one.what} {one.n} {one.unit}" for one in parsed.materials],
        "referral": parsed.referral.receiver if parsed.referral else None,
        "many": [f"{c.name}:{c.outcome}".removesuffix(":met") for c in (parsed.many.clients if parsed.many else ())],
        "problems": [f"{problem.reason} {problem.token}" for problem in parsed.problems],
        "questions": [f"{question.kind} {question.token}" for question in parsed.questions],
        "offers": [f"{offer.kind} {offer.token}" for offer in parsed.offers],
        "missing": list(parsed.missing),
        "asks": list(parsed.asks),
    }


def test_the_table_is_long_and_repeats_nothing() -> None:
    assert len(TABLE) >= 160
    assert len({(row["text"], row.get("today")) for row in TABLE}) == len(TABLE)


@pytest.mark.parametrize("row", TABLE, ids=[f"{row.get('today', '')} {row['text']}".strip() for row in TABLE])
def test_line(row: dict[str, object]) -> None:
    expected = dict(row)
    text = str(expected.pop("text"))
    today = date.fromisoformat(str(expected.pop("today", TODAY.isoformat())))
    parsed = parse(text, index(today))
    nothing: dict[str, object] = {
        key: [] if key in (*LISTS, "problems", "questions", "offers", "missing", "asks") else None
        for key in told(parsed)
    }
    nothing |= {"date": today.isoformat(), "note": "", "part_of_day": ""}
    nothing["outcome"] = "met" if expected.get("clients") else None
    assert told(parsed) == nothing | expected


@pytest.mark.parametrize("text", sorted({row["text"] for row in TABLE} | {"", " ", "字" * 4001}))
def test_whatever_stands_in_the_way_has_a_sentence(text: str) -> None:
    parsed = parse(text, index(TODAY))
    found = refusals(parsed)
    assert bool(found) != parsed.ready
    for refusal in found:
        sentence = message(refusal)
        assert "{" not in sentence.replace(refusal.token or "", "")
        assert (refusal.token or "") in sentence or refusal.code.startswith("quicklog.ask_")
