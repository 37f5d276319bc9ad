"""What does not fit together after merging: whose record, what is wrong with it; Enter leads there."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.dialogs.form_dialog import FormDialog
from screens.text import clean
from screens.widgets.fields import FieldSpec
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section, Words
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from screens.ports import Saved
    from screens.ports_together import ProblemRow

COLUMNS = (
    Column(N_("Finding"), 18),
    Column(N_("Whose"), 14, grow=1),
    Column(N_("Station"), 12),
    Column(N_("What is wrong"), 24, grow=3),
)


def _about(one: ProblemRow) -> str:
    owner = _("ask {name}").format(name=one.owner) if one.owner else ""
    return clean("  ".join(part for part in (one.who, one.what, owner, one.said) if part), 400)


class ProblemsScreen(BaseScreen):
    """Nothing was dropped or changed for a finding; it goes away by itself with its cause."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    TITLE_MSGID = N_("Findings")
    RELOAD_ON = frozenset({"*"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("go.back", "finding.settle", "row.erase", footer=True)
    HELP_TEXT = N_("Every record is kept as it came. Put right what is wrong, or F5: say why it is right.")

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[str, ProblemRow] = {}

    def body(self) -> ComposeResult:
        yield RecordTable(COLUMNS)
        yield Section(_("What is wrong"))
        yield Words(id="what")

    def load(self) -> None:
        self.station.go(self._load(), "load-problems", exclusive=True)

    async def _load(self) -> None:
        section = self.query_one(Section)
        section.say(note=_("Loading ..."))
        found = await self.station.backend.problems()
        section.say(note="")
        self._rows = {one.id: one for one in found}
        table = self.query_one(RecordTable)
        table.say_empty(
            _("Everything fits together."),
            _("What merged records break of the rules is named here; nothing of it is dropped."),
        )
        table.show([self._row(one) for one in found])
        self._draw()

    def _row(self, one: ProblemRow) -> Row:
        from swstation.operations.numbers import tail

        # Of a number its end: the station stands in the column beside it.
        cells = (Cell(one.kind, "caution"), Cell(tail(one.who), "strong"), Cell(one.unit, "muted"), one.what)
        return Row(one.id, cells)

    def _draw(self) -> None:
        here = self._rows.get(self.query_one(RecordTable).cursor_key or "")
        self.query_one("#what", Words).say(_about(here) if here else "")

    @on(RecordTable.Moved)
    def _moved(self, event: RecordTable.Moved) -> None:
        event.stop()
        self._draw()

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        here = self._rows.get(event.key)
        if here is not None and here.opens:
            self.station.open_record(here.opens)
        elif here is not None:
            self.notify(_("This one has no page of its own."), timeout=3, markup=False)

    def action_finding_settle(self) -> None:
        """Say what is the matter; what is explained is not listed any more."""
        here = self._rows.get(self.query_one(RecordTable).cursor_key or "")
        if here is not None:
            self.station.go(self._ask(here), "form", exclusive=True)

    async def _ask(self, here: ProblemRow) -> None:
        verdicts = await self.station.backend.sheet_list("finding_note_verdict")
        specs = [
            FieldSpec("verdict", N_("What it is"), kind="choice", required=True, choices=verdicts),
            FieldSpec("reason", N_("Reason"), required=True, hint=N_("what is the matter, or whom it was given to")),
        ]

        async def save(given: Mapping[str, str]) -> Saved:
            return await self.station.backend.settle_finding(here.id, given["verdict"], given["reason"])

        values = {"verdict": "explained"}
        self.app.push_screen(FormDialog(_("Explain"), specs, save, values=values, about=_about(here), begin="reason"))

    def action_row_erase(self) -> None:
        """By order of the county: the row that the finding is about."""
        from screens.erasing import erase_form

        here = self._rows.get(self.query_one(RecordTable).cursor_key or "")
        if here is None or not here.row:
            self.notify(_("There is nothing here to erase."), timeout=3, markup=False)
            return
        self.station.go(erase_form(self, here.table, here.row), "form", exclusive=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        collects = bool(self.station.session and self.station.session.collects)
        return collects if action == "row_erase" else super().check_action(action, parameters)
