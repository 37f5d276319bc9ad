"""One person's training: every requirement side by side, and for the one under the bar what each training counts."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from screens.actions import bindings
from screens.base import BaseScreen
from screens.dialogs.form_dialog import FormDialog
from screens.text import clean, fit
from screens.training_form import ask_training
from screens.widgets.fields import FieldSpec
from screens.widgets.meter import measured, meter
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section, Words
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.ports import Saved
    from screens.ports_training import Asked, TrainingPage

ASKED = (
    Column(N_("Requirement"), 16, grow=2),
    Column(N_("Window"), 23, wide=96),
    Column(N_("Earned / required"), 20),
    Column("", 10),
    Column(N_("State"), 10),
)
HAD = (
    Column(N_("End on"), 10),
    Column(N_("Training"), 18, grow=3),
    Column(N_("Kind"), 10, grow=1, wide=96),
    Column(N_("Amount"), 11, right=True),
    Column(N_("Approved"), 6),
    Column(N_("Here it"), 10),
)


class TrainingScreen(BaseScreen):
    """Up and down choose a requirement; Tab goes to the trainings, where F7 approves one."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    TITLE_MSGID = N_("Training")
    ENTER_LABEL = N_("Behind it")
    RELOAD_ON = frozenset(
        {"staff", "certificate", "registration", "training", "attendance", "training_exemption", "policy_continuation",
         "measure_conversion", "policy_pack", "policy_part", "unit"}
    )  # fmt: skip
    AUTO_FOCUS: ClassVar[str | None] = "#asked"
    BINDINGS = bindings(
        "go.back",
        "staff.training",
        "training.approve",
        "training.proof",
        "training.clause",
        "training.statement",
        footer=True,
    )
    HELP_TEXT = N_(
        "Up and down choose a requirement, and the list below says what each training is for it. Tab goes to that list;"
        " Space marks trainings there, F7 approves them or takes it back. Enter on a requirement shows the trainings"
        " that count for it, F9 its clause."
    )

    def __init__(self, staff_id: str) -> None:
        super().__init__()
        self.staff_id = staff_id
        self._page: TrainingPage | None = None

    def body(self) -> ComposeResult:
        yield Words(id="name")
        yield RecordTable(ASKED, id="asked")
        yield Words(id="told")
        yield Section(_("Trainings"))
        yield RecordTable(HAD, id="had", markable=True)

    def load(self) -> None:
        self.station.go(self._load(), "load-training", exclusive=True)

    async def _load(self) -> None:
        page = await self.station.backend.training_page(self.staff_id, self.station.today)
        self._page = page
        name = Content.assemble((clean(page.name, 40), "bold"), "  ", (clean(page.about, 60), "$muted"))
        for note in page.notes:
            name = name + Content.assemble("\n", (clean(note, 200), "$caution" if note.startswith("!") else "$muted"))
        self.query_one("#name", Words).say(name)
        asked = self.query_one("#asked", RecordTable)
        asked.say_empty(_("No training requirement applies."), _("The year's sums stand above; F5 adds a training."))
        asked.show([_asked_row(place, one, self.app.has_class("-plain")) for place, one in enumerate(page.asked)])
        asked.styles.height = min(max(len(page.asked), 1) + 1, 7) + (0 if page.asked else 2)
        self.query_one("#had", RecordTable).say_empty(_("No training yet."), _("F5 adds one."))
        self._draw()

    @property
    def _here(self) -> int:
        key = self.query_one("#asked", RecordTable).cursor_key
        return int(key) if key else 0

    def _draw(self) -> None:
        page = self._page
        if page is None:
            return
        here = page.asked[self._here] if self._here < len(page.asked) else None
        lines = [clean(line, 400) for line in here.lines] if here else []
        if here and here.clause.document:
            lines.append(clean(f"{here.clause.document} {here.clause.section}  {here.clause.decision}", 400))
        self.query_one("#told", Words).say("\n".join(lines))
        self.query_one(Section).say(note=f"{len(page.trainings) or ''}  {clean(here.label) if here else ''}")
        rows = []
        for one in page.trainings:
            verdict, tone = one.verdicts[self._here] if self._here < len(one.verdicts) else ("", "muted")
            approved = Cell(_("yes") if one.approved else _("not yet"), "" if one.approved else "caution")
            title = f"{one.title} ◆" if one.proof else one.title
            rows.append(
                Row(one.id, (Cell(one.day, "muted"), title, one.kind, one.amount, approved, Cell(verdict, tone)))
            )
        self.query_one("#had", RecordTable).show(rows)

    @on(RecordTable.Moved, "#asked")
    def _moved(self, event: RecordTable.Moved) -> None:
        event.stop()
        self._draw()

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        from screens.behind import BehindScreen
        from swstation.reports.behind_cells import Asked

        event.stop()
        if self._page and self._page.asked:
            here = self._page.asked[self._here]
            amount = measured(here.earned, here.required, here.unit, 20).strip()
            self.app.push_screen(BehindScreen(Asked("training", here.key, "earned"), here.label, amount))

    def action_training_clause(self) -> None:
        from screens.dialogs.clauses import ClauseDialog

        if self._page and self._page.asked:
            here = self._page.asked[self._here]
            self.app.push_screen(ClauseDialog([(here.label, here.clause)]))

    def action_staff_training(self) -> None:
        self.station.go(ask_training(self, [self.staff_id]), "form", exclusive=True)

    def _chosen(self) -> list[str]:
        chosen = self.query_one("#had", RecordTable).chosen
        if not chosen:
            self.notify(_("No training yet."), timeout=3, markup=False)
        return chosen

    def action_training_approve(self) -> None:
        page, chosen = self._page, self._chosen()
        if page and chosen:
            there = {one.id: one.approved for one in page.trainings}
            self.station.go(self._approve(chosen, not all(there.get(one) for one in chosen)), "write", exclusive=True)

    async def _approve(self, chosen: list[str], approved: bool) -> None:
        saved = await self.station.backend.approve_training(chosen, approved)
        self.station.publish(saved)
        self.done_words(saved.words)

    def action_training_proof(self) -> None:
        chosen = self._chosen()
        if not chosen:
            return
        specs = [
            FieldSpec("proof", N_("Proof file"), required=True, hint=N_("its check value is kept, not the file")),
            FieldSpec("proof_number", N_("Proof number")),
        ]

        async def save(values: Mapping[str, str]) -> Saved:
            return await self.station.backend.attach_proof(chosen, values["proof"], values["proof_number"])

        self.app.push_screen(FormDialog(_("Proof of training"), specs, save))

    def action_training_statement(self) -> None:
        self.station.go(self._statement(), "write", exclusive=True)

    async def _statement(self) -> None:
        from screens.files import first_folder

        folder = await asyncio.to_thread(first_folder)
        file = await self.station.backend.training_statement(self.staff_id, self.station.today.year, Path(folder))
        self.notify(_("Written: {file}").format(file=file), timeout=8, markup=False)


def _asked_row(place: int, one: Asked, plain: bool) -> Row:
    bar = meter_text(one.earned, one.required, one.pending, 10, plain=plain)
    return Row(
        str(place),
        (
            one.label,
            Cell(one.window, "muted"),
            measured(one.earned, one.required, one.unit, 20),
            bar,
            Cell(one.status, one.tone),
        ),
    )


def meter_text(earned: int, required: int, pending: int, cells: int, *, plain: bool) -> str:
    """A bar for a list: full for what is earned, lighter for what waits."""
    drawn = meter(earned, required, cells, plain=True, pending=pending).plain
    return fit(drawn if plain else drawn.translate(_BLOCKS), cells)


_BLOCKS = {ord("#"): "█", ord("+"): "▒", ord("-"): "░"}
