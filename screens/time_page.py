"""Where the time of a month goes: a bar for each worker, the hours beside it, and the rule for civil affairs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from screens.actions import bindings
from screens.base import BaseScreen
from screens.dialogs.form_dialog import FormDialog
from screens.widgets.cell_table import CellTable
from screens.widgets.fields import FieldSpec
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Words
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.ports import Saved
    from screens.ports_listings import TimeRow, TimeSplit

BAR = 20
COLUMNS = (
    Column(N_("Worker"), 8, grow=1),
    Column("", BAR),
    Column(N_("Professional"), 12, right=True),
    Column(N_("Affairs"), 11, right=True),
    Column(N_("Admin"), 11, right=True),
    Column(N_("Learning"), 6, right=True, wide=84),
    Column(N_("No length"), 9, right=True),
)
KEYS = ("", "", "professional", "affairs", "administration", "learning", "untimed")
"""What each column is to the rows behind it."""
FIGURES = [bool(key) for key in KEYS]
SIGNS = ("#", "+", "-")
"""Of professional service, civil affairs, administration, in a plain terminal."""
BLOCKS = ("█", "▒", "░")


class TimeScreen(BaseScreen):
    """The split of a month."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    DEFAULT_CSS = """
    TimeScreen #legend { padding: 1 1 0 1; height: auto; }
    TimeScreen #rule { padding: 0 1 1 1; height: auto; color: $muted; }
    """
    TITLE_MSGID = N_("Time split")
    ENTER_LABEL = N_("Behind it")
    RELOAD_ON = frozenset({"service_log", "log_colleague", "staff"})
    AUTO_FOCUS: ClassVar[str | None] = "CellTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("go.back", "time.rule", "time.affairs", "period.previous", footer=True),
        *bindings("period.next", footer=False),
    ]
    HELP_TEXT = N_(
        "Writers and colleagues alike spent the time of an entry; entries without a length are only counted."
    )

    def __init__(self, month: date) -> None:
        super().__init__()
        self._month = month.replace(day=1)
        self._split: TimeSplit | None = None

    def period(self) -> str:
        return f"{self._month:%Y-%m}"

    def body(self) -> ComposeResult:
        yield Words(id="legend")
        yield Words(id="rule")
        yield CellTable(COLUMNS, FIGURES)

    def load(self) -> None:
        self.station.go(self._load(), "load-time", exclusive=True)

    async def _load(self) -> None:
        found = self._split = await self.station.backend.time_split(self.period())
        plain = self.app.has_class("-plain")
        one, two, three = SIGNS if plain else BLOCKS
        words = _("{one} professional service   {two} civil affairs   {three} administration")
        self.query_one("#legend", Words).say(words.format(one=one, two=two, three=three))
        self.query_one("#rule", Words).say(found.rule)
        table = self.query_one(CellTable)
        table.say_empty(_("Nothing was logged in this month."), _("Ctrl+Left goes to the month before."))
        table.show([_row(at, row, plain) for at, row in enumerate(found.rows)])
        self.refresh_top()

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        from screens.behind import BehindScreen
        from swstation.reports.behind_cells import Asked

        event.stop()
        place = self.query_one(CellTable).column
        if self._split is None or place < 0:
            return
        row = self._split.rows[int(event.key)]
        asked = Asked("time", row.worker, KEYS[place], period=self.period())
        title = f"{row.name or _('All together')}  {_(COLUMNS[place].label)}"
        self.app.push_screen(BehindScreen(asked, title, _amount(row, KEYS[place])))

    def action_time_rule(self) -> None:
        """The unit's own rule, where no policy prints one."""
        specs = [
            FieldSpec("most", N_("Affairs at most"), hint=N_("percent of the time; empty: no rule")),
            FieldSpec("basis", N_("Basis"), hint=N_("who decided it, and when")),
        ]

        async def save(values: Mapping[str, str]) -> Saved:
            from screens.ports import Saved

            await self.station.backend.save_time_rule(values.get("most", ""), values.get("basis", ""))
            return Saved("rule", frozenset())

        most, basis = self._split.own if self._split else ("", "")
        about = _("The five policies print no number. A policy of the county that does comes before this one.")
        form = FormDialog(_("Own rule"), specs, save, values={"most": most, "basis": basis}, about=about)
        self.app.push_screen(form, lambda saved: self.load() if saved else None)

    def action_time_affairs(self) -> None:
        from screens.listing_page import ListingScreen

        self.app.push_screen(ListingScreen("affairs-ledger", _("Affairs log"), self.period()))

    def _turn(self, month: date) -> None:
        self._month = month.replace(day=1)
        self.load()

    def action_period_previous(self) -> None:
        self._turn(self._month - timedelta(days=1))

    def action_period_next(self) -> None:
        if self._month < self.station.today.replace(day=1):
            self._turn(self._month + timedelta(days=31))


def _row(at: int, row: TimeRow, plain: bool) -> Row:
    above = row.above and row.name
    return Row(
        str(at),
        (
            Cell(row.name or _("All together"), "strong" if row.name else "muted"), bar(row, plain=plain),
            _share(row.professional, row.minutes),
            Cell(("! " if above else "") + _share(row.affairs, row.minutes), "caution" if above else ""),
            Cell(_share(row.administration, row.minutes), "muted"), Cell(f"{row.learning / 60:.1f}", "muted"),
            Cell(str(row.untimed or ""), "muted"),
        ),
    )  # fmt: skip


def _amount(row: TimeRow, key: str) -> str:
    n = getattr(row, key)
    return f"{n:,}" if key == "untimed" else _("{n} hours").format(n=f"{n / 60:.1f}")


def _share(part: int, whole: int) -> str:
    percent = (200 * part + whole) // (2 * whole) if whole else 0
    return f"{part / 60:.1f} {percent:>3}%"


def bar(row: TimeRow, *, plain: bool, cells: int = BAR) -> str:
    """Cells of each part, as many as its share asks for; they always fill the bar."""
    if not row.minutes:
        return ""
    first = (2 * cells * row.professional + row.minutes) // (2 * row.minutes)
    both = (2 * cells * (row.professional + row.affairs) + row.minutes) // (2 * row.minutes)
    one, two, three = SIGNS if plain else BLOCKS
    return one * first + two * (both - first) + three * (cells - both)
