"""One group: its way through the phases, its plan, what is missing, its sessions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from screens.actions import ACTIONS, bindings, key_word
from screens.base import BaseScreen
from screens.days import day_words
from screens.gathering_forms import ask, ask_phase
from screens.register_page import RegisterScreen
from screens.text import clean
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Section, Words
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.ports_groups import GroupPage, Session

COLUMNS = (
    Column(N_("No."), 4, right=True),
    Column(N_("Day"), 12),
    Column(N_("Topic"), 10, grow=2),
    Column(N_("There"), 5, right=True),
    Column(N_("Away"), 4, right=True),
    Column(N_("Min."), 4, right=True),
    Column(N_("Session record"), 12, grow=3),
)


class GroupScreen(BaseScreen):
    """The page of one group."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    TITLE_MSGID = N_("Group")
    ENTER_LABEL = N_("Session")
    RELOAD_ON = frozenset(
        {
            "service_group",
            "group_session",
            "group_member",
            "group_attendance",
            "satisfaction_survey",
            "client",
            "material_given",
        }
    )
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("go.back", "group.session", "group.members", "group.edit", "group.end", footer=True),
        *bindings("group.phase", "group.schedule", "group.survey", "group.approve", "group.unmake", footer=False),
        *bindings("group.goods", "group.print", "attachment.list", footer=False),
    ]
    HELP_TEXT = N_("Enter opens a session: who was there, by digits. What is missing before the end stands above.")

    def __init__(self, group: str) -> None:
        super().__init__()
        self.group = group
        self._page: GroupPage | None = None

    def body(self) -> ComposeResult:
        yield Words(id="name")
        yield Words(id="stages")
        yield Words(id="facts")
        yield Words(id="gaps")
        yield Section(_("Sessions"), id="sessions")
        yield RecordTable(COLUMNS)

    def load(self) -> None:
        self.station.go(self._load(), "load-group", exclusive=True)

    async def _load(self) -> None:
        page = self._page = await self.station.backend.group_page(self.group, self.station.today)
        row = page.row
        about = f"{row.number}  {row.kind}  {row.worker}"
        self.query_one("#name", Words).say(Content.assemble((clean(row.title), "bold"), "  ", (clean(about), "$muted")))
        self.query_one("#stages", Words).say(self._way(page))
        facts = [
            Content.assemble((label, "$muted"), "  ", (clean(value), "$foreground")) for label, value in page.facts
        ]
        self.query_one("#facts", Words).say(Content("\n").join(facts))
        self.query_one("#gaps", Words).say(self._gaps(page))
        table = self.query_one(RecordTable)
        table.say_empty(
            _("No session yet."),
            _("Insert records the first one: who was there, by digits. Ctrl+R gives every session a day."),
            _("Write it from anywhere with Ctrl+N: {line}").format(line=f"&{row.number} 第1节 12人 90m"),
        )
        table.show([self._session(one) for one in page.sessions])
        held = f"{row.held}/{row.planned}" if row.planned else str(row.held)
        self.query_one("#sessions", Section).say(note=held if page.sessions else "")
        self.land(table)

    def _way(self, page: GroupPage) -> Content:
        pieces: list[Content | tuple[str, str] | str] = []
        for phase in page.phases:
            if pieces:
                pieces.append((" > ", "$muted"))
            label = clean(phase.label)
            if phase.current:
                since = f" {day_words(phase.on, self.station.today)}" if phase.on else ""
                pieces.append((f" {label}{since} ", "bold $cursor-text on $cursor-ground"))
            else:
                pieces.append((label, "$muted"))
        return Content.assemble(*pieces)

    def _gaps(self, page: GroupPage) -> Content:
        if page.row.state != "open":
            return Content.styled(_("Ended and locked. {key} takes it up again.").format(key="F9"), "$muted")
        if not page.gaps:
            return Content.styled(_("Nothing is missing: {key} ends the group.").format(key="F9"), "$good")
        pieces: list[Content | tuple[str, str] | str] = [(_("To the end") + "  ", "$muted")]
        for at, gap in enumerate(page.gaps):
            key = key_word(ACTIONS[gap.action].keys[0])
            pieces += [("  " if at else "", ""), (gap.words, "$caution"), (f" {key}", "$muted")]
        return Content.assemble(*pieces)

    def _session(self, one: Session) -> Row:
        today, on = self.station.today, one.on or one.planned_on
        late = one.on is None and on is not None and on < today
        day = day_words(on, today) if on else ""
        if one.on is None and on is not None:
            day = ("! " if late else "") + _("plan {day}").format(day=day)
        there = str(one.there + one.unnamed) if one.on else ""
        quiet = "" if one.on else "bad" if late else "muted"
        return Row(
            str(one.number),
            (
                Cell(str(one.number), "muted"), Cell(day, quiet), one.topic, there,
                Cell(str(one.absent) if one.on and one.absent else "", "muted"),
                "" if one.minutes is None else str(one.minutes), Cell(one.note, "muted"),
            ),
        )  # fmt: skip

    # What can be done

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self._to_session(int(event.key))

    def action_group_session(self) -> None:
        """The next session that was not held."""
        if self._page is not None:
            held = {one.number for one in self._page.sessions if one.on}
            self._to_session(next(n for n in range(1, len(held) + 2) if n not in held))

    def _to_session(self, number: int) -> None:
        from screens.session_page import SessionScreen

        self.landing = str(number)
        self.app.push_screen(SessionScreen(self.group, number))

    def action_group_members(self) -> None:
        from screens.group_members import MembersScreen

        self.app.push_screen(MembersScreen(self.group, self._page.row.title if self._page else ""))

    def _ask(self, form: str, title: str) -> None:
        self.station.go(ask(self, form, self.group, title), "form", exclusive=True)

    def action_group_edit(self) -> None:
        self._ask("group", _("Plan of the group"))

    def action_group_end(self) -> None:
        if self._page is not None and self._page.row.state != "open":
            self.station.go(self._again(), "write", exclusive=True)
        else:
            self._ask("group.end", _("Summary and end"))

    async def _again(self) -> None:
        saved = await self.station.backend.take_up_group(self.group, self.station.today)
        self.station.publish(saved)
        self.done_words(saved.words)

    def action_group_schedule(self) -> None:
        self._ask("group.schedule", _("A day for each session"))

    def action_group_survey(self) -> None:
        self._ask("group.survey", _("Satisfaction"))

    def action_group_approve(self) -> None:
        self._ask("group.approve", _("Approval"))

    def action_group_phase(self) -> None:
        self.station.go(ask_phase(self, self.group), "form", exclusive=True)

    def action_attachment_list(self) -> None:
        from screens.attachments import AttachmentsScreen

        self.app.push_screen(AttachmentsScreen("service_group", self.group, self._page.row.title if self._page else ""))

    def action_group_print(self) -> None:
        from screens.case_printing import print_form

        async def write(folder: Path, form: str, masked: bool) -> Path:
            return await self.station.backend.group_file(self.group, folder, form, masked=masked)

        print_form(self, write)

    def action_group_goods(self) -> None:
        """What was given out at the session under the cursor."""
        key = self.query_one(RecordTable).cursor_key
        if key is not None:
            self.station.go(self._goods(int(key)), "goods", exclusive=True)

    async def _goods(self, number: int) -> None:
        _row, log = await self.station.backend.session_rows(self.group, number)
        if not log:
            self.notify(_("Record the session first: goods belong to its entry."), timeout=6, markup=False)
            return
        title = _("session {n}").format(n=number)
        self.app.push_screen(RegisterScreen("material_given", {"service_log": log}, title))

    def action_group_unmake(self) -> None:
        key = self.query_one(RecordTable).cursor_key
        found = next((one for one in self._page.sessions if str(one.number) == key), None) if self._page else None
        if found is not None:
            self.station.go(self._unmake(found.id), "write", exclusive=True)

    async def _unmake(self, session: str) -> None:
        saved = await self.station.backend.delete_session(session)
        self.station.publish(saved)
        self.done_words(saved.words)
