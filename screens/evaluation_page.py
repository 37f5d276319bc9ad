"""One evaluation: each element with its weight, the figure from the logs, both scores; then the grade."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from screens.actions import bindings
from screens.base import BaseScreen
from screens.dialogs.form_dialog import FormDialog
from screens.text import clean
from screens.widgets.fields import FieldSpec
from screens.widgets.record_table import RecordTable
from screens.widgets.rows import Cell, Column, Row
from screens.widgets.section import Words
from swstation.i18n import N_, _

if TYPE_CHECKING:
    from screens.ports import Saved
    from screens.ports_evaluation import EvaluationSeen

COLUMNS = (
    Column(N_("What is evaluated"), 14, grow=2),
    Column(N_("Weight"), 6, right=True),
    Column(N_("From the logs"), 18, grow=2),
    Column(N_("Self score"), 6, right=True),
    Column(N_("Score"), 6, right=True),
    Column(N_("Note"), 12, grow=2),
)


class EvaluationScreen(BaseScreen):
    """F5 the assessor's scores, F8 the worker's own, F9 confirms it."""

    CSS_PATH: ClassVar[str] = "page.tcss"
    DEFAULT_CSS = """
    EvaluationScreen #head { padding: 1 1 0 1; height: auto; }
    EvaluationScreen #warnings { padding: 0 1 1 1; height: auto; color: $bad; }
    """
    TITLE_MSGID = N_("Evaluation")
    ENTER_LABEL = ""
    RELOAD_ON = frozenset({"evaluation", "evaluation_score", "scheme_element", "evaluation_scheme"})
    AUTO_FOCUS: ClassVar[str | None] = "RecordTable"
    BINDINGS = bindings(
        "go.back", "evaluation.score", "evaluation.own", "evaluation.confirm", "evaluation.dispute", footer=True
    ) + bindings("post.clause", footer=False)
    HELP_TEXT = N_("The figures come from the logs and registers of the period; nothing here is typed twice.")

    def __init__(self, row: str) -> None:
        super().__init__()
        self._row = row
        self._seen: EvaluationSeen | None = None

    def body(self) -> ComposeResult:
        yield Words(id="head")
        yield Words(id="warnings")
        yield RecordTable(COLUMNS)

    def load(self) -> None:
        self.station.go(self._load(), "load-evaluation", exclusive=True)

    async def _load(self) -> None:
        seen = self._seen = await self.station.backend.evaluation(self._row, self.station.today)
        self.query_one("#head", Words).say(
            Content.assemble(
                (clean(seen.name), "bold"), "  ", (clean(f"{seen.scheme}  {seen.span}"), "$muted"), "\n",
                (clean(seen.result), "bold $primary"), "  ", clean(seen.state),
                ("  " + clean(seen.comment) if seen.comment else "", "$muted"),
            )
        )  # fmt: skip
        warnings = self.query_one("#warnings", Words)
        warnings.display = bool(seen.warnings)
        warnings.say("\n".join(seen.warnings))
        table = self.query_one(RecordTable)
        table.say_empty(_("The scheme has no elements."))
        table.show(
            [
                Row(
                    one.id,
                    (one.title, Cell(one.weight, "muted"), Cell(one.figure, "muted"), Cell(one.self_score, "muted"),
                     Cell(one.score, "strong"), Cell(one.note, "muted")),
                )
                for one in seen.elements
            ]
        )  # fmt: skip

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.action_evaluation_score()

    def action_evaluation_score(self) -> None:
        self._ask(own=False)

    def action_evaluation_own(self) -> None:
        self._ask(own=True)

    def _ask(self, *, own: bool) -> None:
        seen, backend = self._seen, self.station.backend
        if seen is None or not seen.elements:
            return
        specs = [
            FieldSpec(f"score_{one.id}", one.title, "number", hint=_("0 to {full}  {figure}").format(
                full=seen.full, figure=one.figure))
            for one in seen.elements
        ]  # fmt: skip
        values = {f"score_{one.id}": one.self_score if own else one.score for one in seen.elements}

        async def save(given: Mapping[str, str]) -> Saved:
            return await backend.score_evaluation(self._row, given, own=own)

        title = _("Own scores: {name}") if own else _("Scores: {name}")
        self.app.push_screen(FormDialog(title.format(name=seen.name), specs, save, values=values))

    def action_evaluation_confirm(self) -> None:
        self.station.go(self._confirm(), "form", exclusive=True)

    async def _confirm(self) -> None:
        seen, backend = self._seen, self.station.backend
        if seen is None:
            return
        specs = [
            FieldSpec("evaluated_on", N_("Evaluated on"), "date", True),
            FieldSpec("evaluator_name", N_("Evaluator name"), hint=N_("empty: whoever writes here")),
            FieldSpec("evaluator_kind", N_("Evaluator kind"), "choice",
                      choices=await backend.sheet_list("evaluator_kind")),
            FieldSpec("comment", N_("Comment"), "long"),
            FieldSpec("used_for", N_("Used for"), hint=N_("pay, bonus, contract, awards …")),
        ]  # fmt: skip

        async def save(given: Mapping[str, str]) -> Saved:
            return await backend.confirm_evaluation(self._row, given)

        values = {
            "evaluated_on": self.station.today.isoformat(), "comment": seen.comment, "used_for": seen.uses,
        }  # fmt: skip
        title = _("Confirm: {name}").format(name=seen.name)
        self.app.push_screen(FormDialog(title, specs, save, values=values, begin="evaluator_kind"))

    def action_evaluation_dispute(self) -> None:
        seen, backend = self._seen, self.station.backend
        if seen is None:
            return
        specs = [FieldSpec("comment", N_("Comment"), "long", True)]

        async def save(given: Mapping[str, str]) -> Saved:
            return await backend.dispute_evaluation(self._row, given["comment"])

        title = _("Does not agree: {name}").format(name=seen.name)
        self.app.push_screen(FormDialog(title, specs, save, values={"comment": seen.comment}))

    def action_post_clause(self) -> None:
        from screens.dialogs.clauses import ClauseDialog

        if self._seen is not None and self._seen.told:
            self.app.push_screen(ClauseDialog(list(self._seen.told)))
        else:
            words = _("No policy that holds here asks anything of it.")
            self.notify(words, severity="warning", timeout=6, markup=False)
