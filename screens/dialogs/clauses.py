"""Which clause decides a figure: document, section and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from screens.base import Dialog
from screens.text import clean
from screens.widgets.section import Words
from swstation.i18n import _

if TYPE_CHECKING:
    from screens.ports import Clause


class ClauseDialog(Dialog[None]):
    """Figures and their clauses, to read."""

    def __init__(self, clauses: Sequence[tuple[str, Clause]]) -> None:
        super().__init__()
        self._clauses = clauses

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog") as box:
            box.border_title = _("What decides it")
            box.border_subtitle = _("Esc leaves")
            words = Words()
            words.say(Content("\n\n").join([self._clause(label, clause) for label, clause in self._clauses]))
            yield words

    def _clause(self, label: str, clause: Clause) -> Content:
        source = "  ".join(clean(part) for part in (clause.document, clause.section) if part)
        decision = _("by decision: {words}").format(words=clean(clause.decision)) if clause.decision else ""
        pieces: list[tuple[str, str]] = [(clean(label), "bold")]
        for words, tone in ((source, "$primary"), (clean(clause.rule, 2000), ""), (decision, "$caution")):
            if words:
                pieces += [("\n", ""), (words, tone)]
        return Content.assemble(*pieces)
