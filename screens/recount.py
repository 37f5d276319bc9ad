"""A month reported and recounted: every figure side by side; Enter names the rows that explain a difference."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.dialogs.say import SayDialog
from screens.one_month import OneMonth
from screens.reports_written import write_form
from screens.text import clean
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section, Words
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from screens.ports_county import ExplainLine, RecountLine, RecountSeen

COLUMNS = (
    Column(N_("No."), 4, right=True),
    Column(N_("Figure"), 26, grow=3),
    Column(N_("Reported"), 10, right=True),
    Column(N_("Recounted"), 10, right=True),
    Column(N_("Difference"), 9, right=True),
    Column(N_("Unit"), 6),
)
WHY = (
    Column(N_("Date"), 10),
    Column(N_("What happened"), 14, grow=2),
    Column(N_("Written on"), 10),
    Column(N_("Worker"), 8),
    Column(N_("Who"), 10, grow=2),
    Column(N_("Reason"), 10, grow=2),
)


class RecountScreen(OneMonth["RecountSeen"]):
    """One month of a unit, ``unit`` empty: one's own. F7 shows all lines or only those that differ."""

    DEFAULT_CSS = """
    RecountScreen #about { padding: 0 1 1 1; }
    """
    TITLE_MSGID = N_("Reported and recounted")
    ENTER_LABEL = N_("Which rows")
    BINDINGS = bindings("go.back", "county.lines", "county.write", footer=True)
    HELP_TEXT = N_(
        "What was frozen stays as it was sent; what was entered, corrected, deleted or handed over since is an"
        " adjustment and stands here with its rows."
    )

    def __init__(self, unit: str, month: str) -> None:
        super().__init__(month)
        self._unit = unit
        self._all = False

    def table(self) -> RecordTable:
        return RecordTable(COLUMNS)

    async def fetch(self) -> RecountSeen:
        return await self.station.backend.recount(self._unit, self.month, self.station.today)

    def fill(self, found: RecountSeen) -> None:
        count = ngettext("{n} adjustment", "{n} adjustments", found.adjustments).format(n=found.adjustments)
        self.query_one(Section).say(clean(found.name), note=count if found.adjustments else "")
        self.query_one("#about", Words).say(clean(found.about))
        table = self.query_one(RecordTable)
        table.say_empty(_("Every figure is what was frozen."), _("F7 shows all of them."))
        shown = [(place, one) for place, one in enumerate(found.lines) if self._all or one.differs]
        table.show([_row(place, one) for place, one in shown])

    def action_county_lines(self) -> None:
        self._all = not self._all
        self.redraw()

    def action_county_write(self) -> None:
        write_form(self, "recount", _("Reported and recounted"), self.month, self._unit)

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        if self._found is not None:
            line = self._found.lines[int(event.key)]
            if line.differs:
                self.app.push_screen(ExplainScreen(self._unit, self.month, line))
            else:
                self.notify(_("This figure is what was reported."), timeout=3, markup=False)


def _row(place: int, one: RecountLine) -> Row:
    tone = "bad" if one.differs else "muted"
    return Row(
        str(place),
        (
            Cell(one.number, "muted"), Cell(one.label, "strong" if one.differs else ""), one.reported, one.now,
            Cell(one.difference or ("!" if one.differs else ""), tone), Cell(one.unit, "muted"),
        ),
    )  # fmt: skip


class ExplainScreen(OneMonth[Sequence["ExplainLine"]]):
    """The rows behind the difference of one line."""

    DEFAULT_CSS = """
    ExplainScreen #about { padding: 1 1 1 1; }
    """
    TITLE_MSGID = N_("Rows that explain it")
    BINDINGS = bindings("go.back", footer=True)
    HELP_TEXT = N_(
        "+ the row is in the figure now, - it no longer is. Enter opens the record; one deleted is read here."
    )

    def __init__(self, unit: str, month: str, line: RecountLine) -> None:
        super().__init__(month)
        self._unit = unit
        self._line = line

    def body(self) -> ComposeResult:
        yield Words(id="about")
        yield self.table()

    def table(self) -> RecordTable:
        return RecordTable(WHY)

    async def fetch(self) -> Sequence[ExplainLine]:
        return await self.station.backend.explained(self._unit, self.month, self._line.code, self.station.today)

    def fill(self, found: Sequence[ExplainLine]) -> None:
        line = self._line
        self.query_one("#about", Words).say(f"{line.number} {line.label}  {line.reported} > {line.now} {line.unit}")
        table = self.query_one(RecordTable)
        table.say_empty(
            _("No row was touched after the report was frozen."),
            _("A switch of the county (calls in cases), a merged person or another program may count otherwise."),
        )
        table.show([_why(place, one) for place, one in enumerate(found)])

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        if self._found is None:
            return
        one = self._found[int(event.key)]
        if one.opens:
            self.station.open_record(one.opens)
            return
        lines = (one.day, one.what, one.happened, f"{one.written}  {one.worker}", one.who, one.reason)
        self.app.push_screen(SayDialog(_("Rows that explain it"), "\n".join(clean(line) for line in lines if line)))


def _why(place: int, one: ExplainLine) -> Row:
    sign, tone = ("+", "good") if one.counts else ("-", "bad")
    return Row(
        str(place),
        (
            one.day, Cell(clean(f"{sign} {one.happened}  {one.what}"), tone), Cell(one.written, "muted"),
            Cell(clean(one.worker), "muted"), Cell(clean(one.who), "strong"), Cell(clean(one.reason), "muted"),
        ),
    )  # fmt: skip
