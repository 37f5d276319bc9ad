"""One activity: planned, held, summed up; the entries of the log that tell of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from screens.actions import bindings
from screens.base import BaseScreen
from screens.entries import DATED_COLUMNS, entry_row
from screens.gathering_forms import ask
from screens.text import clean
from screens.widgets.record_table import RecordTable
from screens.widgets.section import Section, Words
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.ports_groups import ActivityPage


class ActivityScreen(BaseScreen):
    """The page of one activity."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    TITLE_MSGID = N_("Activity")
    ENTER_LABEL = ""
    RELOAD_ON = frozenset({"activity", "service_log", "satisfaction_survey", "material_given"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("go.back", "activity.hold", "activity.edit", "activity.sum", footer=True),
        *bindings("activity.cancel", "group.survey", "group.approve", "group.goods", "attachment.list", footer=False),
    ]
    HAS_ENTRIES: ClassVar[bool] = True
    HELP_TEXT = N_("F7 says how it went: heads, volunteers, money. Its entry of the log is written with it.")

    def __init__(self, activity: str) -> None:
        super().__init__()
        self.activity = activity
        self._page: ActivityPage | None = None

    def body(self) -> ComposeResult:
        yield Words(id="name")
        yield Words(id="facts")
        yield Section(_("Entries of it"), id="done")
        yield RecordTable(DATED_COLUMNS)

    def load(self) -> None:
        self.station.go(self._load(), "load-activity", exclusive=True)

    async def _load(self) -> None:
        page = self._page = await self.station.backend.activity_page(self.activity)
        row = page.row
        about = "  ".join(part for part in (row.number, row.on.isoformat(), row.place, row.kind, row.worker) if part)
        self.query_one("#name", Words).say(Content.assemble((clean(row.title), "bold"), "  ", (clean(about), "$muted")))
        facts = [
            Content.assemble((label, "$muted"), "  ", (clean(value), "$foreground")) for label, value in page.facts
        ]
        self.query_one("#facts", Words).say(Content("\n").join(facts))
        table = self.query_one(RecordTable)
        table.say_empty(
            _("Nothing logged of it yet."),
            _("F7 says how it went. Or write it from anywhere with Ctrl+N: {line}").format(
                line=f"&{row.number} 46人 志愿者6人 2小时"
            ),
        )
        table.show([entry_row(one, dated=True, today=self.station.today) for one in page.logs])

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()

    def _ask(self, form: str, title: str, begin: str = "") -> None:
        self.station.go(ask(self, form, self.activity, title, begin=begin), "form", exclusive=True)

    def action_attachment_list(self) -> None:
        from screens.attachments import AttachmentsScreen

        self.app.push_screen(AttachmentsScreen("activity", self.activity, self._page.row.title if self._page else ""))

    def action_group_goods(self) -> None:
        from screens.register_page import RegisterScreen

        title = self._page.row.title if self._page else ""
        self.app.push_screen(RegisterScreen("material_given", {"activity": self.activity}, title))

    def action_activity_hold(self) -> None:
        self._ask("activity.held", _("How it went"), begin="heads")

    def action_activity_edit(self) -> None:
        self._ask("activity", _("Plan of the activity"))

    def action_activity_sum(self) -> None:
        self._ask("activity.sum", _("Activity summary"))

    def action_group_survey(self) -> None:
        self._ask("activity.survey", _("Satisfaction"))

    def action_group_approve(self) -> None:
        self._ask("activity.approve", _("Approval"))

    def action_activity_cancel(self) -> None:
        self.station.go(self._cancel(), "write", exclusive=True)

    async def _cancel(self) -> None:
        saved = await self.station.backend.cancel_activity(self.activity)
        self.station.publish(saved)
        self.done_words(saved.words)
