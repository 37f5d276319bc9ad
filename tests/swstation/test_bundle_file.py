"""A bundle as a file: what goes in comes out, anyone's tools can open it, the same content gives the same bytes."""

from __future__ import annotations

import hashlib
import io
import shutil
import struct
import subprocess
import zipfile
import zlib
from pathlib import Path

import bundles
import orjson
import pyrage
import pytest
from bundles import COLLEAGUE, COUNTY, DEVICE, LINES, REPLICA, STATION, STRANGER
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.errors import Refusal
from swstation.exchange import limits
from swstation.exchange.manifest import Receipt, Seen
from swstation.exchange.opening import opened, outer
from swstation.exchange.packing import Packing


def test_every_recipient_reads_what_was_sent_and_nothing_clear_stays(tmp_path: Path) -> None:
    sent = bundles.send(tmp_path)
    assert bundles.read(sent.path, COUNTY) == list(LINES)
    assert bundles.read(sent.path, DEVICE) == list(LINES)
    assert "张小演".encode() not in sent.path.read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == [sent.path.name, "work"]
    assert not list((tmp_path / "work").iterdir())


def test_what_was_sent_is_what_lies_there(tmp_path: Path) -> None:
    sent = bundles.send(tmp_path)
    raw = sent.path.read_bytes()
    assert (sent.size, sent.sha256) == (len(raw), hashlib.sha256(raw).hexdigest())
    shown = outer(sent.path)
    assert (shown.size, shown.sha256) == (sent.size, sent.sha256)
    assert (shown.header.kind, shown.header.station, shown.header.bundle_no) == ("up", STATION, 7)


def test_the_manifest_arrives_as_it_was_signed(tmp_path: Path) -> None:
    sent = bundles.send(
        tmp_path,
        kind="down",
        prerequisites=(Seen(REPLICA, 3, "3" * 64),),
        receipts=(Receipt(REPLICA, 2, "4" * 64, 1, 2),),
    )
    with opened(
        sent.path,
        [DEVICE],
        counties=[COUNTY.public.fingerprint],
        kinds=["down"],
        signer=lambda _: DEVICE.public,
        work=tmp_path / "work",
    ) as bundle:
        assert bundle.manifest == sent.manifest
        assert bundle.manifest.recipients == tuple(sorted([COUNTY.public.fingerprint, DEVICE.public.fingerprint]))
        assert (bundle.manifest.ops, bundle.manifest.first_seq, bundle.manifest.last_seq) == (2, 1, 2)


def test_a_bundle_without_records_carries_receipts_alone(tmp_path: Path) -> None:
    sent = bundles.send(tmp_path, (), rows={}, receipts=(Receipt(REPLICA, 9, "4" * 64, 2, 9),))
    assert bundles.read(sent.path) == []
    assert (sent.manifest.first_seq, sent.manifest.last_seq) == (None, None)


def test_attachments_travel_once_each_under_their_hash(tmp_path: Path) -> None:
    photo, scan = b"\xff\xd8 a picture" * 999, b"a scan"
    sent = bundles.send(tmp_path, attachments=[photo, scan, photo])
    with opened(
        sent.path,
        [COUNTY],
        counties=[COUNTY.public.fingerprint],
        kinds=["up"],
        signer=lambda _: DEVICE.public,
        work=tmp_path / "work",
    ) as bundle:
        assert sorted(bundle.attachments) == sorted(hashlib.sha256(x).hexdigest() for x in (photo, scan))
        lines = bundle.lines()
        first = next(lines)
        # Reading one member in the middle of another gives both whole.
        assert b"".join(bundle.attachment(hashlib.sha256(photo).hexdigest())) == photo
        assert [first, *lines] == list(LINES)


def test_the_inside_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    def inside(name: str) -> bytes:
        raw = bundles.send(tmp_path, attachments=[b"b", b"a"], name=name).path.read_bytes()
        return pyrage.decrypt(raw[256:], [COUNTY.age_identity])

    assert inside("one.swb") == inside("two.swb")


def test_many_pieces_are_one_stream_as_small_as_if_they_were_one_piece(tmp_path: Path) -> None:
    lines = [f"[{hashlib.sha256(b'%d' % (n % 9_000)).hexdigest()},{n}]".encode() for n in range(16_000)]
    sent = bundles.send(tmp_path, lines)
    assert bundles.read(sent.path) == lines
    raw = b"\n".join(lines) + b"\n"
    again = bundles.send(tmp_path, lines, name="again.swb")
    member, same = (one.manifest.members["ops.jsonl.z"] for one in (sent, again))
    assert (member, member.raw_length) == (same, len(raw))
    assert member.length < 1.01 * len(zlib.compress(raw, 6))


def test_the_hand_made_zip_is_byte_for_byte_ours(tmp_path: Path) -> None:
    raw = bundles.send(tmp_path).path.read_bytes()
    inner = pyrage.decrypt(raw[256:], [COUNTY.age_identity])
    with zipfile.ZipFile(io.BytesIO(inner)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    assert bundles.zipped(members) == inner


def test_it_opens_with_age_unzip_and_ed25519_and_nothing_of_ours(tmp_path: Path) -> None:
    """What docs/bundle-format.md promises to whoever has the key and the page in ten years."""
    identity, sign_key = str(COUNTY.age_identity), DEVICE.public.sign
    path = bundles.send(tmp_path, attachments=[b"a scan"]).path

    raw = path.read_bytes()
    assert raw[:8] == b"\x89SWB\r\n\x1a\n" and raw[8] == 1 and raw[9] == 1
    number, size = struct.unpack(">IQ", raw[12:24])
    station = raw[40:80].rstrip(b"\0").decode()
    assert (number, size, station) == (7, len(raw) - 256, "T532301102")
    assert raw[80:112] == hashlib.sha256(raw[256:]).digest()
    assert raw[112:224] == bytes(112)
    assert raw[224:256] == hashlib.sha256(raw[:224]).digest()
    clear = _unsealed(raw[256:], identity, tmp_path)
    with zipfile.ZipFile(io.BytesIO(clear)) as archive:
        assert archive.testzip() is None
        manifest = archive.read("manifest.json")
        Ed25519PublicKey.from_public_bytes(sign_key).verify(
            archive.read("manifest.sig"), b"swstation-bundle-v1\0" + manifest
        )
        said = orjson.loads(manifest)
        assert set(archive.namelist()) == {"manifest.json", "manifest.sig", *said["members"]}
        for name, member in said["members"].items():
            assert hashlib.sha256(archive.read(name)).hexdigest() == member["sha256"]
        records = zlib.decompress(archive.read("ops.jsonl.z")).splitlines()
    assert [orjson.loads(record)[1]["n"] for record in records] == [1, 2]
    assert said["ops"] == len(records)


def _unsealed(body: bytes, identity: str, folder: Path) -> bytes:
    # With the age command where there is one, as somebody in ten years would; else with its library.
    command = shutil.which("age") or shutil.which("rage")
    if command is None:
        return pyrage.decrypt(body, [pyrage.x25519.Identity.from_str(identity)])
    (folder / "key.txt").write_text(identity + "\n", encoding="ascii")
    words = [command, "--decrypt", "--identity", str(folder / "key.txt")]
    return subprocess.run(words, input=body, stdout=subprocess.PIPE, check=True).stdout


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines=st.lists(st.binary(min_size=1, max_size=300).map(lambda b: b.replace(b"\n", b" ")), max_size=30),
    often=st.integers(1, 400),
)
def test_whatever_is_written_is_read(tmp_path: Path, lines: list[bytes], often: int) -> None:
    path = tmp_path / "any.swb"
    path.unlink(missing_ok=True)
    bundles.send(tmp_path, lines * often, name=path.name)
    assert bundles.read(path) == lines * often


def test_what_repeats_itself_endlessly_is_not_taken_for_a_bomb(tmp_path: Path) -> None:
    lines = [b"x" * limits.LINE_BYTES] * 40
    assert bundles.read(bundles.send(tmp_path, lines).path) == lines


@pytest.mark.parametrize("line", [b"", b"two\nlines", b"x" * (limits.LINE_BYTES + 1)])
def test_the_writer_takes_no_line_that_a_reader_would_refuse(tmp_path: Path, line: bytes) -> None:
    with Packing(bundles.work(tmp_path)) as packing, pytest.raises(Refusal) as refusal:
        packing.add([b"{}", line])
    assert (refusal.value.code, refusal.value.params["line"]) == ("bundle.line", 2)


@pytest.mark.fault(72)
def test_twenty_recipients_and_not_one_more(tmp_path: Path) -> None:
    many = [bundles.keys_of(f"device {n}").public for n in range(19)]
    sent = bundles.send(tmp_path, recipients=[COUNTY.public, *many, COUNTY.public])
    assert len(sent.manifest.recipients) == 20
    assert bundles.read(sent.path) == list(LINES)
    for recipients in ([COUNTY.public, *many, DEVICE.public], []):
        with pytest.raises(Refusal) as refusal:
            bundles.send(tmp_path, recipients=recipients, name="other.swb")
        assert refusal.value.code == "bundle.recipients"
    assert not (tmp_path / "other.swb").exists()
    assert not list((tmp_path / "work").iterdir())


def test_whoever_is_not_named_cannot_open_it(tmp_path: Path) -> None:
    sent = bundles.send(tmp_path)
    for keys in (STRANGER, COLLEAGUE):
        with pytest.raises(Refusal) as refusal:
            bundles.read(sent.path, keys)
        assert refusal.value.code == "bundle.no_key"
    with (
        pytest.raises(Refusal) as refusal,
        opened(
            sent.path,
            [],
            counties=[COUNTY.public.fingerprint],
            kinds=["up"],
            signer=lambda _: DEVICE.public,
            work=tmp_path / "work",
        ),
    ):
        pytest.fail("opened without a key")
    assert refusal.value.code == "bundle.no_key"


def test_an_error_of_the_reader_is_not_taken_for_one_of_the_disk(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="mine"):
        for _line in bundles.opened_lines(bundles.send(tmp_path).path):
            raise OSError("mine")
    assert not list((tmp_path / "work").iterdir())
