"""A second program that reads bundles: written from docs/bundle-format.md, sharing nothing with the first.

What it and the program say of the same records must agree; so the page is enough to read them in ten years.
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
TIER = {"V": 0, "T": 0, "C": 1, "M": 2, "P": 3}
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def unseal(raw: bytes, identity: str, sign_key: str) -> tuple[dict[str, Any], list[bytes]]:
    """Manifest and lines of a bundle file."""
    inner = pyrage.decrypt(raw[256:], [pyrage.x25519.Identity.from_str(identity)])
    with zipfile.ZipFile(io.BytesIO(inner)) as members:
        manifest, signature, ops = (members.read(n) for n in ("manifest.json", "manifest.sig", "ops.jsonl.z"))
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(sign_key)).verify(signature, b"swstation-bundle-v1\0" + manifest)
    return json.loads(manifest), zlib.decompress(ops).split(b"\n")[:-1]


def loose(raw: bytes, identity: str) -> list[bytes]:
    """The lines that go down out of their chains."""
    inner = pyrage.decrypt(raw[256:], [pyrage.x25519.Identity.from_str(identity)])
    with zipfile.ZipFile(io.BytesIO(inner)) as members:
        if "loose.jsonl.z" not in members.namelist():
            return []
        return zlib.decompress(members.read("loose.jsonl.z")).split(b"\n")[:-1]


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


def fold(records: list[Record]) -> dict[tuple[str, str], tuple[dict[str, Any], bool, dict[str, list[bytes]]]]:
    """Per (table, row): the shown value of each group, whether it is deleted, and per disputed group its heads."""
    rows: dict[tuple[str, str], dict[bytes, Record]] = defaultdict(dict)
    for record in records:
        if record["payload"] is not None:
            rows[record["t"], record["k"]][record["id"]] = record
    return {key: _row(list(found.values())) for key, found in rows.items()}


def _row(records: list[Record]) -> tuple[dict[str, Any], bool, dict[str, list[bytes]]]:
    live: dict[str, list[Record]] = {}
    for group in {group for record in records for group in record["payload"]}:
        setters = [record for record in records if group in record["payload"]]
        gone = {one for record in setters for one in record["o"].get(group, ())}
        heads = [record for record in setters if record["id"].hex() not in gone] or setters
        live[group] = sorted(heads, key=lambda r: (TIER[r["st"][0]], r["l"], r["id"]), reverse=True)
    shown = {group: heads[0]["payload"][group] for group, heads in live.items() if group != "_alive"}
    disputed = {
        group: sorted(record["id"] for record in heads)
        for group, heads in live.items()
        if group != "_alive" and any(record["payload"][group] != shown[group] for record in heads)
    }
    verdicts = live.get("_alive", [])
    deletes = [record for record in verdicts if not record["payload"]["_alive"]["alive"]]
    if not deletes:
        return shown, False, disputed
    if len(deletes) < len(verdicts):
        return shown, False, {**disputed, "_alive": sorted(record["id"] for record in verdicts)}
    unseen = {
        head["id"]
        for group, heads in live.items()
        if group != "_alive"
        for head in heads
        if head not in deletes and not any(head["id"].hex() in r["o"].get(group, ()) for r in deletes)
    }
    if unseen:
        disputed["_alive"] = sorted(unseen | {record["id"] for record in deletes})
    return shown, not unseen, disputed
