"""The quick-log line: what was understood stands below while one types; Enter saves and stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input

from screens.text import clean, width
from screens.widgets.section import Words
from screens.widgets.text_input import TextInput
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from swstation.quicklog.templates import Saving

EXAMPLES = (
    N_("张桂芳 入户 90m 送米油，量血压 >+7d"),
    N_("李秀英 电话 未接 》明天"),
    N_("zgf tf 90m"),
    N_("残疾人证 15件"),
    N_("张桂芳入户40分钟送米油"),
    N_("重阳节活动 46人参加 志愿者6人 2小时"),
)

TONES = {"note": "$muted", "caution": "$caution", "bad": "$bad", "offer": "$muted italic", "": "$foreground"}


Chip = tuple[str, str]
"""A part of a line as it was understood, and its tone."""


class Line(NamedTuple):
    """A line, and what was decided about its words."""

    text: str
    fixed: tuple[Any, ...] = ()
    cursor: int | None = None


class Ending(NamedTuple):
    """A client whose file an outcome may end: the id, the name, and the outcome as a reason."""

    client: str
    name: str
    reason: str


class Reading(NamedTuple):
    """What a line was understood as. Only ``ready`` saves; ``parsed`` goes to the operation.

    ``say`` is a problem or a question; each of ``choices`` is a label and what makes the line of it. Tab makes the line
    of the first of ``completions``, else that of ``offer``, else ``usual``: the line with what the history of those it
    names would add. ``fixed`` are the decisions made so far. ``ending``: whose file to ask about once it is saved.
    ``strip``: the saved lines by digit, of an empty line; ``keeps``: a line that Enter keeps on a digit; ``at_enter``:
    Enter makes the line of ``offer``, too.
    """

    chips: tuple[Chip, ...] = ()
    say: str = ""
    tone: str = ""
    choices: tuple[tuple[str, Callable[[], Line]], ...] = ()
    offer: Line | None = None
    usual: Line | None = None
    completions: tuple[tuple[str, Line], ...] = ()
    ready: bool = False
    fixed: tuple[Any, ...] = ()
    parsed: object = None
    ending: tuple[Ending, ...] = ()
    strip: tuple[tuple[str, str], ...] = ()
    keeps: Saving | None = None
    at_enter: bool = False


Reader = Callable[[str, int, tuple[Any, ...]], Reading]
"""A line, the place of the cursor in it, and what was decided before."""


class LineInput(TextInput):
    """The box one types in; while a choice is open, digits choose."""

    async def _on_key(self, event: events.Key) -> None:
        line = self.query_ancestor(QuickLine)
        if line.take_key(event.key, event.character or ""):
            event.stop()
            event.prevent_default()
            return
        await super()._on_key(event)


class QuickLine(Vertical):
    """Posts ``Submitted`` with what was read, ``Kept`` with a line to keep as a draft, ``Left`` when one goes away."""

    @dataclass
    class Submitted(Message):
        """A line that is ready; ``editing`` is the entry it changes, if any."""

        line: QuickLine
        reading: Reading
        text: str
        editing: str | None

    @dataclass
    class Kept(Message):
        """A line to be kept as a draft."""

        line: QuickLine
        text: str

    @dataclass
    class Saved(Message):
        """A line to be kept on a digit, or an empty one to empty it."""

        line: QuickLine
        digit: str
        text: str

    @dataclass
    class Typed(Message):
        """Something was typed: a crash must not lose it."""

        line: QuickLine
        text: str

    @dataclass
    class Left(Message):
        """The focus should go to the lists."""

        line: QuickLine

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._reader: Reader | None = None
        self._reading = Reading()
        self._choosing = False
        self._editing: str | None = None
        self._own_reader: Reader | None = None
        self._refused = ""
        self._strip: tuple[tuple[str, str], ...] = ()

    def compose(self) -> ComposeResult:
        with Vertical(classes="box") as box:
            box.border_title = _("Quick log")
            box.border_subtitle = "Ctrl+N"
            yield LineInput(placeholder=_("Who, how, how long, what"))
        yield Words(id="heard")
        yield Words(id="asked")

    def on_mount(self) -> None:
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    @property
    def input(self) -> Input:
        return self.query_one(LineInput)

    @property
    def editing(self) -> str | None:
        """The entry that the line changes."""
        return self._editing

    @property
    def text(self) -> str:
        """What stands in the line."""
        return self.input.value

    def read_with(self, reader: Reader) -> None:
        """Understand lines by ``reader`` from now on."""
        self._reader = reader
        self._strip = reader("", 0, ()).strip
        self._read(self.text, self._reading.fixed)

    def edit(
        self, text: str, entry: str | None = None, fixed: tuple[Any, ...] = (), reader: Reader | None = None
    ) -> None:
        """Put a line here to go on with; ``entry`` is the log it changes, by whose ``reader`` it is understood."""
        self._editing = entry
        self._own_reader = reader
        self._reading = Reading(fixed=fixed)
        self.query_one(".box").border_title = _("Change the entry") if entry else _("Quick log")
        if text == self.text:
            self._read(text, fixed)
        self.input.value = text
        self.input.cursor_position = len(text)
        self.input.focus()

    def clear(self) -> None:
        """An empty line for the next entry."""
        self.edit("")

    def refuse(self, words: str) -> None:
        """Say why the line was not saved; it stays until something is typed."""
        self._refused = words
        self._draw()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._refused = ""
        self._choosing = False
        self._read(event.value, self._reading.fixed)
        self.post_message(self.Typed(self, event.value))

    def _read(self, text: str, fixed: tuple[Any, ...] = ()) -> None:
        reader = self._own_reader or self._reader
        if text.strip() and reader is not None:
            self._reading = reader(text, self.input.cursor_position, fixed)
        else:
            self._reading = Reading()
        self._draw()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if not event.value.strip() or (self._own_reader or self._reader) is None:
            return
        if (keep := self._reading.keeps) is not None:
            self.post_message(self.Saved(self, keep.digit, keep.line))
        elif self._reading.at_enter and self._reading.offer is not None:
            self._become(self._reading.offer)
        elif self._reading.ready:
            self.post_message(self.Submitted(self, self._reading, event.value, self._editing))
        else:
            self._choosing = True
            self._draw()

    def take_key(self, key: str, character: str) -> bool:
        """Whether a key was for the choice that is open, or leads out of the line."""
        if self._choosing:
            return self._choose(key, character)
        if key == "tab" and self._take_tab():
            return True
        if key == "escape":
            if self._editing:
                self.clear()
            self.post_message(self.Left(self))
            return True
        if key == "down":
            self.post_message(self.Left(self))
            return True
        return False

    def _take_tab(self) -> bool:
        reading = self._reading
        if reading.completions:
            self._become(reading.completions[0][1])
        elif reading.usual and not reading.offer:
            self._become(reading.usual)
        elif reading.choices:
            self._choosing = True
            self._draw()
        elif reading.offer:
            self._become(reading.offer)
        else:
            # A line with a mistake in it is not left by chance; Esc and Down do that.
            return reading.tone == "bad"
        return True

    def _become(self, line: Line) -> None:
        """The line with one thing more decided."""
        self._reading = self._reading._replace(fixed=line.fixed)
        if line.text == self.text:
            self._read(line.text, line.fixed)
        else:
            self.input.value = line.text
            self.input.cursor_position = len(line.text) if line.cursor is None else line.cursor

    def _choose(self, key: str, character: str) -> bool:
        if character == "0":
            self._choosing = False
            self.post_message(self.Kept(self, self.text))
            return True
        if character.isdigit() and 0 < int(character) <= len(self._reading.choices):
            self._choosing = False
            self._become(self._reading.choices[int(character) - 1][1]())
            return True
        if key in ("escape", "tab"):
            self._choosing = False
            self._draw()
            return True
        if character.isdigit() or key == "enter":
            return True
        self._choosing = False
        return False

    # What stands below

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        heard, asked = self.query_one("#heard", Words), self.query_one("#asked", Words)
        if not self.text.strip():
            first, second = self._examples()
            heard.say(first)
            asked.say(second)
            return
        if self._choosing and self._reading.say:
            heard.say(Content.styled(clean(self._reading.say), "$caution"))
        else:
            heard.say(self._chips())
        asked.say(self._answer())

    def _chips(self) -> Content:
        pieces: list[Content | str | tuple[str, str]] = []
        for text, tone in self._reading.chips:
            if pieces:
                pieces.append(("  ", ""))
            style = TONES.get(tone, "$foreground")
            pieces.append((f" {clean(text)} ", f"{style} on $panel" if tone != "note" else style))
        return Content.assemble(*pieces)

    def _answer(self) -> Content:
        reading = self._reading
        if self._refused:
            return Content.styled(self._refused, "$bad")
        if self._choosing:
            numbered = [f"{number} {label}" for number, (label, _decide) in enumerate(reading.choices, start=1)]
            draft = _("keep as draft")
            choices = "   ".join(clean(one, 60) for one in [*numbered, ""])
            return Content.assemble(choices, (f"0 {draft}", "$muted"))
        if reading.completions:
            words = "   ".join(clean(label, 40) for label, _line in reading.completions)
            return Content.assemble(
                ("Tab ", "bold $primary"), (words, "$foreground"), (f"   {clean(reading.say)}", "$muted")
            )
        if reading.say:
            return Content.styled(
                clean(reading.say), {"bad": "$bad", "caution": "$caution"}.get(reading.tone, "$muted")
            )
        if reading.ready:
            return Content.styled(_("Enter saves"), "$good")
        return Content("")

    def _examples(self) -> tuple[Content, Content]:
        room = max(20, self.size.width - 4)
        lines: list[list[str]] = [[], []]
        own = [clean(f"{digit} {line}", 40) for digit, line in self._strip]
        lead = _("Digit, Tab") if own else _("For example")
        left = [room - width(lead) - 2, room]
        for words in own or [_(example) for example in EXAMPLES]:
            for number in (0, 1):
                if width(words) + 3 <= left[number]:
                    lines[number].append(words)
                    left[number] -= width(words) + 3
                    break
        first, second = ("   ".join(line) for line in lines)
        return Content.assemble((lead, "$primary"), "  ", (first, "$muted")), Content.styled(second, "$muted")
