"""Records out of their compressed member, line by line, stopping at every limit before the memory is spent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, cast

from zlib_ng import zlib_ng as zlib

from db.errors import Refusal
from swstation.exchange import limits

_BLOCK: Final = 1 << 18
_NOT_ZLIB: Final = cast("type[Exception]", zlib.error)


def lines(chunks: Iterable[bytes], *, length: int, raw_length: int, count: int) -> Iterator[bytes]:
    """The lines in ``chunks``, each without its newline. Raises as ``blocks``."""
    for block in blocks(chunks, length=length, raw_length=raw_length, count=count):
        yield from block.split(b"\n")


def blocks(chunks: Iterable[bytes], *, length: int, raw_length: int, count: int) -> Iterator[bytes]:
    """The lines in ``chunks`` (``length`` bytes of zlib), exactly ``count`` of them, some at a time: a newline between
    two, and none after the last one.

    ``raw_length`` is what they are said to be inflated, in bytes, newlines included.
    Raises ``Refusal``: ``bundle.inflated`` beyond what was said, 1 GB or 200 times ``length``; ``bundle.line`` for one
    over 256 KB or empty; ``bundle.lines`` if their number is not ``count`` or over 2 million.
    """
    if raw_length > limits.RAW_BYTES or raw_length > length * limits.INFLATE_RATIO:
        raise Refusal("bundle.inflated", limit=limits.RAW_BYTES // limits.MIB)
    if count > limits.LINES:
        raise Refusal("bundle.lines", expected=count)
    seen = 0
    rest = b""
    for block in _inflated(chunks, raw_length):
        end = block.rfind(b"\n")
        if end < 0:
            rest += block
        else:
            whole, rest = b"".join((rest, memoryview(block)[:end])), block[end + 1 :]
            before, seen = seen, seen + whole.count(b"\n") + 1
            _check_lines(whole, before)
            if seen > count:
                raise Refusal("bundle.lines", expected=count)
            yield whole
        if len(rest) > limits.LINE_BYTES:
            raise Refusal("bundle.line", line=seen + 1, limit=limits.LINE_BYTES >> 10)
    if rest or seen != count:
        raise Refusal("bundle.lines", expected=count)


def _check_lines(whole: bytes, before: int) -> None:
    # Only the first can be longer than what was inflated at a time.
    if b"\n\n" in whole or whole[:1] in b"\n" or whole[-1:] == b"\n" or len(whole) > limits.LINE_BYTES:
        for at, line in enumerate(whole.split(b"\n"), before + 1):
            if not 0 < len(line) <= limits.LINE_BYTES:
                raise Refusal("bundle.line", line=at, limit=limits.LINE_BYTES >> 10)


def _inflated(chunks: Iterable[bytes], raw_length: int) -> Iterator[bytes]:
    inflater = zlib.decompressobj()
    total = 0
    for chunk in chunks:
        data = chunk
        while data:
            try:
                block = inflater.decompress(data, _BLOCK)
            except _NOT_ZLIB:
                raise Refusal("bundle.member", token="ops") from None
            data = inflater.unconsumed_tail
            total += len(block)
            if total > raw_length or inflater.unused_data:
                raise Refusal("bundle.inflated", limit=limits.RAW_BYTES // limits.MIB)
            if block:
                yield block
    if not inflater.eof or total != raw_length:
        raise Refusal("bundle.member", token="ops")
