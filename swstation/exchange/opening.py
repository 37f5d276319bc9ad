"""Reading a bundle: every step bounded, and none begins before the one above it has passed.

Plain file, header, whole and undamaged, for us and the right way, seal, archive, manifest, signature, hashes; then
the records as bytes, line by line. What a line means is for the reader of records.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final

from db.errors import Refusal
from swstation.exchange import agefile, archive, files, header, inflate, limits
from swstation.exchange import manifest as manifests
from swstation.exchange.header import Header
from swstation.exchange.keys import SIGNATURE_BYTES, DeviceKeys, PublicKeys
from swstation.exchange.manifest import ATTACHMENT, LOOSE, OPS, Manifest

Signer = Callable[[Manifest], PublicKeys | None]
"""Whose keys should have signed: asked with a manifest that nobody vouches for yet, ``None`` for an unknown replica."""


HELD: Final = frozenset({"bundle.unknown_signer", "bundle.newer"})
"""Refusals that pass by themselves once a device is enrolled or the program brought up to date: keep the file."""


@dataclass(frozen=True)
class Outer:
    """What the file shows to anyone: its clear header, its bytes and its SHA-256 (64 hex)."""

    header: Header
    size: int
    sha256: str


class Bundle:
    """A bundle that passed every check down to the hashes of its members. Usable inside ``opened`` only."""

    def __init__(self, outer: Outer, manifest: Manifest, inner: BinaryIO, entries: Sequence[archive.Entry]) -> None:
        self.outer = outer
        self.manifest = manifest
        self._inner = inner
        self._entries = {entry.name: entry for entry in entries}

    def lines(self) -> Iterator[bytes]:
        """The records, each a line without its newline. Can be asked for again.

        Raises ``Refusal`` at the first line that breaks a limit, or at the end if lines are too few: keep nothing of
        them then. Codes: ``bundle.inflated``, ``bundle.line``, ``bundle.lines``, ``bundle.member``.
        """
        return chain.from_iterable(self.blocks())

    def blocks(self) -> Iterator[list[bytes]]:
        """The same, some hundreds of lines at a time."""
        return self._blocks(OPS, self.manifest.ops)

    def loose(self) -> Iterator[bytes]:
        """The records out of their chains, as ``lines``; nothing if there are none."""
        loose = self._blocks(LOOSE, self.manifest.loose) if self.manifest.loose else ()
        return chain.from_iterable(loose)

    def _blocks(self, name: str, count: int) -> Iterator[list[bytes]]:
        said = self.manifest.members[name]
        return inflate.blocks(
            archive.content(self._inner, self._entries[name]),
            length=said.length,
            raw_length=said.raw_length,
            count=count,
        )

    @property
    def attachments(self) -> tuple[str, ...]:
        """SHA-256 (64 hex) of each file that travels along."""
        return tuple(name.removeprefix(ATTACHMENT) for name in self._entries if name.startswith(ATTACHMENT))

    @property
    def attached_bytes(self) -> int:
        """The length of those files together."""
        return sum(entry.length for name, entry in self._entries.items() if name.startswith(ATTACHMENT))

    def attachment(self, sha256: str) -> Iterator[bytes]:
        """The content of one, in pieces. Raises ``KeyError`` if it is not in this bundle."""
        return archive.content(self._inner, self._entries[ATTACHMENT + sha256])


def outer(path: Path) -> Outer:
    """What a bundle shows without a key, the file read whole and compared with the hash in its header.

    Raises ``Refusal``: as ``files.open_plain`` and ``header.parse``, and ``bundle.truncated``, ``bundle.too_long``,
    ``bundle.too_large``, ``bundle.damaged``.
    """
    with files.open_plain(path) as source:
        return read_outer(source)


@contextmanager
def opened(
    path: Path,
    keys: Sequence[DeviceKeys],
    *,
    counties: Collection[str],
    kinds: Collection[str],
    signer: Signer,
    work: Path,
) -> Iterator[Bundle]:
    """Open a bundle to read its records.

    ``counties``: fingerprints of the superior units whose bundles these may be; ``kinds``: which ways are ours;
    ``work``: a folder of this user alone for the clear text, which leaves nothing there.
    Raises ``Refusal``: as ``outer``, and ``bundle.wrong_kind``, ``bundle.other_county``, ``bundle.no_key``,
    ``bundle.recipients``, ``bundle.seal``, ``bundle.container``, ``bundle.manifest``, ``bundle.newer``,
    ``bundle.header_differs``, ``bundle.rewrapped``, ``bundle.unknown_signer`` (with ``station`` and ``replica``),
    ``bundle.bad_signature``, ``bundle.member``, ``bundle.disk_full``, ``bundle.disk_error``.
    """
    with files.open_plain(path) as source, private(work) as inner:
        with files.disk_errors():
            facts = read_outer(source)
            if facts.header.kind not in kinds:
                raise Refusal("bundle.wrong_kind", token=facts.header.kind)
            if facts.header.county not in counties:
                raise Refusal("bundle.other_county", station=facts.header.station)
            sealed = Unsealed(facts, source, inner, keys)
            verdict = sealed.signature(signer)
            said = sealed.manifest
            if verdict == "unknown_signer":
                raise Refusal("bundle.unknown_signer", station=said.sender.station, replica=said.sender.replica)
            if verdict != "good":
                raise Refusal("bundle.bad_signature", station=said.sender.station)
            sealed.check_members()
        yield Bundle(facts, said, inner, sealed.entries)


class Unsealed:
    """A bundle out of its seal, its manifest read and held against header and keys. Nobody vouches for it yet."""

    def __init__(self, facts: Outer, source: BinaryIO, inner: BinaryIO, keys: Sequence[DeviceKeys]) -> None:
        source.seek(header.SIZE)
        recipients = agefile.unseal(source, inner, keys)
        self._inner = inner
        self.entries = archive.read(inner)
        if [entry.name for entry in self.entries[:3]] != ["manifest.json", "manifest.sig", OPS]:
            raise Refusal("bundle.container")
        if self.entries[0].length > limits.MANIFEST_BYTES or self.entries[1].length != SIGNATURE_BYTES:
            raise Refusal("bundle.container")
        self._raw, self._signature = (b"".join(archive.content(inner, entry)) for entry in self.entries[:2])
        self.manifest = manifests.parse(self._raw)
        _same_facts(facts.header, self.manifest)
        own = {key.public.fingerprint for key in keys}
        if not own.intersection(self.manifest.recipients) or recipients != len(self.manifest.recipients):
            raise Refusal("bundle.rewrapped")

    def signature(self, signer: Signer) -> str:
        """``good``, ``unknown_signer`` or ``bad``."""
        key = signer(self.manifest)
        if key is None:
            return "unknown_signer"
        return "good" if manifests.signed(self._raw, self._signature, key) else "bad"

    def check_members(self) -> None:
        """Hold every member against the manifest: names, order, lengths, hashes. Raises ``Refusal``."""
        said = self.manifest.members
        names = [entry.name for entry in self.entries[2:]]
        records = [name for name in (OPS, LOOSE) if name in said]
        if names != [*records, *sorted(said.keys() - records)]:
            raise Refusal("bundle.container")
        for entry in self.entries[2:]:
            if entry.length != said[entry.name].length:
                raise Refusal("bundle.member", token=entry.name)
        for entry in self.entries[2:]:
            digest = hashlib.sha256()
            for chunk in archive.content(self._inner, entry):
                digest.update(chunk)
            if digest.hexdigest() != said[entry.name].sha256:
                raise Refusal("bundle.member", token=entry.name)


def read_outer(source: BinaryIO) -> Outer:
    """``outer`` of an open file."""
    with files.disk_errors():
        size = source.seek(0, 2)
        source.seek(0)
        beginning = source.read(header.SIZE)
        facts = header.parse(beginning)
        whole = header.SIZE + facts.body_bytes
        if size < whole:
            raise Refusal("bundle.truncated")
        if size > whole:
            raise Refusal("bundle.too_long")
        digest, body = hashlib.sha256(beginning), hashlib.sha256()
        while chunk := source.read(limits.CHUNK):
            digest.update(chunk)
            body.update(chunk)
    if body.hexdigest() != facts.body_sha256:
        raise Refusal("bundle.damaged")
    return Outer(facts, size, digest.hexdigest())


@contextmanager
def private(work: Path) -> Iterator[BinaryIO]:
    """A nameless file for clear text, closed and gone at the end. Raises ``Refusal`` ``bundle.disk_error``."""
    with files.disk_errors():
        held = files.private(work)
    try:
        yield held
    finally:
        files.let_go(held)


def _same_facts(clear: Header, said: Manifest) -> None:
    for key, outside, inside in (
        ("kind", clear.kind, said.kind),
        ("profile", clear.profile, said.profile),
        ("county", clear.county, said.county),
        ("station", clear.station, said.sender.station),
        ("bundle_no", clear.bundle_no, said.bundle_no),
    ):
        if outside != inside:
            raise Refusal("bundle.header_differs", token=key)
