"""Attacks: forged signers, genuine bundles sealed anew or played back elsewhere, tricks with the archive inside."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import bundles
import pyrage
import pytest
from bundles import COLLEAGUE, COUNTY, DEVICE, REPLICA, STRANGER, Parts

from db.errors import Refusal
from swstation.exchange.keys import DeviceKeys

Members = list[tuple[str, bytes]]


def code(path: Path, keys: DeviceKeys = COUNTY, **said: object) -> str:
    with pytest.raises(Refusal) as refusal:
        bundles.read(path, keys, **said)
    assert not list((path.parent / "work").iterdir())
    return refusal.value.code


def forge(folder: Path, members: Members, **changes: int | bytes) -> Path:
    return bundles.forge(folder / "forged.swb", bundles.zipped(members), **changes)


def test_the_forging_helper_can_make_a_genuine_one(tmp_path: Path) -> None:
    assert bundles.read(forge(tmp_path, Parts.of().files())) == list(bundles.LINES)


# Signatures


@pytest.mark.fault(55)
def test_a_signature_by_another_key_is_refused_before_the_records_are_inflated(tmp_path: Path) -> None:
    poisoned = Parts.packed(b"not zlib at all", 10, 1)
    assert code(forge(tmp_path, poisoned.files(STRANGER))) == "bundle.bad_signature"
    assert code(forge(tmp_path, poisoned.files(DEVICE))) == "bundle.member"


@pytest.mark.fault(55)
@pytest.mark.parametrize("signature", [b"", bytes(63), bytes(65)])
def test_no_signature_or_one_of_another_length(tmp_path: Path, signature: bytes) -> None:
    manifest, _, *rest = Parts.of().files()
    assert code(forge(tmp_path, [manifest, ("manifest.sig", signature), *rest])) == "bundle.container"


@pytest.mark.fault(55)
def test_a_signature_without_its_context_or_over_other_bytes(tmp_path: Path) -> None:
    manifest, _, *rest = Parts.of().files()
    for message in (manifest[1], b"swstation-card-v1\0" + manifest[1], b"swstation-bundle-v1\0"):
        forged = [manifest, ("manifest.sig", DEVICE.sign(message)), *rest]
        assert code(forge(tmp_path, forged)) == "bundle.bad_signature"


@pytest.mark.fault(56)
def test_an_unknown_device_is_named_so_that_the_file_can_be_held(tmp_path: Path) -> None:
    path = bundles.send(tmp_path, keys=STRANGER).path
    with pytest.raises(Refusal) as refusal:
        bundles.read(path, signer=lambda _: None)
    assert refusal.value.code == "bundle.unknown_signer"
    assert refusal.value.params == {"station": bundles.STATION, "replica": REPLICA}
    # The same file, once the device is enrolled
    assert bundles.read(path, signer=lambda _: STRANGER.public) == list(bundles.LINES)


@pytest.mark.fault(57)
def test_a_manifest_changed_and_signed_by_the_attacker(tmp_path: Path) -> None:
    parts = Parts.of()
    parts.manifest["ops"] = 2
    parts.manifest["rows"] = {"client": 9}
    assert code(forge(tmp_path, parts.files(STRANGER))) == "bundle.bad_signature"
    parts.manifest["sender"] = {"replica": "f" * 32, "station": bundles.STATION}
    assert code(forge(tmp_path, parts.files(STRANGER))) == "bundle.unknown_signer"


# Whom it is for, and which way


@pytest.mark.fault(14)
def test_for_another_county_says_so_before_any_key_is_tried(tmp_path: Path) -> None:
    elsewhere = bundles.send(tmp_path, county=STRANGER.public.fingerprint, recipients=[STRANGER.public])
    assert code(elsewhere.path) == "bundle.other_county"


@pytest.mark.fault(15)
def test_up_and_down_are_not_taken_for_each_other(tmp_path: Path) -> None:
    up = bundles.send(tmp_path, name="up.swb").path
    down = bundles.send(tmp_path, name="down.swb", kind="down").path
    assert code(up, kinds=["down"]) == "bundle.wrong_kind"
    assert code(down, kinds=["up"]) == "bundle.wrong_kind"
    assert bundles.read(down, kinds=["down"]) == list(bundles.LINES)


@pytest.mark.fault(59)
def test_a_genuine_bundle_sealed_anew_for_another_county(tmp_path: Path) -> None:
    inner = pyrage.decrypt(bundles.send(tmp_path).path.read_bytes()[256:], [COUNTY.age_identity])
    path = tmp_path / "sealed anew.swb"
    for station in (DEVICE.public, COLLEAGUE.public):
        body = bundles.sealed(inner, [STRANGER.public, station])
        path.write_bytes(bundles.header(body, county=STRANGER.public.key_id) + body)
        said = {"counties": [STRANGER.public.fingerprint]}
        assert code(path, STRANGER, **said) == "bundle.header_differs"
        path.write_bytes(bundles.header(body) + body)
        said = {"counties": [COUNTY.public.fingerprint]}
        assert code(path, STRANGER, **said) == "bundle.rewrapped"


@pytest.mark.fault(59)
def test_a_genuine_bundle_sealed_anew_for_one_more(tmp_path: Path) -> None:
    inner = pyrage.decrypt(bundles.send(tmp_path).path.read_bytes()[256:], [COUNTY.age_identity])
    body = bundles.sealed(inner, [COUNTY.public, DEVICE.public, STRANGER.public])
    path = tmp_path / "one more.swb"
    path.write_bytes(bundles.header(body) + body)
    assert code(path) == "bundle.rewrapped"
    assert code(path, STRANGER) == "bundle.rewrapped"


@pytest.mark.fault(60)
@pytest.mark.parametrize(
    ("field", "value", "key"),
    [
        ("kind", 2, "kind"),
        ("profile", 2, "profile"),
        ("bundle_no", 8, "bundle_no"),
        ("station", b"T532301103", "station"),
        ("county", STRANGER.public.key_id, "county"),
    ],
)
def test_outside_and_inside_say_the_same(tmp_path: Path, field: str, value: int | bytes, key: str) -> None:
    path = forge(tmp_path, Parts.of().files(), **{field: value})
    with pytest.raises(Refusal) as refusal:
        bundles.read(path, kinds=["up", "down"], counties=[COUNTY.public.fingerprint, STRANGER.public.fingerprint])
    assert (refusal.value.code, refusal.value.token) == ("bundle.header_differs", key)


@pytest.mark.fault(52)
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"container": 2}, "bundle.newer"),
        ({"suite": 2}, "bundle.newer"),
        ({"kind": 0}, "bundle.header_damaged"),
        ({"profile": 9}, "bundle.header_damaged"),
        ({"bundle_no": 0}, "bundle.header_damaged"),
        ({"station": b"T532301102\0x"}, "bundle.header_damaged"),
        ({"station": b"\xff" * 40}, "bundle.header_damaged"),
        ({"station": b"person; drop table"}, "bundle.header_damaged"),
        ({"reserved": bytes(111) + b"\1"}, "bundle.header_damaged"),
        ({"size": 10}, "bundle.too_long"),
        ({"size": 10**6}, "bundle.truncated"),
        ({"size": 2**40}, "bundle.too_large"),
    ],
)
def test_the_clear_header_has_one_spelling(tmp_path: Path, changes: dict[str, int | bytes], expected: str) -> None:
    path = forge(tmp_path, Parts.of().files(), **changes)
    before = path.read_bytes()
    assert code(path) == expected
    assert path.read_bytes() == before


@pytest.mark.fault(52)
def test_a_manifest_of_a_newer_format_is_not_called_wrong(tmp_path: Path) -> None:
    for key in ("format", "suite"):
        newer = Parts.of(**{key: 2, "colour": "red"})
        assert code(forge(tmp_path, newer.files())) == "bundle.newer"


# The seal


def age_header(count: int, rest: bytes = b"") -> bytes:
    stanza = b"-> X25519 " + b"A" * 43 + b"\n" + b"B" * 43 + b"\n"
    return b"age-encryption.org/v1\n" + stanza * count + b"--- " + b"C" * 43 + b"\n" + rest


@pytest.mark.fault(72)
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (age_header(21, bytes(60)), "bundle.recipients"),
        (age_header(1000, bytes(60)), "bundle.recipients"),
        (bundles.sealed(b"PK", [bundles.keys_of(f"other {n}").public for n in range(20)]), "bundle.no_key"),
        (bundles.sealed(b"PK", [bundles.keys_of(f"other {n}").public for n in range(21)]), "bundle.recipients"),
        (b"age-encryption.org/v1\n" + b"-> grease\n\n" * 23 + b"--- " + b"C" * 43 + b"\n", "bundle.recipients"),
        (b"age-encryption.org/v1\n" + b"-> X25519 " + b"A" * 20_000, "bundle.recipients"),
        (b"age-encryption.org/v2\n" + bytes(60), "bundle.seal"),
        (b"", "bundle.seal"),
        (pyrage.passphrase.encrypt(b"PK", "a passphrase"), "bundle.no_key"),
    ],
)
def test_the_seal_is_looked_at_before_keys_are_tried(tmp_path: Path, body: bytes, expected: str) -> None:
    path = tmp_path / "sealed.swb"
    path.write_bytes(bundles.header(body) + body)
    assert code(path) == expected


# The archive


def duplicate(members: Members) -> bytes:
    return bundles.zipped([*members, members[2]])


def renamed(to: str) -> Callable[[Members], bytes]:
    return lambda members: bundles.zipped([*members, (to, b"x")])


def instead_of_ops(to: str) -> Callable[[Members], bytes]:
    return lambda members: bundles.zipped([*members[:2], (to, members[2][1])])


def patched(mark: bytes, at: int, value: bytes) -> Callable[[Members], bytes]:
    """One field of the last record that begins with ``mark``."""

    def patch(members: Members) -> bytes:
        raw = bytearray(bundles.zipped(members))
        start = raw.rindex(mark) + at
        raw[start : start + len(value)] = value
        return bytes(raw)

    return patch


def overflowing(members: Members) -> bytes:
    """A directory, consistent in itself, whose members would end beyond any file."""
    raw = bundles.zipped(members)
    directory, offset = b"", 0
    for name, data in members:
        common = struct.pack("<HHHHLLLHH", 0, 0, 0, 0x21, zlib.crc32(data), 2**32 - 1, 2**32 - 1, len(name), 0)
        directory += b"PK\1\2\x14\0\x14\0" + common + struct.pack("<HHHLL", 0, 0, 0, 0, offset) + name.encode()
        offset = min(offset + 30 + len(name) + 2**32 - 1, 2**32 - 1)
    start = raw.index(b"PK\1\2")
    return raw[:start] + directory + raw[-22:]


def before_the_directory(members: Members) -> bytes:
    raw = bundles.zipped(members)
    start = raw.index(b"PK\1\2")
    end = struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, 3, 3, len(raw) - 22 - start, start + 5, 0)
    return raw[:start] + b"stray" + raw[start:-22] + end


def after_the_directory(members: Members) -> bytes:
    raw = bundles.zipped(members)
    start = raw.index(b"PK\1\2")
    end = struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, 3, 3, len(raw) - 22 - start + 5, start, 0)
    return raw[:-22] + b"stray" + end


def gap(members: Members) -> bytes:
    """A member that the directory does not list."""
    hidden = bundles.zipped([("hidden", b"x")])
    local = hidden[: hidden.index(b"PK\1\2")]
    return bundles.zipped(members, prefix=local)


def zip64(members: Members) -> bytes:
    raw = bundles.zipped(members)
    end = struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return raw[:-22] + end


TRICKS: dict[str, Callable[[Members], bytes]] = {
    "nothing": lambda _: b"",
    "an empty zip": lambda _: bundles.zipped([]),
    "not a zip": lambda _: b"x" * 1000,
    "a duplicate name": duplicate,
    "an extra member": renamed("extra.txt"),
    "a path out": renamed("att/../../x"),
    "a rooted path": renamed("/etc/x"),
    "a drive": renamed("C:\\x"),
    "an attachment that the manifest does not list": renamed("att/" + "0" * 64),
    "an attachment with a name of its own": renamed("att/photo.jpg"),
    "records under another name": instead_of_ops("OPS.JSONL.Z"),
    "records under a name of no letters": instead_of_ops(""),
    "another order": lambda members: bundles.zipped([members[0], members[2], members[1]]),
    "signature first": lambda members: bundles.zipped([members[1], members[0], members[2]]),
    "something before": lambda members: b"MZ" + bundles.zipped(members),
    "something before, offsets made to fit": lambda members: bundles.zipped(members, prefix=b"MZ"),
    "something after": lambda members: bundles.zipped(members) + b"\0",
    "a comment": lambda members: bundles.zipped(members, comment=b"hello"),
    "a hidden member": gap,
    "zip64": zip64,
    "lengths beyond the file": overflowing,
    "something between members and directory": before_the_directory,
    "something between directory and end": after_the_directory,
    "a symlink": patched(b"PK\1\2", 38, struct.pack("<L", 0o120777 << 16)),
    "made on unix": patched(b"PK\1\2", 5, b"\3"),
    "a flag": patched(b"PK\1\2", 8, b"\1"),
    "said to be deflated": patched(b"PK\1\2", 10, b"\x08"),
    "another date": patched(b"PK\1\2", 14, b"\x22"),
    "a length not listed": patched(b"PK\1\2", 20, b"\xff\xff\xff\xff"),
    "a length in one place only": patched(b"PK\3\4", 18, b"\1\0\0\0"),
    "an extra field": patched(b"PK\1\2", 30, b"\4\0"),
    "another offset": patched(b"PK\1\2", 42, b"\0\0\0\0"),
    "another count": patched(b"PK\5\6", 8, b"\2\0\2\0"),
    "a huge count": patched(b"PK\5\6", 8, b"\xff\xff\xff\xff"),
    "a directory elsewhere": patched(b"PK\5\6", 16, b"\0\0\0\0"),
    "a crc that does not fit": patched(b"PK\1\2", 16, b"\0\0\0\0"),
}


@pytest.mark.fault(62)
@pytest.mark.parametrize("trick", TRICKS)
def test_tricks_with_the_archive(tmp_path: Path, trick: str) -> None:
    inner = TRICKS[trick](Parts.of().files())
    path = bundles.forge(tmp_path / "forged.swb", inner)
    assert code(path) == "bundle.container"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["forged.swb", "work"]


def test_a_crc_wrong_in_both_places(tmp_path: Path) -> None:
    members = Parts.of().files()
    raw = bundles.zipped(members)
    crc = raw[raw.rindex(b"PK\1\2") + 16 :][:4]
    assert raw.count(crc) == 2
    path = bundles.forge(tmp_path / "forged.swb", raw.replace(crc, b"\0\0\0\0"))
    assert code(path) == "bundle.container"


def test_a_manifest_over_one_megabyte_is_not_read(tmp_path: Path) -> None:
    _, signature, ops = Parts.of().files()
    big = b"{" + b" " * (1 << 20) + b"}"
    assert code(forge(tmp_path, [("manifest.json", big), signature, ops])) == "bundle.container"


@pytest.mark.fault(62)
def test_members_are_held_against_the_signed_list(tmp_path: Path) -> None:
    manifest, signature, (name, ops) = Parts.of().files()
    same_length = bytes([ops[0] ^ 1]) + ops[1:]
    for other in (same_length, ops + b"\0", ops[:-1]):
        assert code(forge(tmp_path, [manifest, signature, (name, other)])) == "bundle.member"
    lying = Parts.of()
    lying.manifest["members"]["ops.jsonl.z"]["length"] += 1  # type: ignore[index]
    assert code(forge(tmp_path, lying.files())) == "bundle.member"


def test_an_attachment_is_what_its_name_says(tmp_path: Path) -> None:
    right = hashlib.sha256(b"a scan").hexdigest()
    listed = {"sha256": right, "length": 6, "raw_length": 6}
    parts = Parts.of()
    parts.manifest["members"] = {**parts.manifest["members"], f"att/{right}": listed}  # type: ignore[dict-item]
    parts.attachments = {right: b"a scan"}
    assert bundles.read(forge(tmp_path, parts.files())) == list(bundles.LINES)
    parts.attachments = {right: b"a skan"}
    assert code(forge(tmp_path, parts.files())) == "bundle.member"
    parts.attachments = {}
    assert code(forge(tmp_path, parts.files())) == "bundle.container"
