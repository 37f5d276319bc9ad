"""Choose one of many by typing: Chinese, pinyin or initials; Enter takes the line under the bar."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from screens.base import Dialog
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import framed
from screens.widgets.text_input import TextInput
from swstation.i18n import _

if TYPE_CHECKING:
    from screens.ports import Choice

COLUMNS = (Column("", 20, grow=3), Column("", 10, right=True, grow=2))

Search = Callable[[str], Awaitable[Sequence["Choice"]]]


def narrowed(typed: str, choices: Sequence[Choice]) -> list[Choice]:
    """The choices that ``typed`` finds, best first; all of them when nothing is typed.

    A digit that none of them has means the place in the list, as it does in the field that opened it.
    """
    if not typed:
        return list(choices)
    from swstation.pinyin import match

    ranked = []
    for place, choice in enumerate(choices):
        ranks = [
            rank for text in (choice.label, choice.value, choice.remark) if (rank := match(typed, text)) is not None
        ]
        if ranks:
            ranked.append((min(ranks), place, choice))
    if not ranked and len(typed) == 1 and "1" <= typed <= "9":
        return list(choices[int(typed) - 1 : int(typed)])
    return [choice for _rank, _place, choice in sorted(ranked, key=lambda found: found[:2])]


class Picker(Dialog[str]):
    """Dismisses with the value of a ``Choice``, or None. ``search`` finds them while typing; else all are given."""

    DEFAULT_CSS = """
    Picker { align: center top; }
    Picker .dialog { margin-top: 2; }
    Picker Input { background: $tint; }
    Picker RecordTable { height: auto; max-height: 14; min-height: 3; background: $surface; margin-top: 1; }
    Picker RecordTable > .record-table--heading { background: $surface; }
    """

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice] = (),
        *,
        search: Search | None = None,
        placeholder: str = "",
        nothing: str = "",
        typed: str = "",
        columns: Sequence[Column] = COLUMNS,
    ) -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._search = search
        self._placeholder = placeholder
        self._nothing = nothing
        self._columns = columns
        self._typed_first = typed
        self._labels: dict[str, str] = {}

    def label_of(self, value: str) -> str:
        """The words of a choice that was shown."""
        return self._labels.get(value, value)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = framed(self._title)
            box.border_subtitle = _("Enter takes it, Esc leaves")
            yield TextInput(
                self._typed_first,
                placeholder=self._placeholder or _("Chinese, pinyin or initials"),
            )
            yield RecordTable(self._columns, header=False)

    def on_mount(self) -> None:
        table = self.query_one(RecordTable)
        table.can_focus = False
        table.say_empty(self._nothing or _("Nothing found."))
        self.query_one(Input).focus()
        self._narrow(self._typed_first)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._narrow(event.value.strip())

    @property
    def _typed_now(self) -> str:
        return self.query_one(Input).value.strip()

    def _narrow(self, typed: str) -> None:
        if self._search is not None:
            self.station.go(self._find(typed), "pick", exclusive=True)
        else:
            self._show(narrowed(typed, self._choices))

    async def _find(self, typed: str) -> None:
        if self._search is not None:
            self._show(list(await self._search(typed)))

    def _show(self, choices: Sequence[Choice]) -> None:
        table = self.query_one(RecordTable)
        self._labels.update((choice.value, choice.label) for choice in choices)
        table.show([self.row_of(choice) for choice in choices])
        table.action_list_first()

    def row_of(self, choice: Choice) -> Row:
        """How a choice is shown."""
        return Row(choice.value, (choice.label, Cell(choice.remark, "muted")))

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        key = self.query_one(RecordTable).cursor_key
        if key is not None:
            self.dismiss(key)

    @on(RecordTable.Opened)
    def _clicked(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.dismiss(event.key)

    def on_key(self, event: events.Key) -> None:
        table = self.query_one(RecordTable)
        moves = {
            "down": table.action_list_down,
            "up": table.action_list_up,
            "pagedown": table.action_list_page_down,
            "pageup": table.action_list_page_up,
        }
        if event.key in moves:
            event.stop()
            event.prevent_default()
            moves[event.key]()
