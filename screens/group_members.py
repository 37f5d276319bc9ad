"""The members of a group: who came in, who left, how often they were there."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.base import BaseScreen
from screens.gathering_forms import ask, ask_members
from screens.text import clean
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.ports_groups import Member

COLUMNS = (
    Column(N_("Seq."), 4, right=True),
    Column(N_("Member"), 14, grow=1),
    Column(N_("On file"), 6),
    Column(N_("Joined"), 10),
    Column(N_("Left group"), 10),
    Column(N_("There"), 5, right=True),
    Column(N_("Away"), 4, right=True),
)


class MembersScreen(BaseScreen):
    """The list of members."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    TITLE_MSGID = N_("Group members")
    ENTER_LABEL = ""
    RELOAD_ON = frozenset({"group_member", "group_attendance", "group_session", "client"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("go.back", "member.add", "member.leave", "member.remove", footer=True)
    HELP_TEXT = N_("Members come from the files by their initials; somebody without a file comes by name.")

    def __init__(self, group: str, title: str) -> None:
        super().__init__()
        self.group, self._title = group, title

    def period(self) -> str:
        return clean(self._title, 40)

    def body(self) -> ComposeResult:
        yield RecordTable(COLUMNS)

    def load(self) -> None:
        self.station.go(self._load(), "load-members", exclusive=True)

    async def _load(self) -> None:
        page = await self.station.backend.group_page(self.group, self.station.today)
        table = self.query_one(RecordTable)
        table.say_empty(_("No member yet."), _("Insert adds the first ones: initials of people on file, or names."))
        table.show([self._row(at, one) for at, one in enumerate(page.members, 1)])

    def _row(self, at: int, member: Member) -> Row:
        away = member.absent + member.leave
        return Row(
            member.id,
            (
                Cell(str(at), "muted"), Cell(member.name, "muted" if member.left_on else ""),
                Cell(_("on file") if member.on_file else "", "muted"),
                Cell(member.joined_on.isoformat() if member.joined_on else "", "muted"),
                Cell(member.left_on.isoformat() if member.left_on else "", "muted"),
                str(member.present), Cell(str(away) if away else "", "muted"),
            ),
        )  # fmt: skip

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()

    def action_member_add(self) -> None:
        self.station.go(ask_members(self, self.group, self.station.today), "form", exclusive=True)

    def action_member_leave(self) -> None:
        key = self.query_one(RecordTable).cursor_key
        if key is not None:
            self.station.go(ask(self, "member.leave", key, _("Leaves the group")), "form", exclusive=True)

    def action_member_remove(self) -> None:
        key = self.query_one(RecordTable).cursor_key
        if key is not None:
            self.station.go(self._remove(key), "write", exclusive=True)

    async def _remove(self, member: str) -> None:
        saved = await self.station.backend.remove_member(self.group, member)
        self.station.publish(saved)
        self.done_words(saved.words)
