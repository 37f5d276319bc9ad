"""Bundles that somebody or something has been at: one for each seed, with what may come of it.

Whoever has only the file, whoever has the public keys (as anybody may), and whoever has the genuine key of a station
and signs whatever is wanted: at each of the three something else has to hold.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any

import bundles
import independent_reader
import pyrage
from bundles import Parts
from hostile_lines import Line, hostile, parsed
from independent_reader import sha

from swstation.exchange.keys import DeviceKeys, PublicKeys

REFUSED = "refused"
"""Nothing of it may go in."""
TAKEN = "taken"
"""It is what it says: what it carries goes in, line by line."""
EITHER = "either"
"""Refused whole, or taken in line by line."""


@dataclass(frozen=True)
class Mutant:
    """A file, what may come of it, and the lines in it as far as they are known."""

    raw: bytes
    may: str
    how: str
    lines: tuple[Line, ...] = ()
    to: str = "county"


@dataclass(frozen=True)
class Device:
    """A laptop whose genuine key somebody has."""

    replica: str
    unit: str
    keys: DeviceKeys


@dataclass(frozen=True)
class Stock:
    """What mutants are made of: genuine files with their records, the keys, and how far the county knows each device.

    ``known``: per replica the last record that the county has, and the chain value there; ``word``: a receipt of the
    county for the second device's station, and ``centre`` the county's own keys.
    """

    files: tuple[bytes, ...]
    lines: dict[str, tuple[bytes, ...]]
    county: PublicKeys
    opener: str
    devices: tuple[Device, ...]
    known: dict[str, tuple[int, str]]
    colleague: Device = field(repr=False)
    centre: Device = field(repr=False)
    word: bytes = b""


def mutant(stock: Stock, seed: int | str) -> Mutant:
    """The mutant of a seed; the same in every run, but for the randomness of the seal."""
    rng = Random(f"mutant {seed}")
    make: Callable[[Stock, Random], Mutant] = rng.choice(_ALL)
    return make(stock, rng)


# With nothing but the file


def _edited(raw: bytes, rng: Random) -> bytes:
    for _ in range(rng.randint(1, 4)):
        at, size = rng.randrange(len(raw) + 1), rng.choice([1, 1, 2, 4, 16, 40])
        data = rng.choice([rng.randbytes(size), bytes(size), b"\xff" * size])
        raw = {
            "set": raw[:at] + data + raw[at + size :],
            "cut": raw[:at] + raw[at + size :],
            "insert": raw[:at] + data + raw[at:],
            "repeat": raw[: at + size] + raw[at:],
            "flip": raw[: at - 1] + bytes([raw[at - 1] ^ 1 << rng.randrange(8)]) + raw[at:] if at else raw,
        }[rng.choice(["set", "cut", "insert", "repeat", "flip"])]
    return raw


def bytes_changed(stock: Stock, rng: Random) -> Mutant:
    whole = rng.choice(stock.files)
    raw = _edited(whole, rng)
    return Mutant(raw, EITHER if raw in stock.files else REFUSED, "bytes changed")


def truncated(stock: Stock, rng: Random) -> Mutant:
    whole = rng.choice(stock.files)
    return Mutant(whole[: rng.randrange(len(whole))], REFUSED, "truncated")


def spliced(stock: Stock, rng: Random) -> Mutant:
    one, other = rng.sample(stock.files, 2)
    at = rng.choice([256, rng.randrange(1, len(one))])
    raw = rng.choice([one[:at] + other[at:], one + other, other[:at] + one])
    return Mutant(raw, EITHER if raw in stock.files else REFUSED, "spliced")


def noise(stock: Stock, rng: Random) -> Mutant:
    start = rng.choice([b"", b"\x89SWB\r\n\x1a\n", rng.choice(stock.files)[:256], b"PK\3\4", b"SQLite format 3\0"])
    return Mutant(start + rng.randbytes(rng.randrange(2000)), REFUSED, "noise")


def replayed(stock: Stock, rng: Random) -> Mutant:
    return Mutant(rng.choice(stock.files), TAKEN, "replayed")


# With the public keys: anybody may seal


def _inside(stock: Stock, raw: bytes) -> bytes:
    made: bytes = pyrage.decrypt(raw[256:], [pyrage.x25519.Identity.from_str(stock.opener)])
    return made


def _members(inner: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(inner)) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist()]


def _sealed(stock: Stock, inner: bytes, said: dict[str, Any], **changes: int | bytes) -> bytes:
    """Sealed for the two whom the manifest names, under a header that says what the manifest says."""
    known = (*stock.devices, stock.colleague)
    down = said["kind"] == "down"
    other = next((d for d in known if d.replica == said["sender"]["replica"] and not down), stock.devices[1])
    body = bundles.sealed(inner, [stock.county, other.keys.public])
    facts: dict[str, int | bytes] = {
        "kind": {"up": 1, "down": 2, "agg": 3, "enrol": 4}.get(str(said["kind"]), 1),
        "profile": {"named": 1, "deidentified": 2, "aggregate": 3}.get(str(said["profile"]), 1),
        "bundle_no": said["bundle_no"],
        "county": bytes.fromhex(said["county"]),
        "station": said["sender"]["station"].encode(),
    }
    return bundles.header(body, **{**facts, **changes}) + body


def inside_changed(stock: Stock, rng: Random) -> Mutant:
    whole = rng.choice(stock.files)
    inner = _inside(stock, whole)
    changed = _edited(inner, rng)
    said = json.loads(_members(inner)[0][1])
    return Mutant(_sealed(stock, changed, said), EITHER if changed == inner else REFUSED, "inside changed")


def zipped_anew(stock: Stock, rng: Random) -> Mutant:
    members = _members(_inside(stock, rng.choice(stock.files)))
    said = json.loads(members[0][1])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", rng.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as archive:
        for name, data in rng.choice([members, members[::-1], [*members, members[-1]], [*members, ("../x", b"")]]):
            archive.writestr(name, data)
    return Mutant(_sealed(stock, out.getvalue(), said), REFUSED, "zipped anew")


def members_mixed(stock: Stock, rng: Random) -> Mutant:
    one, other = (_members(_inside(stock, raw)) for raw in rng.sample(stock.files, 2))
    which = rng.choice([(0, 0, 1), (0, 1, 0), (1, 0, 0), (1, 1, 0), (0, 1, 1), (1, 0, 1)])
    mixed = [(one, other)[of][at] for at, of in enumerate(which)]
    may = EITHER if mixed in (one, other) else REFUSED
    return Mutant(_sealed(stock, bundles.zipped(mixed), json.loads(mixed[0][1])), may, "members of two")


def header_lies(stock: Stock, rng: Random) -> Mutant:
    inner = _inside(stock, rng.choice(stock.files))
    said = json.loads(_members(inner)[0][1])
    lie: dict[str, int | bytes] = rng.choice(
        [{"kind": 2}, {"kind": 3}, {"profile": 2}, {"bundle_no": said["bundle_no"] + 1}, {"station": b"T532301199"},
         {"county": bytes(16)}, {"container": 9}, {"suite": 7}, {"reserved": bytes(111) + b"\1"}, {"size": 1 << 40}]
    )  # fmt: skip
    return Mutant(_sealed(stock, inner, said, **lie), REFUSED, f"header lies: {sorted(lie)}")


# With the genuine key of a station


def _bundle(
    stock: Stock, by: Device, spans: Sequence[tuple[str, int, str, Sequence[Line]]], may: str, how: str,
    change: Callable[[dict[str, Any]], Any] | None = None, ops: bytes | None = None,
) -> Mutant:  # fmt: skip
    """Signed by ``by``: spans of (replica, first number, chain value before it, lines), all sums right."""
    ranges, everything = [], [line for span in spans for line in span[3]]
    for replica, first, before, lines in spans:
        chain, total = bytes.fromhex(before), 0
        for line in lines:
            chain = sha(b"swchain1\0", chain, line.id)
            total += int.from_bytes(line.id, "big")
        ranges.append(
            {
                "replica": replica, "first": first, "last": first + len(lines) - 1, "first_chain": before,
                "last_chain": chain.hex(), "ops": len(lines), "digest": f"{total % 2**256:064x}",
            }
        )  # fmt: skip
    raw = b"".join(line.raw + b"\n" for line in everything)
    if ops is None:
        ops = zlib.compress(raw)
        ops = zlib.compress(raw, 0) if len(raw) > 200 * len(ops) else ops  # or it would be taken for a bomb
    readers = sorted([stock.county.fingerprint, by.keys.public.fingerprint])
    parts = Parts.packed(
        ops, len(raw), len(everything), county=stock.county.fingerprint,
        recipients=readers, sender={"replica": by.replica, "station": by.unit}, ranges=ranges,
    )  # fmt: skip
    if change is not None:
        change(parts.manifest)
    said = {"kind": "up", "profile": "named", "bundle_no": 7, "county": stock.county.fingerprint}
    said["sender"] = {"replica": by.replica, "station": by.unit}
    return Mutant(_sealed(stock, bundles.zipped(parts.files(by.keys)), said), may, how, tuple(everything))


def _genuine(stock: Stock, replica: str, first: int, last: int) -> tuple[str, int, str, list[Line]]:
    chain = bytes(32)
    for raw in stock.lines[replica][: first - 1]:
        chain = sha(b"swchain1\0", chain, independent_reader.read(raw)["id"])
    return replica, first, chain.hex(), [parsed(raw, "good") for raw in stock.lines[replica][first - 1 : last]]


def other_cuts(stock: Stock, rng: Random) -> Mutant:
    """Genuine records between other numbers, in a new bundle."""
    by = rng.choice(stock.devices)
    first = rng.randint(1, len(stock.lines[by.replica]))
    span = _genuine(stock, by.replica, first, rng.randint(first, len(stock.lines[by.replica])))
    return _bundle(stock, by, [span], TAKEN, "other cuts")


def hostile_records(stock: Stock, rng: Random) -> Mutant:
    """New records, some of them wrong in every way; the rest must go in."""
    by = rng.choice(stock.devices)
    last, chain = stock.known[by.replica]
    first = last + rng.choice([1, 1, 1, 2, 50])
    lines = [hostile(rng, by.replica, by.unit, n) for n in range(first, first + rng.randint(1, 12))]
    before = chain if first == last + 1 else rng.randbytes(32).hex()
    may = EITHER if any(line.may_break for line in lines) else TAKEN
    return _bundle(stock, by, [(by.replica, first, before, lines)], may, "hostile records")


def forked(stock: Stock, rng: Random) -> Mutant:
    """Another past under the same numbers."""
    by = rng.choice(stock.devices)
    first = rng.randint(1, stock.known[by.replica][0])
    _, _, before, _ = _genuine(stock, by.replica, first, first)
    lines = [hostile(rng, by.replica, by.unit, n, wrong=0.1) for n in range(first, first + rng.randint(1, 6))]
    may = EITHER if any(line.may_break for line in lines) else TAKEN
    return _bundle(stock, by, [(by.replica, first, before, lines)], may, "forked")


def for_others(stock: Stock, rng: Random) -> Mutant:
    """In the name of a device of another station, of the county, or of one that nobody knows."""
    by = rng.choice(stock.devices)
    other = rng.choice([d for d in stock.devices if d.unit != by.unit])
    replica, unit = rng.choice([(other.replica, other.unit), (other.replica, by.unit), ("77" * 16, other.unit)])
    lines = [hostile(rng, replica, unit, n, wrong=0.0, verdict="bad") for n in range(1, rng.randint(2, 5))]
    return _bundle(stock, by, [(replica, 1, "0" * 64, lines)], EITHER, "in the name of others")


def by_a_lost_device(stock: Stock, rng: Random) -> Mutant:
    """New records of a laptop that the county has reported lost."""
    last, chain = stock.known[stock.colleague.replica]
    lines = [
        hostile(rng, stock.colleague.replica, stock.colleague.unit, n, wrong=0.0, verdict="bad")
        for n in range(last + 1, last + rng.randint(2, 5))
    ]
    return _bundle(stock, stock.colleague, [(stock.colleague.replica, last + 1, chain, lines)], TAKEN, "a lost device")


def by_a_stranger(stock: Stock, rng: Random) -> Mutant:
    """A genuine manifest, and one of one's own, signed by somebody else."""
    by = rng.choice(stock.devices)
    forger = Device(by.replica, by.unit, bundles.STRANGER)
    span = _genuine(stock, by.replica, 1, rng.randint(1, len(stock.lines[by.replica])))
    made = _bundle(stock, forger, [span], REFUSED, "signed by a stranger")
    return Mutant(made.raw, REFUSED, made.how)


_VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2**53, 2**62, 1.5, "", "x", "0" * 64, "\x00", "'; DROP TABLE op; --", [], {}, [[]],
    {"": None}, "../../x", "a" * 5000,
)  # fmt: skip


def manifest_lies(stock: Stock, rng: Random) -> Mutant:
    """A manifest, signed by the genuine key, in which some values are others."""
    by = rng.choice(stock.devices)
    span = _genuine(stock, by.replica, 1, len(stock.lines[by.replica]))

    return _bundle(stock, by, [span], EITHER, "manifest lies", lambda said: _lie(said, rng))


def _lie(said: Any, rng: Random) -> None:
    for _ in range(rng.randint(1, 3)):
        holder: Any = said
        while holder:
            key = rng.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
            if not isinstance(holder[key], dict | list) or not holder[key] or rng.random() < 0.2:
                break
            holder = holder[key]
        if not holder:
            continue
        # Copies: else one mutant would change the values of the next.
        if isinstance(holder, dict) and rng.random() < 0.3:
            holder[rng.choice(["x_more", "more", "kind", ""])] = deepcopy(rng.choice(_VALUES))
        elif rng.random() < 0.2:
            holder.pop(key)
        else:
            holder[key] = deepcopy(rng.choice([*_VALUES, _near(holder[key], rng)]))


def word_lies(stock: Stock, rng: Random) -> Mutant:
    """A county's receipt for a station, other than it was: signed by the county's genuine key, or by a station's."""
    (_, raw), _, (_, ops), *_rest = _members(_inside(stock, stock.word))
    said = json.loads(raw)
    forger = rng.choice([stock.centre, stock.centre, stock.centre, *stock.devices])
    if forger is not stock.centre:
        said["sender"] = rng.choice([said["sender"], {"replica": forger.replica, "station": forger.unit}])
    before = json.loads(json.dumps(said))
    _lie(rng.choice([said["receipts"], said["receipts"][0], said]), rng)
    files = Parts(said, ops, {}).files(forger.keys)
    may = EITHER if forger is stock.centre else REFUSED
    return Mutant(_sealed(stock, bundles.zipped(files), before), may, "a receipt lies", to="station")


def receipts_signed_by_a_colleague(stock: Stock, rng: Random) -> Mutant:
    """Not a word of it is false, but it is not the county who says it."""
    (_, raw), _, (_, ops), *_rest = _members(_inside(stock, stock.word))
    forger = rng.choice(stock.devices)
    said = json.loads(raw)
    said["sender"] = {"replica": forger.replica, "station": forger.unit}
    files = Parts(said, ops, {}).files(forger.keys)
    return Mutant(_sealed(stock, bundles.zipped(files), said), REFUSED, "receipts by a colleague", to="station")


def _near(value: Any, rng: Random) -> Any:
    if isinstance(value, int):
        return value + rng.choice([-1, 1])
    if isinstance(value, str) and value:
        at = rng.randrange(len(value))
        return value[:at] + rng.choice("0123456789abcdefTC") + value[at + 1 :]
    return value


@cache
def _bomb(megabytes: int) -> bytes:
    return zlib.compress(bytes(megabytes << 20), 1)


def packed_wrong(stock: Stock, rng: Random) -> Mutant:
    """The compressed records are not what they should be, signed all the same: cut, doubled, a bomb, not zlib."""
    by = rng.choice(stock.devices)
    span = _genuine(stock, by.replica, 1, len(stock.lines[by.replica]))
    raw = b"".join(line.raw + b"\n" for line in span[3])
    bomb = _bomb(rng.choice([1, 40]))
    ops = rng.choice(
        [zlib.compress(raw)[:-3], zlib.compress(raw + raw), zlib.compress(raw) + b"x", raw, b"", bomb,
         zlib.compress(raw[: len(raw) // 2]), zlib.compress(b"\n" * 100_000), zlib.compress(_edited(raw, rng))]
    )  # fmt: skip
    inflates_to = rng.choice([len(raw), len(raw) * 2, 41 << 20])

    def fitting(said: dict[str, Any]) -> None:
        said["members"]["ops.jsonl.z"]["raw_length"] = inflates_to

    made = _bundle(stock, by, [span], EITHER, "packed wrong", fitting, ops)
    return Mutant(made.raw, EITHER, made.how)


_ALL: list[Callable[[Stock, Random], Mutant]] = [
    bytes_changed, bytes_changed, truncated, spliced, noise, replayed, inside_changed, inside_changed, zipped_anew,
    members_mixed, header_lies, other_cuts, hostile_records, hostile_records, hostile_records, hostile_records, forked,
    for_others, by_a_lost_device, by_a_stranger, manifest_lies, manifest_lies, packed_wrong, word_lies,
    receipts_signed_by_a_colleague,
]  # fmt: skip


def fingerprint(raw: bytes) -> str:
    """SHA-256 of a file, 64 hex."""
    return hashlib.sha256(raw).hexdigest()


__all__ = ["EITHER", "REFUSED", "TAKEN", "Device", "Mutant", "Stock", "fingerprint", "mutant"]
