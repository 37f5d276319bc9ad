"""What the county gave to another station, and this device has not confirmed yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.text import clean
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section, Words
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screens.ports_ownership import Waiting

COLUMNS = (
    Column(N_("Kind"), 10),
    Column(N_("Handed over"), 14, grow=2),
    Column(N_("To station"), 14, grow=1),
    Column(N_("From day"), 10),
    Column(N_("Rows"), 6, right=True),
    Column(N_("Why"), 12, grow=1, wide=70),
)


class HandoversScreen(BaseScreen):
    """Confirming says that nothing more will be written here; it cannot be taken back, a transfer back can."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    TITLE_MSGID = N_("Handovers")
    ENTER_LABEL = ""
    RELOAD_ON = frozenset({"*"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("go.back", "handover.confirm", footer=True)
    HELP_TEXT = N_(
        "Tell the other station what they must know, then confirm with F5. From then on it is only read here; "
        "what was done stays your work."
    )

    def __init__(self) -> None:
        super().__init__()
        self._waiting: dict[str, Waiting] = {}

    def body(self) -> ComposeResult:
        yield RecordTable(COLUMNS, markable=True)
        yield Section(_("To be told to them"))
        yield Words(id="kit")

    def load(self) -> None:
        self.station.go(self._load(), "load-handovers", exclusive=True)

    async def _load(self) -> None:
        found = await self.station.backend.waiting()
        self._waiting = {one.id: one for one in found}
        table = self.query_one(RecordTable)
        table.say_empty(
            _("Nothing waits to be handed over."),
            _("When the county gives a client to another station it is named here until you confirm."),
        )
        table.show([_row(one) for one in found])
        self._draw()

    def _draw(self) -> None:
        here = self._waiting.get(self.query_one(RecordTable).cursor_key or "")
        lines = _told(here) if here else []
        self.query_one(Section).display = here is not None
        self.query_one("#kit", Words).say("\n".join(clean(line, 400) for line in lines))

    @on(RecordTable.Moved)
    def _moved(self, event: RecordTable.Moved) -> None:
        event.stop()
        self._draw()

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()

    def action_handover_confirm(self) -> None:
        chosen = self.query_one(RecordTable).chosen
        if chosen:
            self._ask(chosen)
        else:
            self.notify(_("Nothing waits to be handed over."), timeout=3, markup=False)

    def _ask(self, chosen: Sequence[str]) -> None:
        """It cannot be taken back: a slip of the finger must not do it."""
        from screens.dialogs.picker import Picker
        from screens.ports import Choice

        choices = [
            Choice("no", _("Not yet")),
            Choice("yes", _("Yes, everything is told"), _("only read here from now on; it cannot be taken back")),
        ]

        def answered(answer: str | None) -> None:
            if answer == "yes":
                self.station.go(self._confirm(chosen), "write", exclusive=True)

        n = len(chosen)
        title = ngettext("Confirm {n} handover?", "Confirm {n} handovers?", n).format(n=n)
        self.app.push_screen(Picker(title, choices), answered)

    async def _confirm(self, chosen: Sequence[str]) -> None:
        saved = await self.station.backend.confirm(chosen)
        self.query_one(RecordTable).clear_marks()
        self.station.publish(saved)
        done = ngettext("{n} handover confirmed.", "{n} handovers confirmed.", len(chosen)).format(n=len(chosen))
        words = _("It is only read here now; your next bundle tells the county.")
        self.notify(f"{done} {words}", timeout=6, markup=False)


def _row(one: Waiting) -> Row:
    from swstation.operations.numbers import tail

    return Row(
        one.id,
        (
            Cell(one.kind, "muted"),
            Cell(tail(one.name), "strong"),
            one.to,
            Cell(one.on, "muted"),
            f"{one.rows}",
            one.reason,
        ),
    )


def _told(one: Waiting) -> list[str]:
    return [f"{_('Why')}  {one.reason}", *(one.kit or [_("No open case and no visit plan goes along.")])]
