"""Files that may be of one person: matched without showing who, decided by a key, for good and everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from screens.actions import bindings
from screens.base import BaseScreen
from screens.text import clean, fit
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.ports_together import PairSide, PersonPair

COLUMNS = (
    Column(N_("Ground"), 18, grow=2),
    Column(N_("First file"), 13, grow=1),
    Column(N_("Second file"), 13, grow=1),
    Column(N_("Verdict"), 12),
    Column(N_("By whom"), 16, wide=100),
)


class BothSides(Widget):
    """The two files of a pair beside each other."""

    DEFAULT_CSS = """
    BothSides { height: auto; min-height: 4; max-height: 10; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._pair: PersonPair | None = None

    def show(self, pair: PersonPair | None) -> None:
        """Put the files of this pair beside each other."""
        self._pair = pair
        self.refresh(layout=True)

    def render(self) -> Content:
        if self._pair is None:
            return Content("")
        cells = max(12, ((self.size.width or 78) - 2) // 2 - 1)
        columns = [_column(side) for side in self._pair.sides]
        height = max(len(column) for column in columns)
        lines = []
        for line in range(height):
            pieces: list[tuple[str, str]] = []
            for column in columns:
                text, tone = column[line] if line < len(column) else ("", "")
                pieces += [(fit(text, cells), tone), (" ", "")]
            lines.append(Content.assemble(*pieces))
        if self._pair.reason:
            lines.append(Content.assemble((f"{_('Why')}  {clean(self._pair.reason)}", "$muted")))
        return Content("\n").join(lines)


def _column(side: PairSide) -> list[tuple[str, str]]:
    lines = [(clean(side.name), "bold $primary"), (clean(side.where), "$muted")]
    if side.facts:
        return [*lines, *((f"{clean(fact.label)}  {clean(fact.value)}", "$foreground") for fact in side.facts)]
    return [*lines, (side.born, "$foreground"), (clean(side.number), "$foreground")]


class DuplicatesScreen(BaseScreen):
    """A verdict is a record of its own: it travels, holds everywhere, and can be taken back. Files are never fused."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    TITLE_MSGID = N_("Possible doubles")
    ENTER_LABEL = N_("One person")
    ENTER_DECIDES = True
    RELOAD_ON = frozenset({"*"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("go.back", footer=False),
        *bindings("pair.different", "pair.withdraw", "pair.filter", "mask.reveal", footer=True),
    ]
    HELP_TEXT = N_(
        "Enter says that both files are of one person: they are counted once from then on and stay two files. "
        "Whom you are not sure of, leave for later."
    )

    def __init__(self) -> None:
        super().__init__()
        self._pairs: dict[str, PersonPair] = {}
        self._decided = False

    def period(self) -> str:
        return _("decided") if self._decided else ""

    def body(self) -> ComposeResult:
        yield RecordTable(COLUMNS)
        yield Section(_("Side by side"))
        yield BothSides()

    def load(self) -> None:
        self.station.go(self._load(), "load-pairs", exclusive=True)

    async def _load(self) -> None:
        section = self.query_one(Section)
        section.say(note=_("Loading ..."))  # all files are compared with all: it takes a while in a big county
        found = await self.station.backend.person_pairs(decided=self._decided)
        section.say(note="")
        self._pairs = {one.id: one for one in found}
        table = self.query_one(RecordTable)
        if self._decided:
            table.say_empty(_("Nothing was decided yet."), _("F5 shows the pairs that wait."))
        else:
            table.say_empty(
                _("No pair is waiting."),
                _("Files that look like one person's wait here until somebody says so: files are never fused."),
                _("F5 shows what was decided."),
            )
        table.show([self._row(one) for one in found])
        self.land(table)
        self.refresh_top()
        self._draw()

    def _row(self, one: PersonPair) -> Row:
        first, second = (f"{side.name} {side.born[:4]}" for side in (*one.sides, one.sides[0])[:2])
        return Row(
            one.id,
            (
                Cell(one.ground, "" if one.strong else "muted"),
                Cell(first, "strong"),
                Cell(second, "strong"),
                Cell(one.state_word, "caution" if one.state == "open" else "muted"),
                Cell(one.said, "muted"),
            ),
        )

    @property
    def _here(self) -> PersonPair | None:
        return self._pairs.get(self.query_one(RecordTable).cursor_key or "")

    def _draw(self) -> None:
        self.query_one(BothSides).show(self._here)

    @on(RecordTable.Moved)
    def _moved(self, event: RecordTable.Moved) -> None:
        event.stop()
        self._draw()

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self._decide("same")

    def action_pair_different(self) -> None:
        self._decide("different")

    def action_pair_withdraw(self) -> None:
        here = self._here
        if here is not None and here.said:
            self._decide("")
        else:
            self.notify(_("Nothing was decided about this pair itself."), timeout=3, markup=False)

    def _decide(self, verdict: str) -> None:
        here = self._here
        if here is not None:
            self.station.go(self._decided_on(here, verdict), "write")

    async def _decided_on(self, pair: PersonPair, verdict: str) -> None:
        saved = await self.station.backend.decide_pair(pair.id, verdict)
        self.station.publish(saved)
        self.done_words(saved.words)

    def action_pair_filter(self) -> None:
        self._decided = not self._decided
        self.refresh_bindings()
        self.load()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what was decided can be taken back."""
        return self._decided if action == "pair_withdraw" else True

    def action_mask_reveal(self) -> None:
        here = self._here
        if here is None or any(side.facts for side in here.sides):
            self.notify(_("Nothing is masked here."), timeout=3, markup=False)
        else:
            self.station.go(self._reveal(here.id), "reveal")

    async def _reveal(self, pair: str) -> None:
        self._pairs[pair] = await self.station.backend.reveal_pair(pair)
        self._draw()
