"""Keys counted as a worker's fingers count them, the input method on: pinyin letters, and a key that takes the word."""

from __future__ import annotations

from itertools import groupby

from driver import Person

from swstation.pinyin import readings


def keys_of(text: str) -> int:
    """Keys for a text: a Han run costs its whole pinyin and one key for every four characters; all else one each."""
    total = 0
    for han, run in groupby(text, key=lambda ch: "\u4e00" <= ch <= "\u9fff"):
        letters = list(run)
        if not han:
            total += len(letters)
            continue
        total += sum(len(readings(ch)[0]) for ch in letters) + (len(letters) + 3) // 4
    return total


class Fingers:
    """Drives a person and counts: ``keys`` are all, ``text`` those of them that what is written costs."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.keys = 0
        self.text = 0

    async def press(self, *keys: str) -> None:
        """Keys as they are."""
        self.keys += len(keys)
        await self.person.press(*keys)

    async def write(self, text: str) -> None:
        """Text, Chinese through the input method."""
        self.keys += keys_of(text)
        self.text += keys_of(text)
        await self.person.type(text)

    def since(self) -> int:
        """The keys since the last look."""
        count, self.keys, self.text = self.keys, 0, 0
        return count
