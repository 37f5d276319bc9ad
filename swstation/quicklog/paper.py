"""What was written on a printed list of visits, keyed back: ``3 好 5 不在家 7 屋顶漏雨``.

A row's number stands alone and begins an answer, up to the next number; several numbers before one answer share it,
``1-4`` is a stretch of rows. An outcome is a word of its own anywhere in the answer; everything else is the note, and a
note alone means that the person was met. A number that is no row of the list belongs to the note if words stand before
it (血压 160) and no outcome follows it, else it is refused. Numbers with nothing behind them at all were met.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from swstation.quicklog.text import norm

MET: Final = "met"
RISK: Final = "at_risk"
OK_WORDS: Final = ("好", "ok", "正常", "√", "✓", "见到", "y")
RISK_WORDS: Final = ("风险", "有风险", "at risk", "risk")
_TOKEN: Final = re.compile(r"[^\s,，、;；。]+")
_ROW: Final = re.compile(r"([0-9]{1,4})(?:[-~]([0-9]{1,4}))?[.:)]?")
_GLUED: Final = re.compile(r"([0-9]{1,4})([^0-9.%:/~-].*)")


class Answer(NamedTuple):
    """One row's answer; ``risk``: the note says what is wrong. ``problem``: why it is refused, a key of the messages
    of ``paper``; then it is not written.
    """

    row: int
    outcome: str = MET
    note: str = ""
    risk: bool = False
    problem: str = ""


Said = tuple[str, int, int]
"""A word of an answer, and where it stands in its line."""


def read(text: str, rows: int, outcomes: Mapping[str, str]) -> list[Answer]:
    """The answers in a text, in its order; ``rows``: how many the list has, ``outcomes``: normalised word to code."""
    words = {**{norm(word): MET for word in OK_WORDS}, **outcomes}
    found: list[Answer] = []
    seen: set[int] = set()
    for line in text.splitlines():
        for numbers, said in _answers(line, rows, words):
            outcome, note, risk = _meant(line, said, words)
            for number in numbers:
                problem = "no_row" if not 1 <= number <= rows else "row_twice" if number in seen else ""
                if risk and not note and not problem:
                    problem = "risk_of_what"
                seen.add(number)
                found.append(Answer(number, outcome, note, risk, problem))
    return found


def _answers(line: str, rows: int, words: Mapping[str, str]) -> list[tuple[list[int], list[Said]]]:
    out: list[tuple[list[int], list[Said]]] = []
    numbers: list[int] = []
    said: list[Said] = []
    hits = list(_TOKEN.finditer(line))
    for place, hit in enumerate(hits):
        token, start = hit.group(), hit.start()
        following = hits[place + 1].group() if place + 1 < len(hits) else ""
        begun = _numbers(token, rows, bool(said) and norm(following) not in words)
        if begun is None and (glued := _GLUED.fullmatch(norm(token))) and glued[2] in words:
            begun, start = [int(glued[1])], start + len(glued[1])
        if begun is None:
            said.append((token, start, hit.end()))
            continue
        if said:
            out.append((numbers, said))
            numbers, said = [], []
        numbers = [*numbers, *begun]
        if start > hit.start():
            said.append((line[start : hit.end()], start, hit.end()))
    if numbers or said:
        out.append((numbers, said))
    # Words before the first number are of no row.
    return [(numbers or [0], said) for numbers, said in out]


def _numbers(token: str, rows: int, after_words: bool) -> list[int] | None:
    hit = _ROW.fullmatch(norm(token))
    if hit is None:
        return None
    first, last = int(hit[1]), int(hit[2] or hit[1])
    if after_words and not (1 <= first <= rows and last <= rows):
        return None
    return list(range(first, last + 1)) if first <= last <= first + rows else [first]


def _meant(line: str, said: list[Said], words: Mapping[str, str]) -> tuple[str, str, bool]:
    plain = [norm(token) for token, _start, _end in said]
    outcome = next((words[word] for word in plain if words.get(word, MET) != MET), MET)
    # The word that says it leaves the note where it stands first; later it is part of a sentence.
    rest = said[1:] if said and (plain[0] in words or plain[0] in RISK_WORDS) else said
    note = line[rest[0][1] : rest[-1][2]] if rest else ""
    return outcome, note, outcome == MET and any(word in RISK_WORDS for word in plain)
