"""Any register by its sheet: the list with a filter, the form to add and to change, deleting with undo."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.dialogs.form_dialog import FormDialog
from screens.text import clean
from screens.widgets.fields import FieldSpec
from screens.widgets.filter_bar import FilterBar
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Column, Row
from screens.widgets.section import Words
from swstation.i18n import N_, _
from swstation.sheets import Field, sheet

if TYPE_CHECKING:
    from screens.ports import Choice, Saved
    from screens.ports_registers import SheetRow

Where = Mapping[str, str | None]
_FORM_KINDS = {"long": "long", "date": "date", "number": "number", "tenths": "number", "money": "number"}


class RegisterScreen(BaseScreen):
    """The rows of a register, or those that have the values of ``where``; new ones get them, too."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    DEFAULT_CSS = """
    RegisterScreen #about { padding: 1 1 0 1; color: $muted; height: auto; }
    """
    ENTER_LABEL = N_("Change")
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("go.back", "list.find", "sheet.add", "sheet.delete", "sheet.carry", footer=True)
    HELP_TEXT = N_("Enter changes an entry, Insert adds one, F8 deletes it; Ctrl+Z takes that back.")

    def __init__(self, table: str, where: Where | None = None, title: str = "") -> None:
        super().__init__()
        self.sheet = sheet(table)
        self.where = dict(where or {})
        self._title = title
        self._rows: Sequence[SheetRow] = ()
        self.shown_ids: list[str] = []

    @property
    def shown_tables(self) -> frozenset[str]:
        return frozenset({self.sheet.table, *(one.table for one in self.sheet.fields if one.table)})

    @property
    def title_words(self) -> str:
        return _(self.sheet.label)

    def period(self) -> str:
        return clean(self._title, 40)

    def body(self) -> ComposeResult:
        if self.sheet.about:
            yield Words(_(self.sheet.about), id="about")
        yield FilterBar()
        shown = [one for one in self.sheet.columns if one.name not in self.where]
        yield RecordTable([Column(one.label, one.width, one.right, one.grow, one.wide) for one in shown])

    def load(self) -> None:
        self.station.go(self._load(), "load-sheet", exclusive=True)

    async def _load(self) -> None:
        self._rows = await self.station.backend.sheet_rows(self.sheet.table, self.where)
        self._fill()

    def _fill(self) -> None:
        bar, table = self.query_one(FilterBar), self.query_one(RecordTable)
        if bar.typed:
            table.say_empty(_("Nothing fits the filter."), _("Fewer letters find more; initials do: zgf finds 张桂芳."))
        else:
            first = [_(line) for line in self.sheet.empty] or [_("Nothing here yet.")]
            table.say_empty(*first, _("Insert adds the first entry."))
        hidden = {at for at, one in enumerate(self.sheet.columns) if one.name in self.where}
        rows = [row for row in self._rows if _fits(bar.typed, row)]
        self.shown_ids = [row.id for row in rows]
        table.show([Row(row.id, tuple(text for at, text in enumerate(row.cells) if at not in hidden)) for row in rows])
        bar.say_count(len(rows))
        self.land(table)

    @on(FilterBar.Changed)
    def _filtered(self) -> None:
        self._fill()

    @on(FilterBar.Left)
    def _to_list(self) -> None:
        self.query_one(RecordTable).focus()

    def action_list_find(self) -> None:
        self.query_one(FilterBar).focus_input()

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.open_row(event.key)

    def open_row(self, row: str) -> None:
        """What Enter does: the form; a page of its own where a subclass has one."""
        self._ask(row)

    def action_sheet_add(self) -> None:
        self._ask(None)

    def _ask(self, row: str | None) -> None:
        form = register_form(self, self.sheet.table, row, where=self.where, then=self._landed)
        self.station.go(form, "form", exclusive=True)

    def _landed(self, saved: Saved | None) -> None:
        if saved and saved.ids:
            self.landing = saved.ids[0]
            self.load()

    def action_sheet_carry(self) -> None:
        from screens.carrying import carry_form

        carry_form(self, self.sheet, self.where)

    def action_sheet_delete(self) -> None:
        key = self.query_one(RecordTable).cursor_key
        if key is not None:
            self.station.go(self._delete(key), "write", exclusive=True)

    async def _delete(self, key: str) -> None:
        saved = await self.station.backend.delete_sheet_row(self.sheet.table, key)
        self.station.publish(saved)
        self.done_words(saved.words)


def _fits(typed: str, row: SheetRow) -> bool:
    from swstation.pinyin import match

    return not typed or any(match(typed, text) is not None for text in row.cells if text)


Then = Callable[["Saved | None"], None]


async def register_form(
    screen: BaseScreen,
    table: str,
    row: str | None = None,
    *,
    where: Where | None = None,
    values: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    then: Then | None = None,
    only: Sequence[str] = (),
    title: str = "",
    begin: str = "",
) -> None:
    """Ask for a new row of a register, or for another version of ``row``; ``values`` are typed ones to begin with,
    ``labels`` the words of chosen ones among them.

    ``only``: these fields in this order; the others keep what they have. ``title`` (translated) instead of the usual;
    ``begin``: the field to begin in.
    """
    found, fixed = sheet(table), dict(where or {})
    backend = screen.station.backend
    first = await backend.sheet_form(table, row, fixed)
    asked = [found.field(name) for name in only] if only else found.fields
    specs = [await spec_of(screen, one) for one in asked if one is not None and one.name not in fixed]

    async def save(given: Mapping[str, str]) -> Saved:
        return await backend.save_sheet(table, row, given, {} if row is not None else fixed)

    words = _("Change: {what}") if row is not None else _("New: {what}")
    screen.app.push_screen(
        FormDialog(
            title or words.format(what=_(found.one)), specs, save, values={**first.values, **(values or {})},
            labels={**first.labels, **(labels or {})}, name=".".join(("sheet", table, *only[:1])), row=row, begin=begin,
        ),
        then,
    )  # fmt: skip


async def spec_of(screen: BaseScreen, one: Field) -> FieldSpec:
    """A field of a sheet as a form takes it."""
    from screens.ports import Choice

    backend = screen.station.backend
    choices: Sequence[Choice] = ()
    search: Callable[[str], Awaitable[Sequence[Choice]]] | None = None
    kind = "choice"
    if one.kind == "choice":
        choices = await backend.sheet_list(one.choices)
    elif one.kind == "yesno":
        choices = [Choice("yes", _("yes")), Choice("no", _("no"))]
    elif one.kind == "measure":
        choices = [Choice("class_hour", _("class hours")), Choice("hour", _("hours"))]
    elif one.kind in ("row", "unit"):
        search = _search(screen, one.table if one.kind == "row" else "unit")
    else:
        kind = _FORM_KINDS.get(one.kind, "text")
    return FieldSpec(one.name, one.label, kind, one.required, one.hint, choices, search)


def _search(screen: BaseScreen, table: str) -> Callable[[str], Awaitable[Sequence[Choice]]]:
    async def found(typed: str) -> Sequence[Choice]:
        return await screen.station.backend.sheet_choices(table, typed)

    return found
