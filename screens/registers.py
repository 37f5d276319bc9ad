"""All registers that are a list and a form: choose one, see how much is in it, open it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.register_page import RegisterScreen
from screens.widgets.filter_bar import FilterBar
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from swstation.i18n import N_, _
from swstation.sheets import sheets

COLUMNS = (Column(N_("Register"), 22, grow=1), Column(N_("Entries"), 8, right=True), Column("", 24, grow=3, wide=70))


class RegistersScreen(BaseScreen):
    """The registers, each with the number of its entries."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    TITLE_MSGID = N_("Registers")
    RELOAD_ON = frozenset({"*"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("go.back", "list.find", footer=True)
    HELP_TEXT = N_("Registers without a page of their own stand here; Enter opens one.")

    def body(self) -> ComposeResult:
        yield FilterBar()
        yield RecordTable(COLUMNS)

    def load(self) -> None:
        self.station.go(self._load(), "load-registers", exclusive=True)

    async def _load(self) -> None:
        from swstation.pinyin import match

        counts = await self.station.backend.sheet_counts()
        bar, table = self.query_one(FilterBar), self.query_one(RecordTable)
        listed = [one for one in sheets().values() if not one.own_page]
        found = [one for one in listed if not bar.typed or match(bar.typed, _(one.label)) is not None]
        table.say_empty(_("Nothing fits the filter."))
        table.show(
            [
                Row(
                    one.table,
                    (
                        _(one.label),
                        Cell(f"{counts[one.table]:,}" if counts[one.table] else "", "strong"),
                        Cell(_(one.empty[0]) if one.empty else "", "muted"),
                    ),
                )
                for one in found
            ]
        )
        bar.say_count(len(found))

    @on(FilterBar.Changed)
    def _filtered(self) -> None:
        self.load()

    @on(FilterBar.Left)
    def _to_list(self) -> None:
        self.query_one(RecordTable).focus()

    def action_list_find(self) -> None:
        self.query_one(FilterBar).focus_input()

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.app.push_screen(RegisterScreen(event.key))
