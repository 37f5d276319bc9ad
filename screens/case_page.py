"""One case: its way through the stages, its goals, its course, what is missing, and when the next contact is due."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from screens.actions import bindings
from screens.base import BaseScreen
from screens.case_deciding import choose_decision
from screens.case_forms import REACHED, ask_stage, goal_form, score_form
from screens.case_writing import answer_form, choose_part, finish_form, session_form
from screens.days import day_words
from screens.entries import DATED_COLUMNS, entry_row, hours, when_due
from screens.text import clean, fit, width
from screens.transfers import transfer_form
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Row
from screens.widgets.section import Section, Words
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from screens.ports import CasePage, Entry, Goal
    from screens.ports_casework import CaseMore


ROOMY = 30
"""From so many lines on a terminal has room for the whole file above its course."""


class CaseScreen(BaseScreen):
    """The page of one case."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    TITLE_MSGID = N_("Case")
    ENTER_LABEL = N_("Session")
    RELOAD_ON = frozenset(
        {
            "service_case", "case_client", "case_goal", "service_log", "client", "case_step", "case_conference",
            "case_referral", "log_goal", "consent", "attachment",
        }
    )  # fmt: skip
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("go.back", "case.move", "case.write", "case.gate", "case.goal", "case.score", footer=True),
        *bindings("case.decide", "case.print", "attachment.list", footer=False),
        *bindings("row.transfer", footer=False),
    ]
    HAS_ENTRIES: ClassVar[bool] = True
    HELP_TEXT = N_("Insert writes up a part of the file; Enter on an entry says what it touched and what comes next.")

    def __init__(self, case_id: str) -> None:
        super().__init__()
        self.case_id = case_id
        self._called = ""
        self._scored: Sequence[Goal] = ()
        self._more: CaseMore | None = None

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
        backend, today = self.station.backend, self.station.today
        page = await backend.case_page(self.case_id, today)
        more = self._more = await backend.case_more(self.case_id, today)
        row = page.row
        self._scored = page.goals
        self._called = f"{row.number}  {row.clients}"
        self.query_one("#name", Words).say(
            Content.assemble(
                (clean(row.clients), "bold"),
                "  ",
                (clean(f"{row.number}  {row.field}  {row.worker}"), "$muted"),
                "  ",
                (clean(more.state), f"${more.tone}" if more.tone else "$muted"),
            )
        )
        self.query_one("#stages", Words).say(self._way(page))
        self.query_one("#facts", Words).say(self._facts(page, more))
        self.query_one("#goals", Words).say(self._goals(page, more))
        table = self.query_one(RecordTable)
        table.say_empty(
            _("Nothing done on this case yet."),
            _("Write it from anywhere with Ctrl+N: {line}").format(line=f"&{row.number}"),
        )
        table.show(self._course(page, more))
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

    def _course(self, page: CasePage, more: CaseMore) -> list[Row]:
        """Entries and whatever else happened, the latest first."""
        rows = [(entry.day, 0, self._entry(entry, more)) for entry in page.logs]
        for number, event in enumerate(more.events):
            day = Cell(day_words(event.day, self.station.today), "muted")
            cells = (day, Cell(event.kind, "strong"), "", "", Cell(event.what))
            rows.append((event.day, 1, Row(event.key or f"event/{number}", cells)))
        return [row for _day, _kind, row in sorted(rows, key=lambda one: one[:2], reverse=True)]

    def _entry(self, entry: Entry, more: CaseMore) -> Row:
        said = more.sessions.get(entry.id)
        row = entry_row(entry, dated=True, today=self.station.today)
        if said is None or not (said.goals or said.next_step):
            return row
        goals = _("goals {places}").format(places=said.goals.replace(" ", "、")) if said.goals else ""
        after = _("next: {step}").format(step=said.next_step) if said.next_step else ""
        extra = "  ".join(part for part in (goals, after) if part)
        return row._replace(cells=(*row.cells[:-1], Cell("  ".join(part for part in (entry.note, extra) if part))))

    def _facts(self, page: CasePage, more: CaseMore) -> Content:
        row = page.row
        lines: list[Content] = []
        if row.open and row.days is not None and row.next_contact is not None:
            due = when_due(row.days)
            tone = {"bad": "$bad", "caution": "$caution"}.get(due.tone, "$foreground")
            when = f"{row.next_contact.isoformat()}  {due.text.strip()}"
            lines.append(Content.assemble((_("Next contact"), "$muted"), "  ", (when, tone)))
        review = page.review_due.isoformat() if page.review_due is not None else ""
        facts = [(_("Problem"), page.problem), (_("Plan"), page.plan), (_("Risk"), page.risk), (_("Review"), review)]
        if self.size.height >= ROOMY:
            facts += [(fact.label, fact.value) for fact in more.facts]
        lines += [self._line(label, value) for label, value in facts if value]
        if more.missing:
            words = ngettext("{n} part is missing before closing: F12", "{n} parts are missing before closing: F12",
                             more.missing)  # fmt: skip
            lines.append(Content.styled(words.format(n=more.missing), "$muted"))
        return Content("\n").join(lines)

    def _line(self, label: str, value: str) -> Content:
        # A line each, so that the course of the case keeps its room.
        room = max(20, self.size.width - 4 - width(label))
        return Content.assemble((clean(label), "$muted"), "  ", fit(clean(value, 400), room).rstrip())

    def _goals(self, page: CasePage, more: CaseMore) -> Content:
        if not page.goals:
            return Content.styled(_("No goal yet: F7 adds one."), "$muted")
        head = Content.assemble((_("Goals"), "bold"), "  ", (more.attained, "$muted"))
        return Content("\n").join([head, *(self._goal(goal, more.scores.get(goal.id, "")) for goal in page.goals)])

    def _goal(self, goal: Goal, scores: str) -> Content:
        way = " > ".join(clean(part) for part in (goal.baseline, goal.target) if part)
        result = _(REACHED.get(goal.achieved, "")) if goal.achieved else ""
        tone = {"yes": "$good", "partly": "$caution", "no": "$bad"}.get(goal.achieved, "$muted")
        return Content.assemble(
            "  ",
            clean(goal.text),
            "  ",
            (way, "$muted"),
            "  ",
            (f"{result} {clean(goal.result)}".strip(), tone),
            "  ",
            (scores, "$muted"),
        )

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        kind, slash, row = event.key.partition("/")
        if kind == "referral":
            self.station.go(answer_form(self, row), "form", exclusive=True)
        elif kind == "step":
            finish_form(self, self.case_id, row)
        elif not slash:
            self.station.go(session_form(self, self.case_id, event.key), "form", exclusive=True)

    def action_case_move(self) -> None:
        self.station.go(ask_stage(self, self.case_id), "form", exclusive=True)

    def action_case_write(self) -> None:
        if self._more is not None:
            self.station.go(choose_part(self, self.case_id, self._more.clients), "form", exclusive=True)

    def action_case_gate(self) -> None:
        from screens.case_gate import CaseGateScreen

        if self._more is not None:
            self.app.push_screen(CaseGateScreen(self.case_id, self._called, self._more.clients))

    def action_case_decide(self) -> None:
        if self._more is not None:
            choose_decision(self, self.case_id, self._more)

    def action_case_print(self) -> None:
        from screens.case_printing import print_form

        async def write(folder: Path, form: str, masked: bool) -> Path:
            return await self.station.backend.case_file(self.case_id, folder, form, masked=masked)

        print_form(self, write)

    def action_attachment_list(self) -> None:
        from screens.attachments import AttachmentsScreen

        self.app.push_screen(AttachmentsScreen("service_case", self.case_id, self._called))

    def action_case_goal(self) -> None:
        goal_form(self, self.case_id)

    def action_case_score(self) -> None:
        if self._scored:
            score_form(self, self._scored)
        else:
            self.notify(_("No goal yet: F7 adds one."), markup=False)

    def action_row_transfer(self) -> None:
        if self._called:  # not before the page knows whose it is
            self.station.go(transfer_form(self, "case", self.case_id, self._called), "form", exclusive=True)
