"""Supervision: who has had none for how long, the sessions, advice to carry out, rounds, and the budget line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual import on

from screens.actions import bindings
from screens.dialogs.form_dialog import FormDialog
from screens.views import View, ViewsScreen
from screens.widgets.fields import FieldSpec
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Column
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from screens.ports import Choice, Saved
    from screens.ports_supervision import SupervisionSeen

PEOPLE = View(
    "people",
    N_("By person"),
    (
        Column(N_("Worker"), 12, grow=2),
        Column(N_("Supervised"), 12, grow=1),
        Column(N_("Last time"), 10),
        Column(N_("Sessions"), 8, right=True),
        Column(N_("Hours in 12 months"), 12, right=True),
    ),
    (N_("Nobody works here yet."),),
)
SESSIONS = View(
    "sessions",
    N_("Sessions"),
    (
        Column(N_("Held on"), 10),
        Column(N_("Supervisor"), 10),
        Column(N_("Form"), 10),
        Column(N_("Supervised people"), 14, grow=2),
        Column(N_("Topics"), 12, grow=2),
        Column(N_("Signed"), 8),
    ),
    (
        N_("No supervision recorded yet."),
        N_("Insert records one; for several people at once mark them in the list by person."),
    ),
)
ADVICE = View(
    "advice",
    N_("Advice open"),
    (
        Column(N_("Due on"), 12),
        Column(N_("Supervisor"), 10),
        Column(N_("Supervised people"), 14, grow=1),
        Column(N_("Advice"), 20, grow=3),
    ),
    (N_("No advice waits to be carried out."),),
)
ROUNDS = View(
    "rounds",
    N_("Rounds"),
    (
        Column(N_("Supervisor"), 10, grow=1),
        Column(N_("Station"), 18, grow=2),
        Column(N_("Last time"), 10),
        Column(N_("Sessions in 12 months"), 12, right=True),
    ),
    (
        N_("No supervisor travels to stations."),
        N_("Who does has the stations in the file of the worker (Stations supervised)."),
    ),
)
LINES = View(
    "lines",
    N_("Budget lines"),
    (
        Column(N_("Project"), 16, grow=2),
        Column(N_("Person-months"), 6, right=True),
        Column(N_("Comes to"), 10, right=True),
        Column(N_("In the budget"), 10, right=True),
        Column(N_("State"), 14, grow=1),
        Column(N_("Months without"), 8, right=True),
    ),
    (N_("No policy that holds here prints a budget line for supervision."),),
)


class SupervisionScreen(ViewsScreen):
    """Mark people, Insert: one session for all of them."""

    TITLE_MSGID = N_("Supervision")
    ENTER_LABEL = N_("Change")
    RELOAD_ON = frozenset({"supervision", "supervisee", "staff", "project", "funding_line", "unit"})
    VIEWS = (PEOPLE, SESSIONS, ADVICE, ROUNDS, LINES)
    BINDINGS = bindings(
        "go.back", "supervision.add", "view.next", "supervision.done", "supervision.sign", "supervision.clause",
        footer=True,
    )  # fmt: skip
    HELP_TEXT = N_("Space marks people; Insert then records one session for all of them. F7 turns to the next view.")

    def __init__(self) -> None:
        super().__init__()
        self._seen: SupervisionSeen | None = None

    def load(self) -> None:
        self.station.go(self._load(), "load-supervision", exclusive=True)

    async def _load(self) -> None:
        seen = self._seen = await self.station.backend.supervision(self.view.name, self.station.today)
        self.say_empty()
        table = self.query_one(RecordTable)
        table.show(seen.rows)
        self.land(table)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("supervision_done", "supervision_sign"):
            return self.view.name in ("sessions", "advice")
        return super().check_action(action, parameters)

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        if self.view in (SESSIONS, ADVICE):
            self.station.go(self._ask(event.key, ()), "form", exclusive=True)
        elif self.view is PEOPLE:
            self.station.open_record(f"staff/{event.key}")

    def action_supervision_add(self) -> None:
        chosen = self.query_one(RecordTable).chosen if self.view is PEOPLE else ()
        self.station.go(self._ask(None, list(chosen)), "form", exclusive=True)

    async def _ask(self, row: str | None, staff: Sequence[str]) -> None:
        backend = self.station.backend
        begin = await backend.supervision_form(row, staff)

        async def workers(typed: str) -> Sequence[Choice]:
            return await backend.sheet_choices("staff", typed)

        async def projects(typed: str) -> Sequence[Choice]:
            return await backend.sheet_choices("project", typed)

        specs = [
            FieldSpec("staff", N_("Supervised people"), "several", True, choices=await backend.supervised_choices()),
            FieldSpec("supervisor_name", N_("Supervisor name"), hint=N_("where it is nobody of the staff")),
            FieldSpec("supervisor", N_("Supervisor"), "choice", search=workers),
            FieldSpec("held_on", N_("Held on"), "date", True),
            FieldSpec("form", N_("Form"), "choice", True, choices=await backend.sheet_list("supervision_form")),
            FieldSpec("minutes", N_("Minutes"), "number"),
            FieldSpec("topics", N_("Topics"), "long"),
            FieldSpec("advice", N_("Advice"), "long"),
            FieldSpec("due_on", N_("Due on"), "date", hint=N_("until when the advice is carried out")),
            FieldSpec("onsite", N_("Onsite"), "choice", choices=await _yes_no()),
            FieldSpec("aim", N_("Aim"), "choice", choices=await backend.sheet_list("@supervision_aims")),
            FieldSpec("qualification", N_("Qualification")),
            FieldSpec("project", N_("Project"), "choice", search=projects),
        ]

        async def save(values: Mapping[str, str]) -> Saved:
            return await backend.save_supervision(row, values)

        number = len(begin.values["staff"].split())
        title = ngettext("Supervision of {n} person", "Supervision of {n} people", number).format(n=number)
        first = "supervisor_name" if number and not begin.values.get("supervisor_name") else ""
        form = FormDialog(
            title if row is None else _("Change: {what}").format(what=_("Supervision")), specs, save,
            values=begin.values, labels=begin.labels, begin=first, name="supervision", row=row,
        )  # fmt: skip
        self.app.push_screen(form, self._landed)

    def _landed(self, saved: Saved | None) -> None:
        if saved is not None:
            self.landing = saved.ids[0] if saved.ids and self.view is SESSIONS else None
            self.load()

    def action_supervision_done(self) -> None:
        key = self.query_one(RecordTable).cursor_key
        if key is None:
            return
        backend = self.station.backend
        specs = [
            FieldSpec("carried_out_on", N_("Carried out on"), "date", True),
            FieldSpec("carried_out", N_("Carried out"), "long"),
        ]

        async def save(values: Mapping[str, str]) -> Saved:
            return await backend.carry_out(key, values)

        values = {"carried_out_on": self.station.today.isoformat()}
        self.app.push_screen(FormDialog(_("Advice carried out"), specs, save, values=values, begin="carried_out"))

    def action_supervision_sign(self) -> None:
        key = self.query_one(RecordTable).cursor_key
        if key is not None:
            self.station.go(self._sign(key), "write", exclusive=True)

    async def _sign(self, key: str) -> None:
        saved = await self.station.backend.sign_supervision(key, self.station.today)
        self.station.publish(saved)
        self.done_words(saved.words)

    def action_supervision_clause(self) -> None:
        from screens.dialogs.clauses import ClauseDialog

        if self._seen is not None and self._seen.told:
            self.app.push_screen(ClauseDialog(list(self._seen.told)))
        else:
            words = _("No policy that holds here asks anything of it.")
            self.notify(words, severity="warning", timeout=6, markup=False)


async def _yes_no() -> Sequence[Choice]:
    from screens.ports import Choice

    return [Choice("yes", _("yes")), Choice("no", _("no"))]
