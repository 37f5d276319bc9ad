"""Bundles with records put together by hand: what the program would never write, sealed and signed all the same."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sites import Site

from db import digest
from db.records import make, next_chain, to_line
from swstation.exchange.identity import county_card, device_keys
from swstation.exchange.manifest import Manifest, Range, Sender
from swstation.exchange.packing import Packing

Line = tuple[bytes, bytes]
"""A record as a line, and the id its author gave it."""


def line(site: Site, n: int, **over: Any) -> Line:
    """A household's address as record ``n`` of the device of ``site``."""
    said: dict[str, Any] = {
        "r": bytes.fromhex(site.replica), "n": n, "lamport": n, "at": "2026-03-02T09:00:00+08:00", "w": bytes(16),
        "st": "T532301103", "t": "household", "k": n.to_bytes(16, "big"), "a": "set", "o": {},
        "groups": {"place": {"village": None, "village_name": None, "address": f"no {n}"}}, "salt": bytes(16),
    }  # fmt: skip
    made = make(**{**said, **over})
    return to_line(made), made.id


def sealed(site: Site, to: Path, lines: Sequence[Line]) -> Path:
    """A bundle of these lines, records 1 and on of the device of ``site``."""
    chain = bytes(32)
    for _line, one in lines:
        chain = next_chain(chain, one)
    total = digest.plus(bytes(32), [one for _line, one in lines]).hex()
    span = Range(site.replica, 1, len(lines), bytes(32).hex(), chain.hex(), len(lines), total)
    with site.book() as book:
        county = county_card(book)
        assert county is not None
        said = Manifest(
            "up", "named", county.fingerprint, Sender(book.replica, book.unit), 7, 1, 1, "swstation test",
            "2026-03-02T09:00:00+08:00", ranges=(span,), rows={"household": 1},
        )  # fmt: skip
        with Packing(to) as packing:
            packing.add(one for one, _id in lines)
            keys = device_keys(book)
            return packing.send(to / f"{len(list(to.iterdir()))}.swb", said, keys, [county.keys, keys.public]).path
