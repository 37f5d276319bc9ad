"""What every page and dialog of the interface has in common."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.screen import ModalScreen, Screen

from screens.actions import bindings
from screens.widgets.bars import KeyBar, TopBar
from swstation.errors import Refusal, message
from swstation.i18n import _

if TYPE_CHECKING:
    from screens.app import StationApp
    from screens.ports import Saved
    from screens.widgets.record_table import RecordTable

Result = TypeVar("Result")


def translated(active: dict[str, ActiveBinding]) -> dict[str, ActiveBinding]:
    """Bindings with their words in the current language, Textual's own included."""
    return {
        key: one._replace(
            binding=dataclasses.replace(one.binding, description=_(one.binding.description)),
            tooltip=_(one.tooltip) if one.tooltip else "",
        )
        for key, one in active.items()
    }


class Common(Screen[Result]):
    """Reach of the app, translated keys, refusals as one sentence."""

    @property
    def station(self) -> StationApp:
        """The app, typed."""
        return cast("StationApp", self.app)

    ENTER_LABEL: ClassVar[str | None] = None
    """What Enter on a row does here, as a msgid; empty where it does nothing."""
    ENTER_DECIDES: ClassVar[bool] = False
    """Enter does more than to open or to look: its word always stands in the key bar."""

    @property
    def enter_label(self) -> str | None:
        """``ENTER_LABEL``, or what Enter does where the bar stands."""
        return self.ENTER_LABEL

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        active, label = super().active_bindings, self.enter_label
        if label is not None:
            opening = {key for key, one in active.items() if (one.binding.id or "").startswith("list.open:")}
            for key in opening:
                one = active.pop(key)
                if label:
                    active[key] = one._replace(binding=dataclasses.replace(one.binding, description=label))
        return translated(active)

    def refuse(self, refusal: Refusal) -> None:
        """Say what was refused and how to mend it; it stays until it is clicked or answered."""
        self.notify(message(refusal), severity="error", timeout=20, markup=False)

    def done_words(self, words: str) -> None:
        """Say what was done where the eye does not see it, and how to take it back."""
        mend = _("Ctrl+Z takes it back")
        self.notify(f"{words}  {mend}", timeout=3, markup=False)


class BaseScreen(Common[None]):
    """A page: the top bar, the body of the page, the key bar.

    ``RELOAD_ON`` names the tables whose changes it shows (``*``: all of them); it reloads at once when it is seen,
    else when it is next.
    """

    PAGE: ClassVar[str] = ""
    TITLE_MSGID: ClassVar[str] = ""
    RELOAD_ON: ClassVar[frozenset[str]] = frozenset()
    HELP_TEXT: ClassVar[str] = ""

    BINDINGS = bindings("go.back", footer=False)

    def __init__(self) -> None:
        super().__init__()
        self.landing: str | None = None
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
        self._stale = True

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield from self.body()
        yield KeyBar()

    def body(self) -> ComposeResult:
        """The widgets between the two bars."""
        yield from ()

    def load(self) -> None:
        """Read what is shown; a worker in most pages."""

    def land(self, table: RecordTable) -> None:
        """Put the bar on the record that was just written, once it is there."""
        if self.landing is not None and table.go_to(self.landing):
            self.landing = None

    @property
    def shown_tables(self) -> frozenset[str]:
        """``RELOAD_ON``, or what a page says of itself."""
        return self.RELOAD_ON

    @property
    def title_words(self) -> str:
        """The title of the page in words."""
        return _(self.TITLE_MSGID)

    def period(self) -> str:
        """The day or month the page is about."""
        return ""

    def top_line(self) -> tuple[str, str, str, str, str]:
        """Unit, page, period, writer, saved: what the top bar shows."""
        session = self.station.session
        saved = self.station.saved_at
        return (
            session.unit if session else "",
            self.title_words,
            self.period(),
            session.writer.label if session else "",
            _("only looking") if session and session.newer else _("saved {time}").format(time=saved) if saved else "",
        )

    def refresh_top(self) -> None:
        """Draw the top bar again."""
        for bar in self.query(TopBar):
            bar.refresh()

    def on_mount(self) -> None:
        self.station.changed.subscribe(self, self._changed, immediate=True)

    def on_screen_resume(self) -> None:
        self.refresh_top()
        for bar in self.query(KeyBar):
            bar.refresh()
        if self._stale and self.station.session is not None:
            self._stale = False
            self.load()

    def on_screen_suspend(self) -> None:
        for bar in self.query(KeyBar):
            bar.refresh()

    def _changed(self, saved: Saved) -> None:
        shown = self.shown_tables
        concerns = shown & saved.tables or (saved.tables and "*" in shown | saved.tables)
        if not concerns:
            return
        if self.is_current and self.station.session is not None:
            self.load()
        else:
            self._stale = True
        self.refresh_top()

    def action_go_back(self) -> None:
        """Esc: one step back; never out of the program."""
        if len(self.app.screen_stack) > 1:
            self.dismiss()


class Dialog(Common[Result], ModalScreen[Result]):
    """Something asked in front of a page. Esc dismisses with None and the page is as before."""

    BINDINGS = bindings("go.back")

    def action_go_back(self) -> None:
        self.dismiss(None)
