"""Files made to fill the memory: each is read in a process of its own and that process is measured."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

import bundles
import pytest
from bundles import Parts

from db.errors import Refusal
from swstation.exchange import limits

MIB = 1 << 20
ALLOWED = 300 * MIB

READER = """
import json, pathlib, re, sys
import bundles
from db.errors import Refusal
try:
    code, count = None, sum(1 for _ in bundles.opened_lines(pathlib.Path(sys.argv[1])))
except Refusal as refusal:
    code, count = refusal.code, 0
status = pathlib.Path("/proc/self/status")
if status.exists():  # getrusage on Linux counts the process that started this one
    peak = int(re.search(r"VmHWM:\\s+(\\d+) kB", status.read_text())[1])
else:
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(json.dumps([code, count, peak * 1024]))
"""


def read_apart(path: Path) -> tuple[str | None, int]:
    """The refusal code and the number of lines, as another process reads the file, its memory held to the limit."""
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", READER, str(path)],
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=root,
        env={"PYTHONPATH": f"{root}:{root / 'tests'}", "PATH": ""},
    )
    code, count, peak = json.loads(done.stdout)
    assert peak < ALLOWED
    return code, count


def code(path: Path) -> str:
    """The refusal code where memory is not the question."""
    with pytest.raises(Refusal) as refusal:
        bundles.read(path)
    return refusal.value.code


def deflated(pieces: Iterable[bytes], level: int = 1) -> tuple[bytes, int]:
    deflate, out, raw = zlib.compressobj(level), [], 0
    for piece in pieces:
        raw += len(piece)
        out.append(deflate.compress(piece))
    return b"".join([*out, deflate.flush()]), raw


def noise(size: int) -> bytes:
    return hashlib.shake_256(b"bomb").digest(size).replace(b"\n", b" ")


def zeros(said: Callable[[int], int]) -> Parts:
    ops, raw = deflated([bytes(MIB)] * 400)
    return Parts.packed(ops, said(raw), 1)


def tiny_lines() -> Parts:
    ops, raw = deflated([b"1\n" * (MIB // 2)] * 20, level=0)
    return Parts.packed(ops, raw, limits.LINES)


def one_long_line() -> Parts:
    ops, raw = deflated([noise(20_000) + b"x" * (MIB - 20_000)] * 400)
    return Parts.packed(ops, raw, 1)


BOMBS: dict[str, tuple[Callable[[], Parts], str]] = {
    "400 MB of zeros, said so": (lambda: zeros(lambda raw: raw), "bundle.inflated"),
    "400 MB of zeros, said to be few": (lambda: zeros(lambda _: 1000), "bundle.inflated"),
    "400 MB of zeros, said to fit the ratio": (lambda: zeros(lambda raw: raw // 6), "bundle.line"),
    "over 1 GB": (lambda: zeros(lambda _: 2 << 30), "bundle.manifest"),
    "ten million tiny lines": (tiny_lines, "bundle.lines"),
    "one line of 400 MB": (one_long_line, "bundle.line"),
}


@pytest.mark.fault(61)
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_stops_at_the_limit(tmp_path: Path, bomb: str) -> None:
    make, expected = BOMBS[bomb]
    path = bundles.forge(tmp_path / "bomb.swb", bundles.zipped(make().files()))
    assert read_apart(path) == (expected, 0)


@pytest.mark.fault(61)
def test_a_bundle_at_the_limits_is_read_within_the_same_memory(tmp_path: Path) -> None:
    line = noise(3_000) + b"x" * (limits.LINE_BYTES - 3_000)
    path = bundles.send(tmp_path, [line] * 1_600).path
    assert path.stat().st_size < 20 * MIB
    assert read_apart(path) == (None, 1_600)


MANIFESTS = {
    "deep": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "deep lists": b"[" * 500_000 + b"]" * 500_000,
    "a number of 100,000 digits": b'{"ops":' + b"9" * 100_000 + b"}",
    "a number beyond all": b'{"ops":1e400}',
    "not a number": b'{"ops":NaN}',
    "a lone surrogate": b'{"app":"\\ud800"}',
    "a key twice": b'{"ops":1,"ops":1}',
    "not UTF-8": b'{"app":"\xff"}',
    "a list": b"[]",
    "null": b"null",
    "nothing": b"",
}


@pytest.mark.fault(61)
@pytest.mark.parametrize("kind", MANIFESTS)
def test_a_manifest_made_to_break_the_parser(tmp_path: Path, kind: str) -> None:
    signature = bundles.DEVICE.sign(b"swstation-bundle-v1\0" + MANIFESTS[kind])
    members = [("manifest.json", MANIFESTS[kind]), ("manifest.sig", signature), Parts.of().files()[2]]
    path = bundles.forge(tmp_path / "forged.swb", bundles.zipped(members))
    assert read_apart(path) == ("bundle.manifest", 0) if "deep" in kind else code(path) == "bundle.manifest"


TAILS = {
    "something after the end": lambda ops: (ops + b"x", "bundle.inflated"),
    "a second stream": lambda ops: (ops + zlib.compress(b"{}\n"), "bundle.inflated"),
    "no end": lambda ops: (ops[:-5], "bundle.member"),
    "not zlib": lambda ops: (b"x" + ops, "bundle.member"),
    "gzip": lambda ops: (b"\x1f\x8b" + ops, "bundle.member"),
    "nothing": lambda ops: (b"", "bundle.inflated"),
}


@pytest.mark.parametrize("tail", TAILS)
def test_the_compressed_records_are_one_whole_stream(tmp_path: Path, tail: str) -> None:
    raw = b"".join(line + b"\n" for line in bundles.LINES)
    ops, expected = TAILS[tail](zlib.compress(raw))
    path = bundles.forge(tmp_path / "forged.swb", bundles.zipped(Parts.packed(ops, len(raw), 2).files()))
    assert code(path) == expected


@pytest.mark.parametrize(
    ("raw", "count", "expected"),
    [
        (b"{}\n{}\n", 1, "bundle.lines"),
        (b"{}\n{}\n", 3, "bundle.lines"),
        (b"{}\n{}", 2, "bundle.lines"),
        (b"{}\n\n", 2, "bundle.line"),
        (b"\n", 1, "bundle.line"),
        (b"{}", 0, "bundle.lines"),
    ],
)
def test_the_lines_are_as_many_as_signed_and_none_empty(tmp_path: Path, raw: bytes, count: int, expected: str) -> None:
    parts = Parts.packed(zlib.compress(raw), len(raw), count)
    path = bundles.forge(tmp_path / "forged.swb", bundles.zipped(parts.files()))
    assert code(path) == expected
