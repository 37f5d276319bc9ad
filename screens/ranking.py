"""Stations in the order of a figure or of the months handed in: the number, a bar beside it, what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.board import shifted
from screens.reports_written import write_form
from screens.text import clean
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section, Words
from swstation.exchange.station_month_words import WORDS, coverage_words, long_word
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from swstation.reports.ranking import Ranked, Ranking

BAR = 16
COLUMNS = (
    Column(N_("Rank order"), 4, right=True),
    Column(N_("Station"), 14, grow=1),
    Column(N_("Its number"), 12, right=True),
    Column("", BAR),
    Column(N_("State"), 16, grow=1),
)


class RankingScreen(BaseScreen):
    """One month, one figure. F7 chooses another figure, ``[`` and ``]`` another month."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    DEFAULT_CSS = """
    RankingScreen #about { padding: 0 1; height: auto; color: $muted; }
    """
    TITLE_MSGID = N_("Order of the stations")
    ENTER_LABEL = N_("Behind it")
    RELOAD_ON = frozenset({"*"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("go.back", "county.figure", "county.write", "period.previous", "period.next", footer=True)
    HELP_TEXT = N_("A station whose month has not come has no place: its figure would pretend to be whole.")

    def __init__(self, month: str, code: str = "") -> None:
        super().__init__()
        self.month = month
        self._code = code
        self._found: Ranking | None = None

    def period(self) -> str:
        return self.month

    def body(self) -> ComposeResult:
        yield Section("")
        yield Words(id="about")
        yield RecordTable(COLUMNS)

    def load(self) -> None:
        self.query_one(Section).say(note=_("Loading ..."))
        self.station.go(self._load(), "load-ranking", exclusive=True)

    async def _load(self) -> None:
        from swstation.reports.ranking import HIGHEST

        self._code = self._code or HIGHEST
        found = self._found = await self.station.backend.ranking(self.month, self._code, self.station.today)
        self.query_one(Section).say(found.label, note=coverage_words(found.coverage))
        missing = found.coverage.missing
        said = _("(missing: {names})").format(names="、".join(missing)) if missing else ""
        self.query_one("#about", Words).say(clean(said))
        table = self.query_one(RecordTable)
        table.say_empty(_("No station is known yet."))
        table.show([_row(one, found.measure) for one in found.rows])
        self.refresh_top()

    def action_county_figure(self) -> None:
        from screens.dialogs.picker import Picker
        from screens.ports import Choice

        if self._found is None:
            return

        def chosen(code: str | None) -> None:
            if code is not None:
                self._code = code
                self.load()

        choices = [Choice(code, label) for code, label in self._found.choices]
        self.app.push_screen(Picker(_("In the order of"), choices), chosen)

    def action_county_write(self) -> None:
        write_form(self, "stations", _("Stations compared"), self.month)

    def action_period_previous(self) -> None:
        self._turn(-1)

    def action_period_next(self) -> None:
        self._turn(1)

    def _turn(self, months: int) -> None:
        new = shifted(self.month, months)
        if new <= self.station.today.isoformat()[:7]:
            self.month = new
            self.load()

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        from screens.behind import BehindScreen
        from swstation.reports.behind_cells import Asked
        from swstation.reports.ranking import COMPLETENESS

        event.stop()
        found = self._found
        here = next((one for one in found.rows if one.unit == event.key), None) if found else None
        if found is None or here is None or here.value is None or found.code == COMPLETENESS:
            return
        asked = Asked("monthly", found.code, period=self.month, unit=here.unit)
        amount = f"{here.value} {found.measure}"
        self.app.push_screen(BehindScreen(asked, f"{here.name}  {found.label}", amount))


def _row(one: Ranked, measure: str) -> Row:
    value = "-" if one.value is None else f"{one.value:,}" if isinstance(one.value, int) else str(one.value)
    unit = "" if value.endswith("%") or value == "-" else f" {measure}"
    bar = "#" * max(one.bar * BAR // 1000, 1 if one.bar else 0)
    state = WORDS[one.state]
    return Row(
        one.unit,
        (
            str(one.place or "-"), Cell(one.name, "strong" if one.place else "muted"),
            Cell(value + unit, "" if one.place else "muted"), Cell(bar),
            Cell(f"{_(state.short)} {long_word(one.state)}".strip(), state.tone),
        ),
    )  # fmt: skip
