"""Closing a month: what is still open in it, freezing its figures, and what has changed since they were frozen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.days import day_words
from screens.dialogs.form_dialog import FormDialog
from screens.reports_written import write_form
from screens.widgets.fields import FieldSpec
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Words
from swstation.errors import message
from swstation.i18n import N_, _
from swstation.operations.month_close import not_over

if TYPE_CHECKING:
    from screens.ports import Saved
    from screens.ports_closing import Closing, OpenLine

COLUMNS = (
    Column(N_("Still open"), 26, grow=1),
    Column(N_("Count"), 6, right=True),
    Column(N_("The first of them"), 24, grow=2),
)
CHANGED = "changed-"
"""What the key of a line of differences begins with."""
SAME_PERSON = "same_person"
"""The line of files that may be of one person: behind it is the page where that is decided."""


class ClosingScreen(BaseScreen):
    """One month."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    DEFAULT_CSS = """
    ClosingScreen #about { padding: 1 1 1 1; height: auto; color: $muted; }
    """
    TITLE_MSGID = N_("Close the month")
    ENTER_LABEL = N_("Behind it")
    RELOAD_ON = frozenset({"*"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("go.back", "month.freeze", "month.write", "month.recount", footer=True)
    HELP_TEXT = N_(
        "Closing freezes the figures; nothing is locked. What comes later needs a reason. Enter shows the entries"
        " behind a line."
    )

    def __init__(self, month: str) -> None:
        super().__init__()
        self.month = month
        self._lines: dict[str, OpenLine] = {}
        self._found: Closing | None = None

    def period(self) -> str:
        return self.month

    def body(self) -> ComposeResult:
        yield Words(id="about")
        yield RecordTable(COLUMNS)

    def load(self) -> None:
        if self._found is None:
            self.query_one("#about", Words).say(_("Loading ..."))
        self.station.go(self._load(), "load-closing", exclusive=True)

    async def _load(self) -> None:
        found = self._found = await self.station.backend.closing(self.month, self.station.today)
        self.refresh_bindings()
        self.query_one("#about", Words).say(_about(found, self.station.today))
        table = self.query_one(RecordTable)
        table.say_empty(_("Nothing is open in this month."))
        self._lines = {one.code: one for one in found.lines}
        rows = [Row(one.code, (one.words, Cell(f"{one.n:,}", "caution"), Cell(one.examples, "muted")))
                for one in found.lines]  # fmt: skip
        if found.differences:
            rows.append(Row("", (_("No longer what was frozen"),), heading=True))
            words = _("{before}, now {now}")
            rows += [
                Row(f"{CHANGED}{place}", (label, "", Cell(words.format(before=before, now=now), "bad")))
                for place, (label, before, now) in enumerate(found.differences)
            ]
        table.show(rows)

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        from screens.behind import BehindScreen
        from swstation.reports.behind_cells import Asked

        event.stop()
        if event.key.startswith(CHANGED):  # which rows made a frozen figure another one is seen there
            self.action_month_recount()
        elif event.key == SAME_PERSON:
            self.station.action_pair_list()
        else:
            one = self._lines[event.key]
            asked = Asked("closing", one.code, period=self.month)
            self.app.push_screen(BehindScreen(asked, one.words, f"{one.n:,}"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "month_freeze":  # a month is frozen once
            return self._found is not None and not self._found.closed_on
        return super().check_action(action, parameters)

    def action_month_write(self) -> None:
        """The month's file, with the lines to sign on."""
        write_form(self, "monthly", _("Monthly report"), self.month, called=_("monthly-report"))

    def action_month_recount(self) -> None:
        from screens.recount import RecountScreen

        self.app.push_screen(RecountScreen("", self.month))

    def action_month_freeze(self) -> None:
        async def save(values: Mapping[str, str]) -> Saved:
            saved = await self.station.backend.close_month(self.month, self.station.today, values["reviewer"])
            words = _("{month} is closed. F9 writes it out to sign; 0 leads to handing it in.")
            self.notify(words.format(month=self.month), markup=False)
            return saved

        if self._found is not None and self._found.ends >= self.station.today:
            refusal = not_over(self.month, self._found.ends)  # before anything is asked
            self.notify(message(refusal), severity="error", timeout=10, markup=False)
            return
        specs = [FieldSpec("reviewer", N_("Checked by"), hint=N_("who checked the report"))]
        title = _("Close {month}").format(month=self.month)
        self.app.push_screen(FormDialog(title, specs, save))


def _about(found: Closing, today: date) -> str:
    if found.closed_on:
        return _("Closed on {day}. Later entries need a reason and are adjustments.").format(day=found.closed_on)
    if found.ends >= today:
        words = _("It can be closed from {day} on. What is open so far:")
        return words.format(day=day_words(found.ends + timedelta(days=1), today))
    return _("Look at what is open, mend it or leave it, then F5 freezes the figures.")
