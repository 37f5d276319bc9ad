"""What a bundle says, without merging it: with no key that opens it, what it shows to anyone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

from db.errors import Refusal
from swstation.exchange import files, header, opening
from swstation.exchange.keys import DeviceKeys
from swstation.exchange.manifest import Manifest
from swstation.exchange.opening import Outer, Signer


@dataclass(frozen=True)
class Inspection:
    """``signature`` is ``good``, ``unknown_signer`` or ``bad``; it and ``manifest`` are ``None`` without a key.

    Only with ``good`` is the manifest more than a claim; then every member was compared and every line counted.
    """

    outer: Outer
    manifest: Manifest | None = None
    signature: str | None = None
    files: int | None = None
    """Attached files that travel along."""
    files_bytes: int | None = None

    def as_dict(self) -> dict[str, object]:
        """The document that ``inspect --json`` prints; ``None`` for what only a key would show."""
        clear, said = self.outer.header, self.manifest
        return {
            "format": header.CONTAINER,
            "kind": clear.kind,
            "profile": clear.profile,
            "county": clear.county,
            "station": clear.station,
            "bundle_no": clear.bundle_no,
            "bytes": self.outer.size,
            "sha256": self.outer.sha256,
            "replica": said and said.sender.replica,
            "first_seq": said and said.first_seq,
            "last_seq": said and said.last_seq,
            "ops": said and said.ops,
            "loose": said and said.loose,
            "rows": said and dict(said.rows),
            "files": self.files,
            "files_bytes": self.files_bytes,
            "schema": said and said.schema,
            "min_reader": said and said.min_reader,
            "app": said and said.app,
            "created": said and said.created,
            "recipients": said and list(said.recipients),
            "receipts": said and [asdict(one) for one in said.receipts],
            "prerequisites": said and [asdict(one) for one in said.prerequisites],
            "signature": self.signature,
        }


def inspect(path: Path, keys: Sequence[DeviceKeys], signer: Signer, work: Path) -> Inspection:
    """Look into a bundle of any kind and county as far as ``keys`` reach; arguments as in ``opening.opened``.

    Raises ``Refusal`` as that does, but not for a key that does not fit, an unknown signer or a bad signature.
    """
    with files.open_plain(path) as source:
        facts = opening.read_outer(source)
        if not keys:
            return Inspection(facts)
        with opening.private(work) as inner, files.disk_errors():
            try:
                sealed = opening.Unsealed(facts, source, inner, keys)
            except Refusal as refusal:
                if refusal.code == "bundle.no_key":
                    return Inspection(facts)
                raise
            verdict = sealed.signature(signer)
            bundle = opening.Bundle(facts, sealed.manifest, inner, sealed.entries)
            if verdict == "good":
                sealed.check_members()
                for _line in chain(bundle.lines(), bundle.loose()):
                    pass
            return Inspection(facts, sealed.manifest, verdict, len(bundle.attachments), bundle.attached_bytes)
