"""The fields a form is made of, and the one-line chooser among them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from db.errors import Refusal
from screens.days import parse_day
from screens.text import clean
from swstation.i18n import _, listed

if TYPE_CHECKING:
    from screens.ports import Choice

SEEN = "_seen"
"""Among a form's values: what the row was like when they were read, as the backend says it. Given back with them."""
SEPARATOR = "\n"
"""Between the values of a field that takes several."""


class FieldSpec(NamedTuple):
    """A field: ``label`` and ``hint`` are msgids. ``kind``: text, long, date, number, secret, choice or several.

    ``choices`` or ``search`` belong to the last two; ``check`` raises ``Refusal`` for a value it does not take.
    """

    key: str
    label: str
    kind: str = "text"
    required: bool = False
    hint: str = ""
    choices: Sequence[Choice] = ()
    search: Callable[[str], Awaitable[Sequence[Choice]]] | None = None
    check: Callable[[str], object] | None = None


def checked(spec: FieldSpec, value: str, today: date) -> str:
    """The value as it is handed on; dates as ISO. Raises ``Refusal`` with the field's key."""
    value = value.strip()
    if not value:
        if spec.required:
            raise Refusal("form.required", field=spec.key)
        return ""
    if spec.kind == "date":
        value = parse_day(value, today, spec.key).isoformat()
    if spec.check is not None:
        spec.check(value)
    return value


class ChoiceField(Widget, can_focus=True):
    """One line that shows what is chosen. Enter or a letter opens the list, a digit takes one of the first nine."""

    @dataclass
    class Chosen(Message):
        """Something else is chosen."""

        field: ChoiceField

        @property
        def control(self) -> ChoiceField:
            return self.field

    def __init__(self, spec: FieldSpec, value: str = "", labels: dict[str, str] | None = None) -> None:
        super().__init__(id=f"field-{spec.key}")
        self.spec = spec
        self.value = value
        self._labels = {choice.value: choice.label for choice in spec.choices} | (labels or {})

    def render(self) -> Content:
        if self.value:
            words = listed(clean(self._labels.get(value, value)) for value in self.value.split(SEPARATOR))
            return Content(words)
        return Content.styled(_("Enter chooses"), "$cursor-text" if self.has_focus else "$muted")

    def take(self, value: str, label: str = "") -> None:
        """Choose ``value``; where several may be, add it, or leave it out if it was there."""
        if label:
            self._labels[value] = label
        if self.spec.kind == "several":
            there = [one for one in self.value.split(SEPARATOR) if one]
            there = [one for one in there if one != value] if value in there else [*there, value]
            self.value = SEPARATOR.join(there)
        else:
            self.value = value
        self.refresh()
        self.post_message(self.Chosen(self))

    def _opened(self, typed: str = "") -> None:
        from screens.dialogs.picker import Picker

        picker = Picker(_(self.spec.label), self.spec.choices, search=self.spec.search, typed=typed)

        def picked(value: str | None) -> None:
            if value is not None:
                self.take(value, picker.label_of(value))
                if self.spec.kind != "several":
                    self.screen.focus_next()

        self.app.push_screen(picker, picked)

    def on_key(self, event: events.Key) -> None:
        character = event.character or ""
        if event.key in ("enter", "space"):
            self._opened()
        elif event.key in ("backspace", "delete"):
            self.value = SEPARATOR.join(self.value.split(SEPARATOR)[:-1])
            self.refresh()
            self.post_message(self.Chosen(self))
        elif character.isdigit() and self.spec.choices and 0 < int(character) <= min(9, len(self.spec.choices)):
            choice = self.spec.choices[int(character) - 1]
            self.take(choice.value, choice.label)
        elif len(character) == 1 and character.isalpha():
            self._opened(character)
        else:
            return
        event.stop()
        event.prevent_default()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        # Letters and digits belong to this field, not to the page keys.
        return bool(character) and (character or "").isalnum()

    def on_click(self) -> None:
        self._opened()
