"""Cases by stage: find one, open one, move one on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.case_forms import ask_stage, new_case_form
from screens.entries import CASE_COLUMNS, case_row
from screens.widgets.filter_bar import FilterBar
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Row
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screens.ports import CaseRow, Saved


class CasesScreen(BaseScreen):
    """The list of cases, grouped by stage, the most pressing first in each."""

    TITLE_MSGID = N_("Cases")
    RELOAD_ON = frozenset({"service_case", "case_client", "case_goal", "service_log", "client", "staff"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("list.find", "case.open", "case.move", "case.closed", "ledger.import")
    HELP_TEXT = N_("A case goes from intake to closure; Enter opens it, F5 moves it to the next stage.")

    def __init__(self) -> None:
        super().__init__()
        self._with_closed = False
        self._stages: dict[str, int] = {}

    def body(self) -> ComposeResult:
        yield FilterBar()
        yield RecordTable(CASE_COLUMNS)

    def load(self) -> None:
        self.station.go(self._load(), "load-cases", exclusive=True)

    async def _load(self) -> None:
        bar, table = self.query_one(FilterBar), self.query_one(RecordTable)
        backend = self.station.backend
        if not self._stages:
            self._stages = {stage.value: place for place, stage in enumerate(await backend.stages())}
        cases = await backend.cases(bar.typed, closed=self._with_closed, as_of=self.station.today)
        if bar.typed:
            table.say_empty(
                _("No case fits the filter."), _("Esc in the filter shows all of them; F8 adds the closed ones.")
            )
        else:
            table.say_empty(
                _("No case yet."),
                _("Insert opens the first one: choose the client, the field, and what it is about."),
                _("Or write it into the quick line with its number: 张桂芳 面谈 60m &1"),
            )
        table.show(self._grouped(cases))
        self.land(table)
        bar.say_count(len(cases), more=_("closed too") if self._with_closed else "")

    def _grouped(self, cases: Sequence[CaseRow]) -> list[Row]:
        far = 10_000
        ordered = sorted(
            cases,
            key=lambda case: (
                not case.open,
                self._stages.get(case.stage, far),
                far if case.days is None else case.days,
            ),
        )
        rows: list[Row] = []
        group = ""
        for case in ordered:
            name = case.stage_label if case.open else _("Closed")
            if name != group:
                number = sum(1 for one in ordered if (one.stage_label if one.open else _("Closed")) == name)
                rows.append(Row(f"#{name}", (f"{name}  {number}",), heading=True))
                group = name
            rows.append(case_row(case, self.station.today))
        return rows

    @on(FilterBar.Changed)
    def _filtered(self) -> None:
        self.load()

    @on(FilterBar.Left)
    def _to_list(self) -> None:
        self.query_one(RecordTable).focus()

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        self.station.open_record(f"case/{event.key}")

    def action_list_find(self) -> None:
        self.query_one(FilterBar).focus_input()

    def action_case_closed(self) -> None:
        self._with_closed = not self._with_closed
        self.load()

    def action_case_open(self) -> None:
        self.station.go(new_case_form(self, self._landed), "form", exclusive=True)

    def _landed(self, saved: Saved | None) -> None:
        if saved and saved.ids:
            self.landing = saved.ids[0]
            self.load()

    def action_case_move(self) -> None:
        key = self.query_one(RecordTable).cursor_key
        if key is not None:
            self.station.go(ask_stage(self, key), "form", exclusive=True)
