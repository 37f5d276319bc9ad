"""A form from a list of fields: errors stand beside the field they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widgets import Input, TextArea

from db.errors import Refusal
from screens.text import width
from screens.widgets.fields import ChoiceField, FieldSpec, checked
from screens.widgets.section import Words
from screens.widgets.text_area import LongInput
from screens.widgets.text_input import TextInput
from swstation.errors import message
from swstation.i18n import _


class Form(VerticalScroll, can_focus=False):
    """Checked field by field when one leaves it, and whole before it is saved. Enter and arrows go on."""

    DEFAULT_CSS = """
    Form { height: auto; max-height: 100%; padding: 1 0; background: $surface;
           scrollbar-size-vertical: 1; scrollbar-color: $line; scrollbar-background: $surface; }
    Form .row { height: auto; min-height: 1; }
    Form .label { color: $muted; text-align: right; padding: 0 1 0 0; }
    Form Input, Form Input.-textual-compact { width: 3fr; background: $panel; }
    Form Input.-textual-compact:focus { background: $cursor-ground; color: $cursor-text; }
    Form ChoiceField { width: 3fr; height: auto; min-height: 1; background: $panel; padding: 0 1; }
    Form ChoiceField:focus { background: $cursor-ground; color: $cursor-text; }
    Form .side { width: 2fr; min-width: 20; padding: 0 0 0 1; color: $muted; }
    Form .side.-bad { color: $bad; }
    """

    @dataclass
    class Changed(Message):
        """Something was typed."""

        form: Form

        @property
        def control(self) -> Form:
            return self.form

    @dataclass
    class Finished(Message):
        """Enter on the last field."""

        form: Form

        @property
        def control(self) -> Form:
            return self.form

    def __init__(
        self,
        specs: Sequence[FieldSpec],
        values: Mapping[str, str] | None = None,
        *,
        today: date,
        labels: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.specs = tuple(specs)
        self._start = dict(values or {})
        self._today = today
        self._labels = dict(labels or {})

    def compose(self) -> ComposeResult:
        room = max((width(_(spec.label)) for spec in self.specs), default=0) + 3
        for spec in self.specs:
            with Horizontal(classes="row"):
                star = "*" if spec.required else ""
                label = Words(f"{_(spec.label)}{star}", classes="label")
                label.styles.width = room
                yield label
                value = self._start.get(spec.key, "")
                if spec.kind in ("choice", "several"):
                    yield ChoiceField(spec, value, self._labels)
                elif spec.kind == "long":
                    yield LongInput(value, id=f"field-{spec.key}")
                else:
                    yield TextInput(
                        value,
                        id=f"field-{spec.key}",
                        password=spec.kind == "secret",
                    )
                yield Words(_(spec.hint), id=f"side-{spec.key}", classes="side")

    @property
    def values(self) -> dict[str, str]:
        """What stands in the fields now, as typed."""
        return {spec.key: self._value(spec) for spec in self.specs}

    @property
    def dirty(self) -> bool:
        """Whether anything differs from how it began."""
        return any(value != self._start.get(key, "") for key, value in self.values.items())

    def _value(self, spec: FieldSpec) -> str:
        field = self.query_one(f"#field-{spec.key}")
        return field.value if isinstance(field, Input | ChoiceField | LongInput) else ""

    def fill(self, values: Mapping[str, str]) -> None:
        """Put these values into the fields they belong to."""
        for spec in self.specs:
            if spec.key in values:
                field = self.query_one(f"#field-{spec.key}")
                if isinstance(field, Input | ChoiceField | LongInput):
                    field.value = values[spec.key]
                    field.refresh()

    def shown(self, key: str, value: str) -> str:
        """A value of a field in the words of its choices."""
        spec = next(spec for spec in self.specs if spec.key == key)
        return next((one.label for one in spec.choices if one.value == value), value)

    def focus_first(self, begin: str = "") -> None:
        """Begin in the field ``begin``, else in the first empty one."""
        if begin:
            self.query_one(f"#field-{begin}").focus()
            return
        for spec in self.specs:
            if not self._value(spec):
                self.query_one(f"#field-{spec.key}").focus()
                return
        self.query_one(f"#field-{self.specs[0].key}").focus()

    def check(self) -> dict[str, str] | None:
        """The checked values; None, with the first bad field in focus, if one is not taken."""
        out: dict[str, str] = {}
        first: str | None = None
        for spec in self.specs:
            try:
                out[spec.key] = checked(spec, self._value(spec), self._today)
                self._say(spec.key, "")
            except Refusal as refusal:
                self._say(spec.key, message(refusal))
                first = first or spec.key
        if first is None:
            return out
        self.query_one(f"#field-{first}").focus()
        return None

    def refuse(self, refusal: Refusal) -> bool:
        """Show a refusal beside the field it names; false if it names none of ours."""
        if refusal.field not in {spec.key for spec in self.specs}:
            return False
        self._say(refusal.field or "", message(refusal))
        self.query_one(f"#field-{refusal.field}").focus()
        return True

    def _say(self, key: str, words: str) -> None:
        side = self.query_one(f"#side-{key}", Words)
        spec = next(spec for spec in self.specs if spec.key == key)
        side.set_class(bool(words), "-bad")
        side.say(words or _(spec.hint))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(self))

    @on(TextArea.Changed)
    def _typed_long(self, event: TextArea.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(self))

    @on(ChoiceField.Chosen)
    def _chosen(self, event: ChoiceField.Chosen) -> None:
        event.stop()
        self._say(event.field.spec.key, "")
        self.post_message(self.Changed(self))

    @on(Input.Blurred)
    def _left(self, event: Input.Blurred) -> None:
        event.stop()
        for spec in self.specs:
            if event.input.id == f"field-{spec.key}" and event.value.strip():
                try:
                    checked(spec, event.value, self._today)
                    self._say(spec.key, "")
                except Refusal as refusal:
                    self._say(spec.key, message(refusal))

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input.id == f"field-{self.specs[-1].key}":
            self.post_message(self.Finished(self))
        else:
            self.screen.focus_next()

    def on_key(self, event: events.Key) -> None:
        if event.key == "down":
            event.stop()
            self.screen.focus_next()
        elif event.key == "up":
            event.stop()
            self.screen.focus_previous()
