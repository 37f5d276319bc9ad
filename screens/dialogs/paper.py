"""A printed list keyed back: row numbers and what was written; below stands what was understood, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from db.errors import Refusal
from screens.actions import bindings
from screens.base import Dialog
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import framed
from screens.widgets.text_input import TextInput
from swstation.i18n import N_, _, listed

if TYPE_CHECKING:
    from screens.ports import Saved
    from screens.ports_rounds import PaperRow

COLUMNS = (
    Column(N_("No."), 4, right=True),
    Column(N_("Name"), 10, grow=1),
    Column(N_("Result"), 10),
    Column(N_("Note"), 20, grow=3),
)


class PaperDialog(Dialog["Saved"]):
    """Dismisses with what was saved. Enter saves when every row is understood, Ctrl+S what is."""

    BINDINGS = bindings("form.save")
    AUTO_FOCUS: ClassVar[str | None] = "Input"
    DEFAULT_CSS = """
    PaperDialog .dialog { width: 96%; max-width: 110; height: 80%; }
    PaperDialog Input { background: $tint; }
    PaperDialog RecordTable { height: 1fr; margin-top: 1; background: $surface; }
    """

    def __init__(self, sheet: int, title: str) -> None:
        super().__init__()
        self._sheet = sheet
        self._title = title
        self._rows: Sequence[PaperRow] = ()

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = framed(self._title)
            box.border_subtitle = _("Enter saves all, Ctrl+S those understood, Esc leaves")
            yield TextInput(placeholder="3 好 5 不在家 7 屋顶漏雨")
            yield RecordTable(COLUMNS)

    def on_mount(self) -> None:
        table = self.query_one(RecordTable)
        table.can_focus = False
        table.say_empty(
            _("Row numbers and what was written beside them."),
            _("“1-4 好” for several rows; a number without a word was met; “风险” and words note a risk."),
        )

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.station.go(self._read(event.value), "paper", exclusive=True)

    async def _read(self, text: str) -> None:
        self._rows = await self.station.backend.read_paper(self._sheet, text)
        table = self.query_one(RecordTable)
        table.show([self._row(place, one) for place, one in enumerate(self._rows)])
        table.action_list_last()

    def _row(self, place: int, one: PaperRow) -> Row:
        if one.wrong:
            bad = Cell(one.wrong, "bad")
            return Row(str(place), (Cell(str(one.number), "bad"), Cell(one.who, "bad"), Cell("!", "bad"), bad))
        return Row(str(place), (Cell(str(one.number), "muted"), Cell(one.who, "strong"), one.outcome, one.note))

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        wrong = [str(one.number) for one in self._rows if one.wrong]
        if wrong:
            self.refuse(Refusal("paper.rows_refused", rows=listed(wrong)))
        else:
            self.action_form_save()

    def action_form_save(self) -> None:
        self.station.go(self._save(), "write", exclusive=True)

    async def _save(self) -> None:
        text = self.query_one(Input).value
        saved: Saved = await self.station.backend.save_paper(self._sheet, text, self.station.today)
        self.station.publish(saved)
        self.dismiss(saved)
