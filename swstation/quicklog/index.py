"""A context made ready for reading lines: built once, used on every keystroke."""

from __future__ import annotations

from copy import copy
from functools import cached_property
from typing import NamedTuple

from swstation import pinyin
from swstation.quicklog.context import Context, KnownCase, KnownTitle, Method
from swstation.quicklog.names import Names
from swstation.quicklog.text import has_gap, norm
from swstation.quicklog.words import CASE_WORDS

# What a village is called without the word for its committee.
_COMMITTEES = ("村民委员会", "居民委员会", "村委会", "居委会")


class Meaning(NamedTuple):
    """One thing a word may stand for; ``kind`` as in ``result.Option``, and ``casework`` for 个案."""

    kind: str
    id: str
    label: str


def _village_words(name: str) -> tuple[str, ...]:
    for ending in _COMMITTEES:
        if name.endswith(ending):
            bare = name.removesuffix(ending)
            return (name, bare + ending[0] if ending[0] == "村" else bare)
    return (name,)


class Index:
    """Everything of a context by the words that name it. Make it with ``Index.build``."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.methods: dict[str, Method] = {method.code: method for method in context.methods}
        self.clients = {client.id: client for client in context.clients}
        self.cases = {case.id: case for case in context.cases}
        self.staff = Names([(p.id, (p.name, *p.aliases)) for p in context.staff])
        self.staff_names = {person.id: person.name for person in context.staff}
        self.fields = Names([(f.id, (f.label, f.id, *f.aliases)) for f in context.fields])
        self.field_labels = {choice.id: choice.label for choice in context.fields}
        self.people = Names([(c.id, (c.name, *c.aliases)) for c in context.clients])
        self.method_names = Names([(m.code, (m.label, *m.aliases)) for m in context.methods], every_reading=False)
        self.items = {item.id: item for item in context.items}
        self.ends_file = frozenset(outcome.code for outcome in context.outcomes if outcome.ends_file)
        self.due: frozenset[str] | None = None  # looked up when a line asks for it
        self.marked: tuple[str, ...] = ()
        self.outcomes: dict[str, str] = {}
        self.words: dict[str, tuple[Meaning, ...]] = {}
        self._gather()
        self.longest = max(map(len, self.words), default=0)
        self.gaps = tuple(sorted(filter(has_gap, self.words), key=len, reverse=True))

    @classmethod
    def build(cls, context: Context) -> Index:
        """An index over a context; tens of milliseconds with 10,000 clients."""
        return cls(context)

    def _gather(self) -> None:
        context = self.context
        for word, ids in self.people.exact.items():
            self.words[word] = tuple(self.client_meaning(id_) for id_ in ids)
        for method in context.methods:
            for text in dict.fromkeys((method.label, method.code, *method.aliases)):
                self._add(text, Meaning("method", method.code, method.label))
        for village in context.villages:
            for text in _village_words(village.name):
                self._add(text, Meaning("village", village.code, village.name))
        for kind, titles in (("group", context.groups), ("activity", context.activities)):
            for known in titles:
                self._add(known.title, Meaning(kind, known.id, known.title))
        for item in context.items:
            for text in dict.fromkeys((item.label, *item.aliases)):
                self._add(text, Meaning("item", item.id, item.label))
        for outcome in context.outcomes:
            for text in (outcome.label, *outcome.aliases):
                self.outcomes.setdefault(norm(text), outcome.code)
        for text in CASE_WORDS:
            self._add(text, Meaning("casework", "", CASE_WORDS[0]))

    def _add(self, text: str, meaning: Meaning) -> None:
        word = norm(text).strip()
        known = self.words.get(word, ())
        if word and meaning not in known:
            self.words[word] = (*known, meaning)

    def client_meaning(self, id_: str) -> Meaning:
        """A client as a choice: the name, and the village where it is known."""
        client = self.clients[id_]
        return Meaning("client", id_, f"{client.name} · {client.village}" if client.village else client.name)

    def meanings(self, token: str) -> tuple[Meaning, ...]:
        """All meanings of a normalised token: whole words first, else initials and pinyin."""
        found = self.words.get(token, ())
        # 个案 has initials of its own, which somebody's name may share.
        if found and (not token.isascii() or found[0].kind != "casework"):
            return found
        methods = (Meaning("method", m, self.methods[m].label) for m in self.method_names.sounding(token))
        clients = (self.client_meaning(id_) for id_ in self.people.sounding(token))
        return (*methods, *clients, *found)

    def longest_word(self, text: str, at: int, end: int, kinds: frozenset[str]) -> tuple[int, tuple[Meaning, ...]]:
        """The longest word of these kinds that begins at ``at``: its end and meanings; ``(at, ())`` for none."""
        for stop in range(min(end, at + self.longest), at + 1, -1):
            found = self.words.get(text[at:stop])
            if found and (fitting := tuple(m for m in found if m.kind in kinds)):
                return stop, fitting
        return at, ()

    def numbered(self, letters: str, number: int) -> list[Meaning]:
        """What a short number may be: ``&12`` a case, ``&G3`` a group, ``&A5`` an activity, ``&B12`` another's case."""
        if not number:
            return []
        found = [
            Meaning("case", case.id, f"{case.short} {case.title}".strip())
            for case in self.context.cases
            if case.number == number and self._is_letter(case.letter, letters)
        ]
        for kind, first, titles in (("group", "g", self.context.groups), ("activity", "a", self.context.activities)):
            if letters[:1] == first:
                found += [
                    Meaning(kind, known.id, known.title)
                    for known in titles
                    if known.number == number and self._is_letter(known.letter, letters[1:])
                ]
        return found

    def _is_letter(self, letter: str, typed: str) -> bool:
        return letter.lower() == typed or (not typed and letter == self.context.letter)

    def same_number(self, number: int) -> tuple[str, ...]:
        """The cases of other laptops with this number, as they are typed."""
        return tuple(f"&{case.short}" for case in self.context.cases if case.number == number)

    def open_cases(self, client_ids: set[str]) -> list[KnownCase]:
        """The open cases of any of these clients."""
        return [c for c in self.context.cases if c.open and not client_ids.isdisjoint(c.client_ids)]

    def titled(self, kind: str, id_: str) -> KnownTitle:
        """A known group or activity by its id. Raises ``KeyError`` if there is none."""
        titles = self.context.groups if kind == "group" else self.context.activities
        return {known.id: known for known in titles}[id_]

    @cached_property
    def places(self) -> dict[str, list[str]]:
        """The clients of every village, by its name."""
        found: dict[str, list[str]] = {}
        for client in self.context.clients:
            if client.village:
                found.setdefault(client.village, []).append(client.id)
        return found

    @cached_property
    def place_codes(self) -> dict[str, str]:
        """The division code of every village that has one."""
        with_code = (client for client in self.context.clients if client.village and client.division)
        return {client.village: client.division for client in with_code}

    def place_words(self, name: str) -> tuple[str, ...]:
        """What a village is called: its name, and the name without the word for its committee."""
        return tuple(norm(word) for word in _village_words(name))

    def knowing(self, due: frozenset[str] | None = None, marked: tuple[str, ...] | None = None) -> Index:
        """The same with whose visit is due, or who is marked in a list."""
        made = copy(self)
        made.due = self.due if due is None else due
        made.marked = self.marked if marked is None else marked
        return made

    @cached_property
    def client_search(self) -> pinyin.Index[str]:
        """Clients while typing, by name and alias."""
        return pinyin.Index([(c.id, text) for c in self.context.clients for text in (c.name, *c.aliases)])
