"""A second program that reads bundles: written from docs/bundle-format.md, sharing nothing with the first.

What it and the program say of the same records must agree; so the page is enough to read them in ten years. It opens a
file, holds it against its signature, chains and digests, and reads the records; what a row is by all its records (that
chapter of the page) is in ``independent_fold``.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections import defaultdict
from typing import Any

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Record = dict[str, Any]
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def members(raw: bytes, identity: str) -> dict[str, bytes]:
    """What is packed in a bundle file, by its name."""
    inner = pyrage.decrypt(raw[256:], [pyrage.x25519.Identity.from_str(identity)])
    with zipfile.ZipFile(io.BytesIO(inner)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def unseal(raw: bytes, identity: str, sign_key: str) -> tuple[dict[str, Any], list[bytes]]:
    """Manifest and lines of a bundle file."""
    inside = members(raw, identity)
    signed = b"swstation-bundle-v1\0" + inside["manifest.json"]
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(sign_key)).verify(inside["manifest.sig"], signed)
    return json.loads(inside["manifest.json"]), zlib.decompress(inside["ops.jsonl.z"]).split(b"\n")[:-1]


def loose(raw: bytes, identity: str) -> list[bytes]:
    """The lines that go down out of their chains."""
    return zlib.decompress(members(raw, identity).get("loose.jsonl.z", zlib.compress(b""))).split(b"\n")[:-1]


def read(line: bytes) -> Record:
    """A line as a record: the envelope, its payload (``None``: withheld), its id."""
    salt, envelope, payload = json.loads(line)
    if canonical([salt, envelope, payload]) != line:
        raise ValueError("not canonical")
    if payload is None:
        return {**envelope, "payload": None, "id": sha(b"swop1\0", canonical(envelope))}
    ph = sha(bytes.fromhex(salt), canonical(payload)).hex()
    return {**envelope, "payload": payload, "id": sha(b"swop1\0", canonical({**envelope, "ph": ph}))}


def check_ranges(manifest: dict[str, Any], records: list[Record]) -> None:
    """Hold the records against the ranges of the manifest."""
    rest = iter(records)
    for span in manifest["ranges"]:
        chain, total = bytes.fromhex(span["first_chain"]), 0
        for n in range(span["first"], span["last"] + 1):
            record = next(rest)
            if (record["r"], record["n"]) != (span["replica"], n):
                raise ValueError("another record")
            chain = sha(b"swchain1\0", chain, record["id"])
            total += int.from_bytes(record["id"], "big")
        if (chain.hex(), f"{total % 2**256:064x}") != (span["last_chain"], span["digest"]):
            raise ValueError("another chain or digest")
    if next(rest, None) is not None:
        raise ValueError("too many")


def digest(records: list[Record]) -> str:
    """The twelve characters two people compare."""
    tables: dict[str, set[bytes]] = defaultdict(set)
    for record in records:
        tables[record["t"]].add(record["id"])
    text = b""
    for table in sorted(tables):
        total = sum(int.from_bytes(one, "big") for one in tables[table]) % 2**256
        text += table.encode() + b"\0" + len(tables[table]).to_bytes(8, "big") + total.to_bytes(32, "big")
    number = int.from_bytes(sha(b"swdigest1\0", text)[:8], "big") >> 4
    return "".join(LETTERS[number >> shift & 31] for shift in range(55, -1, -5))
