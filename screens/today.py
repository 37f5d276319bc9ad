"""Today: the quick-log line, what was done today, and what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.timer import Timer

from screens.actions import bindings
from screens.due_page import DUE_DAYS, DUE_TABLES, DuePage
from screens.entries import DUE_COLUMNS, ENTRY_COLUMNS, entry_row, hours
from screens.late import LATE, LOCKED, ask_reason
from screens.quick_more import keep_template, marked_word, say_more
from screens.waits import Wait, owed_waits, waits
from screens.widgets.quick_line import QuickLine
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Row
from screens.widgets.section import Section
from swstation.errors import Refusal, message
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import date

    from screens.ports import Draft, Due, Entry, Saved
    from screens.ports_quick import ReferralDraft

DRAFT_FORM = "quicklog"
SHEET = "sheet/"
"""Before the number of a printed list among the villages to choose from."""

WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


def _asks_for_due(text: str) -> bool:
    from swstation.quicklog.many import asks_for_due  # the first frame does without reading lines

    return asks_for_due(text)


class TodayScreen(DuePage):
    """The page a day is spent on. The line has the focus on arrival; Esc leaves it for the lists."""

    CSS_PATH: ClassVar[str] = "today.tcss"
    TITLE_MSGID = N_("Today")
    ENTER_LABEL = N_("Edit")
    RELOAD_ON = frozenset({"log_client", "draft", "work_plan"}) | DUE_TABLES
    AUTO_FOCUS: ClassVar[str | None] = "LineInput"
    HAS_LINE: ClassVar[bool] = True
    HAS_ENTRIES: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("round.start", "log.repeat", "log.edit", "log.delete", "due.snooze", "due.asleep"),
        *bindings("approval.month", footer=False),
    ]
    HELP_TEXT = N_(
        "Write one line for one service: who, how, how long, what. Enter saves it and the line is empty again."
    )

    def __init__(self) -> None:
        super().__init__()
        self._drafts: dict[str, Draft] = {}
        self._draft_id: str | None = None
        self._timer: Timer | None = None
        self._waits: list[Wait] = []
        self._for_many = False
        self._day: date | None = None
        self._saves = 0
        self._marked: tuple[str, ...] = ()
        self._referrals: Sequence[ReferralDraft] = ()

    @property
    def enter_label(self) -> str | None:
        # A line of what is due opens the page it is about; only entries go back into the line.
        on_dues = self.focused is not None and self.focused.id == "dues"
        return N_("Open") if on_dues else self.ENTER_LABEL

    def period(self) -> str:
        today = self.station.today
        return f"{today:%m-%d} {_(WEEKDAYS[today.weekday()])}"

    def body(self) -> ComposeResult:
        yield QuickLine()
        with Horizontal(id="parts"):
            with Vertical(id="done"):
                yield Section(_("Done today"))
                yield RecordTable(ENTRY_COLUMNS, id="entries")
            with Vertical(id="due"):
                yield Section(_("Due"))
                yield RecordTable(DUE_COLUMNS, id="dues", header=False, markable=True)

    def focus_quick_line(self) -> None:
        """Back into the line, wherever one is on this page; for those who are marked among what is due."""
        line = self.query_one(QuickLine)
        keys = [key.split("/") for key in self.query_one("#dues", RecordTable).marked]
        self._marked = tuple(dict.fromkeys(row for table, row, *_more in keys if table == "client"))
        if self._marked and not line.text.strip():
            self.station.go(self._write_for_marked(), "index", exclusive=True)
        else:
            line.input.focus()

    async def _write_for_marked(self) -> None:
        await self._renew_index()
        self.query_one(QuickLine).edit(f"{marked_word()} ")

    # Reading

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self.station.session:
            # Made of all rows of the book: asked for on arrival, not after each entry, and shown when it comes.
            self.station.go(self._count(), "count-findings", exclusive=True)

    def load(self) -> None:
        self.station.go(self._load(), "load-today", exclusive=True)

    async def _load(self) -> None:
        backend, today = self.station.backend, self.station.today
        self._day = today
        entries = await backend.todays_logs(today)
        table = self.query_one("#entries", RecordTable)
        table.say_empty(_("Nothing logged today."), _("Ctrl+N and one line: {line}").format(line="张桂芳 入户 40m"))
        table.show([entry_row(entry, today=today) for entry in entries])
        self.land(table)
        self.query_one("#done Section", Section).say(note=self._sum(entries))
        await self._renew_index()
        self._drafts = {draft.id: draft for draft in await backend.drafts(DRAFT_FORM)}
        self._referrals = await backend.referral_drafts()
        await self.load_dues()

    async def read_dues(self) -> Sequence[Due]:
        backend, today = self.station.backend, self.station.today
        return await (backend.put_off(today, DUE_DAYS) if self.asleep else backend.due_list(today, DUE_DAYS))

    def first_rows(self) -> list[Row]:
        collects = bool(self.station.session and self.station.session.collects)
        return [*(self._waiting_rows() if collects else []), *self._draft_rows()]

    def last_rows(self) -> list[Row]:
        collects = bool(self.station.session and self.station.session.collects)
        return [] if collects else self._waiting_rows()

    def _waiting_rows(self) -> list[Row]:
        return [
            Row(f"go/{one.action}", (Cell("! " + _("look at it"), "caution"), "", one.words)) for one in self._waits
        ]

    async def _count(self) -> None:
        if self.station.session is not None and self.station.session.newer:
            return  # a newer program's book is only looked at; counting findings would write aside
        owed = await owed_waits(self.station.backend, self.station.today) if self.collects else []
        if owed:
            self._say_waits(owed)  # there at once, where what is counted out of all rows takes seconds
        self._say_waits([*owed, *await waits(self.station.backend)])

    def _say_waits(self, found: list[Wait]) -> None:
        self._waits = found
        if self.dues is not None:
            self.show_dues()

    async def _renew_index(self) -> None:
        line, backend = self.query_one(QuickLine), self.station.backend
        if self._marked or (line.text and _asks_for_due(line.text)):
            self._for_many = True
            line.read_with(await backend.reader_for_many(self._marked))
        else:
            self._for_many = False
            line.read_with(await backend.quick_reader())

    def _sum(self, entries: Sequence[Entry]) -> str:
        # What was written today of an earlier day stands in the list, and is no part of today.
        entries = [entry for entry in entries if entry.day == self.station.today]
        if not entries:
            return ""
        minutes = sum(entry.minutes or 0 for entry in entries)
        number = ngettext("{n} entry", "{n} entries", len(entries)).format(n=len(entries))
        return f"{number}  {hours(minutes)}"

    def _draft_rows(self) -> list[Row]:
        started = Cell("~ " + _("draft"), "caution")
        referrals = [
            Row(
                f"referral/{one.id}",
                (started, one.who, f"{_('Referral')}  {one.receiver}".rstrip()),
            )
            for one in self._referrals
        ]
        return referrals + [
            Row(
                f"draft/{draft.id}",
                (started, Cell(draft.saved_at, "muted"), draft.content.get("line", "")),
            )
            for draft in self._drafts.values()
            if draft.id != self._draft_id
        ]

    # The line

    @on(QuickLine.Submitted)
    def _submitted(self, event: QuickLine.Submitted) -> None:
        self.station.go(self._save(event), "write", exclusive=True)

    async def _save(self, event: QuickLine.Submitted) -> None:
        try:
            saved = await self._written(event, "")
        except Refusal as refusal:
            if not ask_reason(self, refusal, self._again(event, refusal), lambda: self._done(event)):
                event.line.refuse(message(refusal))
            return
        await self._drop_draft()
        event.line.clear()
        self._marked = ()
        self.query_one("#dues", RecordTable).clear_marks()
        self.landing = saved.ids[0] if saved.ids else None
        self.station.publish(saved)
        say_more(self, event.reading)
        if event.reading.ending:
            from screens.client_forms import ask_end_file

            await ask_end_file(self, event.reading.ending)

    async def _written(self, event: QuickLine.Submitted, reason: str) -> Saved:
        backend, parsed = self.station.backend, event.reading.parsed
        if event.editing:
            return await backend.change_log(event.editing, parsed, reason)
        return await backend.log_service(parsed, reason)

    def _again(self, event: QuickLine.Submitted, refusal: Refusal) -> Callable[[str], Awaitable[Saved]]:
        async def write(reason: str) -> Saved:
            if refusal.code == LOCKED and event.editing:
                return await self.station.backend.correct_log(event.editing, event.reading.parsed, reason)
            return await self._written(event, reason)

        return write

    def _done(self, event: QuickLine.Submitted) -> None:
        event.line.clear()
        self.station.go(self._drop_draft(), "draft", exclusive=True)

    @on(QuickLine.Typed)
    def _typed(self, event: QuickLine.Typed) -> None:
        if self._day != self.station.today:
            self._day = self.station.today
            self.load()  # the laptop was left open overnight: a line of today is not read as one of yesterday
        elif not self._for_many and _asks_for_due(event.text):
            self._for_many = True
            self.station.go(self._renew_index(), "index", exclusive=True)
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(0.5, self._keep_typed)

    def _keep_typed(self) -> None:
        if self.station.session is not None:
            self.station.go(self._keep(self.query_one(QuickLine).text), "draft", exclusive=True)

    async def _keep(self, text: str) -> None:
        if text.strip():
            saves = self._saves
            editing = self.query_one(QuickLine).editing
            content = {"line": text, "entry": editing} if editing else {"line": text}
            draft = await self.station.backend.keep_draft(DRAFT_FORM, None, content, self._draft_id)
            if saves == self._saves:
                self._draft_id = draft
            else:  # the line was saved while its draft was being written
                await self.station.backend.drop_draft(draft)
        else:
            await self._drop_draft()

    async def _drop_draft(self) -> None:
        self._saves += 1
        if self._timer is not None:
            self._timer.stop()
        if self._draft_id is not None:
            draft, self._draft_id = self._draft_id, None
            await self.station.backend.drop_draft(draft)

    @on(QuickLine.Kept)
    def _kept(self, event: QuickLine.Kept) -> None:
        self.station.go(self._keep_aside(event), "write", exclusive=True)

    async def _keep_aside(self, event: QuickLine.Kept) -> None:
        await self._keep(event.text)
        self._draft_id = None
        event.line.clear()
        await self._load()

    @on(QuickLine.Saved)
    def _template(self, event: QuickLine.Saved) -> None:
        self.station.go(keep_template(self, event, self._renew_index), "write", exclusive=True)

    @on(QuickLine.Left)
    def _left(self) -> None:
        self.query_one("#entries", RecordTable).focus()

    # The lists

    @on(RecordTable.Opened, "#entries")
    def action_log_edit(self) -> None:
        """The entry under the bar goes back into the line."""
        key = self.query_one("#entries", RecordTable).cursor_key
        if key is not None:
            self.station.go(self._edit(key), "edit", exclusive=True)

    async def _edit(self, key: str, text: str = "") -> None:
        """``text``: what was typed of its change before."""
        found = await self.station.backend.entry_line(key)
        self.query_one(QuickLine).edit(text or found.text, key, found.fixed, found.reader)

    def open_due(self, kind: str, rest: str) -> None:
        row = rest.partition("/")[0]
        if kind == "go":
            self.station.go(self.station.perform(rest))
        elif kind == "referral":
            self._complete(row)
        elif kind == "draft" and row in self._drafts:
            self._draft_id = row
            content = self._drafts[row].content
            if "entry" in content:
                self.station.go(self._edit(content["entry"], content.get("line", "")), "edit", exclusive=True)
            else:
                self.query_one(QuickLine).edit(content.get("line", ""))
        elif kind == "log":
            self.station.go(self._edit(row), "edit", exclusive=True)
        else:
            super().open_due(kind, rest)

    def _complete(self, draft: str) -> None:
        """The form of a referral that a line spoke of."""
        from screens.case_writing import referral_form

        for one in self._referrals:
            if one.id == draft:
                self.station.go(referral_form(self, one.case, one.client, log=one.log), "form", exclusive=True)

    def action_log_repeat(self) -> None:
        key = self.query_one("#entries", RecordTable).cursor_key
        if key is not None:
            self.station.go(self._repeat(key), "write")

    async def _repeat(self, key: str) -> None:
        saved = await self.station.backend.repeat_log(key)
        self.landing = saved.ids[0] if saved.ids else None
        self.station.publish(saved)

    def action_log_delete(self) -> None:
        key = self.query_one("#entries", RecordTable).cursor_key
        if key is not None and not self.query_one(QuickLine).input.has_focus:
            self.station.go(self._delete(key), "write")

    async def _delete(self, key: str) -> None:
        async def late(reason: str) -> Saved:
            return await self.station.backend.delete_logs([key], reason)

        try:
            saved = await late("")
        except Refusal as refusal:
            if refusal.code != LATE or not ask_reason(self, refusal, late):
                raise
            return
        self.station.publish(saved)
        self.done_words(_("Deleted."))

    def action_approval_month(self) -> None:
        from screens.month_approval import MonthApprovalScreen, last_month

        self.app.push_screen(MonthApprovalScreen(last_month(self.station.today)))

    def action_round_start(self) -> None:
        self.station.go(self._ask_village(), "round", exclusive=True)

    async def _ask_village(self) -> None:
        from screens.dialogs.picker import Picker
        from screens.ports import Choice

        villages = await self.station.backend.villages(self.station.today)
        sheets = [
            Choice(f"{SHEET}{one.value}", one.label, one.remark) for one in await self.station.backend.printed_rounds()
        ]
        choices = [
            Choice(
                village.id,
                village.name,
                ngettext("{n} due", "{n} due", village.due).format(n=village.due) + f" / {village.clients}",
            )
            for village in villages
        ]
        names = {village.id: village.name for village in villages}

        def chosen(village: str | None) -> None:
            if village is None:
                return
            if village.startswith(SHEET):
                self._key_back(int(village.removeprefix(SHEET)))
            else:
                self.station.go(self._ask_tier(village, names.get(village, village)), "round", exclusive=True)

        nothing = _("No village has clients yet.")
        self.app.push_screen(Picker(_("Which village?"), [*choices, *sheets], nothing=nothing), chosen)

    async def _ask_tier(self, village: str, name: str) -> None:
        """Where visits of several levels are due: of which; one Enter for all."""
        from screens.dialogs.picker import Picker
        from screens.round_mode import RoundScreen

        tiers = await self.station.backend.round_tiers(village, self.station.today)
        if not tiers:
            self.app.push_screen(RoundScreen(village, name))
            return

        def chosen(tier: str | None) -> None:
            if tier is not None:
                self.app.push_screen(RoundScreen(village, name, None if tier == "*" else tier))

        self.app.push_screen(Picker(_("Whom of {village}?").format(village=name), tiers), chosen)

    def _key_back(self, sheet: int) -> None:
        from screens.dialogs.paper import PaperDialog

        self.app.push_screen(PaperDialog(sheet, _("Key back list {number}").format(number=sheet)))
