"""Bundles for tests: genuine ones by the program's own writer, others put together by hand, and damage done on disk."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import orjson
import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from swstation.exchange.keys import DeviceKeys, PublicKeys
from swstation.exchange.manifest import Manifest, Range, Sender
from swstation.exchange.opening import opened
from swstation.exchange.packing import Packing, SentBundle

REPLICA = "0123456789abcdef" * 2
STATION = "T532301102"
LINES = (
    b'["00112233445566778899aabbccddeeff",{"n":1,"t":"client"},{"ident":{"name":"\xe5\xbc\xa0\xe5\xb0\x8f\xe6\xbc\x94"}}]',
    b'["102132435465768798a9bacbdcedfe0f",{"n":2,"t":"service_log"},{"entry":{"minutes":40}}]',
)


def keys_of(name: str) -> DeviceKeys:
    """The same keys for the same name in every run."""
    return DeviceKeys.generate(lambda n: hashlib.shake_256(name.encode()).digest(n))


COUNTY, DEVICE, COLLEAGUE, STRANGER = map(keys_of, ("county", "device", "colleague", "stranger"))
KNOWN = {REPLICA: DEVICE.public}


def draft(lines: Sequence[bytes] = LINES, **changes: object) -> Manifest:
    """What a station would say of these lines."""
    made = Manifest(
        kind="up",
        profile="named",
        county=COUNTY.public.fingerprint,
        sender=Sender(REPLICA, STATION),
        bundle_no=7,
        schema=1,
        min_reader=1,
        app="swstation 0.1.0",
        created="2026-11-18T09:00:00+08:00",
        ranges=(Range(REPLICA, 1, len(lines), "0" * 64, "1" * 64, len(lines), "2" * 64),) if lines else (),
        rows={"client": 1, "service_log": 1},
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def send(
    folder: Path,
    lines: Sequence[bytes] = LINES,
    *,
    keys: DeviceKeys = DEVICE,
    recipients: Iterable[PublicKeys] = (COUNTY.public, DEVICE.public),
    attachments: Iterable[bytes] = (),
    name: str = "532301102-20261118-7.swb",
    **changes: object,
) -> SentBundle:
    """A genuine bundle in ``folder``."""
    with Packing(work(folder)) as packing:
        packing.add(lines)
        for content in attachments:
            packing.attach(io.BytesIO(content))
        return packing.send(folder / name, draft(lines, **changes), keys, recipients)


def work(folder: Path) -> Path:
    """The folder for clear text; tests look whether anything stays in it."""
    made = folder / "work"
    made.mkdir(exist_ok=True)
    return made


def read(path: Path, keys: DeviceKeys = COUNTY, **changes: object) -> list[bytes]:
    """All lines of a bundle as the county would read them."""
    return list(opened_lines(path, keys, **changes))


def opened_lines(path: Path, keys: DeviceKeys = COUNTY, **changes: object) -> Iterator[bytes]:
    """The same, one by one."""
    said: dict[str, object] = {
        "counties": [COUNTY.public.fingerprint],
        "kinds": ["up"],
        "signer": lambda manifest: KNOWN.get(manifest.sender.replica),
        "work": work(path.parent),
        **changes,
    }
    with opened(path, [keys], **said) as bundle:  # type: ignore[arg-type]
        yield from bundle.lines()


def flip(path: Path, at: int, bit: int = 0) -> None:
    """Flip one bit of a file where it lies, and make sure that it is another file now."""
    before = path.read_bytes()
    at %= len(before)
    with path.open("r+b") as file:
        file.seek(at)
        file.write(bytes([before[at] ^ (1 << bit)]))
    after = path.read_bytes()
    changed = [i for i, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    if changed != [at]:
        raise AssertionError(f"the flip at {at} changed {changed}")


# By hand from here: nothing of the program's writer, so that what it would never write can be written.


@dataclass
class Parts:
    """What is inside a bundle, taken apart."""

    manifest: dict[str, object]
    ops: bytes
    attachments: dict[str, bytes]

    @classmethod
    def of(cls, lines: Sequence[bytes] = LINES, **changes: object) -> Parts:
        raw = b"".join(line + b"\n" for line in lines)
        return cls.packed(zlib.compress(raw), len(raw), len(lines), **changes)

    @classmethod
    def packed(cls, ops: bytes, raw_length: int, count: int, **changes: object) -> Parts:
        """For compressed records that no writer would have made."""
        said: dict[str, object] = {
            "format": 1,
            "suite": 1,
            "kind": "up",
            "profile": "named",
            "county": COUNTY.public.fingerprint,
            "recipients": sorted([COUNTY.public.fingerprint, DEVICE.public.fingerprint]),
            "sender": {"replica": REPLICA, "station": STATION},
            "bundle_no": 7,
            "ranges": [
                {
                    "replica": REPLICA,
                    "first": 1,
                    "last": max(count, 1),
                    "first_chain": "0" * 64,
                    "last_chain": "1" * 64,
                    "ops": count,
                    "digest": "2" * 64,
                }
            ],
            "prerequisites": [],
            "receipts": [],
            "schema": 1,
            "min_reader": 1,
            "app": "swstation 0.1.0",
            "created": "2026-11-18T09:00:00+08:00",
            "rows": {"client": 1},
            "ops": count,
            "loose": 0,
            "members": {
                "ops.jsonl.z": {
                    "sha256": hashlib.sha256(ops).hexdigest(),
                    "length": len(ops),
                    "raw_length": raw_length,
                }
            },
        }
        return cls({**said, **changes}, ops, {})

    def files(self, keys: DeviceKeys = DEVICE) -> list[tuple[str, bytes]]:
        """The members, the manifest signed with ``keys``."""
        raw = orjson.dumps(self.manifest, option=orjson.OPT_SORT_KEYS)
        signature = Ed25519PrivateKey.from_private_bytes(keys.sign_seed).sign(b"swstation-bundle-v1\0" + raw)
        return [
            ("manifest.json", raw),
            ("manifest.sig", signature),
            ("ops.jsonl.z", self.ops),
            *((f"att/{name}", data) for name, data in self.attachments.items()),
        ]


def zipped(members: Iterable[tuple[str, bytes]], prefix: bytes = b"", comment: bytes = b"") -> bytes:
    """A stored ZIP as the format page describes it, by hand."""
    local, central, count = prefix, b"", 0
    for name, data in members:
        common = struct.pack("<HHHHLLLHH", 0, 0, 0, 0x21, zlib.crc32(data), len(data), len(data), len(name), 0)
        central += b"PK\1\2\x14\0\x14\0" + common + struct.pack("<HHHLL", 0, 0, 0, 0, len(local)) + name.encode()
        local += b"PK\3\4\x14\0" + common + name.encode() + data
        count += 1
    end = struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, count, count, len(central), len(local), len(comment))
    return local + central + end + comment


def header(body: bytes, **changes: int | bytes) -> bytes:
    """The clear header of ``body``, by hand, hashes and all; ``changes`` by field."""
    said: dict[str, int | bytes] = {
        "magic": b"\x89SWB\r\n\x1a\n",
        "container": 1,
        "suite": 1,
        "kind": 1,
        "profile": 1,
        "bundle_no": 7,
        "size": len(body),
        "county": COUNTY.public.key_id,
        "station": STATION.encode(),
        "body": hashlib.sha256(body).digest(),
        "reserved": bytes(112),
        **changes,
    }
    facts = struct.pack(">8sBBBBIQ16s40s32s112s", *said.values())
    return facts + hashlib.sha256(facts).digest()


def sealed(inner: bytes, recipients: Sequence[PublicKeys] = (COUNTY.public, DEVICE.public)) -> bytes:
    """``inner`` in an age file."""
    made: bytes = pyrage.encrypt(inner, [pyrage.x25519.Recipient.from_str(key.recipient) for key in recipients])
    return made


def forge(path: Path, inner: bytes, **changes: int | bytes) -> Path:
    """A file with a sound header and seal around whatever ``inner`` is."""
    body = sealed(inner)
    path.write_bytes(header(body, **changes) + body)
    return path
