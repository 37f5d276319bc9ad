"""The team's training: a bar a person, the one most at risk first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.training_form import ask_training
from screens.training_page import TrainingScreen, meter_text
from screens.widgets.filter_bar import FilterBar
from screens.widgets.meter import measured
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from screens.ports_training import TeamRow

COLUMNS = (
    Column(N_("Name"), 8, grow=1),
    Column(N_("Unit"), 12, grow=1, wide=110),
    Column(N_("Requirement"), 12, grow=2, wide=96),
    Column(N_("Earned / required"), 19),
    Column("", 10),
    Column(N_("State"), 10),
    Column(N_("Missing"), 7, right=True),
    Column(N_("A month"), 6, right=True),
    Column(N_("Deadline"), 10),
)


class TeamScreen(BaseScreen):
    """Everybody in post. Marked people take one training together."""

    TITLE_MSGID = N_("Training of the team")
    RELOAD_ON = TrainingScreen.RELOAD_ON
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("go.back", "list.find", "staff.training", footer=True)
    HELP_TEXT = N_(
        "Each person stands with the requirement most at risk: behind first, the largest share missing at the end"
        " foremost. Space marks people, Ctrl+A all; F5 enters one training for them."
    )

    def body(self) -> ComposeResult:
        yield FilterBar()
        yield RecordTable(COLUMNS, markable=True)

    def load(self) -> None:
        self.station.go(self._load(), "load-team", exclusive=True)

    async def _load(self) -> None:
        bar, table = self.query_one(FilterBar), self.query_one(RecordTable)
        people = await self.station.backend.training_team(bar.typed, self.station.today)
        if bar.typed:
            table.say_empty(_("Nobody fits the filter."), _("Esc in the filter shows everybody."))
        else:
            table.say_empty(_("Nobody is on the roster yet."), _("Insert on the roster adds the first one."))
        table.show([_row(one, self.app.has_class("-plain")) for one in people])
        bar.say_count(len(people))

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
        event.stop()
        self.app.push_screen(TrainingScreen(event.key))

    def action_list_find(self) -> None:
        self.query_one(FilterBar).focus_input()

    def action_staff_training(self) -> None:
        self.station.go(ask_training(self, self.query_one(RecordTable).chosen), "form", exclusive=True)


def _row(one: TeamRow, plain: bool) -> Row:
    asked = one.required > 0
    return Row(
        one.id,
        (
            one.name,
            Cell(one.unit_name, "muted"),
            one.label,
            measured(one.earned, one.required, one.unit, 19) if asked else "",
            meter_text(one.earned, one.required, one.pending, 10, plain=plain) if asked else "",
            Cell(one.status, one.tone),
            one.missing,
            one.per_month,
            Cell(one.deadline, "muted"),
        ),
    )
