"""The target board: what each policy wants to reach, what is counted, and how it came to that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.register_page import RegisterScreen
from screens.text import clean
from screens.widgets.cell_table import CellTable
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section, Words
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.ports import Clause
    from screens.ports_projects import TargetLine

COLUMNS = (
    Column(N_("Target title"), 24, grow=3),
    Column(N_("Actual / target"), 20, grow=1),
    Column(N_("Due day"), 10),
    Column(N_("State"), 13),
)


NOW = 1
"""The column of the figures of today; those of the years before come last."""
YEAR = 8


def _figures(years: int) -> list[bool]:
    return [place == NOW for place in range(len(COLUMNS))] + [True] * years


class TargetsScreen(BaseScreen):
    """Targets of the unit's policies and its own."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    DEFAULT_CSS = """
    TargetsScreen #course { height: 7; padding: 0 1; background: $tint; }
    """
    TITLE_MSGID = N_("Targets")
    ENTER_LABEL = N_("Behind it")
    RELOAD_ON = frozenset({"*"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("go.back", "target.own", "target.beside", "target.figures", "staff.clause", footer=True)
    HELP_TEXT = N_(
        "A target of a wider area is not judged here: what is counted is the share of this unit. Enter shows the rows"
        " that are counted, left and right choose a year before."
    )

    def __init__(self) -> None:
        super().__init__()
        self._clauses: list[tuple[str, Clause]] = []
        self._years: Sequence[str] = ()
        self._lines: Sequence[TargetLine] = ()

    def body(self) -> ComposeResult:
        yield Section(_("Targets"))
        yield CellTable(COLUMNS, _figures(0))
        yield Words(id="course")

    def load(self) -> None:
        self.station.go(self._load(), "load-targets", exclusive=True)

    async def _load(self) -> None:
        years, lines = await self.station.backend.target_board(self.station.today)
        self._years, self._lines = years, lines
        self._clauses = [(line.label, line.clause) for line in lines]
        table = self.query_one(CellTable)
        columns = (*COLUMNS, *(Column(year, YEAR, right=True) for year in years))
        table.set_cells(columns, _figures(len(years)), max(table.column, NOW))
        table.say_empty(_("The policies of this unit print no target."), _("Insert sets one of your own."))
        table.show(
            [
                Row(
                    str(place),
                    (
                        line.label, Cell(line.amount, "strong"), line.due, Cell(line.status, line.tone),
                        *(Cell(n, "muted") for n in line.before),
                    ),
                )
                for place, line in enumerate(lines)
            ]
        )  # fmt: skip

        self._draw()
        self.query_one(Section).say(_("Targets"), note=await self.station.backend.target_coverage(self.station.today))

    @on(RecordTable.Moved)
    def _moved(self, event: RecordTable.Moved) -> None:
        event.stop()
        self._draw()

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        from screens.behind import BehindScreen
        from swstation.reports.behind_cells import Asked

        event.stop()
        one, place = self._lines[int(event.key)], self.query_one(CellTable).column - len(COLUMNS)
        if place < 0:
            self.app.push_screen(BehindScreen(Asked("targets", one.key), one.label, one.amount))
        elif one.before[place]:
            year = self._years[place]
            asked = Asked("targets", one.key, f"{year}-12-31")
            self.app.push_screen(BehindScreen(asked, f"{one.label}  {year}", one.before[place]))

    def _draw(self) -> None:
        key = self.query_one(RecordTable).cursor_key
        words = self.query_one("#course", Words)
        if key is None or int(key) >= len(self._lines):
            words.say("")
            return
        one = self._lines[int(key)]
        about = "  ".join(part for part in (one.label, one.amount, one.base) if part)
        source = "  ".join(part for part in (one.clause.document, one.clause.section, one.clause.decision) if part)
        labels = [*self._years, str(self.station.today.year)]
        course = [
            f"{label}  {bar}  {value:g}" if value is not None else f"{label}  -"
            for label, value, bar in zip(labels, one.course, bars(one.course), strict=False)
            if any(number is not None for number in one.course)
        ]
        lines = [about, "  ".join(part for part in (one.closed, source) if part), *course]
        words.say("\n".join(clean(line) for line in lines if line))

    def action_staff_clause(self) -> None:
        from screens.dialogs.clauses import ClauseDialog

        if self._clauses:
            self.app.push_screen(ClauseDialog(self._clauses))

    def action_target_beside(self) -> None:
        from screens.side_by_side import ask_sides

        self.station.go(ask_sides(self), "form", exclusive=True)

    def action_target_own(self) -> None:
        self.app.push_screen(RegisterScreen("county_target"))

    def action_target_figures(self) -> None:
        self.app.push_screen(RegisterScreen("target_figure"))


BAR = 40


def bars(course: Sequence[float | None]) -> list[str]:
    """A bar of ``#`` for each number, the highest the longest; never none for a number above 0."""
    highest = max((value for value in course if value is not None), default=0)
    return ["#" * max(int(value * BAR / highest), 1) if value and highest else "" for value in course]
