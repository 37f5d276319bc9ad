"""Invented people: names as they are common, identity numbers and telephones that nobody has."""

from __future__ import annotations

from datetime import date
from random import Random

from db.resident_id import check_character
from swstation.demo.words import data

_SHARES = 32


class Identities:
    """Names and numbers for the people of one laptop; ``share`` keeps its numbers apart from other laptops'; a negative
    one is the share of nobody's laptop.

    Every number has a region that does not exist and the highest sequences of a day (men 999, 997 ..., women 998,
    996 ...), and a right check character.
    """

    def __init__(self, rng: Random, share: int) -> None:
        self._rng = rng
        self._share = _SHARES - 1 if share < 0 else share % (_SHARES - 1)
        self._down = 0 if share < 0 else share // (_SHARES - 1) * 2
        self._taken: set[tuple[date, str]] = set()
        self._names = data()["names"]
        self._places = data()["places"]

    def birth(self, gender: str, youngest: int, oldest: int, on: date) -> date:
        """A birth date of somebody between two ages (years) on a day, not given to another of that gender."""
        low, high = on.toordinal() - oldest * 365 - 364, on.toordinal() - youngest * 365 - youngest // 4
        while True:
            day = self._rng.randint(low, high)
            found = date.fromordinal(day - day % _SHARES + self._share)
            if (found, gender) not in self._taken and found <= on:
                self._taken.add((found, gender))
                return found

    def number(self, birth: date, gender: str) -> str:
        """The identity number for a birth date that ``birth`` gave."""
        sequence = (999 if gender == "male" else 998) - self._down
        first = f"{self._places['region']}{birth:%Y%m%d}{sequence:03d}"
        return first + check_character(first)

    def phone(self) -> str:
        """Eleven digits that begin as no telephone number does."""
        return f"{self._places['phone_prefix']}{self._rng.randrange(10**8):08d}"

    def surname(self) -> str:
        """A surname, now and then of two characters."""
        if self._rng.random() < 0.01:
            return str(self._rng.choice(self._names["compound_surnames"]))
        return str(self._rng.choice(self._names["surnames"]))

    def name(self, gender: str, birth: date, surname: str = "") -> str:
        """A full name of one to two given characters, of the fashion of its years."""
        age = "old" if birth.year < 1980 else "young"
        given = self._names[f"{age}_{gender}"]
        count = 1 if self._rng.random() < (0.12 if age == "old" else 0.25) else 2
        return (surname or self.surname()) + "".join(self._rng.sample(given, count))

    def ethnic_group(self) -> str:
        """An ethnic group as often as it is met there."""
        return str(self._rng.choice(self._names["ethnic"]))
