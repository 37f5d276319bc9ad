"""Two bundles beside each other, or one beside the book: only what is not the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Words
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from screens.ports import RegisterCompared

COLUMNS = (
    Column(N_("What"), 18),
    Column(N_("Which"), 16, grow=2),
    Column(N_("First | second"), 20, grow=4),
)
WORDS = {
    "only_here": (N_("only in the first"), "caution"),
    "only_there": (N_("only in the second"), "caution"),
    "different": (N_("different"), "bad"),
}


class CompareScreen(BaseScreen):
    """Register by register the rows that only one has, and those that differ, field by field."""

    CSS_PATH: ClassVar[str] = "rehearsal.tcss"
    TITLE_MSGID = N_("Compared, not merged")
    ENTER_LABEL = ""
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("go.back", footer=True)
    HELP_TEXT = N_("Only what is not the same is listed. Numbers and addresses are masked. Esc goes back.")

    def __init__(self, file: Path, other: Path | None) -> None:
        super().__init__()
        self._file = file
        self._other = other
        self._done = False

    def period(self) -> str:
        other = self._other.name if self._other else _("the book")
        return f"{self._file.name} | {other}"

    def body(self) -> ComposeResult:
        yield Words(id="facts")
        yield RecordTable(COLUMNS)

    def load(self) -> None:
        """Compare once."""
        if not self._done:
            self._done = True
            self.query_one("#facts", Words).say(_("Comparing ..."))
            self.station.go(self._load(), "compare", exclusive=True)

    async def _load(self) -> None:
        from db.errors import Refusal

        try:
            found = await self.station.backend.compare(self._file, self._other)
        except Refusal:
            self.dismiss()
            raise
        same = sum(one.counts.get("same", 0) for one in found)
        words = ngettext("{n} row is the same", "{n} rows are the same", same).format(n=f"{same:,}")
        self.query_one("#facts", Words).say(words)
        table = self.query_one(RecordTable)
        table.say_empty(_("Both say the same."))
        table.show([row for one in found for row in _rows(one)])

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()


def _rows(one: RegisterCompared) -> list[Row]:
    number = sum(n for side, n in one.counts.items() if side != "same")
    if not number:
        return []
    rows = [Row(f"#{one.table}", (f"{one.word}  {number:,}",), heading=True)]
    for place, row in enumerate(one.rows):
        word, tone = WORDS[row.side]
        rows.append(Row(f"{one.table}-{place}", (Cell(_(word), tone), row.name, Cell(row.fields, "muted"))))
    if number > len(one.rows):
        left = number - len(one.rows)
        more = ngettext("and {n} more", "and {n} more", left).format(n=f"{left:,}")
        rows.append(Row(f"{one.table}-more", ("", Cell(more, "muted"), "")))
    return rows
