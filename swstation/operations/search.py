"""Everything by a few characters: names by sound first, then numbers, then what was written, newest first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from db import search
from db.queries import found as reads
from db.queries.found import Named
from swstation import divisions, pinyin
from swstation.i18n import N_, _
from swstation.operations.book import Book
from swstation.operations.numbers import short, titled_short

NAMES_MOST = 20
TEXTS_MOST = 60
FEWEST_DIGITS = 4
"""Fewer digits of a number would name half the township."""
AROUND = 12
"""Characters shown before the words in a text."""
KINDS = {
    "client": N_("client"), "staff": N_("worker"), "case": N_("case"), "group": N_("group"),
    "activity": N_("activity"), "log": N_("entry"),
}  # fmt: skip
"""What each kind is called."""


def kind_word(kind: str) -> str:
    """What a kind is called; a register without a page of its own is called as its form is."""
    from swstation.sheets import find

    if kind in KINDS:
        return _(KINDS[kind])
    found = find(kind)
    return _(found.one) if found else ""


WHY = {"name": N_("by name"), "number": N_("by number"), "text": N_("in the text")}


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found: ``kind/id`` is its page. ``why``: name, number or text; ``detail`` is data, not a sentence.

    ``method``: of a log entry, its code.
    """

    kind: str
    id: str
    title: str
    detail: str
    day: str
    why: str
    method: str = ""


class NameIndex:
    """All names, ready to be found by a few letters. Made once after each change of names."""

    def __init__(self, named: list[Named]) -> None:
        self._named = {(one.kind, one.id): one for one in named if one.name}
        items = [((one.kind, one.id), text) for one in self._named.values() for text in _texts(one)]
        self._index = pinyin.Index(items)

    @classmethod
    def of(cls, book: Book) -> NameIndex:
        """The names of a book."""
        return cls(reads.everything_named(book.connection))

    def find(self, typed: str, limit: int) -> list[Named]:
        """The best matches, best first: whole, beginning, inside, by sound; what is ended comes after its equals."""
        return [self._named[key] for key in self._index.find(typed, limit)]


def _texts(one: Named) -> list[str]:
    texts = [one.name, *(one.aliases or "").split("、")]
    if one.kind == "case" and (number := short(one.remark or "")):
        texts += [f"&{number[1]}", f"&{number[0]}{number[1]}"]
    elif one.kind == "group" and (titled := titled_short(one.remark or "")):
        texts += [f"&{titled[0]}{titled[2]}"]
    return [text for text in texts if text]


def look_up(book: Book, typed: str, names: NameIndex | None = None, limit: int = 100) -> list[Found]:
    """What a few characters find; words parted by spaces must all be in a text. Feed the index first (``keep_up``)."""
    words = typed.split()
    if not words:
        return []
    out: dict[tuple[str, str], Found] = {}
    for one in (names or NameIndex.of(book)).find("".join(words), NAMES_MOST):
        out[one.kind, one.id] = Found(one.kind, one.id, one.name, _remark(one), "", "name")
    digits = "".join(words)
    if digits.isascii() and digits.isalnum() and digits[:FEWEST_DIGITS].isdigit() and len(digits) >= FEWEST_DIGITS:
        for one in reads.by_number(book.connection, digits, NAMES_MOST):
            out.setdefault((one.kind, one.id), Found(one.kind, one.id, one.name, _remark(one), "", "number"))
    for text in _texts_with(book, words):
        out.setdefault((text.kind, text.id), text)
    return list(out.values())[:limit]


def _remark(one: Named) -> str:
    if one.kind == "client":
        place = one.remark or ""
        return divisions.name(place) or place if place.isdigit() else place
    return one.remark or ""


def _texts_with(book: Book, words: list[str]) -> list[Found]:
    hits = search.find(book.connection, words, TEXTS_MOST)
    by_table: dict[str, list[str]] = defaultdict(list)
    for hit in hits:
        by_table[hit.table].append(hit.row)
    leads = {
        (one.table, one.row): one
        for table, ids in by_table.items()
        for one in reads.leads(book.connection, table, ids)
    }  # fmt: skip
    found = []
    for hit in hits:
        if (lead := leads.get((hit.table, hit.row))) is not None:
            found.append(Found(lead.kind, lead.id, lead.who, around(hit.text, words[0]), lead.day, "text", lead.method))
    return sorted(found, key=lambda one: one.day, reverse=True)


def around(text: str, word: str) -> str:
    """The text from a little before a word on, on one line."""
    at = search.fold(text).find(search.fold(word))
    start = max(0, at - AROUND)
    return ("…" if start else "") + " ".join(text[start:].split())


def keep_up(book: Book, most: int = search.STRIDE) -> int:
    """Take the next records into the index; gives how many are left. Nothing is written where a newer program wrote."""
    if book.store.newer or not search.behind(book.connection):
        return 0
    with book.store.transaction() as connection:
        return search.feed(connection, most)
