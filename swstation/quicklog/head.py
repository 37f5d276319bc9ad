"""The head of a line: recognised parts from the start, up to the first thing that is none."""

from __future__ import annotations

import re
from typing import Final

from swstation.quicklog import measures
from swstation.quicklog.context import Method
from swstation.quicklog.days import Day, ImpossibleDay, day_token
from swstation.quicklog.glued import split
from swstation.quicklog.hits import ACTIVITY, AFFAIRS, BARE_MINUTES, GROUP, LINKING, VISITS, Hit, Reader, day_hit
from swstation.quicklog.index import Meaning
from swstation.quicklog.item_results import item_result
from swstation.quicklog.many import read_many
from swstation.quicklog.result import ItemRef, TitleRef
from swstation.quicklog.signed import LONGEST_SIGNED, meaningless, read_next_word, read_signed, read_signed_prefix
from swstation.quicklog.text import (
    CONNECTORS,
    MOST_PARTS,
    SIGNS,
    is_digit,
    is_han,
    is_separator,
    skip_separators,
    token_end,
)
from swstation.quicklog.unknown import take_unknown
from swstation.quicklog.words import ACTIVITY_WORDS, GROUP_WORDS, LONGEST_TITLE

_CLIENT: Final = frozenset({"client"})
_TITLE_BEFORE_NUMBER: Final = re.compile(
    rf"([^0-9]{{2,{LONGEST_TITLE}}}?(?:{'|'.join((*ACTIVITY_WORDS, *GROUP_WORDS))}))(?=[0-9])"
)


class Head:
    """Reads the head of ``reader.text[:end]``; then ``hits`` are its parts and ``stop`` is where the note begins."""

    def __init__(self, reader: Reader, end: int) -> None:
        self.reader = reader
        self.text = reader.text
        self.index = reader.index
        self.end = end
        self.hits: list[Hit] = []
        self.connectors: list[tuple[int, int]] = []
        self.stop = 0
        self._scan()

    # ---- state

    def last(self, kind: str) -> Hit | None:
        """The last hit of a kind."""
        return next((hit for hit in reversed(self.hits) if hit.kind == kind), None)

    @property
    def method(self) -> Method | None:
        """The method named so far."""
        hit = self.last("method")
        return self.index.methods.get(str(hit.value)) if hit else None

    def _is_method(self, *codes: str) -> bool:
        method = self.method
        return method is not None and method.code in codes

    def counts_matter(self) -> bool:
        """Whether counts are read here: nobody is named, or the method counts people all the same."""
        method = self.method
        return not any(hit.is_person for hit in self.hits) or (method is not None and method.counts)

    # ---- the way along the line

    def _scan(self) -> None:
        at = 0
        while len(self.hits) < MOST_PARTS:
            at = skip_separators(self.text, at, self.end)
            if at >= self.end or not self._read(at, token_end(self.text, at, self.end)):
                break
            at = self.after_client(self.hits[-1].end)
            at = self._after_item(at)
        self._give_back()
        if self.hits:
            self.stop = skip_separators(self.text, self.hits[-1].end, self.end)

    def _give_back(self) -> None:
        """What looked like a person before a method is text where no method follows."""
        for number, hit in enumerate(self.hits):
            if hit.kind == "unknown" and not any(_may_be_method(later) for later in self.hits[number:]):
                start = hit.start
                del self.hits[number:]
                self.connectors = [gap for gap in self.connectors if gap[1] <= start]
                break

    def _read(self, at: int, stop: int) -> bool:
        """Take the part that begins at ``at``, whose token ends at ``stop``; False if the head ends here."""
        for word in self.index.gaps:
            after = at + len(word)
            if self.text.startswith(word, at) and (after == self.end or is_separator(self.text, after)):
                return self._take_word(at, after)
        following = token_end(self.text, skip_separators(self.text, stop, self.end), self.end)
        if self.text[at] == "@" and (many := read_many(self.reader, at, self.end)) is not None:
            self.hits.append(many)
            return True
        if self.text[at] in SIGNS:
            if stop == at + 1 and (loose := read_signed(self.reader, at, following)) is not None:
                self.hits.append(loose)
                return True
            self.hits.append(read_signed_prefix(self.reader, at, stop) or meaningless(self.reader, at, stop))
            return True
        if is_digit(self.text[at]) and (hit := measures.loose_length(self.reader, at, following)) is not None:
            self.hits.append(hit)
            return True
        if self._take_shape(at, stop) or self._take_word(at, stop) or self._take_item(at, stop):
            return True
        if (cut := self._first_of_several(at, stop)) is not None:
            return self._take_word(at, cut)
        if self._take_title(at, stop) or split(self, at, stop):
            return True
        sign = self._glued_sign(at, stop)
        return (sign is not None and self._read(at, sign)) or take_unknown(self, at, stop)

    def _glued_sign(self, at: int, stop: int) -> int | None:
        """Where a signed part begins that no space parts from what stands before it: 未接》明天."""
        for n in range(at + 1, min(stop, at + LONGEST_SIGNED)):
            if self.text[n] in SIGNS and read_signed_prefix(self.reader, n, stop) is not None:
                return n
        return None

    # ---- clients

    def after_client(self, at: int) -> int:
        """Past ``:不在家`` of this client, and past 和 before another one."""
        if not self.hits[-1].is_person:
            return at
        if at < self.end and self.text[at] == ":":
            start = skip_separators(self.text, at, self.end)
            stop = token_end(self.text, start, self.end)
            if (code := self.index.outcomes.get(self.text[start:stop])) is not None:
                hit = Hit("outcome", start, stop, value=code, label=self.text[start:stop], stays=True)
                hit.owner = self.hits[-1]
                self.hits.append(hit)
                return stop
        gap = at
        while gap < self.end and self.text[gap] == " ":
            gap += 1
        if gap < self.end and self.text[gap] in CONNECTORS:
            start = gap + 1
            while start < self.end and self.text[start] == " ":
                start += 1
            if self._client_begins(start):
                self.connectors.append((gap, gap + 1))
                return start
        return at

    def _after_item(self, at: int) -> int:
        """Past ``:已办结`` of this affairs item."""
        hit = self.hits[-1]
        if hit.kind != "item" or (found := item_result(self.text, at, self.end)) is None:
            return at
        self.hits.append(Hit("item_result", *found, label=self.reader.token(*found), stays=True, owner=hit))
        return found[1]

    def _client_begins(self, at: int) -> bool:
        if self.index.longest_word(self.text, at, self.end, _CLIENT)[1]:
            return True
        stop = token_end(self.text, at, self.end)
        return self._is_client(at, next((n for n in range(at, stop) if self.text[n] in CONNECTORS), stop))

    def _is_client(self, at: int, stop: int) -> bool:
        return any(meaning.kind == "client" for meaning in self.index.meanings(self.text[at:stop]))

    def _first_of_several(self, at: int, stop: int) -> int | None:
        """Where the first of several clients joined without a space ends: ``zgf/lxy``, 张桂芳和李秀英."""
        cuts = [n for n in range(at + 1, min(stop, at + LONGEST_SIGNED)) if self.text[n] in CONNECTORS]
        for cut in cuts:
            if self._is_client(at, cut):
                following = next((n for n in cuts if n > cut + 1), stop)
                if any(self._is_client(cut + 1, n) for n in {following, stop}):
                    return cut
        return None

    # ---- parts that a shape tells

    def _take_shape(self, at: int, stop: int) -> bool:
        hit = self._day(at, stop) or measures.length_token(self.reader, at, stop)
        if hit is None:
            hit = self.bare_minutes(at, stop) or read_next_word(self.reader, at, stop)
        if hit is None and (self.counts_matter() or measures.is_money(self.reader, at, stop)):
            hit = measures.amount_token(self.reader, at, stop, self._is_method(LINKING))
        if hit is not None:
            self.hits.append(hit)
        return hit is not None

    def _day(self, at: int, stop: int) -> Hit | None:
        try:
            day = day_token(self.text, at, stop, self.index.context.today)
        except ImpossibleDay as impossible:
            return self.reader.problem(impossible.reason, at, stop, "service_date")
        if day is None or not self._day_fits(day, at):
            return None
        others = self.index.words.get(self.text[at:stop], ())
        if others and day.day is not None:
            choices = (Meaning("day", day.day.isoformat(), day.day.isoformat()), *others)
            return self.reader.choose("day", at, stop, choices)
        return day_hit(day, at)

    def _day_fits(self, day: Day, at: int) -> bool:
        # A second day word is text (今天精神好), a second date is a slip that the end result complains of.
        if day.day is None:
            return self.last("part_of_day") is None
        return self.last("day") is None or is_digit(self.text[at])

    def bare_minutes(self, at: int, stop: int) -> Hit | None:
        """The bare number right after client and method that is the minutes."""
        text = self.text[at:stop]
        if not (text.isascii() and text.isdigit() and len(text) <= 3 and 5 <= int(text) <= 480):
            return None
        after = self.hits[-1].kind if self.hits else ""
        if after not in ("client", "method") or self.last("client") is None or not self._is_method(*BARE_MINUTES):
            return None
        return Hit("minutes", at, stop, value=int(text), label=text, amber=True)

    # ---- words

    def fitting(self, meanings: tuple[Meaning, ...], number: tuple[int, str] | None) -> tuple[Meaning, ...]:
        """Those meanings that a word can have here; ``number``: the count that follows it."""
        method = self.method
        out = []
        for meaning in meanings:
            if meaning.kind == "method" and method is not None and method.code != meaning.id:
                continue
            if meaning.kind == "item" and not self._item_fits(number):
                continue
            if meaning.kind == "method" and number is not None and any(m.kind == "item" for m in meanings):
                continue
            out.append(meaning)
        return tuple(out)

    def _item_fits(self, number: tuple[int, str] | None) -> bool:
        """Beside another method a bare item is a word like any other (特困 独居), and people are people served."""
        if self.method is None or self._is_method(AFFAIRS):
            return True
        return number is not None and number[1] in measures.THINGS

    def _take_word(self, at: int, stop: int) -> bool:
        token = self.text[at:stop]
        if token in self.index.outcomes and (self.method is None or self._is_method(*VISITS)):
            code = self.index.outcomes[token]
            self.hits.append(Hit("outcome", at, stop, value=code, label=token, stays=True))
            return True
        meanings = self.index.meanings(token)
        if not meanings:
            return False
        number = measures.item_number(self.text, stop, self.end)
        meanings = self.fitting(meanings, number[:2] if number else None)
        if not meanings:
            return False
        hit = self.reader.choose(meanings[0].kind, at, stop, meanings)
        self.hits.append(hit)
        if hit.kind == "item":
            measures.count_item(self.reader, hit, number, self.end)
        return True

    def _take_item(self, at: int, stop: int) -> bool:
        """``残疾人证15件`` in one token; with the affairs method also an item that no list has."""
        hit = measures.item_at(self.reader, at, stop, self._is_method(AFFAIRS))
        if hit is None or not isinstance(hit.value, ItemRef) or not self._item_fits((1, hit.value.unit)):
            return False
        self.hits.append(hit)
        return True

    def _take_title(self, at: int, stop: int) -> bool:
        before_number = _TITLE_BEFORE_NUMBER.match(self.text, at, stop)
        if before_number and measures.measure_at(self.reader, before_number.end(), stop):
            stop = before_number.end()
        if stop - at > LONGEST_TITLE or not is_han(self.text[at]):
            return False
        for kind, words, code in (("activity", ACTIVITY_WORDS, ACTIVITY), ("group", GROUP_WORDS, GROUP)):
            fits = self.method is None or self._is_method(code)
            if self.text[at:stop].endswith(words) and fits and self.last(kind) is None:
                title = self.reader.token(at, stop)
                self.hits.append(Hit(kind, at, stop, value=TitleRef(None, title), label=title))
                return True
        return False


def _may_be_method(hit: Hit) -> bool:
    if hit.question is not None:
        return any(option.kind == "method" for option in hit.question.options)
    return hit.kind == "method"
