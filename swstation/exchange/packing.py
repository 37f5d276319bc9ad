"""Making a bundle: records in, one sealed file out. No clear text touches a named file on the way."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final

from zlib_ng import zlib_ng as zlib

from db.errors import Refusal
from swstation.exchange import agefile, archive, files, header, limits, stick
from swstation.exchange.header import Header
from swstation.exchange.keys import DeviceKeys, PublicKeys
from swstation.exchange.manifest import ATTACHMENT, LOOSE, OPS, Manifest, Member, sign

_MANIFEST, _SIGNATURE = "manifest.json", "manifest.sig"
_PIECE: Final = 1 << 19
"""Bytes compressed at a time, and a little more."""
_THREADS: Final = 2
"""Pieces compressed at a time."""
_WINDOW: Final = 1 << 15
"""How far back compressed data refers, in bytes."""
_ZLIB: Final = b"\x78\x5e"
_LAST: Final = b"\x03\x00"
"""The beginning of a zlib stream, and the empty last block of one."""
_LEVEL: Final = 6
"""Of compression: with this library smaller than zlib's own 6, in less than half of its time."""
_SOME: Final = 64
"""Lines counted at a time: of the longest ones as many as memory may hold."""


@dataclass(frozen=True)
class SentBundle:
    """A bundle that lies, whole and read back, under ``path``; ``size`` in bytes, ``sha256`` of the file (64 hex)."""

    path: Path
    size: int
    sha256: str
    manifest: Manifest


class Packing:
    """One bundle in the making. ``add`` and ``attach`` as often as wanted, then ``seal`` or ``send`` once.

    ``work`` is a folder of this user alone, on a disk of this machine. All methods raise ``Refusal``
    ``bundle.disk_full`` or ``bundle.disk_error`` for that disk.
    """

    def __init__(self, work: Path) -> None:
        self._work = work
        self._stack = ExitStack()
        self._workers = ThreadPoolExecutor(_THREADS, thread_name_prefix="packing")
        held = self._private()
        self._stack.callback(self._workers.shutdown)
        self._lines = {OPS: _Lines(held, self._workers)}
        self._packed: dict[str, tuple[archive.Entry, BinaryIO]] = {}

    @property
    def count(self) -> int:
        """Records added so far, those out of their chains not counted."""
        return self._lines[OPS].count

    def __enter__(self) -> Packing:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def add(self, lines: Iterable[bytes]) -> None:
        """Add records: one line each, without its newline.

        Raises ``Refusal`` ``bundle.line`` over 256 KB, ``bundle.lines`` over 2 million, ``bundle.inflated`` over 1 GB.
        """
        self._add(OPS, lines)

    def add_loose(self, lines: Iterable[bytes]) -> None:
        """Add records out of their chains, as ``add``."""
        self._add(LOOSE, lines)

    def attach(self, source: files.Readable) -> str:
        """Add a file; its SHA-256 (64 hex), which is its name inside. The same content is kept once."""
        with files.disk_errors():
            held = self._private()
            digest = files.copy(source, held)
            name = ATTACHMENT + digest
            if name in self._packed:
                held.close()
            else:
                self._packed[name] = (_entry(name, held), held)
        if len(self._packed) > limits.MEMBERS - 3:
            raise Refusal("bundle.too_large", limit=limits.FILE_BYTES // limits.MIB)
        return digest

    def seal(self, out: BinaryIO, manifest: Manifest, keys: DeviceKeys, recipients: Iterable[PublicKeys]) -> Manifest:
        """Write the bundle to ``out``, an empty file that can seek; the manifest as signed.

        ``manifest`` without recipients, ops and members: they are filled in. ``keys`` sign; whoever shall open the
        file, the sender too, is in ``recipients``. Raises ``Refusal``: ``bundle.recipients`` for none or more than 20,
        ``bundle.manifest``, ``bundle.too_large``.
        """
        readers = sorted(set(recipients), key=lambda reader: reader.fingerprint)
        with files.disk_errors():
            packed = self._finish()
            signed = replace(
                manifest,
                recipients=tuple(reader.fingerprint for reader in readers),
                ops=self.count,
                loose=self._lines[LOOSE].count if LOOSE in self._lines else 0,
                members={name: self._member(name, *member) for name, member in packed.items()},
            )
            if not 0 < len(readers) <= limits.RECIPIENTS:
                raise Refusal("bundle.recipients", limit=limits.RECIPIENTS)
            raw, signature = sign(signed, keys)
            inner = self._private()
            first = [(name, BytesIO(data)) for name, data in ((_MANIFEST, raw), (_SIGNATURE, signature))]
            members = [(_entry(name, held), held) for name, held in first] + list(packed.values())
            archive.write(inner, iter(members))
            if inner.tell() > limits.FILE_BYTES - (limits.MIB >> 1):  # sealing adds 16 bytes per 64 KB and a header
                raise Refusal("bundle.too_large", limit=limits.FILE_BYTES // limits.MIB)
            inner.seek(0)
            out.write(bytes(header.SIZE))
            length, body = agefile.seal(inner, out, readers)
            out.seek(0)
            out.write(_header(signed, length, body).pack())
            out.seek(0, 2)
            out.flush()
        return signed

    def send(
        self,
        target: Path,
        manifest: Manifest,
        keys: DeviceKeys,
        recipients: Iterable[PublicKeys],
        told: stick.Told | None = None,
    ) -> SentBundle:
        """Seal, then put the file under ``target``, read back and compared; ``told`` hears of the steps of the latter.

        Raises as ``seal`` and ``stick.put``.
        """
        with files.disk_errors():
            sealed = self._private()
        signed = self.seal(sealed, manifest, keys, recipients)
        placed = stick.put(sealed, target, told=told)
        return SentBundle(placed.path, placed.size, placed.sha256, signed)

    def _private(self) -> BinaryIO:
        with files.disk_errors():
            held = files.private(self._work)
        self._stack.callback(files.let_go, held)
        return held

    def _add(self, name: str, lines: Iterable[bytes]) -> None:
        with files.disk_errors():
            for batch in _batches(lines):
                if name not in self._lines:
                    self._lines[name] = _Lines(self._private(), self._workers)
                self._lines[name].add(batch)

    def _finish(self) -> dict[str, tuple[archive.Entry, BinaryIO]]:
        made = {}
        for name in (OPS, LOOSE):
            if name in self._lines:
                held = self._lines[name].finish(self._private)
                made[name] = (_entry(name, held), held)
        return made | dict(sorted(self._packed.items()))

    def _member(self, name: str, entry: archive.Entry, held: BinaryIO) -> Member:
        held.seek(0)
        digest = files.hash_of(held)
        held.seek(0)
        raw = self._lines[name].raw_bytes if name in self._lines else entry.length
        return Member(digest, entry.length, raw)


class _Lines:
    # One member of records, as it grows: a zlib stream of pieces that are compressed on threads of their own, each with
    # the end of the one before as its dictionary, as one compressor would have it. So many threads or so few, the
    # bytes are the same.
    def __init__(self, held: BinaryIO, workers: ThreadPoolExecutor) -> None:
        self._held = held
        self._workers = workers
        self._under_way: deque[Future[bytes]] = deque()
        self._before = b""
        self._adler = zlib.adler32(b"")
        self.count = 0
        self.raw_bytes = 0
        held.write(_ZLIB)

    def add(self, batch: Sequence[bytes]) -> None:
        data = b"\n".join(batch) + b"\n"
        if not all(batch) or max(map(len, batch)) > limits.LINE_BYTES or data.count(b"\n") != len(batch):
            raise self._bad_line(batch)
        self.count += len(batch)
        self.raw_bytes += len(data)
        if self.count > limits.LINES:
            raise Refusal("bundle.lines", expected=limits.LINES)
        if self.raw_bytes > limits.RAW_BYTES:
            raise Refusal("bundle.inflated", limit=limits.RAW_BYTES // limits.MIB)
        self._under_way.append(self._workers.submit(_deflated, data, self._before))
        self._before = data[-_WINDOW:]
        self._adler = zlib.adler32(data, self._adler)
        self._wait(_THREADS)

    def _bad_line(self, batch: Sequence[bytes]) -> Refusal:
        bad = (at for at, line in enumerate(batch, 1) if not 0 < len(line) <= limits.LINE_BYTES or b"\n" in line)
        return Refusal("bundle.line", line=self.count + next(bad), limit=limits.LINE_BYTES >> 10)

    def _wait(self, at_most: int) -> None:
        # What went wrong with a piece is raised here.
        while len(self._under_way) > at_most:
            self._held.write(self._under_way.popleft().result())

    def finish(self, new: Callable[[], BinaryIO]) -> BinaryIO:
        self._wait(0)
        self._held.write(_LAST + self._adler.to_bytes(4, "big"))
        if self.raw_bytes > self._held.tell() * limits.INFLATE_RATIO:
            # So repetitive that a reader would take it for a bomb.
            return _stored(self._held, new())
        return self._held


def _deflated(data: bytes, before: bytes) -> bytes:
    deflate = zlib.compressobj(_LEVEL, wbits=-zlib.MAX_WBITS, zdict=before)
    return deflate.compress(data) + deflate.flush(zlib.Z_SYNC_FLUSH)


def _stored(ops: BinaryIO, out: BinaryIO) -> BinaryIO:
    inflate, deflate = zlib.decompressobj(), zlib.compressobj(0)
    ops.seek(0)
    while data := ops.read(limits.CHUNK):
        while data:
            out.write(deflate.compress(inflate.decompress(data, limits.MIB)))
            data = inflate.unconsumed_tail
    out.write(deflate.compress(inflate.flush()) + deflate.flush())
    return out


def _entry(name: str, held: BinaryIO) -> archive.Entry:
    held.seek(0)
    length = crc = 0
    while chunk := held.read(limits.CHUNK):
        length += len(chunk)
        crc = zlib.crc32(chunk, crc)
    held.seek(0)
    return archive.Entry(name, crc, length)


def _header(manifest: Manifest, length: int, body: str) -> Header:
    return Header(
        manifest.kind,
        manifest.profile,
        manifest.county,
        manifest.sender.station,
        manifest.bundle_no,
        length,
        body,
    )


def _batches(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    coming = iter(lines)
    batch: list[bytes] = []
    held = 0
    while some := list(islice(coming, _SOME)):
        batch += some
        held += sum(map(len, some))
        if held > _PIECE:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch
