"""One household: its members with their relation to the head, its categories; visits are counted by it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from screens.actions import bindings
from screens.base import BaseScreen
from screens.days import day_words
from screens.dialogs.form_dialog import FormDialog
from screens.dialogs.picker import Picker
from screens.text import clean
from screens.widgets.facts import Facts
from screens.widgets.fields import FieldSpec
from screens.widgets.filter_bar import FilterBar
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section, Words
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from screens.ports import Saved
    from screens.ports_households import HouseholdPage, Member

MEMBERS = (
    Column(N_("Name"), 10, grow=1),
    Column(N_("Relation"), 10, grow=1),
    Column(N_("Gender"), 6),
    Column(N_("Age"), 4, right=True),
    Column(N_("Last service"), 12),
)
HOUSEHOLDS = (
    Column(N_("Head"), 10, grow=1),
    Column(N_("No."), 8),
    Column(N_("Village"), 14, grow=1),
    Column(N_("Members"), 6, right=True),
    Column(N_("Categories"), 16, grow=2),
)


class HouseholdScreen(BaseScreen):
    """The page of one household. Enter opens a member's file."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    DEFAULT_CSS = """
    HouseholdScreen #name, HouseholdScreen #categories { padding: 1 1 0 1; height: auto; }
    """
    TITLE_MSGID = N_("Household")
    RELOAD_ON = frozenset({"household", "client", "client_category", "log_client"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS: ClassVar = bindings(
        "go.back", "household.join", "household.edit", "household.category", "household.leave", footer=True
    )
    HELP_TEXT = N_("Insert puts somebody into the household, F8 takes the one under the bar out of it.")

    def __init__(self, household_id: str) -> None:
        super().__init__()
        self.household_id = household_id
        self._page: HouseholdPage | None = None

    def body(self) -> ComposeResult:
        yield Words(id="name")
        yield Facts()
        yield Words(id="categories")
        yield Section(_("Members"))
        yield RecordTable(MEMBERS)

    def load(self) -> None:
        self.station.go(self._load(), "load-household", exclusive=True)

    async def _load(self) -> None:
        page = self._page = await self.station.backend.household_page(self.household_id, self.station.today)
        self.query_one("#name", Words).say(
            Content.assemble((clean(page.name), "bold"), "  ", (_("Household"), "$muted"))
        )
        self.query_one(Facts).show(page.facts)
        words = "  ".join(clean(one) for _row, one in page.categories) or _("No category: F7 adds one.")
        self.query_one("#categories", Words).say(words)
        table = self.query_one(RecordTable)
        table.say_empty(_("Nobody is in this household yet."), _("Insert puts somebody into it."))
        table.show([self._row(one) for one in page.members])
        number = ngettext("{n} member", "{n} members", len(page.members)).format(n=len(page.members))
        self.query_one(Section).say(note=number)
        self.land(table)

    def _row(self, one: Member) -> Row:
        last = day_words(one.last_met, self.station.today) if one.last_met else _("never")
        tone = "muted" if one.ended else "strong"
        age = "" if one.age is None else str(one.age)
        return Row(one.id, (Cell(one.name, tone), one.relation, Cell(one.gender, "muted"), age, Cell(last, "muted")))

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.station.open_record(f"client/{event.key}")

    def action_household_join(self) -> None:
        backend = self.station.backend
        specs = [
            FieldSpec("client", N_("Client"), "choice", required=True, search=backend.find_clients),
            FieldSpec("relation", N_("Relation"), hint=N_("to the head: spouse, child ...")),
        ]

        async def save(given: Mapping[str, str]) -> Saved:
            return await backend.join_household(given["client"], self.household_id, given["relation"])

        self.app.push_screen(FormDialog(_("Into the household"), specs, save))

    def action_household_edit(self) -> None:
        self.station.go(self._edit(), "form", exclusive=True)

    async def _edit(self) -> None:
        from screens.ports import Choice

        backend, page = self.station.backend, self._page
        people = [Choice(one.id, one.name) for one in page.members] if page else []
        specs = [
            FieldSpec("head", N_("Head"), "choice", choices=people),
            FieldSpec("number", N_("Household number")),
            FieldSpec("village", N_("Village"), "choice", choices=await backend.village_choices()),
            FieldSpec("address", N_("Address")),
        ]

        async def save(given: Mapping[str, str]) -> Saved:
            return await backend.save_household(self.household_id, given)

        values = await backend.household_form(self.household_id)
        dialog = FormDialog(_("Household"), specs, save, values=values, name="household", row=self.household_id)
        self.app.push_screen(dialog)

    def action_household_category(self) -> None:
        self.station.go(self._category(), "form", exclusive=True)

    async def _category(self) -> None:
        from screens.ports import Choice

        backend = self.station.backend
        held = dict(self._page.categories) if self._page else {}
        choices = [Choice(f"end/{row}", _("End: {what}").format(what=words)) for row, words in held.items()]
        choices += list(await backend.categories())

        def chosen(code: str | None) -> None:
            if code is not None:
                self.station.go(self._set_category(code), "write", exclusive=True)

        self.app.push_screen(Picker(_("Category of the household"), choices), chosen)

    async def _set_category(self, code: str) -> None:
        backend, today = self.station.backend, self.station.today
        kind, slash, row = code.partition("/")
        if slash and kind == "end":
            saved = await backend.end_household_category(self.household_id, row, today)
        else:
            saved = await backend.add_household_category(self.household_id, code, today)
        self.station.publish(saved)
        self.done_words(saved.words)

    def action_household_leave(self) -> None:
        key = self.query_one(RecordTable).cursor_key
        if key is not None:
            self.station.go(self._leave(key), "write", exclusive=True)

    async def _leave(self, key: str) -> None:
        saved = await self.station.backend.leave_household(key)
        self.station.publish(saved)
        self.done_words(saved.words)


class HouseholdsScreen(BaseScreen):
    """The households; Enter opens one."""

    TITLE_MSGID = N_("Households")
    RELOAD_ON = frozenset({"household", "client", "client_category"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS: ClassVar = bindings("go.back", "list.find", "sheet.add", footer=True)
    HELP_TEXT = N_("Find a household by its head, number or village; Insert makes one of a client.")

    def body(self) -> ComposeResult:
        yield FilterBar()
        yield RecordTable(HOUSEHOLDS)

    def load(self) -> None:
        self.station.go(self._load(), "load-households", exclusive=True)

    async def _load(self) -> None:
        bar, table = self.query_one(FilterBar), self.query_one(RecordTable)
        found = await self.station.backend.households(bar.typed)
        table.say_empty(_("No household yet."), _("Insert makes one: choose its head."))
        table.show(
            [
                Row(
                    one.id,
                    (
                        Cell(one.name, "strong"), Cell(one.number, "muted"), one.place, str(one.members),
                        one.categories,
                    ),
                )
                for one in found
            ]
        )  # fmt: skip
        bar.say_count(len(found))
        self.land(table)

    @on(FilterBar.Changed)
    def _filtered(self) -> None:
        self.load()

    @on(FilterBar.Left)
    def _to_list(self) -> None:
        self.query_one(RecordTable).focus()

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.app.push_screen(HouseholdScreen(event.key))

    def action_list_find(self) -> None:
        self.query_one(FilterBar).focus_input()

    def action_sheet_add(self) -> None:
        backend = self.station.backend
        spec = FieldSpec("head", N_("Head"), "choice", required=True, search=backend.find_clients)

        async def save(given: Mapping[str, str]) -> Saved:
            return await backend.save_household(None, given)

        def landed(saved: Saved | None) -> None:
            if saved and saved.ids:
                self.landing = saved.ids[0]
                self.load()

        self.app.push_screen(FormDialog(_("New household"), [spec], save), landed)
