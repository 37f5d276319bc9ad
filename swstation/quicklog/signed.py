"""Signed parts: ``@client !method &number +colleague #field >next``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from swstation.quicklog.hits import Hit, Reader
from swstation.quicklog.index import Meaning
from swstation.quicklog.next_days import has_next_shape
from swstation.quicklog.result import Option
from swstation.quicklog.text import SIGNS
from swstation.quicklog.words import NEXT_WORD

_NUMBER: Final = re.compile(r"([a-z]{0,2})([0-9]{1,6})")
_UNKNOWN: Final = {
    "@": "unknown_client",
    "!": "unknown_method",
    "&": "unknown_number",
    "+": "unknown_colleague",
    "#": "unknown_field",
    ">": "unknown_next",
}
FIELD_OF: Final = {
    "@": "client",
    "!": "method",
    "&": "service_case",
    "+": "colleague",
    "#": "field",
    ">": "next_contact",
}


LONGEST_SIGNED: Final = 40
"""No signed part is longer, in characters."""


def _meanings(reader: Reader, sign: str, body: str) -> Iterable[Meaning]:
    index = reader.index
    if sign == "@":
        return [index.client_meaning(id_) for id_ in index.people.find(body)]
    if sign == "!":
        found = [m for m in index.words.get(body, ()) if m.kind == "method"]
        return found or [Meaning("method", m, index.methods[m].label) for m in index.method_names.sounding(body)]
    if sign == "+":
        return [Meaning("colleague", id_, index.staff_names[id_]) for id_ in index.staff.find(body)]
    if sign == "#":
        return [Meaning("field", id_, index.field_labels[id_]) for id_ in index.fields.find(body)]
    number = _NUMBER.fullmatch(body)
    return index.numbered(number[1], int(number[2])) if number else []


_QUESTIONS: Final = {"@": "client", "!": "method", "+": "colleague", "#": "field", "&": "number"}


def read_signed(reader: Reader, start: int, end: int) -> Hit | None:
    """The hit of a signed token, None if it means nothing. A decided ``@name`` may be a new client."""
    sign, body = reader.text[start], reader.text[start + 1 : end].strip()
    if not body:
        return None
    if sign == ">":
        return Hit("next", start, end, value=body) if has_next_shape(body) else None
    if sign == "@" and reader.decided(start, end, new := (_new_client(reader, start, end),)):
        return reader.ask("client", start, end, new)
    meanings = tuple(_meanings(reader, sign, body))
    return reader.choose(_QUESTIONS[sign], start, end, meanings) if meanings else None


def _new_client(reader: Reader, start: int, end: int) -> Option:
    name = reader.token(start + 1, end)
    return Option("new_client", name, name)


def read_signed_prefix(reader: Reader, start: int, end: int) -> Hit | None:
    """The longest signed part that begins a token: up to another sign, or up to where a client's name ends."""
    if (hit := read_signed(reader, start, end)) is not None:
        return hit
    text = reader.text
    for stop in range(min(end - 1, start + LONGEST_SIGNED), start + 1, -1):
        if text[stop] in SIGNS and (hit := read_signed(reader, start, stop)) is not None:
            return hit
    if text[start] == "@":
        stop, found = reader.index.longest_word(text, start + 1, end, frozenset({"client"}))
        if found:
            return reader.choose("client", start, stop, found)
    return None


def read_next_word(reader: Reader, start: int, end: int) -> Hit | None:
    """``下次明天``, the twin of ``>明天``."""
    text = reader.text
    body = text[start + len(NEXT_WORD) : end]
    if text.startswith(NEXT_WORD, start) and has_next_shape(body):
        return Hit("next", start, end, value=body)
    return None


def meaningless(reader: Reader, start: int, end: int) -> Hit:
    """The problem of a signed part that means nothing."""
    text, index = reader.text, reader.index
    sign, body = text[start], text[start + 1 : end]
    choices: tuple[str, ...] = ()
    if sign == "@":
        choices = tuple(index.clients[id_].name for id_ in index.people.similar(body)) if body else ()
    elif sign == "+":
        choices = tuple(index.staff_names.values())[:20]
    elif sign == "#":
        choices = tuple(index.field_labels.values())
    elif sign == "!":
        choices = tuple(method.label for method in index.context.methods)
    elif number := _NUMBER.fullmatch(body):
        choices = index.same_number(int(number[2])) if sign == "&" else ()
    return reader.problem(_UNKNOWN[sign], start, end, FIELD_OF[sign], choices)
