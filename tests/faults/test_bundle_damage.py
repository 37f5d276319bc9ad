"""Damage on the way: whatever became of the file, it is refused whole and nothing of it stays."""

from __future__ import annotations

import hashlib
import io
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import bundles
import openpyxl
import pytest
from bundles import Parts

from db.errors import Refusal
from swstation.errors import message
from swstation.exchange.inspecting import inspect

COPIES = {"bundle.truncated", "bundle.too_long", "bundle.damaged", "bundle.header_damaged", "bundle.not_a_bundle"}


def refused(path: Path) -> str:
    """The code with which a file is refused, having left nothing and said a sentence."""
    before = sorted(path.parent.iterdir())
    with pytest.raises(Refusal) as refusal:
        bundles.read(path)
    assert message(refusal.value)
    assert not list((path.parent / "work").iterdir())
    assert sorted({*before, path.parent / "work"}) == sorted(path.parent.iterdir())
    return refusal.value.code


def noise(size: int) -> bytes:
    return hashlib.shake_256(b"noise").digest(size)


def large(folder: Path) -> Path:
    """About 90 KB with an attachment: two chunks of the age file."""
    return bundles.send(folder, [noise(40_000).hex().encode()], attachments=[noise(50_000)]).path


def member_boundaries(inner: bytes) -> list[int]:
    with zipfile.ZipFile(io.BytesIO(inner)) as archive:
        starts = [info.header_offset for info in archive.infolist()]
        bodies = [info.header_offset + 30 + len(info.filename) for info in archive.infolist()]
    return sorted([*starts, *bodies, inner.rindex(b"PK\1\2"), inner.rindex(b"PK\5\6"), len(inner) - 1])


def inside(path: Path) -> bytes:
    import pyrage

    return pyrage.decrypt(path.read_bytes()[256:], [bundles.COUNTY.age_identity])


@pytest.mark.fault(7)
def test_cut_at_every_4_kib(tmp_path: Path) -> None:
    path = large(tmp_path)
    whole = path.read_bytes()
    cuts = sorted({*range(0, len(whole), 4096), 7, 8, 255, 256, len(whole) - 1}, reverse=True)
    assert len(cuts) > 20
    for size in cuts:
        with path.open("r+b") as file:
            file.truncate(size)
        assert refused(path) == ("bundle.not_a_bundle" if size < 8 else "bundle.truncated")


@pytest.mark.fault(7)
def test_cut_sealed_text_under_a_header_made_to_fit(tmp_path: Path) -> None:
    body = large(tmp_path).read_bytes()[256:]
    path = tmp_path / "cut.swb"
    for size in {0, 1, 21, 22, 100, *range(0, len(body), 4096), 65536 + 16, len(body) - 1}:
        path.write_bytes(bundles.header(body[:size]) + body[:size])
        assert refused(path) == "bundle.seal"


@pytest.mark.fault(7)
def test_cut_inside_the_seal_at_every_member_boundary(tmp_path: Path) -> None:
    inner = inside(large(tmp_path))
    cuts = member_boundaries(inner)
    assert len(cuts) == 4 * 2 + 3
    for size in cuts:
        assert refused(bundles.forge(tmp_path / "cut.swb", inner[:size])) == "bundle.container"


def test_a_missing_member_even_if_the_zip_is_sound(tmp_path: Path) -> None:
    members = Parts.of().files()
    for gone in range(len(members)):
        left = [member for at, member in enumerate(members) if at != gone]
        assert refused(bundles.forge(tmp_path / "gone.swb", bundles.zipped(left))) == "bundle.container"


@pytest.mark.fault(8)
def test_one_bit_flipped_anywhere_on_disk(tmp_path: Path) -> None:
    path = bundles.send(tmp_path, attachments=[b"a scan"]).path
    bundles.read(path)
    for at in range(path.stat().st_size):
        bundles.flip(path, at, at % 8)
        with pytest.raises(Refusal) as refusal:
            bundles.read(path)
        assert refusal.value.code in COPIES
        bundles.flip(path, at, at % 8)
    assert bundles.read(path) == list(bundles.LINES)
    assert not list((tmp_path / "work").iterdir())


@pytest.mark.fault(8)
def test_one_bit_flipped_under_hashes_made_to_fit(tmp_path: Path) -> None:
    """The hashes in the clear header are for accidents; the seal holds without them."""
    whole = bundles.send(tmp_path).path.read_bytes()
    path = tmp_path / "forged.swb"
    codes = set()
    for at in range(256, len(whole)):
        body = bytearray(whole[256:])
        body[at - 256] ^= 1 << at % 8
        path.write_bytes(bundles.header(bytes(body)) + body)
        with pytest.raises(Refusal) as refusal:
            bundles.read(path)
        codes.add(refusal.value.code)
    assert codes <= {"bundle.seal", "bundle.no_key", "bundle.recipients"}
    path.write_bytes(bundles.header(whole[256:]) + whole[256:])
    assert bundles.read(path) == list(bundles.LINES)


def test_one_bit_flipped_in_the_clear_header_under_a_hash_made_to_fit(tmp_path: Path) -> None:
    whole = bundles.send(tmp_path).path.read_bytes()
    path = tmp_path / "forged.swb"
    for at in range(224 * 8):
        facts = bytearray(whole[:224])
        facts[at // 8] ^= 1 << at % 8
        path.write_bytes(bytes(facts) + hashlib.sha256(facts).digest() + whole[256:])
        with pytest.raises(Refusal):
            bundles.read(path, kinds=["up", "down", "agg", "enrol"])


@pytest.mark.fault(8)
def test_one_bit_flipped_inside_the_seal(tmp_path: Path) -> None:
    """As whoever may open a bundle could: signature, hashes and the strict ZIP hold without the seal."""
    inner = inside(bundles.send(tmp_path, attachments=[b"a scan"]).path)
    path = tmp_path / "forged.swb"
    codes = set()
    for at in range(len(inner)):
        changed = bytearray(inner)
        changed[at] ^= 1 << at % 8
        with pytest.raises(Refusal) as refusal:
            bundles.read(bundles.forge(path, bytes(changed)))
        codes.add(refusal.value.code)
    assert codes <= {
        *("bundle.container", "bundle.manifest", "bundle.bad_signature", "bundle.member", "bundle.newer"),
        *("bundle.header_differs", "bundle.rewrapped", "bundle.unknown_signer", "bundle.inflated"),
    }
    assert bundles.read(bundles.forge(path, inner)) == list(bundles.LINES)


@pytest.mark.fault(9)
def test_bytes_after_the_end(tmp_path: Path) -> None:
    path = bundles.send(tmp_path).path
    whole = path.read_bytes()
    for tail in (b"\0", b"\n", bytes(4096), whole):
        path.write_bytes(whole + tail)
        assert refused(path) == "bundle.too_long"
        path.write_bytes(bundles.header(whole[256:] + tail) + whole[256:] + tail)
        assert refused(path) == "bundle.seal"


def sqlite_file(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("create table op (id)")


def xlsx_file(path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(path)


def zip_file(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")


FOREIGN: dict[str, Callable[[Path], object]] = {
    "zero bytes": lambda path: path.write_bytes(b""),
    "seven bytes": lambda path: path.write_bytes(b"\x89SWB\r\n\x1a"),
    "noise": lambda path: path.write_bytes(noise(5000)),
    "a picture": lambda path: path.write_bytes(b"\xff\xd8\xff\xe0\0\x10JFIF\0" + noise(5000)),
    "a docx": zip_file,
    "a database": sqlite_file,
    "a workbook": xlsx_file,
    "an age file": lambda path: path.write_bytes(bundles.sealed(b"PK")),
    "a line end changed on the way": lambda path: path.write_bytes(b"\x89SWB\n\x1a\n" + noise(5000)),
}


@pytest.mark.fault(10, 64)
@pytest.mark.parametrize("kind", FOREIGN)
def test_a_foreign_file_is_not_a_bundle_and_leaves_no_trace(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "renamed.swb"
    FOREIGN[kind](path)
    before = path.read_bytes()
    assert refused(path) == "bundle.not_a_bundle"
    with pytest.raises(Refusal):
        inspect(path, [], lambda _: None, tmp_path / "work")
    assert path.read_bytes() == before


@pytest.mark.fault(2)
def test_another_name_is_the_same_bundle(tmp_path: Path) -> None:
    path = bundles.send(tmp_path).path
    for name in ("532301102-20261118-7(1).swb", "上报 副本.dat", "x"):
        path = path.rename(tmp_path / name)
        assert bundles.read(path) == list(bundles.LINES)


@pytest.mark.fault(84)
def test_the_flipping_helper_changes_one_bit_on_disk(tmp_path: Path) -> None:
    """A helper that writes through our own writer, or writes what is there already, tests nothing."""
    path = tmp_path / "file"
    path.write_bytes(bytes(range(256)))
    bundles.flip(path, 200, 3)
    changed = [
        (i, old ^ new) for i, (old, new) in enumerate(zip(range(256), path.read_bytes(), strict=True)) if old != new
    ]
    assert changed == [(200, 8)]
    bundles.flip(path, -1, 0)
    assert path.read_bytes()[-1] == 254
    with pytest.raises(OSError):
        bundles.flip(tmp_path / "missing", 0)
