"""The two kinds of step the first start is made of: choose a line, or fill in a line or two."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from screens.widgets.form import Form
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Words, framed
from screens.widgets.text_input import TextInput

if TYPE_CHECKING:
    from datetime import date

    from screens.ports import Choice
    from screens.widgets.fields import FieldSpec


class Step(Vertical):
    """One question. Posts ``Answered`` with a value or with the values of a form."""

    @dataclass
    class Answered(Message):
        """The question is answered."""

        value: str
        values: Mapping[str, str]

    def __init__(self, title: str, about: str) -> None:
        super().__init__(classes="dialog step")
        self.border_title = framed(title)
        self._about = about

    def begin(self) -> None:
        """Put the focus where the answer goes."""

    def typed(self) -> Mapping[str, str]:
        """What was typed so far, for when one comes back here."""
        return {}


COLUMNS = (Column("", 22, grow=2), Column("", 20, grow=3))


class ChooseStep(Step):
    """Choose a line; with ``search`` the lines are found by typing."""

    def __init__(
        self,
        title: str,
        about: str,
        choices: Sequence[Choice] = (),
        *,
        search: Callable[[str], Awaitable[Sequence[Choice]]] | None = None,
        placeholder: str = "",
        nothing: str = "",
        unfound: str = "",
        value: str = "",
        typed: str = "",
        columns: Sequence[Column] = COLUMNS,
        find: Callable[[Callable[[], Awaitable[None]]], None] | None = None,
    ) -> None:
        super().__init__(title, about)
        self._choices = choices
        self._search = search
        self._placeholder = placeholder
        self._nothing = nothing
        self._unfound = unfound
        self._value = value
        self._typed_first = typed
        self._finding = False
        self._entered_early = False
        self._columns = columns
        self._find = find

    def compose(self) -> ComposeResult:
        yield Words(self._about, classes="muted about")
        if self._search is not None:
            yield TextInput(self._typed_first, placeholder=self._placeholder)
        yield RecordTable(self._columns, header=False)

    def on_mount(self) -> None:
        table = self.query_one(RecordTable)
        table.can_focus = self._search is None
        table.say_empty(self._nothing)
        self._show(self._choices)
        if self._value:
            table.go_to(self._value)
        if self._typed_first.strip():
            self._look(self._typed_first.strip())

    def begin(self) -> None:
        if self._search is None:
            self.query_one(RecordTable).focus()
            return
        field = self.query_one(Input)
        field.focus()
        field.select_all()  # what was typed before is taken as it is, or typed over

    def _show(self, choices: Sequence[Choice]) -> None:
        table = self.query_one(RecordTable)
        table.show([Row(choice.value, (choice.label, Cell(choice.remark, "muted"))) for choice in choices])

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._look(event.value.strip())

    def _look(self, typed: str) -> None:
        if self._search is None or self._find is None:
            return
        search = self._search

        async def find() -> None:
            found = await search(typed) if typed else ()
            table = self.query_one(RecordTable)
            table.say_empty(self._unfound if typed else self._nothing)
            self._show(found)
            table.action_list_first()
            if self._value and typed == self._typed_first.strip():
                table.go_to(self._value)
            self._finding = False
            if self._entered_early:
                self._entered_early = False
                self._answer()

        self._finding = True
        self._find(find)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if self._finding:  # Enter came before the places of what was typed: it means the first of them
            self._entered_early = True
        else:
            self._answer()

    def _answer(self) -> None:
        key = self.query_one(RecordTable).cursor_key
        if key is not None:
            self.post_message(self.Answered(key, self.typed()))

    def typed(self) -> Mapping[str, str]:
        return {"typed": self.query_one(Input).value} if self._search is not None else {}

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.post_message(self.Answered(event.key, self.typed()))

    def on_key(self, event: events.Key) -> None:
        if self._search is None:
            return
        table = self.query_one(RecordTable)
        moves = {
            "down": table.action_list_down,
            "up": table.action_list_up,
            "pagedown": table.action_list_page_down,
            "pageup": table.action_list_page_up,
        }
        if event.key in moves:
            event.stop()
            moves[event.key]()


class FillStep(Step):
    """Fill in a line or two."""

    def __init__(
        self, title: str, about: str, specs: Sequence[FieldSpec], today: date, values: Mapping[str, str]
    ) -> None:
        super().__init__(title, about)
        self._specs = specs
        self._today = today
        self._values = values

    def compose(self) -> ComposeResult:
        yield Words(self._about, classes="muted about")
        yield Form(self._specs, self._values, today=self._today)

    def begin(self) -> None:
        self.query_one(Form).focus_first()

    def typed(self) -> Mapping[str, str]:
        return self.query_one(Form).values

    @on(Form.Finished)
    def _finished(self, event: Form.Finished) -> None:
        event.stop()
        values = self.query_one(Form).check()
        if values is not None:
            self.post_message(self.Answered("", values))
