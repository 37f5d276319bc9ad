"""Needs and resources: what waits, who may meet it; resources, volunteers and organisations one key away."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from screens.actions import bindings
from screens.base import BaseScreen
from screens.days import day_words
from screens.dialogs.form_dialog import FormDialog
from screens.dialogs.picker import Picker
from screens.group_fields import NEED_DONE
from screens.register_page import RegisterScreen, register_form, spec_of
from screens.text import clean
from screens.widgets.fields import FieldSpec
from screens.widgets.filter_bar import FilterBar
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.ports import Saved
    from screens.ports_needs import NeedRow

COLUMNS = (
    Column(N_("Need"), 16, grow=3),
    Column(N_("Client"), 8, grow=1),
    Column(N_("Kind"), 6),
    Column(N_("Urgency"), 8),
    Column(N_("When"), 11),
    Column(N_("Met by"), 12, grow=2),
)


class NeedsScreen(BaseScreen):
    """Needs by state, the urgent ones first."""

    TITLE_MSGID = N_("Needs & resources")
    ENTER_LABEL = N_("Change")
    RELOAD_ON = frozenset({"need", "need_match", "resource", "volunteer", "client", "staff"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("list.find", footer=False),
        *bindings("need.add", "need.match", "need.done", "resource.list", footer=True),
        *bindings("need.drop", "need.settled", "volunteer.list", "volunteer.shifts", "org.list", footer=False),
    ]  # fmt: skip
    HELP_TEXT = N_("Insert notes a need, F5 matches it with a resource, a volunteer or a worker, F7 says it is met.")

    def __init__(self) -> None:
        super().__init__()
        self._all = False
        self._rows: Sequence[NeedRow] = ()

    def body(self) -> ComposeResult:
        yield FilterBar()
        yield RecordTable(COLUMNS)

    def load(self) -> None:
        self.station.go(self._load(), "load-needs", exclusive=True)

    async def _load(self) -> None:
        bar, table = self.query_one(FilterBar), self.query_one(RecordTable)
        self._rows = await self.station.backend.needs(bar.typed, settled=self._all)
        if bar.typed:
            table.say_empty(_("No need fits the filter."), _("Esc in the filter shows all of them."))
        else:
            table.say_empty(
                _("No need waits."),
                _("Insert notes one: what somebody or the community lacks. F5 then matches it."),
                _("F9 shows the resources, Ctrl+E the volunteers, Ctrl+K community organisations."),
            )
        rows: list[Row] = []
        names = {
            "open": _("Needs without a match"), "matched": _("Needs matched, not met yet"), "met": _("Needs met"),
            "dropped": _("Needs given up"),
        }  # fmt: skip
        for state, name in names.items():
            found = [one for one in self._rows if one.state == state]
            if found:
                rows.append(Row(f"#{state}", (f"{name}  {len(found)}",), heading=True))
            rows += [self._row(one) for one in found]
        table.show(rows)
        self.land(table)
        bar.say_count(len(self._rows), more=_("settled ones too") if self._all else "")

    def _row(self, need: NeedRow) -> Row:
        today, wanted = self.station.today, need.wanted_by
        waits = need.state in ("open", "matched")
        urgent = waits and need.urgent
        late = waits and wanted is not None and wanted < today
        when = _("by {day}").format(day=day_words(wanted, today)) if wanted else day_words(need.found_on, today)
        return Row(
            need.id,
            (
                Cell(need.title, "" if waits else "muted"), need.who, Cell(need.kind, "muted"),
                Cell(("! " if urgent else "") + need.urgency, "bad" if urgent else "muted"),
                Cell(("! " if late else "") + when, "bad" if late else "muted"), need.provider,
            ),
        )  # fmt: skip

    def _here(self) -> NeedRow | None:
        key = self.query_one(RecordTable).cursor_key
        return next((one for one in self._rows if one.id == key), None)

    @on(FilterBar.Changed)
    def _filtered(self) -> None:
        self.load()

    @on(FilterBar.Left)
    def _to_list(self) -> None:
        self.query_one(RecordTable).focus()

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.station.go(register_form(self, "need", event.key, then=self._landed), "form", exclusive=True)

    def action_list_find(self) -> None:
        self.query_one(FilterBar).focus_input()

    def action_need_add(self) -> None:
        self.station.go(register_form(self, "need", then=self._landed), "form", exclusive=True)

    def _landed(self, saved: Saved | None) -> None:
        if saved and saved.ids:
            self.landing = saved.ids[0]
            self.load()

    def action_need_settled(self) -> None:
        self._all = not self._all
        self.load()

    def action_need_match(self) -> None:
        need = self._here()
        if need is None:
            return

        def chosen(provider: str | None) -> None:
            if provider is not None:
                self.station.go(self._match(need.id, provider), "write", exclusive=True)

        title = _("Who meets it: {need}").format(need=clean(need.title, 30))
        nothing = _("No resource and no volunteer of that name. F9 on the page adds a resource.")
        self.app.push_screen(Picker(title, search=self.station.backend.need_providers, nothing=nothing), chosen)

    async def _match(self, need: str, provider: str) -> None:
        self.station.publish(await self.station.backend.match_need(need, provider, self.station.today))

    def action_need_done(self) -> None:
        need = self._here()
        if need is not None:
            self.station.go(self._ask_done(need), "form", exclusive=True)

    async def _ask_done(self, need: NeedRow) -> None:
        backend = self.station.backend
        specs = [await spec_of(self, one) for one in NEED_DONE]

        async def save(values: Mapping[str, str]) -> Saved:
            return await backend.finish_need(need.id, values)

        title = _("Met: {need}").format(need=clean(need.title, 30))
        values = {"done_on": self.station.today.isoformat(), "benefited": "1" if need.who else ""}
        form = FormDialog(title, specs, save, values=values, name="need.done", row=need.id, begin="outcome")
        self.app.push_screen(form, self._landed)

    def action_need_drop(self) -> None:
        need = self._here()
        if need is None:
            return
        specs = [FieldSpec("reason", N_("Reason"), required=True)]

        async def save(values: Mapping[str, str]) -> Saved:
            return await self.station.backend.drop_need(need.id, self.station.today, values["reason"])

        title = _("Given up: {need}").format(need=clean(need.title, 30))
        self.app.push_screen(FormDialog(title, specs, save), self._landed)

    def action_resource_list(self) -> None:
        self.app.push_screen(RegisterScreen("resource"))

    def action_volunteer_list(self) -> None:
        self.app.push_screen(VolunteersScreen())

    def action_org_list(self) -> None:
        self.app.push_screen(RegisterScreen("community_org"))

    def action_volunteer_shifts(self) -> None:
        self.app.push_screen(ShiftsScreen())


class VolunteersScreen(RegisterScreen):
    """Volunteers: what each did, and the statement of it to print."""

    BINDINGS = bindings("volunteer.statement", "volunteer.service", footer=True)

    def __init__(self) -> None:
        super().__init__("volunteer")

    def action_volunteer_service(self) -> None:
        key = self.query_one(RecordTable).cursor_key
        if key is not None:
            self.app.push_screen(RegisterScreen("volunteer_shift", {"volunteer": key}))

    def action_volunteer_statement(self) -> None:
        key = self.query_one(RecordTable).cursor_key
        if key is not None:
            self.station.go(self._statement(key), "form", exclusive=True)

    async def _statement(self, volunteer: str) -> None:
        from screens.case_printing import FORMS
        from screens.files import first_folder, folder_of
        from screens.ports import Choice, Saved

        backend = self.station.backend
        specs = [
            FieldSpec("period", N_("Period"), required=True, hint=N_("2026, 2026H1, 2026Q3 or 2026-11")),
            FieldSpec(
                "form", N_("Format"), "choice", required=True, choices=[Choice(one, _(word)) for one, word in FORMS]
            ),
            FieldSpec("folder", N_("Folder"), required=True),
        ]

        async def save(given: Mapping[str, str]) -> Saved:
            folder = await asyncio.to_thread(folder_of, given["folder"], "folder")
            file = await backend.volunteer_statement(volunteer, given["period"], folder, given["form"])
            self.notify(_("Written: {file}").format(file=file), timeout=15, markup=False)
            return Saved("statement", frozenset(), (), "")

        folder = await asyncio.to_thread(first_folder)
        values = {"period": str(self.station.today.year), "form": "html", "folder": str(folder)}
        about = _("Only confirmed service stands in it.")
        self.app.push_screen(FormDialog(_("Statement of voluntary service"), specs, save, values=values, about=about))


class ShiftsScreen(RegisterScreen):
    """Voluntary service; what is listed is confirmed with one key."""

    BINDINGS = bindings("shift.confirm", footer=True)

    def __init__(self) -> None:
        super().__init__("volunteer_shift")

    def action_shift_confirm(self) -> None:
        if self.shown_ids:
            self.station.go(self._confirm(self.shown_ids), "write", exclusive=True)

    async def _confirm(self, shifts: Sequence[str]) -> None:
        saved = await self.station.backend.confirm_shifts(shifts, self.station.today)
        self.station.publish(saved)
        self.done_words(saved.words)
