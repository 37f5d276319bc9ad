"""A ledger to look at: its tables one after the other, month by month; Enter opens what stands behind a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import ActiveBinding, BindingType
from textual.containers import Vertical

from screens.actions import bindings
from screens.base import BaseScreen
from screens.dialogs.form_dialog import FormDialog
from screens.reports_written import write_form
from screens.text import clean, width
from screens.widgets.cell_table import CellTable
from screens.widgets.fields import FieldSpec
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section, Words
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.ports import Saved
    from screens.ports_listings import Ledger, LedgerColumn, LedgerTable

NARROW = 78
"""Cells of a list on a screen of 80."""
GROWS = 16
"""A column as wide as this shares the room that is left."""
CALLED = 24
"""Cells that words beside figures keep: what a figure is called can be read."""


class ListingScreen(BaseScreen):
    """A ledger of a period."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    DEFAULT_CSS = """
    ListingScreen #head { padding: 1 1 0 1; height: auto; color: $muted; }
    ListingScreen #table { height: 1fr; }
    ListingScreen #notes { padding: 0 1; height: auto; color: $muted; }
    """
    ENTER_LABEL = N_("Open")
    RELOAD_ON = frozenset({"*"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("go.back", "listing.turn", "listing.write", "listing.period", footer=True),
        *bindings("period.previous", "period.next", footer=True),
    ]
    HELP_TEXT = N_(
        "F8 turns to the next table, Ctrl+Left and Ctrl+Right to another period, F7 takes any period. Where figures"
        " stand, left and right choose one and Enter opens the rows behind it."
    )

    def __init__(self, kind: str, label: str, period: str) -> None:
        super().__init__()
        self.kind, self._label = kind, label
        self._period = period
        self._at = 0
        self._ledger: Ledger | None = None

    @property
    def title_words(self) -> str:
        return self._label

    def period(self) -> str:
        return self._period

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        active = super().active_bindings
        if "-" in self._period:
            return active
        words = {"period_previous": _("Period before"), "period_next": _("Period after")}
        return {
            key: one._replace(binding=replace(one.binding, description=words[one.binding.action]))
            if one.binding.action in words
            else one
            for key, one in active.items()
        }

    def body(self) -> ComposeResult:
        yield Words(id="head")
        yield Section("", id="which")
        yield Vertical(RecordTable(()), id="table")
        yield Words(id="notes")

    def load(self) -> None:
        if self._ledger is None:
            self.query_one("#head", Words).say(_("Loading ..."))
        self.station.go(self._load(), "load-ledger", exclusive=True)

    async def _load(self) -> None:
        self._ledger = await self.station.backend.ledger(self.kind, self.period())
        await self._fill()
        self.refresh_top()

    def _table(self) -> LedgerTable | None:
        tables = self._ledger.tables if self._ledger else ()
        return tables[self._at % len(tables)] if tables else None

    async def _fill(self) -> None:
        found, table = self._ledger, self._table()
        if found is None or table is None:
            return
        self.query_one("#head", Words).say(clean("  ".join(found.head), 400))
        self.query_one("#which", Section).say(
            table.title, note=f"{self._at % len(found.tables) + 1}/{len(found.tables)}  {len(table.rows)}"
        )
        holder = self.query_one("#table", Vertical)
        await holder.remove_children()
        shown = self._shown(table)
        await holder.mount(shown)
        before = _("Ctrl+Left goes to the period before.") if self._period else ""
        shown.say_empty(_("Nothing of this period stands here."), before)
        shown.show(
            [
                Row(
                    str(at),
                    tuple(Cell(clean(text, 200), "strong" if place == 1 else "") for place, text in enumerate(row)),
                )
                for at, row in enumerate(table.rows)
            ]
        )
        shown.focus()
        self.refresh_bindings()
        notes = self.query_one("#notes", Words)
        notes.display = bool(table.notes)
        notes.say(clean("\n".join(table.notes), 400))

    def _shown(self, table: LedgerTable) -> RecordTable:
        if not any(table.column_keys):
            return RecordTable(columns_of(table.columns))
        columns = [
            Column(one.label, min(max(one.cells, width(one.label)), GROWS), right=True)
            if key
            else Column(one.label, min(one.cells, CALLED), one.right, int(one.cells >= GROWS))
            for one, key in zip(table.columns, table.column_keys, strict=True)
        ]
        return CellTable(columns, [bool(key) for key in table.column_keys])

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        table, at = self._table(), int(event.key)
        if table is not None and isinstance(event.table, CellTable) and table.row_keys[at]:
            self._open_cell(table, at, event.table.column)
            return
        opens = table.opens[at] if table and at < len(table.opens) else ""
        if opens:
            self.station.open_record(opens)
        else:
            self.notify(_("There is no page for this entry."), timeout=6, markup=False)

    def _open_cell(self, table: LedgerTable, at: int, column: int) -> None:
        from screens.behind import BehindScreen
        from swstation.reports.behind_cells import Asked

        row, value = table.row_keys[at], table.rows[at][column]
        if not row or not value:
            self.notify(_("No figure stands here: the arrows go to one."), timeout=4, markup=False)
            return
        asked = Asked(self.kind, row, table.column_keys[column], table.key, self._period)
        words, unit = called(table, at)
        title = "  ".join([*words, table.columns[column].label])
        self.app.push_screen(BehindScreen(asked, title, f"{value} {unit}".strip()))

    def action_listing_turn(self) -> None:
        self._at += 1
        self.station.go(self._fill(), "load-ledger", exclusive=True)

    def _turn(self, by: int) -> None:
        from swstation.reports.listings import begun, shifted

        new = shifted(self._period, by)
        if begun(new, self.station.today):
            self._period = new
            self.load()

    def action_period_previous(self) -> None:
        self._turn(-1)

    def action_period_next(self) -> None:
        self._turn(1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("period_previous", "period_next", "listing_period"):
            return bool(self._period)  # a list of a day is of today
        return super().check_action(action, parameters)

    def action_listing_period(self) -> None:
        specs = [
            FieldSpec(
                "period", N_("Period"), required=True, hint=N_("2026, 2026H1, 2026Q3 or 2026-11; a week is 2026W47")
            )
        ]

        async def save(values: Mapping[str, str]) -> Saved:
            from screens.ports import Saved

            self._ledger = await self.station.backend.ledger(self.kind, values["period"])
            self._period = values["period"].strip()
            return Saved("period", frozenset())

        def taken(saved: Saved | None) -> None:
            if saved is not None:
                self.load()

        self.app.push_screen(FormDialog(self._label, specs, save, values={"period": self.period()}), taken)

    def action_listing_write(self) -> None:
        write_form(self, self.kind, self._label, self.period())


STEP = "\u3000"
"""What a line that is a part of another is set in by."""


def called(table: LedgerTable, at: int) -> tuple[list[str], str]:
    """What a row of figures is called, the lines it is a part of first; and its unit, where a column says it."""
    units = [place for place, one in enumerate(table.columns) if one.label == _("Unit")]
    words = [place for place, key in enumerate(table.column_keys) if not key and place not in units]
    deep, lines = 1_000, []
    for row in reversed(table.rows[: at + 1]):
        line = [row[place] for place in words if row[place]]
        here = max((len(text) - len(text.lstrip(STEP)) for text in line), default=0)
        if here < deep:
            deep = here
            lines.append([text.strip(STEP) for text in line])
        if not deep:
            break
    unit = next((table.rows[at][place] for place in units), "")
    return [text for line in reversed(lines) for text in line], unit


def columns_of(columns: Sequence[LedgerColumn]) -> list[Column]:
    """The columns of a list: the wide ones share what is left; what does not fit into 80 waits for a wider screen."""
    out: list[Column] = []
    taken = 0
    for one in columns:
        cells = min(one.cells, GROWS)
        taken += cells + 1
        out.append(
            Column(
                one.label, cells, one.right, one.cells // 8 if one.cells >= GROWS else 0, taken if taken > NARROW else 0
            )
        )
    return out
