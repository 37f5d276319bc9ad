"""Names found by what was typed: whole, by initials, by pinyin; and names that are nearly the one typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from swstation import pinyin
from swstation.quicklog.text import norm

MOST_SIMILAR = 6


class Names:
    """Ids by their names and aliases. The tables by sound are made when first asked for."""

    def __init__(self, items: Sequence[tuple[str, tuple[str, ...]]], every_reading: bool = True) -> None:
        self._items = items
        self._every_reading = every_reading
        self.exact: dict[str, list[str]] = {}
        for id_, texts in items:
            for text in texts:
                word = norm(text).strip()
                if word and id_ not in (ids := self.exact.setdefault(word, [])):
                    ids.append(id_)
        self._initials: dict[str, list[str]] | None = None
        self._by_first: dict[str, list[str]] | None = None

    def find(self, typed: str) -> list[str]:
        """The ids that ``typed`` (normalised) names: by a whole name, else by its initials or pinyin."""
        return self.exact.get(typed) or self.sounding(typed)

    def sounding(self, typed: str) -> list[str]:
        """The ids one of whose names has the initials ``typed``, or just this pinyin."""
        if not (typed.isascii() and len(typed) > 1 and typed.replace("'", "").isalpha()):
            return []
        typed = pinyin.fold(typed)
        found = {id_: None for word in self._words_by_initials(typed) for id_ in self.exact[word]}
        for syllables in pinyin.spellings(typed):
            for word in self._words_by_initials("".join(s[0] for s in syllables)):
                if pinyin.reads_as(typed, word):
                    found.update(dict.fromkeys(self.exact[word]))
        return list(found)

    def similar(self, typed: str) -> list[str]:
        """Ids of names that sound like ``typed``, then of those that differ from it in one character."""
        if self._by_first is None:
            self._by_first = {}
            for word in self.exact:
                self._by_first.setdefault(word[0], []).append(word)
        sounding = (
            word
            for letters in sorted(pinyin.all_initials(typed))
            for word in self._words_by_initials(letters)
            if word != typed and pinyin.same_sound(typed, word)
        )
        looking = (
            word
            for word in self._by_first.get(typed[:1], ())
            if len(word) == len(typed) and len(word) > 2 and _differences(word, typed) == 1
        )
        return _ids(self.exact, (*sounding, *looking))[:MOST_SIMILAR]

    def _words_by_initials(self, letters: str) -> Iterable[str]:
        if self._initials is None:
            self._initials = {}
            for word in self.exact:
                every = pinyin.all_initials(word) if self._every_reading else {pinyin.initials(word)}
                for some in every:
                    self._initials.setdefault(some, []).append(word)
        return self._initials.get(letters, ())


def _differences(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def _ids(exact: dict[str, list[str]], words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(id_ for word in words for id_ in exact[word]))
