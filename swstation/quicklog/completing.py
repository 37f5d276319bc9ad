"""What the token under the cursor may become."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from swstation import pinyin
from swstation.quicklog.days import ImpossibleDay
from swstation.quicklog.head import Head
from swstation.quicklog.hits import AFFAIRS, Reader
from swstation.quicklog.index import Index
from swstation.quicklog.many import places_like, village_begun
from swstation.quicklog.next_days import next_contact
from swstation.quicklog.result import Fixed
from swstation.quicklog.text import SIGNS, is_separator, norm
from swstation.quicklog.words import DAY_WORDS, NEXT_WORDS


class Completion(NamedTuple):
    """``line[start:end]`` may become ``text``; ``kind`` and ``id`` as in ``Option``, ``label`` to show."""

    start: int
    end: int
    text: str
    label: str
    kind: str
    id: str


def completions(line: str, cursor: int, index: Index, limit: int = 8) -> list[Completion]:
    """The best completions of the token that ends at ``cursor``, best first; none inside the note but signed ones."""
    cursor = max(0, min(cursor, len(line)))
    text = norm(line[:cursor])
    if (many := village_begun(text)) is not None:
        return _villages_due(index, line, many, cursor, limit)
    start = cursor
    while start > 0 and not is_separator(text, start - 1):
        start -= 1
    token = text[start:]
    sign_at = max((token.rfind(sign) for sign in SIGNS if sign != "+" or ">" not in token), default=-1)
    if sign_at >= 0:
        found: Iterable[tuple[str, str, str, str]] = _signed(index, token[sign_at], token[sign_at + 1 :])
        start += sign_at
        sign = line[start]
    else:
        found, sign = _bare(index, line[:start], text[:start], token), ""
    out: dict[tuple[str, str], Completion] = {}
    for kind, id_, word, label in found:
        # A title that no register has yet has no id.
        out.setdefault((kind, id_ or word), Completion(start, cursor, sign + word, label, kind, id_))
        if len(out) >= limit:
            break
    return list(out.values())


def apply(line: str, completion: Completion) -> tuple[str, int, Fixed | None]:
    """The line with a completion taken, the new place of the cursor, and the decision that goes with it."""
    rest = line[completion.end :]
    space = "" if rest[:1].isspace() else " "
    before = line[: completion.start]
    new = before + completion.text + space + rest
    cursor = len(before) + len(completion.text) + 1
    if completion.kind not in ("client", "colleague"):
        return new, cursor, None
    fixed = Fixed(completion.text, before.count(completion.text), completion.kind, completion.id)
    return new, cursor, fixed


def _villages_due(index: Index, line: str, start: int, cursor: int, limit: int) -> list[Completion]:
    """The villages where somebody's visit is due, most of them first, by what was typed behind ``@村:``."""
    typed = norm(line[start:cursor])
    known = index.due or frozenset()
    due = {name: sum(id_ in known for id_ in ids) for name, ids in index.places.items()}
    fitting = [name for name in due if due[name] and (not typed or name in places_like(index, typed))]
    fitting.sort(key=lambda name: (-due[name], name))
    return [Completion(start, cursor, name, f"{name} {due[name]}", "many", name) for name in fitting[:limit]]


_Found = tuple[str, str, str, str]
"""Kind, id, the word that is put in, the label that is shown."""


def _ranked(typed: str, candidates: Iterable[tuple[str, _Found]]) -> Iterator[_Found]:
    """Candidates by how well what was typed finds their word; all of them if nothing was typed."""
    ranks = []
    for order, (word, found) in enumerate(candidates):
        rank = pinyin.match(typed, word) if typed else 0
        # One or two letters are initials; an English word is completed from its beginning, by three or more.
        english = word.isascii() and word.replace(" ", "").isalpha()
        if rank is not None and not (english and typed and (rank > pinyin.PREFIX or len(typed) < 3)):
            ranks.append((rank, order, found))
    return (found for _rank, _order, found in sorted(ranks))


def _clients(index: Index, typed: str) -> Iterator[tuple[str, _Found]]:
    ids = index.client_search.find(typed, 40) if typed else list(index.clients)[:40]
    for id_ in ids:
        client = index.clients[id_]
        found = ("client", id_, client.name, index.client_meaning(id_).label)
        for word in (client.name, *client.aliases):
            yield word, found


def _methods(index: Index) -> Iterator[tuple[str, _Found]]:
    for method in index.context.methods:
        for word in (*method.aliases, method.label):
            put = method.word if " " in word else word
            yield word, ("method", method.code, put, method.label)


def _next_days(index: Index) -> Iterator[tuple[str, _Found]]:
    today = index.context.today
    for word in NEXT_WORDS:
        try:
            day = next_contact(word, today, today)
        except ImpossibleDay:
            continue
        if day is not None:
            yield word, ("next", word, word, f"{word} {day.isoformat()}")


def _signed(index: Index, sign: str, typed: str) -> Iterator[_Found]:
    context = index.context
    candidates: Iterable[tuple[str, _Found]]
    if sign == "@":
        candidates = _clients(index, typed)
    elif sign == "!":
        candidates = _methods(index)
    elif sign == "+":
        others = (person for person in context.staff if person.id != context.writer)
        candidates = ((p.name, ("colleague", p.id, p.name, p.name)) for p in others)
    elif sign == "#":
        candidates = (
            (word, ("field", f.id, f.label if " " in word else word, f.label))
            for f in context.fields
            for word in (*f.aliases, f.label)
        )
    elif sign == ">":
        candidates = _next_days(index)
    else:
        candidates = _numbered(index)
    return _ranked(typed, candidates)


def _numbered(index: Index) -> Iterator[tuple[str, _Found]]:
    for case in index.context.cases:
        if case.open:
            names = "、".join(index.clients[id_].name for id_ in case.client_ids if id_ in index.clients)
            found = ("case", case.id, case.short, f"{case.short} {names}".strip())
            for word in (case.short, names, case.title):
                yield word, found
    for kind, letter, titles in (("group", "G", index.context.groups), ("activity", "A", index.context.activities)):
        for known in (one for one in titles if one.number):
            short = f"{letter}{known.letter}{known.number}"
            for word in (short, known.title):
                yield word, (kind, known.id, short, f"{short} {known.title}")


def _bare(index: Index, before: str, text: str, typed: str) -> Iterator[_Found]:
    if not typed:
        return iter(())
    head = Head(Reader(before, text, index, ()), len(text))
    if head.stop < len(text) and text.strip():
        return iter(())
    return _ranked(typed, _words(index, typed, head))


def _words(index: Index, typed: str, head: Head) -> Iterator[tuple[str, _Found]]:
    context, method = index.context, head.method
    if method is None:
        yield from _methods(index)
    yield from _clients(index, typed)
    for kind, titles in (("group", context.groups), ("activity", context.activities)):
        for known in titles:
            yield known.title, (kind, known.id, known.title, known.title)
    if method is None or method.code == AFFAIRS:
        for item in context.items:
            for word in (*item.aliases, item.label):
                yield word, ("item", item.id, word, item.label)
    for village in context.villages:
        yield village.name, ("village", village.code, village.name, village.name)
    if head.last("day") is None:
        for word in DAY_WORDS:
            yield word, ("day", word, word, word)
