"""The tail of a line, recognised parts at its end, and what the note between says: first words and offers."""

from __future__ import annotations

from typing import Literal

from swstation.quicklog import measures
from swstation.quicklog.durations import durations_in
from swstation.quicklog.hits import Hit, Reader
from swstation.quicklog.result import Offer, Option
from swstation.quicklog.signed import meaningless, read_next_word, read_signed, read_signed_prefix
from swstation.quicklog.text import MOST_PARTS, SIGNS, is_digit, is_han

_PARTING = " ,、;。"
_TAKEN_ALONG = " ,、;"
_MEANINGLESS = "meaningless"


def _parts(text: str, at: int, among: str = _PARTING) -> bool:
    if text[at] not in among:
        return False
    return not (0 < at < len(text) - 1 and is_digit(text[at - 1]) and is_digit(text[at + 1]))


def read_tail(reader: Reader, begin: int, end: int, linking: bool) -> list[Hit]:
    """The hits at the end of ``text[begin:end]``, in the order of the line."""
    text = reader.text
    found: list[Hit] = []
    at = end
    while len(found) < MOST_PARTS:
        stop = at
        while stop > begin and _parts(text, stop - 1):
            stop -= 1
        start = stop
        while start > begin and not _parts(text, start - 1):
            start -= 1
        if start == stop:
            break
        hit = _read(reader, start, stop, linking)
        if hit is None and (glued := _glued_next(reader, begin, start, stop)) is not None:
            start, hit = glued.start, glued
        if hit is None and (loose := _loose(reader, begin, start, stop)) is not None:
            start, hit = loose.start, loose
        if hit is None and text[start] in SIGNS:
            hit = Hit(_MEANINGLESS, start, stop)
        if hit is None:
            break
        hit.zone = "tail"
        found.append(hit)
        at = start
    # A sign right after words is text (血压 >140); between parts of the tail it is a slip.
    while found and found[-1].kind == _MEANINGLESS:
        found.pop()
    return [_settled(reader, hit) for hit in reversed(found)]


def _settled(reader: Reader, hit: Hit) -> Hit:
    if hit.kind != _MEANINGLESS:
        return hit
    problem = meaningless(reader, hit.start, hit.end)
    problem.zone = "tail"
    return problem


def _read(reader: Reader, start: int, stop: int, linking: bool) -> Hit | None:
    text = reader.text
    if text[start] in SIGNS:
        hit = read_signed_prefix(reader, start, stop)
        return hit if hit is not None and hit.end == stop else None
    return (
        read_next_word(reader, start, stop)
        or measures.length_token(reader, start, stop)
        or _outcome(reader, start, stop)
        or measures.amount_token(reader, start, stop, linking)
    )


def _glued_next(reader: Reader, begin: int, start: int, stop: int) -> Hit | None:
    """送米油》明天: the next contact as the input method writes it, without a space. 《民法典》 is a title."""
    sign = reader.text.rfind(">", start, stop)
    if sign <= start:
        return None
    before = reader.line[begin:sign]
    if any(before.count(opening) > before.count(closing) for opening, closing in ("《》", "〈〉")):
        return None
    hit = read_signed_prefix(reader, sign, stop)
    return hit if hit is not None and hit.end == stop else None


def _loose(reader: Reader, begin: int, start: int, stop: int) -> Hit | None:
    """A part with a space inside: ``90 分钟``, ``> 明天``."""
    before = start
    while before > begin and reader.text[before - 1] == " ":
        before -= 1
    first = before
    while first > begin and not _parts(reader.text, first - 1):
        first -= 1
    if first == before:
        return None
    if reader.text[first:before] == ">":
        return read_signed(reader, first, stop)
    return measures.loose_length(reader, first, stop)


def _outcome(reader: Reader, start: int, stop: int) -> Hit | None:
    """不在家, or 李秀英:不在家 of one who is named elsewhere in the line."""
    name, colon, word = reader.text[start:stop].rpartition(":")
    code = reader.index.outcomes.get(word.strip())
    if code is None or (colon and not name):
        return None
    hit = Hit("outcome", start, stop, value=code, label=reader.token(start, stop), stays=True)
    if colon:
        ids = reader.index.people.find(name)
        if not ids:
            return None
        hit.owners = tuple(ids)
    return hit


def taken_along(text: str, start: int, begin: int) -> int:
    """Where the separators before a part of the tail begin; a full stop ends a sentence and stays."""
    while start > begin and _parts(text, start - 1, _TAKEN_ALONG):
        start -= 1
    return start


def first_words(reader: Reader, begin: int, end: int) -> Hit | None:
    """The outcome that the note begins with. Glued to more words (没人照顾) it is a question."""
    text = reader.text
    for stop in range(min(end, begin + 6), begin, -1):
        code = reader.index.outcomes.get(text[begin:stop])
        if code is None:
            continue
        token = reader.token(begin, stop)
        alone = stop == end or text[stop] == "了" or not (is_han(text[stop]) or text[stop].isalnum())
        if alone:
            return Hit("outcome", begin, stop, value=code, label=token, stays=True, zone="note")
        options = (Option("outcome", code, token), Option("note", "", token))
        hit = reader.ask("outcome", begin, stop, options, stays=True)
        hit.zone = "note"
        return hit
    return None


def offers(reader: Reader, begin: int, end: int) -> tuple[Offer, ...]:
    """The lengths inside the note, and the one method or client that it begins with."""
    lengths = [
        Offer("minutes", start, stop, reader.token(start, stop), str(minutes), str(minutes))
        for start, stop, minutes in durations_in(reader.text, begin, end)
    ]
    stop, meanings = reader.index.longest_word(reader.text, begin, end, frozenset({"method", "client"}))
    if len(meanings) != 1:
        return tuple(lengths)
    kind: Literal["method", "client"] = "method" if meanings[0].kind == "method" else "client"
    first = Offer(kind, begin, stop, reader.token(begin, stop), meanings[0].id, meanings[0].label)
    return (first, *lengths)


def taken(reader: Reader, given: tuple[Offer, ...]) -> list[Hit]:
    """The hits of the offers that were accepted. They stay in the note."""
    hits = []
    for offer in given:
        if (offer.kind, offer.id) in reader.decisions(offer.start, offer.end):
            hit = reader.meant(Option(offer.kind, offer.id, offer.label), offer.start, offer.end)
            hit.stays, hit.zone = True, "note"
            hits.append(hit)
    return hits
