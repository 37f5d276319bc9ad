"""Open conflicts: who wrote what, where and when, side by side; a digit or Enter says which value holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from screens.actions import bindings
from screens.base import BaseScreen
from screens.dialogs.picker import Picker
from screens.text import clean, fit
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from screens.ports import Conflict, ConflictValue, Saved

COLUMNS = (
    Column(N_("Register"), 10),
    Column(N_("Whose"), 12, grow=2),
    Column(N_("Where they differ"), 12, grow=2),
    Column(N_("Cause"), 14),
    Column(N_("How many"), 8, right=True),
    Column(N_("Last written"), 16, wide=100),
)
MOST_VALUES = 4
"""Values beside each other; more are in the list that Enter opens."""


class Beside(Widget):
    """The values of one conflict in columns."""

    DEFAULT_CSS = """
    Beside { height: auto; min-height: 4; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._conflict: Conflict | None = None

    def show(self, conflict: Conflict | None) -> None:
        """Put these values beside each other."""
        self._conflict = conflict
        self.refresh(layout=True)

    def render(self) -> Content:
        if self._conflict is None:
            return Content("")
        values = self._conflict.values[:MOST_VALUES]
        cells = max(12, ((self.size.width or 78) - 2) // max(1, len(values)) - 1)
        height = 3 + max((len(value.facts) for value in values), default=0)
        columns = [_column(number, value) for number, value in enumerate(values, start=1)]
        lines = []
        for line in range(height):
            pieces: list[tuple[str, str]] = []
            for column in columns:
                text, tone = column[line] if line < len(column) else ("", "")
                pieces += [(fit(text, cells), tone), (" ", "")]
            lines.append(Content.assemble(*pieces))
        if self._conflict.base:
            facts = "，".join(f"{clean(fact.label)}  {clean(fact.value)}" for fact in self._conflict.base)
            lines.append(Content.assemble((f"   {_('before')}  {facts}", "$muted")))
        return Content("\n").join(lines)


def _column(number: int, value: ConflictValue) -> list[tuple[str, str]]:
    return [
        (f"{number}  {clean(value.by)}  {value.tag}", "bold $primary"),
        (f"   {clean(value.station)}", "$muted"),
        (f"   {value.at}", "$muted"),
        *((f"   {clean(fact.label)}  {clean(fact.value)}", "$foreground") for fact in value.facts),
    ]


class ConflictsScreen(BaseScreen):
    """Settling one is a record of its own: it travels, and is settled once everywhere."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    TITLE_MSGID = N_("Conflicts")
    ENTER_LABEL = N_("Choose the value")
    ENTER_DECIDES = True
    RELOAD_ON = frozenset({"*"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("go.back", "mask.reveal", footer=False),
        *bindings("conflict.alike", "conflict.type", "conflict.settled", footer=True),
    ]
    HELP_TEXT = N_(
        "Enter or a digit says which value holds. It is settled for every station, and Ctrl+Z takes it back."
    )

    def __init__(self) -> None:
        super().__init__()
        self._conflicts: dict[str, Conflict] = {}
        self._settled_ones = False

    def period(self) -> str:
        return _("settled") if self._settled_ones else ""

    def body(self) -> ComposeResult:
        yield RecordTable(COLUMNS)
        yield Section(_("Values"))
        yield Beside()

    def load(self) -> None:
        self.station.go(self._load(), "load-conflicts", exclusive=True)

    async def _load(self) -> None:
        backend = self.station.backend
        found = await (backend.settled_conflicts() if self._settled_ones else backend.conflicts())
        self._conflicts = {one.id: one for one in found}
        table = self.query_one(RecordTable)
        if self._settled_ones:
            table.say_empty(_("No conflict was settled yet."))
        else:
            table.say_empty(
                _("No conflict is open."),
                _(
                    "Where two people write into the same field without having seen each other's, both values wait"
                    " here."
                ),
            )
        table.show([self._row(one) for one in found])
        self.refresh_top()
        self._draw()

    def _row(self, one: Conflict) -> Row:
        last = max((value.at for value in one.values), default="")
        tone = "muted" if one.settled else "caution"
        number = Cell(str(len(one.values)), tone)
        return Row(
            one.id,
            (
                Cell(one.what, "muted"),
                Cell(one.who, "strong"),
                one.about,
                Cell(one.cause, "muted"),
                number,
                Cell(last, "muted"),
            ),
        )

    @property
    def _here(self) -> Conflict | None:
        return self._conflicts.get(self.query_one(RecordTable).cursor_key or "")

    @property
    def _open_here(self) -> Conflict | None:
        return None if self._settled_ones else self._here

    def _draw(self) -> None:
        here = self._here
        self.query_one(Beside).show(here)
        more = len(here.values) - MOST_VALUES if here else 0
        note = ngettext("and {n} more: Enter shows it", "and {n} more: Enter shows them", more).format(n=more)
        section = self.query_one(Section)
        section.say(note=note if more > 0 else "")
        section.display = self._here is not None

    @on(RecordTable.Moved)
    def _moved(self, event: RecordTable.Moved) -> None:
        event.stop()
        self._draw()

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        from screens.ports import Choice

        event.stop()
        here = self._open_here
        if here is None:
            return
        choices = [
            Choice(
                value.op,
                "，".join(f"{fact.label} {fact.value}" for fact in value.facts),
                f"{value.by}  {value.at}",
            )
            for value in here.values
        ]

        def chosen(op: str | None) -> None:
            if op is not None:
                self._settle(here, op)

        self.app.push_screen(Picker(_("Which value holds?"), choices), chosen)

    def on_key(self, event: events.Key) -> None:
        digit, here = event.character or "", self._open_here
        if here is not None and digit.isdecimal() and 0 < int(digit) <= min(MOST_VALUES, len(here.values)):
            event.stop()
            event.prevent_default()
            self._settle(here, here.values[int(digit) - 1].op)

    def _settle(self, conflict: Conflict, op: str) -> None:
        self.station.go(self._settled(conflict, op), "write")

    async def _settled(self, conflict: Conflict, op: str) -> None:
        saved = await self.station.backend.settle(conflict.id, op)
        self.station.publish(saved)
        self.done_words(_("Settled."))
        await self._load()

    # Many at once, a third value, what was settled

    def action_conflict_settled(self) -> None:
        self._settled_ones = not self._settled_ones
        self.load()

    def action_conflict_alike(self) -> None:
        if (here := self._open_here) is not None:
            self.station.go(self._ask_rule(here), "alike", exclusive=True)

    async def _ask_rule(self, conflict: Conflict) -> None:
        choices = await self.station.backend.alike(conflict.id)
        if not choices:
            self.notify(_("No rule decides these: settle them one by one."), timeout=5, markup=False)
            return

        def chosen(rule: str | None) -> None:
            if rule is not None:
                self.station.go(self._settle_all(conflict, rule), "write")

        self.app.push_screen(Picker(_("Which value holds in all that are alike?"), choices), chosen)

    async def _settle_all(self, conflict: Conflict, rule: str) -> None:
        saved = await self.station.backend.settle_alike(conflict.id, rule)
        self.station.publish(saved)
        self.done_words(saved.words)

    def action_conflict_type(self) -> None:
        from screens.dialogs.form_dialog import FormDialog
        from screens.widgets.fields import FieldSpec
        from swstation.messages.fields import FIELDS

        here = self._open_here
        facts = [fact for fact in here.values[0].facts if fact.field in FIELDS] if here is not None else []
        if here is None or not facts:
            self.notify(_("Here one of the two can only be taken."), timeout=3, markup=False)
            return
        specs = [FieldSpec(fact.field, FIELDS[fact.field]) for fact in facts]

        async def save(values: Mapping[str, str]) -> Saved:
            typed = {field: value for field, value in values.items() if value}
            return await self.station.backend.settle_typed(here.id, typed)

        about = _("A field left empty keeps what is shown now.")
        self.app.push_screen(FormDialog(_("Type a value"), specs, save, about=about))

    def action_mask_reveal(self) -> None:
        here = self._open_here
        if here is not None and any(fact.masked for value in here.values for fact in value.facts):
            self.station.go(self._reveal(here.id), "reveal")
        else:
            self.notify(_("Nothing is masked here."), timeout=3, markup=False)

    async def _reveal(self, conflict: str) -> None:
        self._conflicts[conflict] = await self.station.backend.reveal_conflict(conflict)
        self._draw()
