"""One session: who was there, by digits; its record with the same save."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from screens.actions import bindings
from screens.base import BaseScreen
from screens.dialogs.picker import Picker
from screens.gathering_forms import ask
from screens.text import clean
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Words
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.ports import Saved
    from screens.ports_groups import Member, SessionPage

COLUMNS = (
    Column(N_("Seq."), 4, right=True),
    Column(N_("Member"), 14, grow=1),
    Column(N_("Attendance"), 12, grow=1),
    Column(N_("So far"), 12, wide=50),
)
DIGITS = {"1": "present", "2": "absent", "3": "leave"}


class SessionScreen(BaseScreen):
    """Attendance of one session. Marks are kept as they are made and written with the record."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    DEFAULT_CSS = """
    SessionScreen #facts { padding: 0 1; height: auto; }
    SessionScreen #count { padding: 0 1 1 1; height: auto; }
    """
    TITLE_MSGID = N_("Session")
    ENTER_LABEL = ""
    RELOAD_ON = frozenset({"group_session", "group_attendance", "group_member", "service_log", "client"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("go.back", "session.all", "session.record", "session.save", footer=True),
        *bindings("session.plan", "session.find", "attachment.list", footer=False),
    ]
    HELP_TEXT = N_("1 present, 2 absent, 3 on leave, 0 all the others present. Ctrl+S saves with the record.")

    def __init__(self, group: str, number: int) -> None:
        super().__init__()
        self.group, self.number = group, number
        self._page: SessionPage | None = None
        self._marks: dict[str, str] = {}
        self._touched = False
        self._draft: str | None = None

    def period(self) -> str:
        return _("session {n}").format(n=self.number)

    def body(self) -> ComposeResult:
        yield Words(id="facts")
        yield Words(id="count")
        yield RecordTable(COLUMNS)

    def load(self) -> None:
        self.station.go(self._load(), "load-session", exclusive=True)

    async def _load(self) -> None:
        backend = self.station.backend
        page = self._page = await backend.session_page(self.group, self.number, self.station.today)
        if not self._touched:
            self._marks = dict(page.states)
            for draft in await backend.drafts(self._draft_form):
                if draft.row == self.group:
                    self._draft = draft.id
                    known = {one.id for one in page.members}
                    self._marks |= {member: state for member, state in draft.content.items() if member in known}
                    self._touched = True
        facts = [
            Content.assemble((label, "$muted"), "  ", (clean(value), "$foreground")) for label, value in page.facts
        ]
        self.query_one("#facts", Words).say(Content("\n").join(facts))
        table = self.query_one(RecordTable)
        table.say_empty(
            _("The group has no member yet."),
            _("F5 records the session with the number of people there; members are added on the group's page."),
        )
        self._draw()

    @property
    def _draft_form(self) -> str:
        return f"attendance.{self.number}"

    def _draw(self) -> None:
        if self._page is None:
            return
        members = self._page.members
        self.query_one(RecordTable).show([self._row(at, one) for at, one in enumerate(members, 1)])
        words = {"present": _("present"), "absent": _("absent"), "leave": _("on leave")}
        said = [f"{word} {n}" for state, word in words.items() if (n := self._count(state))]
        left = len(members) - sum(map(self._count, words))
        if left:
            said.append(_("not said {n}").format(n=left))
        tail = "  " + _("not saved yet") if self._touched else ""
        keys = _("1 present  2 absent  3 leave  0 all present") + "  "
        self.query_one("#count", Words).say(Content.assemble((keys, "$muted"), "  ".join(said), (tail, "$caution")))

    def _count(self, state: str) -> int:
        return sum(1 for one in self._marks.values() if one == state)

    def _row(self, at: int, member: Member) -> Row:
        state = self._marks.get(member.id, "")
        words = {"present": _("present"), "absent": "! " + _("absent"), "leave": "~ " + _("on leave")}
        tones = {"present": "good", "absent": "bad", "leave": "caution"}
        so_far = f"{member.present}/{member.present + member.absent + member.leave}"
        name = member.name if member.on_file else _("{name} (no file)").format(name=member.name)
        return Row(
            member.id,
            (Cell(str(at), "muted"), name, Cell(words.get(state, ""), tones.get(state, "")), Cell(so_far, "muted")),
        )

    # Marking

    def on_key(self, event: events.Key) -> None:
        # A digit says of the member under the bar what it means, and goes on to the next.
        table, digit = self.query_one(RecordTable), event.character or ""
        if table.has_focus and digit in DIGITS and table.cursor_key is not None:
            event.stop()
            event.prevent_default()
            if self._open_to_change():
                self._marks[table.cursor_key] = DIGITS[digit]
                self._marked()
                table.action_list_down()

    def action_session_all(self) -> None:
        if self._page is not None and self._open_to_change():
            for member in self._page.members:
                self._marks.setdefault(member.id, "present")
            self._marked()

    def _open_to_change(self) -> bool:
        if self._page is not None and self._page.session.locked:
            self.notify(_("This session is locked: approved, or its group has ended."), timeout=6, markup=False)
            return False
        return True

    def _marked(self) -> None:
        self._touched = True
        self._draw()
        self.station.go(self._keep(), "draft", exclusive=True)

    async def _keep(self) -> None:
        self._draft = await self.station.backend.keep_draft(self._draft_form, self.group, self._marks, self._draft)

    def action_session_find(self) -> None:
        from screens.ports import Choice

        if self._page is None:
            return
        choices = [Choice(one.id, f"{at} {one.name}") for at, one in enumerate(self._page.members, 1)]

        def found(member: str | None) -> None:
            if member is not None:
                self.query_one(RecordTable).go_to(member)

        self.app.push_screen(Picker(_("Row number or name"), choices), found)

    # Saving

    def action_session_save(self) -> None:
        if self._page is None:
            return
        if self._page.session.on is None:
            self.action_session_record()
        elif self._touched:
            self.station.go(self._save(), "write", exclusive=True)

    async def _save(self) -> None:
        assert self._page is not None
        saved = await self._write(self._page.values)
        await self._written()
        self.station.publish(saved)
        self.done_words(saved.words)

    async def _write(self, values: Mapping[str, str]) -> Saved:
        return await self.station.backend.record_session(self.group, self.number, values, self._marks)

    async def _written(self) -> None:
        self._touched = False
        if self._draft is not None:
            await self.station.backend.drop_draft(self._draft)
            self._draft = None

    def action_session_record(self) -> None:
        """The record's form; saving it saves the marks, too."""
        if not self._open_to_change():
            return

        async def save(values: Mapping[str, str]) -> Saved:
            saved = await self._write(values)
            await self._written()
            return saved

        title = _("Record of session {n}").format(n=self.number)
        begin = "note" if self._page is not None and self._page.values.get("minutes") else "minutes"
        form = ask(
            self, "session.record", self.group, title, self._recorded, number=self.number, begin=begin, save=save
        )
        self.station.go(form, "form", exclusive=True)

    def _recorded(self, saved: Saved | None) -> None:
        if saved is not None:
            self.load()

    def action_attachment_list(self) -> None:
        """The sign-in sheet and photos of the session, once it has been planned or recorded."""
        self.station.go(self._files(), "files", exclusive=True)

    async def _files(self) -> None:
        from screens.attachments import AttachmentsScreen

        row, _log = await self.station.backend.session_rows(self.group, self.number)
        if row:
            self.app.push_screen(AttachmentsScreen("group_session", row, self.period()))
        else:
            self.notify(_("Plan or record the session first: files belong to it."), timeout=6, markup=False)

    def action_session_plan(self) -> None:
        title = _("Plan of session {n}").format(n=self.number)
        form = ask(self, "session.plan", self.group, title, self._recorded, number=self.number)
        self.station.go(form, "form", exclusive=True)

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()

    def action_go_back(self) -> None:
        if self._touched:
            self.notify(_("The marks are kept; Ctrl+S writes them."), timeout=3, markup=False)
        super().action_go_back()
