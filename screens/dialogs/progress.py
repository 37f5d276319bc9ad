"""Long work in front of a page: what is happening, how far it is, and Esc to leave the data as before."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from db.errors import Refusal
from screens.base import Dialog
from screens.text import clean
from screens.widgets.meter import meter
from screens.widgets.section import Words, framed
from swstation.i18n import _

if TYPE_CHECKING:
    from screens.ports import Progress

Result = TypeVar("Result")


class Stopped(Exception):
    """Esc was pressed; raised inside the work where it reports how far it is."""


class ProgressDialog(Dialog["tuple[Result] | None"], Generic[Result]):
    """Runs ``work(progress)`` and dismisses with its result in a tuple, or None when it was refused or stopped.

    ``whole``: stopping leaves all as it was; otherwise what was finished before (earlier files) stays.
    """

    def __init__(self, title: str, work: Callable[[Progress], Awaitable[Result]], *, whole: bool = True) -> None:
        super().__init__()
        self._title = title
        self._work = work
        self._whole = whole
        self._stop = False
        self._loop: asyncio.AbstractEventLoop | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = framed(self._title)
            box.border_subtitle = (
                _("Esc stops it; nothing is changed then") if self._whole else _("Esc stops it; files done stay done")
            )
            yield Words(_("Beginning ..."), id="phase")
            yield Words(id="bar")

    def on_mount(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.station.go(self._run(), "progress", exclusive=True)

    async def _run(self) -> None:
        try:
            result = await self._work(self._progress)
        except Stopped:
            self.dismiss(None)
            untouched, part = _("Stopped; nothing was changed."), _("Stopped. Files finished before that stay.")
            self.notify(untouched if self._whole else part, timeout=6, markup=False)
        except Refusal:
            self.dismiss(None)
            raise
        else:
            self.dismiss((result,))

    def _progress(self, phase: str, done: int, whole: int) -> None:
        if self._stop:
            raise Stopped
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._show, phase, done, whole)

    def _show(self, phase: str, done: int, whole: int) -> None:
        if not self.is_mounted or self._stop:
            return
        self.query_one("#phase", Words).say(clean(phase))
        if whole:
            bar = meter(done, whole, 40, plain=self.app.has_class("-plain"))
            self.query_one("#bar", Words).say(Content.assemble(f"{done:,} / {whole:,}  ", bar))

    def action_go_back(self) -> None:
        self._stop = True
        self.query_one("#phase", Words).say(_("Stopping ..."))
