"""Finding a few characters in 270,000 notes, against reading them all with LIKE."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from random import Random
from statistics import quantiles

from bench.data import UNTIL, Data, opened
from bench.measure import Result, compare, cpu, hottest
from db import search
from db.store import Connection, Store

NOTES, QUICK = 270_000, 27_000
SOON = 0.005
"""Seconds of processor time within which what is typed should find: a third of a frame."""
SHOWN = 50
ABSENT = "龘靐"
_LIKE = (
    "SELECT lower(hex(id)) FROM service_log WHERE alive AND note LIKE ?1"
    " ORDER BY service_date DESC, id DESC LIMIT ?2"
)  # fmt: skip
_PUT = (
    "INSERT INTO service_log (id, service_date, note, alive, owner, ops, conflicts, entered_at, changed_at)"
    " VALUES (?, ?, ?, 1, 'T532301102', 1, 0, ?, ?)"
)


def results(data: Data) -> Iterator[Result]:
    """Words of two and three characters, a word that is nowhere, the size of the index."""
    chance, place = Random(5), data.place()
    notes = list(_notes(data, QUICK if data.quick else NOTES, chance))
    with Store(place / "notes.db", create=True) as store:
        connection, day = store.connection, UNTIL.isoformat()
        with store.transaction():
            connection.executemany(_PUT, [(chance.randbytes(16), day, note, day, day) for note in notes])
        before = _bytes(connection)
        with store.transaction():
            search.rebuild(connection)
        size = _bytes(connection) - before
        words = [_word(chance.choice(notes), length, chance) for length in (2, 3) for _n in range(200)]
        times = [cpu(lambda word=word: search.find(connection, [word], SHOWN)) for word in words]  # type: ignore[misc]
        p95 = quantiles(times, n=20)[-1]
        _same(connection, words[::40])
        yield Result(
            f"find two or three characters in {len(notes):,} notes, the newest {SHOWN}, p95",
            "5 ms", p95, SOON, p95 / SOON, 1.0, "CPU", len(words),
            hottest(lambda: [search.find(connection, [word], SHOWN) for word in words[::4]]),
        )  # fmt: skip
        everything, nowhere = f"%{ABSENT}%", [ABSENT]
        yield compare(
            "find a word that is in none of them", "LIKE", lambda: cpu(lambda: search.find(connection, nowhere, SHOWN)),
            lambda: cpu(lambda: connection.execute(_LIKE, (everything, SHOWN)).fetchall()), runs=5, goal=1 / 50,
        )  # fmt: skip
    text = sum(len(note.encode()) for note in notes)
    yield Result(
        f"size of the index ({size / 1e6:.0f} MB)", f"the text it is of ({text / 1e6:.0f} MB)", size, text, size / text,
        1.0, "bytes", 1,
    )  # fmt: skip
    data.drop(place / "notes.db")


def _notes(data: Data, count: int, chance: Random) -> Iterator[str]:
    # One half of clauses that stations write again and again, the other of words as rare as words are.
    with opened(data.copy(data.made.county)) as book:
        known = book.connection.execute("SELECT DISTINCT note FROM service_log WHERE note IS NOT NULL LIMIT 5000")
        clauses = [clause for (note,) in known for clause in note.rstrip("。").split("，")]
    words = ["".join(chr(0x4E00 + chance.randrange(3_500)) for _char in "ab") for _n in range(20_000)]
    often = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    for number in range(count):
        length, parts = chance.randint(30, 120), list[str]()
        while sum(map(len, parts)) < length:
            parts += (
                [chance.choice(clauses)] if number % 2 else ["".join(chance.choices(words, cum_weights=often, k=4))]
            )
        yield "，".join(parts)[:length]


def _word(note: str, length: int, chance: Random) -> str:
    at = chance.randrange(len(note) - length)
    word = note[at : at + length]
    return word if word.isalpha() else _word(note, length, chance)


def _same(connection: Connection, words: Sequence[str]) -> None:
    for word in words:
        found = {hit.row for hit in search.find(connection, [word], NOTES)}
        liked = {row for (row,) in connection.execute(_LIKE, (f"%{word}%", NOTES))}
        if found != liked:
            raise AssertionError("the index finds something else than LIKE")


def _bytes(connection: Connection) -> int:
    (pages,), (size,), (free,) = (
        connection.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size", "freelist_count")
    )
    return int((pages - free) * size)
