"""Project library and reviews, honours and good cases, demonstration sites, micro-projects: all on one page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.projects import TABLES
from screens.register_page import RegisterScreen, register_form
from screens.text import clean
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from swstation.i18n import N_, _
from swstation.operations.library import REGISTERS, SECTIONS

if TYPE_CHECKING:
    from screens.ports import Saved
    from swstation.operations.library import LibraryLine

COLUMNS = (
    Column(N_("Date"), 10),
    Column(N_("Title"), 20, grow=3),
    Column(N_("State"), 8),
    Column(N_("About it"), 24, grow=3),
)


class LibraryScreen(BaseScreen):
    """A section for each. Insert adds to the one under the bar, F7 lists its register."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    TITLE_MSGID = N_("Library and honours")
    RELOAD_ON = TABLES | {"honour", "demonstration_site"}
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("go.back", "library.add", "library.list", footer=True)
    HELP_TEXT = N_(
        "The library that decides budget and continuation, with its reviews; and the library of excellent projects,"
        " from which purchases may prefer. An entry marked ! still owes something."
    )

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[LibraryLine] = ()

    def body(self) -> ComposeResult:
        yield RecordTable(COLUMNS)

    def load(self) -> None:
        self.station.go(self._load(), "load-library", exclusive=True)

    async def _load(self) -> None:
        self._lines = await self.station.backend.library(self.station.today)
        table = self.query_one(RecordTable)
        rows: list[Row] = []
        for section, label in SECTIONS.items():
            found = [(place, one) for place, one in enumerate(self._lines) if one.section == section]
            rows.append(Row(f"#{section}", (f"{_(label)}  {len(found)}",), heading=True))
            rows += [_row(place, one) for place, one in found]
            if not found:  # an empty section can be stood on, so that Insert adds to it
                words = _("Nothing here yet: Insert.")
                rows.append(Row(f"+{section}", ("", Cell(words, "muted"))))
        table.show(rows)

    @property
    def _section(self) -> str:
        key = self.query_one(RecordTable).cursor_key or ""
        if key.startswith("+"):
            return key[1:]
        return self._lines[int(key)].section if key.isdigit() else next(iter(SECTIONS))

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        from screens.project_page import ProjectScreen

        event.stop()
        if event.key.startswith("+"):
            self.action_library_add()
            return
        one = self._lines[int(event.key)]
        if one.table == "project":
            self.app.push_screen(ProjectScreen(one.row))
        else:
            self.station.go(register_form(self, one.table, one.row, then=self._landed), "form", exclusive=True)

    def action_library_add(self) -> None:
        table, where = REGISTERS[self._section]
        form = register_form(self, table, where=where, then=self._landed)
        self.station.go(form, "form", exclusive=True)

    def action_library_list(self) -> None:
        section = self._section
        table, where = REGISTERS[section]
        self.app.push_screen(RegisterScreen(table, where, _(SECTIONS[section]) if where else ""))

    def _landed(self, saved: Saved | None) -> None:
        if saved:
            self.load()


def _row(place: int, one: LibraryLine) -> Row:
    about = Cell(clean(f"! {one.owes}  {one.about}"), "caution") if one.owes else Cell(clean(one.about), "muted")
    return Row(str(place), (one.on, Cell(clean(one.title), "strong"), one.state, about))
