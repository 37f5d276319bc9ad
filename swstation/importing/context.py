"""What a parser of cells may know beside the cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from swstation import lists
from swstation.importing.cells import fold


class Vocabulary:
    """The words of the shipped lists, and what a county added to them, by code, label and alias."""

    def __init__(self, extra: Iterable[tuple[str, str, Iterable[str]]] = ()) -> None:
        """``extra``: (list, code, words); a county's word goes before a shipped one."""
        self._extra: dict[str, dict[str, str]] = {}
        self._labels: dict[str, list[str]] = {}
        for kind, code, words in extra:
            for index, word in enumerate((*words, code)):
                self._extra.setdefault(kind, {}).setdefault(fold(word), code)
                if index == 0:
                    self._labels.setdefault(kind, []).append(word)
        self._shipped: dict[str, dict[str, str]] = {}

    def find(self, kind: str, text: str) -> str | None:
        """The code a word means in a list; ``None`` if the list does not know it."""
        word = fold(text)
        if code := self._extra.get(kind, {}).get(word):
            return code
        if kind not in self._shipped:
            known: dict[str, str] = {}
            for entry in lists.entries(kind):
                for form in (entry.zh, entry.code, entry.en, *entry.aliases):
                    known.setdefault(fold(form), entry.code)
            self._shipped[kind] = known
        return self._shipped[kind].get(word)

    def labels(self, kind: str) -> tuple[str, ...]:
        """The words on screen of a list, in its order; the county's own last."""
        return (*(entry.label for entry in lists.entries(kind)), *self._labels.get(kind, ()))


@dataclass(frozen=True, slots=True)
class Context:
    """``as_of``: nothing that has happened lies after it. ``epoch_1904``, ``text_file``: of the file that is read."""

    as_of: date
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    epoch_1904: bool = False
    text_file: bool = False


class With(NamedTuple):
    """A value, what the same cell says of other fields, and codes of what is worth a look (``importing.reason``)."""

    value: object
    also: Mapping[str, object] = {}
    warnings: tuple[str, ...] = ()


Parser = Callable[[object, Context], object]
"""Takes a cell that is not blank. Returns the value or ``With``; raises ``db.errors.Invalid``."""
