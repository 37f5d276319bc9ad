"""A second program's word on what rows are: written from docs/bundle-format.md, as ``independent_reader`` is.

It keeps to the page step by step and knows no shortcut: the program has several, and must come to the same.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from independent_reader import Record

SPECIAL = ("transfer", "ack", "admit", "quarantine", "erase")
SHARED = ("unit", "enrolment", "person_link")
TIER = {"V": 0, "T": 0, "C": 1, "M": 2, "P": 3}


@dataclass
class Row:
    """A row: the shown value of each group, whether it is deleted, per disputed group its heads; its owner; per record
    that does not count why; ``empty`` if none counts."""

    shown: dict[str, Any]
    gone: bool
    disputed: dict[str, list[bytes]]
    owner: str
    aside: dict[bytes, str]
    empty: bool = False


def covers(unit: str, other: str) -> bool:
    """Whether a unit is the other one or stands above it."""
    place = unit[1:].split("-")[0]
    return unit == other or ("VTCMP".index(unit[0]) > "VTCMP".index(other[0]) and other[1:].startswith(place))


def erased(records: list[Record]) -> set[bytes]:
    """The records whose payload is to be dropped."""
    orders = [r for r in records if r["a"] == "erase" and r["payload"] is not None]
    return {
        record["id"]
        for record in records
        for order in orders
        if record["id"].hex() in order["payload"]["_erase"]["ops"]
        and (record["t"], record["k"]) == (order["t"], order["k"])
        and record["a"] not in SPECIAL
        and covers(order["st"], record["st"])
    }


def fold(records: list[Record], required: dict[str, set[str]] | None = None) -> dict[tuple[str, str], Row]:
    """What each (table, row) is. ``required``: the groups without which a row of a table is not complete."""
    drop = erased(records)
    rows: dict[tuple[str, str], dict[bytes, Record]] = defaultdict(dict)
    for record in records:
        kept = rows[record["t"], record["k"]].get(record["id"])
        if record["id"] in drop:
            record = {**record, "payload": None}
        if kept is None or kept["payload"] is None:
            rows[record["t"], record["k"]][record["id"]] = record
    return {
        key: _judged(key[0], list(found.values()), (required or {}).get(key[0], set())) for key, found in rows.items()
    }


def _judged(table: str, records: list[Record], required: set[str]) -> Row:
    order = lambda r: (r["l"], r["id"])  # noqa: E731
    first_shown = lambda r: (TIER[r["st"][0]], r["l"], r["id"])  # noqa: E731
    plain = sorted((r for r in records if r["a"] not in SPECIAL), key=order)
    if not plain:
        return Row({}, False, {}, "", {}, True)
    records = [r for r in records if r["payload"] is not None or r["a"] not in SPECIAL]

    def made(some: list[Record]) -> list[Record]:
        whole = [
            r for r in some if r["a"] == "set" and r["o"] == {} and r["payload"] and required <= set(r["payload"])
        ]  # fmt: skip
        return whole or some[:1]

    aside: dict[bytes, str] = {}
    words: dict[bytes, list[Record]] = defaultdict(list)
    for word in (r for r in records if r["a"] in ("admit", "quarantine")):
        named = [
            r for r in records
            if r["id"].hex() in word["payload"]["_admit"]["ops"] and r["a"] not in ("admit", "quarantine", "erase")
        ]  # fmt: skip
        heard = [
            r for r in named
            if all(covers(word["st"], m["st"]) for m in made(plain))
            or (word["a"] == "quarantine" and covers(word["st"], r["st"]))
        ]  # fmt: skip
        if named and not heard:
            aside[word["id"]] = "no_authority"
        for record in heard:
            words[record["id"]].append(word)
    verdict = {one: max(said, key=first_shown)["a"] for one, said in words.items()}
    for record in records:
        if verdict.get(record["id"]) == "quarantine":
            aside[record["id"]] = "quarantined"
    plain = [r for r in plain if r["id"] not in aside]
    if not plain:
        return Row({}, False, {}, "", aside, True)
    first = made(plain)
    owners, moves = {r["st"] for r in first}, list[Record]()
    waiting = [r for r in records if r["a"] == "transfer" and r["id"] not in aside]
    for _ in range(len(waiting)):
        for record in waiting:
            if record not in moves and record["payload"]["_owner"]["from"] in owners:
                moves.append(record)
                owners.add(record["payload"]["_owner"]["to"])
    aside |= {r["id"]: "no_authority" for r in waiting if r not in moves}
    done: list[tuple[Record, Record]] = []
    for ack in (r for r in records if r["a"] == "ack" and r["id"] not in aside):
        for move in moves:
            if ack["payload"]["_ack"]["transfer"] == move["id"].hex():
                if move["payload"]["_owner"]["from"] == ack["st"]:
                    done.append((ack, move))
                else:
                    aside[ack["id"]] = "no_authority"
    for record in plain:
        if table in SHARED or verdict.get(record["id"]) == "admit":
            continue
        if not any(covers(record["st"], owner) for owner in owners):
            aside[record["id"]] = "foreign"
        for ack, move in done:
            back = [
                m for m in moves if m["payload"]["_owner"]["to"] == record["st"] and move["l"] < m["l"] < record["l"]
            ]
            mine = (record["r"], record["st"]) == (ack["r"], ack["st"])
            if mine and record["n"] > ack["n"] and not back:
                aside.setdefault(record["id"], "handed_over")
    replaced = {one for move in moves for one in move["o"].get("_owner", ())}
    live = [m for m in moves if m["id"].hex() not in replaced] or moves
    owner = max(live, key=first_shown)["payload"]["_owner"]["to"] if live else first[0]["st"]
    counted = [r for r in plain if r["id"] not in aside and r["payload"] is not None]
    if not counted:
        return Row({}, False, {}, owner, aside, True)
    shown, gone, disputed = _row(counted)
    if len({(m["payload"]["_owner"]["to"], m["payload"]["_owner"]["on"]) for m in live}) > 1:
        disputed = {**disputed, "_owner": sorted(m["id"] for m in live)}
    return Row(shown, gone, disputed, owner, aside)


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
