"""One case: its way through the stages, its goals, what was done, and when the next contact is due."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from screens.actions import bindings
from screens.base import BaseScreen
from screens.case_forms import REACHED, ask_stage, goal_form, score_form
from screens.days import day_words
from screens.entries import DATED_COLUMNS, entry_row, hours, when_due
from screens.text import clean
from screens.transfers import transfer_form
from screens.widgets.record_table import RecordTable
from screens.widgets.section import Section, Words
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from screens.ports import CasePage, Goal


class CaseScreen(BaseScreen):
    """The page of one case."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    TITLE_MSGID = N_("Case")
    ENTER_LABEL = ""
    RELOAD_ON = frozenset({"service_case", "case_client", "case_goal", "service_log", "client"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("go.back", "case.move", "case.goal", "case.score", footer=True),
        *bindings("row.transfer", footer=False),
    ]
    HELP_TEXT = N_("Esc goes back to the list.")

    def __init__(self, case_id: str) -> None:
        super().__init__()
        self.case_id = case_id
        self._called = ""
        self._scored: Sequence[Goal] = ()

    def body(self) -> ComposeResult:
        yield Words(id="name")
        yield Words(id="stages")
        yield Words(id="facts")
        yield Words(id="goals")
        yield Section(_("Work done"), id="done")
        yield RecordTable(DATED_COLUMNS)

    def load(self) -> None:
        self.station.go(self._load(), "load-case", exclusive=True)

    async def _load(self) -> None:
        page = await self.station.backend.case_page(self.case_id, self.station.today)
        row = page.row
        self._scored = page.goals
        self._called = f"{row.number}  {row.clients}"
        self.query_one("#name", Words).say(
            Content.assemble(
                (clean(row.clients), "bold"), "  ", (clean(f"{row.number}  {row.field}  {row.worker}"), "$muted")
            )
        )
        self.query_one("#stages", Words).say(self._way(page))
        self.query_one("#facts", Words).say(self._facts(page))
        self.query_one("#goals", Words).say(self._goals(page))
        table = self.query_one(RecordTable)
        table.say_empty(
            _("Nothing done on this case yet."),
            _("Write it from anywhere with Ctrl+N: {line}").format(line=f"&{row.number}"),
        )
        table.show([entry_row(entry, dated=True, today=self.station.today) for entry in page.logs])
        minutes = sum(entry.minutes or 0 for entry in page.logs)
        number = ngettext("{n} entry", "{n} entries", len(page.logs)).format(n=len(page.logs))
        self.query_one("#done", Section).say(note=f"{number}  {hours(minutes)}" if page.logs else "")

    def _way(self, page: CasePage) -> Content:
        pieces: list[Content | tuple[str, str] | str] = []
        for stage in page.stages:
            if pieces:
                pieces.append((" > ", "$muted"))
            if stage.current:
                pieces.append((f" {clean(stage.label)} ", "bold $cursor-text on $cursor-ground"))
            elif stage.on is not None:
                pieces.append((f"{clean(stage.label)} {day_words(stage.on, self.station.today)}", "$foreground"))
            else:
                pieces.append((clean(stage.label), "$muted"))
        return Content.assemble(*pieces)

    def _facts(self, page: CasePage) -> Content:
        row = page.row
        lines: list[Content] = []
        if row.open and row.days is not None and row.next_contact is not None:
            due = when_due(row.days)
            tone = {"bad": "$bad", "caution": "$caution"}.get(due.tone, "$foreground")
            when = f"{row.next_contact.isoformat()}  {due.text.strip()}"
            lines.append(Content.assemble((_("Next contact"), "$muted"), "  ", (when, tone)))
        for label, value in ((_("Problem"), page.problem), (_("Plan"), page.plan), (_("Risk"), page.risk)):
            if value:
                lines.append(Content.assemble((label, "$muted"), "  ", (clean(value), "$foreground")))
        if page.review_due is not None:
            lines.append(Content.assemble((_("Review"), "$muted"), "  ", page.review_due.isoformat()))
        return Content("\n").join(lines)

    def _goals(self, page: CasePage) -> Content:
        if not page.goals:
            return Content.styled(_("No goal yet: F7 adds one."), "$muted")
        lines = [Content.styled(_("Goals"), "bold"), *(self._goal(goal) for goal in page.goals)]
        return Content("\n").join(lines)

    def _goal(self, goal: Goal) -> Content:
        way = " > ".join(clean(part) for part in (goal.baseline, goal.target) if part)
        result = _(REACHED.get(goal.achieved, "")) if goal.achieved else ""
        tone = {"yes": "$good", "partly": "$caution", "no": "$bad"}.get(goal.achieved, "$muted")
        return Content.assemble(
            "  ", clean(goal.text), "  ", (way, "$muted"), "  ", (f"{result} {clean(goal.result)}".strip(), tone)
        )

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()

    def action_case_move(self) -> None:
        self.station.go(ask_stage(self, self.case_id), "form", exclusive=True)

    def action_case_goal(self) -> None:
        goal_form(self, self.case_id)

    def action_case_score(self) -> None:
        if self._scored:
            score_form(self, self._scored)
        else:
            self.notify(_("No goal yet: F7 adds one."), markup=False)

    def action_row_transfer(self) -> None:
        self.station.go(transfer_form(self, "case", self.case_id, self._called), "form", exclusive=True)
