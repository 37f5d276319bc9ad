"""Evaluation: who has which grade, who has none this year, and the schemes with their weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult

from screens.actions import bindings
from screens.dialogs.form_dialog import FormDialog
from screens.views import View, ViewsScreen
from screens.widgets.fields import FieldSpec
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Column
from screens.widgets.section import Words
from screens.widgets.sums import sums_line
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.ports import Saved
    from screens.ports_evaluation import EvaluationsSeen, SetSeen

EVALUATIONS = View(
    "evaluations",
    N_("Evaluations"),
    (
        Column(N_("Name"), 12, grow=1),
        Column(N_("Scheme"), 16, grow=2),
        Column(N_("Period"), 17),
        Column(N_("Total"), 6, right=True),
        Column(N_("Grade"), 8),
        Column(N_("State"), 12),
    ),
    (N_("No evaluation yet."), N_("F7 shows who has none this year: mark them, and Insert begins their evaluation.")),
)
WITHOUT = View(
    "without",
    N_("Without one this year"),
    (Column(N_("Worker"), 16, grow=1), Column(N_("Joined on"), 12)),
    (N_("Everybody has an evaluation this year."),),
)
SCHEMES = View(
    "schemes",
    N_("Schemes"),
    (
        Column(N_("Scheme"), 20, grow=2),
        Column(N_("About"), 12, grow=1),
        Column(N_("Start on"), 10),
        Column(N_("Elements"), 6, right=True),
        Column(N_("Weights"), 8),
        Column(N_("Evaluations"), 6, right=True),
    ),
    (
        N_("No scheme yet."),
        N_("Insert makes one from the elements that the policy prints; the weights are the county's."),
    ),
)


class EvaluationsScreen(ViewsScreen):
    """Mark people, Insert: an evaluation for each. Enter opens one, or a scheme's weights."""

    DEFAULT_CSS = """
    EvaluationsScreen #sums { padding: 1 1 1 1; height: auto; }
    """
    TITLE_MSGID = N_("Evaluation")
    RELOAD_ON = frozenset({"evaluation", "evaluation_scheme", "scheme_element", "evaluation_score", "staff"})
    VIEWS = (EVALUATIONS, WITHOUT, SCHEMES)
    BINDINGS = bindings("go.back", "evaluation.add", "view.next", "scheme.add", "post.clause", footer=True)
    HELP_TEXT = N_("F8 makes a scheme; mark people without an evaluation, and Insert begins one for each.")

    def __init__(self) -> None:
        super().__init__()
        self._seen: EvaluationsSeen | None = None

    def body(self) -> ComposeResult:
        yield Words(id="sums")
        yield from super().body()

    def load(self) -> None:
        self.station.go(self._load(), "load-evaluations", exclusive=True)

    async def _load(self) -> None:
        seen = self._seen = await self.station.backend.evaluations(self.view.name, self.station.today)
        self.query_one("#sums", Words).say(sums_line(seen.sums))
        self.say_empty()
        table = self.query_one(RecordTable)
        table.show(seen.rows)
        self.land(table)

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        if self.view is SCHEMES:
            self.station.go(self._weigh(event.key), "form", exclusive=True)
        elif self.view is WITHOUT:
            self.station.open_record(f"staff/{event.key}")
        else:
            from screens.evaluation_page import EvaluationScreen

            self.app.push_screen(EvaluationScreen(event.key))

    # A scheme

    def action_scheme_add(self) -> None:
        self.station.go(self._choose_set(), "form", exclusive=True)

    async def _choose_set(self) -> None:
        from screens.dialogs.picker import Picker
        from screens.ports import Choice

        sets = await self.station.backend.evaluation_sets()
        if not sets:
            self.station.go(self._ask_scheme(""), "form", exclusive=True)
            return
        choices = [*sets, Choice("", _("Elements of our own"), _("none of the policy's"))]

        def picked(source: str | None) -> None:
            if source is not None:
                self.station.go(self._ask_scheme(source), "form", exclusive=True)

        self.app.push_screen(Picker(_("Which elements?"), choices), picked)

    async def _ask_scheme(self, source: str) -> None:
        backend = self.station.backend
        if source:
            chosen = await backend.evaluation_set(source)
            self._scheme_form(chosen)
        else:
            self._ask_elements()

    def _ask_elements(self) -> None:
        """Elements that no policy prints, one a line; then the form of the scheme."""
        from screens.ports import Saved
        from screens.ports_evaluation import SetSeen

        specs = [FieldSpec("elements", N_("Elements"), "long", True, hint=N_("one a line"))]

        async def save(values: Mapping[str, str]) -> Saved:
            lines = [line.strip() for line in values["elements"].splitlines() if line.strip()]
            self._scheme_form(SetSeen("", "staff", "", "", lines))
            return Saved("elements", frozenset())

        self.app.push_screen(FormDialog(_("Elements of our own"), specs, save))

    def _scheme_form(self, chosen: SetSeen) -> None:
        backend = self.station.backend
        specs = [
            FieldSpec("title", N_("Title"), required=True),
            *(
                FieldSpec(f"weight_{n}", title, "number", True, hint=N_("percent") if n == 1 else "")
                for n, title in enumerate(chosen.elements, 1)
            ),
            FieldSpec("start_on", N_("Start on"), "date", True),
            FieldSpec("end_on", N_("End on"), "date"),
            FieldSpec("full_score", N_("Full score"), "number", hint=N_("of each element")),
            FieldSpec("grades", N_("Grades"), "long", hint=N_("a line each: grade and lowest total")),
        ]

        async def save(values: Mapping[str, str]) -> Saved:
            return await backend.make_scheme(chosen, values)

        start = self.station.today.replace(month=1, day=1).isoformat()
        values = {"title": chosen.title, "start_on": start, "full_score": "100"}
        about = _("The policy prints no weights: they are the county's, and add up to 100.")
        form = FormDialog(_("New scheme"), specs, save, values=values, about=about, begin="weight_1")
        self.app.push_screen(form, self._scheme_landed)

    def _scheme_landed(self, saved: Saved | None) -> None:
        if saved and saved.ids:
            self.landing = saved.ids[0]
            self.turn(self.VIEWS.index(SCHEMES))

    async def _weigh(self, scheme: str) -> None:
        backend = self.station.backend
        elements, values = await backend.scheme_form(scheme)
        figures = await backend.sheet_list("figure")
        specs = []
        for row, title in elements:
            specs.append(FieldSpec(f"weight_{row}", title, "number", True, hint=N_("percent")))
            specs.append(FieldSpec(f"figure_{row}", N_("Figure beside it"), "choice", choices=figures))

        async def save(given: Mapping[str, str]) -> Saved:
            return await backend.weigh_scheme(scheme, given)

        self.app.push_screen(FormDialog(_("Weights and figures"), specs, save, values=values), self._scheme_landed)

    # Evaluations

    def action_evaluation_add(self) -> None:
        """Begin evaluations of whoever is marked among those without one."""
        if self.view is SCHEMES:
            self.action_scheme_add()
            return
        chosen = self.query_one(RecordTable).chosen if self.view is WITHOUT else []
        self.station.go(self._ask_begin(chosen), "form", exclusive=True)

    async def _ask_begin(self, chosen: Sequence[str]) -> None:
        backend = self.station.backend
        schemes = await backend.schemes()
        if not schemes:
            words = _("Make a scheme first: F8.")
            self.notify(words, severity="warning", timeout=6, markup=False)
            return
        specs = [
            FieldSpec("staff", N_("Whom"), "several", True, choices=await backend.supervised_choices()),
            FieldSpec("scheme", N_("Scheme"), "choice", True, choices=schemes),
            FieldSpec("start_on", N_("Start on"), "date", True),
            FieldSpec("end_on", N_("End on"), "date", True),
        ]

        async def save(values: Mapping[str, str]) -> Saved:
            return await backend.begin_evaluations(values["staff"].split("\n"), values)

        today = self.station.today
        values = {
            "staff": "\n".join(chosen),
            "scheme": schemes[0].value,
            "start_on": today.replace(month=1, day=1).isoformat(),
            "end_on": today.replace(month=12, day=31).isoformat(),
        }
        self.app.push_screen(FormDialog(_("Begin evaluations"), specs, save, values=values), self._begun)

    def _begun(self, saved: Saved | None) -> None:
        if saved is not None:
            self.landing = saved.ids[0] if saved.ids else None
            self.turn(self.VIEWS.index(EVALUATIONS))

    def action_post_clause(self) -> None:
        from screens.dialogs.clauses import ClauseDialog

        if self._seen is not None and self._seen.told:
            self.app.push_screen(ClauseDialog(list(self._seen.told)))
        else:
            words = _("No policy that holds here asks anything of it.")
            self.notify(words, severity="warning", timeout=6, markup=False)
