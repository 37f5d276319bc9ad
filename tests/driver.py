"""A person at the keyboard: press, type, expect. Waits for the work to be done, never for a time."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from weakref import WeakKeyDictionary, proxy

import pytest
from goldens import lines_of, text_of
from textual import events
from textual.keys import _character_to_key, key_to_character
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import Screen

from screens.app import StationApp
from screens.widgets.section import Words

ROUNDS = 4
"""How often in a row everybody must be found idle."""


class Drawing:
    """Draws a screen once when a key has done its work, where a terminal would be sent every step on the way there.

    Nobody sees those steps in a test, and drawing them is dear. What is held back is only the last
    step, from what the widgets say to what a terminal is sent: layout, styles and messages go on as ever.
    """

    def __init__(self, app: StationApp) -> None:
        self._app = proxy(app)
        self._owed = False

    def hold(self, screen: Screen[Any]) -> None:
        """Instead of drawing ``screen`` now."""
        top = self._top
        if top is None:
            return
        if self._app.is_running and screen is top:
            self._owed = True
            screen._dirty_widgets.clear()  # their places stay noted where the drawing looks for them
            self._app._update_mouse_over(screen)
        else:
            _DRAW(screen)

    def pay(self) -> bool:
        """Draw what was held back; gives whether there was anything."""
        top = self._top
        if top is None or not self._owed or self._app._batch_count or not self._app.is_running:
            return False
        self._owed = False
        _DRAW(top)
        return True

    @property
    def _top(self) -> Screen[Any] | None:
        stack = self._app.screen_stack  # empty for the moment in which one mode gives way to another
        return stack[-1] if stack else None


_DRAW = Screen._compositor_refresh
_HELD: WeakKeyDictionary[StationApp, Drawing] = WeakKeyDictionary()


class Person:
    """Drives an app that runs headless."""

    def __init__(self, app: StationApp, pilot: Pilot[Any]) -> None:
        self.app = app
        self.pilot = pilot

    async def settle(self) -> Person:
        """Until no worker runs, no message waits, and what was to be drawn is drawn."""
        quiet = 0
        while quiet < ROUNDS and self.app._exception is None and not self.app._exit:
            for node in (self.app, self.app.screen):
                await self._answered(node)
            for _turn in range(5):
                await asyncio.sleep(0)
            # What a timer does sixty times a second: layout, drawing, and what waits for both.
            self.app.screen._on_timer_update()
            busy = self._busy()
            if busy:
                await asyncio.sleep(0.001)
            quiet = 0 if busy else quiet + 1
            if quiet == ROUNDS and _HELD[self.app].pay():
                quiet -= 2  # what is drawn may ask for more: a long list reads the rows it shows
        return self

    async def _answered(self, node: MessagePump) -> None:
        # An empty queue does not say that the last message is dealt with: a page being turned to is still being built.
        answered = asyncio.Event()
        if node.is_running and node.call_later(answered.set):
            while not answered.is_set() and node.is_running:
                await asyncio.sleep(0)

    def _busy(self) -> bool:
        if self.app._batch_count:  # a page that was just turned to is held back for a moment, then drawn at once
            return True
        if self.app._ahead.waiting:
            return True
        everybody = [self.app, *self.app.screen.walk_children(with_self=True)]
        if any(not node._message_queue.empty() for node in everybody if node.is_running):
            return True
        return any(not worker.is_finished for worker in self.app.workers)

    async def press(self, *keys: str) -> Person:
        """Press keys as a person does who sees what each of them did; a single character is typed as itself."""
        for key in keys:
            name = _character_to_key(key) if len(key) == 1 else key
            self.app.post_message(events.Key(name, key_to_character(name)))
            await self.settle()
        return self

    async def type(self, text: str) -> Person:
        """As an input method or a paste delivers it: any character."""
        self.app.post_message(events.Paste(text))
        return await self.settle()

    @property
    def screen(self) -> str:
        return text_of(self.app)

    def sees(self, *words: str) -> Person:
        """Every one of ``words`` stands on the screen."""
        for word in words:
            assert word in self.screen, f"{word!r} is not on the screen:\n{self.screen}"
        return self

    async def type_code(self) -> Person:
        """Type back the recovery code that the screen shows."""
        (shown,) = set(re.findall(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){7}", self.screen))
        await self.type(shown.lower().replace("-", " "))
        return await self.press("enter")

    def beside(self, field: str) -> str:
        """What stands beside a field of a form, without its line breaks."""
        words = self.app.screen.query_one(f"#side-{field}", Words)
        return " ".join(words.render().plain.split())

    def misses(self, *words: str) -> Person:
        for word in words:
            assert word not in self.screen, f"{word!r} is on the screen:\n{self.screen}"
        return self

    def line_with(self, word: str) -> str:
        """The first line that holds ``word``."""
        found = [line for line in lines_of(self.app) if word in line]
        assert found, f"{word!r} is not on the screen:\n{self.screen}"
        return found[0]

    def hears(self, word: str) -> Person:
        """A toast says ``word``."""
        toasts = [toast.message for toast in self.app._notifications]
        assert any(word in toast for toast in toasts), f"{word!r} was not said; said: {toasts}"
        return self


@asynccontextmanager
async def sitting(app: StationApp, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Person]:
    """Somebody sits down; at the end nothing may have gone wrong behind the scenes."""
    drawing = _HELD[app] = Drawing(app)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Screen, "_compositor_refresh", lambda screen: drawing.hold(screen))
        async with app.run_test(size=size) as pilot:
            for field in app.screen.query("Input"):
                field.cursor_blink = False  # type: ignore[attr-defined]
            person = Person(app, pilot)
            await person.settle()
            yield person
    if app.failures:
        raise app.failures[0]
