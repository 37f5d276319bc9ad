"""Days of more frequent visits: whom, how often, until when, and how many were met so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.widgets.cell_table import CellTable
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section, Words
from swstation.i18n import N_, _, ngettext
from swstation.sheets import sheet

if TYPE_CHECKING:
    from screens.ports import Saved
    from screens.ports_waiting import SurgeRow

COLUMNS = (
    Column(N_("Title"), 12, grow=2),
    Column(N_("Whom"), 10, grow=2),
    Column(N_("How often"), 12, grow=1),
    Column(N_("From"), 10, wide=90),
    Column(N_("Until"), 10),
    Column(N_("Now met"), 10, right=True),
    Column(N_("Still to meet"), 6, right=True),
    Column(N_("Ever met"), 10, right=True),
)
KEYS = ("", "people", "", "", "", "now", "missing", "ever")
"""What each column is to the rows behind it."""
_STATES = {"coming": N_("has not begun"), "running": N_("running"), "over": N_("over")}
DAYS_SHOWN = 14


class SurgesScreen(BaseScreen):
    """The coverage of each stands beside it; below, window by window, that of the one under the bar."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    TITLE_MSGID = N_("More frequent visits")
    ENTER_LABEL = N_("Behind it")
    RELOAD_ON = frozenset({"visit_surge", "service_log", "log_client", "client", "client_category"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("go.back", "surge.add", "surge.change", "surge.delete", footer=True)
    HELP_TEXT = N_(
        "Whom to visit more often for some days; they are due on Today and in the rounds until the last day."
    )

    def __init__(self) -> None:
        super().__init__()
        self._surges: dict[str, SurgeRow] = {}

    def body(self) -> ComposeResult:
        yield CellTable(COLUMNS, [bool(key) for key in KEYS])
        yield Section(_("Met, window by window"))
        yield Words(id="windows")

    def load(self) -> None:
        self.station.go(self._load(), "load-surges", exclusive=True)

    async def _load(self) -> None:
        found = await self.station.backend.surges(self.station.today)
        self._surges = {one.id: one for one in found}
        table = self.query_one(RecordTable)
        table.say_empty(_("No days of more frequent visits."), *(_(one) for one in sheet("visit_surge").empty))
        table.show([self._row(one) for one in found])
        self.land(table)
        self._draw()

    def _row(self, one: SurgeRow) -> Row:
        quiet = "" if one.state == "running" else "muted"
        tone = quiet or ("good" if one.now >= one.people else "caution")
        return Row(
            one.id,
            (
                Cell(one.title, quiet or "strong"),
                Cell(one.whom, quiet),
                Cell(one.often, quiet),
                Cell(one.start_on.isoformat(), "muted"),
                Cell(one.end_on.isoformat(), "muted"),
                Cell(_share(one.now, one.people), tone),
                Cell(f"{one.people - one.now:,}", tone),
                Cell(_share(one.ever, one.people), quiet),
            ),
        )

    def _draw(self) -> None:
        here = self._surges.get(self.query_one(RecordTable).cursor_key or "")
        section, words = self.query_one(Section), self.query_one("#windows", Words)
        if here is None:
            section.say(note="")
            words.say("")
            return
        people = ngettext("{n} person", "{n} people", here.people).format(n=here.people)
        section.say(note=f"{_(_STATES[here.state])}  {people}")
        windows = here.windows[-DAYS_SHOWN:]
        words.say("  ".join(f"{first:%m-%d} {_share(met, here.people)}" for first, met in windows))

    @on(RecordTable.Moved)
    def _moved(self, event: RecordTable.Moved) -> None:
        event.stop()
        self._draw()

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        from screens.behind import BehindScreen
        from swstation.reports.behind_cells import Asked

        event.stop()
        here, place = self._surges[event.key], self.query_one(CellTable).column
        words = {
            "people": f"{here.people:,}", "now": _share(here.now, here.people),
            "missing": f"{here.people - here.now:,}", "ever": _share(here.ever, here.people),
        }  # fmt: skip
        title = f"{here.title}  {_(COLUMNS[place].label)}"
        self.app.push_screen(BehindScreen(Asked("surges", here.id, KEYS[place]), title, words[KEYS[place]]))

    def action_surge_change(self) -> None:
        key = self.query_one(RecordTable).cursor_key
        if key is not None:
            self.station.go(self._form(key), "form", exclusive=True)

    def action_surge_add(self) -> None:
        self.station.go(self._form(None), "form", exclusive=True)

    async def _form(self, row: str | None) -> None:
        from screens.register_page import register_form

        await register_form(self, "visit_surge", row, then=self._landed)

    def _landed(self, saved: Saved | None) -> None:
        if saved and saved.ids:
            self.landing = saved.ids[0]
            self.load()

    def action_surge_delete(self) -> None:
        key = self.query_one(RecordTable).cursor_key
        if key is not None:
            self.station.go(self._delete(key), "write", exclusive=True)

    async def _delete(self, key: str) -> None:
        self.station.publish(await self.station.backend.delete_sheet_row("visit_surge", key))
        self.done_words(_("Deleted."))


def _share(met: int, people: int) -> str:
    return f"{met}/{people}"
