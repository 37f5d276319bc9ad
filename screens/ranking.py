"""Stations in the order of a figure or of the months handed in: the number, a bar beside it, what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from screens.actions import bindings
from screens.one_month import OneMonth
from screens.reports_written import write_form
from screens.text import clean
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section, Words
from swstation.exchange.station_month_words import WORDS, coverage_words, long_word
from swstation.i18n import N_, _, listed

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


class RankingScreen(OneMonth["Ranking"]):
    """One month, one figure. F7 chooses another figure, ``[`` and ``]`` another month."""

    TITLE_MSGID = N_("Order of the stations")
    ENTER_LABEL = N_("Behind it")
    BINDINGS = bindings("go.back", "county.figure", "county.write", "period.previous", "period.next", footer=True)
    HELP_TEXT = N_("A station whose month has not come has no place: its figure would pretend to be whole.")

    def __init__(self, month: str, code: str = "") -> None:
        super().__init__(month)
        self._code = code

    @property
    def title_words(self) -> str:
        session = self.station.session
        above = {"prefecture_centre": _("Order of the counties"), "province": _("Order of the prefectures")}
        return above.get(session.tier if session else "", super().title_words)

    def table(self) -> RecordTable:
        return RecordTable(COLUMNS)

    async def fetch(self) -> Ranking:
        from swstation.reports.ranking import HIGHEST

        self._code = self._code or HIGHEST
        return await self.station.backend.ranking(self.month, self._code, self.station.today)

    def fill(self, found: Ranking) -> None:
        self.query_one(Section).say(found.label, note=coverage_words(found.coverage))
        missing = found.coverage.missing
        said = _("(missing: {names})").format(names=listed(missing)) if missing else ""
        self.query_one("#about", Words).say(clean(said))
        table = self.query_one(RecordTable)
        table.say_empty(_("No station is known yet."))
        table.show([_row(one, found.measure) for one in found.rows])

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
        if here.unit[0] != "T":  # the rows behind a county's sum are at the county: what it rests on is on another page
            from screens.rollup import RollupScreen

            self.app.push_screen(RollupScreen(self.month))
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
