"""The manifest: one spelling, every value within its range, and the counts adding up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import bundles
import orjson
import pytest
from bundles import DEVICE, REPLICA, STRANGER, Parts

from db.errors import Refusal
from swstation.exchange import manifest
from swstation.exchange.header import KINDS, PROFILES, UNIT_CODE, Header
from swstation.exchange.header import parse as parse_header
from swstation.exchange.manifest import Member, Range, Receipt, Refused, Seen


def spelled(said: dict[str, Any]) -> bytes:
    return orjson.dumps(said, option=orjson.OPT_SORT_KEYS)


def whole() -> manifest.Manifest:
    return replace(
        bundles.draft(),
        recipients=("a" * 32, "b" * 32),
        ops=2,
        members={"ops.jsonl.z": Member("c" * 64, 10, 20), "att/" + "d" * 64: Member("d" * 64, 3, 3)},
        prerequisites=(Seen("e" * 32, 0, "0" * 64, (3, 4)),),
        receipts=(Receipt(REPLICA, 5, "f" * 64, 2, 9, ((6, 6), (8, 8)), (Refused(3, "value"),), (1, 2, 7)),),
    )


def test_it_comes_back_as_it_was() -> None:
    raw = whole().to_bytes()
    assert manifest.parse(raw) == whole()
    assert raw == spelled(orjson.loads(raw))
    assert set(orjson.loads(raw)) == {
        *(
            "format",
            "suite",
            "kind",
            "profile",
            "county",
            "recipients",
            "sender",
            "bundle_no",
            "ranges",
            "ops",
            "loose",
        ),
        *("prerequisites", "receipts", "schema", "min_reader", "app", "created", "rows", "members"),
    }


def test_the_signature_is_over_the_bytes_and_their_context() -> None:
    raw, signature = manifest.sign(whole(), DEVICE)
    assert manifest.signed(raw, signature, DEVICE.public)
    assert not manifest.signed(raw, signature, STRANGER.public)
    assert not manifest.signed(raw + b" ", signature, DEVICE.public)
    assert not manifest.signed(raw, signature[:-1], DEVICE.public)
    assert DEVICE.public.signed(signature, b"swstation-bundle-v1\0" + raw)


RECEIPT = {
    "replica": REPLICA, "last": 4, "chain": "0" * 64, "incarnation": 1, "highest": 9, "holes": [], "aside": [],
    "bundles": [],
}  # fmt: skip
WRONG: list[tuple[str, Any, str]] = [
    ("kind", "sideways", "kind"),
    ("kind", ["up"], "kind"),
    ("profile", None, "profile"),
    ("county", "A" * 32, "county"),
    ("county", "a" * 33, "county"),
    ("recipients", [], "recipients"),
    ("recipients", ["b" * 32, "a" * 32], "recipients"),
    ("recipients", ["a" * 32, "a" * 32], "recipients"),
    ("recipients", [f"{n:032x}" for n in range(21)], "recipients"),
    ("recipients", "a" * 32, "recipients"),
    ("sender", {"replica": REPLICA}, "station"),
    ("sender", {"replica": REPLICA, "station": "T532301102", "worker": "x"}, "worker"),
    ("sender", {"replica": REPLICA, "station": "532301102"}, "station"),
    ("sender", {"replica": REPLICA, "station": "T532301102\n"}, "station"),
    ("sender", {"replica": REPLICA, "station": "T５３"}, "station"),
    ("sender", [], "sender"),
    ("bundle_no", 0, "bundle_no"),
    ("bundle_no", True, "bundle_no"),
    ("bundle_no", 1.0, "bundle_no"),
    ("bundle_no", "1", "bundle_no"),
    ("bundle_no", 2**32, "bundle_no"),
    ("ranges", {}, "ranges"),
    ("ranges", [1], "ranges"),
    ("ranges", [], "ops"),
    ("schema", 0, "schema"),
    ("min_reader", -1, "min_reader"),
    ("app", "", "app"),
    ("app", "x" * 41, "app"),
    ("app", "\x1b[31m", "app"),
    ("created", "yesterday", "created"),
    ("rows", {"person; drop table": 1}, "rows"),
    ("rows", {"client": -1}, "client"),
    ("rows", {"x" * 41: 1}, "rows"),
    ("rows", [], "rows"),
    ("ops", 3, "ops"),
    ("ops", 2_000_001, "ops"),
    ("members", {}, "members"),
    ("loose", 1, "loose"),
    ("loose", -1, "loose"),
    ("members", {"../x": {}}, "members"),
    ("prerequisites", [{"replica": REPLICA, "last": -1, "chain": "0" * 64}], "last"),
    ("receipts", [{"replica": REPLICA, "last": 1, "chain": "0" * 64}], "incarnation"),
    ("receipts", [{**RECEIPT}, {**RECEIPT}], "receipts"),
    ("receipts", [{**RECEIPT, "highest": 3}], "highest"),
    ("receipts", [{**RECEIPT, "holes": [[4, 5]]}], "holes"),
    ("receipts", [{**RECEIPT, "holes": [[5, 10]]}], "holes"),
    ("receipts", [{**RECEIPT, "holes": [[5, 6], [7, 7]]}], "holes"),
    ("receipts", [{**RECEIPT, "holes": [[5]]}], "holes"),
    ("receipts", [{**RECEIPT, "holes": [[True, 5]]}], "holes"),
    ("receipts", [{**RECEIPT, "holes": [[n, n] for n in range(5, 1100, 2)], "highest": 2000}], "holes"),
    ("receipts", [{**RECEIPT, "aside": [{"n": 2, "reason": "a\x1b"}]}], "reason"),
    ("receipts", [{**RECEIPT, "aside": [{"n": 2, "reason": "value"}] * 2}], "aside"),
    ("receipts", [{**RECEIPT, "bundles": [2, 1]}], "bundles"),
    ("receipts", [{**RECEIPT, "bundles": [0]}], "bundles"),
    ("colour", "red", "colour"),
]


@pytest.mark.parametrize(("key", "value", "token"), WRONG)
def test_every_value_has_a_range(key: str, value: Any, token: str) -> None:
    with pytest.raises(Refusal) as refusal:
        manifest.parse(spelled({**Parts.of().manifest, key: value}))
    assert (refusal.value.code, refusal.value.token) == ("bundle.manifest", token)


@pytest.mark.parametrize("key", sorted(Parts.of().manifest))
def test_no_key_may_be_missing(key: str) -> None:
    said = dict(Parts.of().manifest)
    del said[key]
    with pytest.raises(Refusal) as refusal:
        manifest.parse(spelled(said))
    assert (refusal.value.code, refusal.value.token) == ("bundle.manifest", key)


RANGES: list[tuple[dict[str, Any], str]] = [
    ({"first": 0}, "first"),
    ({"first": 3}, "last"),
    ({"ops": 3}, "ops"),
    ({"ops": -1}, "ops"),
    ({"first_chain": "0" * 63}, "first_chain"),
    ({"last_chain": "0" * 64 + "\n"}, "last_chain"),
    ({"digest": None}, "digest"),
    ({"replica": "x" * 32}, "replica"),
    ({"first_p": "0"}, "first_p"),
]


@pytest.mark.parametrize(("change", "token"), RANGES)
def test_every_value_of_a_range(change: dict[str, Any], token: str) -> None:
    said = Parts.of().manifest
    with pytest.raises(Refusal) as refusal:
        manifest.parse(spelled({**said, "ranges": [{**said["ranges"][0], **change}]}))  # type: ignore[index]
    assert (refusal.value.code, refusal.value.token) == ("bundle.manifest", token)


def test_the_same_range_twice_and_ranges_out_of_order() -> None:
    one = Range("1" * 32, 1, 1, "0" * 64, "1" * 64, 1, "2" * 64)
    two = replace(one, replica="2" * 32)
    # Both branches of a fork, and the parts left and right of a hole, may travel together.
    for together in ((one, two), (one, replace(one, last_chain="9" * 64)), (one, replace(one, first=3, last=3))):
        assert manifest.parse(replace(whole(), ranges=together).to_bytes()).ranges == together
    for wrong in ((two, one), (one, one)):
        with pytest.raises(Refusal) as refusal:
            replace(whole(), ranges=wrong).to_bytes()
        assert refusal.value.token == "ranges"


def test_later_programs_may_say_more_under_free_keys() -> None:
    said = Parts.of(x_hint={"installer": "1.2"}).manifest
    assert manifest.parse(spelled(said)) == manifest.parse(spelled(Parts.of().manifest))


def test_spaces_or_another_order_are_another_spelling() -> None:
    raw = whole().to_bytes()
    for other in (
        raw + b"\n",
        raw.replace(b":", b": ", 1),
        raw.replace(b"up", b"\\u0075p"),
        raw.replace(b'"bundle_no":7', b'"bundle_no":7e0'),
    ):
        with pytest.raises(Refusal) as refusal:
            manifest.parse(other)
        assert (refusal.value.code, refusal.value.token) == ("bundle.manifest", "json")


def test_the_sequence_shown_is_that_of_the_sender_alone() -> None:
    mine = Range(REPLICA, 5, 9, "0" * 64, "1" * 64, 1, "2" * 64)
    later = replace(mine, first=12, last=20)
    other = replace(mine, replica="f" * 32, first=1, last=99)
    said = replace(whole(), ranges=(mine, later, other))
    assert (said.first_seq, said.last_seq) == (5, 20)


def test_the_clear_header_comes_back_as_it_was() -> None:
    for kind in KINDS:
        for profile in PROFILES:
            made = Header(kind, profile, "a" * 32, "V532301102001-night2", 2**32 - 1, 12345, "b" * 64)
            raw = made.pack()
            assert len(raw) == 256
            assert parse_header(raw + b"more") == made


@pytest.mark.parametrize("code", ["V532301102001", "T532301102", "T532301102-2", "C532301", "M5323", "P53"])
def test_unit_codes(code: str) -> None:
    assert UNIT_CODE.fullmatch(code)
    Header("up", "named", "a" * 32, code, 1, 1, "b" * 64).pack()


@pytest.mark.parametrize("code", ["", "X53", "t53", "T5", "T532301102-", "T532301102-ABC", "T532301102-123456789"])
def test_what_is_no_unit_code_gets_into_no_header(code: str) -> None:
    with pytest.raises(ValueError):
        Header("up", "named", "a" * 32, code, 1, 1, "b" * 64).pack()
