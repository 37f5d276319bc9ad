"""The page that the measurements become."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

from bench.data import Data
from bench.measure import ROOT, Result

HEADINGS = {
    "start": "Starting",
    "save": "Saving",
    "merge": "Merging",
    "encrypt": "Encrypted at rest",
    "export": "Exporting",
    "read": "While typing, and the figures",
    "find": "Finding",
    "list": "Lists",
    "write": "Writing reports",
}
KEYS = ROOT / "tests" / "journeys" / "keys.toml"
MERGING = """\

A merge leaves behind the change records and the rows folded from them, so the goal (3, and a gate of 6) is held
against moving both. Moving the rows alone, as a program without records would, is the line after it, without a goal.
"""
SAVING = """\

An entry is on the disk when it is said to be saved, and so is that of the session it is held against: where the disk is
slow, both wait for it alike and the ratio goes towards 1. The third line is the same without that waiting. So is the
last, of a book that remembers at each save, beside itself and in the user's profile, what it wrote last: a station's
does, to know an old copy by it, those of the demonstration do not.
"""
AFTER = {"merge": MERGING, "save": SAVING}
KEYS_COUNTED = """\

Counted as fingers count, the input method on: pinyin letters and the key that takes the word. `written` are those that
the words and numbers themselves cost, whatever the program. Tests press every one of these keys and hold the file
behind this table true (`tests/journeys/keys.toml`).
"""
INTRO = """\
# Performance

Written by `python -m bench`; do not edit. Every line is a **ratio measured in one run**: the two sides take turns, the
median of the pairwise ratios counts, CPU seconds unless the disk is what is waited for (wall). Seconds are this
machine's and say little about another; the ratio is what is held. A goal is a goal, not a promise: what misses it is
listed below with what it costs today.
"""


def page(found: dict[str, list[Result]], data: Data, machine: str, *, whole: bool = True) -> str:
    """The page; ``whole``: with the keys of the journeys."""
    return "\n".join(_lines(found, data, machine, whole)) + "\n"


def _lines(found: dict[str, list[Result]], data: Data, machine: str, whole: bool) -> Iterator[str]:
    yield INTRO
    ops = data.made.county_ops
    yield (
        f"Measured on: {machine}; {data.stations} stations × {data.years} years of `swstation demo`,"
        f" {data.logs:,} entries, {ops:,} change records, not encrypted but where it says so."
    )
    for group, results in found.items():
        yield ""
        yield f"## {HEADINGS[group]}"
        yield "| what | against | ratio | goal | met | ours | theirs | of |"
        yield "|---|---|---|---|---|---|---|---|"
        for one in results:
            goal = "" if one.goal is None else f"{one.goal:.2g}"
            goal += "" if one.limit is None else f" (gate {one.limit:.2g})"
            met = "" if one.goal is None else ("yes" if one.met else "**no**")
            yield (
                f"| {one.name} | {one.against} | **{_ratio(one.ratio)}** | {goal} | {met} | {_size(one, one.ours)}"
                f" | {_size(one, one.theirs)} | {one.of}, {one.runs}x |"
            )
        if group in AFTER:
            yield AFTER[group].rstrip("\n")
    if whole:
        yield from _keys()
    missed = [one for results in found.values() for one in results if not one.met]
    yield ""
    yield "## Not met yet, and where the time goes"
    if not missed:
        yield "Every goal is met."
    for one in missed:
        yield f"- **{one.name}** against {one.against}: {_ratio(one.ratio)} instead of {one.goal:.2g}.{_costs(one)}"
    others = [one for results in found.values() for one in results if one.met and one.costs]
    if others:
        yield ""
        yield "## Where the time goes in what is met"
        for one in others:
            yield f"- {one.name}: {one.costs}."


def _keys() -> Iterator[str]:
    yield ""
    yield "## Keys of a journey"
    yield KEYS_COUNTED.strip("\n")
    yield ""
    yield "| journey | keys | written | the rest |"
    yield "|---|---|---|---|"
    for said in tomllib.loads(KEYS.read_text(encoding="utf-8")).values():
        yield f"| {said['what']} | {said['keys']} | {said['text']} | {said['keys'] - said['text']} |"


def _costs(one: Result) -> str:
    return f" Where it goes: {one.costs}." if one.costs else ""


def _ratio(ratio: float) -> str:
    return f"{ratio:.4f}" if ratio < 0.01 else f"{ratio:.2f}"


def _size(one: Result, value: float) -> str:
    if one.of == "bytes":
        return f"{value / 1000:,.0f} kB"
    if value < 0.001:
        return f"{value * 1_000_000:,.0f} µs"
    return f"{value * 1000:,.1f} ms" if value < 1 else f"{value:.1f} s"
