"""One client's file: who it is, the cases, and everything that was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from screens.actions import bindings
from screens.base import BaseScreen
from screens.case_forms import new_case_form
from screens.client_forms import ask_end_file, client_form
from screens.entries import DATED_COLUMNS, entry_row
from screens.text import clean
from screens.transfers import transfer_form
from screens.widgets.facts import Facts
from screens.widgets.quick_line import Ending
from screens.widgets.record_table import RecordTable
from screens.widgets.section import Section, Words
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from screens.ports import CaseRow


class ClientScreen(BaseScreen):
    """The page of one client. ``v`` reveals one masked value after the other; each goes into the audit log."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    TITLE_MSGID = N_("Client")
    ENTER_LABEL = ""
    RELOAD_ON = frozenset(
        {
            "client", "client_category", "household", "service_case", "service_log", "log_client", "consent",
            "child_file", "incident", "person_link", "attachment",
        }
    )  # fmt: skip
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("go.back", "client.edit", "client.more", "case.open", "mask.reveal", "plan.list", footer=True),
        *bindings("client.end", footer=False),
        *bindings("row.transfer", "row.erase", footer=False),
    ]
    HAS_ENTRIES: ClassVar[bool] = True
    HELP_TEXT = N_("Numbers and addresses are masked; F7 shows them one by one.")

    def __init__(self, client_id: str) -> None:
        super().__init__()
        self.client_id = client_id
        self._client_name = ""
        self._household = ""
        self._erased = False

    def body(self) -> ComposeResult:
        yield Words(id="name")
        yield Facts()
        yield Words(id="cases")
        yield Section(_("Services"), id="done")
        yield RecordTable(DATED_COLUMNS)

    def load(self) -> None:
        if not self._erased:
            self.station.go(self._load(), "load-client", exclusive=True)

    async def _load(self) -> None:
        page = await self.station.backend.client_page(self.client_id, self.station.today)
        row = page.row
        self._client_name = row.name
        age = ngettext("{n} year old", "{n} years old", row.age).format(n=row.age) if row.age is not None else ""
        about = "  ".join(part for part in (row.gender, age, row.village, row.categories) if part)
        care = await self.station.backend.client_care(self.client_id, self.station.today)
        self._household = care.household
        tags = [part for words, tone in care.tags for part in ("  ", (clean(words), f"${tone}"))]
        name = Content.assemble((clean(row.name), "bold"), "  ", (clean(about), "$muted"), *tags)
        self.query_one("#name", Words).say(name)
        self.query_one(Facts).show([*page.facts, *care.facts])
        cases = self.query_one("#cases", Words)
        cases.display = bool(page.cases)
        cases.say(Content("\n").join([self._case(case) for case in page.cases]))
        table = self.query_one(RecordTable)
        table.say_empty(
            _("Nothing logged for this person yet."),
            _("Ctrl+N and for example: {line}").format(line=f"{row.name} 入户 40m"),
        )
        logs = care.logs if care.files > 1 else page.logs
        table.show([entry_row(entry, dated=True, today=self.station.today) for entry in logs])
        number = ngettext("{n} entry", "{n} entries", len(logs)).format(n=len(logs))
        if care.files > 1:
            joined = ngettext("of {n} file", "of {n} files said to be one person", care.files).format(n=care.files)
            number = f"{number}  {joined}"
        self.query_one("#done", Section).say(note=number if logs else "")

    def _case(self, case: CaseRow) -> Content:
        stage = case.stage_label if case.open else _("Closed")
        return Content.assemble(
            (_("Case"), "$muted"), f"  {clean(case.number)}  {clean(case.field)}  ", (clean(stage), "$primary")
        )

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()

    def action_client_more(self) -> None:
        from screens.client_more import choose_more

        choose_more(self, self.client_id, self._client_name, self._household)

    def action_client_edit(self) -> None:
        self.station.go(client_form(self, self.client_id, lambda _saved: None), "form", exclusive=True)

    def action_client_end(self) -> None:
        ending = Ending(self.client_id, self._client_name, "")
        self.station.go(ask_end_file(self, [ending]), "form", exclusive=True)

    def action_row_transfer(self) -> None:
        if self._client_name:  # not before the page knows whose it is
            self.station.go(transfer_form(self, "client", self.client_id, self._client_name), "form", exclusive=True)

    def action_row_erase(self) -> None:
        from screens.erasing import erase_form

        def gone() -> None:
            self._erased = True

        form = erase_form(self, "client", self.client_id, gone, self.dismiss)
        self.station.go(form, "form", exclusive=True)

    def action_plan_list(self) -> None:
        from screens.plans import PlansScreen

        self.app.push_screen(PlansScreen(self.client_id, self._client_name))

    def action_case_open(self) -> None:
        client = (self.client_id, self._client_name)
        self.station.go(new_case_form(self, lambda _saved: None, client), "form", exclusive=True)

    def action_mask_reveal(self) -> None:
        masked = self.query_one(Facts).masked
        if masked:
            self.station.go(self._reveal(masked[0].field), "reveal")
        else:
            self.notify(_("Nothing is masked here."), timeout=3, markup=False)

    async def _reveal(self, field: str) -> None:
        value = await self.station.backend.reveal("client", self.client_id, field)
        self.query_one(Facts).reveal(field, value)
