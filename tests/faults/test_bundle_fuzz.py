"""Mutated bundles: refused with a ``Refusal`` or read, never another exception, never a trace."""

from __future__ import annotations

import copy
import tempfile
import zlib
from pathlib import Path
from typing import Any

import bundles
import orjson
from bundles import COUNTY, DEVICE, Parts
from hypothesis import given, settings
from hypothesis import strategies as st

from db.errors import Refusal
from swstation.errors import message
from swstation.exchange import archive, cards, header, manifest
from swstation.exchange.inspecting import inspect

SETTINGS = settings(max_examples=150, deadline=None)
WHOLE = bundles.header(body := bundles.sealed(bundles.zipped(Parts.of().files()))) + body
INNER = bundles.zipped(Parts.of().files())

edits = st.lists(
    st.tuples(st.integers(0, 10**6), st.sampled_from(["set", "cut", "insert", "repeat"]), st.binary(max_size=40)),
    min_size=1,
    max_size=4,
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def mutate(raw: bytes, changes: list[tuple[int, str, bytes]]) -> bytes:
    for place, how, data in changes:
        at = place % (len(raw) + 1)
        end = at + len(data)
        raw = {
            "set": raw[:at] + data + raw[end:],
            "cut": raw[:at] + raw[end:],
            "insert": raw[:at] + data + raw[at:],
            "repeat": raw[:end] + raw[at:],
        }[how]
    return raw


def refused_or_read(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "a.swb"
        path.write_bytes(raw)
        try:
            lines = bundles.read(path)
        except Refusal as refusal:
            assert refusal.code.startswith("bundle.")
            assert message(refusal)
        else:
            assert lines == list(bundles.LINES)
        try:
            inspect(path, [COUNTY], lambda _: DEVICE.public, Path(made) / "work").as_dict()
        except Refusal as refusal:
            assert message(refusal)
        assert sorted(p.name for p in Path(made).rglob("*")) == ["a.swb", "work"]


def sealed_anew(inner: bytes) -> bytes:
    sealed = bundles.sealed(inner)
    return bundles.header(sealed) + sealed


@SETTINGS
@given(edits)
def test_the_file(changes: list[tuple[int, str, bytes]]) -> None:
    refused_or_read(mutate(WHOLE, changes))


@SETTINGS
@given(edits)
def test_the_sealed_body_under_a_header_made_to_fit(changes: list[tuple[int, str, bytes]]) -> None:
    changed = mutate(WHOLE[256:], changes)
    refused_or_read(bundles.header(changed) + changed)


@SETTINGS
@given(edits)
def test_the_archive_inside_the_seal(changes: list[tuple[int, str, bytes]]) -> None:
    refused_or_read(sealed_anew(mutate(INNER, changes)))


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path]
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        found += places(inner, (*path, key))
    return found


@SETTINGS
@given(st.data())
def test_a_manifest_signed_by_an_enrolled_device_that_lies(data: st.DataObject) -> None:
    parts = Parts.of()
    for _ in range(data.draw(st.integers(1, 3))):
        said: Any = copy.deepcopy(parts.manifest)
        path = data.draw(st.sampled_from([place for place in places(said) if place]))
        *outer, last = path
        holder = said
        for key in outer:
            holder = holder[key]
        if data.draw(st.booleans()):
            holder[last] = data.draw(json_values)
        elif isinstance(holder, dict):
            holder[data.draw(st.text(max_size=10))] = holder.pop(last)
        try:
            orjson.dumps(said, option=orjson.OPT_SORT_KEYS)
        except TypeError:  # an integer over 64 bits, half a surrogate: no JSON, so no manifest
            continue
        parts.manifest = said
    refused_or_read(sealed_anew(bundles.zipped(parts.files())))


@SETTINGS
@given(edits)
def test_compressed_records_signed_by_an_enrolled_device(changes: list[tuple[int, str, bytes]]) -> None:
    raw = b"".join(line + b"\n" for line in bundles.LINES)
    for ops in (mutate(zlib.compress(raw), changes), zlib.compress(mutate(raw, changes))):
        path_bytes = sealed_anew(bundles.zipped(Parts.packed(ops, len(raw), len(bundles.LINES)).files()))
        with tempfile.TemporaryDirectory() as made:
            path = Path(made) / "a.swb"
            path.write_bytes(path_bytes)
            try:
                lines = bundles.read(path)
            except Refusal as refusal:
                assert message(refusal)
            else:
                # What a device signs is what it said, whatever it is; records are judged one by one.
                assert len(lines) == len(bundles.LINES)
                assert all(0 < len(line) <= 256 << 10 for line in lines)


@SETTINGS
@given(st.binary(max_size=400))
def test_bytes_out_of_nowhere(raw: bytes) -> None:
    import io

    for parse in (header.parse, manifest.parse, cards.parse, lambda r: archive.read(io.BytesIO(r))):
        try:
            parse(raw)
        except Refusal as refusal:
            assert message(refusal)
    refused_or_read(raw)


CARD = cards.write(
    cards.Card("enrolment", "T532301102", "演示乡社工站", "ab" * 16, DEVICE.public, "2026-11-01"), DEVICE
)


@SETTINGS
@given(edits)
def test_cards(changes: list[tuple[int, str, bytes]]) -> None:
    try:
        card = cards.parse(mutate(CARD, changes))
    except Refusal as refusal:
        assert message(refusal)
    else:
        assert card == cards.parse(CARD)
