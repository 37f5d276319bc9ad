"""Approving a month: exceptions and what was drawn at random are read one by one, the rest goes in one step."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.case_deciding import reason_form
from screens.days import day_words
from screens.text import clean
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section, Words
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from screens.ports import Saved
    from screens.ports_approving import MonthEntry, MonthSeen

COLUMNS = (
    Column("", 2),
    Column(N_("Day"), 10),
    Column(N_("Method"), 8),
    Column(N_("Who"), 10, grow=1),
    Column(N_("Worker"), 8),
    Column(N_("Min."), 4, right=True),
    Column(N_("Why"), 12, grow=2),
)
GROUPS = {
    "flagged": N_("To be read: exceptions"),
    "sample": N_("To be read: drawn at random"),
    "rest": N_("The rest, approved in one step"),
    "not_mine": N_("Not yours to approve"),
    "returned": N_("Returned"),
    "approved": N_("Approved"),
}


class MonthApprovalScreen(BaseScreen):
    """One month of the station. Nobody approves their own; the seed of the draw is kept."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    DEFAULT_CSS = """
    MonthApprovalScreen #about { padding: 1 1 0 1; height: auto; }
    MonthApprovalScreen #entry { padding: 0 1; height: 4; }
    """
    TITLE_MSGID = N_("Approve a month")
    ENTER_LABEL = N_("Mark as read")
    RELOAD_ON = frozenset({"service_log", "month_approval"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS: ClassVar = [
        *bindings("go.back", "month.approve", "month.return", "period.previous", footer=True),
        *bindings("period.next", footer=False),
    ]
    HELP_TEXT = N_("Enter marks an entry as read and goes on; F8 returns it; F5 approves the rest when all is read.")

    def __init__(self, month: date) -> None:
        super().__init__()
        self._month = month.replace(day=1)
        self._seed = ""
        self._read: set[str] = set()
        self._seen: MonthSeen | None = None
        self._entries: dict[str, MonthEntry] = {}

    def period(self) -> str:
        return f"{self._month:%Y-%m}"

    def body(self) -> ComposeResult:
        yield Words(id="about")
        yield RecordTable(COLUMNS)
        yield Section(_("Entry"))
        yield Words(id="entry")

    def load(self) -> None:
        self.station.go(self._load(), "load-month", exclusive=True)

    async def _load(self) -> None:
        seen = await self.station.backend.month_seen(self.period(), self._seed, self.station.today)
        # The draw stays what it is while one reads, whatever is written meanwhile.
        self._seen, self._seed = seen, seen.seed
        self._read |= seen.read
        self._entries = {one.id: one for one in seen.entries}
        self._fill()
        self.refresh_top()

    @property
    def unread(self) -> list[str]:
        """What must still be read."""
        wanted = (one for one in self._entries.values() if one.group in ("flagged", "sample"))
        return [one.id for one in wanted if one.id not in self._read]

    def _fill(self) -> None:
        table = self.query_one(RecordTable)
        table.say_empty(_("Nothing was logged in this month."), _("Ctrl+Left goes to the month before."))
        rows: list[Row] = []
        group = ""
        numbers = Counter(one.group for one in self._entries.values())
        for one in self._entries.values():
            if one.group != group:
                group = one.group
                rows.append(Row(f"#{group}", (f"{_(GROUPS[group])}  {numbers[group]}",), heading=True))
            rows.append(self._row(one))
        table.show(rows)
        self.land(table)
        self.query_one("#about", Words).say(self._about())
        self._draw()

    def _row(self, one: MonthEntry) -> Row:
        read = one.id in self._read or one.group not in ("flagged", "sample")
        mark = Cell("+" if one.id in self._read else "" if read else "!", "good" if read else "caution")
        return Row(
            one.id,
            (
                mark, Cell(day_words(one.day, self.station.today), "muted"), one.method, one.who,
                Cell(one.writer, "muted"), "" if one.minutes is None else str(one.minutes), Cell(one.why, "caution"),
            ),
        )  # fmt: skip

    def _about(self) -> str:
        seen, left = self._seen, len(self.unread)
        if seen is None:
            return ""
        lines = [seen.decided] if seen.decided else []
        waiting = sum(1 for one in self._entries.values() if one.group in ("flagged", "sample", "rest"))
        if not waiting:
            lines.append(_("Nothing waits for you here."))
        elif left:
            words = ngettext("{n} entry waits, {left} to be read first.", "{n} entries wait, {left} to be read first.",
                             waiting)  # fmt: skip
            draw = _("Draw: {seed}").format(seed=seen.seed)
            lines.append(f"{words.format(n=waiting, left=left)}  {draw}")
        elif not seen.over:
            lines.append(_("All read. The month is not over yet; it is approved when it is."))
        else:
            lines.append(_("All read: F5 approves {n}.").format(n=waiting))
        return "\n".join(lines)

    def _draw(self) -> None:
        one = self._entries.get(self.query_one(RecordTable).cursor_key or "")
        words = clean(f"{one.day}  {one.method}  {one.who}  {one.note}", 400) if one else ""
        self.query_one("#entry", Words).say(words)

    @on(RecordTable.Moved)
    def _moved(self, event: RecordTable.Moved) -> None:
        event.stop()
        self._draw()

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        one = self._entries.get(event.key)
        if one is not None and one.group in ("flagged", "sample"):
            self._read.add(one.id)
            self.station.go(self.station.backend.keep_read(self.period(), self._seed, list(self._read)), "keep-read")
            self._fill()
        self.query_one(RecordTable).action_list_down()

    def action_month_approve(self) -> None:
        left = self.unread
        if left:
            self.query_one(RecordTable).go_to(left[0])
            words = ngettext("{n} entry is still to be read.", "{n} entries are still to be read.", len(left))
            self.notify(words.format(n=len(left)), markup=False)
        else:
            self.station.go(self._approve(), "write", exclusive=True)

    async def _approve(self) -> None:
        read = [one for one in self._read if one in self._entries]
        saved = await self.station.backend.approve_month(self.period(), self._seed, read, self.station.today)
        self.station.publish(saved)
        self.done_words(saved.words)

    def action_month_return(self) -> None:
        one = self._entries.get(self.query_one(RecordTable).cursor_key or "")
        if one is None:
            return

        async def save(reason: str) -> Saved:
            self.landing = next((log for log in self.unread if log != one.id), None)
            return await self.station.backend.return_entries([one.id], self.station.today, reason)

        about = clean(f"{one.day}  {one.method}  {one.who}", 80)
        reason_form(self, _("Return the entry"), N_("What is to be mended"), save, about)

    def _turn(self, month: date) -> None:
        self._month = month.replace(day=1)
        self._seed = ""
        self._read.clear()
        self.load()

    def action_period_previous(self) -> None:
        self._turn(self._month - timedelta(days=1))

    def action_period_next(self) -> None:
        if self._month < self.station.today.replace(day=1):
            self._turn(self._month + timedelta(days=31))


def last_month(today: date) -> date:
    """The first day of the month before this one: the one that is approved now."""
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)
