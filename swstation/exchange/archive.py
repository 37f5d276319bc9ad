"""The ZIP inside a bundle: stored members, 1980 dates, no extras, the same bytes on every platform.

Any unzip opens it. Our reader accepts only the bytes that the writer would have written for the same members, so
there is no second spelling to hide anything in: no duplicate names, no prefix, no comment, no gap, no lie about sizes.
``zipfile`` is not used because it writes the platform into the archive and reads all of the above quietly.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from db.errors import Refusal
from swstation.exchange import limits

_LOCAL: Final = struct.Struct("<4sHHHHHLLLHH")
_CENTRAL: Final = struct.Struct("<4sHHHHHHLLLHHHHHLL")
_END: Final = struct.Struct("<4sHHHHLLH")
_VERSION: Final = 20
_MIDNIGHT, _FIRST_OF_1980 = 0, 0x21
_NAME_BYTES: Final = 80


@dataclass(frozen=True)
class Entry:
    """A member: ASCII name, CRC-32 and length in bytes of its content, where the content begins."""

    name: str
    crc: int
    length: int
    start: int = 0


def write(out: BinaryIO, members: Iterator[tuple[Entry, BinaryIO]]) -> None:
    """Write the members, each with a file that holds its content, in the order given. ``start`` is not used."""
    central = bytearray()
    offset = count = 0
    for entry, source in members:
        central += _central(entry, offset)
        out.write(_local(entry))
        copied = crc = 0
        while chunk := source.read(limits.CHUNK):
            out.write(chunk)
            copied += len(chunk)
            crc = zlib.crc32(chunk, crc)
        if copied != entry.length or crc != entry.crc:
            raise ValueError(f"{entry.name} changed while it was packed")
        offset += _LOCAL.size + len(entry.name) + entry.length
        count += 1
    out.write(central)
    out.write(_end(count, len(central), offset))


def read(source: BinaryIO) -> list[Entry]:
    """The members of the archive that ``source`` holds, nothing of their content read.

    Raises ``Refusal`` ``bundle.container`` for anything the writer would have written otherwise.
    """
    size = source.seek(0, 2)
    if size < _END.size:
        raise Refusal("bundle.container")
    source.seek(size - _END.size)
    end = source.read(_END.size)
    _mark, _disk, _start, count, _total, central_bytes, offset, _comment = _END.unpack(end)
    least = count * _CENTRAL.size
    if (
        count > limits.MEMBERS
        or not least <= central_bytes <= least + count * _NAME_BYTES
        or offset + central_bytes + _END.size != size
        or end != _end(count, central_bytes, offset)
    ):
        raise Refusal("bundle.container")
    source.seek(offset)
    entries = list(_entries(source.read(central_bytes), count, offset))
    for entry in entries:
        header = _local(entry)
        source.seek(entry.start - len(header))
        if source.read(len(header)) != header:
            raise Refusal("bundle.container")
    if (entries[-1].start + entries[-1].length if entries else 0) != offset:
        raise Refusal("bundle.container")
    return entries


def content(source: BinaryIO, entry: Entry) -> Iterator[bytes]:
    """The content of a member in pieces. Raises ``Refusal`` ``bundle.container`` if its CRC differs."""
    done = crc = 0
    while done < entry.length:
        source.seek(entry.start + done)  # anew each time: another member may be read in between
        chunk = source.read(min(entry.length - done, limits.CHUNK))
        if not chunk:
            raise Refusal("bundle.container")
        done += len(chunk)
        crc = zlib.crc32(chunk, crc)
        yield chunk
    if crc != entry.crc:
        raise Refusal("bundle.container")


def _entries(central: bytes, count: int, end: int) -> Iterator[Entry]:
    at = offset = 0
    for _ in range(count):
        fixed = central[at : at + _CENTRAL.size]
        if len(fixed) < _CENTRAL.size:
            raise Refusal("bundle.container")
        parts = _CENTRAL.unpack(fixed)
        crc, length, name_bytes = parts[7], parts[8], parts[10]
        raw = central[at + _CENTRAL.size : at + _CENTRAL.size + name_bytes]
        if len(raw) != name_bytes or not raw.isascii():
            raise Refusal("bundle.container")
        start = offset + _LOCAL.size + name_bytes
        if start + length > end:
            raise Refusal("bundle.container")
        entry = Entry(raw.decode("ascii"), crc, length, start)
        spelled = _central(entry, offset)
        if central[at : at + len(spelled)] != spelled:
            raise Refusal("bundle.container")
        at += len(spelled)
        offset = start + length
        yield entry
    if at != len(central):
        raise Refusal("bundle.container")


def _local(entry: Entry) -> bytes:
    name = entry.name.encode("ascii")
    fixed = _LOCAL.pack(
        b"PK\3\4",
        _VERSION,
        0,
        0,
        _MIDNIGHT,
        _FIRST_OF_1980,
        entry.crc,
        entry.length,
        entry.length,
        len(name),
        0,
    )
    return fixed + name


def _central(entry: Entry, offset: int) -> bytes:
    name = entry.name.encode("ascii")
    fixed = _CENTRAL.pack(
        b"PK\1\2",
        _VERSION,
        _VERSION,
        0,
        0,
        _MIDNIGHT,
        _FIRST_OF_1980,
        entry.crc,
        entry.length,
        entry.length,
        len(name),
        0,
        0,
        0,
        0,
        0,
        offset,
    )
    return fixed + name


def _end(count: int, central_bytes: int, offset: int) -> bytes:
    return _END.pack(b"PK\5\6", 0, 0, count, count, central_bytes, offset, 0)
