"""The policies that can hold here: those of the program and those a county wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.dialogs.form_dialog import FormDialog
from screens.policy_page import EffectScreen, PolicyScreen, ask_other
from screens.text import clean
from screens.widgets.fields import FieldSpec
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Words
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.ports import Saved
    from screens.ports_policies import PolicyRow

COLUMNS = (
    Column(N_("Region"), 8),
    Column(N_("Policy"), 28, grow=3),
    Column(N_("Document"), 18, grow=1, wide=96),
    Column(N_("State"), 10),
    Column(N_("Here"), 12),
)


class PoliciesScreen(BaseScreen):
    """Enter reads one; those that hold here stand first."""

    DEFAULT_CSS = """
    PoliciesScreen #told { padding: 0 1; height: auto; max-height: 4; color: $caution; }
    """
    TITLE_MSGID = N_("Policies")
    ENTER_LABEL = N_("Read it")
    RELOAD_ON = frozenset({"unit", "policy_pack", "policy_part", "policy_continuation"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("go.back", "policy.compare", "policy.effect", "policy.add", "policy.withdraw", footer=True)
    HELP_TEXT = N_(
        "Enter reads a policy clause by clause, F5 compares it with another, F7 shows whom it would change. A county"
        " publishes a file of its own with Insert; it goes to the stations with what is sent down."
    )

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[PolicyRow] = ()

    def body(self) -> ComposeResult:
        yield RecordTable(COLUMNS)
        yield Words(id="told")

    def load(self) -> None:
        self.station.go(self._load(), "load-policies", exclusive=True)

    async def _load(self) -> None:
        self._rows = await self.station.backend.policy_rows(self.station.today)
        self.query_one("#told", Words).say("\n".join(clean(row.flaw, 300) for row in self._rows if row.flaw))
        table = self.query_one(RecordTable)
        table.say_empty(_("No policy is here."), _("Insert at the county publishes one."))
        table.show([_row(place, one) for place, one in enumerate(self._rows)])
        self.land(table)

    @property
    def _here(self) -> PolicyRow | None:
        key = self.query_one(RecordTable).cursor_key
        return self._rows[int(key)] if key is not None and int(key) < len(self._rows) else None

    @property
    def _whole(self) -> PolicyRow | None:
        # The one under the bar, if it can be read.
        here = self._here
        if here is not None and not here.id:
            self.notify(clean(here.flaw, 300), timeout=6, markup=False)
            return None
        return here

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        if here := self._whole:
            self.app.push_screen(PolicyScreen(here.id, here.name))

    def action_policy_compare(self) -> None:
        if here := self._whole:
            self.station.go(ask_other(self, here.id, here.name), "form", exclusive=True)

    def action_policy_effect(self) -> None:
        if here := self._whole:
            self.app.push_screen(EffectScreen(here.id, here.name))

    def action_policy_add(self) -> None:
        specs = [FieldSpec("file", N_("Policy file"), required=True, hint=N_("a .toml file; every mistake is named"))]

        async def save(values: Mapping[str, str]) -> Saved:
            return await self.station.backend.add_policy(values["file"])

        self.app.push_screen(FormDialog(_("Publish a policy"), specs, save, about=_("For this unit and all below it.")))

    def action_policy_withdraw(self) -> None:
        here = self._here
        if here is None or not here.pack:
            self.notify(_("This one comes with the program."), timeout=4, markup=False)
            return
        self.station.go(self._withdraw(here.pack), "write", exclusive=True)

    async def _withdraw(self, pack: str) -> None:
        saved = await self.station.backend.withdraw_policy(pack)
        self.station.publish(saved)
        self.done_words(saved.words)


def _row(place: int, one: PolicyRow) -> Row:
    here = _("holds here") if one.holds else _("county's own") if one.pack else ""
    return Row(str(place), (one.region, one.name, Cell(one.document, "muted"), Cell(one.state, one.tone), here))
