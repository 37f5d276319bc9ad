"""Strict reading of a JSON object from outside: every key once, of the right type, within its range, and none over."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, Final

from db.errors import Refusal

ID: Final = re.compile(r"[0-9a-f]{32}")
HASH: Final = re.compile(r"[0-9a-f]{64}")
ROWS_MAX: Final = 10_000


class Shape:
    """One object of a document. Each reading takes a key; ``done`` refuses what nobody asked for.

    Every failure is a ``Refusal`` of the code given, with the key at fault as ``token``.
    """

    def __init__(self, code: str, value: Any, token: str = "json") -> None:
        self._code = code
        if type(value) is not dict:
            raise Refusal(code, token=token)
        self._value: dict[str, Any] = value
        self._taken: set[str] = set()

    def integer(self, key: str, least: int, most: int) -> int:
        """A whole number from ``least`` to ``most``; ``true`` is not 1 here."""
        value = self._take(key)
        if type(value) is not int or not least <= value <= most:
            raise self._fails(key)
        return value

    def text(self, key: str, pattern: str | re.Pattern[str]) -> str:
        """A text that fits the whole ``pattern``."""
        value = self._take(key)
        if type(value) is not str or not re.fullmatch(pattern, value):
            raise self._fails(key)
        return value

    def one_of(self, key: str, known: Collection[str]) -> str:
        """One of the texts ``known``."""
        value = self._take(key)
        if type(value) is not str or value not in known:
            raise self._fails(key)
        return value

    def texts(self, key: str, pattern: str | re.Pattern[str], least: int, most: int) -> list[str]:
        """A list of ``least`` to ``most`` texts that all fit ``pattern``."""
        value = self._take(key)
        if type(value) is not list or not least <= len(value) <= most:
            raise self._fails(key)
        if not all(type(item) is str and re.fullmatch(pattern, item) for item in value):
            raise self._fails(key)
        return value

    def integers(self, key: str, least: int, most: int, at_most: int) -> list[int]:
        """A list of at most ``at_most`` different whole numbers from ``least`` to ``most``, ascending."""
        value = self._take(key)
        if type(value) is not list or len(value) > at_most:
            raise self._fails(key)
        if not all(type(item) is int and least <= item <= most for item in value) or value != sorted(set(value)):
            raise self._fails(key)
        return value

    def spans(self, key: str, least: int, most: int, at_most: int) -> list[tuple[int, int]]:
        """A list of at most ``at_most`` spans ``[first, last]`` from ``least`` on, ascending, none touching."""
        value = self._take(key)
        if type(value) is not list or len(value) > at_most:
            raise self._fails(key)
        found: list[tuple[int, int]] = []
        for item in value:
            if type(item) is not list or [type(end) for end in item] != [int, int]:
                raise self._fails(key)
            if not least <= item[0] <= item[1] <= most:
                raise self._fails(key)
            found.append((item[0], item[1]))
            least = item[1] + 2
        return found

    def inner(self, key: str) -> Shape:
        """The object under ``key``."""
        return Shape(self._code, self._take(key), key)

    def rows(self, key: str) -> list[Shape]:
        """The objects of the list under ``key``."""
        value = self._take(key)
        if type(value) is not list or len(value) > ROWS_MAX:
            raise self._fails(key)
        return [Shape(self._code, item, key) for item in value]

    def names(self, key: str, pattern: str) -> list[str]:
        """The keys of the object under ``key``, each fitting ``pattern``."""
        value = self._take(key)
        if type(value) is not dict or len(value) > ROWS_MAX:
            raise self._fails(key)
        if not all(re.fullmatch(pattern, name) for name in value):
            raise self._fails(key)
        return list(value)

    def nothing(self, key: str) -> None:
        """A key that is kept free for later: ``null`` and nothing else."""
        if self._take(key) is not None:
            raise self._fails(key)

    def done(self, free: str = "") -> None:
        """Refuse what nobody asked for; keys that begin with ``free``, if given, may be there and are not read."""
        for key in sorted(self._value.keys() - self._taken):
            if not (free and key.startswith(free)):
                raise self._fails(key[:40])

    def _take(self, key: str) -> Any:
        self._taken.add(key)
        if key not in self._value:
            raise self._fails(key)
        return self._value[key]

    def _fails(self, key: str) -> Refusal:
        return Refusal(self._code, token=key)
