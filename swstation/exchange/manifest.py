"""The manifest: what a bundle says of itself, signed by the device that made it.

It is the only statement a reader trusts. It names whom the bundle is for and which way it goes, so that a genuine
one cannot be sealed anew for somebody else or played back the other way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Final

import orjson

from db.errors import Refusal
from swstation.exchange import header, limits
from swstation.exchange.keys import DeviceKeys, PublicKeys
from swstation.exchange.shapes import HASH, ID, Shape

FORMAT: Final = 1
CONTEXT: Final = b"swstation-bundle-v1\0"
"""Goes before the manifest under the signature: a signature over anything else never fits."""

OPS: Final = "ops.jsonl.z"
LOOSE: Final = "loose.jsonl.z"
"""Records out of their chains, downwards only: the county's signature vouches for them."""
ATTACHMENT: Final = "att/"
FREE: Final = "x_"
"""Later programs may say more under such keys; a reader that does not know them leaves them be."""
_SUCCESSORS: Final = FREE + "successors"

COUNT_MAX: Final = 2**53 - 1


@dataclass(frozen=True)
class Sender:
    """The replica (32 hex) whose key signed, and the unit it is enrolled to."""

    replica: str
    station: str


@dataclass(frozen=True)
class Range:
    """Records ``first`` to ``last`` of one replica, both included; ``ops`` of them are in the file.

    ``first_chain`` is the chain value before ``first``, ``last_chain`` the one after ``last``; ``digest`` is over the
    record ids. All three are 64 hex.
    """

    replica: str
    first: int
    last: int
    first_chain: str
    last_chain: str
    ops: int
    digest: str


def range_said(one: Range) -> dict[str, object]:
    """A range as the ledgers of bundles keep it."""
    return {
        "replica": one.replica, "first": one.first, "last": one.last, "first_chain": one.first_chain,
        "last_chain": one.last_chain, "digest": one.digest,
    }  # fmt: skip


def kept_of(said: Manifest) -> dict[str, object]:
    """What the ledger of bundles keeps of a manifest beside its ranges."""
    return {
        "kind": said.kind, "profile": said.profile, "schema": said.schema, "app": said.app, "created": said.created,
        "prerequisites": [asdict(one) for one in said.prerequisites],
    }  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """The sender knew the records of ``replica`` up to ``last`` (0: none), whose chain value is ``chain``.

    ``bundles``: the numbers of the bundles of that replica that it took in.
    """

    replica: str
    last: int
    chain: str
    bundles: tuple[int, ...] = ()


@dataclass(frozen=True)
class Refused:
    """A record that could not be taken in: its number, and a short fixed word why."""

    n: int
    reason: str


@dataclass(frozen=True)
class Receipt:
    """The sender holds, durably, the records of ``replica`` up to ``last``. The newest ``incarnation`` counts.

    Beyond ``last`` it holds those up to ``highest`` but for the ``holes``; ``aside`` could not be taken in;
    ``bundles`` are the numbers of those that this replica sent and that are in.
    """

    replica: str
    last: int
    chain: str
    incarnation: int
    highest: int
    holes: tuple[tuple[int, int], ...] = ()
    aside: tuple[Refused, ...] = ()
    bundles: tuple[int, ...] = ()


@dataclass(frozen=True)
class Member:
    """A file inside: its SHA-256 (64 hex) and length in bytes as it lies there, its length once inflated."""

    sha256: str
    length: int
    raw_length: int


@dataclass(frozen=True)
class Manifest:
    """A manifest. The writer fills in ``recipients``, ``ops``, ``loose`` and ``members``; the rest the sender says.

    ``county`` and ``recipients`` are key fingerprints. ``ops`` counts lines, ``loose`` those out of their chains,
    ``rows`` the rows of each table that they touch. ``created`` is the wall clock as text, for people.
    """

    kind: str
    profile: str
    county: str
    sender: Sender
    bundle_no: int
    schema: int
    min_reader: int
    app: str
    created: str
    recipients: tuple[str, ...] = ()
    ranges: tuple[Range, ...] = ()
    prerequisites: tuple[Seen, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)
    ops: int = 0
    loose: int = 0
    members: Mapping[str, Member] = field(default_factory=dict)
    successors: tuple[str, ...] = ()
    """Card files by which the sender became the replica it is (``successors.py``), oldest first."""

    @property
    def own_ranges(self) -> tuple[Range, ...]:
        """The ranges of the sender's own records."""
        return tuple(r for r in self.ranges if r.replica == self.sender.replica)

    @property
    def first_seq(self) -> int | None:
        """The sender's first record in the file, ``None`` without any."""
        return min((r.first for r in self.own_ranges), default=None)

    @property
    def last_seq(self) -> int | None:
        """The sender's last record in the file, ``None`` without any."""
        return max((r.last for r in self.own_ranges), default=None)

    def to_bytes(self) -> bytes:
        """The one spelling of this manifest. Raises ``Refusal`` ``bundle.manifest`` if no reader would take it."""
        said = asdict(self)
        became = said.pop("successors")
        more = {_SUCCESSORS: became} if became else {}
        raw = orjson.dumps({"format": FORMAT, "suite": header.SUITE, **said, **more}, option=orjson.OPT_SORT_KEYS)
        parse(raw)
        return raw


def sign(manifest: Manifest, keys: DeviceKeys) -> tuple[bytes, bytes]:
    """The manifest's bytes and the signature over them."""
    raw = manifest.to_bytes()
    return raw, keys.sign(CONTEXT + raw)


def signed(raw: bytes, signature: bytes, keys: PublicKeys) -> bool:
    """Whether these manifest bytes were signed with ``keys``."""
    return keys.signed(signature, CONTEXT + raw)


def parse(raw: bytes) -> Manifest:
    """The manifest in ``raw``, every value checked; it says nothing yet about who wrote it.

    Raises ``Refusal``: ``bundle.manifest`` with the key at fault as ``token``, ``bundle.newer``.
    """
    if len(raw) > limits.MANIFEST_BYTES:
        raise Refusal("bundle.manifest", token="size")
    try:
        value = orjson.loads(raw)
        canonical = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):
        raise Refusal("bundle.manifest", token="json") from None
    # One spelling only: no key twice, no spaces, no second way to write a number or a letter.
    if canonical != raw:
        raise Refusal("bundle.manifest", token="json")
    top = Shape("bundle.manifest", value)
    if top.integer("format", 1, COUNT_MAX) != FORMAT or top.integer("suite", 1, COUNT_MAX) != header.SUITE:
        raise Refusal("bundle.newer")
    manifest = Manifest(
        kind=top.one_of("kind", header.KINDS),
        profile=top.one_of("profile", header.PROFILES),
        county=top.text("county", ID),
        recipients=tuple(top.texts("recipients", ID, 1, limits.RECIPIENTS)),
        sender=_sender(top.inner("sender")),
        bundle_no=top.integer("bundle_no", 1, header.BUNDLE_NO_MAX),
        ranges=tuple(map(_range, top.rows("ranges"))),
        prerequisites=tuple(map(_seen, top.rows("prerequisites"))),
        receipts=tuple(map(_receipt, top.rows("receipts"))),
        schema=top.integer("schema", 1, COUNT_MAX),
        min_reader=top.integer("min_reader", 1, COUNT_MAX),
        app=top.text("app", r"[ -~]{1,40}"),
        created=top.text("created", r"[0-9T:.+-]{10,40}Z?"),
        rows={name: top.inner("rows").integer(name, 0, COUNT_MAX) for name in top.names("rows", r"[a-z_]{1,40}")},
        ops=top.integer("ops", 0, limits.LINES),
        loose=top.integer("loose", 0, limits.LINES),
        members={
            name: _member(top.inner("members").inner(name))
            for name in top.names("members", r"(ops|loose)\.jsonl\.z|att/[0-9a-f]{64}")
        },
        successors=_successors(value.get(_SUCCESSORS)),
    )
    top.done(free=FREE)
    _consistent(manifest)
    return manifest


def _successors(said: object) -> tuple[str, ...]:
    # A free key: what is not as expected is not there.
    if type(said) is not list or not all(type(one) is str for one in said):
        return ()
    return tuple(said)


def _sender(shape: Shape) -> Sender:
    sender = Sender(shape.text("replica", ID), shape.text("station", header.UNIT_CODE))
    shape.done()
    return sender


def _range(shape: Shape) -> Range:
    first = shape.integer("first", 1, COUNT_MAX)
    last = shape.integer("last", first, COUNT_MAX)
    made = Range(
        shape.text("replica", ID),
        first,
        last,
        shape.text("first_chain", HASH),
        shape.text("last_chain", HASH),
        shape.integer("ops", 0, last - first + 1),
        shape.text("digest", HASH),
    )
    shape.done()
    return made


def _seen(shape: Shape) -> Seen:
    made = Seen(
        shape.text("replica", ID),
        shape.integer("last", 0, COUNT_MAX),
        shape.text("chain", HASH),
        tuple(shape.integers("bundles", 1, header.BUNDLE_NO_MAX, limits.RECEIPT_ITEMS)),
    )
    shape.done()
    return made


def _receipt(shape: Shape) -> Receipt:
    last = shape.integer("last", 0, COUNT_MAX)
    made = Receipt(
        shape.text("replica", ID),
        last,
        shape.text("chain", HASH),
        shape.integer("incarnation", 1, COUNT_MAX),
        highest := shape.integer("highest", last, COUNT_MAX),
        tuple(shape.spans("holes", last + 1, highest, limits.RECEIPT_ITEMS)),
        tuple(map(_refused, shape.rows("aside"))),
        tuple(shape.integers("bundles", 1, header.BUNDLE_NO_MAX, limits.RECEIPT_ITEMS)),
    )
    shape.done()
    return made


def _refused(shape: Shape) -> Refused:
    made = Refused(shape.integer("n", 1, COUNT_MAX), shape.text("reason", r"[a-z_]{1,40}"))
    shape.done()
    return made


def _member(shape: Shape) -> Member:
    made = Member(
        shape.text("sha256", HASH),
        shape.integer("length", 0, limits.FILE_BYTES),
        shape.integer("raw_length", 0, limits.RAW_BYTES),
    )
    shape.done()
    return made


def _consistent(manifest: Manifest) -> None:
    """What one value says of another: sorted, once each, and the counts adding up."""

    def fails(key: str) -> Refusal:
        return Refusal("bundle.manifest", token=key)

    if list(manifest.recipients) != sorted(set(manifest.recipients)):
        raise fails("recipients")
    spans = [(r.replica, r.first, r.last, r.last_chain) for r in manifest.ranges]
    if spans != sorted(set(spans)):
        raise fails("ranges")
    for key, names in (
        ("prerequisites", [s.replica for s in manifest.prerequisites]),
        ("receipts", [r.replica for r in manifest.receipts]),
    ):
        if names != sorted(set(names)):
            raise fails(key)
    for receipt in manifest.receipts:
        refused = [one.n for one in receipt.aside]
        if refused != sorted(set(refused)) or len(refused) > limits.RECEIPT_ITEMS:
            raise fails("aside")
    if manifest.kind != "agg" and sum(r.ops for r in manifest.ranges) != manifest.ops:
        raise fails("ops")
    if (LOOSE in manifest.members) != (manifest.loose > 0) or (manifest.loose and manifest.kind != "down"):
        raise fails("loose")
    if OPS not in manifest.members or len(manifest.members) > limits.MEMBERS - 2:
        raise fails("members")
    for name, member in manifest.members.items():
        attached = name.startswith(ATTACHMENT)
        if attached and (name != ATTACHMENT + member.sha256 or member.raw_length != member.length):
            raise fails("members")
