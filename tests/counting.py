"""A person whose keys are counted: one for each key pressed, and apart from them those that what is typed costs."""

from __future__ import annotations

from driver import Person
from fingers import keys_of


class Counting(Person):
    """``keys``: how many were pressed so far. ``typed``: characters written; ``text``: the keys for these."""

    def __init__(self, person: Person) -> None:
        super().__init__(person.app, person.pilot)
        self.since()

    def since(self) -> None:
        """Count from here on."""
        self.keys = self.typed = self.text = 0

    async def press(self, *keys: str) -> Counting:
        """Press keys, counted."""
        self.keys += len(keys)
        await super().press(*keys)
        return self

    async def type(self, text: str) -> Counting:
        """Type text, counted by itself: what is said takes as long whatever the program."""
        self.typed += len(text)
        self.text += keys_of(text)
        await super().type(text)
        return self
