"""What a line would say as last time: method, length and field of a client, the next number of a group's session."""

from __future__ import annotations

from typing import NamedTuple

from swstation.quicklog.hits import BARE_MINUTES
from swstation.quicklog.index import Index
from swstation.quicklog.parsing import parse
from swstation.quicklog.result import Parsed
from swstation.quicklog.text import has_gap


class Usual(NamedTuple):
    """The line with the parts put to its end; ``words`` are these parts, ``completes``: now it may be saved."""

    line: str
    words: str
    completes: bool


def as_usual(parsed: Parsed, index: Index) -> Usual | None:
    """What the history of those named adds to a line, if it reads back as the same line and more. Nothing is guessed:
    it is offered, and a line that names its own method or length keeps it.
    """
    if parsed.problems or parsed.questions or " // " in parsed.line:
        return None
    parts = _session(parsed, index) or _habit(parsed, index)
    if not parts:
        return None
    words = " ".join(parts)
    line = f"{parsed.line.rstrip()} {words}"
    more = parse(line, index, parsed.fixed)
    same = (more.clients, more.group, more.date) == (parsed.clients, parsed.group, parsed.date)
    if not more.ready or not same or (parsed.note and parsed.note not in more.note):
        return None
    return Usual(line, words, not parsed.ready)


def _session(parsed: Parsed, index: Index) -> list[str]:
    if parsed.group is None or not parsed.group.id or parsed.session_no is not None:
        return []
    coming = index.titled("group", parsed.group.id).next_session
    return [f"第{coming}节"] if coming else []


def _habit(parsed: Parsed, index: Index) -> list[str]:
    if len(parsed.clients) != 1 or parsed.clients[0].id is None or parsed.case is not None or parsed.outcome != "met":
        return []
    habit = index.clients[parsed.clients[0].id].habit
    if habit is None or habit.method not in index.methods:
        return []
    parts = []
    if parsed.method is None:
        if parsed.note:
            return []  # a method behind the words would be read as one of them
        parts.append(index.methods[habit.method].label)
    elif parsed.method != habit.method or parsed.minutes is not None:
        return []
    if parsed.minutes is None and habit.minutes and habit.method in BARE_MINUTES:
        parts.append(f"{habit.minutes}m")
    if parsed.field is None and habit.field in index.field_labels and parsed.method is None:
        label = index.field_labels[habit.field]
        parts.append(f"#{habit.field if has_gap(label) else label}")
    return parts
