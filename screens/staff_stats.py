"""The workforce in figures, certificate holders beside everybody, and the lists of people to write out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.dialogs.form_dialog import FormDialog
from screens.files import path_of
from screens.widgets.cell_table import CellTable
from screens.widgets.fields import FieldSpec
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Words
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from screens.ports import Saved
    from screens.ports_people import WorkforceCell

COLUMNS = (
    Column(N_("Kind"), 20, grow=2),
    Column(N_("People"), 8, right=True),
    Column(N_("Holders"), 8, right=True),
    Column(N_("Share"), 8, right=True),
)


KEYS = ("", "people", "holders", "")
"""What each column is to the people behind it."""


class StatsScreen(BaseScreen):
    """The figures of the day, dimension by dimension."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    TITLE_MSGID = N_("Workforce")
    ENTER_LABEL = N_("Behind it")
    RELOAD_ON = frozenset({"staff", "certificate", "registration", "unit"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("go.back", "stats.write", footer=True)
    HELP_TEXT = N_("Holders are those of the people who hold a national certificate; a local level does not count.")

    def __init__(self) -> None:
        super().__init__()
        self._cells: Sequence[WorkforceCell] = ()

    def body(self) -> ComposeResult:
        yield Words(id="what")
        yield CellTable(COLUMNS, [bool(key) for key in KEYS])

    def load(self) -> None:
        self.station.go(self._load(), "load-stats", exclusive=True)

    async def _load(self) -> None:
        found = await self.station.backend.workforce(self.station.today)
        self._cells = found.cells
        self.query_one("#what", Words).say("\n".join(found.head))
        table = self.query_one(RecordTable)
        table.say_empty(_("Nobody is on the roster yet."), _("Insert adds the first one."))
        rows, last = [], ""
        for at, cell in enumerate(found.cells):
            if cell.dimension != last:
                rows.append(Row(f"h{at}", (cell.dimension,), heading=True))
                last = cell.dimension
            share = f"{cell.people * 100 / max(1, found.people):.1f}%"
            rows.append(
                Row(f"{at}", (cell.label, Cell(str(cell.people), "strong"), Cell(str(cell.holders), "muted"),
                              Cell(share, "muted")))
            )  # fmt: skip
        table.show(rows)

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        from screens.behind import BehindScreen
        from swstation.reports.behind_cells import Asked

        event.stop()
        cell, place = self._cells[int(event.key)], self.query_one(CellTable).column
        title = f"{cell.dimension}  {cell.label}  {_(COLUMNS[place].label)}"
        amount = str(cell.people if KEYS[place] == "people" else cell.holders)
        self.app.push_screen(BehindScreen(Asked("workforce", cell.key, KEYS[place]), title, amount))

    def action_stats_write(self) -> None:
        from screens.ports import Choice
        from swstation.reports.listings import LISTINGS, OF_PEOPLE

        kinds = [Choice(kind, _(LISTINGS[kind][0])) for kind in OF_PEOPLE]
        forms = [Choice(form, form) for form in ("xlsx", "csv", "html")]
        yes_no = [Choice("no", _("no")), Choice("yes", _("yes"))]
        specs = [
            FieldSpec("kind", N_("List"), "choice", required=True, choices=kinds),
            FieldSpec("form", N_("Format"), "choice", required=True, choices=forms),
            FieldSpec("folder", N_("Folder"), required=True),
            FieldSpec("numbers", N_("Identity numbers"), "choice", choices=yes_no, hint=N_("in full: it is audited")),
        ]

        async def save(given: Mapping[str, str]) -> Saved:
            from screens.ports import Saved

            label = next(one.label for one in kinds if one.value == given["kind"])
            file = path_of(given["folder"]) / f"{label}-{self.station.today.isoformat()}.{given['form']}"
            rows = await self.station.backend.write_listing(given["kind"], file, given.get("numbers") == "yes")
            words = ngettext("{n} row written: {file}", "{n} rows written: {file}", rows).format(n=rows, file=file)
            self.notify(words, timeout=10, markup=False)
            return Saved("report", frozenset())

        values = {"kind": "certificate-roster", "form": "xlsx", "folder": str(Path.home()), "numbers": "no"}
        self.app.push_screen(FormDialog(_("Write a list"), specs, save, values=values))
