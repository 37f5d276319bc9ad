"""The ledgers of the exchange: cards of peers, bundles sent and received, what is here of each replica."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import orjson

from db import digest
from db.ids import derived_id
from db.queries.sql import rows
from db.receipts import NOT_READ_SINCE
from db.records import SCHEMA, ZERO_CHAIN
from db.store import Connection


@dataclass(frozen=True, slots=True)
class KnownCard:
    """A card taken in: ``kind`` county_card, enrolment, or own; ``state`` verified or unverified; ``body`` its file."""

    fingerprint: str
    kind: str
    unit: str
    replica: str | None
    body: str
    state: str
    at: str


def cards(connection: Connection, kind: str | None = None) -> list[KnownCard]:
    """Cards taken in, the newest first."""
    return rows(
        connection,
        KnownCard,
        "SELECT fingerprint, kind, unit, replica, body, state, at FROM card WHERE ?1 IS NULL OR kind = ?1"
        " ORDER BY at DESC, fingerprint",
        (kind,),
    )


def put_card(connection: Connection, card: KnownCard) -> None:
    """Keep a card; of the same keys the newer replaces the older."""
    connection.execute(
        "INSERT INTO card (fingerprint, kind, unit, replica, body, state, at) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (fingerprint) DO UPDATE SET kind = excluded.kind, unit = excluded.unit,"
        " replica = excluded.replica, body = excluded.body, state = excluded.state, at = excluded.at",
        (
            card.fingerprint, card.kind, card.unit, bytes.fromhex(card.replica) if card.replica else None, card.body,
            card.state, card.at,
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A device that a unit trusts (or no longer trusts)."""

    truster: str
    replica: str
    unit: str
    name: str | None
    sign_key: str
    age_key: str
    state: str
    until_seq: int | None


_ENROLMENTS = (
    "SELECT truster, lower(hex(replica)), unit, name, sign_key, age_key, state, until_seq, alive, id,"
    " EXISTS (SELECT 1 FROM op WHERE op.k = enrolment.id AND op.t = 'enrolment' AND op.st <> truster) FROM enrolment"
    " WHERE ?1 IS NULL OR replica = unhex(?1) ORDER BY unit, replica, truster"
)


def enrolments(connection: Connection, replica: str | None = None) -> list[Enrolled]:
    """Devices enrolled here, by unit. Nobody speaks in another unit's name: a word counts that its truster wrote."""
    found: list[Enrolled] = []
    for *said, alive, row, meddled in connection.execute(_ENROLMENTS, (replica,)).fetchall():
        one: Enrolled | None = Enrolled(*said) if alive else None
        if meddled:
            one = _own_word(connection, row, Enrolled(*said))
        if one is not None:
            found.append(one)
    return found


def _own_word(connection: Connection, row: bytes, shown: Enrolled) -> Enrolled | None:
    # Somebody else wrote on this row, too: what is left if only the unit counts whose row it is by its id.
    from db.fold import fold
    from db.gateway import ops_of_row
    from db.registry import specs

    ops = ops_of_row(connection, "enrolment", row)
    owners = [st for st in sorted({op.st for op in ops}) if derived_id("enrolment", st, shown.replica) == row.hex()]
    mine = [op for op in ops if op.st in owners]
    if not mine:
        return None
    folded = fold(specs()["enrolment"], mine)
    values = folded.values
    if not folded.alive or values.get("truster") not in owners or values.get("state") is None:
        return None
    return Enrolled(
        values["truster"], values["replica"], values["unit"], values["name"], values["sign_key"], values["age_key"],
        values["state"], values["until_seq"],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReplicaRow:
    """What is here of a replica: contiguous end ``last`` with its ``chain``, the ``highest``, how many are ``held``."""

    id: str
    station: str | None
    held: int
    last: int
    chain: str
    highest: int


def replicas(connection: Connection) -> list[ReplicaRow]:
    """All replicas whose records are here."""
    return rows(
        connection, ReplicaRow, "SELECT id, station, held, last, chain, highest FROM replica ORDER BY station, id"
    )


@dataclass(frozen=True, slots=True)
class SpanDigest:
    """Records of a span that are here: how many, the sum of their ids, how many rows of which register they touch."""

    ops: int
    digest: bytes


def span_digest(connection: Connection, replica: str, first: int, last: int) -> SpanDigest:
    """The records ``first`` to ``last`` of a replica that are here, those set aside too."""
    span = (bytes.fromhex(replica), first, last)
    ids = [row[0] for row in connection.execute("SELECT id FROM op WHERE r = ? AND n BETWEEN ? AND ?", span)]
    aside = connection.execute(
        "SELECT op_id FROM quarantine WHERE op_id IS NOT NULL AND r = ? AND n BETWEEN ? AND ?", span
    ).fetchall()
    if aside:  # what was set aside once may have been read since
        ids = list({*ids, *(row[0] for row in aside)})
    return SpanDigest(len(ids), digest.plus(bytes(32), ids))


def span_rows(connection: Connection, spans: list[tuple[str, int, int]]) -> dict[str, int]:
    """How many rows of each register the records of some spans touch."""
    found = connection.execute(
        "SELECT t, count(DISTINCT k) FROM json_each(?) span CROSS JOIN op ON r = unhex(span.value ->> 0)"
        " AND n BETWEEN span.value ->> 1 AND span.value ->> 2 GROUP BY t ORDER BY t",
        (orjson.dumps(spans).decode(),),
    )
    return dict(found.fetchall())


def confirmed(connection: Connection, replica: str, county: str | None = None) -> tuple[int, bytes]:
    """How far a county (its fingerprint; any, if ``None``) has confirmed a replica's records, and the chain there.

    The newest incarnation's word counts; (0, start) without one.
    """
    row = connection.execute(
        "SELECT n, chain FROM receipt WHERE replica = unhex(?1) AND (?2 IS NULL OR county = ?2)"
        " ORDER BY incarnation DESC, n DESC LIMIT 1",
        (replica, county),
    ).fetchone()
    return (row[0], row[1]) if row else (0, ZERO_CHAIN)


@dataclass(frozen=True, slots=True)
class Sent:
    """A bundle written here. ``ranges``: spans as in its manifest."""

    bundle_no: int
    file: str
    at: str
    sha256: str
    profile: str
    peer: str
    ranges: list[dict[str, Any]]
    ops: int
    bytes: int


def add_sent(connection: Connection, sent: Sent) -> None:
    """Remember a bundle that was written whole."""
    connection.execute(
        "INSERT INTO sent_bundle (bundle_no, file, at, sha256, profile, peer, ranges, ops, bytes)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            sent.bundle_no, sent.file, sent.at, sent.sha256, sent.profile, sent.peer,
            orjson.dumps(sent.ranges).decode(), sent.ops, sent.bytes,
        ),
    )  # fmt: skip


def sent_bundles(connection: Connection) -> list[Sent]:
    """Bundles written here, the newest first."""
    return [
        Sent(row[0], row[1], row[2], row[3], row[4], row[5], orjson.loads(row[6]), row[7], row[8])
        for row in connection.execute(
            "SELECT bundle_no, file, at, sha256, profile, peer, ranges, ops, bytes FROM sent_bundle"
            " ORDER BY bundle_no DESC"
        )
    ]


def next_bundle_no(connection: Connection) -> int:
    """The number of the next bundle of this machine."""
    return int(connection.execute("SELECT ifnull(max(bundle_no), 0) + 1 FROM sent_bundle").fetchone()[0])


@dataclass(frozen=True, slots=True)
class Received:
    """A bundle that came here. ``status``: merged, held or refused; ``ranges`` only of what was taken in.

    ``said``: of its manifest ``kind``, ``profile``, ``schema``, ``app``, ``created`` and ``prerequisites``; empty for
    one that could not be opened.
    """

    sha256: str
    file: str
    at: str
    status: str
    reason: str | None
    station: str | None
    replica: str | None
    bundle_no: int | None
    ranges: list[dict[str, Any]]
    ops: int
    new: int
    known: int
    said: dict[str, Any] = field(default_factory=dict)

    @property
    def newer(self) -> bool:
        """Whether a newer program wrote it."""
        return int(self.said.get("schema", 0)) > SCHEMA


def put_received(connection: Connection, received: Received) -> None:
    """Remember a bundle by its content; a later try replaces what was said of an earlier one."""
    connection.execute(
        "INSERT OR REPLACE INTO received_bundle (sha256, file, at, status, reason, station, replica, bundle_no, ranges,"
        " ops, new, known, manifest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            received.sha256, received.file, received.at, received.status, received.reason, received.station,
            bytes.fromhex(received.replica) if received.replica else None, received.bundle_no,
            orjson.dumps(received.ranges).decode(), received.ops, received.new, received.known,
            orjson.dumps(received.said).decode() if received.said else None,
        ),
    )  # fmt: skip


def received_bundles(connection: Connection, sha256: str | None = None) -> list[Received]:
    """Bundles that came here, the newest first; or the one with a hash."""
    found = connection.execute(
        "SELECT sha256, file, at, status, reason, station, lower(hex(replica)), bundle_no, ranges, ops, new, known,"
        " manifest FROM received_bundle WHERE ?1 IS NULL OR sha256 = ?1 ORDER BY at DESC, sha256",
        (sha256,),
    )
    return [
        Received(
            row[0], row[1], row[2], row[3], row[4], row[5], row[6] or None, row[7], orjson.loads(row[8] or "[]"),
            row[9], row[10], row[11], orjson.loads(row[12] or "{}"),
        )
        for row in found
    ]  # fmt: skip


def last_said(connection: Connection, station: str) -> dict[str, dict[str, Any]]:
    """By replica of a station, what the newest manifest said that it sent itself (``Received.said``)."""
    found = connection.execute(
        "SELECT lower(hex(replica)), manifest, max(bundle_no) FROM received_bundle WHERE status = 'merged'"
        " AND station = ? AND manifest IS NOT NULL GROUP BY replica",
        (station,),
    )
    return {row[0]: orjson.loads(row[1]) for row in found}


def quarantined(connection: Connection, replica: str) -> int:
    """How many records of a replica are set aside here. Those that have been read since are left out."""
    found = connection.execute(
        f"SELECT count(DISTINCT n) FROM quarantine WHERE r = unhex(?) AND {NOT_READ_SINCE}", (replica,)
    ).fetchone()
    return int(found[0])
