"""How often whom to visit: the plans that the due list and the rounds are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from db.errors import Refusal
from screens.actions import bindings
from screens.base import BaseScreen
from screens.dialogs.form_dialog import FormDialog
from screens.text import clean
from screens.widgets.fields import SEEN, FieldSpec
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Words
from swstation.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from screens.ports import Plan, Saved

COLUMNS = (
    Column(N_("Whom"), 16, grow=2),
    Column(N_("How often"), 16, grow=1),
    Column(N_("Calls"), 11, wide=100),
    Column(N_("From"), 10),
    Column(N_("Until"), 10),
    Column(N_("People"), 6, right=True),
    Column(N_("Basis"), 10, grow=2),
)
MOST_TIMES = 366


def times_of(text: str) -> int:
    """How many visits in a period, 1 to 366. Raises ``Refusal`` ``form.bad_times``."""
    import unicodedata

    typed = unicodedata.normalize("NFKC", text).strip()
    if not typed.isascii() or not typed.isdigit() or not 1 <= int(typed[:9]) <= MOST_TIMES:
        raise Refusal("form.bad_times", field="times", token=text, most=MOST_TIMES)
    return int(typed)


class PlansScreen(BaseScreen):
    """All plans, or those that concern one client. One for a client goes before one for a category or a level."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    DEFAULT_CSS = """
    PlansScreen #about { padding: 1 1 1 1; color: $muted; }
    """
    TITLE_MSGID = N_("Visit plans")
    ENTER_LABEL = N_("Change")
    RELOAD_ON = frozenset({"visit_plan", "client", "client_category"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings("go.back", "plan.add", "plan.end", "surge.list", footer=True)
    HELP_TEXT = N_("Who is due on Today and in a round follows from these plans.")

    def __init__(self, client: str | None = None, name: str = "") -> None:
        super().__init__()
        self._client = client
        self._client_name = name
        self._plans: dict[str, Plan] = {}

    def period(self) -> str:
        return clean(self._client_name, 40)

    def body(self) -> ComposeResult:
        yield Words(id="about")
        yield RecordTable(COLUMNS)

    def load(self) -> None:
        self.station.go(self._load(), "load-plans", exclusive=True)

    async def _load(self) -> None:
        plans = await self.station.backend.plans(self._client, self.station.today)
        self._plans = {plan.id: plan for plan in plans}
        about = self.query_one("#about", Words)
        if self._client is None:
            about.say(_("The most demanding plan holds; one for a single client goes before all others."))
        else:
            held = next((plan for plan in plans if plan.people), None)
            about.say(
                _("Now: {often}, by the plan for {whom}").format(often=held.often, whom=clean(held.whom))
                if held
                else _("No plan holds for this client: nobody is reminded to visit.")
            )
        table = self.query_one(RecordTable)
        table.say_empty(
            _("No visit plan yet."),
            _("A plan says how often whom to visit: 低保 once a quarter, 独居老人 once a month."),
            _("Who is due on Today and in a round follows from it. Insert adds the first one."),
        )
        table.show([self._row(plan) for plan in plans])
        self.land(table)

    def _row(self, plan: Plan) -> Row:
        quiet = "muted" if plan.state == "ended" else ""
        people = "" if self._client is not None else f"{plan.people:,}" if plan.state == "running" else ""
        if self._client is not None and plan.people:
            people = _("holds")
        until = plan.end_on.isoformat() if plan.end_on else ""
        start = plan.start_on.isoformat()
        return Row(
            plan.id,
            (
                Cell(plan.whom, quiet or "strong"),
                Cell(plan.often, quiet),
                Cell(_("calls count") if plan.phone else _("at home"), quiet or "muted"),
                Cell(start, "caution" if plan.state == "coming" else "muted"),
                Cell(until, "muted"),
                Cell(people, quiet),
                Cell(plan.clause, "muted"),
            ),
        )

    # What can be done

    def action_surge_list(self) -> None:
        from screens.surges import SurgesScreen

        self.app.push_screen(SurgesScreen())

    def action_plan_add(self) -> None:
        self.station.go(self._form(), "form", exclusive=True)

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.station.go(self._form(self._plans.get(event.key)), "form", exclusive=True)

    async def _form(self, plan: Plan | None = None) -> None:
        from screens.ports import Choice

        backend = self.station.backend
        yes_no = [Choice("no", _("at home")), Choice("yes", _("calls count"))]
        specs = [
            FieldSpec("times", N_("Times"), kind="number", required=True, check=times_of),
            FieldSpec("period", N_("Each"), kind="choice", required=True, choices=await backend.plan_periods()),
            FieldSpec("phone", N_("Calls"), kind="choice", required=True, choices=yes_no),
            FieldSpec("end_on", N_("Until"), kind="date", hint=N_("empty: until it is ended")),
            FieldSpec("clause", N_("Basis"), hint=N_("the document that asks for it")),
        ]
        if plan is not None:  # whom and from when make it this plan and no other
            about = _("{whom}, from {day}. From another day on: end this one and add a new plan.")
            fixed = {"whom": plan.subject, "start_on": plan.start_on.isoformat()}
            values = {
                "times": str(plan.times), "period": plan.period, "phone": "yes" if plan.phone else "no",
                "end_on": plan.end_on.isoformat() if plan.end_on else "", "clause": plan.clause, SEEN: plan.seen,
            }  # fmt: skip
            self._ask(
                _("Change the plan"), specs, values, fixed, about.format(whom=clean(plan.whom), day=plan.start_on)
            )
            return
        subject = FieldSpec(
            "whom",
            N_("Whom"),
            kind="choice",
            required=True,
            search=backend.plan_subjects,
            hint=N_("a category, a level or a person"),
        )
        start = FieldSpec("start_on", N_("From"), kind="date", required=True)
        values = {"times": "1", "period": "month", "phone": "no", "start_on": self.station.today.isoformat()}
        labels = {}
        if self._client is not None:
            values["whom"] = f"client/{self._client}"
            labels[values["whom"]] = self._client_name
        self._ask(_("New plan"), [subject, *specs[:3], start, *specs[3:]], values, {}, "", labels)

    def _ask(
        self,
        title: str,
        specs: Sequence[FieldSpec],
        values: Mapping[str, str],
        fixed: Mapping[str, str],
        about: str,
        labels: Mapping[str, str] | None = None,
    ) -> None:
        begin = "times" if "whom" in {**fixed, **values} else ""

        async def save(given: Mapping[str, str]) -> Saved:
            return await self.station.backend.set_plan({**fixed, **given})

        form = FormDialog(title, specs, save, values=values, labels=labels, about=about, begin=begin)
        self.app.push_screen(form, self._landed)

    def _landed(self, saved: Saved | None) -> None:
        if saved and saved.ids:
            self.landing = saved.ids[0]
            self.load()

    def action_plan_end(self) -> None:
        plan = self._plans.get(self.query_one(RecordTable).cursor_key or "")
        if plan is None:
            return
        specs = [FieldSpec("end_on", N_("Last day"), kind="date", required=True)]

        async def save(given: Mapping[str, str]) -> Saved:
            return await self.station.backend.end_plan(plan.id, given["end_on"], given.get(SEEN, ""))

        people = ngettext("It holds for {n} person now.", "It holds for {n} people now.", plan.people)
        title = _("End the plan for {whom}").format(whom=clean(plan.whom, 30))
        values = {"end_on": self.station.today.isoformat(), SEEN: plan.seen}
        self.app.push_screen(
            FormDialog(title, specs, save, values=values, about=people.format(n=plan.people) if plan.people else "")
        )
