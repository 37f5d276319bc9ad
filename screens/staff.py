"""The station's people: certificate, registration and training of each at one look."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.staff_forms import certificate_form, staff_form, training_form
from screens.widgets.filter_bar import FilterBar
from screens.widgets.meter import measured
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from screens.ports import StaffRow

COLUMNS = (
    Column(N_("Name"), 10, grow=1),
    Column(N_("Certificate"), 16, grow=1),
    Column(N_("Registration"), 16, grow=1),
    Column(N_("Training"), 20),
    Column(N_("Progress"), 10),
)


class StaffScreen(BaseScreen):
    """The roster. Marked rows take one training together."""

    TITLE_MSGID = N_("Roster")
    RELOAD_ON = frozenset({"staff", "certificate", "registration", "training", "attendance", "policy_continuation"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings(
        "list.find", "staff.training", "staff.add", "training.open", "staff.certificate", "staff.stats", "ledger.import"
    )
    HELP_TEXT = N_("Space marks people; F5 then adds one training to all of them. Enter opens a person's page.")

    def body(self) -> ComposeResult:
        yield FilterBar()
        yield RecordTable(COLUMNS, markable=True)

    def load(self) -> None:
        self.station.go(self._load(), "load-staff", exclusive=True)

    async def _load(self) -> None:
        bar, table = self.query_one(FilterBar), self.query_one(RecordTable)
        people = await self.station.backend.staff(bar.typed, self.station.today)
        if bar.typed:
            table.say_empty(_("Nobody fits the filter."), _("Esc in the filter shows everybody."))
        else:
            table.say_empty(
                _("Nobody is on the roster yet."),
                _("Insert adds the first one."),
                _("F9 brings in a whole ledger, xlsx or csv."),
            )
        table.show([self._row(person) for person in people])
        bar.say_count(len(people))

    def _row(self, person: StaffRow) -> Row:
        training: str | Cell = ""
        if person.required is not None and person.earned is not None:
            training = measured(person.earned, person.required, person.unit, 20)
        quiet = "" if person.employed else "muted"
        return Row(
            person.id,
            (
                Cell(person.name, quiet),
                Cell(person.certificate, person.certificate_tone or quiet),
                Cell(person.registration, person.registration_tone or quiet),
                Cell(str(training), quiet),
                Cell(person.status, person.status_tone or quiet),
            ),
        )

    @on(FilterBar.Changed)
    def _filtered(self) -> None:
        self.load()

    @on(FilterBar.Left)
    def _to_list(self) -> None:
        self.query_one(RecordTable).focus()

    @on(RecordTable.Marked)
    def _marked(self, event: RecordTable.Marked) -> None:
        more = ngettext("{n} marked", "{n} marked", event.count).format(n=event.count) if event.count else ""
        self.query_one(FilterBar).say_count(event.table.count, more=more)

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        self.station.open_record(f"staff/{event.key}")

    def action_list_find(self) -> None:
        self.query_one(FilterBar).focus_input()

    def action_staff_add(self) -> None:
        staff_form(self)

    def action_staff_training(self) -> None:
        chosen = self.query_one(RecordTable).chosen
        if chosen:
            self.station.go(training_form(self, chosen), "form", exclusive=True)

    def action_training_open(self) -> None:
        from screens.team_page import TeamScreen

        self.app.push_screen(TeamScreen())

    def action_staff_stats(self) -> None:
        from screens.staff_stats import StatsScreen

        self.app.push_screen(StatsScreen())

    def action_staff_certificate(self) -> None:
        key = self.query_one(RecordTable).cursor_key
        if key is not None:
            self.station.go(certificate_form(self, key), "form", exclusive=True)
