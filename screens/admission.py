"""Records that do not count, and the county's word on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.dialogs.form_dialog import FormDialog
from screens.text import clean
from screens.widgets.fields import FieldSpec
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section, Words
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from screens.ports import Saved
    from screens.ports_ownership import Uncounted

COLUMNS = (
    Column(N_("Written"), 10),
    Column(N_("Kind"), 10),
    Column(N_("About"), 10, grow=1),
    Column(N_("Written by"), 20, grow=2),
    Column(N_("Why it does not count"), 16, grow=2),
)


class AdmissionScreen(BaseScreen):
    """Nothing of them is lost: what is refused can be admitted later, and the other way round."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    TITLE_MSGID = N_("Not counted")
    ENTER_LABEL = ""
    RELOAD_ON = frozenset({"*"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("go.back", "admission.admit", "admission.refuse", footer=True)
    HELP_TEXT = N_(
        "Records on files of another unit are kept and not shown. The county lets them count or refuses them; "
        "either can be changed later."
    )

    def __init__(self) -> None:
        super().__init__()
        self._records: dict[str, Uncounted] = {}

    def body(self) -> ComposeResult:
        yield RecordTable(COLUMNS, markable=True)
        yield Section(_("What it says"))
        yield Words(id="said")

    def load(self) -> None:
        self.station.go(self._load(), "load-admission", exclusive=True)

    async def _load(self) -> None:
        found = await self.station.backend.uncounted()
        self._records = {one.id: one for one in found}
        table = self.query_one(RecordTable)
        table.say_empty(
            _("All records count."), _("What a unit writes on files that are not its own waits here for the county.")
        )
        table.show([_row(one) for one in found])
        self._draw()

    def _draw(self) -> None:
        here = self._records.get(self.query_one(RecordTable).cursor_key or "")
        lines = [here.why, *here.said] if here else []
        self.query_one(Section).display = here is not None
        self.query_one("#said", Words).say("\n".join(clean(line, 400) for line in lines))

    @on(RecordTable.Moved)
    def _moved(self, event: RecordTable.Moved) -> None:
        event.stop()
        self._draw()

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()

    def action_admission_admit(self) -> None:
        self._ask(admitted=True)

    def action_admission_refuse(self) -> None:
        self._ask(admitted=False)

    def _ask(self, *, admitted: bool) -> None:
        chosen = self.query_one(RecordTable).chosen
        if not chosen:
            self.notify(_("All records count."), timeout=3, markup=False)
            return

        async def save(values: Mapping[str, str]) -> Saved:
            saved = await self.station.backend.judge(chosen, admitted=admitted, reason=values["reason"])
            self.query_one(RecordTable).clear_marks()
            self.notify(_("They count now.") if admitted else _("They count no more."), timeout=4, markup=False)
            return saved

        if admitted:
            title = ngettext("Let {n} record count", "Let {n} records count", len(chosen))
        else:
            title = ngettext("Refuse {n} record", "Refuse {n} records", len(chosen))
        specs = [FieldSpec("reason", N_("Why"), required=True)]
        self.app.push_screen(FormDialog(title.format(n=len(chosen)), specs, save))


def _row(one: Uncounted) -> Row:
    return Row(
        one.id,
        (Cell(one.at, "muted"), Cell(one.kind, "muted"), Cell(one.name, "strong"), one.by, Cell(one.why, "caution")),
    )
