"""Keys that come faster than they are answered wait their turn, so that each goes where the one before it has led.

Textual hands a key on as soon as it arrives. What Enter leads to, though, travels as messages: the letters typed right
after it would still go into the field that Enter was pressed in. On a busy machine that is somebody's note in the
field of the name. Here the next key is handed on when the one before has been answered by everybody on its way.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

from textual import events
from textual.widgets import Input, TextArea

if TYPE_CHECKING:
    from textual.app import App
    from textual.dom import DOMNode
    from textual.screen import Screen
    from textual.worker import Worker

Typing = events.Key | events.Paste

LONGEST = 20.0
"""Seconds a key waits at most, whatever happens: saving on a slow disk, or on a busy machine, may take its time."""

AGAIN = 0.01
"""Seconds between two looks at work that a key has begun."""

AWAITED = frozenset({"write", "form", "page", "edit", "open"})
"""Groups of work that a key begins and the next one may depend on: saving, opening a form, turning to a page."""

LEAST, MOST = 2, 6
"""Rounds: the first carries the key itself, the second what was posted because of it."""


class TypeAhead:
    """Hands on keys and pastes one after the other; ``hand`` is what hands one on."""

    def __init__(self, app: App[Any], hand: Callable[[events.Event], Awaitable[None]]) -> None:
        self._app = app
        self._hand = hand
        self._waiting: deque[Typing] = deque()
        self._turn = 0
        self._answering = False
        self._from: DOMNode | None = None
        self._running: set[Worker[Any]] = set()
        self._last_call: asyncio.TimerHandle | None = None

    @property
    def waiting(self) -> bool:
        """Whether a key waits for its turn."""
        return bool(self._waiting)

    @property
    def _here(self) -> DOMNode:
        screen = self._screen
        return self._app if screen is None else screen.focused or screen

    @property
    def _screen(self) -> Screen[Any] | None:
        # While the book is opened or shut, and at the end, there is a moment without any page.
        stack = self._app.screen_stack
        return stack[-1] if stack else None

    def hold(self) -> None:
        """From now on every key waits, until ``go_on``: there is no book yet that could answer one."""
        self._turn += 1
        self._answering = True

    async def go_on(self) -> None:
        """The keys that waited, one after the other."""
        await self._release(self._turn)

    async def take(self, event: Typing) -> None:
        """A key from the keyboard: now, or when its turn comes."""
        if self._answering:
            self._waiting.append(event)
        else:
            await self._next(event)

    async def _next(self, event: Typing) -> None:
        target, self._from = self._here, self._screen
        self._running = {one for one in self._app.workers if not one.is_finished}
        await self._hand(event)
        self._answering = True
        self._turn += 1
        loop = asyncio.get_running_loop()
        self._last_call = loop.call_later(LONGEST, self._app.call_later, self._release, self._turn)
        self._round(target, MOST if _writes(event, target) else 1, self._turn)

    def _round(self, start: DOMNode, number: int, turn: int) -> None:
        self._pass(tuple(start.ancestors_with_self), 0, number, turn)

    def _pass(self, way: Sequence[DOMNode], at: int, number: int, turn: int) -> None:
        # Behind the key in everybody's queue, from the field up to the app: the same way as the key itself.
        for place in range(at, len(way)):
            if way[place] is self._app:
                break
            if way[place].call_later(self._pass, way, place + 1, number, turn):
                return
        self._app.call_later(self._arrived, way[0], number, turn)

    async def _arrived(self, start: DOMNode, number: int, turn: int) -> None:
        if turn != self._turn or not self._answering:
            return
        here = self._here
        if number < LEAST or (here is not start and number < MOST):
            self._round(here, number + 1, turn)
        elif self._works():
            self._app.set_timer(AGAIN, lambda: self._round(self._here, LEAST, turn))
        else:
            await self._release(turn)

    def _works(self) -> bool:
        """Whether what the key began is still being done. Work that has opened a window of its own, such as that of a
        merge, answers the next key there.
        """
        return self._screen is self._from and any(
            one.group in AWAITED and not one.is_finished and one not in self._running for one in self._app.workers
        )

    async def _release(self, turn: int) -> None:
        if turn != self._turn or not self._answering:
            return
        if self._last_call is not None:
            self._last_call.cancel()
        self._answering = False
        while self._waiting and not self._answering:
            await self._next(self._waiting.popleft())


def _writes(event: Typing, target: DOMNode) -> bool:
    """Whether it only writes into a field: nothing follows from it, and one round will do."""
    if not isinstance(target, Input | TextArea):
        return False
    return isinstance(event, events.Paste) or event.is_printable
