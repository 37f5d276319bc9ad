"""A page with a list of what is due: its lines, what was put off, and how much waits at each unit below."""

from __future__ import annotations

from abc import abstractmethod
from datetime import timedelta
from typing import TYPE_CHECKING

from textual import on

from screens.base import BaseScreen
from screens.entries import BELOW_COLUMNS, DUE_COLUMNS, below_rows, due_key, due_rows, number_late
from screens.widgets.record_table import RecordTable
from screens.widgets.section import Section
from swstation.errors import Refusal
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from screens.ports import Due, Saved
    from screens.ports_due import UnitDue
    from screens.widgets.rows import Row

DUE_DAYS = 14
"""How many days ahead the due list looks."""

SNOOZE_DAYS = 7
"""How long a due line is put off unless somebody says otherwise."""

DUE_TABLES = frozenset(
    {
        "list_entry",
        "service_log",
        "client",
        "service_case",
        "staff",
        "attendance",
        "registration",
        "certificate",
        "exam_result",
        "visit_plan",
        "visit_surge",
        "snooze",
        "consent",
        "case_step",
        "service_group",
        "group_session",
        "activity",
        "need",
    }
)
"""Registers that something is due in."""

UNIT = "unit"
"""Before the code of a unit below, in the key of its line."""


class DuePage(BaseScreen):
    """``#dues`` is the list, ``#due`` holds it under a ``Section``. The lines are read by ``read_dues``; those of units
    below are counted apart from them, and shown when they come.
    """

    unit = ""
    """Whose list it is; empty: the book's own."""

    def __init__(self) -> None:
        super().__init__()
        self.dues: Sequence[Due] | None = None  # until they are read
        self.asleep = False
        self._below: Sequence[UnitDue] | None = None

    @property
    def collects(self) -> bool:
        """Whether units below are counted here."""
        return bool(self.station.session and self.station.session.collects)

    @abstractmethod
    async def read_dues(self) -> Sequence[Due]:
        """What is due, or with ``asleep`` what was put off."""

    def first_rows(self) -> list[Row]:
        """What stands before what is due, unless it is put off."""
        return []

    def last_rows(self) -> list[Row]:
        """What stands after it."""
        return []

    async def load_dues(self) -> None:
        """Read what is due and show it; what is below is asked for and not waited for."""
        self.dues = await self.read_dues()
        self.set_class(self.collects, "-collects")
        table = self.query_one("#dues", RecordTable)
        table.set_columns(BELOW_COLUMNS if self.collects else DUE_COLUMNS)
        if self.asleep:
            table.say_empty(_("Nothing was put off."), _("F12 goes back to what is due."))
        else:
            table.say_empty(_("Nothing is due in the next two weeks."))
        self.show_dues()
        if self.collects:
            self.station.go(self._count_below(), "count-below", exclusive=True)

    async def _count_below(self) -> None:
        backend, asleep = self.station.backend, self.asleep
        found = await backend.due_below(self.unit, self.station.today, DUE_DAYS, put_off=asleep)
        if asleep == self.asleep:
            self._below = found
            self.show_dues()

    def show_dues(self) -> None:
        """Show what is known so far."""
        dues = self.dues or ()
        self.query_one("#dues", RecordTable).show(
            [
                *([] if self.asleep else self.first_rows()),
                *due_rows(self.shown(dues)),
                *([] if self.asleep else self.last_rows()),
                *(below_rows(self._below) if self.collects else []),
            ]
        )
        late = sum(1 for due in dues if due.days < 0)
        below = sum(one.late for one in self._below or ())
        parts = [f"{len(dues):,}"] if dues else []
        if late and not self.asleep:
            parts.append(number_late(late))
        if below and not self.asleep:
            parts.append(_("below {late}").format(late=number_late(below)))
        note = "  ".join(parts)
        self.query_one("#due Section", Section).say(_("Put off") if self.asleep else _("Due"), note)

    def shown(self, dues: Sequence[Due]) -> Sequence[Due]:
        """Those of the lines that are shown."""
        return dues

    @on(RecordTable.Opened, "#dues")
    def _due_opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        kind, _slash, rest = event.key.partition("/")
        self.open_due(kind, rest)

    def open_due(self, kind: str, rest: str) -> None:
        """Enter on a line: the page of its record, of a unit below its list."""
        row = rest.partition("/")[0]
        if kind == UNIT:
            from screens.unit_due import UnitDueScreen

            name = next((one.name for one in self._below or () if one.unit == rest), rest)
            self.app.push_screen(UnitDueScreen(rest, name, asleep=self.asleep))
        elif row:
            self.station.open_record(f"{kind}/{row}")

    # What is put off

    def action_due_asleep(self) -> None:
        """Between what is due and what was put off."""
        self.asleep, self._below = not self.asleep, None
        self.query_one("#dues", RecordTable).focus()
        self.station.go(self.load_dues(), "load-dues", exclusive=True)

    def action_due_snooze(self) -> None:
        key = self.query_one("#dues", RecordTable).cursor_key
        due = next((one for one in self.dues or () if due_key(one) == key), None)
        if due is None:
            return
        if self.asleep:
            self.station.go(self._show_again(due), "write")
        elif due.ref:
            self._ask_until(due)
        else:
            self.refuse(Refusal("due.not_put_off"))

    async def _show_again(self, due: Due) -> None:
        self.station.publish(await self.station.backend.unsnooze(due.kind, due.ref))
        self.done_words(_("Shown again."))

    def _ask_until(self, due: Due) -> None:
        from screens.dialogs.form_dialog import FormDialog
        from screens.widgets.fields import FieldSpec

        specs = [
            FieldSpec("until", N_("Put off until"), kind="date", required=True),
            FieldSpec("reason", N_("Reason"), required=True, hint=N_("why it waits: 住院, 外出务工")),
        ]

        async def save(given: Mapping[str, str]) -> Saved:
            return await self.station.backend.snooze(due.kind, due.table, due.ref, given["until"], given["reason"])

        until = (self.station.today + timedelta(days=SNOOZE_DAYS)).isoformat()
        self.app.push_screen(
            FormDialog(
                _("Put off"), specs, save, values={"until": until}, about=f"{due.who}  {due.what}", begin="reason"
            )
        )
