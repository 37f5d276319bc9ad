"""Looking into a bundle without merging it."""

from __future__ import annotations

from pathlib import Path

import bundles
import pytest
from bundles import COUNTY, DEVICE, LINES, REPLICA, STATION, STRANGER, Parts

from db.errors import Refusal
from swstation.exchange.inspecting import Inspection, inspect
from swstation.exchange.keys import DeviceKeys

OUTER = {"format", "kind", "profile", "county", "station", "bundle_no", "bytes", "sha256"}
CONTRACT = {
    *("format", "kind", "station", "replica", "bundle_no", "first_seq", "last_seq", "profile", "ops", "rows"),
    *("schema", "recipients", "signature"),
}


def look(path: Path, *keys: DeviceKeys, known: bool = True) -> Inspection:
    signer = bundles.KNOWN if known else {}
    return inspect(path, keys, lambda said: signer.get(said.sender.replica), bundles.work(path.parent))


@pytest.mark.parametrize("keys", [(), (STRANGER,)])
def test_without_a_key_only_the_outer_facts(tmp_path: Path, keys: tuple[DeviceKeys, ...]) -> None:
    sent = bundles.send(tmp_path)
    shown = look(sent.path, *keys).as_dict()
    assert shown.keys() >= CONTRACT
    assert {key for key, value in shown.items() if value is not None} == OUTER
    assert (shown["kind"], shown["station"], shown["bundle_no"]) == ("up", STATION, 7)
    assert (shown["bytes"], shown["sha256"]) == (sent.size, sent.sha256)


def test_with_a_key_all_of_the_manifest(tmp_path: Path) -> None:
    shown = look(bundles.send(tmp_path).path, STRANGER, COUNTY).as_dict()
    assert shown["signature"] == "good"
    assert (shown["replica"], shown["first_seq"], shown["last_seq"], shown["ops"]) == (REPLICA, 1, 2, 2)
    assert shown["rows"] == {"client": 1, "service_log": 1}
    assert shown["recipients"] == sorted([COUNTY.public.fingerprint, DEVICE.public.fingerprint])
    assert not list((tmp_path / "work").iterdir())


def test_an_unknown_and_a_wrong_signer_are_told_apart(tmp_path: Path) -> None:
    assert look(bundles.send(tmp_path).path, COUNTY, known=False).signature == "unknown_signer"
    forged = bundles.send(tmp_path, keys=STRANGER, name="forged.swb")
    assert look(forged.path, COUNTY).signature == "bad"


def test_every_byte_is_read_before_it_says_good(tmp_path: Path) -> None:
    parts_of_two, parts = Parts.of(), Parts.of()
    parts.ops = parts.ops[:-1] + bytes([parts.ops[-1] ^ 1])
    path = bundles.forge(tmp_path / "a.swb", bundles.zipped(parts.files()))
    with pytest.raises(Refusal) as refusal:
        look(path, COUNTY)
    assert refusal.value.code == "bundle.member"
    short = Parts.packed(parts_of_two.ops, len(LINES[0] + LINES[1]) + 2, 1)
    path = bundles.forge(tmp_path / "b.swb", bundles.zipped(short.files()))
    with pytest.raises(Refusal) as refusal:
        look(path, COUNTY)
    assert refusal.value.code == "bundle.lines"


def test_damage_is_seen_without_any_key(tmp_path: Path) -> None:
    path = bundles.send(tmp_path).path
    bundles.flip(path, -1)
    with pytest.raises(Refusal) as refusal:
        look(path)
    assert refusal.value.code == "bundle.damaged"
