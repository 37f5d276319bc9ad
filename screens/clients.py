"""The people served: find one by name, initials or village; open the file; open a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.client_forms import client_form
from screens.days import day_words
from screens.widgets.filter_bar import FilterBar
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screens.ports import ClientRow, Saved

COLUMNS = (
    Column(N_("Name"), 10, grow=1),
    Column(N_("Gender"), 6),
    Column(N_("Age"), 4, right=True),
    Column(N_("Village"), 12, grow=1),
    Column(N_("Categories"), 16, grow=3),
    Column(N_("Phone"), 12, wide=90),
    Column(N_("Last service"), 12),
)


STATION = Column(N_("Station"), 12, grow=2)
"""Whose file it is: only where stations are below."""


def columns(*, collects: bool) -> tuple[Column, ...]:
    """The columns of the list. With the station there is no room for the gender at 80 cells."""
    if not collects:
        return COLUMNS
    name, gender, age, village, *rest = COLUMNS
    return (name, STATION, gender._replace(wide=100), age, village, *rest)


class ClientsScreen(BaseScreen):
    """The list of clients, read a page at a time."""

    TITLE_MSGID = N_("Clients")
    RELOAD_ON = frozenset({"client", "client_category", "household", "service_log", "log_client"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("list.find", "client.add", "client.edit", "plan.list", "household.list", "ledger.import")
    HELP_TEXT = N_(
        "Type part of a name, the initials or the village into the filter. Enter opens the file. "
        "Space marks; Ctrl+N then writes one line for all who are marked."
    )

    def body(self) -> ComposeResult:
        yield FilterBar()
        yield RecordTable(columns(collects=self._collects), markable=True)

    @property
    def _collects(self) -> bool:
        return bool(self.station.session and self.station.session.collects)

    def load(self) -> None:
        self.station.go(self._load(), "load-clients", exclusive=True)

    async def _load(self) -> None:
        bar, table = self.query_one(FilterBar), self.query_one(RecordTable)
        typed, backend = bar.typed, self.station.backend
        count = await backend.client_count(typed)
        if typed:
            table.say_empty(_("Nobody fits the filter."), _("Fewer letters find more; initials do: zgf finds 张桂芳."))
        else:
            table.say_empty(
                _("No client yet."),
                _("Insert adds one: only the name is required."),
                _("F9 brings in a whole ledger, xlsx or csv."),
            )

        async def fetch(offset: int, limit: int) -> Sequence[Row]:
            return [self._row(client) for client in await backend.client_window(typed, offset, limit)]

        if count <= 200:
            table.show(await fetch(0, count) if count else ())
        else:
            table.show_paged(count, fetch)
        bar.say_count(count)
        self.land(table)

    def _row(self, client: ClientRow) -> Row:
        last = (
            Cell(day_words(client.last_service, self.station.today), "muted")
            if client.last_service
            else Cell(_("never"), "muted")
        )
        age = "" if client.age is None else str(client.age)
        categories: str | Cell = client.categories
        if client.station and not self._collects:
            categories = Cell(_("handed over to {unit}").format(unit=client.station), "caution")
        return Row(
            client.id,
            (
                client.name,
                *([client.station] if self._collects else []),
                Cell(client.gender, "muted"),
                age,
                client.village,
                categories,
                Cell(client.phone, "muted"),
                last,
            ),
        )

    def marked_clients(self) -> Sequence[str]:
        """Those whom the quick line is for when it is opened here."""
        return self.query_one(RecordTable).marked

    @on(FilterBar.Changed)
    def _filtered(self) -> None:
        self.load()

    @on(FilterBar.Left)
    def _to_list(self) -> None:
        self.query_one(RecordTable).focus()

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        self.station.open_record(f"client/{event.key}")

    def action_list_find(self) -> None:
        self.query_one(FilterBar).focus_input()

    def action_client_add(self) -> None:
        self.station.go(client_form(self, None, self._landed), "form", exclusive=True)

    def action_client_edit(self) -> None:
        key = self.query_one(RecordTable).cursor_key
        if key is not None:
            self.station.go(client_form(self, key, self._landed), "form", exclusive=True)

    def action_household_list(self) -> None:
        from screens.household_page import HouseholdsScreen

        self.app.push_screen(HouseholdsScreen())

    def action_surge_list(self) -> None:
        from screens.surges import SurgesScreen

        self.app.push_screen(SurgesScreen())

    def action_plan_list(self) -> None:
        from screens.plans import PlansScreen

        self.app.push_screen(PlansScreen())

    def _landed(self, saved: Saved | None) -> None:
        if saved and saved.ids:
            self.landing = saved.ids[0]
            self.load()
