"""A ledger to look at: its tables one after the other, month by month; Enter opens what stands behind a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from screens.actions import bindings
from screens.base import BaseScreen
from screens.dialogs.form_dialog import FormDialog
from screens.reports_written import write_form
from screens.text import clean
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
    HELP_TEXT = N_("F8 turns to the next table, Ctrl+Left and Ctrl+Right to another month, F7 takes any period.")

    def __init__(self, kind: str, label: str, month: date) -> None:
        super().__init__()
        self.kind, self._label = kind, label
        self._month, self._other = month.replace(day=1), ""
        self._at = 0
        self._ledger: Ledger | None = None

    @property
    def title_words(self) -> str:
        return self._label

    def period(self) -> str:
        return self._other or f"{self._month:%Y-%m}"

    def body(self) -> ComposeResult:
        yield Words(id="head")
        yield Section("", id="which")
        yield Vertical(RecordTable(()), id="table")
        yield Words(id="notes")

    def load(self) -> None:
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
        shown = RecordTable(columns_of(table.columns))
        await holder.mount(shown)
        shown.say_empty(_("Nothing of this period stands here."), _("Ctrl+Left goes to the month before."))
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
        notes = self.query_one("#notes", Words)
        notes.display = bool(table.notes)
        notes.say(clean("\n".join(table.notes), 400))

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        table, at = self._table(), int(event.key)
        opens = table.opens[at] if table and at < len(table.opens) else ""
        if opens:
            self.station.open_record(opens)
        else:
            self.notify(_("There is no page for this entry."), timeout=6, markup=False)

    def action_listing_turn(self) -> None:
        self._at += 1
        self.station.go(self._fill(), "load-ledger", exclusive=True)

    def _turn(self, month: date) -> None:
        self._month, self._other = month.replace(day=1), ""
        self.load()

    def action_period_previous(self) -> None:
        self._turn(self._month - timedelta(days=1))

    def action_period_next(self) -> None:
        if self._month < self.station.today.replace(day=1):
            self._turn(self._month + timedelta(days=31))

    def action_listing_period(self) -> None:
        specs = [FieldSpec("period", N_("Period"), required=True, hint=N_("2026, 2026H1, 2026Q3 or 2026-11"))]

        async def save(values: Mapping[str, str]) -> Saved:
            from screens.ports import Saved

            self._ledger = await self.station.backend.ledger(self.kind, values["period"])
            self._other = values["period"].strip()
            return Saved("period", frozenset())

        def taken(saved: Saved | None) -> None:
            if saved is not None:
                self.load()

        self.app.push_screen(FormDialog(self._label, specs, save, values={"period": self.period()}), taken)

    def action_listing_write(self) -> None:
        write_form(self, self.kind, self._label, self.period())


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
