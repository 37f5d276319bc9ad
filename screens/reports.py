"""The monthly report: its figures on screen, and written out as a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from screens.actions import bindings
from screens.base import BaseScreen
from screens.reports_written import write_form
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.ports import Figure

COLUMNS = (
    Column(N_("No."), 4, right=True),
    Column(N_("Figure"), 24, grow=3),
    Column(N_("Month"), 10, right=True),
    Column(N_("Year"), 10, right=True),
    Column(N_("Unit"), 6),
)


class ReportsScreen(BaseScreen):
    """One month; ``[`` and ``]`` go from month to month."""

    TITLE_MSGID = N_("Reports")
    ENTER_LABEL = N_("Behind it")
    RELOAD_ON = frozenset(
        {
            "service_log", "log_client", "client", "service_case", "affairs_item",
            "staff", "certificate", "training", "attendance", "supervision", "supervisee", "satisfaction_survey",
            "complaint", "project_spending",
        }
    )  # fmt: skip
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("report.write", "report.other", "month.close", "approval.month", "county.stations"),
        *bindings("period.previous", "period.next", "listing.look", "time.split", "own_form.list"),
    ]
    HELP_TEXT = N_("Every figure is counted from the logs; Enter on a figure shows what it was counted from.")

    def __init__(self) -> None:
        super().__init__()
        self._month: date | None = None
        self._figures: Sequence[Figure] = ()

    @property
    def month(self) -> date:
        """The first day of the month shown; the last whole month during its successor's first ten days."""
        if self._month is None:
            today = self.station.today
            first = today.replace(day=1)
            self._month = (first - timedelta(days=1)).replace(day=1) if today.day <= 10 else first
        return self._month

    def period(self) -> str:
        return f"{self.month:%Y-%m}"

    def body(self) -> ComposeResult:
        yield Section(_("Monthly report"))
        yield RecordTable(COLUMNS)

    def load(self) -> None:
        self.station.go(self._load(), "load-report", exclusive=True)

    async def _load(self) -> None:
        self._figures = await self.station.backend.monthly(self.period())
        table = self.query_one(RecordTable)
        table.say_empty(_("Nothing logged in this month."))
        table.show(
            [
                Row(
                    f"{place}",
                    (
                        Cell(one.number, "muted"),
                        "  " * one.level + one.label,
                        Cell(one.month, "strong"),
                        Cell(one.year, "muted"),
                        Cell(one.unit, "muted"),
                    ),
                )
                for place, one in enumerate(self._figures)
            ]
        )
        note = await self.station.backend.frozen_note(self.period())
        self.query_one(Section).say(note="  ".join(part for part in (self.period(), note) if part))
        self.refresh_top()

    def _turn(self, month: date) -> None:
        self._month = month.replace(day=1)
        self.load()

    def action_period_previous(self) -> None:
        self._turn(self.month - timedelta(days=1))

    def action_period_next(self) -> None:
        if self.month < self.station.today.replace(day=1):
            self._turn(self.month + timedelta(days=31))

    def action_approval_month(self) -> None:
        from screens.month_approval import MonthApprovalScreen

        self.app.push_screen(MonthApprovalScreen(self.month))

    def action_report_write(self) -> None:
        write_form(self, "monthly", _("Monthly report"), self.period(), called=_("monthly-report"))

    def action_own_form_list(self) -> None:
        from screens.own_forms import OwnFormsScreen

        self.app.push_screen(OwnFormsScreen(self.period()))

    def action_time_split(self) -> None:
        from screens.time_page import TimeScreen

        self.app.push_screen(TimeScreen(self.month))

    def action_listing_look(self) -> None:
        self.station.go(self._look(), "form", exclusive=True)

    async def _look(self) -> None:
        from screens.dialogs.picker import Picker
        from screens.listing_page import ListingScreen
        from swstation.reports.listings import period_for

        picker = Picker(_("Ledgers to look at"), await self.station.backend.ledger_choices())

        def chosen(kind: str | None) -> None:
            if kind is not None:
                period = period_for(kind, self.month, self.station.today)
                self.app.push_screen(ListingScreen(kind, picker.label_of(kind), period))

        self.app.push_screen(picker, chosen)

    def action_month_close(self) -> None:
        from screens.closing import ClosingScreen

        self.app.push_screen(ClosingScreen(self.period()))

    def action_county_stations(self) -> None:
        from screens.station_months import StationMonthsScreen

        self.app.push_screen(StationMonthsScreen())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "county_stations":
            return bool(self.station.session and self.station.session.collects)
        return super().check_action(action, parameters)

    def action_report_other(self) -> None:
        self.station.go(self._other(), "form", exclusive=True)

    async def _other(self) -> None:
        from screens.dialogs.picker import Picker

        kinds = await self.station.backend.report_kinds()
        picker = Picker(_("Other reports"), kinds)

        def chosen(kind: str | None) -> None:
            if kind is not None:
                self._write_other(kind, picker.label_of(kind))

        self.app.push_screen(picker, chosen)

    def _write_other(self, kind: str, label: str) -> None:
        from swstation.reports.listings import period_for

        period = period_for(kind, self.month, self.station.today)
        write_form(self, kind, label, period, ask=bool(period))

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        from screens.behind import BehindScreen
        from screens.ports_behind import DOUBLES
        from swstation.reports.behind_cells import Asked

        event.stop()
        place = int(event.key)
        figure = self._figures[place]
        if figure.code == DOUBLES:
            self.station.action_pair_list()
        elif figure.code:
            asked = Asked("monthly", figure.code, period=self.period())
            self.app.push_screen(BehindScreen(asked, self._called(place), f"{figure.month} {figure.unit}"))

    def _called(self, place: int) -> str:
        """A line with the figure it is a part of."""
        figure = self._figures[place]
        over = next((one for one in reversed(self._figures[: place + 1]) if one.level == 0), figure)
        return figure.label if over is figure else f"{over.label}  {figure.label}"
