"""The devices whose cards were taken in: digits compared on the telephone, a lost one refused, a copied one split."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from db.errors import Refusal
from screens.actions import bindings
from screens.base import BaseScreen
from screens.dialogs.form_dialog import FormDialog
from screens.dialogs.picker import Picker
from screens.text import clean
from screens.widgets.fields import FieldSpec
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section, Words
from swstation.errors import message
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.ports import Saved
    from screens.ports_devices import DeviceSeen

COLUMNS = (
    Column(N_("Station"), 16, grow=2),
    Column(N_("Laptop"), 6),
    Column(N_("Digits"), 20, grow=1),
    Column(N_("Taken in"), 10),
    Column(N_("Records"), 9, right=True),
)


def ask_digits(screen: BaseScreen, id: str, unit: str, digits: str, held: str = "", *, fresh: bool = True) -> None:
    """Show the digits and ask for what the other side reads.

    Left empty they stay uncompared, and the device's bundles merge all the same. ``fresh``: the card came just now.
    """

    from screens.ports import Saved

    async def save(values: Mapping[str, str]) -> Saved:
        if not values["digits"].strip():
            return Saved("trust", frozenset())
        saved = await screen.station.backend.compare_digits(id, values["digits"])
        screen.notify(_("Compared: nobody put another card in between."), timeout=5, markup=False)
        return saved

    known = _("{unit} is known from now on. Read these digits to each other on the telephone:")
    again = _("{unit}: read these digits to each other on the telephone.")
    lines = [
        (known if fresh else again).format(unit=clean(unit)),
        "", f"    {digits}", "",
        _("Type what the other side reads; left empty, it waits under Known devices (Ctrl+W).")
        if fresh else _("Type what the other side reads."),
        *([held] if held else []),
    ]  # fmt: skip
    specs = [FieldSpec("digits", N_("They read"), hint=N_("24 digits, blanks or none"))]
    screen.app.push_screen(
        FormDialog(_("Card taken in") if fresh else _("Compare digits"), specs, save, about="\n".join(lines))
    )


class DevicesScreen(BaseScreen):
    """Whom this book knows. Nothing that was taken in is lost by what is said here."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    TITLE_MSGID = N_("Known devices")
    ENTER_LABEL = N_("Compare digits")
    RELOAD_ON = frozenset({"*"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("go.back", "device.compare", "device.revoke", "device.split", footer=True)
    HELP_TEXT = N_(
        "A new laptop writes a card of its own, and the old one is reported lost. What a lost one sent before stays."
    )

    def __init__(self) -> None:
        super().__init__()
        self._devices: dict[str, DeviceSeen] = {}

    def body(self) -> ComposeResult:
        yield RecordTable(COLUMNS)
        yield Section(_("Digits to compare"))
        yield Words(id="said")

    def load(self) -> None:
        self.station.go(self._load(), "load-devices", exclusive=True)

    async def _load(self) -> None:
        found = await self.station.backend.devices()
        self._devices = {one.id: one for one in found}
        table = self.query_one(RecordTable)
        table.say_empty(
            _("No card has been taken in yet."),
            _("Under Exchange F8 takes one in, and Ctrl+T writes your own for the other side."),
        )
        table.show([_row(one) for one in found])
        self.query_one(Section).display = bool(found)
        if not found:
            self.query_one("#said", Words).say("")

    @property
    def _here(self) -> DeviceSeen | None:
        return self._devices.get(self.query_one(RecordTable).cursor_key or "")

    async def _say_digits(self) -> None:
        here = self._here
        digits = await self.station.backend.device_digits(here.id) if here else ""
        about = _("Both sides see the same 24 digits. Read them to each other, then F5.") if here else ""
        self.query_one("#said", Words).say(f"{digits}\n{about}" if here else "")

    @on(RecordTable.Moved)
    def _moved(self, event: RecordTable.Moved) -> None:
        event.stop()
        self.station.go(self._say_digits(), "digits", exclusive=True)

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.action_device_compare()

    def action_device_compare(self) -> None:
        if (here := self._here) is not None:
            self.station.go(self._ask(here), "ask", exclusive=True)

    async def _ask(self, here: DeviceSeen) -> None:
        ask_digits(self, here.id, here.unit, await self.station.backend.device_digits(here.id), fresh=False)

    def action_device_revoke(self) -> None:
        self._judge(
            "revoked",
            _("Report it lost?"),
            _("Leave it as it is"),
            _("Report it lost"),
            _("what it writes from now on is refused"),
            _("Reported lost. Send down to the stations so that their laptops refuse it, too."),
        )

    def action_device_split(self) -> None:
        self._judge(
            "split",
            _("Two machines under one number?"),
            _("Leave it as it is"),
            _("Ask each for a new number"),
            _("all is taken in meanwhile"),
            _("Asked for. Send down to the station so that both machines hear of it."),
        )

    def _judge(self, state: str, title: str, leave: str, do: str, remark: str, done: str) -> None:
        from screens.ports import Choice

        here = self._here
        if here is None:
            return
        if here.collects or here.state == state:
            refusal = (
                Refusal("card.collects", unit=here.unit) if here.collects else Refusal("card.judged_so", unit=here.unit)
            )
            self.notify(message(refusal), severity="error", timeout=10, markup=False)
            return

        def answered(answer: str | None) -> None:
            if answer == state:
                self.station.go(self._say(here.replica, state, done), "write", exclusive=True)

        choices: Sequence[Choice] = (Choice("leave", leave), Choice(state, do, remark))
        self.app.push_screen(Picker(f"{title}  {clean(here.unit)}  {here.replica[:4]}", choices), answered)

    async def _say(self, replica: str, state: str, done: str) -> None:
        try:
            self.station.publish(await self.station.backend.judge_device(replica, state))
        except Refusal as refusal:
            self.notify(message(refusal), severity="error", timeout=10, markup=False)
            return
        self.notify(done, timeout=10, markup=False)


def _row(one: DeviceSeen) -> Row:
    return Row(
        one.id,
        (
            Cell(one.unit, "strong"),
            Cell(one.replica[:4], "muted"),
            Cell(one.word, one.tone),
            Cell(one.since, "muted"),
            f"{one.held:,}",
        ),
    )
