"""One worker: training against each requirement with its clause, certificates, registration."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from screens.actions import bindings
from screens.base import BaseScreen
from screens.staff_forms import certificate_form, training_form
from screens.text import clean, fit
from screens.transfers import transfer_form
from screens.widgets.facts import Facts
from screens.widgets.meter import measured, meter, tenths
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section, Words
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.ports import Bar, StaffPage

COLUMNS = (
    Column(N_("End on"), 10),
    Column(N_("Training"), 20, grow=3),
    Column(N_("Kind"), 12, grow=1),
    Column(N_("Amount"), 12, right=True),
    Column(N_("State"), 8),
)


class PersonScreen(BaseScreen):
    """The page of one worker."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    TITLE_MSGID = N_("Worker")
    ENTER_LABEL = ""
    RELOAD_ON = frozenset({"staff", "certificate", "registration", "training", "attendance", "policy_continuation"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("go.back", "staff.training", "staff.certificate", "staff.clause", "mask.reveal", footer=True),
        *bindings("training.open", "row.transfer", footer=False),
    ]
    HELP_TEXT = N_("Every bar names the requirement; F8 shows the clauses in full.")

    def __init__(self, staff_id: str) -> None:
        super().__init__()
        self.staff_id = staff_id
        self._staff_name = ""
        self._bars: list[Bar] = []

    def body(self) -> ComposeResult:
        yield Words(id="name")
        yield Facts()
        yield Words(id="bars")
        yield Words(id="papers")
        yield Section(_("Trainings"))
        yield RecordTable(COLUMNS)

    def load(self) -> None:
        self.station.go(self._load(), "load-person", exclusive=True)

    async def _load(self) -> None:
        page = await self.station.backend.staff_page(self.staff_id, self.station.today)
        self._bars = list(page.bars)
        self._staff_name = page.row.name
        about = "  ".join(part for part in (page.row.certificate, page.row.registration) if part)
        self.query_one("#name", Words).say(
            Content.assemble((clean(page.row.name), "bold"), "  ", (clean(about), "$muted"))
        )
        self.query_one(Facts).show(page.facts)
        self.query_one("#bars", Words).say(self._all_bars())
        self._papers(page)
        table = self.query_one(RecordTable)
        table.say_empty(_("No training yet."), _("F5 adds one."))
        table.show(
            [
                Row(str(place), tuple(Cell(cell, "muted" if at == 0 else "") for at, cell in enumerate(line)))
                for place, line in enumerate(page.trainings)
            ]
        )
        self.query_one(Section).say(note=str(len(page.trainings) or ""))

    def _all_bars(self) -> Content:
        if not self._bars:
            return Content.styled(_("No training requirement applies."), "$muted")
        return Content("\n").join([self._bar(bar) for bar in self._bars])

    def _bar(self, bar: Bar) -> Content:
        wide = self.size.width >= 110
        cells = 30 if wide else 14
        tone = {"bad": "$bad", "caution": "$caution", "good": "$good"}.get(bar.tone, "$muted")
        pieces: list[Content | str | tuple[str, str]] = [
            fit(clean(bar.label), 24 if wide else 16),
            " ",
            measured(bar.earned, bar.required, bar.unit, 18),
            " ",
            meter(
                bar.earned, bar.required, cells, plain=self.app.has_class("-plain"), pending=bar.pending, tone=bar.tone
            ),
            " ",
            (bar.status_label, tone),
        ]
        missing = bar.required - bar.earned
        rest: list[str] = []
        if missing > 0:
            rest.append(_("{n} missing by {day}").format(n=tenths(missing), day=bar.deadline))
        if bar.pending:
            rest.append(_("{n} not approved").format(n=tenths(bar.pending)))
        if bar.other_units:
            rest.append(bar.other_units)
        if bar.policy_state:
            rest.append(bar.policy_state)
        line = Content.assemble(*pieces)
        if rest:
            line = line + Content.assemble("\n", " " * (25 if wide else 17), ("  ".join(rest), "$muted"))
        return line

    def _papers(self, page: StaffPage) -> None:
        papers = self.query_one("#papers", Words)
        if page.certificates:
            lines = [Content("  ").join([clean(part) for part in line if part]) for line in page.certificates]
            papers.say(Content("\n").join(lines))
        else:
            papers.say(Content.styled(_("No certificate yet: F7 adds one."), "$muted"))

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()

    def action_training_open(self) -> None:
        from screens.training_page import TrainingScreen

        self.app.push_screen(TrainingScreen(self.staff_id))

    def action_staff_training(self) -> None:
        self.station.go(training_form(self, [self.staff_id]), "form", exclusive=True)

    def action_staff_certificate(self) -> None:
        self.station.go(certificate_form(self, self.staff_id), "form", exclusive=True)

    def action_row_transfer(self) -> None:
        self.station.go(transfer_form(self, "staff", self.staff_id, self._staff_name), "form", exclusive=True)

    def action_staff_clause(self) -> None:
        from screens.dialogs.clauses import ClauseDialog

        if self._bars:
            self.app.push_screen(ClauseDialog([(bar.label, bar.clause) for bar in self._bars]))

    def action_mask_reveal(self) -> None:
        masked = self.query_one(Facts).masked
        if masked:
            self.station.go(self._reveal(masked[0].field), "reveal")

    async def _reveal(self, field: str) -> None:
        value = await self.station.backend.reveal("staff", self.staff_id, field)
        self.query_one(Facts).reveal(field, value)
