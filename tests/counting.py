"""A person whose keys are counted: one for each key pressed, one for each character that an input method delivers."""

from __future__ import annotations

from driver import Person


class Counting(Person):
    """``keys``: how many were needed so far. Names and notes are counted as typed, character by character."""

    def __init__(self, person: Person) -> None:
        super().__init__(person.app, person.pilot)
        self.keys = 0
        self.typed = 0

    async def press(self, *keys: str) -> Counting:
        """Press keys, counted."""
        self.keys += len(keys)
        await super().press(*keys)
        return self

    async def type(self, text: str) -> Counting:
        """Type text, counted by itself: what is said takes as long whatever the program."""
        self.typed += len(text)
        await super().type(text)
        return self
