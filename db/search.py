"""Full text over the registers: fed after the commit, outside the truth, made anew at any time.

A row's text is cut into pairs of neighbouring characters; words that hold a pair are found by it, and the text itself
has the last word: what is found is what ``LIKE '%words%'`` finds. Pairs, because most Chinese words have two characters
(a trigram never finds them). Each pair is written in ASCII, so that no tokenizer has an opinion of it. Identity
numbers, telephones and addresses are no text.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from db.store import Connection

TEXTS: Final[dict[str, tuple[str, ...]]] = {
    "service_log": (
        "note", "problem", "next_step", "place", "group_title", "activity_title", "correction_reason", "late_reason",
        "return_reason",
    ),
    "affairs_item": ("item_title", "result"),
    "client": ("name", "aliases", "health", "risk_note", "guardian", "emergency_contact", "disability_kind"),
    "household": ("head_name",),
    "consent": ("scope", "signed_by", "withdraw_reason"),
    "child_file": ("father", "mother", "parents_place", "carer", "school", "child_director", "end_reason"),
    "incident": ("content", "reported_to", "result"),
    "material_given": ("what", "source", "receiver"),
    "service_case": (
        "problem", "assessment", "plan", "risk", "pre_test", "post_test", "summary", "effect", "supervisor_comment",
        "approval_reason", "reopen_reason",
    ),
    "case_goal": ("goal", "baseline", "target", "result"),
    "case_step": ("step", "result"),
    "case_conference": ("participants", "content", "decision"),
    "case_referral": ("receiver", "receiving_person", "reason", "answer_note", "follow_note"),
    "service_group": ("title", "aims", "theory", "target", "recruitment", "place", "summary", "effect", "end_reason"),
    "group_member": ("name", "left_reason"),
    "group_session": ("topic", "aims", "materials", "place", "note", "next_step"),
    "activity": ("title", "plan", "aims", "target", "place", "partners", "note", "summary", "effect"),
    "need": ("title", "content", "state_reason"),
    "need_match": ("outcome",),
    "resource": ("title", "provider", "contact_name", "content"),
    "volunteer": ("name", "team", "skills"),
    "volunteer_shift": ("content",),
    "community_org": ("name", "leader"),
    "satisfaction_survey": ("note",),
    "need_survey": ("title", "population", "findings"),
    "work_plan": ("content",),
    "meeting_record": ("title", "attendees", "content", "decisions"),
    "visit_surge": ("title",),
    "attachment": ("title",),
}  # fmt: skip
"""Which fields of which registers are text to be found: what somebody wrote about the service, no numbers."""

_MADE_OF: Final = zlib.crc32(repr(sorted(TEXTS.items())).encode()).to_bytes(4, "big")
"""Stands behind the mark of how far one is: an index made of other fields than these is made anew."""

STRIDE: Final = 500
NEWEST: Final = 1_000
"""So many of the newest texts are read for a single character before the index is asked."""
_UPPER: Final = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


class Hit(NamedTuple):
    """A row whose text holds all the words; ``row`` is hex."""

    table: str
    row: str
    text: str


def fold(text: str) -> str:
    """Text as it is compared: A-Z as a-z and nothing else, as ``LIKE`` does."""
    return text.translate(_UPPER)


def _one(ch: str) -> str:
    return f"{ord(ch):05x}"


def tokens(text: str) -> list[str]:
    """The pairs of letters and digits in a text, and its letters that none follows, each once."""
    out: dict[str, None] = {}
    before = ""
    for ch in fold(text):
        if not ch.isalnum():
            if before:
                out[_one(before)] = None
            before = ""
            continue
        if before:
            out[_one(before) + _one(ch)] = None
        before = ch
    if before:
        out[_one(before)] = None
    return list(out)


def _wanted(words: Sequence[str]) -> list[str]:
    """The pairs that a text with all these words must hold."""
    return list(dict.fromkeys(token for word in words for token in tokens(word) if len(token) > 5))


# Feeding


def behind(connection: Connection) -> int:
    """How many records are not fed yet, about."""
    (last,) = connection.execute("SELECT ifnull(max(rowid), 0) FROM op").fetchone()
    return int(last) - _fed(connection)


def _fed(connection: Connection) -> int:
    """The place of the last record that was fed; 0 where the places are others than then (a copy came back)."""
    found = connection.execute(
        "SELECT f.place, f.mark, o.id FROM search_fed f JOIN op o ON o.rowid = f.place"
    ).fetchone()
    return int(found[0]) if found and found[1] == found[2] + _MADE_OF else 0


def _keep(connection: Connection, place: int) -> None:
    connection.execute("DELETE FROM search_fed")
    row = connection.execute("SELECT id FROM op WHERE rowid = ?", (place,)).fetchone()
    if row is not None:
        connection.execute("INSERT INTO search_fed (place, mark) VALUES (?, ?)", (place, row[0] + _MADE_OF))


def feed(connection: Connection, most: int = STRIDE) -> int:
    """Take in the rows of the next ``most`` records, in the caller's transaction; gives how many are left."""
    start = _fed(connection)
    if start == 0:
        clear(connection)
    (stop,) = connection.execute(
        "SELECT max(rowid) FROM (SELECT rowid FROM op WHERE rowid > ? ORDER BY rowid LIMIT ?)", (start, most)
    ).fetchone()
    if stop is None:
        return 0
    marks = ",".join("?" * len(TEXTS))
    erased = False
    for table, key, action in connection.execute(
        f"SELECT t, k, max(a = 'erase') FROM op WHERE rowid > ? AND rowid <= ? AND t IN ({marks}) GROUP BY k, t"
        " ORDER BY min(rowid)",
        (start, stop, *TEXTS),
    ).fetchall():
        _put(connection, table, key, _text(connection, table, key))
        erased = erased or bool(action)
    if erased:  # what was erased by order leaves the index for good, not only its list of rows
        connection.execute("INSERT INTO search_text (search_text) VALUES ('optimize')")
    _keep(connection, stop)
    return behind(connection)


def rebuild(connection: Connection) -> int:
    """Make the index anew from the registers, in the caller's transaction; gives the number of texts."""
    clear(connection)
    count = 0
    for table, key, text in _all(connection):
        _put(connection, table, key, text)
        count += 1
    (last,) = connection.execute("SELECT max(rowid) FROM op").fetchone()
    _keep(connection, last or 0)
    return count


def clear(connection: Connection) -> None:
    """An empty index."""
    connection.execute("DELETE FROM search_row")
    connection.execute("INSERT INTO search_text (search_text) VALUES ('delete-all')")
    connection.execute("DELETE FROM search_fed")


def _sql(table: str) -> str:
    parts = "||char(10)||".join(f"ifnull({field}, '')" for field in TEXTS[table])
    return f"SELECT {parts} FROM {table} WHERE id = ? AND alive"


_SQL: Final = {table: _sql(table) for table in TEXTS}


def _text(connection: Connection, table: str, key: bytes) -> str:
    """The text of a row; empty where it has none or is deleted."""
    row = connection.execute(_SQL[table], (key,)).fetchone()
    return row[0].strip("\n") if row else ""


def _all(connection: Connection) -> Iterator[tuple[str, bytes, str]]:
    for table in TEXTS:
        sql = _SQL[table].replace("SELECT ", "SELECT id, ", 1).replace(" WHERE id = ? AND alive", " WHERE alive")
        for key, text in connection.execute(f"{sql} ORDER BY entered_at, id").fetchall():
            if text := text.strip("\n"):
                yield table, key, text


def _put(connection: Connection, table: str, key: bytes, text: str) -> None:
    total = zlib.crc32(text.encode("utf-8", "surrogatepass"))
    known = connection.execute("SELECT id, sum FROM search_row WHERE k = ? AND t = ?", (key, table)).fetchone()
    if known is not None:
        if text and known[1] == total:
            return
        connection.execute("DELETE FROM search_text WHERE rowid = ?", (known[0],))
    if not text:
        if known is not None:
            connection.execute("DELETE FROM search_row WHERE id = ?", (known[0],))
        return
    if known is not None:
        connection.execute("UPDATE search_row SET sum = ? WHERE id = ?", (total, known[0]))
        number = known[0]
    else:
        number = connection.execute(
            "INSERT INTO search_row (t, k, sum) VALUES (?, ?, ?)", (table, key, total)
        ).lastrowid
    connection.execute("INSERT INTO search_text (rowid, words) VALUES (?, ?)", (number, " ".join(tokens(text))))


# Finding


def find(connection: Connection, words: Sequence[str], limit: int = 50) -> list[Hit]:
    """The rows whose text holds every word, those that came last first; at most ``limit``."""
    wanted = [fold(word) for word in words if word]
    if not wanted or limit <= 0:
        return []
    found: list[Hit] = []
    for _number, table, key in _candidates(connection, wanted, limit):
        text = _text(connection, table, key)
        if text and all(word in fold(text) for word in wanted):
            found.append(Hit(table, key.hex(), text))
            if len(found) == limit:
                break
    return found


_JOIN: Final = "SELECT r.id, r.t, r.k FROM search_text s CROSS JOIN search_row r ON r.id = s.rowid"


def _candidates(connection: Connection, words: Sequence[str], limit: int) -> Iterator[tuple[int, str, bytes]]:
    pairs = _wanted(words)
    if pairs:
        asked = " AND ".join(pairs)
        yield from connection.execute(f"{_JOIN} WHERE s.search_text MATCH ? ORDER BY s.rowid DESC", (asked,))
        return
    singles = [word for word in words if len(word) == 1 and word.isalnum()]
    yield from connection.execute("SELECT id, t, k FROM search_row ORDER BY id DESC LIMIT ?", (NEWEST,))
    oldest = connection.execute("SELECT id FROM search_row ORDER BY id DESC LIMIT 1 OFFSET ?", (NEWEST - 1,)).fetchone()
    if oldest is None:
        return
    if singles:  # a character that is rare among the newest: the pairs that begin with it
        asked = " AND ".join(f"{_one(word)}*" for word in singles)
        sql = f"{_JOIN} WHERE s.search_text MATCH ? AND s.rowid < ? ORDER BY s.rowid DESC"
        yield from connection.execute(sql, (asked, oldest[0]))
    else:  # nothing but signs
        yield from connection.execute("SELECT id, t, k FROM search_row WHERE id < ? ORDER BY id DESC", (oldest[0],))


# The data check


def check(connection: Connection) -> tuple[int, int]:
    """How many texts there are, and how many of them the index holds wrongly, once everything is fed."""
    if behind(connection):
        return connection.execute("SELECT count(*) FROM search_row").fetchone()[0], 0
    kept = {(t, k): total for t, k, total in connection.execute("SELECT t, k, sum FROM search_row")}
    wrong = count = 0
    for table, key, text in _all(connection):
        count += 1
        wrong += kept.pop((table, key), None) != zlib.crc32(text.encode("utf-8", "surrogatepass"))
    (texts,) = connection.execute("SELECT count(*) FROM search_text").fetchone()
    return count, wrong + len(kept) + abs(texts - count)
