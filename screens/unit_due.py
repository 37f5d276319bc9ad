"""What is due at one unit below, line by line; of a county below, its own lines and then its stations."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from screens.actions import bindings
from screens.due_page import DUE_DAYS, DUE_TABLES, DuePage
from screens.entries import DUE_COLUMNS
from screens.widgets.filter_bar import FilterBar
from screens.widgets.record_table import RecordTable
from screens.widgets.section import Section
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screens.ports import Due

COUNTY = "CMP"
"""First letters of units that have stations below them."""


class UnitDueScreen(DuePage):
    """The due list of one unit, as its county sees it."""

    TITLE_MSGID = N_("Due")
    ENTER_LABEL = N_("Open")
    RELOAD_ON = DUE_TABLES
    AUTO_FOCUS: ClassVar[str | None] = "#dues"
    BINDINGS = bindings("go.back", "list.find", "due.snooze", "due.asleep", footer=True)
    HELP_TEXT = N_(
        "What waits at this unit as far as its records are here; what it alone knows, its backup and what it has not"
        " handed in, stands in its own list."
    )

    def __init__(self, unit: str, name: str, *, asleep: bool = False) -> None:
        super().__init__()
        self.unit, self._name, self.asleep = unit, name, asleep

    @property
    def title_words(self) -> str:
        return _("Due at {unit}").format(unit=self._name)

    @property
    def collects(self) -> bool:
        return self.unit[0] in COUNTY

    def body(self) -> ComposeResult:
        yield FilterBar()
        with Vertical(id="due"):
            yield Section(_("Due"))
            yield RecordTable(DUE_COLUMNS, id="dues", header=False)

    def load(self) -> None:
        self.station.go(self.load_dues(), "load-unit-dues", exclusive=True)

    async def read_dues(self) -> Sequence[Due]:
        return await self.station.backend.due_of(self.unit, self.station.today, DUE_DAYS, put_off=self.asleep)

    def show_dues(self) -> None:
        super().show_dues()
        bar, whole = self.query_one(FilterBar), len(self.dues or ())
        bar.say_count(len(self.shown(self.dues or ())), whole)

    def shown(self, dues: Sequence[Due]) -> Sequence[Due]:
        from swstation.pinyin import match

        typed = self.query_one(FilterBar).typed
        if not typed:
            return dues
        return [one for one in dues if any(match(typed, text) is not None for text in (one.who, one.label, one.what))]

    @on(FilterBar.Changed)
    def _filtered(self) -> None:
        self.show_dues()

    @on(FilterBar.Left)
    def _to_list(self) -> None:
        self.query_one("#dues", RecordTable).focus()

    def action_list_find(self) -> None:
        self.query_one(FilterBar).focus_input()
