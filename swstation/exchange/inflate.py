"""Records out of their compressed member, by the line, stopping at every limit before the memory is spent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Final, cast

from zlib_ng import zlib_ng as zlib

from db.errors import Refusal
from swstation.exchange import limits

_BLOCK: Final = 1 << 17
_NOT_ZLIB: Final = cast("type[Exception]", zlib.error)


def blocks(chunks: Iterable[bytes], *, length: int, raw_length: int, count: int) -> Iterator[list[bytes]]:
    """The lines in ``chunks`` (``length`` bytes of zlib) without their newlines, ``count`` of them, some hundreds
    at a time.

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
        whole = (rest + block).split(b"\n")
        rest = whole.pop()
        seen += len(whole)
        if len(rest) > limits.LINE_BYTES:
            raise Refusal("bundle.line", line=seen + 1, limit=limits.LINE_BYTES >> 10)
        if seen > count:
            raise Refusal("bundle.lines", expected=count)
        if whole and not (all(whole) and max(map(len, whole)) <= limits.LINE_BYTES):
            good = list(_until_bad(whole))
            if good:
                yield good
            raise Refusal("bundle.line", line=seen - len(whole) + len(good) + 1, limit=limits.LINE_BYTES >> 10)
        if whole:
            yield whole
    if rest or seen != count:
        raise Refusal("bundle.lines", expected=count)


def _until_bad(whole: list[bytes]) -> Iterator[bytes]:
    return takewhile(lambda line: 0 < len(line) <= limits.LINE_BYTES, whole)


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
